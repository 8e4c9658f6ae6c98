using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.Shopify;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>Stock, prices and price lists out of the shop, by pages and by bulk files.</summary>
public sealed class ArticleReadTests : IAsyncLifetime
{
    private FakeShopify _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeShopify.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Stock_is_a_record_for_each_variant_and_location()
    {
        _shop.State.AddProduct(1, "A", "B");
        Levels("A").Add(FakeData.Level(10, 72, 4, _shop.State.Now));

        var records = await ReadAsync("stock");

        Assert.Equal(["10@71", "10@72", "11@71"], records.Select(record => record.Key));
        Assert.Equal(("A", "Butiken", 4m), Mapped(records[1]));
    }

    [Fact]
    public async Task Only_the_wanted_locations_are_read_and_a_single_one_has_no_name()
    {
        _shop.State.AddProduct(1, "A");
        Levels("A").Add(FakeData.Level(10, 72, 4, _shop.State.Now));

        var record = (await ReadAsync("stock", FakeShopify.Settings with { Locations = ["butiken"] })).Single();

        Assert.Equal(("A", null, 4m), Mapped(record));
    }

    [Fact]
    public async Task A_location_that_the_shop_does_not_have_stops_the_walk()
    {
        var stopped = await Assert.ThrowsAsync<EtlException>(() => ReadAsync("stock", FakeShopify.Settings with { Locations = ["Månen"] }));

        Assert.Equal(ShopifyErrors.UnknownLocation, stopped.Code);
    }

    [Fact]
    public async Task A_variant_at_more_than_fifty_locations_is_read_whole()
    {
        _shop.State.AddProduct(1, "A");
        for (var id = 100; id < 160; id++)
        {
            _shop.State.Locations.Add(FakeState.Location(id, $"Butik {id}"));
            Levels("A").Add(FakeData.Level(10, id, 1, _shop.State.Now));
        }

        Assert.Equal(61, (await ReadAsync("stock")).Count);
    }

    [Fact]
    public async Task Prices_are_regular_and_campaign()
    {
        _shop.State.AddProduct(1, "A", "B")["variants"]![1]!["compareAtPrice"] = "249.00";

        var prices = (await ReadAsync("price")).Select(record => ShopifyMappings.Map("shopify.price", record.Payload)).ToList();

        Assert.Equal(199m, prices[0].GetProperty("regular").GetDecimal());
        Assert.False(prices[0].TryGetProperty("campaign", out _));
        Assert.Equal((249m, 199m), (prices[1].GetProperty("regular").GetDecimal(), prices[1].GetProperty("campaign").GetDecimal()));
        Assert.Equal("SEK", prices[0].GetProperty("currency").GetString());
    }

    [Fact]
    public async Task Price_lists_are_read_each_whole()
    {
        _shop.State.AddProduct(1, [.. Enumerable.Range(0, 130).Select(i => $"S-{i}")]);
        var list = _shop.State.AddPriceList(31, "ÅF");
        _shop.State.AddPriceList(32, "Tom");
        foreach (var variant in _shop.State.Variants)
        {
            Fix(list, variant, 120);
        }

        var records = await ReadAsync("price-list");

        Assert.Equal(130, records.Select(record => record.Key).Distinct().Count());
        var price = ShopifyMappings.Map("shopify.price-list", records[0].Payload);
        Assert.Equal(("ÅF", "ÅF katalog"), (price.GetProperty("list").GetString(), price.GetProperty("customerGroup").GetString()));
    }

    [Fact]
    public async Task A_list_too_deep_for_a_listing_is_read_by_the_variants()
    {
        _shop.State.AddProduct(1, [.. Enumerable.Range(0, 250).Select(i => $"S-{i}")]);
        var list = _shop.State.AddPriceList(31, "ÅF");
        foreach (var variant in _shop.State.Variants)
        {
            Fix(list, variant, 120);
        }

        list["fixedPricesCount"] = 30_000;
        _shop.Faults.Add(new FakeFault("PriceLists", null, reply => reply with { Body = reply.Body.Replace("\"fixedPricesCount\":250", "\"fixedPricesCount\":30000", StringComparison.Ordinal) }));

        Assert.Equal(250, (await ReadAsync("price-list")).Count);
        Assert.All(_shop.CallsOf("ListPrices"), call => Assert.StartsWith("variant_id:", call["query"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_the_wanted_lists_are_read_by_name_number_or_catalog()
    {
        _shop.State.AddProduct(1, "A");
        foreach (var (id, name) in new[] { (31, "Ett"), (32, "Två"), (33, "Tre"), (34, "Fyra") })
        {
            Fix(_shop.State.AddPriceList(id, name), _shop.State.Variants.First(), id);
        }

        var keys = (await ReadAsync("price-list", FakeShopify.Settings with { PriceLists = ["ett", "32", "Tre katalog"] })).Select(record => record.Key);

        Assert.Equal(["31@10", "32@10", "33@10"], keys);
    }

    [Theory]
    [InlineData("stock")]
    [InlineData("price")]
    public async Task A_bulk_file_gives_the_same_records_as_pages(string entity)
    {
        _shop.State.AddProduct(1, "A", "B");
        _shop.State.AddProduct(2, "C");
        Levels("A").Add(FakeData.Level(10, 72, 4, _shop.State.Now));
        WriteBulkFile(entity);

        var pages = await ReadAsync(entity);
        var file = await ReadAsync(entity, FakeShopify.Settings with { Bulk = ShopifyBulk.Always });

        Assert.Equal(pages.Select(record => record.Key), file.Select(record => record.Key));
        Assert.Equal(pages.Select(record => ShopifyMappings.Map($"shopify.{entity}", record.Payload).GetRawText()), file.Select(record => ShopifyMappings.Map($"shopify.{entity}", record.Payload).GetRawText()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(97)]
    [InlineData(100_000)]
    public async Task A_file_gives_the_same_wherever_its_parts_are_cut(int partSize)
    {
        _shop.State.AddProduct(1, "A", "Å", "C");
        Levels("A").Add(FakeData.Level(10, 72, 4, _shop.State.Now));
        WriteBulkFile("stock");
        using var client = _shop.Client();
        var roots = new List<BulkRoot>();
        await foreach (var root in new BulkFile(client, "bulk-stock") { PartSize = partSize }.ReadAsync(null, default))
        {
            roots.Add(root);
        }

        Assert.Equal([("A", 2), ("Å", 1), ("C", 1)], roots.Select(root => (root.Root["sku"]!.GetValue<string>(), root.Children.Count)));
        var rest = new List<string>();
        await foreach (var root in new BulkFile(client, "bulk-stock") { PartSize = partSize }.ReadAsync(roots[0].ResumeAt, default))
        {
            rest.Add(root.Root["sku"]!.GetValue<string>());
        }

        Assert.Equal(["Å", "C"], rest);
    }

    [Fact]
    public async Task The_file_s_host_gets_no_token_and_only_parts_are_asked_for()
    {
        _shop.State.AddProduct(1, "A");
        WriteBulkFile("price");

        await ReadAsync("price", FakeShopify.Settings with { Bulk = ShopifyBulk.Always });

        var headers = Assert.Single(_shop.Downloads);
        Assert.False(headers.ContainsKey("X-Shopify-Access-Token"));
        Assert.StartsWith("bytes=0-", headers["Range"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bulk_file_is_taken_by_itself_above_so_many_variants()
    {
        _shop.State.AddProduct(1, "A", "B", "C");
        WriteBulkFile("price");

        await ReadAsync("price", FakeShopify.Settings with { Bulk = ShopifyBulk.Auto, BulkAbove = 3 });
        Assert.Empty(_shop.Downloads);

        await ReadAsync("price", FakeShopify.Settings with { Bulk = ShopifyBulk.Auto, BulkAbove = 2 });
        Assert.Single(_shop.Downloads);
    }

    [Fact]
    public async Task A_bulk_walk_goes_on_in_the_same_file()
    {
        _shop.State.AddProduct(1, [.. Enumerable.Range(0, 700).Select(i => $"S-{i}")]);
        WriteBulkFile("price");
        var settings = FakeShopify.Settings with { Bulk = ShopifyBulk.Always };
        using var client = _shop.Client(settings);
        string? resume = null;
        await foreach (var page in new ShopifySource(client).ReadAsync(new("price", null, null), default))
        {
            resume = page.ResumeAt;
            break;
        }

        var rest = await ReadAsync("price", settings, resume);

        Assert.Equal(200, rest.Count);
        Assert.Single(_shop.CallsOf("BulkRun"));
    }

    [Fact]
    public async Task A_result_that_is_gone_is_made_anew()
    {
        _shop.State.AddProduct(1, "A");
        WriteBulkFile("price");
        _shop.Faults.Add(FakeFault.Reply(200, """{"data":{"bulkOperation":{"id":"gid://shopify/BulkOperation/800","status":"EXPIRED"}}}""", "BulkPoll"));

        Assert.Single(await ReadAsync("price", FakeShopify.Settings with { Bulk = ShopifyBulk.Always }, "bulk:800:4096"));
        Assert.Single(_shop.CallsOf("BulkRun"));
    }

    [Fact]
    public async Task Another_bulk_operation_of_the_shop_is_waited_for()
    {
        _shop.State.AddProduct(1, "A");
        WriteBulkFile("price");
        _shop.Faults.Add(FakeFault.Reply(200, """{"data":{"bulkOperationRunQuery":{"bulkOperation":null,"userErrors":[{"code":"OPERATION_IN_PROGRESS","field":["query"],"message":"x"}]}}}""", "BulkRun"));

        Assert.Single(await ReadAsync("price", FakeShopify.Settings with { Bulk = ShopifyBulk.Always }));
    }

    [Theory]
    [InlineData("FAILED")]
    [InlineData("CANCELED")]
    public async Task A_bulk_operation_that_fails_stops_the_walk(string status)
    {
        _shop.State.AddProduct(1, "A");
        _shop.Faults.Add(FakeFault.Reply(200, """{"data":{"bulkOperation":{"id":"gid://shopify/BulkOperation/801","status":"STATUS","errorCode":"TIMEOUT"}}}""".Replace("STATUS", status, StringComparison.Ordinal), "BulkPoll"));

        var stopped = await Assert.ThrowsAsync<EtlException>(() => ReadAsync("price", FakeShopify.Settings with { Bulk = ShopifyBulk.Always }));

        Assert.Equal(ShopifyErrors.BulkFailed, stopped.Code);
    }

    [Fact]
    public async Task A_bulk_operation_that_finds_nothing_has_no_file()
    {
        Assert.Empty(await ReadAsync("price", FakeShopify.Settings with { Bulk = ShopifyBulk.Always }));
    }

    [Theory]
    [InlineData("stock", "10@71")]
    [InlineData("price", "10")]
    [InlineData("price-list", "31@10")]
    public async Task One_record_is_fetched_by_its_key(string entity, string key)
    {
        _shop.State.AddProduct(1, "A");
        Fix(_shop.State.AddPriceList(31, "ÅF"), _shop.State.Variants.First(), 120);
        using var client = _shop.Client();
        var source = new ShopifySource(client);

        var fetched = await source.FetchAsync(entity, key, default);

        var listed = (await ReadAsync(entity)).Single();
        Assert.Equal(listed.Key, fetched!.Key);
        Assert.Equal(ShopifyMappings.Map($"shopify.{entity}", listed.Payload).GetRawText(), ShopifyMappings.Map($"shopify.{entity}", fetched.Payload).GetRawText());
        Assert.Null(await source.FetchAsync(entity, key.Replace("10", "99", StringComparison.Ordinal), default));
    }

    private JsonArray Levels(string sku) => _shop.State.Variants.First(variant => variant["sku"]!.GetValue<string>() == sku)["inventoryItem"]!["inventoryLevels"]!.AsArray();

    internal static void Fix(JsonObject list, JsonObject variant, decimal price) => list["prices"]!.AsArray().Add(new JsonObject
    {
        ["id"] = variant["id"]!.DeepClone(),
        ["originType"] = "FIXED",
        ["variant"] = new JsonObject { ["id"] = variant["id"]!.DeepClone(), ["sku"] = variant["sku"]?.DeepClone() },
        ["price"] = FakeData.Money(price),
        ["quantityPriceBreaks"] = new JsonArray(),
    });

    /// <summary>As Shopify writes it: a line for each object, children behind their parent.</summary>
    private void WriteBulkFile(string entity)
    {
        var lines = new List<string>();
        foreach (var variant in _shop.State.Variants)
        {
            var product = variant.Parent!.Parent!;
            var own = new JsonObject { ["id"] = variant["id"]!.DeepClone(), ["sku"] = variant["sku"]?.DeepClone(), ["product"] = new JsonObject { ["id"] = product["id"]!.DeepClone(), ["status"] = "ACTIVE" } };
            if (entity == "price")
            {
                own["price"] = variant["price"]!.DeepClone();
                own["compareAtPrice"] = variant["compareAtPrice"]?.DeepClone();
                own["updatedAt"] = variant["updatedAt"]!.DeepClone();
                lines.Add(own.ToJsonString());
                continue;
            }

            var item = variant["inventoryItem"]!;
            lines.Add(new JsonObject { ["id"] = item["id"]!.DeepClone(), ["tracked"] = true, ["sku"] = variant["sku"]?.DeepClone(), ["variant"] = own }.ToJsonString());
            foreach (var level in item["inventoryLevels"]!.AsArray())
            {
                var child = level!.DeepClone();
                child["__parentId"] = item["id"]!.DeepClone();
                lines.Add(child.ToJsonString());
            }
        }

        _shop.State.BulkFile = string.Join('\n', lines) + "\n";
    }

    private static (string?, string?, decimal) Mapped(RawRecord record)
    {
        var level = ShopifyMappings.Map("shopify.stock", record.Payload);
        return (level.GetProperty("sku").GetString(), level.TryGetProperty("location", out var location) ? location.GetString() : null, level.GetProperty("available").GetDecimal());
    }

    private async Task<List<RawRecord>> ReadAsync(string entity, ShopifySettings? settings = null, string? resumeAt = null)
    {
        using var client = _shop.Client(settings);
        var records = new List<RawRecord>();
        await foreach (var page in new ShopifySource(client).ReadAsync(new(entity, null, resumeAt), default))
        {
            records.AddRange(page.Records);
        }

        return records;
    }
}
