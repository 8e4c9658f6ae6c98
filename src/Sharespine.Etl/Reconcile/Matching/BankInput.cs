using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>Everything that decides which bank line paid which payout; the same input gives the same result, in whatever order it comes.</summary>
public sealed record BankInput
{
    /// <summary>The business date that waiting is counted to.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>All payouts, paid ones too.</summary>
    public required IReadOnlyList<BankPayout> Payouts { get; init; }

    /// <summary>Lines that no other reconciliation has used.</summary>
    public required IReadOnlyList<BankCandidate> Lines { get; init; }

    /// <summary>The days that the bank's lines cover, from first to last, without gaps inside.</summary>
    public required IReadOnlyList<BankPeriod> Covered { get; init; }
}

public sealed record BankPayout
{
    public required long Id { get; init; }

    public string MerchantId { get; init; } = "";

    public required string Reference { get; init; }

    public required DateOnly Date { get; init; }

    /// <summary>By the provider's total or else by its lines; negative is a demand.</summary>
    public required Money Paid { get; init; }

    /// <summary>The voucher, "A 123", by which somebody else booked it.</summary>
    public string? BookedVoucher { get; init; }

    /// <summary>From before the start: it may take its line, and nobody waits for one.</summary>
    public bool IsSetAside { get; init; }
}

/// <param name="Account">The ledger's account.</param>
public sealed record BankCandidate(long Id, string Account, BankLine Line);

/// <summary>Days, both inclusive.</summary>
public readonly record struct BankPeriod(DateOnly From, DateOnly To)
{
    public bool Holds(DateOnly from, DateOnly to) => From <= from && to <= To;
}

public sealed record BankResult
{
    /// <summary>In payout order.</summary>
    public required IReadOnlyList<BankAllocation> Allocations { get; init; }

    /// <summary>One per payout that is not set aside, in payout order.</summary>
    public required IReadOnlyList<BankVerdict> Payouts { get; init; }

    /// <summary>Lines that a person has to look at, in their order.</summary>
    public required IReadOnlyList<BankLineVerdict> Lines { get; init; }
}

/// <param name="PayoutMinor">What of the payout it covers, in the payout's currency; zero where the bank does not say and no rate band proves it.</param>
/// <param name="LineMinor">What of the line it uses, in the account's currency.</param>
public sealed record BankAllocation(long PayoutId, long LineId, long PayoutMinor, long LineMinor, string Rule);

/// <param name="DifferenceMinor">Bank less payout in the payout's currency; zero where they cannot be compared.</param>
/// <param name="Related">Amounts and lines that the reason names, ordered.</param>
public sealed record BankVerdict(long PayoutId, BankStatus Status, Reason Reason, long DifferenceMinor, IReadOnlyList<string> Related);

/// <param name="Payouts">References of the payouts it names.</param>
public sealed record BankLineVerdict(long LineId, Reason Reason, IReadOnlyList<string> Payouts);

/// <summary>How a bank line was found; stored, never translated.</summary>
public static class BankRuleNames
{
    public const string Reference = "payout reference";
    public const string SeveralLines = "payout reference, several lines";
    public const string SeveralPayouts = "one line for several payouts";
    public const string OriginalAmount = "payout reference and original amount";
    public const string RateBand = "payout reference and rate band";
    public const string BookedVoucher = "voucher booked by others";
    public const string AmountAndPattern = "amount, date and text";
    public const string AmountAndDate = "amount and date";
    public const string Differs = "payout reference, other amount";

    /// <summary>Sure enough to book the bank account on: an amount alone, without a word of the provider, is not.</summary>
    public static bool IsCertain(string rule) => rule is not (AmountAndDate or Differs);
}
