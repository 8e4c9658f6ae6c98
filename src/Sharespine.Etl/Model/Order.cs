namespace Sharespine.Etl.Model;

/// <summary>
/// A shop's order in the one form that every shop maps to and every ERP maps from. Amounts charged are <see cref="Money"/>;
/// line nets, VAT, prices and quantities are exact decimals in the order's currency, rounded once when a document is assembled.
/// VAT is carried as the shop charged it.
/// </summary>
public sealed record Order
{
    [About("The shop's own id: the key. Numbers may change or repeat, ids do not.")]
    public required string Id { get; init; }

    [About("The number the customer sees.")]
    public required string Number { get; init; }

    [About("Store view, channel or site, where the shop has several.")]
    public string? Store { get; init; }

    public required string Currency { get; init; }

    [About("When the customer ordered, UTC.")]
    public required DateTimeOffset PlacedAt { get; init; }

    [About("When it was paid or authorised, UTC.")]
    public DateTimeOffset? PaidAt { get; init; }

    [About("Our word for the order's state.")]
    public required OrderStatus Status { get; init; }

    [About("The shop's own word for it.")]
    public required string ShopStatus { get; init; }

    [About("True when the shop shows prices including VAT.")]
    public bool PricesIncludeVat { get; init; }

    public required Customer Customer { get; init; }

    public required Address BillingAddress { get; init; }

    public Address? ShippingAddress { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    [About("VAT as the shop charged it, per rate.")]
    public IReadOnlyList<VatTotal> Vat { get; init; } = [];

    public IReadOnlyList<Payment> Payments { get; init; } = [];

    public IReadOnlyList<Refund> Refunds { get; init; } = [];

    [About("What the customer was charged, VAT included.")]
    public required Money Total { get; init; }

    [About("VAT within the total.")]
    public required Money TotalVat { get; init; }

    [Personal]
    [About("The customer's own words.")]
    public string? CustomerNote { get; init; }
}

public enum OrderStatus
{
    Pending,
    AwaitingPayment,
    Authorized,
    Paid,
    OnHold,
    PartiallyShipped,
    Shipped,
    Completed,
    Cancelled,
    PartiallyRefunded,
    Refunded,
    Failed,
}

public sealed record Customer
{
    [About("The shop's customer id; absent for a guest.")]
    public string? Id { get; init; }

    public bool IsGuest { get; init; }

    [Personal]
    public string? Email { get; init; }

    [Personal]
    public string? Phone { get; init; }

    [About("Organisation number of a company. A personal number is dropped at extract.")]
    public string? OrganisationNumber { get; init; }

    public string? VatNumber { get; init; }
}

public sealed record Address
{
    [Personal]
    public string? Name { get; init; }

    public string? Company { get; init; }

    [Personal]
    public string? Street { get; init; }

    [Personal]
    public string? Street2 { get; init; }

    [Personal]
    public string? PostalCode { get; init; }

    [Personal]
    public string? City { get; init; }

    [About("ISO 3166 alpha-2.")]
    public string? CountryCode { get; init; }
}

public enum OrderLineKind
{
    Product,
    Shipping,
    Fee,

    /// <summary>A discount that the shop carries as a row of its own (negative).</summary>
    Discount,

    /// <summary>Payment by gift card carried as a row (negative, no VAT).</summary>
    GiftCard,
}

/// <summary>A row of an order: product, shipping, fee or discount. Amounts are after line discounts.</summary>
public sealed record OrderLine
{
    [About("The shop's id of the row, stable over edits.")]
    public required string Id { get; init; }

    public OrderLineKind Kind { get; init; } = OrderLineKind.Product;

    public string? Sku { get; init; }

    public required string Name { get; init; }

    public required decimal Quantity { get; init; }

    [About("Row amount without VAT, after discount, in the order's currency.")]
    public required decimal Net { get; init; }

    [About("VAT of the row as the shop charged it.")]
    public required decimal Vat { get; init; }

    [About("VAT rate in percent, where one rate holds for the row.")]
    public decimal? VatRate { get; init; }

    [About("Where several rates hold for the row (a fee spread over the order): the VAT of each. The net is split by them.")]
    public IReadOnlyList<VatTotal> VatShares { get; init; } = [];

    [About("Discount already taken off the net.")]
    public decimal DiscountNet { get; init; }
}

/// <param name="Rate">Percent.</param>
public sealed record VatTotal
{
    public required decimal Rate { get; init; }

    public required decimal Vat { get; init; }
}

public sealed record Payment
{
    [About("The shop's code of the payment method.")]
    public required string Method { get; init; }

    [About("The payment provider behind it: klarna, svea, dibs …")]
    public string? Provider { get; init; }

    [About("The provider's id of the payment or order.")]
    public string? Reference { get; init; }

    public required Money Amount { get; init; }
}

/// <summary>A refund: what was paid back, positive, with its rows where the shop knows them (an amount-only refund has none).</summary>
public sealed record Refund
{
    public required string Id { get; init; }

    [About("When, UTC.")]
    public DateTimeOffset? At { get; init; }

    [About("What was paid back, VAT included: positive.")]
    public required Money Amount { get; init; }

    [Personal]
    public string? Reason { get; init; }

    [About("Rows given back: positive quantity, net and VAT.")]
    public IReadOnlyList<OrderLine> Lines { get; init; } = [];
}
