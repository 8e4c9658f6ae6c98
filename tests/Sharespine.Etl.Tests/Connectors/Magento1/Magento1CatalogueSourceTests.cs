using System.Globalization;
using System.Text;
using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Model;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

public sealed class Magento1CatalogueSourceTests : IAsyncLifetime
{
    private FakeOpenMage _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeOpenMage.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Products_come_window_by_window_over_gaps_of_any_width()
    {
        foreach (var id in new[] { 1, 2, 11, 57, 58, 4000 })
        {
            _shop.Shop.AddProduct(id, $"A{id}");
        }

        using var client = _shop.Client(_shop.Settings with { ChunkSize = 10 });

        var pages = await client.PagesAsync("product");

        Assert.Equal(["1", "2", "11", "57", "58", "4000"], pages.SelectMany(page => page.Records).Select(record => record.Key));
        Assert.All(pages, page => Assert.True(page.Records.Count <= 10));
    }

    [Fact]
    public async Task An_interrupted_walk_goes_on_behind_its_last_window()
    {
        Enumerable.Range(1, 25).ToList().ForEach(id => _shop.Shop.AddProduct(id, $"A{id}"));
        using var client = _shop.Client(_shop.Settings with { ChunkSize = 10 });
        var pages = await client.PagesAsync("stock");

        var rest = await client.RecordsAsync("stock", resumeAt: pages[1].ResumeAt);

        Assert.Equal(["21", "22", "23", "24", "25"], rest.Select(record => record.Key));
    }

    [Fact]
    public async Task Only_products_changed_since_are_read_anew_but_all_stock_is()
    {
        _shop.Shop.AddProduct(1, "OLD", updated: "2026-01-01 00:00:00");
        _shop.Shop.AddProduct(2, "NEW");
        using var client = _shop.Client();
        var since = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(["2"], (await client.RecordsAsync("product", since)).Select(record => record.Key));
        Assert.Equal(["1", "2"], (await client.RecordsAsync("stock", since)).Select(record => record.Key));
    }

    [Fact]
    public async Task A_product_has_the_attributes_that_the_connection_names()
    {
        _shop.Shop.AddProduct(18, "MUGG-001")["cost"] = "80.0000";
        using var client = _shop.Client();

        var record = Assert.Single(await client.RecordsAsync("product"));

        Assert.Contains("""{"key":"cost","value":"80.0000"}""", Encoding.UTF8.GetString(record.Payload.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sku_of_digits_that_is_another_products_id_gets_its_own_stock()
    {
        _shop.Shop.AddProduct(18, "19", quantity: 1);
        _shop.Shop.AddProduct(19, "MUGG", quantity: 7);
        using var client = _shop.Client();

        var stock = (await client.RecordsAsync("stock")).ToDictionary(record => record.Key, record => record.Json().GetProperty("qty").GetString());

        Assert.Equal(("1.0000", "7.0000"), (stock["18"], stock["19"]));
    }

    [Fact]
    public async Task Prices_are_those_of_each_store_view_named()
    {
        _shop.Shop.AddProduct(18, "MUGG-001");
        using var client = _shop.Client(_shop.Settings with { PriceStores = ["se", "fi"], Currency = "EUR", PricesIncludeVat = false });

        var records = await client.RecordsAsync("price");

        Assert.Equal(["18:se", "18:fi"], records.Select(record => record.Key));
        Assert.Equal(("EUR", false, "fi"), (records[1].Json().GetProperty("currency").GetString(), records[1].Json().GetProperty("prices_include_vat").GetBoolean(), records[1].Json().GetProperty("store_code").GetString()));
        Assert.Equal("18:fi", (await new Magento1Source(client).FetchAsync("price", "18:fi", default))!.Key);
    }

    [Fact]
    public async Task Tier_prices_are_a_record_for_each_group_and_website()
    {
        _shop.Shop.AddProduct(18, "MUGG-001")["tier_price"] = new List<Row> { Tier("2", "all", "10", "140"), Tier("2", "all", "1", "150"), Tier("all", "base", "5", "190") };
        _shop.Shop.AddProduct(19, "NONE");
        using var client = _shop.Client();

        var records = await client.RecordsAsync("price-list");

        Assert.Equal(["18:2:all", "18:all:base"], records.Select(record => record.Key));
        var list = Magento1Reading.Mapping("magento1.price-list").Map<ListPrice>(records[0].Payload);
        Assert.Equal(("Wholesale", "2", "MUGG-001"), (list.List, list.CustomerGroup, list.Sku));
        Assert.Equal([(1m, 150m), (10m, 140m)], list.Tiers.Select(tier => (tier.FromQuantity, tier.Price)));
    }

    [Fact]
    public async Task A_full_pull_has_no_sweep()
    {
        _shop.Shop.AddProduct(18, "MUGG-001");
        using var client = _shop.Client();

        var keys = new List<SourceKey>();
        await foreach (var key in new Magento1Source(client).ListAsync("stock", DateTimeOffset.MinValue, default))
        {
            keys.Add(key);
        }

        Assert.Empty(keys);
    }

    [Fact]
    public async Task A_list_that_ignores_its_filter_is_not_taken_for_a_window()
    {
        _shop.Shop.AddProduct(1, "A");
        _shop.Shop.AddProduct(500, "B");
        _shop.BeforeEach = call => call.Parts.Remove("filters");
        using var client = _shop.Client();

        Assert.Equal(Magento1Errors.FilterIgnored, (await Assert.ThrowsAsync<EtlException>(() => client.RecordsAsync("product"))).Code);
    }

    [SharedSampleFact("samples/shops/openmage/catalogInventoryStockItemList.response.xml")]
    public void Recorded_stock_maps_and_whole_quantities_stay_exact()
    {
        var mapping = Magento1Reading.Mapping("magento1.stock");
        var levels = Magento1OrderMappingTests.Result("samples/shops/openmage/catalogInventoryStockItemList.response.xml").AsArray()
            .Select(row => mapping.Map<StockLevel>(Encoding.UTF8.GetBytes(row!.ToJsonString()))).ToList();

        Assert.Equal(18, levels.Count);
        Assert.Contains(levels, level => level is { Sku: "HON-350", Available: 365.5m });
    }

    [SharedSampleFact("samples/shops/openmage/catalogProductInfo-18.response.xml")]
    public void Recorded_prices_map()
    {
        var mapping = Magento1Reading.Mapping("magento1.price");
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Shared, "samples/shops/openmage"), "catalogProductInfo-*.response.xml"))
        {
            var info = Magento1OrderMappingTests.Result(Path.GetRelativePath(Repository.Shared, file)).AsObject();
            info["currency"] = "SEK";
            info["prices_include_vat"] = true;
            var price = mapping.Map<Price>(Encoding.UTF8.GetBytes(info.ToJsonString()));
            Assert.Equal(decimal.Parse((string)info["price"]!, CultureInfo.InvariantCulture), price.Regular);
        }
    }

    private static Row Tier(string group, string website, string from, string price) => new() { ["customer_group_id"] = group, ["website"] = website, ["qty"] = from, ["price"] = price };
}
