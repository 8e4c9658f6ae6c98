using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// Products, a configurable one with its variants (children) and the choices that set them apart (option_attributes). A
/// variant is never a product of its own: when one has changed, its configurable is read. Only ids of families are kept in
/// memory.
/// </summary>
internal sealed class ProductReader(Magento2Client client, AttributeDirectory attributes) : IEntityReader
{
    private const string Products = "products";

    public async IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var parents = await ParentsAsync(cancellation);
        var walk = Walk(new SearchQuery().Since("updated_at", request.ChangedAfter), client.Settings.PageSize);
        await foreach (var page in walk.PagesAsync(WalkPosition.LastOf(WalkPosition.Parse(request.ResumeAt), Products), cancellation))
        {
            var own = page.Rows.Where(row => !parents.Contains(row.Id)).ToList();
            if (request.ChangedAfter is not null)
            {
                var changed = page.Rows.SelectMany(row => parents[row.Id]).Distinct().Except(own.Select(row => row.Id)).ToList();
                own.AddRange(await ByIdAsync(changed, cancellation));
            }

            var last = new WalkPosition(Products, page.LastId.ToString(CultureInfo.InvariantCulture));
            yield return new SourcePage(await RecordsAsync(own, cancellation), last.ToString(), page.ServerTime);
        }
    }

    public async IAsyncEnumerable<SourceKey> ListAsync(DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var parents = await ParentsAsync(cancellation);
        var walk = Walk(new SearchQuery().Since("created_at", from).Fields("items[id,created_at],total_count"), 300);
        await foreach (var page in walk.PagesAsync(0, cancellation))
        {
            foreach (var row in page.Rows.Where(row => !parents.Contains(row.Id)))
            {
                yield return new SourceKey(row.Id.ToString(CultureInfo.InvariantCulture), OrderReader.CreatedAt(row));
            }
        }
    }

    public async Task<RawRecord?> FetchAsync(string key, CancellationToken cancellation)
    {
        var id = long.Parse(Magento2Client.Id(key), CultureInfo.InvariantCulture);
        var parents = await ParentsAsync(cancellation);
        var rows = parents.Contains(id) ? [] : await ByIdAsync([id], cancellation);
        return rows.Count == 0 ? null : (await RecordsAsync(rows, cancellation))[0];
    }

    /// <summary>By variant: the configurable products that it belongs to.</summary>
    private async Task<ILookup<long, long>> ParentsAsync(CancellationToken cancellation)
    {
        var links = new List<(long Child, long Parent)>();
        var filter = new SearchQuery().And("type_id", "eq", "configurable").Fields("items[id,extension_attributes[configurable_product_links]],total_count");
        await foreach (var page in Walk(filter, 300).PagesAsync(0, cancellation))
        {
            links.AddRange(page.Rows.SelectMany(row => Children(row.Json).Select(child => (child, row.Id))));
        }

        return links.ToLookup(link => link.Child, link => link.Parent);
    }

    private async Task<List<SearchRow>> ByIdAsync(IReadOnlyList<long> ids, CancellationToken cancellation)
    {
        var rows = new List<SearchRow>();
        foreach (var some in ids.Chunk(100))
        {
            var filter = new SearchQuery().AndOneOf("entity_id", some.Select(id => id.ToString(CultureInfo.InvariantCulture)));
            rows.AddRange(await Walk(filter, 100).AllAsync(cancellation));
        }

        return rows;
    }

    private async Task<IReadOnlyList<RawRecord>> RecordsAsync(List<SearchRow> rows, CancellationToken cancellation)
    {
        var ids = rows.SelectMany(row => Children(row.Json)).Distinct().ToList();
        var children = (await ByIdAsync(ids, cancellation)).ToDictionary(row => row.Id, row => row.Json);
        var view = await client.Directory.ViewAsync(client.Settings.ProductStore == Magento2Client.AllStores ? null : client.Settings.ProductStore, cancellation)
            ?? throw new Errors.EtlException(new Errors.Issue(Magento2Errors.UnknownStore, $"The shop has no store view \"{client.Settings.ProductStore}\".", Field: "product-store"));
        var records = new List<RawRecord>(rows.Count);
        foreach (var row in rows)
        {
            var options = new List<JsonElement>();
            foreach (var option in Options(row.Json))
            {
                options.AddRange(await attributes.FindAsync(option.Long("attribute_id"), cancellation) is { } attribute ? [attribute] : Array.Empty<JsonElement>());
            }

            var payload = row.With(writer =>
            {
                SearchRow.Write(writer, "children", Children(row.Json).Where(children.ContainsKey).Select(id => children[id]));
                Write(writer, options);
                view.Write(writer, client.Settings.PricesIncludeTax);
            });
            records.Add(new RawRecord(row.Id.ToString(CultureInfo.InvariantCulture), payload, row.At));
        }

        return records;
    }

    /// <summary>Of an attribute only code and choices: the rest of it says nothing about a product.</summary>
    private static void Write(Utf8JsonWriter writer, List<JsonElement> options)
    {
        writer.WriteStartArray("option_attributes");
        foreach (var option in options)
        {
            writer.WriteStartObject();
            writer.WriteNumber("attribute_id", option.Long("attribute_id"));
            writer.WriteString("attribute_code", option.Text("attribute_code"));
            SearchRow.Write(writer, "options", option.Rows("options"));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private SearchWalk Walk(SearchQuery filter, int pageSize) => new(client, Products, filter, pageSize, idField: "id") { Scope = client.Settings.ProductStore };

    private static IEnumerable<long> Children(JsonElement product) =>
        Extension(product).Rows("configurable_product_links").Select(link => long.TryParse(link.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0);

    private static IEnumerable<JsonElement> Options(JsonElement product) => Extension(product).Rows("configurable_product_options");

    private static JsonElement Extension(JsonElement product) => product.TryGetProperty("extension_attributes", out var extension) ? extension : default;
}
