using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>
/// Sets stock, many articles at once. Every quantity goes with the one that was seen, so that Shopify refuses what something
/// was sold of in between; and every call with a key that is the same for the same change, so that it is made once.
/// </summary>
public sealed class StockTarget(ShopifyClient client) : IRecordTarget
{
    private readonly string _name = client.Settings.Stock == ShopifyStockName.Available ? "available" : "on_hand";
    private ShopFacts? _shop;

    public int BatchSize => 100;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetState>> FindAsync(IReadOnlyList<OutboxDocument> documents, CancellationToken cancellation)
    {
        _shop ??= await ShopFacts.ReadAsync(client, cancellation);
        var states = new TargetState[documents.Count];
        var asked = new List<(int Index, ShopifyStock Stock, ShopLocation Location)>();
        foreach (var (index, document) in documents.Index())
        {
            var (stock, problem) = ShopifyWrite.Read<ShopifyStock>(document);
            var location = stock is null ? null : LocationOf(stock, _shop);
            problem ??= Quantity(stock!) is null ? new(ShopifyErrors.BadPayload, $"It does not say how much is {client.Settings.Stock}.", ShopifyWrite.At(document)) : null;
            problem ??= location is null ? Unknown(stock!, document) : null;
            if (problem is not null)
            {
                states[index] = new TargetState.CannotAsk(problem);
            }
            else
            {
                asked.Add((index, stock!, location!));
            }
        }

        foreach (var group in asked.GroupBy(one => one.Location.Number, StringComparer.Ordinal))
        {
            var variables = new JsonObject { ["location"] = Gid.Of("Location", group.Key), ["names"] = new JsonArray(_name) };
            var found = await new SkuSearch(client, "variants-stock-by-sku") { Variables = variables }.FindAsync(group.Select(one => one.Stock.Sku), cancellation);
            foreach (var (index, stock, location) in group)
            {
                states[index] = State(stock, location, found, documents[index]);
            }
        }

        return states;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetAnswer>> SendAsync(IReadOnlyList<PlannedWrite> writes, CancellationToken cancellation)
    {
        var answers = new TargetAnswer?[writes.Count];
        var set = new List<BatchItem<Change>>();
        foreach (var (index, write) in writes.Index())
        {
            var (stock, problem) = ShopifyWrite.Read<ShopifyStock>(write.Document);
            if (stock is null || Quantity(stock) is not { } quantity)
            {
                answers[index] = new TargetAnswer.Refused(problem ?? new(ShopifyErrors.BadPayload, "It does not say how much there is.", ShopifyWrite.At(write.Document)));
            }
            else if (write.Found is TargetState.Other seen)
            {
                var ids = seen.TargetKey.Split('@');
                var now = JsonSerializer.Deserialize<ShopifyStock>(seen.Now.Span, Mappings.Targets.TargetJson.Options)!;
                if (set.Any(item => item.Content.Key == seen.TargetKey))
                {
                    answers[index] = new TargetAnswer.NotDone(new(ShopifyErrors.Stale, "The same article comes twice; one after the other.", ShopifyWrite.At(write.Document)));
                    continue;
                }

                set.Add(new(index, write.Document, new(seen.TargetKey, ids[0], ids[1], Quantity(now), quantity, Encoding.UTF8.GetString(seen.Now.Span))));
            }
            else
            {
                answers[index] = await ActivateAsync(stock, quantity, write.Document, cancellation);
            }
        }

        await Batch.SendAsync(set, answers, "quantities", items => SetAsync(items, cancellation), Refusal, item => item.Content.Key, NotSeen);
        return answers!;
    }

    private TargetState State(ShopifyStock stock, ShopLocation location, IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> found, OutboxDocument document)
    {
        var (variant, without) = ArticleLookup.One(found, stock.Sku, document);
        if (without is not null)
        {
            return without;
        }

        if (!variant.Is("inventoryItem", "tracked"))
        {
            return new TargetState.CannotAsk(new(ShopifyErrors.NotTracked, $"The stock of {stock.Sku} is not counted in the shop.", ShopifyWrite.At(document), "sku"));
        }

        var key = $"{Gid.Number(variant.Text("inventoryItem", "id"))}@{location.Number}";
        if (variant.At("inventoryItem", "inventoryLevel") is not { } level
            || level.Items("quantities").FirstOrDefault(one => one.Text("name") == _name) is not { ValueKind: JsonValueKind.Object } quantity)
        {
            return new TargetState.Absent();
        }

        var (now, wanted, changed) = (quantity.Int("quantity") ?? 0, Quantity(stock)!.Value, quantity.Time("updatedAt"));
        if (now == wanted)
        {
            return new TargetState.AsWanted(key);
        }

        if (changed is { } at && stock.AsOf is { } asOf && at > asOf)
        {
            return new TargetState.WaitsFor(new(ShopifyErrors.YoungerInShop,
                string.Create(CultureInfo.InvariantCulture, $"{stock.Sku} changed in the shop {at:yyyy-MM-dd HH:mm:ss} UTC, the level is of {asOf.UtcDateTime:yyyy-MM-dd HH:mm:ss}."),
                ShopifyWrite.At(document)),
                $"a younger level of {stock.Sku}");
        }

        var there = stock with { Available = null, OnHand = null, AsOf = changed };
        there = client.Settings.Stock == ShopifyStockName.Available ? there with { Available = now } : there with { OnHand = now };
        return new TargetState.Other(key, ShopifyWrite.Json(there), new() { ZeroesStock = now > 0 && wanted <= 0 });
    }

    private Task<Written> SetAsync(IReadOnlyList<BatchItem<Change>> items, CancellationToken cancellation)
    {
        var input = new JsonObject
        {
            ["name"] = _name,
            ["reason"] = "correction",
            ["quantities"] = new JsonArray(
            [
                .. items.Select(item => (JsonNode)new JsonObject
                {
                    ["inventoryItemId"] = Gid.Of("InventoryItem", item.Content.Item), ["locationId"] = Gid.Of("Location", item.Content.Location),
                    ["quantity"] = item.Content.Quantity, ["changeFromQuantity"] = item.Content.From,
                }),
            ]),
        };

        // The same change from the same state: sold and counted back in between is another state by its time.
        var key = ShopifyWrite.Key(string.Join('\n', items.Select(item => $"{item.Document.Key} {item.Document.PayloadHash} {item.Content.Seen}")));
        return client.MutateAsync("inventory-set", "inventorySetQuantities", new() { ["input"] = input, ["key"] = key }, cancellation, idempotent: true);
    }

    /// <summary>Stocks an article where it was not kept before.</summary>
    private async Task<TargetAnswer> ActivateAsync(ShopifyStock stock, int quantity, OutboxDocument document, CancellationToken cancellation)
    {
        _shop ??= await ShopFacts.ReadAsync(client, cancellation);
        if (LocationOf(stock, _shop) is not { } location)
        {
            return new TargetAnswer.Refused(Unknown(stock, document));
        }

        JsonElement variant;
        try
        {
            var found = await new SkuSearch(client, "variants-by-sku").FindAsync([stock.Sku], cancellation);
            (variant, var without) = ArticleLookup.One(found, stock.Sku, document);
            switch (without)
            {
                case TargetState.CannotAsk cannot:
                    return new TargetAnswer.Refused(cannot.Issue);
                case TargetState.WaitsFor waits:
                    return new TargetAnswer.NotDone(waits.Issue);
            }
        }
        catch (EtlException e) when (e.IsTransient)
        {
            return new TargetAnswer.NotDone(e.Issues[0]);
        }

        var item = variant.Text("inventoryItem", "id");
        var variables = new JsonObject
        {
            ["item"] = item,
            ["location"] = Gid.Of("Location", location.Number),
            ["key"] = ShopifyWrite.Key($"activate {document.Key} {document.PayloadHash} {item}"),
            ["available"] = _name == "available" ? quantity : null,
            ["onHand"] = _name == "available" ? null : quantity,
        };
        var written = await client.MutateAsync("inventory-activate", "inventoryActivate", variables, cancellation, idempotent: true);
        return written.NotDone(document) ?? new TargetAnswer.Done($"{Gid.Number(item)}@{location.Number}");
    }

    private static TargetAnswer Refusal(UserError error, BatchItem<Change> item)
    {
        var at = ShopifyWrite.At(item.Document);
        return error.Code switch
        {
            "CHANGE_FROM_QUANTITY_STALE" or "COMPARE_QUANTITY_STALE" =>
                new TargetAnswer.NotDone(new(ShopifyErrors.Stale, "The stock is no longer what it was when it was asked for.", at)),
            "IDEMPOTENCY_CONCURRENT_REQUEST" => new TargetAnswer.Unknown(new(ShopifyErrors.RefusedByShop, error.ToString(), at)),
            "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED" => new TargetAnswer.NotDone(new(ShopifyErrors.RefusedByShop, error.ToString(), at)),
            _ => new TargetAnswer.Refused(ShopifyWrite.Refusal([error], item.Document)),
        };
    }

    /// <summary>Every change makes a group; one that made none may not have been made.</summary>
    private static TargetAnswer.Unknown? NotSeen(Written written, BatchItem<Change> item) => written.Payload.At("inventoryAdjustmentGroup") is null
        ? new(new(ShopifyErrors.BadAnswer, "The stock was confirmed without a change.", ShopifyWrite.At(item.Document)))
        : null;

    private int? Quantity(ShopifyStock stock) => client.Settings.Stock == ShopifyStockName.Available ? stock.Available : stock.OnHand;

    private ShopLocation? LocationOf(ShopifyStock stock, ShopFacts shop)
    {
        if (!string.IsNullOrEmpty(stock.Location))
        {
            return shop.Location(stock.Location);
        }

        var own = shop.Resolve(client.Settings.Locations, new List<Issue>());
        return own.Count == 1 ? own[0] : null;
    }

    private static Issue Unknown(ShopifyStock stock, OutboxDocument document) => new(ShopifyErrors.UnknownLocation,
        string.IsNullOrEmpty(stock.Location) ? "The level names no location, and the connection has not exactly one." : $"The shop has no open location \"{stock.Location}\".",
        ShopifyWrite.At(document), "location");

    /// <param name="Seen">All that was seen of it, as text.</param>
    private sealed record Change(string Key, string Item, string Location, int? From, int Quantity, string Seen);
}
