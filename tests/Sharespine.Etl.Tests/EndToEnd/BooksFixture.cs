using System.Globalization;
using System.Text;
using Sharespine.Etl.Cli;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Connectors.Erps.VismaAdministration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>A site with a provider and a ledger only, in a folder of its own.</summary>
internal sealed class BooksFixture : IDisposable
{
    private readonly SettableClock _clock = new(new(2026, 11, 5, 5, 0, 0, TimeSpan.Zero));
    private readonly World _world;

    /// <param name="ledger">The ledger connection's lines, each indented by four.</param>
    /// <param name="posting">Lines of the posting block, each indented by six.</param>
    public BooksFixture(string ledger, string posting, string company = "")
    {
        _world = new(_clock, seed: 1);
        Root = Directory.CreateTempSubdirectory("etl-books-").FullName;
        File.WriteAllText(PathOf("etl.yaml"), $$"""
            company:
              name: Norrsken Handel AB
              organisation-number: 559999-0008
            {{company}}
            connections:
              books:
            {{ledger}}
              klarna-se:
                type: settlement-files
                provider: Klarna
                folder: inbox
                pattern: "*.csv"
                mapping: klarna.settlement
            reconciliations:
              - provider: klarna-se
                ledger: books
                accounts:
                  - account: "1510"
                    customer-ledger: true
                matching:
                  ledger-delay-days: 0
                posting:
            {{posting}}

            """);
    }

    public string Root { get; }

    public DemoAgent Agent(params string[] rejects) => new(PathOf("exchange"), new() { Reject = rejects.ToHashSet() });

    public string PathOf(string relative) => Path.Combine(Root, relative);

    public void Dispose() => TestStores.Discard(Root);

    /// <summary>The night after the one before; configuration is read anew.</summary>
    public async Task<RunResult> NightAsync(bool dryRun = false)
    {
        _clock.Now += TimeSpan.FromDays(1);
        return await SiteRun.RunAsync(Open(), new("nightly", IsDryRun: dryRun), null, json: true, CancellationToken.None);
    }

    public IReadOnlyList<string> Rows(string sql) => Open().Database.Read(session => session.Query<dynamic>(sql))
        .Select(row => string.Join('|', ((IDictionary<string, object?>)row).Values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))).ToList();

    public void Decide(string decision)
    {
        var site = Open();
        var row = Assert.Single(site.Database.Read(session => Quarantine.Open(session, Outcome.Rejected)));
        Assert.True(site.Database.Write("decision", null, session => Quarantine.Decide(session, row.QuarantineId, decision, "tester", "because", _world.UtcNow)));
    }

    public string Text(string relative) => File.ReadAllText(PathOf(relative)).ReplaceLineEndings("\n");

    public IReadOnlyList<string> Files(string folder) => Directory.Exists(PathOf(folder)) ? [.. Directory.GetFiles(PathOf(folder)).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)] : [];

    /// <param name="lines">"SALE order amount" each.</param>
    public void Settle(string reference, string date, string net, params string[] lines)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"total_settlement_amount;payment_reference;settlement_currency;payout_date;merchant_id;merchant_settlement_type\n{net};{reference};SEK;{date}T07:45:00Z;K1;NET\n\n");
        text.Append("type;capture_date;sale_date;order_id;short_order_id;capture_id;merchant_reference1;merchant_reference2;amount;posting_currency\n");
        foreach (var (line, index) in lines.Select((line, index) => (line.Split(' '), index)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{line[0]};{date}T09:00:00Z;{date}T08:00:00Z;id-{line[1]};S{index};c-{line[1]}-{index};{line[1]};;{line[2]};SEK\n");
        }

        Put($"inbox/{reference}.csv", Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <param name="entries">"F 1 2026-11-01 500.00 text" each, on 1510 against 3001, or against 1684 when the amount is negative and the series I.</param>
    public void Export(string name, string year, params string[] entries)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"#FLAGGA 0\r\n#PROGRAM \"Books\" 1\r\n#FORMAT PC8\r\n#GEN {_clock.Now.AddDays(1):yyyyMMdd}\r\n#SIETYP 4\r\n#ORGNR 559999-0008\r\n#FNAMN \"Norrsken Handel AB\"\r\n#RAR 0 {year}\r\n");
        text.Append("#KONTO 1510 Kundfordringar\r\n#KONTO 1684 Klarna\r\n#KONTO 3001 Sales\r\n#KONTO 6064 Fees\r\n#IB 0 1510 0\r\n");
        var rows = entries.Select(entry => entry.Split(' ', 5)).ToList();
        text.Append(CultureInfo.InvariantCulture, $"#UB 0 1510 {rows.Where(row => row[0] != "K").Sum(row => decimal.Parse(row[3], CultureInfo.InvariantCulture)):0.00}\r\n");
        foreach (var row in rows)
        {
            var amount = decimal.Parse(row[3], CultureInfo.InvariantCulture);
            var (account, counter) = row[0] switch { "K" => ("6064", "1684"), "I" => ("1510", "1684"), _ => ("1510", "3001") };
            text.Append(CultureInfo.InvariantCulture, $"#VER {row[0]} {row[1]} {row[2].Replace("-", "", StringComparison.Ordinal)} \"{row[4]}\"\r\n{{\r\n#TRANS {account} {{}} {amount:0.00}\r\n#TRANS {counter} {{}} {-amount:0.00}\r\n}}\r\n");
        }

        Put($"ledger/{name}", Encoding.UTF8.GetBytes(text.ToString()));
    }

    private void Put(string relative, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllBytes(PathOf(relative), content);
        File.SetLastWriteTimeUtc(PathOf(relative), _clock.Now.UtcDateTime.AddHours(-6));
    }

    private OpenSite Open()
    {
        var issues = new List<Issue>();
        var site = ConfigurationReader.Read(PathOf("etl.yaml"), _ => null, ConnectorCatalog.Types, _world, issues);
        var mappings = site is null ? null : SiteMappings.Read(site, ConnectorCatalog.Targets, issues);
        if (site is null || mappings is null || issues.Count > 0)
        {
            throw new EtlException(issues);
        }

        return new(site, mappings, TestStores.Open(site.Store.Place, _world), _world);
    }
}
