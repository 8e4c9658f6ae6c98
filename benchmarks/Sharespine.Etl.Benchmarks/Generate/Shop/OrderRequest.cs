namespace Sharespine.Etl.Benchmarks.Generate.Shop;

/// <summary>What a customer asked for: the order before the shop has computed it.</summary>
public sealed record OrderRequest
{
    public required DateTimeOffset Created { get; init; }

    public string Currency { get; init; } = "SEK";

    public string Country => Currency == "EUR" ? "FI" : "SE";

    /// <summary>kco (Klarna), swish, bacs (bank transfer) or cod (paid in the store); empty on an unfinished checkout.</summary>
    public string Method { get; init; } = "kco";

    public string Status { get; init; } = "completed";

    public required IReadOnlyList<(Product Product, int Quantity)> Basket { get; init; }

    public Coupon? Coupon { get; init; }

    /// <summary>In öre or cents, VAT included; 0 is free.</summary>
    public long ShippingPrice { get; init; }

    /// <summary>Drawn from a gift card, in öre.</summary>
    public long GiftCard { get; init; }

    /// <summary>Without VAT, in öre.</summary>
    public long InvoiceFee { get; init; }

    public string Note { get; init; } = "";

    /// <summary>The trouble or variety this order was planted for.</summary>
    public Role Role { get; init; }

    public DateOnly Date => SwedishTime.Date(Created);

    public bool IsKlarna => Method == "kco";

    /// <summary>Klarna takes the money the day after; what never became an order takes none.</summary>
    public bool IsCharged => Status is "completed" or "processing" or "refunded" or "dellevererad";
}

/// <summary>What is special about an order. The books, the settlements and the shop each look for what concerns them.</summary>
public enum Role
{
    None,
    UnknownTaxRate,
    UnknownCurrency,
    MissingInLedger,
    BookedTwice,
    OffByOre,
    OffByForty,
    LateRefund,
    PartialSamePayout,
    PartialTwoPayouts,
    PartialStillOpen,
    PrefixedReference,
    SuffixedReference,
    Ambiguous,
    WrongCurrency,
    NeverSettled,
    OutOfBalance,
    PaymentDefault,
    LateFee,
    JustAfterMidnight,
    TwoRefunds,
    AmountOnlyRefund,
    FullRefund,
    LineRefund,
    SettledTwice,
    Kickback,
    ManualRow,
    UnknownFee,
    UnknownAction,
}
