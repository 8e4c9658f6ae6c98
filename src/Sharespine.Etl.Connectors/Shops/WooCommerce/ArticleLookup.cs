using System.Text.Json;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>Finds products and variations by SKU, many in one call. Capitals and small letters are the same, as they are to the shop.</summary>
internal sealed class ArticleLookup(WooCommerceClient client, string? fields, string? context = null)
{
    // Well below what servers take for an address.
    private const int LongestList = 1500;
    private const int MostAtOnce = 50;

    /// <summary>What the shop has, by SKU; the trash is not looked into.</summary>
    public async Task<ILookup<string, ShopArticle>> FindAsync(IEnumerable<string> skus, CancellationToken cancellation, string status = "any")
    {
        var wanted = skus.Select(sku => sku.Trim()).Where(sku => sku.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var found = new Dictionary<long, ShopArticle>();
        foreach (var list in Lists(wanted))
        {
            var filter = new WooCommerceQuery().With("sku", list).With("status", status).With("context", context).With("_fields", fields);
            var walk = new IdWalk(client, "products", filter, 100);
            await foreach (var page in walk.PagesAsync(default, cancellation))
            {
                foreach (var row in page.Rows)
                {
                    found[row.Id] = ShopArticle.Read(row);
                }
            }
        }

        // A variation without a SKU of its own answers with its product's, which is not to be taken for a second article.
        return found.Values
            .Where(article => !(found.TryGetValue(article.ParentId, out var parent) && string.Equals(parent.Sku, article.Sku, StringComparison.OrdinalIgnoreCase)))
            .ToLookup(article => article.Sku, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A SKU with a comma is asked for alone: in a list it would be two.</summary>
    private static IEnumerable<string> Lists(List<string> skus)
    {
        var list = new List<string>();
        var length = 0;
        foreach (var sku in skus)
        {
            if (sku.Contains(',', StringComparison.Ordinal))
            {
                yield return sku;
                continue;
            }

            var more = Uri.EscapeDataString(sku).Length + 3;
            if (list.Count == MostAtOnce || (list.Count > 0 && length + more > LongestList))
            {
                yield return string.Join(',', list);
                list.Clear();
                length = 0;
            }

            list.Add(sku);
            length += more;
        }

        if (list.Count > 0)
        {
            yield return string.Join(',', list);
        }
    }
}

/// <param name="ParentId">Of a variation; 0 of a product.</param>
internal sealed record ShopArticle(long Id, long ParentId, string Sku, JsonElement Json)
{
    /// <summary>12, or 37/38 for variation 38 of product 37: a variation is written to under its product.</summary>
    public string Key => ParentId == 0 ? FormattableString.Invariant($"{Id}") : FormattableString.Invariant($"{ParentId}/{Id}");

    public static ShopArticle Read(IdRow row)
    {
        using var json = JsonDocument.Parse(row.Raw);
        var article = json.RootElement.Clone();
        return new ShopArticle(row.Id, article.Id("parent_id"), (article.Text("sku") ?? "").Trim(), article);
    }
}
