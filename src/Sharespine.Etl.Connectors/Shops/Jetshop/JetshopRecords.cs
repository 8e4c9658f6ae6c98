using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Jetshop;

/// <summary>The record that product mappings into Jetshop make (target <c>jetshop.product</c>). What is left out stays as it is.</summary>
public sealed record JetshopProduct
{
    public const string TargetName = "jetshop.product";

    [About("The article number: what the shop tells products apart by.")]
    public required string ArticleNumber { get; init; }

    [About("False: not sold any more; the connection's inactive says what becomes of it.")]
    public bool IsActive { get; init; } = true;

    [About("One for each culture to be written, the main one first.")]
    public required IReadOnlyList<JetshopProductText> Texts { get; init; }

    [About("The product template; 1 in the shops seen.")]
    public string? TemplateId { get; init; }

    [About("EAN. The shop does not give it back, so it is sent but never compared.")]
    public string? EanCode { get; init; }

    public decimal? Weight { get; init; }

    [About("A fraction: 0.25.")]
    public decimal? Vat { get; init; }

    public string? Manufacturer { get; init; }

    public string? ManufacturerArtnr { get; init; }

    [About("The price of a new product, so that it is never sold for nothing; not used afterwards.")]
    public decimal? FirstPrice { get; init; }

    public bool FirstPriceIncludesVat { get; init; } = true;

    [About("The shop's own fields by key. It does not give them back: they are sent with every change.")]
    public IReadOnlyList<JetshopDynamicField> DynamicFields { get; init; } = [];
}

/// <summary>A field that the shop has added to products.</summary>
public sealed record JetshopDynamicField
{
    public required string Key { get; init; }

    public required IReadOnlyList<JetshopDynamicValue> Values { get; init; }
}

public sealed record JetshopDynamicValue
{
    public required string Culture { get; init; }

    public required string Value { get; init; }
}

/// <summary>What a product is called and described as in one culture.</summary>
public sealed record JetshopProductText
{
    [About("sv-SE")]
    public required string Culture { get; init; }

    public required string Name { get; init; }

    public string? SubName { get; init; }

    public string? ShortDescription { get; init; }

    [About("May hold HTML.")]
    public string? ProductDescription { get; init; }

    public string? PageTitle { get; init; }

    public string? MetaDescription { get; init; }
}

/// <summary>The record that stock mappings into Jetshop make (target <c>jetshop.stock</c>).</summary>
public sealed record JetshopStock
{
    public const string TargetName = "jetshop.stock";

    public required string ArticleNumber { get; init; }

    [About("Whole pieces.")]
    public required decimal NewStockCount { get; init; }

    [About("When more is expected; left out, nothing is sent for it.")]
    public DateOnly? DeliveryDate { get; init; }

    [About("The shop's id of the stock status (its names are the shop's own).")]
    public string? StockStatusId { get; init; }

    public string? StockStatusWhenOutOfStock { get; init; }

    public bool? UseAdvancedStatus { get; init; }
}

/// <summary>The record that price mappings into Jetshop make (target <c>jetshop.price</c>): the price in the article's own price list.</summary>
public record JetshopPrice
{
    public const string TargetName = "jetshop.price";

    public required string ArticleNumber { get; init; }

    [About("ISO 4217; compared with the connection's for the article's own price list.")]
    public string? Currency { get; init; }

    public required decimal Price { get; init; }

    public required bool IncludesVat { get; init; }

    [About("The campaign's price, of the same VAT basis; left out: no campaign.")]
    public decimal? DiscountedPrice { get; init; }

    [About("UTC; left out: at once.")]
    public DateTimeOffset? DiscountFrom { get; init; }

    [About("UTC; left out: until further notice.")]
    public DateTimeOffset? DiscountTo { get; init; }

    public bool? DiscountedPriceIsMemberPrice { get; init; }

    [About("Left out, the article stays as it is in the list.")]
    public bool? HideProduct { get; init; }
}

/// <summary>The record that price list mappings into Jetshop make (target <c>jetshop.price-list</c>).</summary>
public sealed record JetshopListPrice : JetshopPrice
{
    public new const string TargetName = "jetshop.price-list";

    [About("The list's GUID.")]
    public required string PriceList { get; init; }
}

/// <summary>The record that order status mappings into Jetshop make (target <c>jetshop.order-status</c>).</summary>
public sealed record JetshopStatusChange
{
    public const string TargetName = "jetshop.order-status";

    [About("Our key of the document.")]
    public required string Key { get; init; }

    public required string OrderId { get; init; }

    [About("The shop's id of the status.")]
    public string? Status { get; init; }

    public string? ErpNumber { get; init; }

    public string? Comment { get; init; }

    public bool? NotifyCustomer { get; init; }

    public DateTimeOffset? At { get; init; }
}

/// <summary>The record that shipment mappings into Jetshop make (target <c>jetshop.shipment</c>).</summary>
public sealed record JetshopShipment
{
    public const string TargetName = "jetshop.shipment";

    public required string Key { get; init; }

    public required string OrderId { get; init; }

    [About("The ERP's number of the dispatch.")]
    public required string DeliveryId { get; init; }

    public string? Carrier { get; init; }

    public IReadOnlyList<string> TrackingNumbers { get; init; } = [];

    public string? TrackingUrl { get; init; }

    public bool? NotifyCustomer { get; init; }

    public DateTimeOffset? At { get; init; }

    public IReadOnlyList<JetshopDeliveredLine> Lines { get; init; } = [];
}

/// <summary>The record that capture mappings into Jetshop make (target <c>jetshop.capture</c>).</summary>
public sealed record JetshopCapture
{
    public const string TargetName = "jetshop.capture";

    public required string Key { get; init; }

    public required string OrderId { get; init; }

    [About("False: a part of the order, more follows.")]
    public required bool IsFinal { get; init; }

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public IReadOnlyList<JetshopDeliveredLine> Lines { get; init; } = [];
}

public sealed record JetshopDeliveredLine
{
    public string? LineId { get; init; }

    public required string Sku { get; init; }

    public required decimal Quantity { get; init; }
}
