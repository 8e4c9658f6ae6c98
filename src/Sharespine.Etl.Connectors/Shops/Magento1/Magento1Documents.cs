using System.Text.Json.Serialization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>The record that order-status mappings of Magento 1 make (target <c>magento1.order-status</c>).</summary>
public sealed record Magento1StatusChange
{
    /// <summary>The name under which mappings know this record.</summary>
    public const string TargetName = "magento1.order-status";

    [About("The shop's id of the order (not its number).")]
    public required string Id { get; init; }

    [About("What this change goes by for ever, so that it is never written twice; stands in the comment.")]
    public string? Reference { get; init; }

    [About("The status to set; left out, the status stays.")]
    public string? Status { get; init; }

    [About("Written into the order's history, the reference behind it.")]
    public string? Comment { get; init; }

    [About("Whether the shop writes to the customer.")]
    public bool? Notify { get; init; }

    [About("True: the order is cancelled (its state, not only its status).")]
    public bool? Cancel { get; init; }
}

/// <summary>The record that shipment mappings of Magento 1 make (target <c>magento1.shipment</c>).</summary>
public sealed record Magento1Shipment
{
    /// <summary>The name under which mappings know this record.</summary>
    public const string TargetName = "magento1.shipment";

    [About("The shop's id of the order (not its number).")]
    public required string Id { get; init; }

    [About("What this shipment goes by for ever, so that it is never made twice; stands in its comment.")]
    public string? Reference { get; init; }

    [About("Text of the comment before the reference.")]
    public string? Comment { get; init; }

    [About("Whether the shop writes to the customer, once the tracking numbers are there.")]
    public bool? Notify { get; init; }

    public IReadOnlyList<Magento1Track>? Tracks { get; init; }

    [About("What was sent. None: all that the order still waits for.")]
    public IReadOnlyList<Magento1Quantity>? Lines { get; init; }
}

public sealed record Magento1Track
{
    [About("A carrier code of the shop (salesOrderShipmentGetCarriers); one it does not have becomes custom.")]
    public string? Carrier { get; init; }

    [About("The carrier as the customer sees it.")]
    public required string Title { get; init; }

    public required string Number { get; init; }
}

public sealed record Magento1Quantity
{
    [About("The shop's id of the order's row, where it is known.")]
    public string? LineId { get; init; }

    public required string Sku { get; init; }

    public required decimal Quantity { get; init; }
}

/// <summary>The record that capture mappings of Magento 1 make (target <c>magento1.capture</c>).</summary>
public sealed record Magento1Capture
{
    /// <summary>The name under which mappings know this record.</summary>
    public const string TargetName = "magento1.capture";

    [About("The shop's id of the order (not its number).")]
    public required string Id { get; init; }

    [About("What this capture goes by for ever, so that no invoice is made twice; stands in the invoice's comment.")]
    public string? Reference { get; init; }

    [About("What was delivered. None: all that the order still waits for.")]
    public IReadOnlyList<Magento1Quantity>? Lines { get; init; }

    [About("What is to be collected, where the ERP says it; another amount on the invoice is not captured.")]
    public Money? Amount { get; init; }
}

/// <summary>The record that stock mappings of Magento 1 make (target <c>magento1.stock</c>).</summary>
public sealed record Magento1Stock
{
    /// <summary>The name under which mappings know this record.</summary>
    public const string TargetName = "magento1.stock";

    public required string Sku { get; init; }

    [About("What can be sold; absolute.")]
    public decimal? Qty { get; init; }

    [JsonPropertyName("is_in_stock")]
    public bool? IsInStock { get; init; }
}

/// <summary>The record that price mappings of Magento 1 make (target <c>magento1.price</c>).</summary>
public sealed record Magento1Price
{
    /// <summary>The name under which mappings know this record.</summary>
    public const string TargetName = "magento1.price";

    public required string Sku { get; init; }

    [About("Code of the store view whose scope is written; absent: the default scope.")]
    public string? Store { get; init; }

    [About("In the catalogue's currency and VAT basis.")]
    public decimal? Price { get; init; }

    [JsonPropertyName("special_price")]
    [About("The campaign's price; 0 ends a campaign.")]
    public decimal? SpecialPrice { get; init; }

    [JsonPropertyName("special_from_date")]
    [About("First day of the campaign, in the shop's time zone.")]
    public DateOnly? SpecialFromDate { get; init; }

    [JsonPropertyName("special_to_date")]
    [About("Last day of the campaign, in the shop's time zone.")]
    public DateOnly? SpecialToDate { get; init; }
}

/// <summary>The record that price list mappings of Magento 1 make (target <c>magento1.price-list</c>).</summary>
public sealed record Magento1TierPrices
{
    /// <summary>The name under which mappings know this record.</summary>
    public const string TargetName = "magento1.price-list";

    public required string Sku { get; init; }

    [JsonPropertyName("customer_group")]
    [About("Code or id of the customer group; all for everybody.")]
    public required string CustomerGroup { get; init; }

    [About("Code of the website; absent: all.")]
    public string? Website { get; init; }

    [About("None: the article is taken off the list.")]
    public IReadOnlyList<Magento1Tier>? Tiers { get; init; }
}

public sealed record Magento1Tier
{
    [About("From this quantity on: whole numbers only.")]
    public required decimal Qty { get; init; }

    public required decimal Price { get; init; }
}

/// <summary>The record that product mappings of Magento 1 make (target <c>magento1.product</c>): its articles are simple products.</summary>
public sealed record Magento1Product
{
    /// <summary>The name under which mappings know this record.</summary>
    public const string TargetName = "magento1.product";

    public required string Sku { get; init; }

    public required IReadOnlyList<Magento1Article> Articles { get; init; }
}

public sealed record Magento1Article
{
    public required string Sku { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    [JsonPropertyName("short_description")]
    public string? ShortDescription { get; init; }

    [About("Kilogram.")]
    public decimal? Weight { get; init; }

    [About("True: sold (status 1); false: not (status 2).")]
    public bool? Active { get; init; }

    [JsonPropertyName("tax_class_id")]
    [About("Id of the shop's product tax class.")]
    public string? TaxClassId { get; init; }

    [About("Attributes of the shop's own, by code.")]
    public IReadOnlyList<Magento1Attribute>? Attributes { get; init; }

    [About("For a new product only.")]
    public Magento1NewArticle? New { get; init; }
}

public sealed record Magento1Attribute
{
    public required string Code { get; init; }

    public required string Value { get; init; }
}

public sealed record Magento1NewArticle
{
    [JsonPropertyName("attribute_set")]
    [About("Id of the attribute set; 4 is Magento's Default.")]
    public required string AttributeSet { get; init; }

    [About("Codes or ids of the websites it is sold on.")]
    public required IReadOnlyList<string> Websites { get; init; }

    [About("1 not visible by itself, 2 catalogue, 3 search, 4 both.")]
    public required string Visibility { get; init; }

    [About("Without one the product is made inactive, so that it is never sold for nothing.")]
    public decimal? Price { get; init; }
}
