using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

/// <summary>What every sheet and every status means, for a reader who meets the report for the first time.</summary>
internal static class AboutSheet
{
    private const int MeaningWidth = 110;

    public static Sheet Build(ReconciliationReport report, ReportTexts texts)
    {
        var rows = new List<Row>
        {
            new([Cell.Of($"{texts.AboutSheet} · {report.Name}").As(CellLook.Title)], 24),
            Row.Of(Cell.Of($"{report.Company} · {texts.Fill(texts.Made, SummarySheet.MadeAt(report), report.RunId)}").As(CellLook.Subtitle)),
        };
        Section(rows, texts.AboutReading, texts.Reading.Select((sentence, i) => ((i + 1).ToString(texts.Numbers), sentence)));
        Section(rows, texts.AboutSheets, Sheets(report, texts));
        Section(rows, texts.AboutPayoutStatuses, Enum.GetValues<PayoutStatus>().Select(status => (texts.PayoutStatuses[status], texts.PayoutStatusMeanings[status])));
        Section(rows, texts.AboutDispositions, Enum.GetValues<Disposition>().Select(disposition => (texts.Dispositions[disposition], texts.DispositionMeanings[disposition])));
        Section(rows, texts.AboutDecisions, Enum.GetValues<Decision>().Select(decision => (texts.Decisions[decision], texts.DecisionMeanings[decision])));
        Section(rows, texts.FileSection, report.Files.Select(file => ($"{texts.RoleOf(file)}: {file.Name}", $"SHA-256 {file.Sha256}")));
        return new Sheet { Name = texts.AboutSheet, Columns = [Column.Fixed(38), Column.Fixed(MeaningWidth)], Rows = rows };
    }

    private static IEnumerable<(string, string)> Sheets(ReconciliationReport report, ReportTexts texts) =>
    [
        (texts.SummarySheet, texts.SummaryNote),
        (texts.PayoutSheet, texts.PayoutNote),
        (texts.ExceptionSheet, texts.ExceptionNote),
        (texts.LineSheet, texts.LineNote),
        (texts.OpenItemSheet, texts.Fill(texts.OpenItemNote, ReportTexts.Write(report.AsOf))),
        (texts.AgeingSheet, texts.Fill(texts.AgeingNote, ReportTexts.Write(report.AsOf))),
        (texts.FeeSheet, texts.FeeNote),
        (texts.VoucherSheet, texts.VoucherNote),
        .. Wanted(report.Payments.Count > 0, texts.PaymentSheet, texts.PaymentNote),
        .. Wanted(RemainderSheet.IsWanted(report), texts.RemainderSheet, texts.RemainderSheetNote),
        .. Wanted(report.Days.Count > 0, texts.DaySheet, texts.DayNote),
        .. Wanted(report.Resolutions.Count > 0, texts.ResolutionSheet, texts.ResolutionNote),
    ];

    private static (string, string)[] Wanted(bool isThere, string sheet, string note) => isThere ? [(sheet, note)] : [];

    private static void Section(List<Row> rows, string heading, IEnumerable<(string Word, string Meaning)> entries)
    {
        rows.Add(Row.Empty);
        rows.Add(new([Cell.Of(heading).As(CellLook.Section), Cell.Blank().As(CellLook.Section)], 24));
        foreach (var (word, meaning) in entries)
        {
            var lines = Math.Max(SheetMeasure.LinesOf(word, 36), SheetMeasure.LinesOf(meaning, MeaningWidth - 2));
            rows.Add(new([Cell.Of(word, CellFormat.Wrapped).As(CellLook.Strong), Cell.Of(meaning, CellFormat.Wrapped)], TableSheet.Height(lines)));
        }
    }
}
