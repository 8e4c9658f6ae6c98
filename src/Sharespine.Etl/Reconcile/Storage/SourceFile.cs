namespace Sharespine.Etl.Reconcile;

/// <summary>A file that was taken in: its bytes are known by their hash and kept in the archive.</summary>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Name">As it was called where it was taken from, without folder.</param>
/// <param name="ArchivedPath">Where it lies now.</param>
/// <param name="Rows">Data rows.</param>
public sealed record SourceFile(string Sha256, string Name, string ArchivedPath, int Rows);

/// <summary>The texts of a ledger file, of whatever account, that may hold references of ours.</summary>
/// <param name="Texts">Each with its voucher as people quote it.</param>
/// <param name="AreAll">The file holds every voucher of its days: what is not among them is not in the books.</param>
/// <param name="HasVouchers">False for a list of invoices: no voucher or payment of ours could stand in it, and none is missing.</param>
public sealed record LedgerTexts(IReadOnlyList<(string Text, string Voucher)> Texts, bool AreAll, bool HasVouchers = true)
{
    public static LedgerTexts None { get; } = new([], AreAll: false);
}

/// <summary>What became of a settlement file.</summary>
/// <param name="IsKnown">The same bytes were taken in before: nothing was done.</param>
public sealed record SettlementSaved(bool IsKnown, IReadOnlyList<PayoutSaved> Payouts);

/// <param name="Detail">For a conflict: what differs from the payout we have.</param>
public sealed record PayoutSaved(string Reference, PayoutOutcome Outcome, string Detail);

public enum PayoutOutcome
{
    New,

    /// <summary>The same content again, perhaps in another layout.</summary>
    Resent,

    /// <summary>Other content under the same reference: not applied, an exception.</summary>
    Conflict,
}

/// <summary>What became of a ledger file.</summary>
/// <param name="IsKnown">The same bytes were taken in before: nothing was done.</param>
public sealed record LedgerSaved(bool IsKnown, IReadOnlyList<SnapshotSaved> Snapshots);

/// <param name="IsStale">It covers less than the one we have, and was not applied.</param>
public sealed record SnapshotSaved(string Account, DateOnly FiscalYearStart, bool IsStale, IReadOnlyList<LedgerChange> Changes);

/// <summary>What became of a file with bank lines.</summary>
/// <param name="IsKnown">The same bytes were taken in before: nothing was done.</param>
public sealed record BankSaved(bool IsKnown, IReadOnlyList<BankStatementSaved> Statements);

/// <param name="IsStale">It is older than the one we have, and was not applied.</param>
public sealed record BankStatementSaved(string Account, string Key, bool IsStale, IReadOnlyList<LedgerChange> Changes);

/// <param name="Voucher">As people quote it: "A 123"; of a bank's own statement the bank's reference.</param>
/// <param name="Reopened">How much was settled on it and is open again, minor units.</param>
public sealed record LedgerChange(LedgerChangeKind Kind, string Voucher, long? Before, long? After, long Reopened);

public enum LedgerChangeKind
{
    Added,
    Changed,
    Vanished,
}
