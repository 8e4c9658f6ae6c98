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

    [JsonPropertyName("manage_stock")]
    [About("true switches counting on where the shop does not count the article by itself; left out, such an article is refused.")]
    public bool? ManageStock { get; init; }

    [JsonPropertyName("stock_status")]
    [About("instock, outofstock or onbackorder: only for an article that the shop does not count.")]
    public string? StockStatus { get; init; }
}
