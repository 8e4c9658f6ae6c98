namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>What settles what, and what became of every line and every open entry.</summary>
public sealed record MatchResult
{
    public required IReadOnlyList<PlannedAllocation> Allocations { get; init; }

    /// <summary>One per line of the input: in payout order, then the pairs and the plain lines.</summary>
    public required IReadOnlyList<LineVerdict> Lines { get; init; }

    /// <summary>One per entry that stays open, in ledger order.</summary>
    public required IReadOnlyList<EntryVerdict> Entries { get; init; }

    /// <summary>Payouts found booked by somebody else, in this run.</summary>
    public required IReadOnlyList<BookedPayout> Booked { get; init; }

    /// <summary>Payouts that a bank voucher may have booked, but which of them cannot be told: not to be posted meanwhile.</summary>
    public required IReadOnlyList<long> PossiblyBooked { get; init; }
}

public enum AllocationKind
{
    /// <summary>A line settles an entry.</summary>
    Settlement,

    /// <summary>An entry is a settlement, ours or somebody else's, and done with.</summary>
    Recognition,

    /// <summary>A sale and its credit, never settled, take each other out.</summary>
    Cancellation,

    /// <summary>What a person wrote off a line or an entry.</summary>
    WriteOff,

    /// <summary>Takes an earlier allocation back.</summary>
    Reversal,
}

/// <param name="LineMinor">Taken off the line, in its currency and sign.</param>
/// <param name="EntryMinor">Taken off the entry, in book currency and sign. Differs from the line's by rounding or by currency.</param>
/// <param name="EffectiveOn">The day from which the entry counts as settled.</param>
/// <param name="CounterpartId">For a cancellation: the other entry.</param>
/// <param name="ResolutionId">The person's decision that it carries out.</param>
public sealed record PlannedAllocation(AllocationKind Kind, long? LineId, long? PayoutId, long? EntryId, long LineMinor, long EntryMinor, DateOnly EffectiveOn, string Rule, long? CounterpartId = null, long? ResolutionId = null);

/// <param name="Rule">The pass that settled it.</param>
/// <param name="Related">Vouchers or lines that the reason names, ordered.</param>
public sealed record LineVerdict(long LineId, Disposition Disposition, string? Rule, Reason Reason, IReadOnlyList<string> Related);

public sealed record EntryVerdict(long EntryId, Disposition Disposition, Reason Reason, IReadOnlyList<string> Related);

/// <param name="Voucher">As people quote it.</param>
/// <param name="Minor">What it took off the receivable account, credit positive.</param>
/// <param name="On">The voucher's date.</param>
public sealed record BookedPayout(long PayoutId, string Voucher, long Minor, DateOnly On);

/// <summary>Why something is as it is: finer than its disposition, and what the explanation is written from.</summary>
public enum Reason
{
    None,

    /// <summary>Line: no voucher with this reference or amount.</summary>
    NoVoucher,

    /// <summary>Line: the voucher with this reference is settled already.</summary>
    VoucherSettled,

    /// <summary>Line: a return whose sale is booked, but no credit.</summary>
    NoCredit,

    /// <summary>Line: the voucher it was settled on changed or vanished.</summary>
    VoucherGone,

    /// <summary>Line: the provider settled more than the voucher holds.</summary>
    MoreThanBooked,

    /// <summary>Line: settled before, with the same capture or refund.</summary>
    SettledTwice,

    /// <summary>Line: several candidates, equally good.</summary>
    SeveralCandidates,

    /// <summary>Line: its voucher is in another currency.</summary>
    OtherCurrency,

    /// <summary>Line, and an entry that it names: its payout does not add up, so nothing rests on it.</summary>
    PayoutOutOfBalance,

    /// <summary>Line: no booking rule.</summary>
    NoRule,

    /// <summary>Line: the ledger may still get the voucher.</summary>
    LedgerMayFollow,

    /// <summary>Entry: no payout holds it.</summary>
    NotSettled,

    /// <summary>Entry: less was settled than booked.</summary>
    LessThanBooked,

    /// <summary>Entry: another voucher has the same references and amount.</summary>
    BookedTwice,

    /// <summary>Entry: a settlement that belongs to no known payout.</summary>
    UnknownSettlement,

    /// <summary>Entry: somebody booked a payout that we had booked.</summary>
    PayoutBookedTwice,

    /// <summary>Entry: our own voucher stands in the ledger a second time.</summary>
    OwnVoucherTwice,

    /// <summary>Entry: neither sale, credit nor settlement by the configured classes.</summary>
    Unclassified,

    /// <summary>Entry: on a shared account, and not known to be this provider's.</summary>
    Unassigned,

    /// <summary>Entry: a payout may still come.</summary>
    PayoutMayFollow,

    /// <summary>Payout: the lines do not sum to the provider's total.</summary>
    LinesNotTotal,

    /// <summary>Payout: sent again with other content; the first content stands.</summary>
    ResentDifferently,

    /// <summary>Payout: booked by somebody else with another amount than its lines.</summary>
    BookedDifferently,

    /// <summary>Payout: too much would go to the suspense account.</summary>
    TooMuchSuspense,

    /// <summary>Payout: dated in a closed period.</summary>
    PeriodClosed,

    /// <summary>Entry: what a person wrote off of it falls in a closed period.</summary>
    WriteOffHeld,

    /// <summary>Payout: in a currency that there is no rate or clearing account for.</summary>
    NoRate,

    /// <summary>Payout: an entry to be paid whose texts name no invoice.</summary>
    NoInvoiceNumber,

    /// <summary>Reconciliation: more unexplained than one night may have; nothing of it was posted.</summary>
    PostingStopped,

    /// <summary>Payment: the ERP refused it.</summary>
    PaymentRefused,

    /// <summary>Payment: written to a file and not found in a ledger that covers its date.</summary>
    PaymentNotImported,

    /// <summary>Voucher: written to a file and not found in a ledger that covers its date.</summary>
    VoucherNotImported,

    /// <summary>Voucher: stands in the ledger with other amounts.</summary>
    VoucherChanged,

    /// <summary>Account: the opening balance moved since the last ledger.</summary>
    OpeningMoved,

    /// <summary>Account: a year opens with another balance than the year before closed with.</summary>
    OpeningNotClosing,

    /// <summary>Entry, line: the orders of a total do not sum to what the ledger holds; nothing is settled through them.</summary>
    TotalNotOrders,

    /// <summary>Line: a credit within the total has to be settled first.</summary>
    CreditWithinTotal,

    /// <summary>Entry: some orders of the total are in no payout.</summary>
    OrdersNotSettled,

    /// <summary>Line, entry: the ledger holds totals and there is no order list; compared by day only.</summary>
    LedgerHoldsTotals,

    /// <summary>A person decided.</summary>
    Decided,

    /// <summary>Payout: the bank's lines cover its time and hold none for it.</summary>
    BankMissing,

    /// <summary>Payout: the bank line that names it has another amount.</summary>
    BankAmountDiffers,

    /// <summary>Payout: several bank lines, or several payouts, fit equally well.</summary>
    BankAmbiguous,

    /// <summary>Bank line: names the provider and belongs to no known payout.</summary>
    UnknownBankLine,

    /// <summary>Bank line: names a payout that another line has paid.</summary>
    BankPaidTwice,
}
