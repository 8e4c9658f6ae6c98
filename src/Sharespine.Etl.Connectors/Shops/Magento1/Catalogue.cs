using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>
/// Reads what the catalogue holds, window by window: products, stock, prices (one record for each store view that has its
/// own), and tier prices (one record for each customer group and website).
/// </summary>
internal sealed class Catalogue(Magento1Client client)
{
    private const string Product = "product", Stock = "stock", Price = "price", PriceList = "price-list";
    private static readonly string[] PriceAttributes = ["price", "special_price", "special_from_date", "special_to_date", "tax_class_id", "status", "tier_price"];
    private IReadOnlyList<JsonElement>? _groups;

    public static IReadOnlyList<string> Entities { get; } = [Product, Stock, Price, PriceList];

    public async IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // A product's time of change moves with what the API and the administration save, not with every sale or import.
        var changed = request.Entity == Product ? request.ChangedAfter - TimeSpan.FromSeconds(1) : null;
        await foreach (var window in new ProductWindows(client).ReadAsync(Resume(request.ResumeAt), changed, cancellation))
        {
            var records = await RecordsAsync(request.Entity, window.Rows, window.Answer, cancellation);
            yield return new(records, window.Last.ToString(CultureInfo.InvariantCulture), window.Answer.ServerTime);
        }
    }

    public async Task<RawRecord?> FetchAsync(string entity, string key, CancellationToken cancellation)
    {
        var id = key.Split(':')[0];
        if (id.Length is 0 or > 18 || !id.All(char.IsAsciiDigit))
        {
            return null;
        }

        var answer = await client.ReadAsync("catalogProductList", Values.Filter(("product_id", "eq", id)), cancellation);
        var rows = answer.Rows.Where(row => row.Text("product_id") == id).ToList();
        return (await RecordsAsync(entity, rows, answer, cancellation)).FirstOrDefault(record => record.Key == key);
    }

    private async Task<IReadOnlyList<RawRecord>> RecordsAsync(string entity, IReadOnlyList<JsonElement> rows, Magento1Answer answer, CancellationToken cancellation)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        if (entity == Stock)
        {
            return await StockAsync(rows, answer, cancellation);
        }

        var records = await Task.WhenAll(rows.Select(row => entity switch
        {
            Product => ProductAsync(row, cancellation),
            Price => PricesAsync(row, cancellation),
            _ => TiersAsync(row, cancellation),
        }));
        return [.. records.SelectMany(several => several)];
    }

    private async Task<IReadOnlyList<RawRecord>> ProductAsync(JsonElement row, CancellationToken cancellation)
    {
        var values = Info(row, null);
        values["attributes"] = Values.Of("additional_attributes", client.Settings.ExtraAttributes);
        return await client.FindAsync("catalogProductInfo", values, cancellation) is { } answer ? [Record(row.Text("product_id")!, Copy(answer.Result), answer)] : [];
    }

    private async Task<IReadOnlyList<RawRecord>> PricesAsync(JsonElement row, CancellationToken cancellation)
    {
        var records = new List<RawRecord>();
        foreach (var store in client.Settings.PriceStores.DefaultIfEmpty(null))
        {
            var values = Info(row, store);
            values["attributes"] = Values.Of("attributes", PriceAttributes);
            if (await client.FindAsync("catalogProductInfo", values, cancellation) is { } answer)
            {
                var payload = Priced(Copy(answer.Result));
                payload.Remove("tier_price");
                payload["store_code"] = store;
                records.Add(Record(store is null ? row.Text("product_id")! : $"{row.Text("product_id")}:{store}", payload, answer));
            }
        }

        return records;
    }

    private async Task<IReadOnlyList<RawRecord>> TiersAsync(JsonElement row, CancellationToken cancellation)
    {
        var id = row.Text("product_id")!;
        if (await client.FindAsync("catalogProductAttributeTierPriceInfo", new Dictionary<string, object?> { ["product"] = id, ["identifierType"] = "id" }, cancellation) is not { } answer)
        {
            return [];
        }

        var groups = _groups ??= (await client.ReadAsync("customerGroupList", Values.None, cancellation)).Rows;
        return
        [
            .. answer.Rows.GroupBy(tier => (Group: tier.Text("customer_group_id") ?? "all", Website: tier.Text("website") ?? "all")).Select(list =>
            {
                var payload = Priced(Copy(row));
                payload["customer_group_id"] = list.Key.Group;
                payload["customer_group_code"] = groups.FirstOrDefault(group => group.Text("customer_group_id") == list.Key.Group).Text("customer_group_code");
                payload["website"] = list.Key.Website;
                payload["tier_price"] = new JsonArray([.. list.OrderBy(tier => tier.Number("qty")).Select(tier => JsonNode.Parse(tier.GetRawText()))]);
                return Record($"{id}:{list.Key.Group}:{list.Key.Website}", payload, answer);
            }),
        ];
    }

    /// <summary>Asked for by SKU, which the shop looks for first: an id could be another product's SKU.</summary>
    private async Task<IReadOnlyList<RawRecord>> StockAsync(IReadOnlyList<JsonElement> rows, Magento1Answer listed, CancellationToken cancellation)
    {
        var answer = await StockItems.ReadAsync(client, rows, cancellation);
        var records = new List<RawRecord>();
        foreach (var row in rows)
        {
            var id = row.Needed("product_id", listed.At());
            if (!answer.Items.TryGetValue(id, out var item))
            {
                client.Notes.Add(new(Magento1Errors.NoStockItem, "A product has no stock record.", answer.Answer.At(id)));
                continue;
            }

            var payload = Copy(item);
            payload["type"] = row.Text("type");
            records.Add(Record(id, payload, answer.Answer));
        }

        return records;
    }

    /// <summary>The API tells neither the currency nor whether prices are with VAT: the connection's settings do.</summary>
    private JsonObject Priced(JsonObject payload)
    {
        payload["currency"] = client.Settings.Currency;
        payload["prices_include_vat"] = client.Settings.PricesIncludeVat;
        return payload;
    }

    private static Dictionary<string, object?> Info(JsonElement row, string? store) => new()
    {
        ["productId"] = row.Text("product_id"),
        ["storeView"] = store,
        ["identifierType"] = "id",
    };

    private static JsonObject Copy(JsonElement element) => JsonNode.Parse(element.GetRawText())!.AsObject();

    private static RawRecord Record(string key, JsonObject payload, Magento1Answer answer) => new(key, JsonSerializer.SerializeToUtf8Bytes(payload), answer.At(key));

    private static long Resume(string? text) =>
        text is null ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
        : throw new EtlException(new Issue(Magento1Errors.BadResume, $"\"{text}\" is no position in a walk through products."));
}
