using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// Writes stock per source (MSI). The shop takes a SKU that it does not have in silence, so products are looked up first,
/// and what was written is read back.
/// </summary>
public sealed class Magento2StockTarget(Magento2Client client) : Magento2BatchTarget<Magento2StockLevel>(client)
{
    private const string Path = "inventory/source-items";
    private readonly PriceQuestions _questions = new(client);

    protected override async Task<Func<Magento2StockLevel, TargetState>> LookAsync(IReadOnlyList<Magento2StockLevel> wanted, CancellationToken cancellation)
    {
        var skus = wanted.Select(w => w.Sku).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (skus.Count == 0)
        {
            return _ => throw new InvalidOperationException("Nothing was asked for.");
        }

        var products = await _questions.ProductsAsync(skus, cancellation, "id,sku,type_id");
        var items = new List<JsonElement>();
        foreach (var source in wanted.Select(Source).Distinct())
        {
            foreach (var some in PriceQuestions.Parts(wanted.Where(w => Source(w) == source).Select(w => w.Sku)))
            {
                // Within one source a SKU stands once, so one page holds all that is asked for.
                var query = new SearchQuery().And("source_code", "eq", source).AndOneOf("sku", some).By("sku").Of(some.Count);
                items.AddRange(SearchPage.Root(await Client.ReadAsync(Path, query, cancellation)).Rows("items"));
            }
        }

        return level => State(level, products, items);
    }

    protected override async Task<BatchOutcome> WriteAsync(IReadOnlyList<Magento2StockLevel> wanted, CancellationToken cancellation) =>
        BatchOutcome.Of(await Client.WriteAsync(HttpMethod.Post, Path, Magento2Write.Body(writer =>
        {
            writer.WriteStartArray("sourceItems");
            foreach (var level in wanted)
            {
                writer.WriteStartObject();
                writer.WriteString("sku", level.Sku);
                writer.WriteString("source_code", Source(level));
                writer.WriteNumber("quantity", Magento2Write.Plain(level.Quantity));
                writer.WriteNumber("status", level.InStock ? 1 : 0);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }), cancellation));

    protected override string Sku(Magento2StockLevel wanted) => wanted.Sku;

    private string Source(Magento2StockLevel level) => level.Source ?? Client.Settings.Source;

    private TargetState State(Magento2StockLevel level, Dictionary<string, JsonElement> products, List<JsonElement> items)
    {
        if (!products.TryGetValue(level.Sku, out var product))
        {
            return Missing(level.Sku);
        }

        if (product.Text("type_id") is "configurable" or "grouped" or "bundle")
        {
            return No(Magento2Errors.WrongKind, $"{level.Sku} is a {product.Text("type_id")} product.");
        }

        var key = $"{Source(level)}/{level.Sku}";
        var there = items.Find(item => string.Equals(item.Text("sku"), level.Sku, StringComparison.OrdinalIgnoreCase) && item.Text("source_code") == Source(level));
        return there.ValueKind == JsonValueKind.Undefined ? new TargetState.Absent()
            : LegacyStockTarget.State(key, level, there.Decimal("quantity") ?? 0, there.Long("status") == 1);
    }
}

/// <summary>Writes stock where MSI is off: one stock item for each product.</summary>
public sealed class LegacyStockTarget(Magento2Client client) : Magento2BatchTarget<Magento2StockLevel>(client)
{
    /// <summary>Each article is a call of its own.</summary>
    public override int BatchSize => 1;

    protected override async Task<Func<Magento2StockLevel, TargetState>> LookAsync(IReadOnlyList<Magento2StockLevel> wanted, CancellationToken cancellation)
    {
        var items = new Dictionary<string, JsonElement?>(StringComparer.OrdinalIgnoreCase);
        foreach (var sku in wanted.Select(w => w.Sku))
        {
            items[sku] = await ItemAsync(sku, cancellation);
        }

        return level => level.Source is not null ? No(Magento2Errors.BadPayload, $"It names the source {level.Source}, and the shop is said to have none (stock: legacy).", "source")
            : items[level.Sku] is not { } item ? Missing(level.Sku)
            : State(level.Sku, level, item.Decimal("qty") ?? 0, IsInStock(item));
    }

    protected override async Task<BatchOutcome> WriteAsync(IReadOnlyList<Magento2StockLevel> wanted, CancellationToken cancellation)
    {
        var level = wanted[0];
        var item = await ItemAsync(level.Sku, cancellation) ?? throw new Errors.EtlException(new Errors.Issue(Magento2Errors.ArticleMissing, $"The shop has no product {level.Sku}.")) { IsTransient = true };
        var body = Magento2Write.Body(writer =>
        {
            writer.WriteStartObject("stockItem");
            writer.WriteNumber("qty", Magento2Write.Plain(level.Quantity));
            writer.WriteBoolean("is_in_stock", level.InStock);
            writer.WriteEndObject();
        });
        return BatchOutcome.Of(await Client.WriteAsync(HttpMethod.Put, $"products/{Magento2Client.Part(level.Sku)}/stockItems/{item.Text("item_id")}", body, cancellation));
    }

    protected override string Sku(Magento2StockLevel wanted) => wanted.Sku;

    internal static TargetState State(string key, Magento2StockLevel wanted, decimal quantity, bool isInStock) =>
        quantity == wanted.Quantity && isInStock == wanted.InStock
            ? new TargetState.AsWanted(key)
            : new TargetState.Other(key, Magento2Write.Now(wanted with { Quantity = quantity, InStock = isInStock }),
                new() { ZeroesStock = quantity > 0 && isInStock && (wanted.Quantity <= 0 || !wanted.InStock) });

    private async Task<JsonElement?> ItemAsync(string sku, CancellationToken cancellation) =>
        await Client.FindAsync($"stockItems/{Magento2Client.Part(sku)}", cancellation) is { } answer ? Magento2Client.Json(answer) : null;

    private static bool IsInStock(JsonElement item) => item.TryGetProperty("is_in_stock", out var value) && (value.ValueKind == JsonValueKind.True || value.ToString() == "1");
}
