using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>
/// Reads stock and prices whole, variant by variant: what is changed in the shop moves no time that could be asked for.
/// A stock record is a variant with one of its levels (<c>level</c>), a price record a variant; both carry what holds for
/// the whole shop (<c>shop</c>). Many variants come as a bulk file.
/// </summary>
internal sealed class ArticleReader(ShopifyClient client)
{
    private const int PageSize = 250;
    private const int StockPageSize = 100;
    private const int RootsPerPage = 500;
    private static readonly string[] Names = ["available", "on_hand", "committed", "incoming", "reserved"];

    public async IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var isStock = request.Entity == "stock";
        var shop = await ShopFacts.ReadAsync(client, cancellation);
        var locations = isStock ? Locations(shop) : [];
        if (BulkFile.IsPosition(request.ResumeAt) || (request.ResumeAt is null && await TakesBulkAsync(cancellation)))
        {
            await foreach (var page in BulkAsync(request.ResumeAt, isStock, shop, locations, cancellation))
            {
                yield return page;
            }

            yield break;
        }

        var walk = isStock
            ? new IdPages(client, "stock-page", "productVariants", null, StockPageSize) { Variables = StockNames() }
            : new IdPages(client, "prices-page", "productVariants", null, PageSize);
        await foreach (var page in walk.ReadAsync(IdPages.Behind(request.ResumeAt), cancellation))
        {
            var records = new List<RawRecord>();
            foreach (var row in page.Rows)
            {
                var variant = JsonNode.Parse(row.Node.GetRawText())!.AsObject();
                if (isStock)
                {
                    await JoinLevelsAsync(variant, cancellation);
                    records.AddRange(Stock(variant, locations, page.Data.At));
                }
                else
                {
                    records.Add(Price(variant, shop, page.Data.At));
                }
            }

            yield return new(records, page.Last.ToString(CultureInfo.InvariantCulture), OrderReader.TimeOf(page.Data));
        }
    }

    public async Task<RawRecord?> FetchAsync(string entity, string key, CancellationToken cancellation)
    {
        var shop = await ShopFacts.ReadAsync(client, cancellation);
        var parts = key.Split('@');
        if (!parts.All(Gid.IsNumber) || parts.Length != (entity == "stock" ? 2 : 1))
        {
            throw new EtlException(new Issue(ShopifyErrors.BadPayload, $"\"{key}\" is not a key of {entity}."));
        }

        var variables = new JsonObject { ["id"] = Gid.Of("ProductVariant", parts[0]) };
        if (entity == "stock")
        {
            variables["location"] = Gid.Of("Location", parts[1]);
            variables["names"] = StockNames()["names"]!.DeepClone();
        }

        var data = await client.ReadAsync(entity == "stock" ? "variant-stock" : "variant-price", variables, cancellation);
        if (data.Root.At("productVariant") is not { } found)
        {
            return null;
        }

        var variant = JsonNode.Parse(found.GetRawText())!.AsObject();
        if (entity != "stock")
        {
            return Price(variant, shop, data.At);
        }

        var item = variant["inventoryItem"]!.AsObject();
        item.Remove("inventoryLevel", out var level);
        item["inventoryLevels"] = new JsonObject { ["nodes"] = level is null ? [] : new JsonArray(level) };
        return Stock(variant, Locations(shop), data.At).FirstOrDefault();
    }

    /// <summary>Whether there are so many that a file pays.</summary>
    private async Task<bool> TakesBulkAsync(CancellationToken cancellation)
    {
        var settings = client.Settings;
        if (settings.Bulk != ShopifyBulk.Auto)
        {
            return settings.Bulk == ShopifyBulk.Always;
        }

        var data = await client.ReadAsync("variant-count", new() { ["limit"] = settings.BulkAbove + 1 }, cancellation);
        return data["productVariantsCount"].Int("count") > settings.BulkAbove;
    }

    private async IAsyncEnumerable<SourcePage> BulkAsync(
        string? resumeAt, bool isStock, ShopFacts shop, IReadOnlyList<ShopLocation> locations, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var records = new List<RawRecord>();
        var file = new BulkFile(client, isStock ? "bulk-stock" : "bulk-prices");
        BulkRoot? last = null;
        await foreach (var root in file.ReadAsync(resumeAt, cancellation))
        {
            records.AddRange(isStock ? Stock(Turned(root), locations, root.At) : [Price(root.Root, shop, root.At)]);
            last = root;
            if (records.Count >= RootsPerPage)
            {
                yield return new(records, root.ResumeAt, root.AsOf);
                records = [];
            }
        }

        yield return new(records, last?.ResumeAt ?? resumeAt ?? "0", file.BeganAt!.Value);
    }

    /// <summary>The file lists inventory items with their levels behind them; a page lists variants with theirs within.</summary>
    private static JsonObject Turned(BulkRoot root)
    {
        var item = root.Root;
        var variant = item["variant"]?.DeepClone().AsObject() ?? [];
        variant["inventoryItem"] = new JsonObject
        {
            ["id"] = item["id"]?.DeepClone(),
            ["tracked"] = item["tracked"]?.DeepClone(),
            ["inventoryLevels"] = new JsonObject
            {
                ["nodes"] = new JsonArray([.. root.Children.Select(level =>
                {
                    level.Remove("__parentId");
                    return (JsonNode)level;
                })]),
            },
        };
        return variant;
    }

    private IEnumerable<RawRecord> Stock(JsonObject variant, IReadOnlyList<ShopLocation> locations, SourcePosition at)
    {
        if (Gid.Number(variant["id"]?.GetValue<string>()) is not { } number)
        {
            // An item whose variant is gone.
            yield break;
        }

        var item = variant["inventoryItem"]!.AsObject();
        item.Remove("inventoryLevels", out var levels);
        var wanted = locations.Select(location => location.Number).ToHashSet(StringComparer.Ordinal);
        foreach (var level in levels!["nodes"]!.AsArray())
        {
            var location = Gid.Number(level!["location"]!["id"]!.GetValue<string>())!;
            if (wanted.Contains(location))
            {
                var record = variant.DeepClone().AsObject();
                record["level"] = level.DeepClone();
                record["single_location"] = client.Settings.Locations.Count == 1 || locations.Count == 1;
                var key = $"{number}@{location}";
                yield return new(key, JsonSerializer.SerializeToUtf8Bytes(record, OrderReader.Plain), at with { Record = key });
            }
        }
    }

    private static RawRecord Price(JsonObject variant, ShopFacts shop, SourcePosition at)
    {
        var key = Gid.Number(variant["id"]!.GetValue<string>())!;
        variant["shop"] = shop.ForPayload();
        return new(key, JsonSerializer.SerializeToUtf8Bytes(variant, OrderReader.Plain), at with { Record = key });
    }

    private async Task JoinLevelsAsync(JsonObject variant, CancellationToken cancellation)
    {
        var item = variant["inventoryItem"]!.AsObject();
        var levels = item["inventoryLevels"]!.AsObject();
        var next = levels["pageInfo"]!["hasNextPage"]!.GetValue<bool>() ? levels["pageInfo"]!["endCursor"]!.GetValue<string>() : null;
        while (next is not null)
        {
            var variables = StockNames();
            variables["id"] = item["id"]!.GetValue<string>();
            variables["after"] = next;
            var data = await client.ReadAsync("stock-levels", variables, cancellation);
            next = OrderReader.Join(levels, data["inventoryItem"].At("inventoryLevels"), data);
        }
    }

    private IReadOnlyList<ShopLocation> Locations(ShopFacts shop)
    {
        var issues = new List<Issue>();
        var found = shop.Resolve(client.Settings.Locations, issues);
        return issues.Count == 0 ? found : throw new EtlException(issues);
    }

    private static JsonObject StockNames() => new() { ["names"] = new JsonArray([.. Names.Select(name => (JsonNode)name)]) };
}
