using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>Writes base prices and special prices, for all stores or for a store view.</summary>
public sealed class Magento2PriceTarget(Magento2Client client) : Magento2BatchTarget<Magento2Price>(client)
{
    private const string NoEnd = "2099-12-31 23:59:59";
    private readonly PriceQuestions _questions = new(client);

    protected override async Task<Func<Magento2Price, TargetState>> LookAsync(IReadOnlyList<Magento2Price> wanted, CancellationToken cancellation)
    {
        var views = await Client.Directory.ViewsAsync(cancellation);
        var isGlobal = wanted.Any(w => w.StoreView is not null) && await _questions.IsGlobalAsync(cancellation);
        var products = await _questions.ProductsAsync(wanted.Select(w => w.Sku), cancellation);
        var skus = products.Where(p => PriceQuestions.HasPrice(p.Value)).Select(p => p.Value.Text("sku")!).ToList();
        var prices = await _questions.BaseAsync(skus, cancellation);
        var specials = await _questions.SpecialAsync(skus, cancellation);
        return price =>
        {
            if (!products.TryGetValue(price.Sku, out var product))
            {
                return Missing(price.Sku);
            }

            if (!PriceQuestions.HasPrice(product))
            {
                return No(Magento2Errors.WrongKind, $"{price.Sku} is a {product.Text("type_id")} product.");
            }

            var view = views.FirstOrDefault(v => price.StoreView is null ? v.Id == 0 : v.Id != 0 && v.Code == price.StoreView);
            return price.StoreView is not null && isGlobal ? No(Magento2Errors.PriceScope, $"A price for the store view \"{price.StoreView}\" would become the price of all stores.", "storeView")
                : view is null && price.StoreView is not null ? No(Magento2Errors.UnknownStore, $"The shop has no store view \"{price.StoreView}\".", "storeView")
                : Basis(Client.Settings, price.Currency, price.IncludesVat, view?.Currency) ?? State(price, Row(prices, price.Sku, view?.Id ?? 0), Row(specials, price.Sku, view?.Id ?? 0));
        };
    }

    protected override async Task<BatchOutcome> WriteAsync(IReadOnlyList<Magento2Price> wanted, CancellationToken cancellation)
    {
        var views = await Client.Directory.ViewsAsync(cancellation);
        var spelled = await _questions.SpellingAsync(wanted.Select(w => w.Sku), cancellation);
        long Store(Magento2Price price) => price.StoreView is null ? 0 : views.First(v => v.Id != 0 && v.Code == price.StoreView).Id;

        var outcome = BatchOutcome.Of(await Client.WriteAsync(HttpMethod.Post, "products/base-prices", Body(wanted, (writer, price) =>
        {
            writer.WriteNumber("price", Magento2Write.Plain(price.Price));
            writer.WriteNumber("store_id", Store(price));
            writer.WriteString("sku", spelled(price.Sku));
        }), cancellation));
        var campaigns = wanted.Where(price => price.Special is not null).ToList();
        if (outcome.Failed is null && campaigns.Count > 0)
        {
            outcome = outcome.And(BatchOutcome.Of(await Client.WriteAsync(HttpMethod.Post, "products/special-price", Body(campaigns, (writer, price) =>
            {
                writer.WriteNumber("price", Magento2Write.Plain(price.Special!.Value));
                writer.WriteNumber("store_id", Store(price));
                writer.WriteString("sku", spelled(price.Sku));
                writer.WriteString("price_from", price.SpecialFrom is { } from ? SearchQuery.Time(from) : Client.World.UtcNow.ToString("yyyy-MM-dd 00:00:00", CultureInfo.InvariantCulture));
                writer.WriteString("price_to", price.SpecialTo is { } to ? SearchQuery.Time(to) : NoEnd);
            }), cancellation)));
        }

        return outcome.Failed is null ? outcome.And(await RemoveAsync([.. wanted.Except(campaigns)], Store, cancellation)) : outcome;
    }

    protected override string Sku(Magento2Price wanted) => wanted.Sku;

    /// <summary>Null when currency and VAT basis are the shop's.</summary>
    internal static TargetState? Basis(Magento2Settings settings, string currency, bool includesVat, string? shopCurrency) =>
        includesVat != settings.PricesIncludeTax
            ? No(Magento2Errors.OtherBasis, $"The price is {(includesVat ? "with" : "without")} VAT, the shop's are {(settings.PricesIncludeTax ? "with" : "without")}.", "includesVat")
        : shopCurrency is not null && shopCurrency != currency ? No(Magento2Errors.OtherBasis, $"The price is in {currency}, the shop's are in {shopCurrency}.", "currency")
        : null;

    internal static JsonElement? Row(IReadOnlyList<JsonElement> rows, string sku, long store) =>
        rows.Where(row => string.Equals(row.Text("sku"), sku, StringComparison.OrdinalIgnoreCase) && row.Long("store_id") == store).Select(row => (JsonElement?)row).FirstOrDefault();

    internal static byte[] Body<T>(IEnumerable<T> prices, Action<Utf8JsonWriter, T> write) => Magento2Write.Body(writer =>
    {
        writer.WriteStartArray("prices");
        foreach (var price in prices)
        {
            writer.WriteStartObject();
            write(writer, price);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary>Campaigns that are there and not wanted any more, removed by the rows that they are.</summary>
    private async Task<BatchOutcome> RemoveAsync(IReadOnlyList<Magento2Price> without, Func<Magento2Price, long> store, CancellationToken cancellation)
    {
        var specials = await _questions.SpecialAsync([.. without.Select(price => price.Sku)], cancellation);
        var there = without.Select(price => Row(specials, price.Sku, store(price))).OfType<JsonElement>().ToList();
        return there.Count == 0 ? new(null, []) : BatchOutcome.Of(await Client.WriteAsync(HttpMethod.Post, "products/special-price-delete", Body(there, (writer, row) =>
        {
            foreach (var field in row.EnumerateObject())
            {
                field.WriteTo(writer);
            }
        }), cancellation));
    }

    private static TargetState State(Magento2Price wanted, JsonElement? price, JsonElement? special)
    {
        var before = price?.Decimal("price");
        var now = wanted with
        {
            Price = Rounded(before ?? 0),
            Special = special?.Decimal("price") is { } campaign ? Rounded(campaign) : null,
            SpecialFrom = Instant(special, "price_from"),
            SpecialTo = special?.Text("price_to")?.StartsWith("2099", StringComparison.Ordinal) == true ? null : Instant(special, "price_to"),
        };
        var key = wanted.StoreView is null ? wanted.Sku : $"{wanted.Sku}@{wanted.StoreView}";
        return before is null && special is null ? new TargetState.Absent()
            : before is not null && IsSame(now, wanted) ? new TargetState.AsWanted(key)
            : new TargetState.Other(key, Magento2Write.Now(now), before is null ? null : new() { PriceBefore = now.Special ?? now.Price, PriceAfter = wanted.Special ?? wanted.Price });
    }

    /// <summary>A campaign without a first or last day is content with the one that is there; its days count, not their seconds.</summary>
    private static bool IsSame(Magento2Price now, Magento2Price wanted) =>
        now.Price == Rounded(wanted.Price) && now.Special == (wanted.Special is { } special ? Rounded(special) : null)
        && (wanted.Special is null || ((wanted.SpecialFrom is null || Day(now.SpecialFrom) == Day(wanted.SpecialFrom)) && Day(now.SpecialTo) == Day(wanted.SpecialTo)));

    private static decimal Rounded(decimal amount) => Math.Round(amount, 4, MidpointRounding.AwayFromZero);

    private static DateOnly? Day(DateTimeOffset? at) => at is { } instant ? DateOnly.FromDateTime(instant.UtcDateTime) : null;

    private static DateTimeOffset? Instant(JsonElement? row, string field) =>
        DateTimeOffset.TryParse(row?.Text(field), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null;
}
