using System.Text;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>Products made, changed and taken out of sale, and never a second one for a SKU.</summary>
public sealed class ProductTargetTests : IAsyncLifetime
{
    private FakeWooCommerce _shop = null!;
    private WooCommerceClient _client = null!;
    private WooCommerceProductTarget _target = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync();
        Use(_shop.Settings);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _shop.DisposeAsync();
    }

    private static Product Mug => new()
    {
        Id = "10001",
        Sku = "MUGG",
        Name = "Termosmugg",
        Description = "<p>Varm &amp; god</p>",
        TaxClass = "25",
        Brand = "Skog",
        Variants = [new() { Id = "10001", Sku = "MUGG", Ean = "7310100000018", Weight = 0.350m, FirstPrice = 199m }],
    };

    private static Product Shirt => new()
    {
        Id = "37",
        Sku = "TS",
        Name = "T-shirt",
        Variants =
        [
            new() { Id = "38", Sku = "TS-S", Options = [new() { Name = "Storlek", Value = "S" }], FirstPrice = 99m },
            new() { Id = "39", Sku = "TS-M", Options = [new() { Name = "Storlek", Value = "M" }], FirstPrice = 99m },
        ],
    };

    [Fact]
    public async Task A_new_product_is_made_once_as_a_draft_with_its_first_price()
    {
        Assert.IsType<TargetState.Absent>(await FindAsync(Mug));
        var done = Assert.IsType<TargetAnswer.Done>(await LoadAsync(Mug));
        Assert.Equal(new TargetState.AsWanted(done.TargetKey), await FindAsync(Mug));
        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Mug));

        var body = JsonNode.Parse(Assert.Single(_shop.Posts).Body)!;
        Assert.Equal(
            """{"sku":"MUGG","type":"simple","status":"draft","name":"Termosmugg","description":"<p>Varm &amp; god</p>","tax_class":"standard","weight":"0.35","global_unique_id":"7310100000018","regular_price":"199","manage_stock":true,"attributes":[{"name":"Varumärke","visible":true,"variation":false,"options":["Skog"]}]}""",
            body.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public async Task A_new_variable_product_gets_its_variations_by_the_shops_own_attribute()
    {
        var done = Assert.IsType<TargetAnswer.Done>(await LoadAsync(Shirt));

        Assert.Equal(new TargetState.AsWanted(done.TargetKey), await FindAsync(Shirt));
        Assert.Equal("""[{"name":"Storlek","id":1,"visible":true,"variation":true,"options":["S","M"]}]""", _shop.Products[long.Parse(done.TargetKey, null)]["attributes"]!.ToJsonString());
        Assert.Equal(
            """{"create":[{"sku":"TS-S","status":"publish","regular_price":"99","manage_stock":true,"attributes":[{"name":"Storlek","id":1,"option":"S"}]},{"sku":"TS-M","status":"publish","regular_price":"99","manage_stock":true,"attributes":[{"name":"Storlek","id":1,"option":"M"}]}]}""",
            _shop.Posts[1].Body);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("hang")]
    [InlineData("500")]
    public async Task A_product_whose_answer_is_lost_is_found_by_its_SKU_and_not_made_again(string fault)
    {
        Use(_shop.Settings with { Transport = _shop.Settings.Transport with { AttemptTimeout = TimeSpan.FromSeconds(2) } });
        _shop.Faults.Add((fault switch { "reset" => Fault.ResetAfterHandling, "hang" => Fault.HangAfterHandling, _ => Fault.ServerErrorAfterHandling }) with { Method = "POST" });

        Assert.IsType<TargetAnswer.Unknown>(await LoadAsync(Mug));
        Assert.IsType<TargetState.AsWanted>(await FindAsync(Mug));
        Assert.Single(_shop.Products.WithSku("MUGG"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_product_lost_half_way_is_completed_and_nothing_of_it_is_made_twice(int lostCall)
    {
        for (var call = 1; call < lostCall; call++)
        {
            _shop.Faults.Add(Fault.Slow(TimeSpan.Zero) with { Method = "POST" });
        }

        _shop.Faults.Add(Fault.ResetAfterHandling with { Method = "POST" });

        Assert.IsType<TargetAnswer.Unknown>(await LoadAsync(Shirt));
        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Shirt));

        Assert.All(["TS", "TS-S", "TS-M"], sku => Assert.Single(_shop.Products.WithSku(sku)));
        Assert.IsType<TargetState.AsWanted>(await FindAsync(Shirt));
    }

    [Fact]
    public async Task Somebody_who_makes_the_product_in_the_same_second_leaves_one_product()
    {
        _shop.Products.BeforeCreate = () => _shop.Products.Add(77, "mugg");

        Assert.Equal(new TargetAnswer.Done("77"), await LoadAsync(Mug));
        Assert.Single(_shop.Products.WithSku("MUGG"));
        Assert.Equal("Termosmugg", _shop.Products[77]["name"]!.ToString());
    }

    [Fact]
    public async Task Only_what_differs_is_sent_to_a_product_that_is_there()
    {
        await LoadAsync(Mug);
        var id = _shop.Products.WithSku("MUGG").Single()["id"]!;

        await LoadAsync(Mug with { Name = "Mugg", Brand = "Sjö", Variants = [Mug.Variants[0] with { Weight = 0.4m, FirstPrice = 500m }] });

        var put = Assert.Single(_shop.Puts);
        Assert.Equal($"products/{id}", put.Path);
        Assert.Equal(["name", "weight", "attributes"], JsonNode.Parse(put.Body)!.AsObject().Select(field => field.Key));
        Assert.Equal("199", _shop.Products[long.Parse(id.ToJsonString(), null)]["regular_price"]!.ToString());
    }

    [Fact]
    public async Task What_the_ERP_does_not_name_stays_as_the_shops_people_made_it()
    {
        await LoadAsync(Shirt);
        var product = _shop.Products.WithSku("TS").Single();
        product["attributes"]!.AsArray().Add(new JsonObject { ["id"] = 9, ["name"] = "Passform", ["visible"] = true, ["variation"] = false, ["options"] = new JsonArray("Vid") });
        _shop.Products.AddVariation(FakeOrders.IdOf(product), 9001, "TS-XL", ("Storlek", "XL"));
        var more = Shirt with { Variants = [.. Shirt.Variants, new() { Id = "40", Sku = "TS-L", Options = [new() { Name = "storlek", Value = "L" }] }] };

        Assert.IsType<TargetAnswer.Done>(await LoadAsync(more));

        Assert.Equal(["Storlek S M L", "Passform Vid"], product["attributes"]!.AsArray().Select(a => $"{a!["name"]} {string.Join(' ', a["options"]!.AsArray())}"));
        Assert.Equal(4, product["variations"]!.AsArray().Count);
        Assert.IsType<TargetState.AsWanted>(await FindAsync(Shirt));
    }

    [Fact]
    public async Task A_variation_without_a_SKU_that_has_the_options_gets_the_SKU()
    {
        _shop.Products.Add(37, "TS", "variable")["attributes"] = new JsonArray(
            new JsonObject { ["id"] = 1, ["name"] = "Storlek", ["variation"] = true, ["options"] = new JsonArray("S", "M") });
        _shop.Products.AddVariation(37, 38, "", ("Storlek", "S"));
        _shop.Products.AddVariation(37, 39, "TS-M", ("Storlek", "M"));

        Assert.Equal(new TargetAnswer.Done("37"), await LoadAsync(Shirt));

        Assert.Equal("TS-S", _shop.Products[38]["sku"]!.ToString());
        Assert.Equal("""{"update":[{"id":38,"sku":"TS-S"}]}""", Assert.Single(_shop.Posts).Body);
    }

    [Fact]
    public async Task A_variation_with_the_options_and_another_SKU_is_for_a_person()
    {
        _shop.Products.Add(37, "TS", "variable");
        _shop.Products.AddVariation(37, 38, "OLD-S", ("Storlek", "S"));

        var issue = Assert.IsType<TargetState.CannotAsk>(await FindAsync(Shirt)).Issue;

        Assert.Equal(("WOO040", "Variation 38 with the options of \"TS-S\" goes by \"OLD-S\"."), (issue.Code.Code, issue.Message));
    }

    [Theory]
    [InlineData(WooCommerceInactiveProducts.Draft, "draft")]
    [InlineData(WooCommerceInactiveProducts.Private, "private")]
    public async Task A_product_is_taken_out_of_sale_and_put_back(WooCommerceInactiveProducts setting, string status)
    {
        Use(_shop.Settings with { InactiveProducts = setting, NewProducts = WooCommerceNewProducts.Publish });
        await LoadAsync(Mug);
        var product = _shop.Products.WithSku("MUGG").Single();
        Assert.Equal("publish", product["status"]!.ToString());

        var state = Assert.IsType<TargetState.Other>(await FindAsync(Mug with { IsActive = false }));
        Assert.True(state.Effect!.Deactivates);
        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Mug with { IsActive = false }));
        Assert.Equal(status, product["status"]!.ToString());
        Assert.IsType<TargetState.AsWanted>(await FindAsync(Mug with { IsActive = false }));

        Assert.False(Assert.IsType<TargetState.Other>(await FindAsync(Mug)).Effect!.Deactivates);
        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Mug));
        Assert.Equal("publish", product["status"]!.ToString());
    }

    [Fact]
    public async Task A_draft_that_the_shops_people_keep_back_stays_one()
    {
        await LoadAsync(Mug);

        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Mug with { Name = "Mugg" }));

        Assert.Equal("draft", _shop.Products.WithSku("MUGG").Single()["status"]!.ToString());
    }

    [Fact]
    public async Task A_variation_is_switched_off_and_the_guard_is_told()
    {
        await LoadAsync(Shirt);
        var without = Shirt with { Variants = [Shirt.Variants[0], Shirt.Variants[1] with { IsActive = false }] };

        Assert.True(Assert.IsType<TargetState.Other>(await FindAsync(without)).Effect!.Deactivates);
        Assert.IsType<TargetAnswer.Done>(await LoadAsync(without));

        Assert.Equal(("publish", "private"), (Status("TS-S"), Status("TS-M")));
    }

    [Theory]
    [InlineData("variable", 0, "WOO039")]
    [InlineData("grouped", 0, "WOO039")]
    [InlineData("external", 0, "WOO039")]
    [InlineData("variation", 37, "WOO039")]
    public async Task A_SKU_of_something_of_another_form_is_for_a_person(string type, long parent, string code)
    {
        _shop.Products.Add(37, "TS", "variable");
        _shop.Products.Add(50, "MUGG", type, parent: parent);

        Assert.Equal(code, Assert.IsType<TargetState.CannotAsk>(await FindAsync(Mug)).Issue.Code.Code);
        Assert.Equal(code, Assert.IsType<TargetAnswer.Refused>(await LoadAsync(Mug)).Issue.Code.Code);
        Assert.Empty(_shop.Posts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Variants_that_stand_under_another_product_are_not_made_again(bool productIsThere)
    {
        _shop.Products.Add(90, "ANNAN", "variable");
        _shop.Products.AddVariation(90, 91, "TS-S", ("Storlek", "S"));
        if (productIsThere)
        {
            _shop.Products.Add(37, "TS", "variable");
        }

        Assert.Equal("WOO039", Assert.IsType<TargetAnswer.Refused>(await LoadAsync(Shirt)).Issue.Code.Code);
        Assert.Empty(_shop.Posts);
    }

    [Fact]
    public async Task A_product_in_the_trash_is_not_made_anew()
    {
        _shop.Products.Add(50, "MUGG", status: "trash");

        Assert.Equal("WOO038", Assert.IsType<TargetAnswer.Refused>(await LoadAsync(Mug)).Issue.Code.Code);
        Assert.Empty(_shop.Posts);
    }

    [Fact]
    public async Task A_SKU_that_the_shop_has_twice_is_for_a_person()
    {
        _shop.Products.Add(50, "MUGG");
        _shop.Products.Add(51, "Mugg");

        Assert.Equal("WOO029", Assert.IsType<TargetState.CannotAsk>(await FindAsync(Mug)).Issue.Code.Code);
    }

    [Fact]
    public async Task One_SKU_for_product_and_variant_is_told_before_anything_is_made()
    {
        var product = Shirt with { Sku = "TS-S" };

        Assert.Equal("WOO027", Assert.IsType<TargetAnswer.Refused>(await LoadAsync(product)).Issue.Code.Code);
        Assert.Empty(_shop.Posts);
    }

    [Fact]
    public async Task Variations_that_the_shop_refuses_are_told_though_it_answers_200()
    {
        await LoadAsync(Shirt);
        var product = FakeOrders.IdOf(_shop.Products.WithSku("TS").Single());
        var more = Shirt with { Variants = [.. Shirt.Variants, new() { Id = "40", Sku = "TS-L", Options = [new() { Name = "Storlek", Value = "L" }] }] };
        _shop.Products.BeforeCreate = () => _shop.Products.AddVariation(product, 9002, "TS-L", ("Storlek", "L"));

        var refused = Assert.IsType<TargetAnswer.Refused>(await LoadAsync(more)).Issue;

        Assert.Equal(("WOO037", "product_invalid_sku: Nej."), (refused.Code.Code, refused.Message));
        Assert.Single(_shop.Products.WithSku("TS-L"));
        Assert.IsType<TargetAnswer.Done>(await LoadAsync(more));
    }

    [Fact]
    public async Task A_VAT_class_that_the_shop_takes_for_the_standard_one_is_told()
    {
        var document = new OutboxDocument("product", "product/BOK", null, Encoding.UTF8.GetBytes("""{"sku":"BOK","type":"simple","name":"Bok","tax_class":"bocker"}"""), "h");
        var found = Assert.Single(await _target.FindAsync([document], default));

        var refused = Assert.IsType<TargetAnswer.Refused>(Assert.Single(await _target.SendAsync([new(document, found)], default))).Issue;

        Assert.Equal("product (product/BOK): WOO041 tax_class: It is draft with the VAT class \"\" and 0 variations.", refused.ToString());
    }

    [Fact]
    public async Task An_attribute_of_the_shops_people_is_sent_back_as_it_was()
    {
        await LoadAsync(Mug);
        var product = _shop.Products.WithSku("MUGG").Single();
        product["attributes"]!.AsArray().Insert(0, new JsonObject
        {
            ["id"] = 2,
            ["name"] = "Färg",
            ["slug"] = "pa_farg",
            ["position"] = 3,
            ["visible"] = false,
            ["variation"] = false,
            ["options"] = new JsonArray("Röd"),
        });

        await LoadAsync(Mug with { Brand = "Sjö" });

        Assert.Equal(
            """[{"id":2,"name":"Färg","position":3,"visible":false,"variation":false,"options":["Röd"]},{"name":"Varumärke","visible":true,"variation":false,"options":["Sjö"]}]""",
            product["attributes"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public async Task Many_products_are_looked_for_in_one_call()
    {
        for (var id = 100; id < 140; id++)
        {
            _shop.Products.Add(id, $"A-{id}");
        }

        var documents = Enumerable.Range(100, 40).Select(id => Document(Mug with { Sku = $"A-{id}", Variants = [new() { Id = "1", Sku = $"A-{id}" }] })).ToArray();

        Assert.All(await _target.FindAsync(documents, default), state => Assert.IsType<TargetState.Other>(state));
        Assert.Single(_shop.Requests);
    }

    [Fact]
    public async Task Texts_that_mean_the_same_are_no_difference()
    {
        await LoadAsync(Mug);
        _shop.Products.WithSku("MUGG").Single()["description"] = "<p>Varm & god</p>\n";

        Assert.IsType<TargetState.AsWanted>(await FindAsync(Mug));
    }

    private string Status(string sku) => _shop.Products.WithSku(sku).Single()["status"]!.ToString();

    private static OutboxDocument Document(Product product) => new("product", $"product/{product.Sku}", null, ShippedMappings.Load("woocommerce.product-in").Payload(product), "hash");

    private async Task<TargetState> FindAsync(Product product) => Assert.Single(await _target.FindAsync([Document(product)], default));

    private async Task<TargetAnswer> LoadAsync(Product product)
    {
        var document = Document(product);
        var found = Assert.Single(await _target.FindAsync([document], default));
        return Assert.Single(await _target.SendAsync([new(document, found)], default));
    }

    private void Use(WooCommerceSettings settings)
    {
        _client?.Dispose();
        _client = _shop.Client(settings);
        _target = new WooCommerceProductTarget(_client);
    }
}
