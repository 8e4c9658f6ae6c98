using System.Text.Json.Serialization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>The record that stock mappings of WooCommerce make (target <c>woocommerce.stock</c>).</summary>
public sealed record WooCommerceStock
{
    /// <summary>The name under which mappings know this record.</summary>
    public const string TargetName = "woocommerce.stock";

    [About("The article is found by it.")]
    public required string Sku { get; init; }

    [JsonPropertyName("stock_quantity")]
    [About("What can still be sold. Whole pieces, unless the connection's setting decimal-stock says otherwise.")]
    public decimal? StockQuantity { get; init; }

    [About("What becomes of an article that the shop does not count by itself: report it, leave it alone, or count it from now on.")]
    public WooCommerceUncounted Uncounted { get; init; }

    [JsonPropertyName("stock_status")]
    [About("instock, outofstock or onbackorder: only for an article that the shop does not count.")]
    public string? StockStatus { get; init; }
}

/// <summary>The shop takes a quantity for such an article and keeps nothing of it.</summary>
public enum WooCommerceUncounted
{
    Report,
    Leave,
    Count,
}
