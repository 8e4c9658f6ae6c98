using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>Products, stock and prices as they come out of the shop.</summary>
public sealed class ProductSourceTests : IAsyncLifetime
{
    private FakeWooCommerce _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeWooCommerce.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task A_variable_product_comes_with_its_variations_and_a_simple_one_as_received()
    {
        AddShirt();
        _shop.Products.Add(50, "MUGG");
        using var client = _shop.Client();

        var records = await client.RecordsAsync("product");

        Assert.Equal(["37", "50"], records.Select(r => r.Key));
        Assert.Equal([38, 39], records[0].Json().GetProperty("variation_details").EnumerateArray().Select(v => v.GetProperty("id").GetInt64()));
        Assert.Equal(_shop.Products[50].ToJsonString(), records[1].Text());
    }

    [Fact]
    public async Task More_variations_than_a_page_holds_all_come()
    {
        _shop.Products.Add(37, "TS", "variable");
        for (var id = 100; id < 350; id++)
        {
            _shop.Products.AddVariation(37, id, $"TS-{id}");
        }

        using var client = _shop.Client();

        var product = Assert.Single(await client.RecordsAsync("product")).Json();

        Assert.Equal(Enumerable.Range(100, 250).Select(i => (long)i), product.GetProperty("variation_details").EnumerateArray().Select(v => v.GetProperty("id").GetInt64()));
    }

    [Fact]
    public async Task Products_changed_since_are_asked_for_in_UTC_without_zone()
    {
        _shop.Products.Add(1, "A", modifiedGmt: "2026-11-20T09:00:00");
        _shop.Products.Add(2, "B", modifiedGmt: "2026-11-20T10:00:00");
        using var client = _shop.Client();

        Assert.Equal(["2"], (await client.RecordsAsync("product", new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero))).Select(r => r.Key));
        Assert.Equal(("2026-11-20T09:59:59", "true"), (_shop.Requests[0].Query["modified_after"], _shop.Requests[0].Query["dates_are_gmt"]));
    }

    [Fact]
    public async Task A_product_deleted_between_its_page_and_its_variations_is_left_out()
    {
        AddShirt();
        _shop.Products.Add(50, "MUGG");
        _shop.BeforeEach = request =>
        {
            if (request.Path == "products/37/variations")
            {
                _shop.Products.Delete(37);
            }
        };
        using var client = _shop.Client();

        Assert.Equal(["50"], (await client.RecordsAsync("product")).Select(r => r.Key));
    }

    [Theory]
    [InlineData("stock")]
    [InlineData("price")]
    public async Task Stock_and_prices_come_whole_however_late_they_changed_one_record_an_article(string entity)
    {
        AddShirt();
        _shop.Products.Add(50, "MUGG", modifiedGmt: "2020-01-01T00:00:00");
        using var client = _shop.Client();

        var records = await client.RecordsAsync(entity, new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero));

        Assert.Equal(["37", "38", "39", "50"], records.Select(r => r.Key));
        Assert.Equal(["", "TS", "TS", ""], records.Select(r => r.Json().TryGetProperty("parent_sku", out var sku) ? sku.GetString() : ""));
        Assert.DoesNotContain(_shop.Requests, r => r.Query.ContainsKey("modified_after"));
    }

    [Fact]
    public async Task Stock_streams_page_by_page_and_goes_on_where_it_stopped()
    {
        for (var id = 1; id <= 9; id++)
        {
            _shop.Products.Add(id, $"A-{id}");
        }

        using var client = _shop.Client(_shop.Settings with { PageSize = 4 });

        var pages = await client.PagesAsync(entity: "stock");
        var rest = await client.PagesAsync(resumeAt: pages[0].ResumeAt, entity: "stock");

        Assert.Equal([4, 3, 2], pages.Select(p => p.Records.Count));
        Assert.Equal(["5", "6", "7", "8", "9"], rest.SelectMany(p => p.Records).Select(r => r.Key));
    }

    [Fact]
    public async Task What_a_price_means_is_asked_of_the_settings_once_and_stands_with_each_price()
    {
        _shop.Settled.PricesIncludeTax = false;
        _shop.Settled.Currency = "EUR";
        _shop.Products.Add(1, "A");
        _shop.Products.Add(2, "B");
        using var client = _shop.Client(_shop.Settings with { PageSize = 2, Transport = _shop.Settings.Transport with { Concurrency = 1 } });

        var records = await client.RecordsAsync("price");

        Assert.All(records, r => Assert.Equal("""{"prices_include_tax":false,"currency":"EUR"}""", r.Json().GetProperty("shop").GetRawText()));
        await client.RecordsAsync("price");
        Assert.Single(_shop.Requests, r => r.Path == "settings/tax");
    }

    [Theory]
    [InlineData("product", "37", true)]
    [InlineData("product", "99", false)]
    [InlineData("product", "38", false)]
    [InlineData("stock", "38", true)]
    [InlineData("price", "38", true)]
    [InlineData("price", "99", false)]
    public async Task A_single_record_is_fetched_as_the_walk_would_give_it(string entity, string key, bool isThere)
    {
        AddShirt();
        using var client = _shop.Client();
        var walked = (await client.RecordsAsync(entity)).FirstOrDefault(r => r.Key == key);

        var fetched = await new WooCommerceSource(client).FetchAsync(entity, key, default);

        Assert.Equal(isThere, fetched is not null);
        Assert.Equal(walked?.Text(), fetched?.Text());
    }

    [Fact]
    public async Task The_sweep_lists_products_by_their_day_and_nothing_of_what_is_read_whole()
    {
        _shop.Products.Add(1, "A", modifiedGmt: "2026-11-01T10:00:00");
        _shop.Products.Add(2, "B", modifiedGmt: "2026-11-20T10:00:00");
        using var client = _shop.Client();

        Assert.Equal(["2"], await ListAsync(client, "product"));
        Assert.Empty(await ListAsync(client, "stock"));
        Assert.Empty(await ListAsync(client, "price"));
    }

    [Fact]
    public async Task Names_of_all_that_can_be_read_and_of_nothing_more()
    {
        using var client = _shop.Client();

        Assert.Equal(["order", "product", "stock", "price"], new WooCommerceSource(client).Entities);
        Assert.Equal(["order"], new WooCommerceSource(client, ordersOnly: true).Entities);
        var error = await Assert.ThrowsAsync<Etl.Errors.EtlException>(() => client.RecordsAsync("price-list"));
        Assert.Equal("WOO008", error.Code.Code);
    }

    private static async Task<List<string>> ListAsync(WooCommerceClient client, string entity)
    {
        var keys = new List<string>();
        await foreach (var key in new WooCommerceSource(client).ListAsync(entity, new DateTimeOffset(2026, 11, 10, 0, 0, 0, TimeSpan.Zero), default))
        {
            keys.Add(key.Key);
        }

        return keys;
    }

    private void AddShirt()
    {
        _shop.Products.Add(37, "TS", "variable");
        _shop.Products.AddVariation(37, 38, "TS-S", ("Storlek", "S"));
        _shop.Products.AddVariation(37, 39, "", ("Storlek", "M"));
    }
}
