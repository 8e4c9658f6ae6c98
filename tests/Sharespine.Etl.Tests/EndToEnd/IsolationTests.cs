using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Tests.Connectors.WooCommerce;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>What fails stays alone: the rest of the night goes on, and a rerun takes up exactly what is missing.</summary>
public sealed class IsolationTests
{
    [StoreFact]
    public async Task A_shop_that_is_down_holds_what_needs_it_and_the_reconciliation_goes_on()
    {
        await using var site = await SiteFixture.CreateAsync();
        var yaml = await File.ReadAllTextAsync(site.PathOf("etl.yaml"));
        site.Put("etl.yaml", yaml.Replace(site.Shop.BaseUrl, "http://127.0.0.1:9", StringComparison.Ordinal));

        var night = await site.NightAsync();

        Assert.Equal(ExitCodes.Failed, night.ExitCode);
        Assert.Equal(
            ["klarna-se↔visma Done ", "shop-se→visma/order Failed NET002", "visma→shop-se/order-status Held RUN006"],
            night.Jobs.Select(job => $"{job.Job} {job.State} {job.ReasonCode}"));
        Assert.Equal("waits for shop-se→visma/order, which did not finish", night.Job(SiteFixture.Status).Reason);
        Assert.StartsWith("shop-se→visma/order: GET http://127.0.0.1:9/wp-json/wc/v3/orders", night.Reason, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(site.PathOf("sie-import")));

        site.Put("etl.yaml", yaml);
        site.Reopen();
        var rerun = await site.RerunLastAsync();

        Assert.Equal([SiteFixture.Orders, SiteFixture.Status], rerun.Jobs.Select(job => job.Job));
        Assert.All(rerun.Jobs, job => Assert.Equal(JobState.Done, job.State));
        Assert.Equal(night.RunId, rerun.RerunOf);
        Assert.Equal(20, rerun.Counts(SiteFixture.Orders, "transform").Done);

        var nothing = await Assert.ThrowsAsync<EtlException>(site.RerunLastAsync);
        Assert.Equal($"RUN011 every job of {rerun.RunId} is done.", nothing.Message);
    }

    [StoreFact]
    public async Task A_second_runner_on_the_same_store_is_turned_away_while_the_first_works()
    {
        await using var site = await SiteFixture.CreateAsync(new() { Reconciles = false });
        var (arrived, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        site.Shop.Faults.Add(new Fault("waits")
        {
            AfterHandling = async (answer, _) =>
            {
                arrived.SetResult();
                await go.Task;
                return answer;
            },
        });

        var first = site.NightAsync();
        await arrived.Task;
        var second = await site.JobAsync(SiteFixture.Orders);
        go.SetResult();

        Assert.Equal(ExitCodes.AlreadyRunning, second.ExitCode);
        Assert.Equal("RUN001", second.Job(SiteFixture.Orders).ReasonCode);
        Assert.Contains($"RUN001 shop-se→visma/order is being run by process {Environment.ProcessId} on ", second.Reason, StringComparison.Ordinal);
        Assert.Empty(second.Job(SiteFixture.Orders).Stages);
        Assert.Equal(ExitCodes.Done, (await first).ExitCode);
        Assert.Equal(0, site.Count("lease", "owner IS NOT NULL"));
    }

    [StoreFact]
    public async Task A_night_that_is_asked_to_stop_ends_behind_the_page_in_hand_and_is_taken_up_again()
    {
        await using var site = await SiteFixture.CreateAsync(new() { Reconciles = false, PageSize = 5 });
        using var stop = new CancellationTokenSource();
        var listings = 0;
        site.Shop.BeforeEach = request =>
        {
            if (request.Path == "orders" && ++listings == 2)
            {
                stop.Cancel();
            }
        };

        var night = await site.NightAsync(stop: stop.Token);

        Assert.Equal(ExitCodes.Interrupted, night.ExitCode);
        Assert.All(night.Jobs, job => Assert.Equal((JobState.Interrupted, "RUN010"), (job.State, job.ReasonCode)));
        Assert.Equal(0, site.Count("extract_cursor", "changed_after IS NOT NULL"));

        var rerun = await site.RerunLastAsync();
        Assert.Equal(ExitCodes.Done, rerun.ExitCode);
        Assert.Equal(20, site.Count("outbox", "entity = 'order'"));
    }

    [StoreFact]
    public async Task A_stage_run_alone_works_from_what_the_one_before_it_staged()
    {
        await using var site = await SiteFixture.CreateAsync(new() { Reconciles = false });

        var extract = await site.RunAsync(new("job", ["extract"]), [SiteFixture.Orders]);
        var requests = site.Shop.Requests.Count;
        var transform = await site.RunAsync(new("job", ["transform"]), [SiteFixture.Orders]);
        var load = await site.RunAsync(new("job", ["load"]), [SiteFixture.Orders]);

        Assert.Equal(20, extract.Counts(SiteFixture.Orders, "extract").Done);
        Assert.Equal(["transform"], transform.Job(SiteFixture.Orders).Stages.Select(stage => stage.Stage));
        Assert.Equal(20, transform.Counts(SiteFixture.Orders, "transform").Done);
        Assert.Equal(site.DocumentCount, load.Counts(SiteFixture.Orders, "load").Done);
        Assert.Equal(requests, site.Shop.Requests.Count);
    }

    [StoreFact]
    public async Task An_exchange_folder_that_cannot_be_written_fails_the_load_and_loses_nothing()
    {
        await using var site = await SiteFixture.CreateAsync(new() { Reconciles = false });
        await File.WriteAllTextAsync(site.PathOf("exchange"), "a file where the folder belongs");

        var night = await site.NightAsync();

        Assert.Equal((JobState.Failed, "VAD"), (night.Job(SiteFixture.Orders).State, night.Job(SiteFixture.Orders).ReasonCode![..3]));
        Assert.Equal(20, night.Counts(SiteFixture.Orders, "transform").Done);

        File.Delete(site.PathOf("exchange"));
        await site.RerunLastAsync();
        site.Agent().Run();
        await site.NightAsync();
        Assert.All(site.Shop.Orders.Ids, id => Assert.Equal(1, site.Shop.Orders.WritesTo(id)));
        Assert.All(site.Agent().Documents, document => Assert.Equal(1, document.Imports));
    }
}
