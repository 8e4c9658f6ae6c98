using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>
/// Reads the fixed prices of price lists, each list whole. A record is a list's price of a variant, with the list
/// (<c>price_list</c>) and what holds for the whole shop (<c>shop</c>). Prices that a list only reckons from the shop's are
/// none of its own.
/// </summary>
internal sealed class ListPriceReader(ShopifyClient client)
{
    private const int PageSize = 100;

    // Shopify ends a listing at 25 000: a list near to it is read by the variants instead.
    private const int Deepest = 20_000;

    public async IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (startList, startAt) = Position(request.ResumeAt);
        var shop = await ShopFacts.ReadAsync(client, cancellation);
        var (lists, listed) = await ListsAsync(client, cancellation);
        foreach (var list in Wanted(lists).Where(list => list.Id >= startList))
        {
            var from = list.Id == startList ? startAt : null;
            var pages = list.FixedPrices > Deepest ? ByVariantsAsync(list, from, cancellation) : ByCursorAsync(list, from, cancellation);
            await foreach (var (data, prices, next) in pages)
            {
                yield return new(
                    [.. prices.Items("nodes").Select(price => Record(list, price, shop, data.At))],
                    string.Create(CultureInfo.InvariantCulture, $"{list.Id}/{next}"),
                    OrderReader.TimeOf(data));
            }
        }

        // Also a shop without lists has a walk with a clock.
        yield return new([], request.ResumeAt ?? "0/", OrderReader.TimeOf(listed));
    }

    public async Task<RawRecord?> FetchAsync(string key, CancellationToken cancellation)
    {
        var parts = key.Split('@');
        if (parts.Length != 2 || !parts.All(Gid.IsNumber))
        {
            throw new EtlException(new Issue(ShopifyErrors.BadPayload, $"\"{key}\" is not a key of price-list."));
        }

        var shop = await ShopFacts.ReadAsync(client, cancellation);
        var list = (await ListsAsync(client, cancellation)).Lists.FirstOrDefault(one => one.Number == parts[0]);
        if (list is null)
        {
            return null;
        }

        var data = await client.ReadAsync("list-prices", new() { ["id"] = list.Gid, ["first"] = PageSize, ["after"] = null, ["query"] = $"variant_id:{parts[1]}" }, cancellation);
        return data["priceList"].Items("prices", "nodes").Select(price => Record(list, price, shop, data.At)).FirstOrDefault(record => record.Key == key);
    }

    /// <summary>All price lists of the shop by rising id, and the answer that named the last.</summary>
    public static async Task<(IReadOnlyList<ShopPriceList> Lists, ShopifyData Data)> ListsAsync(ShopifyClient client, CancellationToken cancellation)
    {
        var lists = new List<ShopPriceList>();
        string? after = null;
        ShopifyData data;
        do
        {
            data = await client.ReadAsync("price-lists", new() { ["after"] = after }, cancellation);
            lists.AddRange(data["priceLists"].Items("nodes").Select(ShopPriceList.Of));
            after = data["priceLists"].NextPage();
        }
        while (after is not null);
        return ([.. lists.OrderBy(list => list.Id)], data);
    }

    private IEnumerable<ShopPriceList> Wanted(IReadOnlyList<ShopPriceList> lists)
    {
        var wanted = client.Settings.PriceLists;
        foreach (var name in wanted.Where(name => !lists.Any(list => list.IsCalled(name))))
        {
            throw new EtlException(new Issue(ShopifyErrors.ListUnknown, $"The shop has no price list \"{name}\".", Field: "price-lists", Try: string.Join(", ", lists.Select(list => list.Name))));
        }

        return lists.Where(list => wanted.Count == 0 || wanted.Any(list.IsCalled));
    }

    private async IAsyncEnumerable<(ShopifyData Data, JsonElement Prices, string Next)> ByCursorAsync(
        ShopPriceList list, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        do
        {
            var data = await client.ReadAsync("list-prices", new() { ["id"] = list.Gid, ["first"] = PageSize, ["after"] = after, ["query"] = null }, cancellation);
            if (data["priceList"].At("prices") is not { } prices)
            {
                // Deleted meanwhile.
                yield break;
            }

            after = prices.NextPage();
            yield return (data, prices, after ?? "");
        }
        while (after is not null);
    }

    private async IAsyncEnumerable<(ShopifyData Data, JsonElement Prices, string Next)> ByVariantsAsync(
        ShopPriceList list, string? behind, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var walk = new IdPages(client, "prices-page", "productVariants", null, PageSize);
        await foreach (var page in walk.ReadAsync(IdPages.Behind(string.IsNullOrEmpty(behind) ? null : behind), cancellation))
        {
            if (page.Rows.Count == 0)
            {
                yield break;
            }

            var query = string.Join(" OR ", page.Rows.Select(row => $"variant_id:{row.Key}"));
            var data = await client.ReadAsync("list-prices", new() { ["id"] = list.Gid, ["first"] = 250, ["after"] = null, ["query"] = query }, cancellation);
            if (data["priceList"].At("prices") is { } prices)
            {
                yield return (data, prices, page.Last.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static (long List, string? At) Position(string? resumeAt)
    {
        if (resumeAt is null)
        {
            return (0, null);
        }

        var slash = resumeAt.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !long.TryParse(resumeAt[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var list))
        {
            throw new EtlException(new Issue(ShopifyErrors.BadResume, $"\"{resumeAt}\" is not a position in a price list."));
        }

        // A list that was read to its end is read again rather than guessed to be done.
        return (list, resumeAt[(slash + 1)..] is { Length: > 0 } at ? at : null);
    }

    private static RawRecord Record(ShopPriceList list, JsonElement price, ShopFacts shop, SourcePosition at)
    {
        var record = JsonNode.Parse(price.GetRawText())!.AsObject();
        record["price_list"] = list.Node.DeepClone();
        record["shop"] = shop.ForPayload();
        var key = $"{list.Number}@{Gid.Number(price.Text("variant", "id"))}";
        return new(key, JsonSerializer.SerializeToUtf8Bytes(record, OrderReader.Plain), at with { Record = key });
    }
}

/// <param name="Node">As the shop lists it.</param>
internal sealed record ShopPriceList(long Id, string Gid, string Name, string? Catalog, string Currency, int FixedPrices, JsonObject Node)
{
    public string Number => Id.ToString(CultureInfo.InvariantCulture);

    public static ShopPriceList Of(JsonElement node) => new(
        long.Parse(Shopify.Gid.Number(node.Text("id"))!, CultureInfo.InvariantCulture), node.Text("id")!, node.Text("name") ?? "", node.Text("catalog", "title"),
        node.Text("currency") ?? "", node.Int("fixedPricesCount") ?? 0, JsonNode.Parse(node.GetRawText())!.AsObject());

    /// <summary>By number, name or its catalog's title: people see only the catalog.</summary>
    public bool IsCalled(string name) => name == Number || string.Equals(name, Name, StringComparison.OrdinalIgnoreCase) || string.Equals(name, Catalog, StringComparison.OrdinalIgnoreCase);
}
