using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.Magento2;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Model;
using Sharespine.Etl.Tests.Connectors.WooCommerce;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

/// <summary>Products, stock and prices out of the shop.</summary>
public sealed class Magento2CatalogSourceTests : IAsyncLifetime
{
    private const string Products = "samples/shops/magento2/products.json";
    private const string SourceItems = "samples/shops/magento2/source-items.json";
    private readonly FixedClock _clock = new("2026-11-21T02:00:00Z");
    private FakeMagento _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeMagento.StartAsync(_clock);

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Variants_come_with_their_product_and_never_alone()
    {
        Family();

        var records = await _shop.Client().RecordsAsync("product");
        var product = Magento2Reading.Mapping("magento2.product").Map<Product>(Assert.Single(records).Json());

        Assert.Equal(("TS", "TS-S size=S, TS-M size=M"), (product.Sku, string.Join(", ", product.Variants.Select(v => $"{v.Sku} {v.Options[0].Name}={v.Options[0].Value}"))));
    }

    [Fact]
    public async Task A_variant_that_changed_brings_its_product_though_that_did_not_change()
    {
        Family();
        _shop.Catalog.Add("LONE");
        _clock.Advance(TimeSpan.FromHours(1));
        var since = _clock.GetUtcNow();
        _shop.Catalog.Product("TS-M")["updated_at"] = FakeFault.Now(_clock);

        var record = Assert.Single(await _shop.Client().RecordsAsync("product", since));

        Assert.Equal("TS", record.Json().GetProperty("sku").GetString());
        Assert.Equal(2, record.Json().GetProperty("children").GetArrayLength());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Products_resume_and_are_swept_without_variants(int pageSize)
    {
        Family();
        _shop.Catalog.Add("B");
        _shop.Catalog.Add("C");
        var client = _shop.Client(_shop.Settings with { PageSize = pageSize });
        var all = await client.PagesAsync("product");
        var keys = all.SelectMany(p => p.Records).Select(r => r.Key).ToList();

        Assert.Equal(3, keys.Count);
        Assert.Equal(keys, await client.SweepAsync("product", _clock.GetUtcNow().AddDays(-1)));
        Assert.Equal(keys, all[0].Records.Select(r => r.Key).Concat(await client.KeysAsync("product", resumeAt: all[0].ResumeAt)));
        Assert.Equal(keys[0], (await new Magento2Source(client).FetchAsync("product", keys[0], default))!.Key);
    }

    [SharedSampleFact(Products)]
    public void Every_real_product_maps()
    {
        var mapping = Magento2Reading.Mapping("magento2.product");
        var samples = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Shared, Products))).RootElement;
        var products = samples.EnumerateArray().Select(p => mapping.Map<Product>(p)).ToList();

        Assert.Equal(19, products.Count);
        Assert.Equal("INAKTIV", Assert.Single(products, p => !p.IsActive).Sku);
        Assert.Contains(products, p => p.Sku == "00012");
    }

    [SharedSampleFact(SourceItems)]
    public void Every_real_source_item_maps()
    {
        var mapping = Magento2Reading.Mapping("magento2.stock");
        var samples = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Shared, SourceItems))).RootElement;
        var levels = samples.EnumerateArray().Select(p => mapping.Map<StockLevel>(p)).ToList();

        Assert.Equal((19, 240001m), (levels.Count, levels.Max(l => l.Available)));
    }

    [SharedSampleFact("samples/shops/magento2/store-storeViews.json")]
    public async Task Real_store_views_websites_and_customer_groups_are_understood()
    {
        foreach (var path in new[] { "store/storeViews", "store/websites", "store/storeConfigs", "customerGroups/search" })
        {
            var sample = Path.Combine(Repository.Shared, "samples/shops/magento2", path.Replace('/', '-') + ".json");
            _shop.Faults.Add(new FakeFault { Path = path, Instead = new FakeReply(200, await File.ReadAllBytesAsync(sample)) });
        }

        _shop.Sales.Add(1);
        _shop.Catalog.Add("A", price: 200);
        var client = _shop.Client(_shop.Settings with { Websites = ["base"] });
        var details = (await client.RecordsAsync())[0].Json().GetProperty("store_details");
        Assert.Equal(("default", "base", "SEK", "lbs"), (details.GetProperty("store_view").GetString(), details.GetProperty("website").GetString(), details.GetProperty("base_currency_code").GetString(), details.GetProperty("weight_unit").GetString()));

        var list = new ListPrice { List = "Wholesale", Sku = "A", Currency = "SEK", IncludesVat = true, Tiers = [new() { FromQuantity = 1, Price = 90 }] };
        Assert.IsType<Etl.Load.TargetState.Absent>(await new Magento2PriceListTarget(client).FindAsync(Magento2Writing.Mapped("magento2.price-list-in", list)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    public async Task Stock_is_read_whole_source_by_source_and_resumes(int pageSize)
    {
        _shop.Catalog.Sources.Add("lund");
        foreach (var (sku, source) in new[] { ("B", "lund"), ("KAFFE/500", "default"), ("A", "default"), ("c,d", "default"), ("A", "lund") })
        {
            Stock(sku, source, 5);
        }

        var client = _shop.Client(_shop.Settings with { PageSize = pageSize });
        var pages = await client.PagesAsync("stock", changedAfter: _clock.GetUtcNow().AddDays(1));
        var keys = pages.SelectMany(p => p.Records).Select(r => r.Key).ToList();

        Assert.Equal(["default/A", "default/c,d", "default/KAFFE/500", "lund/A", "lund/B"], keys);
        Assert.Equal(keys, pages[0].Records.Select(r => r.Key).Concat(await client.KeysAsync("stock", resumeAt: pages[0].ResumeAt)));
        Assert.Equal(["lund/A", "lund/B"], await _shop.Client(_shop.Settings with { Sources = ["lund"] }).KeysAsync("stock"));
        Assert.Equal("default/KAFFE/500", (await new Magento2Source(client).FetchAsync("stock", "default/KAFFE/500", default))!.Key);
        Assert.Empty(await client.SweepAsync("stock", _clock.GetUtcNow().AddDays(-1)));
    }

    [Fact]
    public async Task The_only_source_is_no_location()
    {
        Stock("A", "default", 5);
        Stock("A", "lund", 7);
        var mapping = Magento2Reading.Mapping("magento2.stock");
        string? LocationOf(RawRecord record) => mapping.Map<StockLevel>(record.Json()).Location;

        Assert.Null(LocationOf(Assert.Single(await _shop.Client().RecordsAsync("stock"))));
        Assert.Null(LocationOf((await new Magento2Source(_shop.Client()).FetchAsync("stock", "default/A", default))!));

        _shop.Catalog.Sources.Add("lund");
        Assert.Equal(["default", "lund"], (await _shop.Client().RecordsAsync("stock")).Select(LocationOf));
        Assert.Null(LocationOf(Assert.Single(await _shop.Client(_shop.Settings with { Sources = ["lund"] }).RecordsAsync("stock"))));
    }

    [Fact]
    public async Task An_unknown_source_is_named()
    {
        var thrown = await Assert.ThrowsAsync<EtlException>(() => _shop.Client(_shop.Settings with { Sources = ["malmö"] }).KeysAsync("stock"));

        Assert.Equal(Magento2Errors.UnknownStore, thrown.Code);
    }

    [Fact]
    public async Task Without_sources_each_products_stock_item_is_asked_for_also_with_a_slash_in_its_SKU()
    {
        _shop.Catalog.Add("KAFFE/500");
        _shop.Catalog.Add("TS", "configurable");
        _shop.Catalog.StockItems["KAFFE/500"] = new JsonObject { ["item_id"] = 7, ["qty"] = 3, ["is_in_stock"] = true };

        var record = Assert.Single(await _shop.Client(_shop.Settings with { Stock = Magento2Stock.Legacy }).RecordsAsync("stock"));

        var level = Magento2Reading.Mapping("magento2.stock").Map<StockLevel>(record.Json());
        Assert.Equal(("KAFFE/500", 3m, true), (level.Sku, level.Available, level.InStock));
        Assert.Contains(_shop.Calls, call => call.RawPath.EndsWith("/stockItems/KAFFE%2F500", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prices_come_for_all_stores_and_for_store_views_with_their_own()
    {
        _shop.Catalog.Add("A", price: 199);
        _shop.Catalog.Add("TS", "configurable");
        _shop.Catalog.Add("SET", "bundle", attributes: ("price_type", "0"));
        _shop.Catalog.BasePrices.Add(new JsonObject { ["sku"] = "A", ["store_id"] = 2, ["price"] = 20 });
        _shop.Catalog.SpecialPrices.Add(new JsonObject { ["sku"] = "A", ["store_id"] = 0, ["price"] = 149, ["price_from"] = "2026-11-01 00:00:00", ["price_to"] = "2026-11-30 00:00:00" });

        var records = await _shop.Client().RecordsAsync("price", changedAfter: _clock.GetUtcNow().AddDays(1));
        var prices = records.Select(r => Magento2Reading.Mapping("magento2.price").Map<Price>(r.Json())).ToList();

        Assert.Equal(["A", "A@fi"], records.Select(r => r.Key));
        Assert.Equal([(null, "SEK", 199m, 149m), ("fi", "EUR", 20m, 149m)], prices.Select(p => (p.Store, p.Currency, p.Regular, p.Campaign!.Value)));
        Assert.Equal(["A"], (await _shop.Client(_shop.Settings with { Websites = ["base"] }).KeysAsync("price")));
        Assert.Equal("A@fi", (await new Magento2Source(_shop.Client()).FetchAsync("price", "A@fi", default))!.Key);
    }

    [Fact]
    public async Task Tier_prices_come_as_a_list_for_each_customer_group_and_website_percentages_as_prices()
    {
        _shop.Catalog.Add("A@B", price: 200);
        Tier("A@B", "Wholesale", 0, 10, 80, "fixed");
        Tier("A@B", "Wholesale", 0, 1, 90, "fixed");
        Tier("A@B", "ALL GROUPS", 1, 5, 10, "discount");

        var records = await _shop.Client().RecordsAsync("price-list");
        var lists = records.Select(r => Magento2Reading.Mapping("magento2.price-list").Map<ListPrice>(r.Json())).ToList();

        Assert.Equal(["A@B@Wholesale@all", "A@B@ALL GROUPS@base"], records.Select(r => r.Key));
        Assert.Equal(["Wholesale: 1=90 10=80", "ALL GROUPS: 5=180"], lists.Select(l => l.List + ": " + string.Join(' ', l.Tiers.Select(t => FormattableString.Invariant($"{t.FromQuantity:0.##}={t.Price:0.##}")))));
        Assert.Equal("A@B@ALL GROUPS@base", (await new Magento2Source(_shop.Client()).FetchAsync("price-list", "A@B@ALL GROUPS@base", default))!.Key);
    }

    private void Family()
    {
        _shop.Catalog.Add("TS-S", attributes: ("size", "4"));
        _shop.Catalog.Add("TS-M", attributes: ("size", "5"));
        _shop.Catalog.Add("TS", "configurable");
        _shop.Catalog.Link("TS", 137, "Storlek", "TS-S", "TS-M");
    }

    private void Stock(string sku, string source, decimal quantity) =>
        _shop.Catalog.SourceItems.Add(new JsonObject { ["sku"] = sku, ["source_code"] = source, ["quantity"] = quantity, ["status"] = 1 });

    private void Tier(string sku, string group, long website, decimal quantity, decimal price, string type) => _shop.Catalog.TierPrices.Add(new JsonObject
    {
        ["sku"] = sku,
        ["customer_group"] = group,
        ["website_id"] = website,
        ["quantity"] = quantity,
        ["price"] = price,
        ["price_type"] = type,
    });
}
