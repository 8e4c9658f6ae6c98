using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile;

/// <summary>The payout against the bank account.</summary>
/// <param name="Amount">Of the bank line, in the bank account's currency; null without one.</param>
/// <param name="Date">Of the bank line.</param>
/// <param name="Label">The bank line as people quote it, with its file.</param>
/// <param name="Difference">Bank less payout where the currencies agree; zero otherwise.</param>
public sealed record PayoutBank(BankStatus Status, Money? Amount, DateOnly? Date, string? Label, Money Difference);

public enum BankStatus
{
    /// <summary>The bank may still have it: its lines do not reach far enough, or the delay is not over.</summary>
    Waiting,

    Paid,

    AmountDiffers,

    /// <summary>The bank's lines cover the time, and there is none.</summary>
    Missing,

    /// <summary>Several lines or payouts fit equally well: never picked.</summary>
    Ambiguous,

    /// <summary>A zero or negative payout: no money moves.</summary>
    NothingToPay,
}
