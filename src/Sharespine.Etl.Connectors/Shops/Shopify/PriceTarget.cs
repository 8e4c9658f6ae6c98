using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>
/// Sets price and compare-at price, a product's variants in one call. Shopify knows no campaign dates: what is written is
/// what holds at the time of writing.
/// </summary>
public sealed class PriceTarget(ShopifyClient client) : IRecordTarget
{
    private ShopFacts? _shop;

    public int BatchSize => 100;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetState>> FindAsync(IReadOnlyList<OutboxDocument> documents, CancellationToken cancellation)
    {
        _shop ??= await ShopFacts.ReadAsync(client, cancellation);
        var read = documents.Select(ShopifyWrite.Read<ShopifyPrice>).ToList();
        var found = await new SkuSearch(client, "variants-by-sku").FindAsync(read.Select(one => one.Record?.Sku).OfType<string>(), cancellation);
        return
        [
            .. documents.Zip(read, (document, one) => one.Record is { } price
                ? State(price, found, document)
                : new TargetState.CannotAsk(one.Problem!)),
        ];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetAnswer>> SendAsync(IReadOnlyList<PlannedWrite> writes, CancellationToken cancellation)
    {
        var answers = new TargetAnswer?[writes.Count];
        var items = new List<BatchItem<Change>>();
        foreach (var (index, write) in writes.Index())
        {
            var (price, problem) = ShopifyWrite.Read<ShopifyPrice>(write.Document);
            if (price is null || write.Found is not TargetState.Other seen)
            {
                answers[index] = problem is null
                    ? new TargetAnswer.NotDone(new(ShopifyErrors.SkuUnknown, "It was not asked for.", ShopifyWrite.At(write.Document)))
                    : new TargetAnswer.Refused(problem);
                continue;
            }

            var ids = seen.TargetKey.Split('@');
            var (now, compareAt) = Wanted(price);
            items.Add(new(index, write.Document, new(seen.TargetKey, ids[0], ids[1], now, compareAt)));
        }

        foreach (var product in items.GroupBy(item => item.Content.Product, StringComparer.Ordinal))
        {
            await SendAsync(product.Key, [.. product], answers, cancellation);
        }

        return answers!;
    }

    private async Task SendAsync(string product, IReadOnlyList<BatchItem<Change>> items, TargetAnswer?[] answers, CancellationToken cancellation)
    {
        var variants = items.Select(item => (JsonNode)new JsonObject
        {
            ["id"] = Gid.Of("ProductVariant", item.Content.Variant),
            ["price"] = OrderMoney.Text(item.Content.Price),
            ["compareAtPrice"] = item.Content.CompareAt is { } compareAt ? OrderMoney.Text(compareAt) : null,
        });
        var variables = new JsonObject { ["productId"] = Gid.Of("Product", product), ["variants"] = new JsonArray([.. variants]) };
        var written = await client.MutateAsync("prices-update", "productVariantsBulkUpdate", variables, cancellation);
        var after = written.Failed is null
            ? written.Payload.Items("productVariants").ToLookup(variant => Gid.Number(variant.Text("id")) ?? "", StringComparer.Ordinal)
            : null;
        foreach (var (at, item) in items.Index())
        {
            // Shopify was asked to carry out what it can: errors hold for the variants that they name.
            var errors = written.Errors.Where(error => error.IndexIn("variants") is not { } index || index == at).ToList();
            answers[item.Index] = written.Failed
                ?? (errors.Count > 0 ? new TargetAnswer.Refused(ShopifyWrite.Refusal(errors, item.Document))
                    : after![item.Content.Variant].Any(variant => variant.Decimal("price") == item.Content.Price && variant.Decimal("compareAtPrice") == item.Content.CompareAt)
                        ? new TargetAnswer.Done(item.Content.Key)
                        : new TargetAnswer.Refused(new(ShopifyErrors.NotTaken, "The variant does not have the price that was set.", ShopifyWrite.At(item.Document))));
        }
    }

    private TargetState State(ShopifyPrice price, IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> found, OutboxDocument document)
    {
        var (variant, without) = ArticleLookup.One(found, price.Sku, document);
        if ((without ?? ArticleLookup.Unfit(price.Currency, price.IncludesVat, _shop!.Currency, _shop, document)) is { } unfit)
        {
            return unfit;
        }

        if (price.Regular < 0 || price.Campaign < 0)
        {
            return new TargetState.CannotAsk(new(ShopifyErrors.BadPayload, "A price is below zero.", ShopifyWrite.At(document)));
        }

        var key = $"{Gid.Number(variant.Text("id"))}@{Gid.Number(variant.Text("product", "id"))}";
        var (now, compareAt) = (variant.Decimal("price") ?? 0, variant.Decimal("compareAtPrice"));
        var (wanted, wantedCompare) = Wanted(price);
        if (now == wanted && compareAt == wantedCompare)
        {
            return new TargetState.AsWanted(key);
        }

        var onSale = compareAt > now;
        var there = price with { Regular = onSale ? compareAt!.Value : now, Campaign = onSale ? now : null, CampaignFrom = null, CampaignTo = null };
        return new TargetState.Other(key, ShopifyWrite.Json(there), new() { PriceBefore = now, PriceAfter = wanted });
    }

    /// <summary>The price that holds now, and the one to compare with while a campaign runs.</summary>
    private (decimal Price, decimal? CompareAt) Wanted(ShopifyPrice price)
    {
        var now = client.World.UtcNow;
        var runs = price.Campaign < price.Regular && (price.CampaignFrom is not { } from || from <= now) && (price.CampaignTo is not { } to || now < to);
        return runs ? (price.Campaign!.Value, price.Regular) : (price.Regular, null);
    }

    private sealed record Change(string Key, string Variant, string Product, decimal Price, decimal? CompareAt);
}
