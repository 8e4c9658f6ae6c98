using System.Globalization;
using System.Security.Cryptography;
using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Benchmarks.Generate.Scale;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>
/// A year of settlements against a year of books, from the files to the report, step by step as the job does it, in three
/// sizes, and beside it a bare insert, or a bare bulk copy, of every row that was stored. It fails unless exactly what was planted
/// is found.
/// </summary>
public sealed class Reconciling(MeasuredStore on) : IBenchmark
{
    private const string RunId = "20261102-010000-00000001";
    private const int WarmUp = 2_000;

    /// <summary>With the rows that come on top, about as many lines as the workbook's sheet takes.</summary>
    private const int OnTheSheet = 99_700;

    private const string Pages = "workbook and page";

    public string Name => on == MeasuredStore.Sqlite ? "reconcile" : "reconcile-sqlserver";

    public void Run(BenchmarkContext context)
    {
        if (BenchmarkStore.WhyNot(on) is { } reason)
        {
            context.Say(reason);
            return;
        }

        // The compiler has then seen everything, and the smallest size is not the slowest.
        Once(new(Path.Combine(context.Folder, "warm-up"), context.Arguments, TextWriter.Null), WarmUp);
        int[] sizes = context.RowsAsked is { } asked ? [asked] : [10_000, OnTheSheet, 1_000_000];
        Growth(context, [.. sizes.Select(size => Once(new(Path.Combine(context.Folder, Amount(size)), context.Arguments, context.Output), size))]);
    }

    private IReadOnlyList<Step> Once(BenchmarkContext context, int size)
    {
        using var site = BenchmarkSite.Make(context.Folder, on);
        ScaleFolder.Write(context.Folder, size, orders: 0, context.FeesPerSale(0));
        var configuration = site.Site.Configuration.Reconciliations[0];
        var reconciliation = new Reconciliation(site.Database, site.World, configuration.Settings(site.Site), site.Mappings.Rules(configuration));
        context.Say("");
        context.Say(Step.Heading);

        var files = Directory.GetFiles(Path.Combine(context.Folder, "klarna.settlement")).Order(StringComparer.Ordinal).ToList();
        var mapping = site.Mappings.File("klarna.settlement");
        var book = Path.Combine(context.Folder, "ledger.se");
        using var parts = new Parts();
        // Reading alone: what it costs is in the steps of the total as well, where what is read is saved.
        List<Step> alone =
        [
            Meter.Of("read settlement files, not saved", () => files.Sum(path => (long)SettlementReader.Stream(FileBytes.FromPath(path), mapping, new NoSink()).Rows.Taken)),
            Meter.Of("read ledger, not saved", () => Read(book).Receivables.Sum(snapshot => (long)snapshot.Entries.Count)),
        ];
        alone.ForEach(step => context.Say(step.ToString()));
        var (lines, entries) = (alone[0].Rows, alone[1].Rows);
        var steps = new List<Step>();
        Step Do(string what, long rows, Action work)
        {
            var meter = new Meter();
            work();
            var step = meter.Stop(what, rows);
            steps.Add(step);
            context.Say(step.ToString());
            foreach (var part in parts.Take(rows))
            {
                context.Say(part.ToString());
            }

            return step;
        }

        Do("read and save settlement files", lines, () => files.ForEach(path => Save(reconciliation, path, mapping)));
        Do("read and save ledger", entries, () => SaveLedger(reconciliation, book));
        Do("match", lines, () => reconciliation.Match(RunId, BenchmarkSite.AsOf, lease: null));
        Do("post: plan the vouchers", lines, () => reconciliation.Post(RunId, BenchmarkSite.AsOf, lease: null));
        var reports = Path.Combine(context.Folder, "reports");
        Do("report: figures, JSON and CSV", lines, () => reconciliation.Report(RunId, BenchmarkSite.AsOf, report => ReportFiles.WriteData(report, reports, ReportLanguage.Swedish)));
        var all = Sum("files to report, all of it", lines, steps);
        context.Say(all.ToString());

        Do(Pages, lines, () => reconciliation.Report(RunId, BenchmarkSite.AsOf, report => ReportFiles.WritePages(report, reports, ReportLanguage.Swedish)));
        Do("match again, nothing new", lines, () => reconciliation.Match(RunId, BenchmarkSite.AsOf, lease: null));
        var exceptions = reconciliation.Report(RunId, BenchmarkSite.AsOf, report => Check(site, report, context.Folder));
        using var yardstick = BenchmarkStore.Make(on, Path.Combine(context.Folder, "bare.db"), site.World);
        var bare = StoredRows.InsertAgain(site.Database, yardstick);
        bare.ToList().ForEach(step => context.Say(step.ToString()));
        var byProcessor = on == MeasuredStore.Sqlite ? string.Create(CultureInfo.InvariantCulture, $", {all.Cpu / bare[^1].Cpu:0.00} × by processor time") : "";
        context.Say(string.Create(CultureInfo.InvariantCulture,
            $"{all.Wall / bare[^1].Wall:0.00} × the {yardstick.Yardstick} by the clock{byProcessor}; {lines:N0} settlement lines, {entries:N0} ledger entries, {exceptions:N0} exceptions, exactly those planted"));
        return [.. alone, .. steps, all, bare[^1]];
    }

    /// <summary>
    /// The tables of the page on benchmarks, ready to paste. A server's work is not in the time of this process: there the clock counts.
    /// </summary>
    private void Growth(BenchmarkContext context, IReadOnlyList<IReadOnlyList<Step>> sizes)
    {
        string Row(string first, IEnumerable<string> cells) => $"| {first} | {string.Join(" | ", cells)} |";
        TimeSpan Time(Step step) => on == MeasuredStore.Sqlite ? step.Cpu : step.Wall;
        context.Say("");
        context.Say(Row("step", [.. sizes.Select(steps => $"µs a row, {Amount(steps[0].Rows)} lines"), "processor s", "seconds", "peak"]));
        context.Say("|---|" + string.Concat(Enumerable.Repeat("---:|", sizes.Count + 3)));
        for (var i = 0; i < sizes[0].Count; i++)
        {
            var last = sizes[^1][i];
            context.Say(Row(last.Name,
            [
                .. sizes.Select(steps => string.Create(CultureInfo.InvariantCulture, $"{Time(steps[i]).TotalMicroseconds / steps[i].Rows:0.0}")),
                string.Create(CultureInfo.InvariantCulture, $"{last.Cpu.TotalSeconds:0.0}"),
                string.Create(CultureInfo.InvariantCulture, $"{last.Wall.TotalSeconds:0.0}"),
                string.Create(CultureInfo.InvariantCulture, $"{last.Peak / 1048576.0:N0} MB"),
            ]));
        }

        context.Say("");
        foreach (var pages in sizes.Select(steps => steps.First(step => step.Name == Pages)))
        {
            context.Say(string.Create(CultureInfo.InvariantCulture,
                $"{Pages}, {Amount(pages.Rows)} lines{(pages.Rows > ReportWorkbook.MostRows ? " left to the CSV" : " on the sheet")}: {pages.Cpu.TotalSeconds:0.0} processor s, {pages.Wall.TotalSeconds:0.0} s, {pages.Peak / 1048576.0:N0} MB peak"));
        }
    }

    private static Step Sum(string name, long rows, IReadOnlyList<Step> steps) => new(
        name, rows, TimeSpan.FromTicks(steps.Sum(step => step.Wall.Ticks)), TimeSpan.FromTicks(steps.Sum(step => step.Cpu.Ticks)), steps.Sum(step => step.Allocated), steps.Max(step => step.Peak));

    private static string Amount(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static SieLedgerFile Read(string path)
    {
        using var stream = File.OpenRead(path);
        return SieLedger.Read(stream, Path.GetFileName(path), [ChartOfAccounts.Klarna], []);
    }

    private static void Save(Reconciliation reconciliation, string path, FileMapping mapping)
    {
        var file = SettlementReader.Read(FileBytes.FromPath(path), mapping);
        reconciliation.SaveSettlement(Source(path, file.Rows.Read), file.Payouts, lease: null);
    }

    private static void SaveLedger(Reconciliation reconciliation, string path)
    {
        var ledger = Read(path);
        reconciliation.SaveLedger(Source(path, ledger.Receivables.Sum(snapshot => snapshot.Entries.Count)), ledger.Receivables, RunId, lease: null);
    }

    private static int Check(BenchmarkSite site, ReconciliationReport report, string folder)
    {
        PlantedFaults.Check(site.Database, report, Path.Combine(folder, "truth.json"));
        return report.Exceptions.Count;
    }

    private static SourceFile Source(string path, int rows)
    {
        using var stream = File.OpenRead(path);
        return new(Convert.ToHexStringLower(SHA256.HashData(stream)), Path.GetFileName(path), Path.GetFileName(path), rows);
    }

    private sealed class NoSink : ISettlementSink
    {
        public void Begin(int index, Payout payout)
        {
        }

        public void Line(int index, SettlementLine line)
        {
        }

        public void Take(int index, PayoutControl control)
        {
        }

        public void Refuse(int index, RefusedPayout refused)
        {
        }
    }
}
