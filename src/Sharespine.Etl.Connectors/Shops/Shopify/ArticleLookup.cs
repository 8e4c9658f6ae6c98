using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>The variant that a document's SKU names, or why there is none.</summary>
internal static class ArticleLookup
{
    /// <summary>The one variant; else the state that the document is in.</summary>
    public static (JsonElement Variant, TargetState? Without) One(IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> found, string sku, OutboxDocument document) =>
        found.GetValueOrDefault(sku) switch
        {
            null => (default, new TargetState.WaitsFor(new(ShopifyErrors.SkuUnknown, $"The shop has no article {sku}.", ShopifyWrite.At(document), "sku"), $"article {sku}")),
            [var one] => (one, null),
            var several => (default, new TargetState.CannotAsk(new(ShopifyErrors.SkuTwice,
                $"The article {sku} is {several.Count} variants: {string.Join(", ", several.Take(3).Select(one => Gid.Number(one.Text("id"))))}.", ShopifyWrite.At(document), "sku"))),
        };

    /// <summary>Why a price does not fit the shop; null when it does.</summary>
    public static TargetState? Unfit(string currency, bool includesVat, string wantedCurrency, ShopFacts shop, OutboxDocument document) =>
        !string.Equals(currency, wantedCurrency, StringComparison.Ordinal)
            ? new TargetState.CannotAsk(new(ShopifyErrors.OtherCurrency, $"The price is in {currency}, {wantedCurrency} is wanted.", ShopifyWrite.At(document), "currency"))
            : includesVat != shop.TaxesIncluded
                ? new TargetState.CannotAsk(new(ShopifyErrors.OtherVatBasis,
                    shop.TaxesIncluded ? "The price is without VAT, the shop's are with it." : "The price is with VAT, the shop's are without it.", ShopifyWrite.At(document), "includesVat"))
                : null;
}

/// <summary>One write of a batch with what its mutation carries.</summary>
internal sealed record BatchItem<T>(int Index, OutboxDocument Document, T Content);

/// <summary>Sends what one mutation carries; Shopify carries out all of it or nothing, and names what it does not like by position.</summary>
internal static class Batch
{
    /// <summary>Those that are refused are taken out and the others sent again, until none is refused or none is left.</summary>
    /// <param name="list">The list whose positions the errors name.</param>
    /// <param name="answer">What an error of the shop means for the write; null when it is no hindrance.</param>
    /// <param name="seen">What the shop's answer shows against the write's having been done; null when nothing does.</param>
    public static async Task SendAsync<T>(
        IReadOnlyList<BatchItem<T>> items, TargetAnswer?[] answers, string list, Func<IReadOnlyList<BatchItem<T>>, Task<Written>> send,
        Func<UserError, BatchItem<T>, TargetAnswer?> answer, Func<BatchItem<T>, string> key, Func<Written, BatchItem<T>, TargetAnswer?>? seen = null)
    {
        for (var left = items; left.Count > 0;)
        {
            var written = await send(left);
            if (written.Failed is { } failed)
            {
                Set(left, answers, _ => failed);
                return;
            }

            var wrong = written.Errors.Where(error => error.IndexIn(list) is { } at && at < left.Count).ToLookup(error => error.IndexIn(list)!.Value);
            if (written.Errors.Count == 0)
            {
                Set(left, answers, item => seen?.Invoke(written, item) ?? new TargetAnswer.Done(key(item)));
                return;
            }

            if (wrong.Count == 0)
            {
                Set(left, answers, item => answer(written.Errors[0], item) ?? new TargetAnswer.Done(key(item)));
                return;
            }

            foreach (var errors in wrong)
            {
                var item = left[errors.Key];
                answers[item.Index] = errors.Select(error => answer(error, item)).FirstOrDefault(one => one is not null) ?? new TargetAnswer.Done(key(item));
            }

            left = [.. left.Where((_, at) => !wrong.Contains(at))];
        }
    }

    private static void Set<T>(IReadOnlyList<BatchItem<T>> items, TargetAnswer?[] answers, Func<BatchItem<T>, TargetAnswer> answer)
    {
        foreach (var item in items)
        {
            answers[item.Index] = answer(item);
        }
    }
}
