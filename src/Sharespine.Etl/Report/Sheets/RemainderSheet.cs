using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

/// <summary>What no rule and no match explains, by payout and reason: never hidden in another figure.</summary>
internal static class RemainderSheet
{
    private const int AmountColumn = 5;
    private const int CurrencyColumn = 6;

    public static bool IsWanted(ReconciliationReport report) => report.Payouts.Any(payout => payout.RemainderParts.Count > 0);

    public static Sheet Build(ReconciliationReport report, ReportTexts texts)
    {
        TableColumn[] columns =
        [
            TableColumn.Text(texts.Payout, 30),
            TableColumn.Date(texts.Date),
            TableColumn.Folded(texts.Reason, 60),
            TableColumn.Count(texts.LineCount),
            TableColumn.Money(texts.Amount),
            TableColumn.Text(texts.Currency),
        ];
        var rows = report.Payouts.SelectMany(payout => payout.RemainderParts.Select(part => (Payout: payout, Part: part))).ToList();
        var sums = new Dictionary<int, Func<(PayoutReport Payout, RemainderPart Part), decimal>> { [4] = row => row.Part.Count, [AmountColumn] = row => row.Part.Amount.Major };
        var payouts = PayoutSheet.FirstRows(report.Payouts.Select(payout => payout.Reference));
        var sheet = TableSheet.Build(
            texts.RemainderSheet,
            report.Name,
            texts.RemainderSheetNote,
            columns,
            rows.Count,
            rows.Select(row => TableSheet.Tall(columns,
            [
                Cell.Of(row.Payout.Reference).As(CellLook.Link),
                Cell.Of(row.Payout.Date),
                Cell.Of(row.Part.Text, CellFormat.Wrapped),
                Cell.Of(row.Part.Count),
                Cell.Of(row.Part.Amount),
                Cell.Of(row.Part.Amount.Currency.Code),
            ])),
            TableSheet.Totals(columns, rows, CurrencyColumn, row => row.Part.Amount.Currency, sums, texts),
            texts);
        return sheet with { Links = [.. rows.Select((row, i) => new Link(TableSheet.FirstRow + i, 1, texts.PayoutSheet, payouts[row.Payout.Reference]))] };
    }
}
