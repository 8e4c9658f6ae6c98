using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile;

/// <summary>A person's decision on an exception, as it was made.</summary>
public sealed record ResolutionReport
{
    public required string ExceptionId { get; init; }

    /// <summary>ignore, wait, link, write-off, undo.</summary>
    public required string Kind { get; init; }

    /// <summary>What was decided about: order, payout or voucher.</summary>
    public required string Subject { get; init; }

    public required Money Amount { get; init; }

    /// <summary>The voucher linked to, or the account written off to.</summary>
    public string? Target { get; init; }

    public required string DecidedBy { get; init; }

    public required string Reason { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>True when a later decision took it back.</summary>
    public bool IsUndone { get; init; }
}
