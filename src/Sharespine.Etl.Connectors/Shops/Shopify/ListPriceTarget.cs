using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>Sets fixed prices, with quantity breaks where there are any, in the price lists of the shop's catalogs.</summary>
public sealed class ListPriceTarget(ShopifyClient client) : IRecordTarget
{
    private const int PricesPerQuery = 50;
    private ShopFacts? _shop;
    private IReadOnlyList<ShopPriceList>? _lists;

    public int BatchSize => 100;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetState>> FindAsync(IReadOnlyList<OutboxDocument> documents, CancellationToken cancellation) =>
        [.. (await LookAsync(documents, cancellation)).Select(look => look.State)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetAnswer>> SendAsync(IReadOnlyList<PlannedWrite> writes, CancellationToken cancellation)
    {
        var answers = new TargetAnswer?[writes.Count];
        IReadOnlyList<Look> looks;
        try
        {
            looks = await LookAsync([.. writes.Select(write => write.Document)], cancellation);
        }
        catch (EtlException e) when (e.IsTransient)
        {
            // Only a question was asked so far.
            return [.. writes.Select(_ => new TargetAnswer.NotDone(e.Issues[0]))];
        }

        var items = new List<BatchItem<Look>>();
        foreach (var (index, look) in looks.Index())
        {
            switch (look.State)
            {
                case TargetState.AsWanted there:
                    answers[index] = new TargetAnswer.Done(there.TargetKey);
                    break;
                case TargetState.CannotAsk cannot:
                    answers[index] = new TargetAnswer.Refused(cannot.Issue);
                    break;
                case TargetState.WaitsFor waits:
                    answers[index] = new TargetAnswer.NotDone(waits.Issue);
                    break;
                default:
                    items.Add(new(index, writes[index].Document, look));
                    break;
            }
        }

        foreach (var list in items.GroupBy(item => item.Content.List!.Gid, StringComparer.Ordinal))
        {
            var parts = list.ToLookup(item => item.Content.Price!.Tiers.Count == 0 ? Way.Delete : item.Content.HasBreaks || item.Content.Price.Tiers.Count > 1 ? Way.Breaks : Way.Plain);
            await Batch.SendAsync([.. parts[Way.Plain]], answers, "prices", part => AddAsync(list.Key, part, cancellation), Refusal, item => item.Content.Key, NotSeen);
            await Batch.SendAsync([.. parts[Way.Delete]], answers, "variantIds", part => DeleteAsync(list.Key, part, cancellation), Refusal, item => item.Content.Key);
            foreach (var item in parts[Way.Breaks])
            {
                // Errors of this mutation name no position that could be told apart: one at a time.
                await Batch.SendAsync([item], answers, "", part => BreaksAsync(list.Key, part[0], cancellation), Refusal, one => one.Content.Key);
            }
        }

        return answers!;
    }

    private async Task<IReadOnlyList<Look>> LookAsync(IReadOnlyList<OutboxDocument> documents, CancellationToken cancellation)
    {
        _shop ??= await ShopFacts.ReadAsync(client, cancellation);
        _lists ??= (await ListPriceReader.ListsAsync(client, cancellation)).Lists;
        var read = documents.Select(ShopifyWrite.Read<ShopifyListPrice>).ToList();
        var found = await new SkuSearch(client, "variants-by-sku").FindAsync(read.Select(one => one.Record?.Sku).OfType<string>(), cancellation);
        var looks = documents.Zip(read, (document, one) => one.Record is { } price ? Prepare(price, found, document) : Look.Of(new TargetState.CannotAsk(one.Problem!))).ToList();
        foreach (var list in looks.Where(look => look.List is not null).GroupBy(look => look.List!.Gid, StringComparer.Ordinal).ToList())
        {
            var there = await PricesAsync(list.Key, [.. list.Select(look => look.Variant!).Distinct(StringComparer.Ordinal)], cancellation);
            foreach (var look in list)
            {
                looks[looks.IndexOf(look)] = Compare(look, there.GetValueOrDefault(look.Variant!));
            }
        }

        return looks;
    }

    private Look Prepare(ShopifyListPrice price, IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> found, OutboxDocument document)
    {
        Look Cannot(ErrorCode code, string message, string field) => Look.Of(new TargetState.CannotAsk(new(code, message, ShopifyWrite.At(document), field)));

        var lists = _lists!.Where(list => list.IsCalled(price.List)).ToList();
        if (lists.Count != 1)
        {
            return Cannot(ShopifyErrors.ListUnknown, lists.Count == 0 ? $"The shop has no price list \"{price.List}\"." : $"\"{price.List}\" is the name of {lists.Count} price lists.", "list");
        }

        var (variant, without) = ArticleLookup.One(found, price.Sku, document);
        if ((without ?? ArticleLookup.Unfit(price.Currency, price.IncludesVat, lists[0].Currency, _shop!, document)) is { } unfit)
        {
            return Look.Of(unfit);
        }

        if (price.Tiers.Any(tier => tier.FromQuantity < 1 || tier.FromQuantity != decimal.Truncate(tier.FromQuantity) || tier.Price < 0)
            || (price.Tiers.Count > 0 && price.Tiers.Min(tier => tier.FromQuantity) != 1)
            || price.Tiers.DistinctBy(tier => tier.FromQuantity).Count() != price.Tiers.Count)
        {
            return Cannot(ShopifyErrors.BadPayload, "Prices begin at whole quantities, the first at 1, and each once.", "tiers");
        }

        return new(new TargetState.Absent(), price with { Tiers = [.. price.Tiers.OrderBy(tier => tier.FromQuantity)] }, lists[0], Gid.Number(variant.Text("id")), false);
    }

    private static Look Compare(Look look, JsonElement there)
    {
        if (there.ValueKind != JsonValueKind.Object)
        {
            return look.Price!.Tiers.Count == 0 ? look with { State = new TargetState.AsWanted(look.Key) } : look;
        }

        PriceTier[] now =
        [
            new() { FromQuantity = 1, Price = there.Decimal("price", "amount") ?? 0 },
            .. there.Items("quantityPriceBreaks", "nodes")
                .Select(one => new PriceTier { FromQuantity = one.Int("minimumQuantity") ?? 0, Price = one.Decimal("price", "amount") ?? 0 })
                .OrderBy(tier => tier.FromQuantity),
        ];
        if (now.SequenceEqual(look.Price!.Tiers))
        {
            return look with { State = new TargetState.AsWanted(look.Key) };
        }

        var effect = look.Price.Tiers.Count > 0 ? new TargetEffect { PriceBefore = now[0].Price, PriceAfter = look.Price.Tiers[0].Price } : new TargetEffect();
        return look with { State = new TargetState.Other(look.Key, ShopifyWrite.Json(look.Price with { Tiers = now }), effect), HasBreaks = now.Length > 1 };
    }

    /// <summary>The list's own prices of these variants.</summary>
    private async Task<Dictionary<string, JsonElement>> PricesAsync(string list, IReadOnlyList<string> variants, CancellationToken cancellation)
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var part in variants.Chunk(PricesPerQuery))
        {
            string? after = null;
            do
            {
                var variables = new JsonObject { ["id"] = list, ["first"] = 100, ["after"] = after, ["query"] = string.Join(" OR ", part.Select(variant => $"variant_id:{variant}")) };
                var data = await client.ReadAsync("list-prices", variables, cancellation);
                foreach (var price in data["priceList"].Items("prices", "nodes"))
                {
                    found[Gid.Number(price.Text("variant", "id")) ?? ""] = price;
                }

                after = data["priceList"].At("prices")?.NextPage();
            }
            while (after is not null);
        }

        return found;
    }

    private Task<Written> AddAsync(string list, IReadOnlyList<BatchItem<Look>> items, CancellationToken cancellation) => client.MutateAsync(
        "list-prices-add", "priceListFixedPricesAdd", new() { ["list"] = list, ["prices"] = new JsonArray([.. items.Select(item => (JsonNode)Price(item.Content))]) }, cancellation);

    private Task<Written> DeleteAsync(string list, IReadOnlyList<BatchItem<Look>> items, CancellationToken cancellation) => client.MutateAsync(
        "list-prices-delete", "priceListFixedPricesDelete", new() { ["list"] = list, ["variants"] = new JsonArray([.. items.Select(item => (JsonNode)item.Content.VariantGid)]) }, cancellation);

    private Task<Written> BreaksAsync(string list, BatchItem<Look> item, CancellationToken cancellation)
    {
        var look = item.Content;
        var input = new JsonObject
        {
            ["pricesToAdd"] = new JsonArray(Price(look)),
            ["pricesToDeleteByVariantId"] = new JsonArray(),
            ["quantityPriceBreaksToDeleteByVariantId"] = new JsonArray(look.VariantGid),
            ["quantityPriceBreaksToDelete"] = new JsonArray(),
            ["quantityPriceBreaksToAdd"] = new JsonArray(
            [
                .. look.Price!.Tiers.Skip(1).Select(tier => (JsonNode)new JsonObject
                {
                    ["variantId"] = look.VariantGid, ["minimumQuantity"] = (int)tier.FromQuantity, ["price"] = Money(tier.Price, look),
                }),
            ]),
            ["quantityRulesToAdd"] = new JsonArray(),
            ["quantityRulesToDeleteByVariantId"] = new JsonArray(),
        };
        return client.MutateAsync("quantity-prices", "quantityPricingByVariantUpdate", new() { ["list"] = list, ["input"] = input }, cancellation);
    }

    private static JsonObject Price(Look look) => new() { ["variantId"] = look.VariantGid, ["price"] = Money(look.Price!.Tiers[0].Price, look) };

    private static JsonObject Money(decimal amount, Look look) => new() { ["amount"] = OrderMoney.Text(amount), ["currencyCode"] = look.List!.Currency };

    private static TargetAnswer.Refused? NotSeen(Written written, BatchItem<Look> item) =>
        written.Payload.Items("prices").Any(price => price.Text("variant", "id") == item.Content.VariantGid && price.Decimal("price", "amount") == item.Content.Price!.Tiers[0].Price)
            ? null
            : new(new(ShopifyErrors.NotTaken, "The list does not have the price that was set.", ShopifyWrite.At(item.Document)));

    // Taken off already: that is what was wanted.
    private static TargetAnswer.Refused? Refusal(UserError error, BatchItem<Look> item) =>
        error.Code == "PRICE_NOT_FIXED" && item.Content.Price!.Tiers.Count == 0 ? null : new(ShopifyWrite.Refusal([error], item.Document));

    private enum Way
    {
        Plain,
        Breaks,
        Delete,
    }

    /// <param name="Variant">Its number.</param>
    /// <param name="HasBreaks">The list has quantity breaks for it now.</param>
    private sealed record Look(TargetState State, ShopifyListPrice? Price, ShopPriceList? List, string? Variant, bool HasBreaks)
    {
        public string Key => string.Create(CultureInfo.InvariantCulture, $"{List!.Id}@{Variant}");

        public string VariantGid => Gid.Of("ProductVariant", Variant!);

        public static Look Of(TargetState state) => new(state, null, null, null, false);
    }
}
