using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>Files that the ERP's agent takes and never answers for.</summary>
public sealed class LostFileTests
{
    private static SiteOptions Options => new() { Reconciles = false };

    [StoreFact]
    public async Task A_file_within_its_grace_is_awaited_without_a_word_to_anybody()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        await site.NightAsync();

        var next = await site.NightAsync();

        Assert.Equal(ExitCodes.Done, next.ExitCode);
        Assert.Equal(new StageCounts(site.DocumentCount, Held: site.DocumentCount), next.Counts(SiteFixture.Orders, "load"));
        Assert.Empty(site.Open(Outcome.Held));
    }

    [StoreFact]
    public async Task Files_that_nobody_takes_are_told_of_after_the_grace()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        await site.NightAsync();
        site.Pass(TimeSpan.FromHours(13));

        var next = await site.NightAsync();

        Assert.Equal(ExitCodes.DoneWithExceptions, next.ExitCode);
        Assert.All(site.Open(Outcome.Held), row => Assert.Equal("LOD006", row.Code));

        // The agent comes by after all.
        site.Agent().Run();
        await site.NightAsync();
        Assert.Empty(site.Open(Outcome.Held));
        Assert.All(site.Shop.Orders.Ids, id => Assert.Equal(1, site.Shop.Orders.WritesTo(id)));
    }

    [StoreFact]
    public async Task A_file_taken_and_lost_is_held_after_the_grace_and_sent_anew_only_by_a_person()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        await site.NightAsync();
        TakeAndLose(site);
        site.Pass(TimeSpan.FromHours(13));

        await site.NightAsync();
        var held = site.Open(Outcome.Held);
        Assert.Equal(site.DocumentCount, held.Count);
        Assert.All(held, row => Assert.Equal("LOD001", row.Code));
        Assert.Contains("is taken and not acknowledged.", held[0].Message, StringComparison.Ordinal);
        site.Pass(TimeSpan.FromDays(1));
        await site.NightAsync();
        Assert.Empty(Directory.GetFiles(site.PathOf("exchange/out")));

        foreach (var row in held)
        {
            site.Decide(row, "retry");
        }

        await site.NightAsync();
        Assert.NotEmpty(Directory.GetFiles(site.PathOf("exchange/out")));
        site.Agent().Run();
        await site.NightAsync();

        Assert.Empty(site.Open(Outcome.Held));
        Assert.Equal(0, site.Count("outbox", "state <> 'done'"));
        Assert.Equal((3, 3), (site.Count("file_batch", "state = 'withdrawn'"), site.Count("file_batch", "state = 'acknowledged'")));
        Assert.All(site.Agent().Documents, document => Assert.Equal(1, document.Imports));
        Assert.All(site.Shop.Orders.Ids, id => Assert.Equal(1, site.Shop.Orders.WritesTo(id)));
    }

    [StoreFact]
    public async Task An_order_that_a_person_found_in_the_ERP_and_wrote_off_is_never_sent_again()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        await site.NightAsync();
        TakeAndLose(site);
        site.Pass(TimeSpan.FromHours(13));
        await site.NightAsync();
        foreach (var row in site.Open(Outcome.Held))
        {
            site.Decide(row, "ignore");
        }

        // Something that the ERP's documents do not hold changes in one order, something that they do in another.
        site.Pass(TimeSpan.FromDays(1));
        site.Shop.Orders[510]["customer_note"] = "Ring på";
        site.Shop.Orders.Touch(510);
        site.Edit(512, "Nya gatan 1");
        await site.NightAsync();
        site.Pass(TimeSpan.FromDays(1));
        await site.NightAsync();

        Assert.Empty(Directory.GetFiles(site.PathOf("exchange/out")));
        Assert.Equal(0, site.Count("outbox", "state <> 'withdrawn'"));
        Assert.Empty(site.Open(Outcome.Held));
    }

    [StoreFact]
    public async Task A_whole_file_that_the_agent_refuses_is_rejected_with_its_reason_and_goes_anew_on_retry()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        await site.NightAsync();
        var orders = Directory.GetFiles(site.PathOf("exchange/out"), "orders_*.csv").Single();
        await File.AppendAllTextAsync(orders, "damaged on the way\r\n");
        site.Agent().Run();

        var morning = await site.NightAsync();

        Assert.Equal(20, morning.Counts(SiteFixture.Orders, "load").Rejected);
        var rejected = site.Open(Outcome.Rejected);
        Assert.All(rejected, row => Assert.Equal("LOD002", row.Code));
        Assert.Contains($"{Path.GetFileName(orders)} has other content than the manifest says.", rejected[0].Message, StringComparison.Ordinal);

        foreach (var row in rejected)
        {
            site.Decide(row, "retry");
        }

        await site.NightAndMorningAsync();
        Assert.Empty(site.Open(Outcome.Rejected));
        Assert.All(site.Agent().Documents, document => Assert.Equal(1, document.Imports));
        Assert.All(site.Shop.Orders.Ids, id => Assert.Equal(1, site.Shop.Orders.WritesTo(id)));
    }

    [StoreFact]
    public async Task An_acknowledgement_that_cannot_be_read_is_told_of_and_taken_once_it_is_whole()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        await site.NightAsync();
        site.Agent().Run();
        var receipt = Directory.GetFiles(site.PathOf("exchange/in"), "ack_order-*.csv").Single();
        var whole = await File.ReadAllBytesAsync(receipt);
        await File.WriteAllLinesAsync(receipt, (await File.ReadAllLinesAsync(receipt)).SkipLast(1));

        var morning = await site.NightAsync();

        Assert.Equal(20, morning.Counts(SiteFixture.Orders, "load").Held);
        Assert.Contains(morning.Stage(SiteFixture.Orders, "load").Notes, note => note.Contains("It says nothing about 1 of 20 records", StringComparison.Ordinal));
        Assert.Equal(0, site.Count("link", "entity = 'order'"));
        site.Pass(TimeSpan.FromHours(13));
        await site.NightAsync();
        Assert.All(site.Open(Outcome.Held), row => Assert.Contains("It says nothing about 1 of 20 records", row.Message, StringComparison.Ordinal));

        await File.WriteAllBytesAsync(receipt, whole);
        await site.NightAsync();
        Assert.Empty(site.Open(Outcome.Held));
        Assert.All(site.Shop.Orders.Ids, id => Assert.Equal(1, site.Shop.Orders.WritesTo(id)));
    }

    private static void TakeAndLose(SiteFixture site)
    {
        foreach (var file in Directory.GetFiles(site.PathOf("exchange/out")))
        {
            File.Delete(file);
        }
    }
}
