using System.Text;
using Sharespine.Etl.Cli;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>A site of a provider and a ledger, without shop or flow, in a folder of its own.</summary>
internal sealed class LedgerSite : IDisposable
{
    public const string Job = "klarna-se↔books";

    private readonly IReadOnlyList<ConnectionType> _types;
    private readonly SettableClock _clock = new(new(2026, 11, 6, 1, 0, 0, TimeSpan.Zero));
    private readonly string _yaml;

    /// <param name="books">The ledger connection's block, each line indented by four.</param>
    /// <param name="more">Further lines of the reconciliation's block, each indented by four.</param>
    /// <param name="connections">Further connections, each line indented by two.</param>
    public LedgerSite(string books, string more = "", string connections = "", IStagedLedger? staged = null)
    {
        Root = Directory.CreateTempSubdirectory("etl-ledger-").FullName;
        _types = staged is null ? ConnectorCatalog.Types : [.. ConnectorCatalog.Types, new("fake-erp", typeof(FakeErpSettings), (context, _, _) => new Connection(context.Name, "fake-erp") { Ledger = new LedgerSource.Staged(staged) })];
        _yaml = $"""
            company:
              name: Norrsken Handel AB
              organisation-number: 559999-0008
            connections:
              klarna-se:
                type: settlement-files
                provider: Klarna
                folder: inbox
                mapping: klarna.settlement
              books:
            {books}
            {connections}
            reconciliations:
              - provider: klarna-se
                ledger: books
                booking-rules: klarna
                accounts:
                  - account: "1580"
                    name: Fordran Klarna
                matching:
                  ledger-delay-days: 0
            {more}

            """;
        Directory.CreateDirectory(PathOf("inbox"));
        Directory.CreateDirectory(PathOf("ledger"));
        File.WriteAllText(PathOf("etl.yaml"), _yaml);
    }

    public string Root { get; }

    public string PathOf(string relative) => Path.Combine(Root, relative);

    public void Put(string relative, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllBytes(PathOf(relative), content);
        File.SetLastWriteTimeUtc(PathOf(relative), _clock.Now.UtcDateTime.AddHours(-6));
    }

    public void Put(string relative, string content) => Put(relative, Encoding.UTF8.GetBytes(content));

    /// <summary>A payout of the given sales (negative: returns), without fees.</summary>
    public void PutPayout(string reference, string date, params (string Order, decimal Amount, string Day)[] lines)
    {
        static string Text(decimal amount) => amount.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
        var text = new StringBuilder()
            .Append("total_sale_amount;total_return_amount;total_settlement_amount;payment_reference;settlement_currency;payout_date\n")
            .Append($"{Text(lines.Where(line => line.Amount > 0).Sum(line => line.Amount))};{Text(-lines.Where(line => line.Amount < 0).Sum(line => line.Amount))};{Text(lines.Sum(line => line.Amount))};{reference};SEK;{date}T07:45:00Z\n\n")
            .Append("type;order_id;merchant_reference1;capture_date;amount;posting_currency\n");
        foreach (var (order, amount, day) in lines)
        {
            text.Append($"{(amount > 0 ? "SALE" : "RETURN")};k-{order};{order};{day}T12:00:00Z;{Text(Math.Abs(amount))};SEK\n");
        }

        Put($"inbox/{reference}.csv", text.ToString());
    }

    public async Task<RunResult> NightAsync()
    {
        _clock.Now += TimeSpan.FromDays(1);
        return await SiteRun.RunAsync(Open(), new("nightly"), [Job], json: true, CancellationToken.None);
    }

    public ReconciliationReport Report()
    {
        var site = Open();
        var configuration = site.Site.Configuration.Reconciliations.Single();
        return new Reconciliation(site.Database, site.World, configuration.Settings(site.Site), site.Mappings.Rules(configuration)).Report("report", site.World.Today(site.Site.Zone));
    }

    public IReadOnlyList<string> Said() => [.. Report().Lines.Select(line => $"{line.OrderReference} {line.Amount.AmountText} {line.Disposition} {line.Rule} {string.Join(' ', line.Settles.Select(part => $"{part.Voucher} {part.Amount.AmountText}"))}".TrimEnd())];

    public IReadOnlyList<string?> Column(string sql) => Open().Database.Read(session => session.Query<string?>(sql));

    /// <summary>Each row's values with spaces between them.</summary>
    public IReadOnlyList<string> Rows(string sql) => [.. Open().Database.Read(session => session.Query<dynamic>(sql)).Select(row => (string)string.Join(' ', ((IDictionary<string, object?>)row).Values))];

    public IReadOnlyList<Issue> Check()
    {
        var issues = new List<Issue>();
        if (ConfigurationReader.Read(PathOf("etl.yaml"), _ => null, _types, new World(_clock, 1), issues) is { } site)
        {
            SiteMappings.Read(site, ConnectorCatalog.Targets, issues);
        }

        return issues;
    }

    public void Dispose() => TestStores.Discard(Root);

    private OpenSite Open()
    {
        var issues = new List<Issue>();
        var world = new World(_clock, 1);
        var site = ConfigurationReader.Read(PathOf("etl.yaml"), _ => null, _types, world, issues);
        var mappings = site is null ? null : SiteMappings.Read(site, ConnectorCatalog.Targets, issues);
        if (site is null || mappings is null || issues.Count > 0)
        {
            throw new EtlException(issues);
        }

        return new(site, mappings, TestStores.Open(site.Store.Place, world), world);
    }

    private sealed record FakeErpSettings;

    private sealed class SettableClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
