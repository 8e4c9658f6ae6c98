using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

internal static class VoucherSheet
{
    private const int DebitColumn = 6;
    private const int CreditColumn = 7;
    private const int CurrencyColumn = 8;

    public static Sheet Build(ReconciliationReport report, ReportTexts texts)
    {
        TableColumn[] columns =
        [
            TableColumn.Text(texts.Reference, 34),
            TableColumn.Text(texts.Series),
            TableColumn.Date(texts.Date),
            TableColumn.Text(texts.Account, 12),
            TableColumn.Text(texts.Text, 60),
            TableColumn.Money(texts.Debit),
            TableColumn.Money(texts.Credit),
            TableColumn.Text(texts.Currency),
            TableColumn.Text(texts.File, 36),
        ];
        var rows = report.Vouchers.SelectMany(voucher => voucher.Rows.Select((row, i) => (Voucher: voucher, Row: row, First: i == 0))).ToList();
        var sums = new Dictionary<int, Func<(VoucherReport Voucher, VoucherRow Row, bool First), decimal>>
        {
            [DebitColumn] = row => Math.Max(0, row.Row.Amount.Major),
            [CreditColumn] = row => Math.Max(0, -row.Row.Amount.Major),
        };
        var sheet = TableSheet.Build(
            texts.VoucherSheet,
            report.Name,
            texts.VoucherNote,
            columns,
            rows.Count,
            rows.Select(row => Row(row.Voucher, row.Row, row.First, texts)),
            TableSheet.Totals(columns, rows, CurrencyColumn, row => row.Row.Amount.Currency, sums, texts),
            texts);
        return sheet with { Links = [.. Links(report, texts)] };
    }

    /// <summary>From a voucher's first row back to the payout that it books.</summary>
    private static IEnumerable<Link> Links(ReconciliationReport report, ReportTexts texts)
    {
        var payouts = report.Payouts.Select((payout, i) => (payout.VoucherReference, Row: TableSheet.FirstRow + i)).Where(pair => pair.VoucherReference is not null)
            .DistinctBy(pair => pair.VoucherReference).ToDictionary(pair => pair.VoucherReference!, pair => pair.Row);
        var rows = PayoutSheet.FirstRows(report.Vouchers.SelectMany(voucher => Enumerable.Repeat(voucher.Reference, voucher.Rows.Count)));
        return rows.Where(first => payouts.ContainsKey(first.Key)).Select(first => new Link(first.Value, 1, texts.PayoutSheet, payouts[first.Key]));
    }

    /// <summary>Each row names its voucher, so that filters and sorting work; rows after the first do so quietly.</summary>
    private static Row Row(VoucherReport voucher, VoucherRow row, bool first, ReportTexts texts)
    {
        var look = first ? CellLook.Strong : CellLook.Muted;
        var debit = row.Amount.Minor >= 0;
        var blank = Cell.Blank(CellFormat.Money);
        Cell[] cells =
        [
            Cell.Of(voucher.Reference).As(look),
            Cell.Of(voucher.Series).As(look),
            Cell.Of(voucher.Date).As(look),
            Cell.Of(row.Account),
            Cell.Of(row.Text.Length > 0 ? row.Text : voucher.Text),
            debit ? Cell.Of(row.Amount) : blank,
            debit ? blank : Cell.Of(-row.Amount),
            Cell.Of(row.Amount.Currency.Code),
            Cell.Of(voucher.File ?? texts.PlannedVoucher).As(CellLook.Muted),
        ];
        return new([.. cells.Select(cell => cell.Ruled(first))]);
    }
}
