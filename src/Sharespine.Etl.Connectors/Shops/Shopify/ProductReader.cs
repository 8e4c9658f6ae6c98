using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>Reads products with all their variants; a first pull of very many as a bulk file.</summary>
internal sealed class ProductReader(ShopifyClient client)
{
    private const int PageSize = 50;
    private const int RootsPerPage = 250;

    public async IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (BulkFile.IsPosition(request.ResumeAt) || (request is { ResumeAt: null, ChangedAfter: null } && await TakesBulkAsync(cancellation)))
        {
            await foreach (var page in BulkAsync(request.ResumeAt, cancellation))
            {
                yield return page;
            }

            yield break;
        }

        var changed = OrderReader.Changed(request.ChangedAfter is { } at ? at - client.Settings.IndexLag : null);
        await foreach (var page in new IdPages(client, "products-page", "products", changed, PageSize).ReadAsync(IdPages.Behind(request.ResumeAt), cancellation))
        {
            var records = new List<RawRecord>(page.Rows.Count);
            foreach (var row in page.Rows)
            {
                records.Add(Record(await WholeAsync(client, row.Node, cancellation), row.Key, page.Data.At));
            }

            yield return new(records, page.Last.ToString(CultureInfo.InvariantCulture), OrderReader.TimeOf(page.Data));
        }
    }

    public async IAsyncEnumerable<SourceKey> ListAsync(DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = $"created_at:>='{OrderReader.Instant(from.AddDays(-1))}'";
        await foreach (var page in new IdPages(client, "products-list", "products", filter, 250).ReadAsync(0, cancellation))
        {
            foreach (var row in page.Rows)
            {
                var created = row.Node.Time("createdAt") ?? throw new EtlException(new Issue(ShopifyErrors.BadAnswer, "The product has no createdAt.", page.Data.At with { Record = row.Key }));
                if (created >= from)
                {
                    yield return new(row.Key, created);
                }
            }
        }
    }

    public async Task<RawRecord?> FetchAsync(string key, CancellationToken cancellation)
    {
        if (!Gid.IsNumber(key))
        {
            throw new EtlException(new Issue(ShopifyErrors.BadPayload, $"\"{key}\" is not a product id: Shopify has whole numbers."));
        }

        var data = await client.ReadAsync("product", new() { ["id"] = Gid.Of("Product", key) }, cancellation);
        return data.Root.At("product") is { } product ? Record(await WholeAsync(client, product, cancellation), key, data.At) : null;
    }

    /// <summary>The product with the pages of its variants joined.</summary>
    public static async Task<JsonObject> WholeAsync(ShopifyClient client, JsonElement node, CancellationToken cancellation)
    {
        var product = JsonNode.Parse(node.GetRawText())!.AsObject();
        var next = node.At("variants")?.NextPage();
        while (next is not null)
        {
            var data = await client.ReadAsync("product-variants", new() { ["id"] = node.Text("id"), ["after"] = next }, cancellation);
            next = OrderReader.Join(product["variants"]!.AsObject(), data["product"].At("variants"), data);
        }

        return product;
    }

    private async Task<bool> TakesBulkAsync(CancellationToken cancellation)
    {
        var settings = client.Settings;
        if (settings.Bulk != ShopifyBulk.Auto)
        {
            return settings.Bulk == ShopifyBulk.Always;
        }

        var data = await client.ReadAsync("product-count", new() { ["limit"] = settings.BulkAbove + 1, ["query"] = null }, cancellation);
        return data["productsCount"].Int("count") > settings.BulkAbove;
    }

    private async IAsyncEnumerable<SourcePage> BulkAsync(string? resumeAt, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var records = new List<RawRecord>();
        var file = new BulkFile(client, "bulk-products");
        BulkRoot? last = null;
        await foreach (var root in file.ReadAsync(resumeAt, cancellation))
        {
            var product = root.Root;
            foreach (var variant in root.Children)
            {
                variant.Remove("__parentId");
            }

            product["variants"] = new JsonObject { ["nodes"] = new JsonArray([.. root.Children]) };
            records.Add(Record(product, Gid.Number(product["id"]?.GetValue<string>()) ?? "", root.At));
            last = root;
            if (records.Count >= RootsPerPage)
            {
                yield return new(records, root.ResumeAt, root.AsOf);
                records = [];
            }
        }

        yield return new(records, last?.ResumeAt ?? resumeAt ?? "0", file.BeganAt!.Value);
    }

    private static RawRecord Record(JsonObject product, string key, SourcePosition at) =>
        new(key, JsonSerializer.SerializeToUtf8Bytes(product, OrderReader.Plain), at with { Record = key });
}
