using System.Text.Json;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Html;

namespace Sharespine.Etl.Report;

/// <param name="Path">Where it stands.</param>
/// <param name="Sha256">Of its content, in lower-case hex.</param>
/// <param name="IsChanged">False when the file already held exactly this, and was left alone with its time.</param>
public sealed record ReportFile(string Path, string Sha256, bool IsChanged);

/// <summary>
/// Writes a report as files in a folder: &lt;name&gt;_&lt;date&gt;.json, .xlsx, .html, _lines.csv, _exceptions.csv, _open-items.csv and
/// _payouts.csv. Each appears whole. Writing a report that says the same as the one on disk changes no file, even if another
/// run made it at another time; a workbook in which somebody has written is kept beside the new one.
/// </summary>
public static class ReportFiles
{
    /// <summary>
    /// Throws <see cref="EtlException"/> RPT001 when the report's figures do not add up, RPT003 when a file cannot be put in place.
    /// </summary>
    /// <param name="style">CSV separator and decimal sign; null takes the language's own.</param>
    /// <param name="suffix">Behind the date in every file name, so that a report of an earlier day does not replace that night's own.</param>
    public static IReadOnlyList<ReportFile> Write(ReconciliationReport report, string folder, ReportLanguage language, CsvStyle? style = null, string suffix = "")
    {
        var told = Standing(report, Path.Combine(folder, Stem(report) + suffix + ".json"));
        return [.. WriteData(told, folder, language, style, suffix), .. WritePages(told, folder, language, suffix)];
    }

    /// <summary>Only the JSON and the CSV files, of a report with however many lines: they are walked once.</summary>
    public static IReadOnlyList<ReportFile> WriteData(ReconciliationReport report, string folder, ReportLanguage language, CsvStyle? style = null, string suffix = "")
    {
        var (stem, csv) = (Path.Combine(folder, Stem(report) + suffix), style ?? CsvStyle.For(language));
        ReportFile? json = null;
        var lines = ReportFileWriter.Write(stem + "_lines.csv", target => ReportCsv.WriteLines(target, language, csv, row => json = WriteJson(report, stem + ".json", row)));
        return
        [
            json!,
            lines,
            ReportFileWriter.Write(stem + "_exceptions.csv", target => ReportCsv.WriteExceptions(report, target, language, csv)),
            ReportFileWriter.Write(stem + "_open-items.csv", target => ReportCsv.WriteOpenItems(report, target, language, csv)),
            ReportFileWriter.Write(stem + "_payouts.csv", target => ReportCsv.WritePayouts(report, target, language, csv)),
        ];
    }

    /// <summary>Only the workbook and the page.</summary>
    public static IReadOnlyList<ReportFile> WritePages(ReconciliationReport report, string folder, ReportLanguage language, string suffix = "")
    {
        Check(report);
        var stem = Path.Combine(folder, Stem(report) + suffix);
        string Csv(string table) => Path.GetFileName($"{stem}_{table}.csv");
        var workbook = stem + ".xlsx";
        return
        [
            ReportFileWriter.Write(workbook, target => ReportWorkbook.Write(report, target, language, Csv("lines"), Csv("open-items")), () => KeepDecided(workbook)),
            ReportFileWriter.Write(stem + ".html", target => HtmlReport.Write(report, target, language, new(Csv("lines"), Csv("exceptions"), Csv("open-items"), Csv("payouts")))),
        ];
    }

    /// <summary>Lets each line be seen by <paramref name="row"/> too. Neither file is in place before the report is known to foot.</summary>
    private static ReportFile WriteJson(ReconciliationReport report, string path, Action<LineReport> row) => ReportFileWriter.Write(path, target =>
    {
        LineTotals.While(report, add => ReportJson.Write(report with { Lines = new SeenLines(report.Lines, add + row) }, target));
        Check(report);
    });

    private static void Check(ReconciliationReport report)
    {
        var issues = ReportFooting.Check(report);
        if (issues.Count > 0)
        {
            throw new EtlException(issues);
        }
    }

    /// <summary>The common beginning of the report's file names: klarna-se_visma_2026-10-31.</summary>
    public static string Stem(ReconciliationReport report) => $"{SafeName.Of(report.Name)}_{ReportTexts.Write(report.AsOf)}";

    /// <summary>
    /// The report as it stands on disk where that says the same: only when it was made, by which run, and what was new to that run may
    /// differ. A run that finds nothing changed thus leaves every file as it is.
    /// </summary>
    private static ReconciliationReport Standing(ReconciliationReport report, string path)
    {
        if (!File.Exists(path))
        {
            return report;
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
            using var standing = new StandingReport(stream);
            ReportJson.Write(report, standing);
            return standing.IsSame ? standing.With(report) : report;
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or InvalidOperationException)
        {
            // Changed by hand or by an older program: it is simply written anew.
            return report;
        }
    }

    /// <summary>Decisions that nobody has read in yet must not be lost to a new report of the same day.</summary>
    private static void KeepDecided(string workbook)
    {
        var read = ReportDecisions.Read(workbook);
        var isOurs = read.Issues.All(issue => issue.Code != ReportErrors.NotAWorkbook && issue.Code != ReportErrors.NoExceptionSheet);
        if (isOurs && read.Decisions.Count == 0 && read.Issues.Count == 0)
        {
            return;
        }

        var kept = $"{workbook[..^".xlsx".Length]}_kept-{Files.WholeFile.Sha256(workbook)[..8]}.xlsx";
        FaultPoints.Pass($"file: {Path.GetFileName(kept)} before");
        File.Move(workbook, kept, overwrite: true);
        FaultPoints.Pass($"file: {Path.GetFileName(kept)} after");
    }
}
