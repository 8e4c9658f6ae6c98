using System.Text.Json.Serialization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>The record that price mappings of WooCommerce make (target <c>woocommerce.price</c>).</summary>
public sealed record WooCommercePrice
{
    /// <summary>The name under which mappings know this record.</summary>
    public const string TargetName = "woocommerce.price";

    [About("The article is found by it.")]
    public required string Sku { get; init; }

    [About("Has to be the shop's.")]
    public required string Currency { get; init; }

    [JsonPropertyName("includes_vat")]
    [About("Has to be as the shop's prices are.")]
    public required bool IncludesVat { get; init; }

    [JsonPropertyName("regular_price")]
    public decimal? RegularPrice { get; init; }

    [JsonPropertyName("has_campaign")]
    [About("false takes off the campaign that the shop has; left out, it stays as it is.")]
    public bool? HasCampaign { get; init; }

    [JsonPropertyName("sale_price")]
    [About("The campaign's price, below the regular one.")]
    public decimal? SalePrice { get; init; }

    [JsonPropertyName("date_on_sale_from_gmt")]
    [About("Left out: at once.")]
    public DateTimeOffset? SaleFrom { get; init; }

    [JsonPropertyName("date_on_sale_to_gmt")]
    [About("Left out: until further notice.")]
    public DateTimeOffset? SaleTo { get; init; }
}
