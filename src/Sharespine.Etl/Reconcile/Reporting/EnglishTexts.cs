using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Posting;

namespace Sharespine.Etl.Reconcile;

internal sealed class EnglishTexts : ReconcileTexts
{
    protected override NumberFormatInfo Numbers { get; } = new() { NumberDecimalSeparator = ".", NumberGroupSeparator = "," };

    public override string Explain(ExceptionFacts facts) => facts.Reason switch
    {
        Reason.NoVoucher => $"The provider settled {Write(facts.Amount)}{Order(facts)} in payout {facts.PayoutReference}, and no voucher on the receivable account has that reference or amount.",
        Reason.VoucherSettled => $"The provider settled {Write(facts.Amount)}{Order(facts)}, and {List(facts)} with that reference is settled already.",
        Reason.NoCredit => $"The provider took back {Write(facts.Amount.Abs())}{Order(facts)}, and the sale {List(facts)} has no credit voucher.",
        Reason.VoucherGone => $"The line of {Write(facts.Amount)}{Order(facts)} was settled on {List(facts)}, which the newest ledger has changed or no longer holds.",
        Reason.MoreThanBooked => $"The provider settled {Write(facts.Amount)} more{Order(facts)} than is booked.",
        Reason.SettledTwice => $"The provider lists the same capture or refund of {Write(facts.Amount)}{Order(facts)} again; the first is {List(facts)} (payout:line).",
        Reason.SeveralCandidates => $"{Write(facts.Amount)}{Order(facts)} fits {List(facts)} equally well.",
        Reason.OtherCurrency => $"{Write(facts.Amount)} was settled{Order(facts)}, but {List(facts)} is in another currency.",
        Reason.NoRule => $"No booking rule takes the provider's type {List(facts)}; this line of {Write(facts.Amount)} in payout {facts.PayoutReference} goes to the suspense account.",
        Reason.NotSettled => $"{Write(facts.Amount)} was booked {Day(facts.Date)} in {facts.Voucher}, and no payout holds it.",
        Reason.LessThanBooked => $"{Write(facts.Amount)} of {facts.Voucher} is still open after the payout delay.",
        Reason.BookedTwice => $"{facts.Voucher} looks like {List(facts)} booked again: the same references and the same amount.",
        Reason.UnknownSettlement => $"{facts.Voucher} books a settlement of {Write(facts.Amount.Abs())} that belongs to no payout we have read.",
        Reason.PayoutBookedTwice => $"{facts.Voucher} books payout {List(facts)}, which was booked already.",
        Reason.OwnVoucherTwice => $"{facts.Voucher} is our voucher {List(facts)} imported a second time.",
        Reason.Unclassified => $"{facts.Voucher} of {Write(facts.Amount)} is neither sale, credit nor settlement by the configured classes.",
        Reason.LinesNotTotal => $"The lines of payout {facts.PayoutReference} differ from the provider's own total by {Write(facts.Amount)}.",
        Reason.ResentDifferently => $"Payout {facts.PayoutReference} was sent again with other content: {List(facts)}.",
        Reason.BookedDifferently => $"Payout {facts.PayoutReference} was booked by somebody else in {facts.Voucher}, {Write(facts.Amount)} off what its lines settle.",
        Reason.TooMuchSuspense => $"{Write(facts.Amount)} of payout {facts.PayoutReference} is unexplained, more than the configuration lets pass.",
        Reason.PeriodClosed => $"Payout {facts.PayoutReference} of {Day(facts.Date)} falls in a closed period.",
        Reason.WriteOffHeld => $"The write-off of {Write(facts.Amount)} on {facts.Voucher}{Order(facts)} is dated {Day(facts.Date)} in a closed period, and is not booked until that is opened.",
        Reason.NoRate => $"Payout {facts.PayoutReference} of {Write(facts.Amount)} is in a currency that there is no exchange rate or clearing account for.",
        Reason.PostingStopped => $"Nothing was booked this night: {Write(facts.Amount)} on {List(facts)} cannot be explained, more than one night may have.",
        Reason.NoInvoiceNumber => $"Payout {facts.PayoutReference} settles {List(facts)}, whose texts name no invoice that a payment could be sent for.",
        Reason.PaymentRefused => $"The ERP refused the payment {facts.Voucher} of {Write(facts.Amount)}: {List(facts)}",
        Reason.PaymentNotImported => $"Our payment {facts.Voucher} of {Write(facts.Amount)} was written to a file, but is not in a ledger that covers its date.",
        Reason.VoucherNotImported => $"Our voucher {facts.Voucher} was written to a file, and a ledger that covers its date does not hold it.",
        Reason.VoucherChanged => $"Our voucher {facts.Voucher} stands in the ledger with another amount on the receivable account, {Write(facts.Amount)} off.",
        Reason.TotalNotOrders => $"{facts.Voucher} and what else holds the total of {Day(facts.Date)} sum to {First(facts)}, but the orders of the list sum to {Rest(facts)}; nothing was settled through them.",
        Reason.OrdersNotSettled => $"{Write(facts.Amount)} of the total in {facts.Voucher} is settled by no payout; orders: {List(facts)}.",
        Reason.OpeningMoved => $"The opening balance moved by {Write(facts.Amount)} since the last ledger; booked later in earlier years: {(facts.Related.Count == 0 ? "nothing that we know" : List(facts))}.",
        Reason.BankMissing => $"Payout {facts.PayoutReference} of {Write(facts.Amount)} was not on the bank account by {List(facts)}, and the bank's lines cover that time.",
        Reason.BankAmountDiffers => $"Payout {facts.PayoutReference} is {First(facts)} by the provider, and {Rest(facts)} on the bank account.",
        Reason.BankAmbiguous => $"Payout {facts.PayoutReference} of {Write(facts.Amount)} has no bank line of its own: {List(facts)} fits it and others equally well.",
        Reason.UnknownBankLine => $"The bank line {facts.Voucher} of {Write(facts.Amount)} names the provider and belongs to no payout we have read.",
        Reason.BankPaidTwice => $"The bank line {facts.Voucher} of {Write(facts.Amount)} names payout {List(facts)}, which another line has paid.",
        Reason.OpeningNotClosing => $"The fiscal year from {Day(facts.Date)} opens {Write(facts.Amount)} off what the year before closes with; booked in the year before since that export: {(facts.Related.Count == 0 ? "nothing that we know" : List(facts))}.",
        _ => $"{Write(facts.Amount)}.",
    };

    public override string Act(ExceptionFacts facts) => facts.Reason switch
    {
        Reason.NoVoucher => "Find out why the sale or refund is not booked, and book it; the next run settles it.",
        Reason.VoucherSettled => "Look whether a further delivery of the order lacks its invoice, or the provider paid twice.",
        Reason.NoCredit => "Book the credit for the refund; the next run settles it.",
        Reason.VoucherGone => "Look at the voucher in the ledger; a changed one is matched again, a vanished one has to be booked.",
        Reason.MoreThanBooked => "Compare the order with the invoice; book what is missing, or ask the provider.",
        Reason.SettledTwice => "Ask the provider; the amount stays unsettled until it is taken back.",
        Reason.SeveralCandidates => "Choose the right one with resolve.",
        Reason.OtherCurrency => "Compare order and invoice; allow the currency with a rate band if it is meant so.",
        Reason.NoRule => "Add a booking rule for the type, or book the amount from the suspense account by hand.",
        Reason.NotSettled => "Look the order up at the provider: not captured, captured with another provider, or not paid out.",
        Reason.LessThanBooked => "Look whether the rest was credited, not captured, or is still to come.",
        Reason.BookedTwice => "Reverse one of the two if it is the same sale.",
        Reason.UnknownSettlement => "Fetch the payout's settlement file, or explain the voucher with resolve.",
        Reason.PayoutBookedTwice => "Reverse one of the two vouchers.",
        Reason.OwnVoucherTwice => "Reverse the second import in the ledger.",
        Reason.Unclassified => "Add a class rule for such vouchers, or explain it with resolve.",
        Reason.LinesNotTotal => "Fetch the settlement file again; nothing of the payout is booked until it adds up.",
        Reason.ResentDifferently => "Compare the two files; the first one stands until you decide.",
        Reason.BookedDifferently => "Complete the voucher in the ledger, usually with fees and VAT on fees.",
        Reason.TooMuchSuspense => "Solve the payout's exceptions; it is booked when less is unexplained.",
        Reason.PeriodClosed => "Open the period, or let closed payouts be moved to the first open day.",
        Reason.WriteOffHeld => "Open the period, let what is dated in closed periods be moved to the first open day, or take the write-off back.",
        Reason.NoRate => "Configure a clearing account and a rate for the currency, or book the payout by hand.",
        Reason.PostingStopped => "Look for one cause behind them, such as a missing ledger export; solve it, or raise the night's limit once.",
        Reason.NoInvoiceNumber => "Set posting.invoice-pattern so that it finds the invoice's number in such texts.",
        Reason.PaymentRefused => "Look at the invoice in the ERP, then send the payment again with rejected, or settle the invoice by hand and ignore it.",
        Reason.PaymentNotImported => "Import the payment file named in the report, or look why it was refused.",
        Reason.VoucherNotImported => "Import the file named in the report, or look why it was refused.",
        Reason.VoucherChanged => "Compare the voucher with our file; correct it with a new voucher.",
        Reason.TotalNotOrders => "Compare the orders of the day with the total in the ledger; a corrected list or voucher is taken in the next run.",
        Reason.OrdersNotSettled => "Look the orders up at the provider: not captured, captured with another provider, or not paid out.",
        Reason.OpeningMoved => "Check that the later vouchers in the earlier year are meant.",
        Reason.BankMissing => "Ask the provider when and to which account it was paid; look whether the bank line is booked on another account.",
        Reason.BankAmountDiffers => "Compare the bank's advice with the payout: a charge, a set-off, or a rate; for another currency a rate band tells which rates are right.",
        Reason.BankAmbiguous => "Look in the bank which line paid which payout, and have the reference written into the voucher's text; a text pattern for the provider leaves fewer candidates.",
        Reason.UnknownBankLine => "Fetch the settlement file of the payout that the line paid.",
        Reason.BankPaidTwice => "Ask the provider: it paid twice, or the bank line was booked twice.",
        Reason.OpeningNotClosing => "Carry the opening balances over in the ledger and export both years again.",
        _ => "Look at the evidence.",
    };

    public override string Rule(string rule) => rule == MatchRuleNames.Manual ? "decision" : rule;

    public override string? Remark(Reason reason) => reason switch
    {
        Reason.PayoutOutOfBalance => "the payout does not add up; nothing rests on it",
        Reason.LedgerMayFollow => "the voucher may still come",
        Reason.PayoutMayFollow => "the payout may still come",
        Reason.Unassigned => "not known to be this provider's",
        Reason.TotalNotOrders => "the day's total is not the sum of its orders",
        Reason.CreditWithinTotal => "a credit within the day's total has to be settled first",
        Reason.LedgerHoldsTotals => "the ledger holds totals and there is no order list: compared by day only",
        Reason.Decided => "decided by hand",
        _ => null,
    };

    public override string VoucherText(string provider, string payout, string reference, DateOnly? realDate, string? follows) =>
        follows is not null ? $"{reference} {provider} payout {payout}, corrects {follows}"
        : realDate is { } date ? $"{reference} {provider} payout {payout} of {Day(date)}"
        : $"{reference} {provider} payout {payout}";

    public override string PayoutRow(string payout) => $"Payout {payout}";

    public override string CorrectionRow(string payout) => $"Later answer, payout {payout}";

    public override string SuspenseRow(Reason reason, string? orderReference, int fileLine) =>
        $"To be looked at, {Remainder(reason)}: {orderReference ?? "line " + fileLine.ToString(CultureInfo.InvariantCulture)}";

    public override string Remainder(Reason reason) => reason switch
    {
        Reason.NoVoucher => "no voucher",
        Reason.VoucherSettled => "voucher already settled",
        Reason.NoCredit => "no credit",
        Reason.VoucherGone => "voucher gone",
        Reason.MoreThanBooked => "more than booked",
        Reason.SettledTwice => "settled twice",
        Reason.SeveralCandidates => "several candidates",
        Reason.OtherCurrency => "other currency",
        Reason.NoRule => "no rule",
        Reason.LedgerMayFollow => "waits for the ledger",
        Reason.PayoutOutOfBalance => "out of balance",
        Reason.Decided => "decided by hand",
        _ => "not explained",
    };

    public override string VoucherBasis(ExchangeRate? rate, Currency currency, IReadOnlyList<string> documents) =>
        (rate is null ? "" : $", rate {currency} {RateText(rate)} ({rate.Source})") + (documents.Count == 0 ? "" : $", document {string.Join(", ", documents)}");

    public override string BankText(string provider, string payout, string reference, string bankLine) => $"{reference} {provider} payout {payout} in the bank, {bankLine}";

    public override string ExchangeRow => "Exchange difference";

    public override string ConversionRow => "Rounding of conversion";

    public override string WriteOffRow(string? orderReference, string exceptionId) => $"Written off{(orderReference is null ? "" : " " + orderReference)} ({exceptionId})";

    public override string WriteOffText(string provider, string reference, string entry, string? follows) =>
        $"{reference} {provider} {entry} {(follows is null ? "written off" : $"written off otherwise, corrects {follows}")}";

    public override string Decided(ResolutionKind kind, string? target, string by, DateOnly on, string reason) => kind switch
    {
        ResolutionKind.Link => $"linked by hand by {by} {Day(on)}: {reason}",
        ResolutionKind.WriteOff => $"written off to {target} by {by} {Day(on)}: {reason}",
        ResolutionKind.Wait => $"{by} waits since {Day(on)}: {reason}",
        _ => $"left as it is by {by} {Day(on)}: {reason}",
    };

    public override string RoundingRow => "Rounding";

    public override string FeeVatRow => "VAT on fees";

    public override string ReverseChargeRow => "Reverse charge";

    private static string Order(ExceptionFacts facts) => facts.OrderReference is null ? "" : $" for {facts.OrderReference}";
}
