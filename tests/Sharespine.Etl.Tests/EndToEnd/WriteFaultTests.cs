using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.Connectors.WooCommerce;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>
/// The shop fails while ERP numbers are written into its orders. Each order ends with its number, written once, and what is
/// not known to have arrived is asked about before anything is sent again.
/// </summary>
public sealed class WriteFaultTests
{
    private static readonly Lazy<Task<string>> Undisturbed = new(() => UndisturbedAsync());

    private static SiteOptions Options => new() { Reconciles = false };

    private static Dictionary<string, Fault> Faults => new()
    {
        ["hangs before handling"] = Fault.HangBeforeHandling,
        ["hangs after handling"] = Fault.HangAfterHandling,
        ["reset before handling"] = Fault.ResetBeforeHandling,
        ["reset after handling"] = Fault.ResetAfterHandling,
        ["429"] = Fault.TooMany(600),
        ["500"] = Fault.ServerError,
        ["500 after handling"] = Fault.ServerErrorAfterHandling,
        ["503"] = Fault.Maintenance(600),
        ["truncated JSON"] = Fault.TruncatedJson,
        ["cut off"] = Fault.CutOff,
        ["HTML"] = Fault.Html,
        ["empty"] = Fault.Empty,
        ["wrong content type"] = Fault.WrongContentType,
    };

    [StoreTheory]
    [InlineData("hangs after handling")]
    [InlineData("reset after handling")]
    [InlineData("500 after handling")]
    [InlineData("truncated JSON")]
    [InlineData("cut off")]
    [InlineData("empty")]
    [InlineData("wrong content type")]
    public async Task A_number_whose_answer_is_lost_is_found_in_the_shop_in_the_same_run(string fault)
    {
        await using var site = await AfterTheNightAsync(fault);

        var morning = await site.NightAsync();

        Assert.Equal(new StageCounts(20, Done: 20), morning.Counts(SiteFixture.Status, "load"));
        Assert.Equal(ExitCodes.Done, morning.ExitCode);
        Assert.Equal(20, site.Shop.Puts.Count);
        Assert.Equal(await Undisturbed.Value, site.State());
    }

    [StoreTheory]
    [InlineData("hangs before handling", "NET004", "unknown")]
    [InlineData("reset before handling", "NET005", "unknown")]
    [InlineData("500", "NET008", "unknown")]
    [InlineData("HTML", "NET011", "unknown")]
    [InlineData("429", "NET006", "intent")]
    [InlineData("503", "NET007", "intent")]
    public async Task A_number_that_did_not_arrive_is_held_alone_and_sent_by_the_next_run(string fault, string code, string state)
    {
        await using var site = await AfterTheNightAsync(fault);

        var morning = await site.NightAsync();

        Assert.Equal(new StageCounts(20, Done: 19, Held: 1), morning.Counts(SiteFixture.Status, "load"));
        Assert.Equal(ExitCodes.DoneWithExceptions, morning.ExitCode);
        Assert.Equal(code, Assert.Single(site.Open(Outcome.Held)).Code);
        Assert.Equal(1, site.Count("outbox", $"entity = 'order-status' AND state = '{state}'"));

        var next = await site.NightAsync();

        Assert.Equal(new StageCounts(1, Done: 1), next.Counts(SiteFixture.Status, "load"));
        Assert.Equal(21, site.Shop.Puts.Count);
        Assert.Equal(await Undisturbed.Value, Settled(site));
    }

    [StoreFact]
    public async Task A_lost_answer_that_cannot_be_asked_about_at_once_is_not_sent_a_second_time()
    {
        await using var site = await AfterTheNightAsync("reset after handling");
        var lost = false;
        site.Shop.BeforeEach = request =>
        {
            // The question behind the first write fails as well.
            if (lost && request.Method == "GET")
            {
                lost = false;
                site.Shop.BeforeEach = null;
                site.Shop.Faults.Add(Fault.ServerError with { Method = "GET" });
            }

            lost |= request.Method == "PUT";
        };

        var morning = await site.NightAsync();
        Assert.Equal(new StageCounts(20, Done: 19, Held: 1), morning.Counts(SiteFixture.Status, "load"));

        var next = await site.NightAsync();
        Assert.Equal(new StageCounts(1, Unchanged: 1), next.Counts(SiteFixture.Status, "load"));
        Assert.Equal(20, site.Shop.Puts.Count);
        Assert.Equal(await Undisturbed.Value, Settled(site));
    }

    [StoreFact]
    public async Task A_key_that_may_only_read_stops_the_status_job_and_nothing_else()
    {
        await using var site = await AfterTheNightAsync(null);
        site.Shop.Keys.Permission = FakePermission.Read;

        var morning = await site.NightAsync();

        Assert.Equal(ExitCodes.NotAuthorised, morning.ExitCode);
        Assert.Equal((JobState.Done, JobState.Failed, "WOO005"), (morning.Job(SiteFixture.Orders).State, morning.Job(SiteFixture.Status).State, morning.Job(SiteFixture.Status).ReasonCode));
        Assert.Single(site.Shop.Puts);

        site.Shop.Keys.Permission = FakePermission.ReadWrite;
        var rerun = await site.RerunLastAsync();

        Assert.Equal([SiteFixture.Status], rerun.Jobs.Select(job => job.Job));
        Assert.Equal(new StageCounts(20, Done: 20), rerun.Counts(SiteFixture.Status, "load"));
        Assert.Equal(await Undisturbed.Value, site.State());
    }

    [StoreFact]
    public async Task A_shop_that_stays_away_in_the_middle_of_the_writes_fails_the_job_and_the_rerun_writes_the_rest()
    {
        await using var site = await AfterTheNightAsync(null);
        site.Shop.BeforeEach = _ =>
        {
            if (site.Shop.Puts.Count >= 7)
            {
                site.Shop.Faults.Add(Fault.ResetBeforeHandling);
            }
        };

        var morning = await site.NightAsync();
        Assert.Equal((JobState.Failed, "NET005"), (morning.Job(SiteFixture.Status).State, morning.Job(SiteFixture.Status).ReasonCode));

        site.Shop.BeforeEach = null;
        await site.RerunLastAsync();
        Assert.Equal(await Undisturbed.Value, Settled(site));
    }

    private static async Task<string> UndisturbedAsync()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        await site.NightAndMorningAsync();
        return Settled(site);
    }

    /// <summary>A night whose orders the ERP has, and a fault that waits for the first number to be written.</summary>
    private static async Task<SiteFixture> AfterTheNightAsync(string? fault)
    {
        var site = await SiteFixture.CreateAsync(fault?.StartsWith("hangs", StringComparison.Ordinal) == true ? Options with { AttemptTimeoutMilliseconds = 1500 } : Options);
        await site.NightAsync();
        site.Agent().Run();
        if (fault is not null)
        {
            site.Shop.Faults.Add(Faults[fault] with { Method = "PUT" });
        }

        return site;
    }

    // What comes back of our own writes is transformed a run later; whether it was is not the question here.
    private static string Settled(SiteFixture site) => site.State().Replace("|unchanged\n", "|done\n", StringComparison.Ordinal);
}
