using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>What the shop has under a SKU.</summary>
/// <param name="Row">Of the product list; null when there is none.</param>
/// <param name="Problem">Why it cannot be told which one is meant.</param>
internal sealed record Article(JsonElement? Row, Issue? Problem)
{
    public string Id => Row!.Value.Text("product_id")!;

    public string Sku => Row!.Value.Text("sku")!;

    /// <summary>
    /// What stock calls know it by. They take a SKU or an id and do not say which they look for first: a SKU of digits alone
    /// could be another product's id, so the id is given then (and nobody has it as a SKU, see <see cref="Problem"/>).
    /// </summary>
    public string StockIdentifier => Sku.All(char.IsAsciiDigit) ? Id : Sku;

    /// <summary>The state of a document that has no article to go to; null when it has one.</summary>
    public TargetState? Elsewhere(OutboxDocument document, string sku) => Problem is not null ? new TargetState.CannotAsk(Problem)
        : Row is null ? new TargetState.WaitsFor(new(Magento1Errors.NoSuchArticle, $"The shop has no product {sku}.", Payload.At(document), "sku"), $"article {sku}")
        : null;
}

/// <summary>Finds products by SKU, many at once.</summary>
internal static class Articles
{
    /// <summary>One for each SKU, in the order given.</summary>
    public static async Task<IReadOnlyList<Article>> FindAsync(Magento1Client client, IReadOnlyList<string> skus, CancellationToken cancellation)
    {
        var rows = await RowsAsync(client, skus, cancellation);
        return [.. skus.Select(sku => Match(rows, sku))];
    }

    /// <summary>The same for calls about stock, which take a SKU or an id and do not say which.</summary>
    public static async Task<IReadOnlyList<Article>> FindForStockAsync(Magento1Client client, IReadOnlyList<string> skus, CancellationToken cancellation)
    {
        var found = await FindAsync(client, skus, cancellation);

        // Ids of products with numeric SKUs that are themselves somebody's SKU.
        var numeric = found.Where(article => article.Row is not null && article.Sku.All(char.IsAsciiDigit)).ToList();
        if (numeric.Count == 0)
        {
            return found;
        }

        var taken = (await RowsAsync(client, [.. numeric.Select(article => article.Id)], cancellation)).ToLookup(row => row.Text("sku"));
        return [.. found.Select(article => numeric.Contains(article) && taken[article.Id].FirstOrDefault(row => row.Text("product_id") != article.Id) is { ValueKind: JsonValueKind.Object } other
            ? article with { Problem = Ambiguous(article, other) }
            : article)];
    }

    private static Issue Ambiguous(Article article, JsonElement other) => new(Magento1Errors.AmbiguousArticle,
        $"Product {article.Id} has the SKU {article.Sku}, and product {other.Text("product_id")} has the SKU {article.Id}.", Field: "sku");

    private static Article Match(IReadOnlyList<JsonElement> rows, string sku)
    {
        // The shop's database does not tell capital letters from small ones.
        var same = rows.Where(row => string.Equals(row.Text("sku"), sku, StringComparison.OrdinalIgnoreCase)).DistinctBy(row => row.Text("product_id")).ToList();
        return same.Count switch
        {
            0 => new(null, null),
            1 => new(same[0], null),
            _ when same.Where(row => row.Text("sku") == sku).ToList() is [var exact] => new(exact, null),
            _ => new(null, new(Magento1Errors.AmbiguousArticle, $"{same.Count} products have the SKU {sku}.", Field: "sku")),
        };
    }

    private static async Task<List<JsonElement>> RowsAsync(Magento1Client client, IReadOnlyList<string> skus, CancellationToken cancellation)
    {
        // A list of texts is cut at its commas: a SKU with a comma is asked for alone.
        var together = skus.Where(sku => !sku.Contains(',', StringComparison.Ordinal)).Distinct().ToList();
        var rows = new List<JsonElement>();
        if (together.Count > 0)
        {
            rows.AddRange((await client.ReadAsync("catalogProductList", Values.Filter(("sku", "in", string.Join(',', together))), cancellation)).Rows);
        }

        foreach (var sku in skus.Where(sku => sku.Contains(',', StringComparison.Ordinal)).Distinct())
        {
            rows.AddRange((await client.ReadAsync("catalogProductList", Values.Filter(("sku", "eq", sku)), cancellation)).Rows);
        }

        return rows;
    }
}
