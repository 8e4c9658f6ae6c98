using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

/// <summary>Customer payments, where sales are booked as invoices in a customer ledger.</summary>
internal static class PaymentSheet
{
    private const int AmountColumn = 6;
    private const int CurrencyColumn = 7;

    public static Sheet Build(ReconciliationReport report, ReportTexts texts)
    {
        TableColumn[] columns =
        [
            TableColumn.Text(texts.Reference, 44),
            TableColumn.Date(texts.Date),
            TableColumn.Text(texts.Payout, 30),
            TableColumn.Text(texts.Order, 24),
            TableColumn.Text(texts.Invoice, 20),
            TableColumn.Money(texts.Amount),
            TableColumn.Text(texts.Currency),
            TableColumn.Text(texts.File, 40),
        ];
        var sums = new Dictionary<int, Func<PaymentReport, decimal>> { [AmountColumn] = payment => payment.Amount.Major };
        return TableSheet.Build(
            texts.PaymentSheet,
            report.Name,
            texts.PaymentNote,
            columns,
            report.Payments.Count,
            report.Payments.Select(payment => Row(payment, texts)),
            TableSheet.Totals(columns, report.Payments, CurrencyColumn, payment => payment.Amount.Currency, sums, texts),
            texts);
    }

    private static Row Row(PaymentReport payment, ReportTexts texts) => Cells.Row.Of(
        Cell.Of(payment.Reference),
        Cell.Of(payment.Date),
        Cell.Of(payment.PayoutReference),
        Cell.Of(payment.OrderReference),
        Cell.Of(payment.Invoice),
        Cell.Of(payment.Amount),
        Cell.Of(payment.Amount.Currency.Code),
        Cell.Of(payment.File ?? texts.PlannedVoucher).As(CellLook.Muted));
}
