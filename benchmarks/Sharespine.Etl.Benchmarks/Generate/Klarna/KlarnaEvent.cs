using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Benchmarks.Generate.Klarna;

/// <summary>One row of a settlement file, with what the generator knows and the file does not say.</summary>
public sealed record KlarnaEvent
{
    /// <summary>When it happened: the file's <c>capture_date</c>. Its UTC date decides which payout it is in.</summary>
    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? SaleAt { get; init; }

    public required string Type { get; init; }

    public required string DetailedType { get; init; }

    public string OrderId { get; init; } = "";

    public string ShortOrderId { get; init; } = "";

    public string CaptureId { get; init; } = "";

    public string RefundId { get; init; } = "";

    /// <summary>The shop's order number as the file has it.</summary>
    public string Reference { get; init; } = "";

    /// <summary>Signed as it enters the payout, VAT on fees not included.</summary>
    public required long Amount { get; init; }

    /// <summary>Signed; only fees have it, at 25 percent.</summary>
    public long Vat { get; init; }

    public required string Currency { get; init; }

    public string Country { get; init; } = "SE";

    /// <summary>The truth: the order it belongs to, whatever the reference says.</summary>
    public string? Order { get; init; }

    /// <summary>The truth: what a reconciliation must make of it.</summary>
    public required Disposition Expected { get; init; }
}
