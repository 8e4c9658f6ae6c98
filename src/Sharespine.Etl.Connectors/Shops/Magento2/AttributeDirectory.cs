using System.Text.Json;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>The product attributes that are lists to choose from, with their choices: what sets variants apart.</summary>
internal sealed class AttributeDirectory(Magento2Client client)
{
    private const int PageSize = 100;
    private readonly HashSet<long> _unknown = [];
    private IReadOnlyList<JsonElement>? _attributes;

    /// <param name="again">True to read them anew: choices may have been added.</param>
    public async Task<IReadOnlyList<JsonElement>> AllAsync(bool again, CancellationToken cancellation) =>
        _attributes = again || _attributes is null ? await ReadAsync(cancellation) : _attributes;

    /// <summary>By number; read anew once when it is not known yet.</summary>
    public async Task<JsonElement?> FindAsync(long id, CancellationToken cancellation)
    {
        var found = Found(await AllAsync(again: false, cancellation), a => a.Long("attribute_id") == id);
        if (found is null && _unknown.Add(id))
        {
            found = Found(await AllAsync(again: true, cancellation), a => a.Long("attribute_id") == id);
        }

        return found;
    }

    /// <summary>By code.</summary>
    public async Task<JsonElement?> FindAsync(string code, bool again, CancellationToken cancellation) =>
        Found(await AllAsync(again, cancellation), a => a.Text("attribute_code") == code);

    private static JsonElement? Found(IReadOnlyList<JsonElement> all, Func<JsonElement, bool> what) => all.Where(what).Select(a => (JsonElement?)a).FirstOrDefault();

    // Codes are unique and stand in one table only; ids stand in two, and a filter on them is refused as ambiguous.
    private async Task<IReadOnlyList<JsonElement>> ReadAsync(CancellationToken cancellation)
    {
        var all = new List<JsonElement>();
        while (true)
        {
            var query = new SearchQuery().And("frontend_input", "eq", "select");
            query = all.Count == 0 ? query : query.And("attribute_code", "gt", all[^1].Text("attribute_code")!);
            var rows = SearchPage.Root(await client.ReadAsync("products/attributes", query.By("attribute_code").Of(PageSize), cancellation)).Rows("items").ToList();
            all.AddRange(rows.Where(row => all.All(known => known.Long("attribute_id") != row.Long("attribute_id"))));
            if (rows.Count < PageSize)
            {
                return all;
            }
        }
    }
}
