using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>What the shop has for SKUs. Prices are asked for by POST, and only of products that exist and can have one: a single other one fails the question.</summary>
internal sealed class PriceQuestions(Magento2Client client)
{
    private static readonly string[] Priced = ["simple", "virtual", "downloadable"];

    /// <summary>The products among these SKUs, by SKU (capitals and small letters are the same to Magento).</summary>
    public async Task<Dictionary<string, JsonElement>> ProductsAsync(IEnumerable<string> skus, CancellationToken cancellation, string fields = "id,sku,type_id,custom_attributes")
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var some in skus.Distinct(StringComparer.OrdinalIgnoreCase).Chunk(50))
        {
            var filter = new SearchQuery().AndOneOf("sku", some).Fields($"items[{fields}],total_count");
            foreach (var row in await new SearchWalk(client, "products", filter, 100, idField: "id").AllAsync(cancellation))
            {
                found.TryAdd(row.Json.Text("sku") ?? "", row.Json);
            }
        }

        return found;
    }

    /// <summary>Whether the product has a price of its own: not a configurable or grouped one, and no bundle that sums up its parts.</summary>
    public static bool HasPrice(JsonElement product) =>
        Priced.Contains(product.Text("type_id")) || (product.Text("type_id") == "bundle" && product.Attribute("price_type") == "1");

    public Task<IReadOnlyList<JsonElement>> BaseAsync(IReadOnlyList<string> skus, CancellationToken cancellation) => AskAsync("products/base-prices-information", skus, cancellation);

    public Task<IReadOnlyList<JsonElement>> SpecialAsync(IReadOnlyList<string> skus, CancellationToken cancellation) => AskAsync("products/special-price-information", skus, cancellation);

    public Task<IReadOnlyList<JsonElement>> TiersAsync(IReadOnlyList<string> skus, CancellationToken cancellation) => AskAsync("products/tier-prices-information", skus, cancellation);

    private async Task<IReadOnlyList<JsonElement>> AskAsync(string path, IReadOnlyList<string> skus, CancellationToken cancellation)
    {
        if (skus.Count == 0)
        {
            return [];
        }

        var answer = await client.AskAsync(path, JsonSerializer.SerializeToUtf8Bytes(new { skus }), cancellation);
        var rows = Magento2Client.Json(answer);
        return rows.ValueKind == JsonValueKind.Array ? [.. rows.EnumerateArray()]
            : throw new EtlException(new Issue(Magento2Errors.BadPage, "A list of prices was asked for, something else came.", new SourcePosition(answer.Address)));
    }
}
