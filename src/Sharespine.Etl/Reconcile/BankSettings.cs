using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile;

/// <summary>Where the bank's lines come from and how they are told apart.</summary>
public sealed record BankSettings
{
    [About("The ledger's bank accounts that the provider pays to.")]
    public IReadOnlyList<string> Accounts { get; init; } = ["1930"];

    [About("A connection that brings the bank's own statements (camt.053); without it the bank lines are the ledger's own rows on the accounts.")]
    public string? Connection { get; init; }

    [About("Days after the payout within which the money is on the account; after them a payout without bank line is missing.")]
    public int DelayDays { get; init; } = 5;

    [About("A regular expression on the bank line's texts that tells the provider's payments: needed to find payments that no payout explains, and surer where only the amount tells.")]
    public string? Pattern { get; init; }

    [About("True when the provider pays all payouts of a day and currency in one sum.")]
    public bool OneLinePerDay { get; init; }
}
