using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// What the shop has for SKUs. Prices are asked for by POST, and only of products that exist and have one of their own; the
/// shop leaves out all others in silence.
/// </summary>
internal sealed class PriceQuestions(Magento2Client client)
{
    private static readonly string[] Priced = ["simple", "virtual", "downloadable"];
    private bool? _isGlobal;

    /// <summary>The products among these SKUs, by SKU (capitals and small letters are the same to Magento).</summary>
    public async Task<Dictionary<string, JsonElement>> ProductsAsync(IEnumerable<string> skus, CancellationToken cancellation, string fields = "id,sku,type_id,custom_attributes")
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var some in Parts(skus))
        {
            var filter = new SearchQuery().AndOneOf("sku", some).Fields($"items[{fields}],total_count");
            foreach (var row in await new SearchWalk(client, "products", filter, 100, idField: "id").AllAsync(cancellation))
            {
                found.TryAdd(row.Json.Text("sku") ?? "", row.Json);
            }
        }

        return found;
    }

    /// <summary>SKUs in lots that fit an address: servers commonly take eight thousand signs.</summary>
    public static IEnumerable<IReadOnlyList<string>> Parts(IEnumerable<string> skus)
    {
        const int longest = 4000;
        const int filter = 250;
        var lot = new List<string>();
        var length = 0;
        foreach (var sku in skus.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            // One with a comma is a filter of its own.
            var more = Uri.EscapeDataString(sku).Length + (sku.Contains(',', StringComparison.Ordinal) ? filter : 3);
            if (lot.Count > 0 && length + more > longest)
            {
                yield return lot;
                lot = [];
                length = 0;
            }

            lot.Add(sku);
            length += more;
        }

        if (lot.Count > 0)
        {
            yield return lot;
        }
    }

    /// <summary>Whether the product has a price of its own: not a configurable or grouped one, and no bundle that sums up its parts.</summary>
    public static bool HasPrice(JsonElement product) =>
        Priced.Contains(product.Text("type_id")) || (product.Text("type_id") == "bundle" && product.Attribute("price_type") == "1");

    public Task<IReadOnlyList<JsonElement>> BaseAsync(IReadOnlyList<string> skus, CancellationToken cancellation) => AskAsync("products/base-prices-information", skus, cancellation);

    /// <summary>One row for each SKU and store that has one.</summary>
    public async Task<IReadOnlyList<JsonElement>> SpecialAsync(IReadOnlyList<string> skus, CancellationToken cancellation)
    {
        var rows = new List<JsonElement>();
        foreach (var same in (await AskAsync("products/special-price-information", skus, cancellation)).GroupBy(row => (Sku: row.Text("sku") ?? "", Store: row.Long("store_id"))))
        {
            rows.Add(same.Count() == 1 ? same.First() : await OwnDatesAsync(same.Key.Sku, same.Key.Store, [.. same], cancellation));
        }

        return rows;
    }

    /// <summary>Whether one store view or website can have a price of its own. Where it cannot, such a price becomes that of all in silence.</summary>
    public async Task<bool> IsGlobalAsync(CancellationToken cancellation) =>
        _isGlobal ??= Magento2Client.Json(await client.ReadAsync("products/attributes/price", null, cancellation)).Text("scope") == "global";

    /// <summary>The SKUs as the shop spells them: its price calls know no others.</summary>
    public async Task<Func<string, string>> SpellingAsync(IEnumerable<string> skus, CancellationToken cancellation)
    {
        var products = await ProductsAsync(skus, cancellation, "id,sku");
        return sku => products.TryGetValue(sku, out var product) ? product.Text("sku")! : sku;
    }

    public Task<IReadOnlyList<JsonElement>> TiersAsync(IReadOnlyList<string> skus, CancellationToken cancellation) => AskAsync("products/tier-prices-information", skus, cancellation);

    // Where several stores have a campaign, the shop answers each price with the dates of every store. Which are its own stands
    // in the product as that store sees it.
    private async Task<JsonElement> OwnDatesAsync(string sku, long store, IReadOnlyList<JsonElement> rows, CancellationToken cancellation)
    {
        var view = await client.Directory.ViewAsync(store, cancellation);
        var scope = view is null or { Id: 0 } ? Magento2Client.AllStores : view.Code;
        var answer = await client.ReadAsync("products", new SearchQuery().And("sku", "eq", sku).Fields("items[sku,custom_attributes],total_count"), cancellation, scope);
        var product = SearchPage.Root(answer).Rows("items").FirstOrDefault();
        return rows.FirstOrDefault(
            row => product.ValueKind == JsonValueKind.Object && row.Text("price_from") == product.Attribute("special_from_date") && row.Text("price_to") == product.Attribute("special_to_date"), rows[0]);
    }

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
