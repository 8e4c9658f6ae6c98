using System.Text;
using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

public sealed class Magento1PriceTargetTests : Magento1WriteTests
{
    private EachAlone Prices => new EachAlone(new Magento1PriceTarget(Client), 50);

    private IRecordTarget Lists => new Magento1PriceListTarget(Client);

    [Fact]
    public async Task A_campaign_gets_its_price_and_the_shops_own_days()
    {
        Shop.AddProduct(18, "MUGG");
        var document = Priced(179, 149, "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z");

        Assert.Equal(new TargetAnswer.Done("18"), await SendAsync(Prices, document));

        var product = Shop.Product(18);
        Assert.Equal(("179.00", "149.00", "2026-11-01", "2026-11-30"), (product.Text("price"), product.Text("special_price"), product.Text("special_from_date"), product.Text("special_to_date")));
        Assert.Equal(new TargetState.AsWanted("18"), await FindAsync(Prices, document));
    }

    [Fact]
    public async Task A_campaign_that_is_over_is_taken_away()
    {
        var product = Shop.AddProduct(18, "MUGG");
        (product["special_price"], product["special_to_date"]) = ("149.0000", "2026-11-30 00:00:00");

        Assert.Equal(new TargetAnswer.Done("18"), await SendAsync(Prices, Priced(199)));

        Assert.Equal(("", ""), (product.Text("special_price"), product.Text("special_to_date")));
    }

    [Fact]
    public async Task A_product_is_known_by_its_id_also_when_its_sku_is_a_number()
    {
        Shop.AddProduct(18, "00012");
        Shop.AddProduct(19, "18");

        Assert.Equal(new TargetAnswer.Done("18"), await SendAsync(Prices, Priced(10, sku: "00012")));

        var sent = Server.Calls.Single(call => call.Operation == "catalogProductUpdate").Parts;
        Assert.Equal(("18", "id"), (sent.Text("product"), sent.Text("identifierType")));
    }

    [Fact]
    public async Task The_guard_learns_the_price_that_customers_pay_before_and_after()
    {
        Shop.AddProduct(18, "MUGG");

        var regular = Assert.IsType<TargetState.Other>(await FindAsync(Prices, Priced(1.99m)));
        var campaign = Assert.IsType<TargetState.Other>(await FindAsync(Prices, Priced(199, 1.49m)));

        Assert.Equal((199m, 1.99m), (regular.Effect!.PriceBefore, regular.Effect.PriceAfter));
        Assert.Equal((199m, 1.49m), (campaign.Effect!.PriceBefore, campaign.Effect.PriceAfter));
        Assert.Equal("""{"sku":"MUGG","price":199.0000,"special_price":0}""", Encoding.UTF8.GetString(regular.Now.Span));
    }

    [Fact]
    public async Task A_store_views_price_is_written_in_its_scope()
    {
        Shop.AddProduct(18, "MUGG");

        Assert.Equal(new TargetAnswer.Done("18:fi"), await SendAsync(Prices, Priced(10, store: "fi")));

        Assert.All(Server.Calls.Where(call => call.Operation is "catalogProductUpdate" or "catalogProductInfo"), call => Assert.Equal("fi", call.Parts.Text("storeView")));
    }

    [Fact]
    public async Task A_store_view_that_the_shop_does_not_have_is_that_prices_own_matter()
    {
        Shop.AddProduct(18, "MUGG");
        Server.Fail("catalogProductInfo", FakeFault.Says(FakeXml.Fault("100", "Requested store view not found.")));

        var states = await Prices.FindAsync([Priced(10, store: "dk"), Priced(10)], default);

        Assert.Single(states.OfType<TargetState.CannotAsk>());
        Assert.Single(states.OfType<TargetState.Other>());
    }

    [Fact]
    public async Task A_price_of_an_article_that_is_not_there_waits() =>
        Assert.IsType<TargetState.WaitsFor>(await FindAsync(Prices, Priced(10)));

    [Fact]
    public async Task A_price_that_the_shop_does_not_keep_is_not_taken_for_done()
    {
        Shop.AddProduct(18, "MUGG");
        Server.BeforeEach = call =>
        {
            if (call.Operation == "catalogProductInfo")
            {
                Shop.Product(18)["price"] = "1.0000";
            }
        };

        AssertRefused(await SendAsync(Prices, Priced(10)), Magento1Errors.NotTaken);
    }

    [Fact]
    public async Task A_list_replaces_its_own_tiers_and_keeps_those_of_other_groups()
    {
        Shop.AddProduct(18, "MUGG")["tier_price"] = new List<Row> { Tier("all", "all", "5", "190"), Tier("2", "all", "1", "160") };
        var document = Tiered(("Wholesale", 1, 150), ("Wholesale", 10, 140));

        Assert.Equal(new TargetAnswer.Done("18:2:all"), await SendAsync(Lists, document));

        Assert.Equal([("all", "5", "190"), ("2", "1", "150"), ("2", "10", "140")], Shop.Product(18).List("tier_price").Select(tier => (tier.Text("customer_group_id"), tier.Text("qty"), tier.Text("price"))));
        Assert.Equal(new TargetState.AsWanted("18:2:all"), await FindAsync(Lists, document));
    }

    [Fact]
    public async Task An_article_is_taken_off_a_list()
    {
        Shop.AddProduct(18, "MUGG")["tier_price"] = new List<Row> { Tier("2", "all", "1", "160"), Tier("all", "all", "5", "190") };

        Assert.IsType<TargetAnswer.Done>(await SendAsync(Lists, Mapped("price-list", "magento1.price-list-in", List("Wholesale", []))));

        Assert.Equal("all", Assert.Single(Shop.Product(18).List("tier_price")).Text("customer_group_id"));
    }

    [Fact]
    public async Task The_guard_learns_the_lists_price_before_and_after()
    {
        Shop.AddProduct(18, "MUGG")["tier_price"] = new List<Row> { Tier("2", "all", "1", "160") };

        var effect = Assert.IsType<TargetState.Other>(await FindAsync(Lists, Tiered(("Wholesale", 1, 16)))).Effect!;

        Assert.Equal((160m, 16m), (effect.PriceBefore, effect.PriceAfter));
    }

    [Fact]
    public async Task An_unknown_group_is_named_with_those_there_are()
    {
        Shop.AddProduct(18, "MUGG");

        var state = Assert.IsType<TargetState.CannotAsk>(await FindAsync(Lists, Tiered(("Guld", 1, 16))));

        Assert.Equal((Magento1Errors.UnknownGroup, "NOT LOGGED IN, Wholesale"), (state.Issue.Code, state.Issue.Try));
    }

    [Fact]
    public async Task A_quantity_with_decimals_is_refused_since_the_shop_would_cut_it()
    {
        Shop.AddProduct(18, "MUGG");

        AssertCannotAsk(await FindAsync(Lists, Tiered(("Wholesale", 1.5m, 16))), Magento1Errors.BadPayload);
    }

    private static OutboxDocument Priced(decimal regular, decimal? campaign = null, string? from = null, string? to = null, string sku = "MUGG", string? store = null) => Mapped("price", "magento1.price-in", new Price
    {
        Sku = sku,
        Store = store,
        Currency = "SEK",
        IncludesVat = true,
        Regular = regular,
        Campaign = campaign,
        CampaignFrom = from is null ? null : DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture),
        CampaignTo = to is null ? null : DateTimeOffset.Parse(to, System.Globalization.CultureInfo.InvariantCulture),
    });

    private static OutboxDocument Tiered(params (string List, decimal From, decimal Price)[] tiers) =>
        Mapped("price-list", "magento1.price-list-in", List(tiers[0].List, [.. tiers.Select(tier => new PriceTier { FromQuantity = tier.From, Price = tier.Price })]));

    private static ListPrice List(string name, IReadOnlyList<PriceTier> tiers) => new() { List = name, Sku = "MUGG", Currency = "SEK", IncludesVat = true, Tiers = tiers };

    private static Row Tier(string group, string website, string from, string price) => new() { ["customer_group_id"] = group, ["website"] = website, ["qty"] = from, ["price"] = price };
}
