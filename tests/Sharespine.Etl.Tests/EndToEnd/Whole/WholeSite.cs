using System.Globalization;
using System.Text;
using Sharespine.Etl.Cli;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Connectors.Erps.VismaAdministration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd.Whole;

/// <summary>A site by its whole configuration, in a folder of its own; nights are those of the program.</summary>
internal sealed class WholeSite : IDisposable
{
    private readonly SettableClock _clock = new(new(2026, 11, 5, 5, 0, 0, TimeSpan.Zero));
    private readonly World _world;

    /// <param name="yaml">Everything below the company.</param>
    public WholeSite(string yaml)
    {
        _world = new(_clock, seed: 1);
        Root = Directory.CreateTempSubdirectory("etl-whole-").FullName;
        File.WriteAllText(PathOf("etl.yaml"), $"""
            company: {"{"} name: Norrsken Handel AB, organisation-number: 559999-0008 {"}"}
            folders: {"{"} mappings: mappings {"}"}
            {yaml}

            """);
        foreach (var folder in new[] { "inbox", "ledger", "mappings" })
        {
            Directory.CreateDirectory(PathOf(folder));
        }
    }

    public string Root { get; }

    public DateTimeOffset Now => _clock.Now;

    public string PathOf(string relative) => Path.Combine(Root, relative);

    public void Dispose() => TestStores.Discard(Root);

    /// <summary>The night of the next day; configuration and mappings are read anew.</summary>
    public Task<RunResult> NightAsync(int days = 1)
    {
        _clock.Now += TimeSpan.FromDays(days);
        return RunAsync();
    }

    /// <summary>The same night again, some minutes later.</summary>
    public Task<RunResult> AgainAsync()
    {
        _clock.Now += TimeSpan.FromMinutes(10);
        return RunAsync();
    }

    public void Put(string relative, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllBytes(PathOf(relative), content);
        File.SetLastWriteTimeUtc(PathOf(relative), _clock.Now.UtcDateTime.AddHours(-6));
    }

    public void Put(string relative, string content) => Put(relative, Encoding.UTF8.GetBytes(content));

    /// <summary>A shipped booking file with another text in some places, in the site's own folder.</summary>
    public void BookingRules(string name, params (string Old, string New)[] changes)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "mappings", "booking", name + ".yaml"));
        foreach (var (old, replaced) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, replaced, StringComparison.Ordinal);
        }

        Put($"mappings/booking/{name}.yaml", text);
    }

    public IReadOnlyList<string> Files(string folder) => Directory.Exists(PathOf(folder)) ? [.. Directory.GetFiles(PathOf(folder)).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)] : [];

    public string Text(string relative) => File.ReadAllText(PathOf(relative)).ReplaceLineEndings("\n");

    public DemoAgent Agent(params string[] rejects) => new(PathOf("exchange"), new() { Reject = rejects.ToHashSet() });

    public IReadOnlyList<string> Rows(string sql) => Open().Database.Read(session => session.Query<dynamic>(sql))
        .Select(row => string.Join('|', ((IDictionary<string, object?>)row).Values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))).ToList();

    /// <summary>All that the program keeps, less the history of its runs and when documents were asked for.</summary>
    public string Everything() => Open().Database.Read(session => string.Join('\n', TestStores.Tables(session)
        .Except(["run", "job_run", "stage_run", "lease", "extract_cursor", "reconcile_sequence", "fetched_document"])
        .Select(table => table + "\n" + SiteFixture.Dump(session, table))));

    public ReconciliationReport Report(string? provider = null)
    {
        var site = Open();
        var configuration = site.Site.Configuration.Reconciliations.Single(one => provider is null || one.Provider == provider);
        return Reconciliation(site, configuration).Report("report", _world.Today(site.Site.Zone));
    }

    /// <summary>"1001 1250.00 Matched A 1" per line.</summary>
    public IReadOnlyList<string> Said(string? provider = null) => [.. Report(provider).Lines.Select(line =>
        $"{line.OrderReference} {line.Amount.AmountText} {line.Disposition} {string.Join(' ', line.Settles.Select(part => part.Voucher))}".Trim())];

    /// <summary>"reason amount order" of what is open, in the report's order.</summary>
    public IReadOnlyList<string> Exceptions(string? provider = null) => [.. Report(provider).Exceptions.Select(exception => $"{exception.Reason} {exception.Amount} {exception.OrderReference}".Trim())];

    public void Resolve(Resolution resolution)
    {
        var site = Open();
        Reconciliation(site, site.Site.Configuration.Reconciliations.Single()).Resolve(resolution);
    }

    /// <summary>Voucher rows as "reference account amount text", by reference.</summary>
    public IReadOnlyList<string> VoucherRows() => [.. Open().Database.Read(session => session.Query<(string Reference, string Account, long Minor)>(
            "SELECT voucher_reference, account, amount_minor FROM voucher_row ORDER BY voucher_reference, row_number"))
        .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Reference} {row.Account} {row.Minor / 100m:0.00}"))];

    public IReadOnlyList<Issue> Check()
    {
        var issues = new List<Issue>();
        if (ConfigurationReader.Read(PathOf("etl.yaml"), Secret, ConnectorCatalog.Types, _world, issues) is { } site)
        {
            SiteMappings.Read(site, ConnectorCatalog.Targets, issues);
        }

        return issues;
    }

    public OpenSite Open()
    {
        var issues = new List<Issue>();
        var site = ConfigurationReader.Read(PathOf("etl.yaml"), Secret, ConnectorCatalog.Types, _world, issues);
        var mappings = site is null ? null : SiteMappings.Read(site, ConnectorCatalog.Targets, issues);
        if (site is null || mappings is null || issues.Count > 0)
        {
            throw new EtlException(issues);
        }

        return new(site, mappings, TestStores.Open(site.Store.Place, _world), _world);
    }

    private Task<RunResult> RunAsync() => SiteRun.RunAsync(Open(), new("nightly"), null, json: true, CancellationToken.None);

    private Reconciliation Reconciliation(OpenSite site, ReconciliationConfiguration configuration) => new(site.Database, _world, configuration.Settings(site.Site), site.Mappings.Rules(configuration));

    private static string? Secret(string name) => name is "USER" or "SECRET" ? "hemligt" : null;
}
