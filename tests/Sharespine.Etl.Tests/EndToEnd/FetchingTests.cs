using System.Text;
using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Cli;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Connectors.FileTransfer;
using Sharespine.Etl.Tests.Connectors.Providers;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>Fetching as the first thing that a reconciliation does: from a file server, and from a provider's interface.</summary>
public sealed class FetchingTests : IDisposable
{
    private const string Job = "klarna-se↔books";
    private readonly string _root = Directory.CreateTempSubdirectory("etl-fetch-").FullName;
    private readonly SettableClock _clock = new(new(NightFolder.AsOf.AddDays(1).ToDateTime(new(1, 0)), TimeSpan.Zero));
    private readonly byte[] _settlement;
    private readonly World _world;

    public FetchingTests()
    {
        _world = new(_clock, seed: 1);
        NightFolder.Write(Path.Combine(_root, "made"), 20);
        _settlement = File.ReadAllBytes(Directory.GetFiles(Path.Combine(_root, "made", "klarna.settlement")).Single());
        Directory.CreateDirectory(Path.Combine(_root, "sie-export"));
        foreach (var file in Directory.GetFiles(Path.Combine(_root, "made", "sie")))
        {
            var to = Path.Combine(_root, "sie-export", Path.GetFileName(file));
            File.Move(file, to);
            File.SetLastWriteTimeUtc(to, _clock.Now.UtcDateTime.AddHours(-6));
        }
    }

    public void Dispose() => TestStores.Discard(_root);

    [StoreFact]
    public async Task A_night_fetches_a_settlement_and_its_pdf_from_a_server_and_books_it()
    {
        await using var server = new ScriptedFtpServer();
        server.Files["700000001_20261023T000226_0.csv"] = _settlement;
        server.Files["700000001_20261023T000226_0.pdf"] = "%PDF-1.4"u8.ToArray();
        server.Files["700000002_20261024T000226_0.csv.tmp"] = _settlement[..100];
        var site = Open(FromServer("klarna-se", server.Url));

        var dry = await RunAsync(site, dryRun: true);
        Assert.False(Directory.Exists(PathOf("inbox")));
        Assert.False(Directory.Exists(PathOf("archive")));
        Assert.Equal(0, Count(site, "fetched_file") + Count(site, "payout_document"));

        var night = await RunAsync(site);

        Assert.Equal(JobState.Done, night.Job(Job).State);
        // The settlement, its PDF and the ledger: each counted once, where it is taken out of its folder.
        Assert.Equal(new StageCounts(3, Done: 3), night.Counts(Job, "extract"));
        Assert.Equal(night.AllCounts(), dry.AllCounts());
        Assert.Contains("klarna-se payout 700000001: 700000001_20261023T000226_0.pdf archived", night.Stage(Job, "extract").Notes);
        Assert.Equal([("klarna-se", "700000001", "pdf", "700000001_20261023T000226_0.pdf")], site.Database.Read(session =>
            session.Query<(string, string, string, string)>("SELECT connection, payout_reference, kind, file_name FROM payout_document")));
        Assert.True(File.Exists(Path.Combine(PathOf("archive"), site.Database.Read(session => session.Scalar<string>("SELECT archived_path FROM payout_document")))));
        Assert.Equal(1, Count(site, "payout"));

        var again = await RunAsync(site);
        Assert.Equal(new StageCounts(3, Unchanged: 3), again.Counts(Job, "extract"));
        Assert.Equal(2, server.Commands.Count(command => command.StartsWith("RETR 700000001_20261023T000226_0.csv", StringComparison.Ordinal)));
    }

    [StoreFact]
    public async Task Killed_between_the_file_and_its_note_the_next_night_fetches_it_again_and_nothing_changes()
    {
        await using var server = new ScriptedFtpServer();
        server.Files["700000001.csv"] = _settlement;
        var site = Open(FromServer("klarna-se", server.Url));
        await RunAsync(site);
        var before = site.Database.Read(session => (SiteFixture.Dump(session, "payout"), SiteFixture.Dump(session, "settlement_line")));

        // What a kill leaves: the file in its place and no note of it, and another one half-fetched.
        site.Database.Write("kill", null, session => session.Execute("DELETE FROM fetched_file"));
        Directory.CreateDirectory(PathOf($"inbox/klarna-se/{FeedContext.UnfinishedOf(Job)}"));
        await File.WriteAllBytesAsync(PathOf($"inbox/klarna-se/{FeedContext.UnfinishedOf(Job)}/7"), _settlement[..100]);
        var night = await RunAsync(site);

        Assert.Equal(new StageCounts(2, Unchanged: 2), night.Counts(Job, "extract"));
        Assert.Equal(before, site.Database.Read(session => (SiteFixture.Dump(session, "payout"), SiteFixture.Dump(session, "settlement_line"))));
        Assert.Equal(["700000001.csv"], Directory.GetFileSystemEntries(PathOf("inbox/klarna-se")).Select(Path.GetFileName));
    }

    [StoreFact]
    public async Task A_night_fetches_from_a_providers_interface()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Answer = request => request.Path switch
        {
            "/payouts" => new(200, """{"payouts":[{"payment_reference":"700000001","payout_date":"2026-10-23T09:00:00Z"}],"pagination":{"count":1,"total":1}}"""),
            "/reports/payout-with-transactions" => new(200, _settlement),
            "/reports/payout" => new(200, "%PDF-1.4"u8.ToArray()),
            _ => new(404, "{}"),
        };
        var site = Open($$"""
              klarna-se:
                type: klarna-settlements
                folder: inbox/klarna
                user: ${USER}
                password: ${SECRET}
                since: 2026-10-01
                as: csv
                url: {{provider.Url}}
                transport: { allow-http: true, retries: 0 }
            """);

        var night = await RunAsync(site);

        Assert.True(night.Job(Job).State == JobState.Done, night.Job(Job).Reason);
        Assert.Equal(new StageCounts(3, Done: 3), night.Counts(Job, "extract"));
        Assert.Equal(1, Count(site, "payout", "reference = '700000001'"));
        Assert.Equal(1, Count(site, "payout_document", "payout_reference = '700000001' AND file_name = 'klarna_700000001.pdf'"));
    }

    [StoreFact]
    public async Task A_provider_that_cannot_be_reached_fails_its_job_and_no_other()
    {
        await using var server = new ScriptedFtpServer();
        server.Files["700000001.csv"] = _settlement;
        var site = Open(FromServer("klarna-se", server.Url) + "\n" + FromServer("other-se", $"ftp://127.0.0.1:{ServerProcess.FreePort()}/out"), "other-se");

        var night = await RunAsync(site);

        Assert.Equal(JobState.Done, night.Job(Job).State);
        Assert.Equal((JobState.Failed, "FTR002"), (night.Job("other-se↔books").State, night.Job("other-se↔books").ReasonCode));
        Assert.Equal(ExitCodes.Failed, night.ExitCode);
    }

    [StoreFact]
    public async Task A_login_that_is_refused_ends_the_run_with_its_own_exit_code()
    {
        await using var server = new ScriptedFtpServer();

        var night = await RunAsync(Open(FromServer("klarna-se", server.Url), secret: "wrong"));

        Assert.Equal("FTR004", night.Job(Job).ReasonCode);
        Assert.Equal(ExitCodes.NotAuthorised, night.ExitCode);
    }

    [StoreFact]
    public async Task A_pdf_that_names_no_payout_is_rejected_by_name_and_taken_when_it_was_renamed()
    {
        await using var server = new ScriptedFtpServer();
        var site = Open(FromServer("klarna-se", server.Url));
        server.Files["faktura.pdf"] = "%PDF-1.4"u8.ToArray();

        var night = await RunAsync(site);
        Assert.Equal("FLW003", Assert.Single(site.Database.Read(session => Quarantine.Open(session))).Code);
        Assert.Equal(1, night.Counts(Job, "extract").Rejected);

        File.Move(PathOf("inbox/klarna-se/faktura.pdf"), PathOf("inbox/klarna-se/412300517.pdf"));
        await RunAsync(site);
        Assert.Equal(1, Count(site, "payout_document", "payout_reference = '412300517'"));
    }

    [Theory]
    [InlineData("412300517_20261002T000226_0.pdf", "412300517")]
    [InlineData("412300517.20261002T000226+0000.pdf", "412300517")]
    [InlineData("settlement.XISA93DJ.pdf", "XISA93DJ")]
    [InlineData("settlement.ABCDEF.pdf", "ABCDEF")]
    [InlineData("invoice 2026 ABCDEF.pdf", "ABCDEF")]
    [InlineData("faktura.pdf", null)]
    public void The_payout_of_a_pdf_is_the_part_of_its_name_that_is_known_or_holds_a_digit(string name, string? reference) =>
        Assert.Equal(reference, PayoutDocumentIntake.Reference(name, new HashSet<string> { "ABCDEF" }));

    private static string FromServer(string name, string url) => $$"""
          {{name}}:
            type: settlement-files
            provider: Klarna
            folder: inbox/{{name}}
            mapping: klarna.settlement
            from:
              url: {{url}}
              user: user
              password: ${SECRET}
              allow-plain: true
              retries: 0
        """;

    private OpenSite Open(string connections, string? other = null, string secret = "right")
    {
        string Reconciliation(string provider) => $$"""
              - provider: {{provider}}
                ledger: books
                accounts: [{ account: "1580" }]
                start: { date: 2026-09-01, amounts: { "1580": 0 } }
            """;
        File.WriteAllText(PathOf("etl.yaml"), $$"""
            company: { name: Norrsken Handel AB, organisation-number: 559999-0008 }
            connections:
              books: { type: sie-files, ledger: sie-export, vouchers: sie-import }
            {{connections}}
            reconciliations:
            {{Reconciliation("klarna-se")}}
            {{(other is null ? "" : Reconciliation(other))}}
            """, new UTF8Encoding(false));
        var issues = new List<Issue>();
        var site = ConfigurationReader.Read(PathOf("etl.yaml"), name => name == "SECRET" ? secret : name == "USER" ? "K1" : null, ConnectorCatalog.Types, _world, issues);
        Assert.True(site is not null, string.Join('\n', issues));
        var mappings = SiteMappings.Read(site, ConnectorCatalog.Targets, issues);
        Assert.Empty(issues);
        return new(site, mappings, TestStores.Open(site.Store.Place, _world), _world);
    }

    private Task<RunResult> RunAsync(OpenSite site, bool dryRun = false)
    {
        _clock.Now += TimeSpan.FromMinutes(1);
        return SiteRun.RunAsync(site, new("nightly", IsDryRun: dryRun), null, json: true, default);
    }

    private string PathOf(string relative) => Path.Combine(_root, relative);

    private static long Count(OpenSite site, string table, string where = "1 = 1") => site.Database.Read(session => session.Scalar<long>($"SELECT COUNT(*) FROM {table} WHERE {where}"));
}
