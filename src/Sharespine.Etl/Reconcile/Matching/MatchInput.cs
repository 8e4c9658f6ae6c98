using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>Everything the matcher decides on; the same input gives the same result, in whatever order it comes.</summary>
public sealed record MatchInput
{
    /// <summary>The business date that waiting is counted to.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The date of vouchers for later answers: null for <see cref="AsOf"/>, else the first open day.</summary>
    public DateOnly? LaterBookedOn { get; init; }

    /// <summary>The last day that the ledger covers; null when no ledger was read yet.</summary>
    public DateOnly? LedgerCoversTo { get; init; }

    /// <summary>The order list, where the ledger holds totals.</summary>
    public OrderInput Orders { get; init; } = OrderInput.None;

    public required IReadOnlyList<MatchPayout> Payouts { get; init; }

    /// <summary>Lines that are not finished.</summary>
    public required IReadOnlyList<MatchLine> Lines { get; init; }

    /// <summary>Entries with something open.</summary>
    public required IReadOnlyList<MatchEntry> Entries { get; init; }

    /// <summary>
    /// Lines and entries that were found to belong together beforehand (<see cref="SurePairs"/>), and are in neither of the lists above:
    /// they are settled as they stand.
    /// </summary>
    public IReadOnlyList<MatchPair> Pairs { get; init; } = [];

    /// <summary>Fees and balance movements that nobody decided about: only their payout matters, and they are not in <see cref="Lines"/>.</summary>
    public IReadOnlyList<PlainLine> PlainLines { get; init; } = [];

    /// <summary>References of our vouchers, and of those the ones found in the ledger in an earlier run.</summary>
    public IReadOnlySet<string> OwnVouchers { get; init; } = new HashSet<string>();

    public IReadOnlySet<string> RecognisedVouchers { get; init; } = new HashSet<string>();

    /// <summary>What people decided and is not carried out yet, in the order of their decisions.</summary>
    public IReadOnlyList<ManualPart> Manual { get; init; } = [];

    /// <summary>Settled entries that share a reference with an open line or entry: they explain, they are not settled again.</summary>
    public IReadOnlyList<MatchEntry> SettledEntries { get; init; } = [];

    /// <summary>Finished lines that share a capture or refund id with an open one: they prove a duplicate.</summary>
    public IReadOnlyList<MatchLine> FinishedLines { get; init; } = [];
}

/// <summary>
/// A part of a decision. With a line and an entry: the line settles the entry. With an entry and its counterpart: they take
/// each other out. With an entry and a payout: the entry books the payout. With an account: what is left of line or entry
/// is written off.
/// </summary>
/// <param name="LineMinor">Off the line, in its sign.</param>
/// <param name="EntryMinor">Off the entry, in its sign; off its counterpart the opposite.</param>
public sealed record ManualPart(long ResolutionId, long? LineId, long? EntryId, long? CounterpartId, long? PayoutId, string? Account, long LineMinor, long EntryMinor);

public sealed record MatchPayout
{
    public required long Id { get; init; }

    public required string Reference { get; init; }

    public required DateOnly Date { get; init; }

    /// <summary>What was paid, by the provider's total or else by the lines.</summary>
    public required Money Paid { get; init; }

    /// <summary>The sum of the lines that settle receivables.</summary>
    public required Money Receivable { get; init; }

    public bool IsOutOfBalance { get; init; }

    /// <summary>A voucher of ours was planned or written.</summary>
    public bool IsPosted { get; init; }

    /// <summary>The date its voucher carries: the payout date, or the first open day.</summary>
    public required DateOnly BookedOn { get; init; }

    /// <summary>Found booked by somebody else in an earlier run.</summary>
    public string? BookedVoucher { get; init; }
}

/// <summary>What the booking rules say a line is.</summary>
public enum LineRole
{
    Receivable,
    Fee,
    Movement,

    /// <summary>No rule takes it: suspense account, and an exception.</summary>
    NoRule,
}

/// <param name="Role">Fee or movement.</param>
public readonly record struct PlainLine(long Id, long PayoutId, LineRole Role);

public sealed record MatchLine
{
    public required long Id { get; init; }

    public required long PayoutId { get; init; }

    public required SettlementLine Line { get; init; }

    public required LineRole Role { get; init; }

    /// <summary>What is not settled yet, minor units with the line's sign.</summary>
    public required long Open { get; init; }

    /// <summary>The voucher that it was settled on until a newer ledger took that away.</summary>
    public string? ReopenedFrom { get; init; }

    /// <summary>A person decided that nothing is to be done.</summary>
    public bool IsIgnored { get; init; }
}

public sealed record MatchEntry
{
    public required long Id { get; init; }

    public required LedgerEntry Entry { get; init; }

    public required EntryClass Class { get; init; }

    /// <summary>Order and invoice numbers as the voucher's texts have them.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>What is not settled yet, minor units of the book amount, debit positive.</summary>
    public required long Open { get; init; }

    /// <summary>The last day something was settled on it; null when nothing was.</summary>
    public DateOnly? SettledOn { get; init; }

    public string? OwnVoucher { get; init; }

    public bool IsIgnored { get; init; }
}
