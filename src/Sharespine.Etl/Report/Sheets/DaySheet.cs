using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

/// <summary>Settled against booked, day by day: all that can be said where the ledger holds totals and no order list is there.</summary>
internal static class DaySheet
{
    private const int CurrencyColumn = 6;

    public static Sheet Build(ReconciliationReport report, ReportTexts texts)
    {
        TableColumn[] columns =
        [
            TableColumn.Date(texts.Date),
            TableColumn.Count(texts.LineCount),
            TableColumn.Money(texts.Settled),
            TableColumn.Money(texts.Booked),
            TableColumn.Money(texts.Difference),
            TableColumn.Text(texts.Currency),
            TableColumn.Folded(texts.Vouchers, 60),
        ];
        var sums = new Dictionary<int, Func<DayComparison, decimal>>
        {
            [2] = day => day.LineCount,
            [3] = day => day.Settled.Major,
            [4] = day => day.Booked.Major,
            [5] = day => day.Difference.Major,
        };
        return TableSheet.Build(
            texts.DaySheet,
            report.Name,
            texts.DayNote,
            columns,
            report.Days.Count,
            report.Days.Select((day, i) => Row(columns, day, TableSheet.FirstRow + i)),
            TableSheet.Totals(columns, report.Days, CurrencyColumn, day => day.Settled.Currency, sums, texts),
            texts);
    }

    private static Row Row(TableColumn[] columns, DayComparison day, int row) => TableSheet.Tall(
        columns,
        [
            Cell.Of(day.Date),
            Cell.Of(day.LineCount),
            Cell.Of(day.Settled),
            Cell.Of(day.Booked),
            Cell.Formula(FormattableString.Invariant($"C{row}-D{row}"), day.Difference.Major).As(day.Difference.IsZero ? CellLook.Good : CellLook.Bad),
            Cell.Of(day.Settled.Currency.Code),
            Cell.Of(string.Join(", ", day.Vouchers), CellFormat.Wrapped),
        ]);
}
