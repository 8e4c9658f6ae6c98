namespace Sharespine.Etl.Model;

/// <summary>
/// One payout of a payment provider as one settlement file told it, with its lines. The idempotency key is
/// (connection, merchant id, reference): providers re-send files, also in another column layout.
/// </summary>
public sealed record Payout
{
    /// <summary>The provider's payout reference: what stands on the bank statement.</summary>
    public required string Reference { get; init; }

    /// <summary>The merchant account at the provider; empty where the file has none.</summary>
    public string MerchantId { get; init; } = "";

    public required Currency Currency { get; init; }

    /// <summary>The provider's payout date as a Swedish business date (Europe/Stockholm).</summary>
    public required DateOnly Date { get; init; }

    /// <summary>What the provider paid out (positive) or demands (negative), as its own total says; null when the file has no total.</summary>
    public Money? Total { get; init; }

    /// <summary>NET: fees are drawn from the payout. GROSS: fees come on a separate invoice. GROSS_FEE: this is that invoice.</summary>
    public SettlementKind Kind { get; init; } = SettlementKind.Net;

    /// <summary>The file's own totals by name, signed as they enter the payout (fees and returns negative): the second witness.</summary>
    public IReadOnlyDictionary<string, Money> Totals { get; init; } = new Dictionary<string, Money>();

    public required IReadOnlyList<SettlementLine> Lines { get; init; }
}

public enum SettlementKind
{
    Net,
    Gross,

    /// <summary>The fees of a gross merchant as a settlement of their own: the provider's invoice.</summary>
    GrossFee,
}

/// <summary>
/// A line of a payout. <see cref="Amount"/> is signed as it enters the payout: a sale is positive, a return or a fee
/// negative, whatever the sign in the file.
/// </summary>
public sealed record SettlementLine
{
    /// <summary>Identifies the line within its payout, stable when the file is re-sent in another layout (the mapping's line key).</summary>
    public required string Key { get; init; }

    /// <summary>The line in the file, 1-based; 0 for a line made from a total (see <see cref="FromTotal"/>).</summary>
    public int FileLine { get; init; }

    public required LineType Type { get; init; }

    /// <summary>The provider's own type and sub-type as written, e.g. FEE and PURCHASE_FEE_FIXED.</summary>
    public string ProviderType { get; init; } = "";

    public string DetailedType { get; init; } = "";

    /// <summary>Signed effect on the payout, VAT not included for fees (see <see cref="Vat"/>).</summary>
    public required Money Amount { get; init; }

    /// <summary>VAT on a fee, signed as it enters the payout (negative); zero where the file shows none.</summary>
    public required Money Vat { get; init; }

    /// <summary>The VAT rate in percent where the file states it.</summary>
    public decimal? VatRate { get; init; }

    /// <summary>VAT on a fee of a foreign payout in the currency of registration, signed as it enters the payout; null where the file shows none.</summary>
    public Money? RegistrationVat { get; init; }

    /// <summary>The shop's order number as the provider has it, untouched.</summary>
    public string? OrderReference { get; init; }

    /// <summary>Further references to try, untouched, in the mapping's order.</summary>
    public IReadOnlyList<string> OtherReferences { get; init; } = [];

    /// <summary>The provider's id of the order, capture and refund.</summary>
    public string? ProviderOrderId { get; init; }

    public string? CaptureId { get; init; }

    public string? RefundId { get; init; }

    /// <summary>When the order was made, and when this event (capture, refund) happened: Swedish business dates.</summary>
    public DateOnly? SaleDate { get; init; }

    public DateOnly? EventDate { get; init; }

    public string? PaymentMethod { get; init; }

    /// <summary>True for a line we made from a total that no row carries (Klarna's VAT on fees, repay, deposit): named, never a silent remainder.</summary>
    public bool FromTotal { get; init; }
}

/// <summary>What a settlement line is, in one vocabulary for all providers.</summary>
public enum LineType
{
    Sale,
    Return,

    /// <summary>Money taken back by the provider after a dispute, or returned from one (signed).</summary>
    Reversal,
    Fee,
    FeeRefund,

    /// <summary>VAT on fees that only a total states.</summary>
    FeeVat,

    /// <summary>Money from the provider to the merchant: commission, kickback.</summary>
    Commission,
    Correction,
    Holdback,
    Release,
    Credit,
    Charge,

    /// <summary>Debt carried between payouts.</summary>
    Repay,
    Deposit,

    /// <summary>A type the mapping does not know: an exception, never a guess.</summary>
    Unknown,
}
