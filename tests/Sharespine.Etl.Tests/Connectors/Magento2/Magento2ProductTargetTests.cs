using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.Magento2;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

/// <summary>Products with variants into the shop, through the shipped mapping.</summary>
public sealed class Magento2ProductTargetTests : IAsyncLifetime
{
    private FakeMagento _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeMagento.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task A_simple_product_is_made_for_all_stores_with_price_website_and_an_address_of_its_own()
    {
        _shop.Catalog.Add("OTHER")["name"] = "Mugg blå";

        Assert.IsType<TargetState.Absent>(await Target.FindAsync(In(Mug)));
        Assert.IsType<TargetAnswer.Done>(await Target.LoadAsync(In(Mug)));

        var call = Assert.Single(_shop.Writes);
        Assert.Equal(("all", "products"), (call.Scope, call.Path));
        var made = _shop.Catalog.Product("MUGG/1");
        Assert.Equal(("simple", "199", "1", "0.5"), (made["type_id"]!.ToString(), made["price"]!.ToString(), made["status"]!.ToString(), made["weight"]!.ToString()));
        Assert.Equal("[1,2]", made["extension_attributes"]!["website_ids"]!.ToJsonString());
        Assert.Contains("mugg-bla-mugg-1", made["custom_attributes"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.IsType<TargetState.AsWanted>(await Target.FindAsync(In(Mug)));
    }

    [Fact]
    public async Task A_new_article_without_a_price_is_not_made()
    {
        var free = Mug with { Variants = [Mug.Variants[0] with { FirstPrice = null }] };

        Assert.Equal("MGT026", (await Target.FindAsync(In(free))).Code());
    }

    [Fact]
    public async Task Only_what_differs_is_changed_and_the_price_never()
    {
        await Target.LoadAsync(In(Mug));
        _shop.Catalog.Product("MUGG/1")["price"] = 249;

        var changed = Mug with { Name = "Mugg röd" };
        Assert.IsType<TargetAnswer.Done>(await Target.LoadAsync(In(changed)));

        var body = _shop.Writes[^1].Json["product"]!.AsObject();
        Assert.Equal(["sku", "name", "status"], body.Select(f => f.Key));
        Assert.Equal(("Mugg röd", "249"), (_shop.Catalog.Product("MUGG/1")["name"]!.ToString(), _shop.Catalog.Product("MUGG/1")["price"]!.ToString()));
    }

    [Fact]
    public async Task A_product_not_sold_any_more_is_disabled_and_the_guard_is_told()
    {
        await Target.LoadAsync(In(Mug));
        var gone = Mug with { IsActive = false };

        Assert.True(Assert.IsType<TargetState.Other>(await Target.FindAsync(In(gone))).Effect!.Deactivates);
        await Target.LoadAsync(In(gone));
        Assert.Equal("2", _shop.Catalog.Product("MUGG/1")["status"]!.ToString());
        Assert.IsType<TargetState.AsWanted>(await Target.FindAsync(In(gone)));
    }

    [Fact]
    public async Task A_configurable_product_is_made_with_variants_options_and_choices_that_were_missing()
    {
        Assert.IsType<TargetAnswer.Done>(await Target.LoadAsync(In(Shirt)));

        Assert.Equal(
            ["products/attributes/size/options", "products", "products", "products", "configurable-products/TS%2F1/options", "configurable-products/TS%2F1/child", "configurable-products/TS%2F1/child"],
            _shop.Writes.Select(w => w.Path));
        var parent = _shop.Catalog.Product("TS/1");
        Assert.Equal(("configurable", "4", 2), (parent["type_id"]!.ToString(), parent["visibility"]!.ToString(), parent["extension_attributes"]!["configurable_product_links"]!.AsArray().Count));
        Assert.Equal("1", _shop.Catalog.Product("TS-M")["visibility"]!.ToString());
        Assert.IsType<TargetState.AsWanted>(await Target.FindAsync(In(Shirt)));

        // And it comes out of the shop as it went in.
        var back = Magento2Reading.Mapping("magento2.product").Map<Product>(Assert.Single(await _shop.Client().RecordsAsync("product")).Json());
        Assert.Equal(["TS-M M", "TS-XXL XXL"], back.Variants.Select(v => $"{v.Sku} {v.Options[0].Value}"));
    }

    [Theory]
    [InlineData("products/attributes")]
    [InlineData("products")]
    [InlineData("options")]
    [InlineData("child")]
    public async Task A_product_broken_off_anywhere_is_gone_on_with_and_nothing_is_made_twice(string path)
    {
        _shop.Faults.Add(FakeFault.Lost("POST", path));

        Assert.IsType<TargetAnswer.Unknown>(await Target.LoadAsync(In(Shirt)));
        Assert.IsType<TargetAnswer.Done>(await Target.LoadAsync(In(Shirt)));

        Assert.Equal(3, _shop.Catalog.Products.Count);
        Assert.Single(_shop.Catalog.Product("TS/1")["extension_attributes"]!["configurable_product_options"]!.AsArray());
        Assert.Equal(2, _shop.Catalog.Product("TS/1")["extension_attributes"]!["configurable_product_links"]!.AsArray().Count);
        Assert.Single(_shop.Catalog.Attributes.First(a => a["attribute_code"]!.ToString() == "size")["options"]!.AsArray(), o => o!["label"]!.ToString() == "XXL");
    }

    [Fact]
    public async Task A_new_variant_is_added_and_one_no_longer_named_stays()
    {
        await Target.LoadAsync(In(Shirt));
        var other = Shirt with { Variants = [new() { Id = "3", Sku = "TS-L", Name = "T-shirt L", FirstPrice = 199, Options = [new() { Name = "Storlek", Value = "L" }] }] };

        Assert.IsType<TargetAnswer.Done>(await Target.LoadAsync(In(other)));
        Assert.Equal(3, _shop.Catalog.Product("TS/1")["extension_attributes"]!["configurable_product_links"]!.AsArray().Count);
        Assert.Equal("1", _shop.Catalog.Product("TS-M")["status"]!.ToString());
    }

    [Fact]
    public async Task An_article_of_another_kind_or_an_unknown_option_is_for_a_person()
    {
        _shop.Catalog.Add("TS/1");
        Assert.Equal("MGT028", (await Target.FindAsync(In(Shirt))).Code());

        var unknown = Shirt with { Sku = "NY", Variants = [Shirt.Variants[0] with { Options = [new() { Name = "passform", Value = "smal" }] }] };
        Assert.Equal("MGT027", (await Target.FindAsync(In(unknown))).Code());

        var uneven = Shirt with { Sku = "NY", Variants = [Shirt.Variants[0], Shirt.Variants[1] with { Options = [new() { Name = "Färg", Value = "Blå" }] }] };
        Assert.Equal("MGT027", (await Target.FindAsync(In(uneven))).Code());
        Assert.Empty(_shop.Writes);
    }

    [Fact]
    public async Task What_a_write_policy_keeps_is_left_as_it_is()
    {
        await Target.LoadAsync(In(Mug));
        _shop.Catalog.Product("MUGG/1")["name"] = "Skriven i butiken";
        var found = await Target.FindAsync(In(Mug));
        var payload = JsonNode.Parse(In(Mug).Payload.Span)!.AsObject();
        payload.Remove("name");
        payload["isActive"] = false;
        var kept = new OutboxDocument("product", "doc-1", null, System.Text.Encoding.UTF8.GetBytes(payload.ToJsonString()), "");

        Assert.IsType<TargetAnswer.Done>((await ((IRecordTarget)Target).SendAsync([new(kept, found)], default))[0]);
        Assert.Equal(("Skriven i butiken", "2"), (_shop.Catalog.Product("MUGG/1")["name"]!.ToString(), _shop.Catalog.Product("MUGG/1")["status"]!.ToString()));
    }

    [Fact]
    public async Task A_weight_is_in_the_shops_own_unit_and_refusals_are_told_in_its_words()
    {
        _shop.Faults.Add(new FakeFault { Path = "storeConfigs", Instead = FakeReply.Ok(JsonNode.Parse("""[{"id":1,"base_currency_code":"SEK","weight_unit":"lbs"}]""")) });
        _shop.Faults.Add(new FakeFault { Method = "POST", Path = "products", Instead = FakeReply.Error(400, "The \"%1\" attribute value is empty.", "ean") });

        var refused = Assert.IsType<TargetAnswer.Refused>(await Target.LoadAsync(In(Mug)));

        Assert.EndsWith("The \"ean\" attribute value is empty.", refused.Issue.Message, StringComparison.Ordinal);
        Assert.Contains("\"weight\":1.1023", Assert.Single(_shop.Writes).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  T-shirt Ängelholm, 0,5 l \"Räven\" TS/1 ", "t-shirt-angelholm-0-5-l-raven-ts-1")]
    [InlineData("Rødgrød Æble É", "rodgrod-aeble-e")]
    [InlineData("日本", "")]
    public void Addresses_have_small_letters_digits_and_dashes(string text, string slug) => Assert.Equal(slug, ProductNode.Slug(text));

    private static Product Mug => new()
    {
        Id = "1",
        Sku = "MUGG/1",
        Name = "Mugg blå",
        Description = "<p>En mugg</p>",
        Variants = [new() { Id = "1", Sku = "MUGG/1", Ean = "7350000000017", Weight = 0.5m, FirstPrice = 199 }],
    };

    private static Product Shirt => new()
    {
        Id = "2",
        Sku = "TS/1",
        Name = "T-shirt",
        Variants =
        [
            new() { Id = "1", Sku = "TS-M", Name = "T-shirt M", FirstPrice = 199, Options = [new() { Name = "Storlek", Value = "M" }] },
            new() { Id = "2", Sku = "TS-XXL", Name = "T-shirt XXL", FirstPrice = 219, Options = [new() { Name = "Storlek", Value = "XXL" }] },
        ],
    };

    private Magento2ProductTarget Target => new(_shop.Client());

    private static OutboxDocument In(Product product) => Magento2Writing.Mapped("magento2.product-in", product);
}
