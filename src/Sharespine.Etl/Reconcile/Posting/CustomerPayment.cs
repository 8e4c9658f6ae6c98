using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Posting;

/// <summary>
/// An amount that settles one invoice in the ERP's customer ledger: one settlement line against one invoice. The ERP debits
/// <see cref="Clearing"/>, so that payments and voucher together put the payout's amount there.
/// </summary>
public sealed record CustomerPayment
{
    /// <summary>Our own key, e.g. "klarna-se/123456789/p/1001": sent once, and found again in the ledger's text.</summary>
    public required string Reference { get; init; }

    public required DateOnly Date { get; init; }

    public required long LineId { get; init; }

    public required long EntryId { get; init; }

    /// <summary>The receivable account that carries the customer ledger.</summary>
    public required string Account { get; init; }

    public required string Clearing { get; init; }

    /// <summary>As the customer ledger numbers it.</summary>
    public required string Invoice { get; init; }

    public string? OrderReference { get; init; }

    /// <summary>Positive settles an invoice, negative a credit invoice; in the payout's currency.</summary>
    public required Money Amount { get; init; }

    /// <summary>What the clearing account is debited with, in the company's currency.</summary>
    public required Money Booked { get; init; }
}
