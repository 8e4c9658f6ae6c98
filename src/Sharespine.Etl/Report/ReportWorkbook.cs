using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;
using Sharespine.Etl.Report.Sheets;

namespace Sharespine.Etl.Report;

/// <summary>The reconciliation as an Excel workbook. The same report and language give the same bytes.</summary>
public static class ReportWorkbook
{
    /// <summary>A table of more rows than this is left to the CSV file, and its sheet carries the totals.</summary>
    public const int MostRows = 100_000;

    /// <param name="target">Must be writable; is left open.</param>
    /// <param name="linesCsv">The name of the CSV file with the lines, for the sheet that refers to it.</param>
    /// <param name="openItemsCsv">And of the one with the open items.</param>
    public static void Write(ReconciliationReport report, Stream target, ReportLanguage language, string linesCsv, string openItemsCsv)
    {
        var texts = ReportTexts.For(language);
        Sheet[] sheets =
        [
            SummarySheet.Build(report, texts),
            PayoutSheet.Build(report, texts),
            ExceptionSheet.Build(report, texts),
            LineSheet.Build(report, texts, linesCsv),
            OpenItemSheet.Build(report, texts, openItemsCsv),
            AgeingSheet.Build(report, texts),
            FeeSheet.Build(report, texts),
            VoucherSheet.Build(report, texts),
            .. Wanted(report.Payments.Count > 0, () => PaymentSheet.Build(report, texts)),
            .. Wanted(RemainderSheet.IsWanted(report), () => RemainderSheet.Build(report, texts)),
            .. Wanted(report.Days.Count > 0, () => DaySheet.Build(report, texts)),
            .. Wanted(report.Resolutions.Count > 0, () => ResolutionSheet.Build(report, texts)),
            AboutSheet.Build(report, texts),
        ];
        var facts = new WorkbookFacts(
            texts.Fill(texts.ReportTitle, report.Name),
            report.Company,
            texts.Page,
            $"{texts.Fill(texts.AsOf, ReportTexts.Write(report.AsOf))} · {report.RunId}",
            report.MadeAt);
        WorkbookFile.Write(target, sheets, facts);
    }

    /// <summary>Sheets that most sites never need stand there only when they have something to say.</summary>
    private static Sheet[] Wanted(bool isWanted, Func<Sheet> build) => isWanted ? [build()] : [];
}
