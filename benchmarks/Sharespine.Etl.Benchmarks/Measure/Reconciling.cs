using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Benchmarks.Generate.Scale;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>
/// A year of settlements against a year of books, from the files to the report, step by step as the job does it. Three
/// settlement lines (a sale, two fees) come to one ledger entry. It fails unless exactly what was planted is found.
/// </summary>
public sealed class Reconciling : IBenchmark
{
    private const string RunId = "20261102-010000-00000001";

    public string Name => "reconcile";

    public void Run(BenchmarkContext context)
    {
        var folder = Path.Combine(context.Folder, "site");
        var site = BenchmarkSite.Make(folder);
        ScaleFolder.Write(folder, context.Rows(300_000), orders: 0);
        var configuration = site.Site.Configuration.Reconciliations[0];
        var reconciliation = new Reconciliation(site.Database, site.World, configuration.Settings(site.Site), site.Mappings.Rules(configuration));

        var start = Stopwatch.GetTimestamp();
        var lines = Settlements(context, site, reconciliation, Path.Combine(folder, "klarna.settlement"));
        var entries = Ledger(context, reconciliation, Path.Combine(folder, "ledger.se"));
        context.Measure("match", () => reconciliation.Match(RunId, BenchmarkSite.AsOf, lease: null) is { } ? lines : 0);
        context.Measure("post: plan the vouchers", () => reconciliation.Post(RunId, BenchmarkSite.AsOf, lease: null) is { } ? lines : 0);
        var report = Report(context, reconciliation, lines);
        Files(context, report, Path.Combine(folder, "reports"), lines);
        context.Print("files to report, all of it", lines, Stopwatch.GetElapsedTime(start));

        context.Measure("workbook", () => Workbook(report, Path.Combine(folder, "reports"), lines));
        context.Measure("match again, nothing new", () => reconciliation.Match(RunId, BenchmarkSite.AsOf, lease: null) is { } ? lines : 0);
        PlantedFaults.Check(site.Database, report, Path.Combine(folder, "truth.json"));
        context.Say(string.Create(CultureInfo.InvariantCulture, $"  ({lines:N0} settlement lines, {entries:N0} ledger entries; {report.Exceptions.Count:N0} exceptions, exactly those planted)"));
    }

    private static long Settlements(BenchmarkContext context, BenchmarkSite site, Reconciliation reconciliation, string folder)
    {
        long lines = 0;
        var (reading, saving) = (new Stopwatch(), new Stopwatch());
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            reading.Start();
            var file = SettlementReader.Read(FileBytes.FromPath(path), site.Mappings.File("klarna.settlement"));
            reading.Stop();
            saving.Start();
            reconciliation.SaveSettlement(Source(path, file.Rows.Read), file.Payouts, lease: null);
            saving.Stop();
            lines += file.Rows.Taken;
        }

        context.Print("read settlement files", lines, reading.Elapsed);
        context.Print("save settlements", lines, saving.Elapsed);
        return lines;
    }

    private static long Ledger(BenchmarkContext context, Reconciliation reconciliation, string path)
    {
        SieLedgerFile ledger = null!;
        context.Measure("read SIE ledger", () =>
        {
            using var stream = File.OpenRead(path);
            ledger = SieLedger.Read(stream, Path.GetFileName(path), [ChartOfAccounts.Klarna], []);
            return ledger.Receivables.Sum(snapshot => snapshot.Entries.Count);
        });
        var rows = ledger.Receivables.Sum(snapshot => snapshot.Entries.Count);
        context.Measure("save ledger", () => reconciliation.SaveLedger(Source(path, rows), ledger.Receivables, RunId, lease: null) is { } ? rows : 0);
        return rows;
    }

    private static ReconciliationReport Report(BenchmarkContext context, Reconciliation reconciliation, long lines)
    {
        ReconciliationReport report = null!;
        context.Measure("report: build", () =>
        {
            report = reconciliation.Report(RunId, BenchmarkSite.AsOf);
            return lines;
        });
        return report;
    }

    private static void Files(BenchmarkContext context, ReconciliationReport report, string folder, long lines) => context.Measure("report: JSON and CSV", () =>
    {
        Directory.CreateDirectory(folder);
        var style = CsvStyle.For(ReportLanguage.Swedish);
        Write(folder, "report.json", target => ReportJson.Write(report, target));
        Write(folder, "lines.csv", target => ReportCsv.WriteLines(report, target, ReportLanguage.Swedish, style));
        Write(folder, "exceptions.csv", target => ReportCsv.WriteExceptions(report, target, ReportLanguage.Swedish, style));
        Write(folder, "open-items.csv", target => ReportCsv.WriteOpenItems(report, target, ReportLanguage.Swedish, style));
        Write(folder, "payouts.csv", target => ReportCsv.WritePayouts(report, target, ReportLanguage.Swedish, style));
        return lines;
    });

    private static long Workbook(ReconciliationReport report, string folder, long lines)
    {
        Write(folder, "report.xlsx", target => ReportWorkbook.Write(report, target, ReportLanguage.Swedish, "lines.csv", "open-items.csv"));
        return lines;
    }

    private static void Write(string folder, string name, Action<Stream> write)
    {
        using var stream = File.Create(Path.Combine(folder, name));
        write(stream);
    }

    private static SourceFile Source(string path, int rows)
    {
        using var stream = File.OpenRead(path);
        return new(Convert.ToHexStringLower(SHA256.HashData(stream)), Path.GetFileName(path), Path.GetFileName(path), rows);
    }
}
