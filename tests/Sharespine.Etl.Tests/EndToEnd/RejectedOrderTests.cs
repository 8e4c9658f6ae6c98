using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>What a person does with orders that the mapping rejects or the ERP refuses.</summary>
public sealed class RejectedOrderTests
{
    private const long Id = 510;

    private static SiteOptions Options => new() { Reconciles = false };

    [StoreFact]
    public async Task A_rejected_order_goes_alone_once_its_status_is_mapped_and_it_is_retried()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        site.Shop.Orders.SetStatus(Id, "dellevererad");
        var (night, _) = await site.NightAndMorningAsync();

        Assert.Equal(ExitCodes.DoneWithExceptions, night.ExitCode);
        Assert.Equal(new StageCounts(20, Done: 19, Rejected: 1), night.Counts(SiteFixture.Orders, "transform") with { DocumentsOut = 0 });
        var rejected = Assert.Single(site.Open(Outcome.Rejected));
        Assert.Equal("510", rejected.RecordKey);
        Assert.Contains("\"dellevererad\") is not in the table \"order-status\"", rejected.Message, StringComparison.Ordinal);

        site.Put("mappings/woocommerce.order.yaml", File.ReadAllBytes(Path.Combine(Repository.Demo, "mappings", "woocommerce.order.yaml")));
        site.Reopen();
        site.Decide(rejected, "retry");
        var next = await site.JobAsync(SiteFixture.Orders);

        // The nineteen others come with the numbers that we wrote into them, and are what they were.
        Assert.Equal(new StageCounts(20, Done: 1, Unchanged: 19), next.Counts(SiteFixture.Orders, "transform") with { DocumentsOut = 0 });
        Assert.Equal(["order/shop-se/510"], site.Column("SELECT document_key FROM outbox WHERE state = 'written' AND entity = 'order'"));
        site.Agent().Run();
        await site.NightAsync();
        Assert.NotNull(site.Shop.Orders.Meta(Id, SiteFixture.NumberKey));
        Assert.All(site.Agent().Documents, document => Assert.Equal(1, document.Imports));
        Assert.Empty(site.Open(Outcome.Rejected));
    }

    [StoreFact]
    public async Task An_ignored_order_stays_out_however_often_it_changes()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        site.Shop.Orders.SetStatus(Id, "dellevererad");
        await site.NightAndMorningAsync();
        site.Decide(Assert.Single(site.Open(Outcome.Rejected)), "ignore");

        for (var change = 1; change <= 3; change++)
        {
            site.Pass(TimeSpan.FromDays(1));
            site.Edit(Id, $"Nya gatan {change}");
            var night = await site.NightAsync();

            Assert.Equal(ExitCodes.Done, night.ExitCode);
            Assert.Equal(1, night.Counts(SiteFixture.Orders, "transform").Skipped);
            Assert.Equal(1, night.Stage(SiteFixture.Orders, "transform").Reasons["ignored by decision (see rejected)"]);
        }

        // Also when the order would be sound again: the decision was to leave it out.
        site.Pass(TimeSpan.FromDays(1));
        site.Shop.Orders.SetStatus(Id, "completed");
        await site.NightAsync();
        Assert.Equal(0, site.Count("document", "document_key = 'order/shop-se/510'"));
        Assert.Equal(1, site.Count("quarantine", "state = 'ignored'"));
        Assert.Equal(["rejected ignore"], site.Column("SELECT what FROM audit"));
    }

    [StoreFact]
    public async Task An_order_that_the_ERP_refuses_is_rejected_alone_and_goes_again_on_retry()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        await site.NightAsync();
        site.Agent("order/shop-se/510").Run();
        var morning = await site.NightAsync();

        Assert.Equal(ExitCodes.DoneWithExceptions, morning.ExitCode);
        Assert.Equal((site.DocumentCount - 1, 1), (morning.Counts(SiteFixture.Orders, "load").Done, morning.Counts(SiteFixture.Orders, "load").Rejected));
        Assert.Equal(19, morning.Counts(SiteFixture.Status, "load").Done);
        var rejected = Assert.Single(site.Open(Outcome.Rejected));
        Assert.Equal(("order/order/shop-se/510", "LOD003", "The demo ERP was told to reject it."), (rejected.RecordKey, rejected.Code, rejected.Message));

        site.Decide(rejected, "retry");
        var night = await site.NightAsync();
        Assert.Equal(new StageCounts(1, Done: 1), night.Counts(SiteFixture.Orders, "load"));
        site.Agent().Run();
        await site.NightAsync();

        Assert.NotNull(site.Shop.Orders.Meta(Id, SiteFixture.NumberKey));
        Assert.Equal(1, site.Shop.Orders.WritesTo(Id));
        Assert.Empty(site.Open(Outcome.Rejected));
        Assert.All(site.Agent().Documents, document => Assert.Equal(1, document.Imports));
    }

    [StoreFact]
    public async Task Twenty_orders_with_the_same_complaint_stop_the_job_when_the_limit_is_lower()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        File.AppendAllText(site.PathOf("etl.yaml"), "nightly:\n  stop-after-equal-rejections: 5\n");
        foreach (var id in site.Shop.Orders.Ids)
        {
            site.Shop.Orders.SetStatus(id, "dellevererad");
        }

        var night = await site.NightAsync();

        Assert.Equal((JobState.Failed, "RUN007"), (night.Job(SiteFixture.Orders).State, night.Job(SiteFixture.Orders).ReasonCode));
        Assert.StartsWith("RUN007 5 records in a row: ", night.Job(SiteFixture.Orders).Reason, StringComparison.Ordinal);
        Assert.False(Directory.Exists(site.PathOf("exchange/out")));
    }
}
