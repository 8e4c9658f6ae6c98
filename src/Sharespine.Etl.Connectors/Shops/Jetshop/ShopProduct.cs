using System.Globalization;
using System.Text.Json;

namespace Sharespine.Etl.Connectors.Shops.Jetshop;

/// <summary>An article in one culture, as Product_Get gives it. Prices are without VAT, times the shop's own.</summary>
internal sealed record ShopProduct(JsonElement Data)
{
    public string Article => Text("ArticleNumber") ?? "";

    public string Culture => Text("Culture") ?? "";

    public bool IsHidden => Flag("HideProduct");

    public decimal? Price => Number("Price");

    /// <summary>Null when there is no campaign: the shop stores "none" as a price below zero.</summary>
    public decimal? DiscountedPrice => Number("DiscountedPrice") is >= 0 and var price ? price : null;

    /// <summary>A fraction: 0.25.</summary>
    public decimal? Vat => Number("Vat");

    public string? PriceList => Text("PriceListIdOrName");

    public decimal? StockCount => Stock is { } stock ? Number(stock, "NewStockCount") : null;

    public JsonElement? Stock => Data.TryGetProperty("StockData", out var stock) && stock.ValueKind == JsonValueKind.Object ? stock : null;

    /// <summary>Article numbers are compared without regard to case, as the shop's database does.</summary>
    public bool Is(string article) => string.Equals(Article, article, StringComparison.OrdinalIgnoreCase);

    /// <summary>Null for what is missing, nil or empty.</summary>
    public string? Text(string name) => Text(Data, name);

    public decimal? Number(string name) => Number(Data, name);

    public bool Flag(string name) => Text(name) is "true" or "1";

    public static string? Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    public static decimal? Number(JsonElement data, string name) =>
        decimal.TryParse(Text(data, name), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
