namespace Sharespine.Etl.Benchmarks.Generate.Shop;

/// <summary>
/// An order as the shop stores it. Line amounts are without tax, also where prices include it; the order's sums are the
/// sums of the rounded parts, so they hold exactly.
/// </summary>
public sealed record ShopOrder
{
    public required int Id { get; init; }

    public string Number => Amounts.Number(Id);

    public required OrderRequest Request { get; init; }

    public required string Status { get; init; }

    /// <summary>As the shop writes it: SEK, EUR, and once something that is no currency.</summary>
    public required string Currency { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Modified { get; init; }

    public DateTimeOffset? Paid { get; init; }

    public DateTimeOffset? Completed { get; init; }

    public required Customer Customer { get; init; }

    public required string TransactionId { get; init; }

    public required string OrderKey { get; init; }

    public required string CartHash { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    public required IReadOnlyList<ShippingLine> Shipping { get; init; }

    public required IReadOnlyList<FeeLine> Fees { get; init; }

    public required IReadOnlyList<CouponLine> Coupons { get; init; }

    public required IReadOnlyList<TaxLine> TaxLines { get; init; }

    public required IReadOnlyList<MetaEntry> Meta { get; init; }

    /// <summary>Oldest first; the API shows the newest first.</summary>
    public IReadOnlyList<ShopRefund> Refunds { get; init; } = [];

    public string Note { get; init; } = "";

    public long ShippingTotal => Shipping.Sum(line => line.Total);

    public long ShippingTax => Shipping.Sum(line => line.Tax);

    public long CartTax => Lines.Sum(line => line.TotalTax) + Fees.Sum(fee => fee.Tax);

    public long TotalTax => CartTax + ShippingTax;

    public long Total => Lines.Sum(line => line.Total) + Fees.Sum(fee => fee.Total) + ShippingTotal + TotalTax;
}

/// <summary>Amounts before (<c>Subtotal</c>) and after (<c>Total</c>) coupons, without tax, and the tax on each.</summary>
public sealed record OrderLine(int ItemId, Product Product, int Quantity, TaxRate? Rate)
{
    public required long Subtotal { get; init; }

    public required long SubtotalTax { get; init; }

    public required long Total { get; init; }

    public required long TotalTax { get; init; }

    /// <summary>The shop's unrounded unit price as the API writes the number, sometimes with a float's dust at its end.</summary>
    public required string Price { get; init; }

    public required IReadOnlyList<MetaEntry> Meta { get; init; }
}

public sealed record ShippingLine(int ItemId, string Title, string MethodId, string InstanceId, long Total, long Tax, TaxRate? Rate, MetaEntry Items);

/// <param name="AmountText">What the shop's <c>amount</c> field says: empty for a gift card drawn at checkout.</param>
public sealed record FeeLine(int ItemId, string Name, string TaxStatus, string AmountText, long Total, IReadOnlyList<TaxPart> Taxes)
{
    public long Tax => Taxes.Sum(part => part.Amount);
}

public sealed record TaxPart(TaxRate Rate, long Amount);

public sealed record CouponLine(int ItemId, Coupon Coupon, long Discount, long DiscountTax, MetaEntry Info);

/// <param name="Nominal">Percent for a percent coupon, else kronor.</param>
public sealed record Coupon(int Id, string Code, string Type, int Nominal, bool FreeShipping);

public sealed record TaxLine(int ItemId, TaxRate Rate, long TaxTotal, long ShippingTax);

/// <param name="DisplayKey">Null on the order itself, where the API shows no display fields.</param>
public sealed record MetaEntry(int Id, string Key, string Value, string? DisplayKey = null, string? DisplayValue = null)
{
    /// <summary>The value is an object or a list, not text.</summary>
    public bool IsJson { get; init; }
}

public sealed record ShopRefund
{
    public required int Id { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required string Reason { get; init; }

    /// <summary>Positive.</summary>
    public required long Amount { get; init; }

    /// <summary>Empty when only an amount was given back.</summary>
    public IReadOnlyList<RefundLine> Lines { get; init; } = [];

    public ShippingLine? Shipping { get; init; }

    public IReadOnlyList<TaxLine> TaxLines { get; init; } = [];
}

/// <param name="Total">Negative, without tax.</param>
public sealed record RefundLine(int ItemId, OrderLine Original, int Quantity, long Total, long Tax, MetaEntry RefundedItem);
