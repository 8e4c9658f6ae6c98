using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>What order-status mappings make (target <c>shopify.order-status</c>): all that is set on an order.</summary>
public sealed record ShopifyStatusChange
{
    public const string TargetName = "shopify.order-status";

    [About("The shop's id of the order (not its name).")]
    public required string Id { get; init; }

    [About("Tags that the order gets; those it has stay.")]
    public IReadOnlyList<string> Tags { get; init; } = [];

    [About("Metafields to set; a known one is changed in place.")]
    public IReadOnlyList<ShopifyMetafield> Metafields { get; init; } = [];

    [About("Archive the order, where the connection's close-orders allows it.")]
    public bool Close { get; init; }
}

public sealed record ShopifyMetafield
{
    [About("3 to 255 letters, digits, - and _.")]
    public required string Namespace { get; init; }

    [About("2 to 64 letters, digits, - and _.")]
    public required string Key { get; init; }

    [About("Shopify's type: single_line_text_field unless said otherwise.")]
    public string Type { get; init; } = "single_line_text_field";

    public required string Value { get; init; }
}

/// <summary>What shipment mappings make (target <c>shopify.shipment</c>): one dispatch.</summary>
public sealed record ShopifyShipment
{
    public const string TargetName = "shopify.shipment";

    [About("The shop's id of the order.")]
    public required string Id { get; init; }

    [About("The ERP's number of the dispatch; by it, or by its tracking numbers, it is known again.")]
    public required string DeliveryId { get; init; }

    [About("Whether the shop writes to the customer.")]
    public bool Notify { get; init; }

    [About("A name from Shopify's list makes the links by itself; capitals count.")]
    public string? Company { get; init; }

    public IReadOnlyList<string> Numbers { get; init; } = [];

    [About("One for each tracking number, in their order.")]
    public IReadOnlyList<string> Urls { get; init; } = [];

    [About("None: all that the order still waits for.")]
    public IReadOnlyList<DeliveredLine> Lines { get; init; } = [];
}

/// <summary>What capture mappings make (target <c>shopify.capture</c>): the payment, or a part of it, to be collected.</summary>
public sealed record ShopifyCapture
{
    public const string TargetName = "shopify.capture";

    [About("The shop's id of the order.")]
    public required string Id { get; init; }

    [About("Our key of the capture; by it a capture is known again.")]
    public required string Key { get; init; }

    [About("True: nothing more will be collected for the order.")]
    public bool IsFinal { get; init; }

    [About("What was delivered. None: all of the order.")]
    public IReadOnlyList<DeliveredLine> Lines { get; init; } = [];

    [About("What to collect, VAT included; absent: what the delivered rows come to in the shop.")]
    public Money? Amount { get; init; }
}

/// <summary>What stock mappings make (target <c>shopify.stock</c>): how much of an article is at a location.</summary>
public sealed record ShopifyStock
{
    public const string TargetName = "shopify.stock";

    public required string Sku { get; init; }

    [About("Name or number of the location; absent: the only one of the connection.")]
    public string? Location { get; init; }

    [About("What can be sold: set where the connection's stock is available.")]
    public int? Available { get; init; }

    [About("What lies there: set where the connection's stock is on-hand.")]
    public int? OnHand { get; init; }

    [About("When the source said so, UTC. A level that changed in the shop since is left alone.")]
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>What price mappings make (target <c>shopify.price</c>): price and compare-at price of an article.</summary>
public sealed record ShopifyPrice
{
    public const string TargetName = "shopify.price";

    public required string Sku { get; init; }

    public required string Currency { get; init; }

    public required bool IncludesVat { get; init; }

    public required decimal Regular { get; init; }

    [About("The lower price of a campaign: becomes the price, and the regular one the price to compare with.")]
    public decimal? Campaign { get; init; }

    [About("UTC; Shopify knows no dates, so the price that holds when it is written is written.")]
    public DateTimeOffset? CampaignFrom { get; init; }

    public DateTimeOffset? CampaignTo { get; init; }
}

/// <summary>What price list mappings make (target <c>shopify.price-list</c>): an article's fixed prices in one list.</summary>
public sealed record ShopifyListPrice
{
    public const string TargetName = "shopify.price-list";

    [About("Name or number of the price list, or the title of its catalog.")]
    public required string List { get; init; }

    public required string Sku { get; init; }

    public required string Currency { get; init; }

    public required bool IncludesVat { get; init; }

    [About("By rising quantity, the first from 1. None: the article's fixed price is taken off the list.")]
    public IReadOnlyList<PriceTier> Tiers { get; init; } = [];
}

/// <summary>What product mappings make (target <c>shopify.product</c>): a product with its variants. What is left out stays as it is.</summary>
public sealed record ShopifyProduct
{
    public const string TargetName = "shopify.product";

    [About("The number that the product as a whole goes by.")]
    public required string Sku { get; init; }

    public string? Title { get; init; }

    [About("May hold HTML.")]
    public string? DescriptionHtml { get; init; }

    public string? Vendor { get; init; }

    public string? ProductType { get; init; }

    [About("False takes it out of sale; true puts back what was taken out so. A draft stays a draft.")]
    public bool? Active { get; init; }

    [About("For a new product only: whether VAT is charged.")]
    public bool? Taxable { get; init; }

    [About("Those that the shop has and that are not here stay.")]
    public IReadOnlyList<ShopifyVariant> Variants { get; init; } = [];
}

public sealed record ShopifyVariant
{
    public required string Sku { get; init; }

    [About("What sets it apart; none on the only variant of a product.")]
    public IReadOnlyList<ShopifyOption> Options { get; init; } = [];

    [About("EAN/GTIN.")]
    public string? Barcode { get; init; }

    [About("Kilogram.")]
    public decimal? Weight { get; init; }

    [About("Purchase cost in the shop's currency.")]
    public decimal? Cost { get; init; }

    [About("For a new variant only. A new product without it is a draft.")]
    public decimal? FirstPrice { get; init; }

    [About("False: it is not made. One that is there stays: Shopify cannot take a single variant out of sale.")]
    public bool Active { get; init; } = true;
}

public sealed record ShopifyOption
{
    public required string Name { get; init; }

    public required string Value { get; init; }
}
