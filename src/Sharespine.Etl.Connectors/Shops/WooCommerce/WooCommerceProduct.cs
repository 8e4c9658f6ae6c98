using System.Text.Json.Serialization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>The record that product mappings of WooCommerce make (target <c>woocommerce.product</c>). What is left out stays as it is in the shop.</summary>
public sealed record WooCommerceProduct
{
    /// <summary>The name under which mappings know this record.</summary>
    public const string TargetName = "woocommerce.product";

    [About("The product is found by it, and no second one is made for it.")]
    public required string Sku { get; init; }

    [About("simple or variable; a product does not change from one to the other.")]
    public required string Type { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    [JsonPropertyName("short_description")]
    public string? ShortDescription { get; init; }

    [About("false takes it out of sale; true puts back on sale what was taken out by this field, and nothing else.")]
    public bool? Active { get; init; }

    [JsonPropertyName("tax_class")]
    [About("The shop's code of the VAT class; standard for the first one.")]
    public string? TaxClass { get; init; }

    [About("In the shop's own unit.")]
    public decimal? Weight { get; init; }

    [JsonPropertyName("global_unique_id")]
    [About("EAN/GTIN: unique in the shop.")]
    public string? GlobalUniqueId { get; init; }

    [JsonPropertyName("first_price")]
    [About("The regular price of a new simple product, in the shop's currency and VAT basis. Later prices come as prices.")]
    public decimal? FirstPrice { get; init; }

    [JsonPropertyName("manage_stock")]
    [About("Whether the shop counts a new product's (or variation's) stock.")]
    public bool? ManageStock { get; init; }

    [About("Ids of categories that it has to be in. It is taken out of none.")]
    public IReadOnlyList<long> Categories { get; init; } = [];

    [About("Shown fields such as material. Those of other names stay.")]
    public IReadOnlyList<WooCommerceAttribute> Attributes { get; init; } = [];

    [JsonPropertyName("meta_data")]
    public IReadOnlyList<WooCommerceMeta> MetaData { get; init; } = [];

    [About("Of a variable product. Those with other SKUs stay.")]
    public IReadOnlyList<WooCommerceVariation> Variations { get; init; } = [];
}

public sealed record WooCommerceAttribute
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Options { get; init; }
}

public sealed record WooCommerceVariation
{
    public required string Sku { get; init; }

    [About("What sets it apart from its siblings.")]
    public required IReadOnlyList<WooCommerceOption> Options { get; init; }

    [About("false switches it off.")]
    public bool? Active { get; init; }

    public decimal? Weight { get; init; }

    [JsonPropertyName("global_unique_id")]
    public string? GlobalUniqueId { get; init; }

    [JsonPropertyName("first_price")]
    public decimal? FirstPrice { get; init; }
}

public sealed record WooCommerceOption
{
    public required string Name { get; init; }

    public required string Option { get; init; }
}
