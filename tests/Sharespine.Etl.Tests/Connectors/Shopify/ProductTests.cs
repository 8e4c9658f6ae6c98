using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.Shopify;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>Products out of the shop and into it: never two for one SKU, never a variant lost.</summary>
public sealed class ProductTests : IAsyncLifetime
{
    private FakeShopify _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeShopify.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Products_are_read_with_all_their_variants()
    {
        _shop.State.AddProduct(1, [.. Enumerable.Range(0, 170).Select(i => $"S-{i}")]);
        _shop.State.AddProduct(2, "B");

        var products = (await ReadAsync()).Select(record => ShopifyMappings.Map("shopify.product", record.Payload)).ToList();

        Assert.Equal([170, 1], products.Select(product => product.GetProperty("variants").GetArrayLength()));
        Assert.Equal(["product-1", "B"], products.Select(product => product.GetProperty("sku").GetString()));
    }

    [Fact]
    public async Task Only_changed_products_are_read_after_the_first_time()
    {
        _shop.State.AddProduct(1, "A");
        _shop.Time.Advance(TimeSpan.FromHours(1));
        _shop.State.AddProduct(2, "B");

        Assert.Equal(["2"], (await ReadAsync(FakeShopify.Settings, _shop.Time.GetUtcNow())).Select(record => record.Key));
    }

    [Fact]
    public async Task A_bulk_file_gives_the_same_products_as_pages()
    {
        _shop.State.AddProduct(1, "A", "B");
        _shop.State.AddProduct(2, "C");
        _shop.State.BulkFile = string.Join('\n', _shop.State.Products.SelectMany(product =>
        {
            var own = product!.DeepClone().AsObject();
            own.Remove("variants");
            own["hasOnlyDefaultVariant"] = product["variants"]!.AsArray().Count == 1;
            return new[] { own.ToJsonString() }.Concat(product["variants"]!.AsArray().Select(variant =>
            {
                var child = variant!.DeepClone();
                child["__parentId"] = product["id"]!.DeepClone();
                return child.ToJsonString();
            }));
        }));

        var file = await ReadAsync(FakeShopify.Settings with { Bulk = ShopifyBulk.Always });

        Assert.Equal(
            (await ReadAsync()).Select(record => ShopifyMappings.Map("shopify.product", record.Payload).GetRawText()),
            file.Select(record => ShopifyMappings.Map("shopify.product", record.Payload).GetRawText()));
    }

    [Fact]
    public async Task Products_are_listed_and_fetched()
    {
        _shop.State.AddProduct(1, "A");
        using var client = _shop.Client();
        var source = new ShopifySource(client);
        var listed = new List<SourceKey>();
        await foreach (var key in source.ListAsync("product", _shop.Time.GetUtcNow().AddDays(-1), default))
        {
            listed.Add(key);
        }

        Assert.Equal([new("1", _shop.Time.GetUtcNow())], listed);
        Assert.Equal("1", (await source.FetchAsync("product", "1", default))!.Key);
        Assert.Null(await source.FetchAsync("product", "2", default));
    }

    [Theory]
    [InlineData(ShopifyNew.Draft, "DRAFT")]
    [InlineData(ShopifyNew.Active, "ACTIVE")]
    public async Task A_new_product_is_made_with_all_its_variants(ShopifyNew setting, string status)
    {
        var answer = await LoadAsync(Shirt, FakeShopify.Settings with { NewProducts = setting });

        Assert.True(answer is TargetAnswer.Done, answer.ToString());
        var product = _shop.State.Products.Single()!;
        Assert.Equal((status, "t-shirt-ts"), (product["status"]!.GetValue<string>(), product["handle"]!.GetValue<string>()));
        Assert.Equal([("TS-S", "199.00", "S"), ("TS-M", "199.00", "M")], _shop.State.Variants.Select(variant =>
            (variant["sku"]!.GetValue<string>(), variant["price"]!.GetValue<string>(), variant["selectedOptions"]![0]!["value"]!.GetValue<string>())));
        Assert.All(_shop.State.Variants, variant => Assert.True(variant["inventoryItem"]!["tracked"]!.GetValue<bool>()));
        Assert.IsType<TargetState.AsWanted>(await LoadAsync(Shirt));
    }

    [Fact]
    public async Task A_new_product_without_price_is_a_draft_whatever_is_configured()
    {
        await LoadAsync(Mug with { Variants = [Mug.Variants[0] with { FirstPrice = null }] }, FakeShopify.Settings with { NewProducts = ShopifyNew.Active });

        Assert.Equal("DRAFT", _shop.State.Products.Single()!["status"]!.GetValue<string>());
    }

    public static TheoryData<string> Losses => [.. FakeFault.Losses];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task After_a_lost_answer_the_product_is_found_though_the_search_has_not_seen_it(string how)
    {
        _shop.Faults.Add(FakeFault.Lost(how, "ProductCreate"));
        _shop.State.NotIndexed.UnionWith(["TS-S", "TS-M"]);

        Assert.IsType<TargetAnswer.Unknown>(await LoadAsync(Shirt, FakeShopify.Impatient));
        Assert.IsType<TargetState.AsWanted>(await LoadAsync(Shirt));
        Assert.Single(_shop.State.Products);
    }

    [Fact]
    public async Task A_call_that_never_arrived_is_made_in_the_next_run()
    {
        _shop.Faults.Add(FakeFault.ResetBefore("ProductCreate"));

        Assert.IsType<TargetAnswer.Unknown>(await LoadAsync(Shirt));
        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Shirt));
        Assert.Single(_shop.State.Products);
    }

    [Fact]
    public async Task A_product_that_comes_into_the_shop_between_asking_and_making_is_not_made_again()
    {
        using var client = _shop.Client();
        var target = new ProductTarget(client);
        var document = Document(Shirt);
        var seen = await target.FindAsync(document);
        _shop.State.AddProduct(5, "TS-S", "TS-M");

        Assert.IsType<TargetAnswer.NotDone>((await target.SendAsync([new(document, seen)], default))[0]);
        Assert.Single(_shop.State.Products);
    }

    [Fact]
    public async Task A_changed_product_keeps_the_variants_that_only_the_shop_has()
    {
        await LoadAsync(Shirt);
        _shop.State.Products[0]!["variants"]!.AsArray().Add(FakeData.AddProduct(new FakeState(_shop.Time), 9, "OWN", "X")["variants"]![0]!.DeepClone());

        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Shirt with
        {
            Name = "T-shirt, ny",
            Variants = [Shirt.Variants[0] with { Ean = "7310100000099", Weight = 0.25m, Cost = 80 }, Shirt.Variants[1], Variant("TS-L", "L")],
        }));

        Assert.Equal(["OWN", "TS-L", "TS-M", "TS-S"], _shop.State.Variants.Select(variant => variant["sku"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.Equal("T-shirt, ny", _shop.State.Products[0]!["title"]!.GetValue<string>());
        Assert.Single(_shop.CallsOf("ProductCreate"));
        Assert.Equal("7310100000099", _shop.State.Variants.Single(variant => variant["sku"]!.GetValue<string>() == "TS-S")["barcode"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_product_is_taken_out_of_sale_and_put_back_and_a_draft_stays_one()
    {
        await LoadAsync(Mug, FakeShopify.Settings with { NewProducts = ShopifyNew.Active });
        using (var client = _shop.Client())
        {
            var state = Assert.IsType<TargetState.Other>(await new ProductTarget(client).FindAsync(Document(Mug with { IsActive = false })));
            Assert.True(state.Effect!.Deactivates);
        }

        await LoadAsync(Mug with { IsActive = false });
        Assert.Equal("ARCHIVED", Status);
        await LoadAsync(Mug);
        Assert.Equal("ACTIVE", Status);

        _shop.State.Products[0]!["status"] = "DRAFT";
        Assert.IsType<TargetState.AsWanted>(await LoadAsync(Mug));
    }

    [Fact]
    public async Task What_is_not_sold_is_not_made()
    {
        Assert.IsType<TargetState.AsWanted>(await LoadAsync(Mug with { IsActive = false }));
        Assert.Empty(_shop.State.Products);
    }

    [Fact]
    public async Task Unclear_products_are_left_to_a_person()
    {
        _shop.State.AddProduct(1, "TS-S");
        _shop.State.AddProduct(2, "TS-M");
        Assert.Equal(ShopifyErrors.ProductUnclear, Code(await LoadAsync(Shirt)));

        _shop.State.AddProduct(3, "MUGG");
        _shop.State.AddProduct(4, "MUGG");
        Assert.Equal(ShopifyErrors.SkuTwice, Code(await LoadAsync(Mug)));

        _shop.State.AddProduct(6, "OTHER")["handle"] = "lampa-lampa";
        Assert.Equal(ShopifyErrors.ProductUnclear, Code(await LoadAsync(Mug with { Sku = "LAMPA", Name = "Lampa", Variants = [Mug.Variants[0] with { Sku = "LAMPA" }] })));
    }

    [Fact]
    public async Task A_product_set_apart_by_other_names_in_the_shop_is_left_to_a_person()
    {
        _shop.State.AddProduct(1, "TS-S", "TS-M")["options"]![0]!["name"] = "Size";

        Assert.Equal(ShopifyErrors.ProductUnclear, Code(await LoadAsync(Shirt with { Name = "Ny" })));
    }

    [Fact]
    public async Task A_new_variant_without_price_is_not_sold_for_nothing()
    {
        await LoadAsync(Shirt);

        Assert.Equal(ShopifyErrors.BadPayload, Code(await LoadAsync(Shirt with { Variants = [.. Shirt.Variants, Variant("TS-L", "L") with { FirstPrice = null }] })));
    }

    [Fact]
    public async Task Two_variants_of_one_SKU_are_not_sent()
    {
        Assert.Equal(ShopifyErrors.BadPayload, Code(await LoadAsync(Shirt with { Variants = [Shirt.Variants[0], Shirt.Variants[0]] })));
    }

    private string Status => _shop.State.Products.Single()!["status"]!.GetValue<string>();

    private static Product Shirt => new()
    {
        Id = "37",
        Sku = "TS",
        Name = "T-shirt",
        Brand = "Skog",
        Variants = [Variant("TS-S", "S"), Variant("TS-M", "M")],
    };

    private static Product Mug => new() { Id = "1", Sku = "MUGG", Name = "Mugg", Variants = [new() { Id = "1", Sku = "MUGG", FirstPrice = 99, Weight = 0.35m }] };

    private static Variant Variant(string sku, string size) => new() { Id = sku, Sku = sku, FirstPrice = 199, Options = [new() { Name = "Storlek", Value = size }] };

    private static Errors.ErrorCode Code(object state) => Assert.IsType<TargetState.CannotAsk>(state).Issue.Code;

    private static OutboxDocument Document(Product product) => new("product", $"product/{product.Sku}", null, ShopifyMappings.Make("shopify.product-in", product), "hash");

    private async Task<object> LoadAsync(Product product, ShopifySettings? settings = null)
    {
        using var client = _shop.Client(settings);
        return await new ProductTarget(client).LoadAsync(Document(product));
    }

    private async Task<List<RawRecord>> ReadAsync(ShopifySettings? settings = null, DateTimeOffset? changedAfter = null)
    {
        using var client = _shop.Client(settings);
        var records = new List<RawRecord>();
        await foreach (var page in new ShopifySource(client).ReadAsync(new("product", changedAfter, null), default))
        {
            records.AddRange(page.Records);
        }

        return records;
    }
}
