namespace Sharespine.Etl.Model;

/// <summary>
/// What an order becomes in an ERP: an order, an invoice or a credit. Assembled from the shop's <see cref="Order"/> with
/// rounding done once: its rows plus <see cref="Rounding"/> sum to <see cref="Total"/>, which equals the shop's exactly.
/// ERP mappings start from here.
/// </summary>
public sealed record CommercialDocument
{
    [About("Our key: order/shop-se/42, order/shop-se/42/refund/7.")]
    public required string Key { get; init; }

    public required DocumentKind Kind { get; init; }

    [About("The connection that the order came from.")]
    public required string Shop { get; init; }

    public string? Store { get; init; }

    [About("The shop's id of the order.")]
    public required string OrderId { get; init; }

    [About("The order number that the customer sees; a credit carries its order's.")]
    public required string OrderNumber { get; init; }

    [About("For a credit: the key of the document it credits.")]
    public string? Credits { get; init; }

    [About("Business date in the company's time zone.")]
    public required DateOnly Date { get; init; }

    public required string Currency { get; init; }

    [About("Key of the customer document: customer/<shop id>, or the collective customer of guests.")]
    public required string CustomerKey { get; init; }

    public required Customer Customer { get; init; }

    public required Address BillingAddress { get; init; }

    public required Address ShippingAddress { get; init; }

    public string? PaymentMethod { get; init; }

    public string? PaymentProvider { get; init; }

    public string? PaymentReference { get; init; }

    public required IReadOnlyList<DocumentRow> Rows { get; init; }

    [About("The sum of the rows, VAT included, falls short of the total by this much; zero nearly always.")]
    public required Money Rounding { get; init; }

    [About("VAT included. Positive on a credit too: its kind says the direction.")]
    public required Money Total { get; init; }

    public required Money TotalVat { get; init; }

    [About("VAT per rate, as the shop charged it.")]
    public required IReadOnlyList<VatAmount> Vat { get; init; }
}

public enum DocumentKind
{
    Order,
    Invoice,
    Credit,
}

public sealed record DocumentRow
{
    public required OrderLineKind Kind { get; init; }

    [About("Article number; absent on a text row.")]
    public string? Sku { get; init; }

    public required string Text { get; init; }

    public required decimal Quantity { get; init; }

    [About("Row amount without VAT, after discount, rounded to the currency.")]
    public required Money Net { get; init; }

    public required Money Vat { get; init; }

    [About("Percent.")]
    public required decimal VatRate { get; init; }
}

public sealed record VatAmount
{
    [About("Percent.")]
    public required decimal Rate { get; init; }

    public required Money Net { get; init; }

    public required Money Vat { get; init; }
}

/// <summary>An article that an order's row names and the ERP may not have yet.</summary>
public sealed record ArticleDocument
{
    [About("Our key: article/<sku>.")]
    public required string Key { get; init; }

    public required string Sku { get; init; }

    public required string Name { get; init; }

    [About("Percent.")]
    public required decimal VatRate { get; init; }
}

/// <summary>A customer that an order names.</summary>
public sealed record CustomerDocument
{
    [About("Our key: customer/<shop>/<id>.")]
    public required string Key { get; init; }

    public required string Shop { get; init; }

    public required Customer Customer { get; init; }

    public required Address Address { get; init; }

    public required string Currency { get; init; }
}
