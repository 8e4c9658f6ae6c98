using Sharespine.Etl.Extract;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>Products of a running shop, through the connector and the shipped mappings.</summary>
public sealed class RecordedProductTests : IAsyncLifetime
{
    private FakeWooCommerce _shop = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync();
        if (RecordedShopFactAttribute.Folder is { } folder)
        {
            _shop.Products.Load(await File.ReadAllTextAsync(Path.Combine(folder, "products.json")), await File.ReadAllTextAsync(Path.Combine(folder, "variations.json")));
        }
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [RecordedShopFact]
    public async Task Every_recorded_product_maps_or_names_why_not()
    {
        var (products, reasons) = await MapAsync<Product>("product");

        Assert.Equal(
            [
                "rejected: a variation has no SKU of its own",
                "rejected: the product has no SKU",
                "rejected: the product has no SKU",
                "skipped: a grouped product only shows others together",
                "skipped: an external product is sold elsewhere",
            ],
            reasons.Order(StringComparer.Ordinal));
        Assert.Equal(24, products.Count);
        Assert.All(products, product => Assert.NotEmpty(product.Variants));
        var shirt = Assert.Single(products, product => product.Id == "37");
        Assert.Contains(shirt.Variants, v => v.Sku == "TS-ANG-S-0" && v.Weight == 0.2m && v.FirstPrice == 199 && v.Options.Select(o => $"{o.Name} {o.Value}").SequenceEqual(["Storlek S", "Färg Röd"]));
        var mug = Assert.Single(products, product => product.Sku == "MUGG-001");
        Assert.Equal(("Termosmugg 0,5 l \"Räven\"", "7310100000018", 0.35m), (mug.Name, mug.Variants[0].Ean, mug.Variants[0].Weight));
        Assert.Equal(["Hem & Trädgård"], mug.Categories);
    }

    [RecordedShopFact]
    public async Task Every_recorded_article_that_the_shop_counts_gives_a_stock_level()
    {
        var (levels, reasons) = await MapAsync<StockLevel>("stock");

        Assert.Equal(400m, Assert.Single(levels, level => level.Sku == "MUGG-001").Available);
        Assert.Equal(levels.Count, levels.Select(level => level.Sku).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(levels, level => Assert.Equal(level.Available > 0, level.InStock == true && level.Available > 0));
        Assert.DoesNotContain(reasons, reason => reason.StartsWith("rejected", StringComparison.Ordinal));
    }

    [RecordedShopFact]
    public async Task Every_recorded_price_is_in_the_shops_currency_and_with_VAT()
    {
        var (prices, reasons) = await MapAsync<Price>("price");

        Assert.All(prices, price => Assert.True(price is { Currency: "SEK", IncludesVat: true }));
        Assert.Equal(199m, Assert.Single(prices, price => price.Sku == "MUGG-001").Regular);
        Assert.Contains(prices, price => price.Campaign < price.Regular);
        Assert.DoesNotContain(reasons, reason => reason.StartsWith("rejected", StringComparison.Ordinal));
    }

    private async Task<(List<T> Records, List<string> Reasons)> MapAsync<T>(string entity)
    {
        var mapping = ShippedMappings.Load($"woocommerce.{entity}");
        using var client = _shop.Client();
        var records = new List<T>();
        var reasons = new List<string>();
        foreach (var record in await client.RecordsAsync(entity))
        {
            if (mapping.Map(record.Payload, MappingInputs.None).Verdict() is { Length: > 0 } reason)
            {
                reasons.Add(reason);
            }
            else
            {
                records.Add(mapping.Record<T>(record.Payload));
            }
        }

        return (records, reasons);
    }
}
