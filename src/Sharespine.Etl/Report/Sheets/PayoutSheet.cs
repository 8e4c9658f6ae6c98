using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

internal static class PayoutSheet
{
    public const int CurrencyColumn = 3;
    public const int SalesColumn = 5;
    public const int NetColumn = 10;

    public static Sheet Build(ReconciliationReport report, ReportTexts texts)
    {
        var columns = Columns(texts);
        var sums = new Dictionary<int, Func<PayoutReport, decimal>>
        {
            [5] = payout => payout.Sales.Major,
            [6] = payout => payout.Returns.Major,
            [7] = payout => payout.Fees.Major,
            [8] = payout => payout.FeeVat.Major,
            [9] = payout => payout.Other.Major,
            [10] = payout => payout.Net.Major,
            [11] = payout => payout.ProviderTotal?.Major ?? 0,
            [12] = payout => payout.Difference.Major,
            [13] = payout => payout.Remainder.Major,
            [14] = payout => payout.LineCount,
            [15] = payout => payout.MatchedCount,
            [16] = payout => payout.ExceptionCount,
        };
        return TableSheet.Build(
            texts.PayoutSheet,
            report.Name,
            texts.PayoutNote,
            columns,
            report.Payouts.Count,
            report.Payouts.Select((payout, i) => Row(columns, payout, TableSheet.FirstRow + i, texts)),
            TableSheet.Totals(columns, report.Payouts, CurrencyColumn, payout => payout.Currency, sums, texts),
            texts);
    }

    public static CellLook Look(PayoutStatus status) => status switch
    {
        PayoutStatus.Reconciled or PayoutStatus.AlreadyBooked => CellLook.Good,
        PayoutStatus.ReconciledWithExceptions => CellLook.Warn,
        _ => CellLook.Bad,
    };

    private static TableColumn[] Columns(ReportTexts texts) =>
    [
        TableColumn.Folded(texts.Payout, 20),
        TableColumn.Date(texts.Date),
        TableColumn.Text(texts.Currency),
        TableColumn.Folded(texts.Status, 16),
        TableColumn.Money(texts.GrossSales),
        TableColumn.Money(texts.Returns),
        TableColumn.Money(texts.Fees),
        TableColumn.Money(texts.FeeVat),
        TableColumn.Money(texts.Other),
        TableColumn.Money(texts.Net),
        TableColumn.Money(texts.ProviderTotal),
        TableColumn.Money(texts.Difference),
        TableColumn.Money(texts.Remainder),
        TableColumn.Count(texts.LineCount),
        TableColumn.Count(texts.MatchedCount),
        TableColumn.Count(texts.ExceptionCount),
        TableColumn.Folded(texts.BankReference, 16),
        TableColumn.Folded(texts.Voucher, 20),
        TableColumn.Folded(texts.File, 20),
    ];

    private static Row Row(IReadOnlyList<TableColumn> columns, PayoutReport payout, int row, ReportTexts texts) => TableSheet.Tall(
        columns,
        [
        Cell.Of(payout.Reference, CellFormat.Wrapped),
        Cell.Of(payout.Date),
        Cell.Of(payout.Currency.Code),
        Cell.Of(texts.PayoutStatuses[payout.Status], CellFormat.Wrapped).As(Look(payout.Status)),
        Cell.Of(payout.Sales),
        Cell.Of(payout.Returns),
        Cell.Of(payout.Fees),
        Cell.Of(payout.FeeVat),
        Cell.Of(payout.Other),
        Cell.Formula(FormattableString.Invariant($"SUM(E{row}:I{row})"), payout.Net.Major),
        Cell.Of(payout.ProviderTotal),
        Difference(payout, row),
        NonZero(payout.Remainder),
        Cell.Of(payout.LineCount),
        Cell.Of(payout.MatchedCount),
        Cell.Of(payout.ExceptionCount),
        Cell.Of(payout.Bank?.Label, CellFormat.Wrapped),
        Cell.Of(payout.VoucherReference, CellFormat.Wrapped),
        Cell.Of(payout.FileName, CellFormat.Wrapped),
        ]);

    private static Cell Difference(PayoutReport payout, int row)
    {
        var cell = payout.ProviderTotal is null
            ? Cell.Of(payout.Difference)
            : Cell.Formula(FormattableString.Invariant($"K{row}-J{row}"), payout.Difference.Major);
        return payout.Difference.IsZero ? cell : cell.As(CellLook.Bad);
    }

    private static Cell NonZero(Model.Money remainder) => remainder.IsZero ? Cell.Of(remainder) : Cell.Of(remainder).As(CellLook.Warn);
}
