using System.Globalization;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Connectors.WooCommerce;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>
/// The shop fails in the middle of a walk over several pages. Whatever it was, the next run ends where an undisturbed one
/// does: no order lost, none twice, and the cursor never ahead of what is staged.
/// </summary>
public sealed class ReadFaultTests
{
    private const string Forbidden = """{"code":"woocommerce_rest_authentication_error","message":"Consumer secret is invalid.","data":{"status":401}}""";
    private static readonly Lazy<Task<string>> Undisturbed = new(() => UndisturbedAsync());

    private static SiteOptions Options => new() { Reconciles = false, PageSize = 5 };

    private static Dictionary<string, Fault> Faults => new()
    {
        ["hangs"] = Fault.HangBeforeHandling,
        ["reset before handling"] = Fault.ResetBeforeHandling,
        ["reset after handling"] = Fault.ResetAfterHandling,
        ["429"] = Fault.TooMany(600),
        ["500"] = Fault.ServerError,
        ["503"] = Fault.Maintenance(600),
        ["truncated JSON"] = Fault.TruncatedJson,
        ["cut off"] = Fault.CutOff,
        ["HTML"] = Fault.Html,
        ["empty"] = Fault.Empty,
        ["not a list"] = Fault.Status(200, "{}", "application/json"),
    };

    [StoreTheory]
    [InlineData("hangs", "NET004")]
    [InlineData("reset before handling", "NET005")]
    [InlineData("reset after handling", "NET005")]
    [InlineData("429", "NET006")]
    [InlineData("500", "NET008")]
    [InlineData("503", "NET007")]
    [InlineData("truncated JSON", "NET013")]
    [InlineData("cut off", "NET005")]
    [InlineData("HTML", "NET011")]
    [InlineData("empty", "NET012")]
    [InlineData("not a list", "WOO009")]
    public async Task A_walk_that_breaks_is_taken_up_by_the_next_run_and_ends_the_same(string fault, string code)
    {
        await using var site = await SiteFixture.CreateAsync(fault == "hangs" ? Options with { AttemptTimeoutMilliseconds = 1500 } : Options);
        AtListing(site, 3, Faults[fault]);

        var night = await site.NightAsync();

        Assert.Equal((JobState.Failed, code), (night.Job(SiteFixture.Orders).State, night.Job(SiteFixture.Orders).ReasonCode));
        Assert.Equal((JobState.Held, "RUN006"), (night.Job(SiteFixture.Status).State, night.Job(SiteFixture.Status).ReasonCode));
        Assert.Equal(ExitCodes.Failed, night.ExitCode);
        AssertStagedUpToResume(site);
        Assert.Equal(0, site.Count("document"));

        var rerun = await site.RerunLastAsync();

        Assert.Equal(ExitCodes.Done, rerun.ExitCode);
        site.Agent().Run();
        await site.NightAsync();
        Assert.Equal(await Undisturbed.Value, site.State());
    }

    [StoreTheory]
    [InlineData("reset before handling")]
    [InlineData("reset after handling")]
    [InlineData("500")]
    [InlineData("truncated JSON")]
    [InlineData("HTML")]
    [InlineData("empty")]
    public async Task A_fault_that_passes_is_waited_out_inside_the_run(string fault)
    {
        await using var site = await SiteFixture.CreateAsync(Options with { Retries = 2 });
        AtListing(site, 2, Faults[fault]);
        AtListing(site, 4, Fault.TooMany(0));

        var (night, morning) = await site.NightAndMorningAsync();

        Assert.Equal((ExitCodes.Done, ExitCodes.Done), (night.ExitCode, morning.ExitCode));
        Assert.Equal(0, site.Shop.Faults.Left);
        Assert.Equal(await Undisturbed.Value, site.State());
    }

    [StoreTheory]
    [InlineData("wrong content type")]
    [InlineData("byte order mark")]
    [InlineData("PHP notice")]
    public async Task Noise_around_sound_JSON_disturbs_nothing(string noise)
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        AtListing(site, 2, noise == "PHP notice" ? Fault.PhpNotice : noise == "byte order mark" ? Fault.ByteOrderMark : Fault.WrongContentType);

        var (night, _) = await site.NightAndMorningAsync();

        Assert.Equal(ExitCodes.Done, night.ExitCode);
        Assert.Equal(await Undisturbed.Value, site.State());
    }

    [StoreFact]
    public async Task A_key_that_is_withdrawn_in_the_middle_ends_the_job_as_not_authorised()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        AtListing(site, 3, Fault.Status(401, Forbidden, "application/json"));

        var night = await site.NightAsync();

        Assert.Equal(ExitCodes.NotAuthorised, night.ExitCode);
        Assert.Equal("WOO002", night.Job(SiteFixture.Orders).ReasonCode);
        Assert.Contains("WOO002 401 woocommerce_rest_authentication_error: Consumer secret is invalid. Try: Make a new key", night.Reason, StringComparison.Ordinal);
        AssertStagedUpToResume(site);

        await site.RerunLastAsync();
        site.Agent().Run();
        await site.NightAsync();
        Assert.Equal(await Undisturbed.Value, site.State());
    }

    [StoreFact]
    public async Task A_fault_in_a_later_night_leaves_the_cursor_where_it_was()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        await site.NightAndMorningAsync();
        var cursor = Cursor(site);
        site.Pass(TimeSpan.FromDays(1));
        for (var id = 601; id <= 608; id++)
        {
            site.AddOrder(id);
        }

        AtListing(site, 2, Fault.ServerError);
        await site.NightAsync();

        Assert.Equal(cursor, Cursor(site));
        Assert.Equal(0, site.Count("document", "document_key LIKE 'order/shop-se/60%'"));

        // Placed while we were away: behind the place where the walk goes on it is not, and lost neither.
        site.AddOrder(609);
        site.Pass(TimeSpan.FromHours(1));
        await site.NightAsync();
        Assert.Equal(9, site.Count("document", "document_key LIKE 'order/shop-se/60%' AND entity = 'order'"));
        Assert.True(string.CompareOrdinal(cursor, Cursor(site)) < 0);
    }

    [StoreFact]
    public async Task Orders_deleted_and_changed_between_two_pages_cost_no_other_order()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        var ids = site.Shop.Orders.Ids.ToList();
        var listings = 0;
        site.Shop.BeforeEach = request =>
        {
            if (request.Path == "orders" && ++listings == 3)
            {
                // Two behind the walk, so that everything after them moves up, and one ahead of it.
                site.Shop.Orders.DeleteForGood(ids[0]);
                site.Shop.Orders.DeleteForGood(ids[2]);
                site.Shop.Orders.DeleteForGood(ids[15]);
                site.Edit(ids[1], "Nya gatan 1");
                site.Edit(ids[17], "Nya gatan 17");
            }
        };

        var night = await site.NightAsync();
        site.Shop.BeforeEach = null;

        Assert.Equal(ExitCodes.Done, night.ExitCode);
        Assert.Equal(ids.Where((_, index) => index != 15).Select(id => $"order/shop-se/{id}"), site.Column("SELECT document_key FROM document WHERE entity = 'order' ORDER BY document_key"));
        Assert.Equal(1, site.Count("document", $"document_key = 'order/shop-se/{ids[17]}' AND entity = 'order' AND hub LIKE '%Nya gatan 17%'"));

        // What changed behind the walk comes with the next one. It was sent as it stood before, so a person decides.
        site.Agent().Run();
        await site.NightAsync();
        var held = Assert.Single(site.Open(Outcome.Held), row => row.Stage == "transform");
        Assert.Equal((ids[1].ToString(CultureInfo.InvariantCulture), "TRN004"), (held.RecordKey, held.Code));
    }

    private static async Task<string> UndisturbedAsync()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        await site.NightAndMorningAsync();
        return site.State();
    }

    /// <summary>The fault befalls the listing's page of that number, counted over this run.</summary>
    private static void AtListing(SiteFixture site, int number, Fault fault)
    {
        var before = site.Shop.BeforeEach;
        var seen = 0;
        site.Shop.BeforeEach = request =>
        {
            before?.Invoke(request);
            if (request.Path == "orders" && ++seen == number)
            {
                site.Shop.Faults.Add(fault with { Path = "orders" });
            }
        };
    }

    private static string? Cursor(SiteFixture site) => site.Column("SELECT changed_after FROM extract_cursor WHERE source = 'shop-se/order'").Single();

    /// <summary>The walk goes on behind an order, and everything up to it is staged; the cursor has not moved.</summary>
    private static void AssertStagedUpToResume(SiteFixture site)
    {
        Assert.Null(Cursor(site));
        var resume = site.Column("SELECT walk_resume FROM extract_cursor").Single()!.Split('@')[0];
        var staged = site.Column("SELECT record_key FROM source_record ORDER BY record_key");
        Assert.Equal(site.Shop.Orders.Ids.Select(id => id.ToString(CultureInfo.InvariantCulture)).Where(id => string.CompareOrdinal(id, resume) <= 0), staged);
        Assert.NotEmpty(staged);
        Assert.NotEqual(20, staged.Count);
    }
}
