using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// Walks all products that have a price of their own and asks for the prices of each page. Always all of them: not every
/// price call moves a modification time, nor does every version.
/// </summary>
internal abstract class PricePages(Magento2Client client) : IEntityReader
{
    private const string Products = "products";

    protected PriceQuestions Questions { get; } = new(client);

    protected Magento2Client Client => client;

    public async IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = new SearchQuery().And("type_id", "nin", "configurable,grouped").Fields("items[id,sku,type_id,custom_attributes],total_count");
        var walk = new SearchWalk(client, Products, filter, client.Settings.PageSize, idField: "id");
        await foreach (var page in walk.PagesAsync(WalkPosition.LastOf(WalkPosition.Parse(request.ResumeAt), Products), cancellation))
        {
            var skus = page.Rows.Where(row => PriceQuestions.HasPrice(row.Json)).Select(row => row.Json.Text("sku")!).ToList();
            var records = await RecordsAsync(skus, new SourcePosition(page.Answer.Address), cancellation);
            yield return new SourcePage(records, new WalkPosition(Products, page.LastId.ToString(CultureInfo.InvariantCulture)).ToString(), page.ServerTime);
        }
    }

    public async IAsyncEnumerable<SourceKey> ListAsync(DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Each walk reads everything.
        await Task.CompletedTask;
        yield break;
    }

    public async Task<RawRecord?> FetchAsync(string key, CancellationToken cancellation)
    {
        // A SKU may hold the sign that stands before store or group; the longest that the shop has is meant.
        for (var sku = key; sku.Length > 0; sku = sku.LastIndexOf('@') is var at and > 0 ? sku[..at] : "")
        {
            var products = await Questions.ProductsAsync([sku], cancellation);
            if (products.TryGetValue(sku, out var product) && PriceQuestions.HasPrice(product))
            {
                return (await RecordsAsync([sku], new SourcePosition("products", Record: key), cancellation)).FirstOrDefault(record => record.Key == key);
            }
        }

        return null;
    }

    protected abstract Task<IReadOnlyList<RawRecord>> RecordsAsync(IReadOnlyList<string> skus, SourcePosition at, CancellationToken cancellation);

    protected static byte[] Payload(Action<Utf8JsonWriter> fields)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}

/// <summary>Base and special price of a SKU: for all stores, and for each store view that has one of its own.</summary>
internal sealed class PriceReader(Magento2Client client) : PricePages(client)
{
    protected override async Task<IReadOnlyList<RawRecord>> RecordsAsync(IReadOnlyList<string> skus, SourcePosition at, CancellationToken cancellation)
    {
        var prices = (await Questions.BaseAsync(skus, cancellation)).ToLookup(Key);
        var specials = (await Questions.SpecialAsync(skus, cancellation)).ToLookup(Key);
        var wanted = await Client.Directory.WantedAsync(cancellation);
        var records = new List<RawRecord>();
        foreach (var sku in skus)
        {
            var name = sku.ToUpperInvariant();
            foreach (var store in prices.Concat(specials).Where(g => g.Key.Sku == name).Select(g => g.Key.Store).Distinct().Order())
            {
                // A store view has what all stores have where it has nothing of its own.
                var price = prices[(name, store)].Concat(prices[(name, 0)]).ToList();
                var special = specials[(name, store)].Concat(specials[(name, 0)]).ToList();
                var view = await Client.Directory.ViewAsync(store, cancellation);
                if (view is null || price.Count == 0 || (store != 0 && wanted is not null && !wanted.Contains(view)))
                {
                    continue;
                }

                var key = store == 0 ? sku : $"{sku}@{view.Code}";
                records.Add(new RawRecord(key, Payload(writer =>
                {
                    writer.WriteString("sku", sku);
                    SearchRow.Write(writer, "base_price", price.Take(1));
                    SearchRow.Write(writer, "special_price", special.Take(1));
                    view.Write(writer, Client.Settings.PricesIncludeTax);
                }), at with { Record = key }));
            }
        }

        return records;
    }

    private static (string Sku, long Store) Key(JsonElement row) => ((row.Text("sku") ?? "").ToUpperInvariant(), row.Long("store_id"));
}

/// <summary>Tier prices, which are Magento's price lists: one record for each SKU, customer group and website.</summary>
internal sealed class TierPriceReader(Magento2Client client) : PricePages(client)
{
    protected override async Task<IReadOnlyList<RawRecord>> RecordsAsync(IReadOnlyList<string> skus, SourcePosition at, CancellationToken cancellation)
    {
        var tiers = await Questions.TiersAsync(skus, cancellation);
        var views = await Client.Directory.ViewsAsync(cancellation);
        var wanted = await Client.Directory.WantedAsync(cancellation);

        // A percentage is of the base price, which has to stand beside it.
        var percent = tiers.Where(t => t.Text("price_type") == "discount").Select(t => t.Text("sku")!).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var prices = (await Questions.BaseAsync(percent, cancellation)).ToLookup(p => p.Text("sku"), StringComparer.OrdinalIgnoreCase);
        var records = new List<RawRecord>();
        foreach (var list in tiers.GroupBy(t => (Sku: t.Text("sku") ?? "", Group: t.Text("customer_group") ?? "", Website: t.Long("website_id"))))
        {
            if (list.Key.Website != 0 && wanted is not null && wanted.All(v => v.WebsiteId != list.Key.Website))
            {
                continue;
            }

            var view = views.FirstOrDefault(v => v.WebsiteId == list.Key.Website) ?? new(0, "", list.Key.Website, "", null, null);
            var key = $"{list.Key.Sku}@{list.Key.Group}@{(list.Key.Website == 0 ? "all" : view.Website)}";
            records.Add(new RawRecord(key, Payload(writer =>
            {
                writer.WriteString("sku", list.Key.Sku);
                writer.WriteString("customer_group", list.Key.Group);
                SearchRow.Write(writer, "tier_prices", list.OrderBy(t => t.Decimal("quantity")));
                SearchRow.Write(writer, "base_price", prices[list.Key.Sku].OrderBy(p => p.Long("store_id")).Take(1));
                view.Write(writer, Client.Settings.PricesIncludeTax);
            }), at with { Record = key }));
        }

        return records;
    }
}
