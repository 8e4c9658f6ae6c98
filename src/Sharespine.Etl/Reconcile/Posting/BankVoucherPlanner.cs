using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Posting;

/// <summary>
/// Where configured: a voucher that moves a payout from its clearing account to the bank account, on the date of the bank
/// statement's line that paid it. A line that comes from the ledger is booked already and moves nothing.
/// </summary>
internal static class BankVoucherPlanner
{
    /// <param name="plan">What is booked of the payout together with this.</param>
    public static Voucher? Plan(PostingInput payout, PostingPlan plan, ReconciliationSettings settings, BookingRules rules)
    {
        if (!settings.Posting.BankVoucher || payout.HasBankVoucher || plan.IsHeld || payout.Bank is not { IsStatement: true } bank || PostingDates.IsHeld(bank.Date, settings.Posting))
        {
            return null;
        }

        var company = Currency.Parse(settings.Currency);
        var clearing = rules.Clearing[payout.Currency.Code];
        var booked = payout.Posted.Append(plan.Voucher).OfType<Voucher>().SelectMany(voucher => voucher.Rows).Where(row => row.Account == clearing).Sum(row => row.Amount.Minor)
            + payout.Paid.Concat(plan.Payments).Sum(payment => payment.Booked.Minor);
        var paid = bank.Amount.Currency == company ? bank.Amount.Minor : booked;
        // In the company's own currency another amount is an exception of the bank's, and nobody's exchange difference.
        if (booked == 0 || payout.Currency == company && paid != booked)
        {
            return null;
        }

        var texts = ReconcileTexts.For(settings.Language);
        var reference = $"{payout.ReferenceStart(settings.Connection)}/b1";
        var rows = new RowList(company);
        rows.Add(bank.Account, paid, texts.PayoutRow(payout.PayoutReference), []);
        rows.Add(clearing, -booked, texts.PayoutRow(payout.PayoutReference), []);
        rows.Add(paid < booked ? rules.ExchangeLoss : rules.ExchangeGain, booked - paid, texts.ExchangeRow, []);
        return new()
        {
            Reference = reference,
            Series = settings.Posting.Series,
            Date = PostingDates.For(bank.Date, settings.Posting),
            Text = texts.BankText(settings.Provider, payout.PayoutReference, reference, bank.Label),
            Rows = rows.Joined(),
        };
    }
}
