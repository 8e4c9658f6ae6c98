using System.Text;
using Sharespine.Etl.Connectors.Providers;
using Sharespine.Etl.Connectors.Providers.Svea;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Tests.Connectors.FileTransfer;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Connectors.Providers;

/// <summary>Svea's Payment Admin reports over real HTTP. The clock of the fetch stands at 2 November 2026, 01:01 UTC.</summary>
public sealed class SveaReportsTests
{
    private const string Nothing = """{"totalNrOfRows":0,"clientReports":[]}""";
    private const string Report = """{"totalNrOfRows":1,  "clientReports":[{"clientId":58702,"rows":[{"nominalAmount":100}]}]}""";

    [StoreFact]
    public async Task Every_day_is_asked_for_by_itself_and_kept_as_it_came()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        provider.Answer = request => new(200, request.Query["date"] is "2026-10-30" or "2026-11-01" ? Report : Nothing);

        var run = await RunAsync(fetching, provider, since: new(2026, 10, 29));

        Assert.Equal(JobState.Done, run.Jobs.Single().State);
        Assert.Equal(["2026-10-29", "2026-10-30", "2026-10-31", "2026-11-01"], provider.All.Select(request => request.Query["date"]));
        Assert.Equal("/api/v2/reports?date=2026-10-29&includeWithholding=true", provider.Requests[0]);
        Assert.Equal(["svea_2026-10-30.json", "svea_2026-11-01.json"], fetching.Files);
        Assert.Equal(Report, fetching.Text("svea_2026-10-30.json"));
    }

    [StoreFact]
    public async Task A_day_without_rows_is_remembered_and_asked_for_again_only_while_it_is_young()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        provider.Answer = _ => new(204, "");
        await RunAsync(fetching, provider, since: new(2026, 10, 10));
        Assert.Equal(23, provider.Requests.Count);

        provider.Answer = request => new(200, request.Query["date"] == "2026-10-28" ? Report : Nothing);
        var run = await RunAsync(fetching, provider, since: new(2026, 10, 10));

        Assert.Equal(["2026-10-25", "2026-10-26", "2026-10-27", "2026-10-28", "2026-10-29", "2026-10-30", "2026-10-31", "2026-11-01"], provider.All.Skip(23).Select(request => request.Query["date"]));
        Assert.Equal(["svea_2026-10-28.json"], fetching.Files);
        Assert.Equal(default, run.Counts());
    }

    [StoreFact]
    public async Task A_day_that_fails_is_not_skipped_though_later_days_come()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        provider.Answer = request => request.Query["date"] == "2026-10-12" ? new(500, "<html>fel</html>") : new(200, Report);
        await RunAsync(fetching, provider, since: new(2026, 10, 10));

        Assert.Equal(22, fetching.Files.Count);
        Assert.Equal(new DateOnly(2026, 10, 11), fetching.Store.Database.Read(session => FetchStore.Cursor(session, Fetching.Connection)));

        // Long after: it is still the first thing that is asked for.
        fetching.Store.Clock.Now += TimeSpan.FromDays(40);
        var before = provider.Requests.Count;
        provider.Answer = _ => new(200, Report);
        await RunAsync(fetching, provider, since: new(2026, 10, 10));
        Assert.Equal("2026-10-12", provider.All[before].Query["date"]);
        Assert.Equal(41, provider.Requests.Count - before);
    }

    [StoreFact]
    public async Task The_login_is_made_of_merchant_secret_and_time_in_utc()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        provider.Answer = _ => new(200, Nothing);

        await RunAsync(fetching, provider, since: new(2026, 11, 1));

        var request = Assert.Single(provider.All);
        Assert.Equal("2026-11-02 01:01", request.Headers["Timestamp"]);
        Assert.Equal("Svea " + SveaReports.Token("1234", "", "hemlig", "2026-11-02 01:01"), request.Headers["Authorization"]);
        // The hash as sha512sum gives it for "hemlig2026-11-02 01:00".
        Assert.Equal(
            "1234:7dde79915ef30e26a48df0c484ed6e1ce46469539831ae1f3b1ce988c6e8fdbba826bdb6c1a389669b8ce8e56704e8d9aed20d84a7f0edbf0e2b767796d33c00",
            Encoding.UTF8.GetString(Convert.FromBase64String(SveaReports.Token("1234", "", "hemlig", "2026-11-02 01:00"))));
    }

    private static Task<RunResult> RunAsync(Fetching fetching, FakeProvider provider, DateOnly since)
    {
        var settings = new SveaReportsSettings { Url = provider.Url, Folder = "inbox", MerchantId = "1234", SecretKey = "hemlig", Since = since, Transport = FakeProvider.Transport };
        var notes = new Notes();
        return fetching.RunAsync(new PayoutFeed(new SveaReports(settings, fetching.Store.World, notes), settings.Since, settings.Overlap, TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"), notes));
    }
}
