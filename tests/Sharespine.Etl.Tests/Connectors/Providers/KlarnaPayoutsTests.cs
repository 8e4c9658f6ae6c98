using System.Text.Json;
using Sharespine.Etl.Connectors.Providers;
using Sharespine.Etl.Connectors.Providers.Klarna;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Tests.Connectors.FileTransfer;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Connectors.Providers;

/// <summary>Klarna's Settlements API over real HTTP. The clock of the fetch stands at 2 November 2026, 01:01 UTC.</summary>
public sealed class KlarnaPayoutsTests
{
    [StoreFact]
    public async Task Each_payout_becomes_one_document_with_the_transactions_of_all_pages_and_its_pdf()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        var account = new KlarnaAccount(("412300517", "2026-10-30", 1203), ("XISA93DJ", "2026-11-01", 0));
        provider.Answer = account.Answer;

        var run = await RunAsync(fetching, provider);

        Assert.True(run.Jobs.Single().State == JobState.Done, run.Reason());
        Assert.Equal(["klarna_412300517.json", "klarna_412300517.pdf", "klarna_XISA93DJ.json", "klarna_XISA93DJ.pdf"], fetching.Files);
        using var document = JsonDocument.Parse(fetching.Text("klarna_412300517.json"));
        Assert.Equal("412300517", document.RootElement.GetProperty("payout").GetProperty("payment_reference").GetString());
        Assert.Equal("1.50", document.RootElement.GetProperty("payout").GetProperty("odd").GetRawText());
        Assert.Equal(Enumerable.Range(0, 1203).Select(i => $"order-{i}"), document.RootElement.GetProperty("transactions").EnumerateArray().Select(row => row.GetProperty("order_id").GetString()));
        Assert.Equal(1203, document.RootElement.GetProperty("pagination").GetProperty("total").GetInt32());
        Assert.StartsWith("%PDF-", fetching.Text("klarna_412300517.pdf"), StringComparison.Ordinal);
        // Full instants on both sides, up to yesterday, and the largest page there is.
        Assert.Equal("/payouts?start_date=2026-10-01T00:00:00Z&end_date=2026-11-01T23:59:59Z&size=500&offset=0", provider.Requests[0]);
        Assert.Equal(3, provider.Requests.Count(request => request.StartsWith("/transactions?payment_reference=412300517&size=500", StringComparison.Ordinal)));
        Assert.All(provider.All, request => Assert.Equal("Basic SzEyM18xOmhlbWxpZyBueWNrZWw=", request.Headers["Authorization"]));
    }

    [StoreFact]
    public async Task What_was_fetched_is_not_asked_for_again_and_a_payout_that_appears_late_is_found()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        var account = new KlarnaAccount(("1001", "2026-10-30", 3), ("1002", "2026-11-01", 3));
        provider.Answer = account.Answer;
        await RunAsync(fetching, provider);
        var before = provider.Requests.Count;

        account.Payouts.Insert(0, ("1000", "2026-10-29", 1));
        var run = await RunAsync(fetching, provider);

        // The list again, from the overlap's first day, and what is new.
        Assert.Equal(
            ["/payouts?start_date=2026-10-18T00:00:00Z&end_date=2026-11-01T23:59:59Z&size=500&offset=0", "/transactions?payment_reference=1000&size=500&offset=0", "/reports/payout?payment_reference=1000"],
            provider.Requests.Skip(before));
        Assert.Contains("klarna_1000.json", fetching.Files);
        Assert.Equal(default, run.Counts());
    }

    [StoreFact]
    public async Task A_list_that_changes_between_two_pages_is_read_again_from_its_start()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        var account = new KlarnaAccount(("1001", "2026-10-30", 700));
        var changes = 1;
        provider.Answer = request =>
        {
            if (request.Path == "/transactions" && request.Query["offset"] == "500" && changes-- > 0)
            {
                account.Payouts[0] = ("1001", "2026-10-30", 701);
            }

            return account.Answer(request);
        };

        var run = await RunAsync(fetching, provider);

        Assert.Equal(JobState.Done, run.Jobs.Single().State);
        using var document = JsonDocument.Parse(fetching.Text("klarna_1001.json"));
        Assert.Equal(701, document.RootElement.GetProperty("transactions").GetArrayLength());
    }

    [StoreFact]
    public async Task A_payout_that_fails_is_held_by_name_the_others_come_and_the_cursor_stays_before_it()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        var account = new KlarnaAccount(("1001", "2026-10-20", 2), ("1002", "2026-10-25", 2), ("1003", "2026-10-30", 2));
        provider.Answer = request => request.Target.Contains("transactions?payment_reference=1002", StringComparison.Ordinal) ? new(500, "{}") : account.Answer(request);

        var run = await RunAsync(fetching, provider);

        Assert.Equal(new StageCounts(1, Held: 1), run.Counts());
        Assert.Equal(["klarna_1001.json", "klarna_1001.pdf", "klarna_1002.pdf", "klarna_1003.json", "klarna_1003.pdf"], fetching.Files);
        Assert.Equal(["fetch klarna_1002.json"], fetching.Store.Database.Read(session => Quarantine.Open(session)).Select(row => row.RecordKey));
        Assert.Equal(new DateOnly(2026, 10, 24), fetching.Store.Database.Read(session => FetchStore.Cursor(session, Fetching.Connection)));

        provider.Answer = account.Answer;
        await RunAsync(fetching, provider);
        Assert.Contains("klarna_1002.json", fetching.Files);
        Assert.Empty(fetching.Store.Database.Read(session => Quarantine.Open(session)));
        Assert.Equal(new DateOnly(2026, 11, 1), fetching.Store.Database.Read(session => FetchStore.Cursor(session, Fetching.Connection)));
    }

    [StoreFact]
    public async Task A_payout_that_a_person_ignores_is_not_asked_for_any_more_and_lets_the_cursor_pass()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        var account = new KlarnaAccount(("1001", "2026-10-20", 2), ("1002", "2026-10-25", 2));
        provider.Answer = request => request.Target.Contains("transactions?payment_reference=1001", StringComparison.Ordinal) ? new(400, "{}") : account.Answer(request);
        await RunAsync(fetching, provider);
        var held = fetching.Store.Database.Read(session => Quarantine.Open(session)).Single();

        fetching.Store.Database.Write("decision", null, session => Quarantine.Decide(session, held.QuarantineId, "ignore", "tester", "booked by hand", fetching.Store.World.UtcNow));
        var before = provider.Requests.Count;
        var run = await RunAsync(fetching, provider);

        Assert.Equal(default, run.Counts());
        Assert.Equal(before + 1, provider.Requests.Count);
        Assert.Equal(new DateOnly(2026, 11, 1), fetching.Store.Database.Read(session => FetchStore.Cursor(session, Fetching.Connection)));
    }

    [StoreFact]
    public async Task When_one_payout_after_another_fails_the_job_fails_and_keeps_what_came()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        var account = new KlarnaAccount(("1001", "2026-10-20", 1), ("1002", "2026-10-21", 1), ("1003", "2026-10-22", 1), ("1004", "2026-10-23", 1), ("1005", "2026-10-24", 1));
        provider.Answer = request => request.Path == "/transactions" && request.Query["payment_reference"] != "1001" ? new(500, "{}") : account.Answer(request);

        var run = await RunAsync(fetching, provider, settings => settings with { Pdf = false });

        Assert.Equal("NET008", run.Code());
        Assert.Equal(["klarna_1001.json"], fetching.Files);
        Assert.DoesNotContain(provider.Requests, request => request.Contains("1005", StringComparison.Ordinal));
        Assert.Null(fetching.Store.Database.Read(session => FetchStore.Cursor(session, Fetching.Connection)));
    }

    [StoreTheory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refused_login_stops_the_connection_and_no_secret_is_told(int status)
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        provider.Answer = request => new(status, $"{{\"error_code\":\"NO\",\"error_messages\":[\"{request.Headers["Authorization"]} hemlig nyckel\"]}}");

        var run = await RunAsync(fetching, provider);

        Assert.Equal("NET009", run.Code());
        Assert.Single(provider.Requests);
        Assert.DoesNotContain("hemlig nyckel", run.Reason(), StringComparison.Ordinal);
        Assert.DoesNotContain("SzEyM18xOmhlbWxpZyBueWNrZWw=", run.Reason(), StringComparison.Ordinal);
        Assert.Contains("NET009", Sharespine.Etl.Connectors.ConnectorCatalog.NotAuthorised);
    }

    [StoreFact]
    public async Task Asked_to_wait_it_waits_and_goes_on()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        var account = new KlarnaAccount(("1001", "2026-10-20", 1));
        var busy = 1;
        provider.Answer = request => request.Path == "/transactions" && busy-- > 0 ? new(429, "{}", ("Retry-After", "0")) : account.Answer(request);

        Assert.Equal(JobState.Done, (await RunAsync(fetching, provider)).Jobs.Single().State);
        Assert.Contains("klarna_1001.json", fetching.Files);
    }

    [StoreFact]
    public async Task As_csv_klarnas_own_report_is_taken_as_it_comes()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        provider.Answer = new KlarnaAccount(("1001", "2026-10-20", 1)).Answer;

        await RunAsync(fetching, provider, settings => settings with { As = KlarnaDocument.Csv, Pdf = false });

        Assert.Equal(["klarna_1001.csv"], fetching.Files);
        Assert.Equal("type;amount\r\nSALE;1,50\r\n", fetching.Text("klarna_1001.csv"));
    }

    [StoreFact]
    public async Task A_reference_that_would_lead_elsewhere_and_a_pdf_that_is_none_are_held_and_written_nowhere()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        var account = new KlarnaAccount(("../../evil", "2026-10-20", 1), ("1002", "2026-10-21", 1));
        provider.Answer = request => request.Path == "/reports/payout" ? new(200, "<html>login</html>") : account.Answer(request);

        var run = await RunAsync(fetching, provider);

        Assert.Equal(["klarna_1002.json"], fetching.Files);
        Assert.Equal(3, run.Counts().Held);
        Assert.Empty(Directory.GetFiles(fetching.Store.Folder, "evil*", SearchOption.AllDirectories));
    }

    [StoreFact]
    public async Task The_probe_asks_for_one_row_and_tells_what_is_wrong()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        provider.Answer = new KlarnaAccount().Answer;

        Assert.Empty(await Feed(fetching, provider, settings => settings).ProbeAsync(fetching.Store.World, default));
        provider.Answer = _ => new(401, "{}");
        Assert.Equal("NET009", Assert.Single(await Feed(fetching, provider, settings => settings).ProbeAsync(fetching.Store.World, default)).Code.Code);
        Assert.Contains("size=1&", provider.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_cannot_work_are_told_all_at_once() => Assert.Equal(["url", "overlap", "password"],
        (Settings("http://api.example") with { Transport = new(), Overlap = TimeSpan.FromDays(400), Password = "a\nb" }).Check().Select(issue => issue.Field));

    private static Task<RunResult> RunAsync(Fetching fetching, FakeProvider provider, Func<KlarnaSettlementsSettings, KlarnaSettlementsSettings>? change = null) =>
        fetching.RunAsync(Feed(fetching, provider, change ?? (settings => settings)));

    private static PayoutFeed Feed(Fetching fetching, FakeProvider provider, Func<KlarnaSettlementsSettings, KlarnaSettlementsSettings> change)
    {
        var settings = change(Settings(provider.Url));
        var notes = new Notes();
        return new(new KlarnaPayouts(settings, fetching.Store.World, notes), settings.Since, settings.Overlap, TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"), notes);
    }

    private static KlarnaSettlementsSettings Settings(string url) => new()
    {
        Url = url,
        Folder = "inbox",
        User = "K123_1",
        Password = "hemlig nyckel",
        Since = new(2026, 10, 1),
        Transport = FakeProvider.Transport,
    };

    /// <summary>An account as the documentation tells it.</summary>
    private sealed class KlarnaAccount(params (string Reference, string Day, int Transactions)[] payouts)
    {
        public List<(string Reference, string Day, int Transactions)> Payouts { get; } = [.. payouts];

        public ProviderAnswerOf Answer(ProviderRequest request) => request.Path switch
        {
            "/payouts" => Page("payouts", [.. Payouts.Where(payout => IsWithin(request, payout.Day + "T09:00:00Z")).Select(payout =>
                $$"""{"payment_reference":"{{payout.Reference}}","payout_date":"{{payout.Day}}T09:00:00Z","currency_code":"SEK","odd":1.50}""")], request),
            "/transactions" => Page("transactions", [.. Enumerable.Range(0, Payouts.Single(payout => payout.Reference == request.Query["payment_reference"]).Transactions).Select(i =>
                $$"""{"order_id":"order-{{i}}","type":"SALE","amount":{{i}}}""")], request),
            "/reports/payout" => new(200, "%PDF-1.4 payout"u8.ToArray()),
            "/reports/payout-with-transactions" => new(200, "type;amount\r\nSALE;1,50\r\n"u8.ToArray()),
            _ => new(404, "{}"),
        };

        private static bool IsWithin(ProviderRequest request, string at) =>
            string.CompareOrdinal(request.Query["start_date"], at) <= 0 && string.CompareOrdinal(at, request.Query["end_date"]) <= 0;

        private static ProviderAnswerOf Page(string name, IReadOnlyList<string> rows, ProviderRequest request)
        {
            var page = rows.Skip(request.Number("offset")).Take(Math.Min(request.Number("size"), 500)).ToList();
            return new(200, $$"""{"{{name}}":[{{string.Join(',', page)}}],"pagination":{"count":{{page.Count}},"total":{{rows.Count}},"offset":{{request.Number("offset")}} } }""");
        }
    }
}
