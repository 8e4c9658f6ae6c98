using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Tests.Reconcile.Simulation.Cases;
using Sharespine.Etl.Tests.Reconcile.Simulation.Formats;

namespace Sharespine.Etl.Tests.Reconcile.Simulation;

/// <summary>Something that happens to one order or one payout, with what the report must say of it.</summary>
internal sealed record MonthCase(string Name, Action<CaseWriter> Write);

/// <summary>Every kind of trouble, and what is no trouble.</summary>
internal static class CaseCatalog
{
    private static readonly MonthCase Plain = new("an order settled as booked", OrderCases.Plain);

    private static readonly MonthCase[] InOrder =
    [
        new("a refund with its credit", OrderCases.Refund),
        new("two captures of one invoice", OrderCases.TwoCaptures),
        new("an invoice per capture", OrderCases.InvoicePerCapture),
        new("two captures and two invoices of one amount", OrderCases.EqualCaptures),
        new("one capture of two invoices", OrderCases.TwoInvoices),
        new("an order booked net of its return", OrderCases.BookedNet),
        new("one voucher for several orders", OrderCases.Collective),
        new("a credit that names the invoice only", OrderCases.CreditOfInvoice),
        new("a sale booked late", OrderCases.BookedLate),
        new("a sale credited before it was captured", OrderCases.CreditedBeforeCapture),
        new("an order number written another way", ReferenceCases.WrittenOtherwise),
        new("an invoice number for the order number", ReferenceCases.InvoiceNumber),
        new("the order number in the second field", ReferenceCases.SecondField),
        new("no reference, but an amount that nobody else has", ReferenceCases.AmountOnly),
    ];

    private static readonly MonthCase[] Faults =
    [
        new("missing in the ledger", FaultCases.MissingInLedger),
        new("missing in the settlement", FaultCases.MissingInSettlement),
        new("booked twice", FaultCases.BookedTwice),
        new("a capture settled twice", FaultCases.SettledTwice),
        new("a refund settled twice", FaultCases.RefundSettledTwice),
        new("a second capture without its invoice", FaultCases.SecondCaptureWithoutInvoice),
        new("öre off inside the tolerance", FaultCases.WithinTolerance),
        new("more settled than booked", FaultCases.MoreThanBooked),
        new("less settled than booked", FaultCases.LessThanBooked),
        new("partly settled a while ago", FaultCases.PartlySettled),
        new("a sale booked with the wrong sign", FaultCases.SaleWithWrongSign),
        new("a refund booked with the wrong sign", FaultCases.RefundWithWrongSign),
        new("two vouchers that fit equally well", FaultCases.Twins),
        new("a refund without credit", FaultCases.RefundWithoutCredit),
        new("a default that the provider takes back", FaultCases.Default),
        new("a fee that comes later without a sale", FaultCases.LateFee),
        new("a type that nobody knows", FaultCases.UnknownType),
        new("a settlement of a payout that we have not read", FaultCases.UnknownSettlement),
        new("a voucher that is neither sale nor settlement", FaultCases.Unclassified),
        new("a sale whose payout may still come", FaultCases.NotDueYet),
        new("a payout that does not add up", PayoutCases.OutOfBalance),
        new("a payout booked by hand", PayoutCases.BookedByHand),
        new("a payout booked by hand net of its fees", PayoutCases.BookedNetByHand),
        new("a payout in euro", PayoutCases.InEuro),
        new("money held back and released", PayoutCases.HeldBack),
        new("a payout below zero that becomes debt", PayoutCases.Debt),
        new("a payout below zero", PayoutCases.Negative),
        new("a payout of nothing", PayoutCases.Zero),
        new("a payout paid in by the merchant", PayoutCases.PaidIn),
        new("a report that the provider rounds", PayoutCases.RoundedByProvider),
        new("a file sent again", PayoutCases.SentAgain),
        new("a payout sent again in another layout", PayoutCases.SentAgainOtherwise),
        new("a payout sent again with other content", PayoutCases.SentAgainChanged),
        new("a payout that waits for a voucher", PayoutCases.StillWaits),
    ];

    public static IReadOnlyList<MonthCase> All { get; } = [Plain, .. InOrder, .. Faults];

    /// <summary>20 to 60 orders; each kind in about a third of the months.</summary>
    public static IEnumerable<MonthCase> Draw(ProviderFormat format, SplitMix64 random)
    {
        for (var count = random.Between(6, 20); count > 0; count--)
        {
            yield return Plain;
        }

        foreach (var other in InOrder.Concat(Faults).Where(other => random.Chance(38) && IsKnown(other, format)))
        {
            yield return other;
        }
    }

    private static bool IsKnown(MonthCase what, ProviderFormat format) =>
        (format.HasLateFees || what.Write != FaultCases.LateFee)
        && (format.HasHoldbacks || what.Write != PayoutCases.HeldBack)
        && (format.HasDebt || what.Write != PayoutCases.Debt)
        && (format is NexiJson || what.Write != PayoutCases.PaidIn)
        && (format.Rounds > 0 || what.Write != PayoutCases.RoundedByProvider)
        && (format is KlarnaFormat || what.Write != PayoutCases.SentAgainOtherwise);
}
