using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

internal static class FeeSheet
{
    private const int CurrencyColumn = 8;

    public static Sheet Build(ReconciliationReport report, ReportTexts texts)
    {
        TableColumn[] columns =
        [
            TableColumn.Text(texts.FeeClass, 50),
            TableColumn.Text(texts.Account, 12),
            new(texts.VatRate, CellFormat.Percent, new Column(14, 10)),
            TableColumn.Count(texts.Count),
            TableColumn.Money(texts.NetAmount),
            TableColumn.Money(texts.Vat),
            TableColumn.Money(texts.GrossAmount),
            TableColumn.Text(texts.Currency),
        ];
        var sums = new Dictionary<int, Func<FeeReport, decimal>>
        {
            [4] = fee => fee.Count,
            [5] = fee => fee.Net.Major,
            [6] = fee => fee.Vat.Major,
            [7] = fee => (fee.Net + fee.Vat).Major,
        };
        return TableSheet.Build(
            texts.FeeSheet,
            report.Name,
            texts.FeeNote,
            columns,
            report.Fees.Count,
            report.Fees.Select((fee, i) => Row(fee, TableSheet.FirstRow + i)),
            TableSheet.Totals(columns, report.Fees, CurrencyColumn, fee => fee.Net.Currency, sums, texts),
            texts);
    }

    private static Row Row(FeeReport fee, int row) => Cells.Row.Of(
        Cell.Of(fee.FeeClass),
        Cell.Of(fee.Account),
        Cell.Percent(fee.VatRate),
        Cell.Of(fee.Count),
        Cell.Of(fee.Net),
        Cell.Of(fee.Vat),
        Cell.Formula(FormattableString.Invariant($"E{row}+F{row}"), (fee.Net + fee.Vat).Major),
        Cell.Of(fee.Net.Currency.Code));
}
