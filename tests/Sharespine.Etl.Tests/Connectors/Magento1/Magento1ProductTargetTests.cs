using System.Text;
using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

public sealed class Magento1ProductTargetTests : Magento1WriteTests
{
    private IRecordTarget Target => new Magento1ProductTarget(Client);

    [Fact]
    public async Task A_new_article_becomes_a_simple_product_with_its_first_price()
    {
        var document = Made(Variant("MUGG", price: 199));

        Assert.Equal(new TargetState.Absent(), await FindAsync(Target, document));
        Assert.Equal(new TargetAnswer.Done("1000"), await SendAsync(Target, document));

        var product = Assert.Single(Shop.Products);
        Assert.Equal(("MUGG", "simple", "199.00", "1", "4", "7310865004703"), (product.Text("sku"), product.Text("type"), product.Text("price"), product.Text("status"), product.Text("visibility"), product.Text("ean")));
        Assert.Equal(new TargetState.AsWanted("1000"), await FindAsync(Target, document));
    }

    [Fact]
    public async Task A_product_without_a_price_is_made_inactive_and_never_sold_for_nothing()
    {
        var document = Made(Variant("MUGG", price: null));

        Assert.IsType<TargetAnswer.Done>(await SendAsync(Target, document));
        Assert.IsType<TargetState.AsWanted>(await FindAsync(Target, document));
        Assert.Equal("2", Assert.Single(Shop.Products).Text("status"));

        // Once it has one, it is switched on.
        Shop.Products[0]["price"] = "199.0000";
        Assert.IsType<TargetAnswer.Done>(await SendAsync(Target, document));
        Assert.Equal("1", Shop.Products[0].Text("status"));
    }

    [Fact]
    public async Task A_product_whose_answer_was_lost_is_found_and_not_made_again()
    {
        var document = Made(Variant("MUGG", price: 199));
        Server.Fail("catalogProductCreate", FakeFault.AnswerLost);

        Assert.IsType<TargetAnswer.Unknown>(await SendAsync(Target, document));
        Assert.Equal(new TargetState.AsWanted("1000"), await FindAsync(Target, document));
        Assert.Equal(new TargetAnswer.Done("1000"), await SendAsync(Target, document));

        Assert.Single(Shop.Products);
        Assert.Equal(1, Server.Count("catalogProductCreate"));
    }

    [Fact]
    public async Task A_sku_in_other_letters_is_the_same_product()
    {
        Shop.AddProduct(18, "mugg");

        Assert.Equal("18", Assert.IsType<TargetState.Other>(await FindAsync(Target, Made(Variant("MUGG", price: 199)))).TargetKey);
    }

    [Fact]
    public async Task A_change_never_touches_price_visibility_or_what_is_not_named()
    {
        var product = Shop.AddProduct(18, "MUGG");
        (product["visibility"], product["description"]) = ("2", "old");

        Assert.Equal(new TargetAnswer.Done("18"), await SendAsync(Target, Made(Variant("MUGG", price: 1))));

        Assert.Equal(("199.0000", "2", "Termosmugg"), (product.Text("price"), product.Text("visibility"), product.Text("name")));
    }

    [Fact]
    public async Task Every_variant_is_a_product_of_its_own_without_a_page_and_one_that_is_there_is_kept()
    {
        Shop.AddProduct(18, "TS-M");
        var document = Made(Variant("TS-M", price: 199), Variant("TS-L", price: 199));

        Assert.Equal(new TargetAnswer.Done("18"), await SendAsync(Target, document));

        Assert.Equal(["TS-M", "TS-L"], Shop.Products.Select(product => product.Text("sku")));
        Assert.Equal("1", Shop.Products[1].Text("visibility"));
        Assert.Equal(1, Server.Count("catalogProductCreate"));
    }

    [Fact]
    public async Task A_product_without_articles_is_refused_by_name() =>
        AssertCannotAsk(await FindAsync(Target, Document("product", """{"sku":"A","articles":[]}""")), Magento1Errors.BadPayload);

    [Fact]
    public async Task Line_ends_that_the_shop_writes_its_own_way_are_no_difference()
    {
        var product = Shop.AddProduct(18, "MUGG");
        product["description"] = "one\r\ntwo";

        Assert.IsType<TargetState.AsWanted>(await FindAsync(Target, Document("product", """{"sku":"MUGG","articles":[{"sku":"MUGG","description":"one\ntwo"}]}""")));
    }

    [Fact]
    public async Task The_guard_learns_that_something_sold_is_taken_out_of_sale()
    {
        Shop.AddProduct(18, "MUGG");

        Assert.True(Assert.IsType<TargetState.Other>(await FindAsync(Target, Made(Variant("MUGG", 1) with { IsActive = false }))).Effect!.Deactivates);
        Assert.False(Assert.IsType<TargetState.Other>(await FindAsync(Target, Made(Variant("MUGG", 1)))).Effect!.Deactivates);
    }

    [Fact]
    public async Task The_shops_refusal_is_told_in_its_words()
    {
        Server.Fail("catalogProductCreate", FakeFault.Says(FakeXml.Fault("106", "Product attribute set is not existed")));

        var refused = Assert.IsType<TargetAnswer.Refused>(await SendAsync(Target, Made(Variant("MUGG", 1))));

        Assert.Contains("106 \"Product attribute set is not existed\"", refused.Issue.Message, StringComparison.Ordinal);
    }

    [SharedSampleFact("samples/shops/openmage/catalogProductInfo-18.response.xml")]
    public void Recorded_products_map_and_composites_are_left_out_by_name()
    {
        var mapping = Magento1Reading.Mapping("magento1.product");
        var products = new List<Product>();
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Shared, "samples/shops/openmage"), "catalogProductInfo-*.response.xml"))
        {
            var info = Magento1OrderMappingTests.Result(Path.GetRelativePath(Repository.Shared, file)).AsObject();
            if ((string)info["type"]! != "configurable")
            {
                products.Add(mapping.Map<Product>(Encoding.UTF8.GetBytes(info.ToJsonString())));
            }
        }

        Assert.True(products.Count >= 15);
        Assert.Equal(products.Count, products.Select(product => product.Sku).Distinct().Count());
    }

    private static OutboxDocument Made(params Variant[] variants) =>
        Mapped("product", "magento1.product-in", new Product { Id = "P", Sku = variants[0].Sku, Name = "Termosmugg", TaxClass = "standard", Variants = variants });

    private static Variant Variant(string sku, decimal? price) => new() { Id = sku, Sku = sku, Ean = "7310865004703", Weight = 0.5m, Cost = 80, FirstPrice = price };
}
