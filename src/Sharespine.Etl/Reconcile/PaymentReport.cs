using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile;

/// <summary>A customer payment: an amount that settles one invoice in the ERP's customer ledger.</summary>
public sealed record PaymentReport
{
    /// <summary>Our own key, e.g. klarna-se/123456789/p/A-123: never sent twice.</summary>
    public required string Reference { get; init; }

    public required DateOnly Date { get; init; }

    public required string PayoutReference { get; init; }

    public string? OrderReference { get; init; }

    /// <summary>The invoice as the ledger numbers it.</summary>
    public required string Invoice { get; init; }

    /// <summary>Positive settles an invoice, negative a credit.</summary>
    public required Money Amount { get; init; }

    /// <summary>The payment file it stands in; null while only planned.</summary>
    public string? File { get; init; }
}
