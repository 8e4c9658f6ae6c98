using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>
/// Finds variants by SKU, many at a time. Shopify's search finds more than what is meant (other capitals, parts of words)
/// and keeps no SKU unique, so every hit is compared again and all hits are given.
/// </summary>
/// <param name="document">A query of productVariants with query and after.</param>
internal sealed class SkuSearch(ShopifyClient client, string document)
{
    private const int PerQuery = 40;

    /// <summary>Further variables of the document.</summary>
    public JsonObject Variables { get; init; } = [];

    /// <summary>The variants that have each SKU; SKUs that none has are left out.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<JsonElement>>> FindAsync(IEnumerable<string> skus, CancellationToken cancellation)
    {
        var found = new Dictionary<string, List<JsonElement>>(StringComparer.Ordinal);
        foreach (var wanted in skus.Distinct(StringComparer.Ordinal).Chunk(PerQuery))
        {
            var asked = wanted.ToHashSet(StringComparer.Ordinal);
            await foreach (var variant in HitsAsync(wanted, cancellation))
            {
                if (variant.Text("sku") is { } sku && asked.Contains(sku))
                {
                    if (!found.TryGetValue(sku, out var hits))
                    {
                        found[sku] = hits = [];
                    }

                    if (hits.All(hit => hit.Text("id") != variant.Text("id")))
                    {
                        hits.Add(variant);
                    }
                }
            }
        }

        return found.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<JsonElement>)pair.Value, StringComparer.Ordinal);
    }

    /// <summary>A value in the search's quotes.</summary>
    public static string Quoted(string value) =>
        $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    private async IAsyncEnumerable<JsonElement> HitsAsync(IEnumerable<string> skus, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var query = string.Join(" OR ", skus.Select(sku => $"sku:{Quoted(sku)}"));
        string? after = null;
        do
        {
            var variables = (JsonObject)Variables.DeepClone();
            variables["query"] = query;
            variables["after"] = after;
            var data = await client.ReadAsync(document, variables, cancellation);
            foreach (var node in data["productVariants"].Items("nodes"))
            {
                yield return node;
            }

            after = data["productVariants"].NextPage();
        }
        while (after is not null);
    }
}
