using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.Magento2;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

/// <summary>Stock, prices and tier prices into the shop, through the shipped mappings.</summary>
public sealed class Magento2CatalogTargetTests : IAsyncLifetime
{
    private FakeMagento _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeMagento.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Stock_is_written_many_at_once_each_with_its_own_answer()
    {
        _shop.Catalog.Add("KAFFE/500");
        _shop.Catalog.Add("c,d");
        _shop.Catalog.Add("SAME");
        Item("KAFFE/500", 5);
        Item("SAME", 7);

        var states = await Stock.FindAsync([Level("KAFFE/500", 3), Level("c,d", 1), Level("same", 7), Level("GONE", 1)], default);

        Assert.IsType<TargetState.Other>(states[0]);
        Assert.IsType<TargetState.Absent>(states[1]);
        Assert.IsType<TargetState.AsWanted>(states[2]);
        Assert.Equal("article GONE", Assert.IsType<TargetState.WaitsFor>(states[3]).What);

        var answers = await Stock.SendAsync([new(Level("KAFFE/500", 3), states[0]), new(Level("c,d", 1), states[1])], default);

        Assert.Equal(["default/KAFFE/500", "default/c,d"], answers.Select(a => Assert.IsType<TargetAnswer.Done>(a).TargetKey));
        Assert.Single(_shop.Writes);
    }

    [Fact]
    public void Long_SKUs_are_asked_for_in_lots_that_fit_an_address()
    {
        var skus = Enumerable.Range(1000, 100).Select(i => new string('å', 30) + i).ToList();

        var lots = PriceQuestions.Parts(skus.Concat(skus)).ToList();

        Assert.Equal(skus, lots.SelectMany(lot => lot));
        Assert.All(lots, lot => Assert.InRange(new SearchQuery().AndOneOf("sku", lot).ToString().Length, 1, 8000));
        Assert.True(lots.Count > 1);
    }

    [Fact]
    public async Task Stock_for_an_article_that_the_shop_would_take_in_silence_waits_for_it()
    {
        Item("finnsej", 1);

        Assert.IsType<TargetState.WaitsFor>(await Stock.FindAsync(Level("finnsej", 5)));
        Assert.Empty(_shop.Writes);
    }

    [Theory]
    [InlineData(5, 0, true)]
    [InlineData(5, 1, false)]
    [InlineData(0, 0, false)]
    public async Task The_guard_is_told_of_stock_that_would_become_zero(int before, int after, bool zeroes)
    {
        _shop.Catalog.Add("A");
        Item("A", before);
        var found = await Stock.FindAsync(Level("A", after));

        Assert.Equal(zeroes, found is TargetState.Other { Effect.ZeroesStock: true });
    }

    [Fact]
    public async Task A_location_is_a_source_of_its_own_and_what_lies_on_the_shelf_is_sent()
    {
        _shop.Catalog.Add("A");
        Item("A", 5);
        var document = Magento2Writing.Mapped("magento2.stock-in", new StockLevel { Sku = "A", Location = "lund", Available = 1, OnHand = 4 });

        Assert.IsType<TargetAnswer.Done>(await Stock.LoadAsync(document));
        Assert.Equal(["default 5", "lund 4"], _shop.Catalog.SourceItems.Select(s => $"{s["source_code"]} {s["quantity"]}"));
    }

    [Fact]
    public async Task A_configurable_product_has_no_stock_of_its_own()
    {
        _shop.Catalog.Add("TS", "configurable");

        Assert.Equal("MGT023", (await Stock.FindAsync(Level("TS", 1))).Code());
    }

    [Fact]
    public async Task Stock_that_the_shop_did_not_keep_is_told()
    {
        _shop.Catalog.Add("A");
        _shop.Faults.Add(new FakeFault { Method = "POST", Path = "source-items", Instead = FakeReply.Ok(new JsonArray()) });

        Assert.Equal("MGT018", (await Stock.LoadAsync(Level("A", 5))).Code());
    }

    [Fact]
    public async Task A_lost_answer_is_unknown_and_found_done_by_the_next_look()
    {
        _shop.Catalog.Add("A");
        _shop.Faults.Add(FakeFault.Lost("POST", "source-items"));

        Assert.IsType<TargetAnswer.Unknown>(await Stock.LoadAsync(Level("A", 5)));
        Assert.IsType<TargetState.AsWanted>(await Stock.FindAsync(Level("A", 5)));
    }

    [Fact]
    public async Task A_batch_refused_as_a_whole_is_tried_article_by_article()
    {
        _shop.Catalog.Add("A");
        _shop.Catalog.Add("B");
        _shop.Faults.Add(new FakeFault { Method = "POST", Path = "source-items", Instead = FakeReply.Error(400, "Validation Failed") });
        _shop.Faults.Add(new FakeFault { Method = "POST", Path = "source-items", Instead = FakeReply.Error(400, "%1 is not a number", "A") });

        var answers = await Stock.SendAsync([new(Level("A", 1), new TargetState.Absent()), new(Level("B", 2), new TargetState.Absent())], default);

        Assert.Contains("A is not a number", Assert.IsType<TargetAnswer.Refused>(answers[0]).Issue.Message, StringComparison.Ordinal);
        Assert.IsType<TargetAnswer.Done>(answers[1]);
    }

    [Fact]
    public async Task Fields_kept_by_a_write_policy_stay_as_the_shop_has_them()
    {
        _shop.Catalog.Add("A");
        Item("A", 5, status: 0);
        var found = await Stock.FindAsync(Level("A", 9));
        var kept = new OutboxDocument("stock", "doc-1", null, """{"sku":"A","quantity":9}"""u8.ToArray(), "");

        Assert.IsType<TargetAnswer.Done>((await Stock.SendAsync([new(kept, found)], default))[0]);
        Assert.Equal("9 0", _shop.Catalog.SourceItems.Select(s => $"{s["quantity"]} {s["status"]}").Single());
    }

    [Fact]
    public async Task Without_sources_the_products_stock_item_is_written_also_with_a_slash_in_its_SKU()
    {
        _shop.Catalog.Add("KAFFE/500");
        _shop.Catalog.StockItems["KAFFE/500"] = new JsonObject { ["item_id"] = 7, ["qty"] = 3, ["is_in_stock"] = true, ["min_qty"] = 1 };
        var target = new LegacyStockTarget(_shop.Client(_shop.Settings with { Stock = Magento2Stock.Legacy }));

        Assert.IsType<TargetAnswer.Done>(await target.LoadAsync(Level("KAFFE/500", 0)));
        Assert.Equal(("0", "false", "1"), (Field("qty"), Field("is_in_stock"), Field("min_qty")));
        Assert.EndsWith("/products/KAFFE%2F500/stockItems/7", Assert.Single(_shop.Writes).RawPath, StringComparison.Ordinal);
        Assert.IsType<TargetState.WaitsFor>(await target.FindAsync(Level("GONE", 1)));

        string Field(string name) => _shop.Catalog.StockItems["KAFFE/500"][name]!.ToJsonString();
    }

    [Fact]
    public async Task A_price_and_its_campaign_are_written_and_read_back()
    {
        _shop.Catalog.Add("A", price: 200);
        var wanted = new Price { Sku = "A", Currency = "SEK", IncludesVat = true, Regular = 199, Campaign = 149, CampaignFrom = At(27), CampaignTo = At(30) };

        var found = Assert.IsType<TargetState.Other>(await Prices.FindAsync(In(wanted)));
        Assert.Equal((200m, 149m), (found.Effect!.PriceBefore, found.Effect.PriceAfter));
        Assert.IsType<TargetAnswer.Done>(await Prices.LoadAsync(In(wanted)));
        Assert.IsType<TargetState.AsWanted>(await Prices.FindAsync(In(wanted)));
        Assert.Equal("2026-11-27 00:00:00", Assert.Single(_shop.Catalog.SpecialPrices)["price_from"]!.ToString());
    }

    [Fact]
    public async Task A_campaign_not_wanted_any_more_is_removed_and_one_without_end_is_recognised()
    {
        _shop.Catalog.Add("A", price: 200);
        var campaign = new Price { Sku = "A", Currency = "SEK", IncludesVat = true, Regular = 200, Campaign = 150 };
        await Prices.LoadAsync(In(campaign));
        Assert.IsType<TargetState.AsWanted>(await Prices.FindAsync(In(campaign)));

        Assert.IsType<TargetAnswer.Done>(await Prices.LoadAsync(In(campaign with { Campaign = null })));
        Assert.Empty(_shop.Catalog.SpecialPrices);
    }

    [Fact]
    public async Task A_store_views_price_leaves_that_of_all_stores_alone()
    {
        _shop.Catalog.Add("A", price: 200);
        var wanted = new Price { Sku = "A", Store = "fi", Currency = "EUR", IncludesVat = true, Regular = 20 };

        Assert.IsType<TargetState.Absent>(await Prices.FindAsync(In(wanted)));
        Assert.IsType<TargetAnswer.Done>(await Prices.LoadAsync(In(wanted)));
        Assert.Equal(["0 200", "2 20"], _shop.Catalog.BasePrices.Select(p => $"{p["store_id"]} {p["price"]}"));
    }

    [Fact]
    public async Task A_store_views_price_is_not_written_where_it_would_become_that_of_all()
    {
        _shop.Catalog.PricesAreGlobal = true;
        _shop.Catalog.Add("A", price: 200);
        var price = new Price { Sku = "A", Store = "fi", Currency = "EUR", IncludesVat = true, Regular = 20 };
        var list = new ListPrice { List = "Retailer", Sku = "A", Store = "finland", Currency = "EUR", IncludesVat = true, Tiers = [new() { FromQuantity = 1, Price = 9 }] };

        Assert.Equal("MGT030", (await Prices.LoadAsync(In(price))).Code());
        Assert.Equal("MGT030", (await Lists.LoadAsync(In(list))).Code());
        Assert.Empty(_shop.Writes);
    }

    [Fact]
    public async Task A_SKU_is_sent_as_the_shop_spells_it_and_everybody_is_known_in_any_spelling()
    {
        _shop.Catalog.Add("Ab-1", price: 200);
        var list = new ListPrice { List = "ALL GROUPS", Sku = "AB-1", Currency = "SEK", IncludesVat = true, Tiers = [new() { FromQuantity = 5, Price = 150 }] };

        Assert.IsType<TargetAnswer.Done>(await Prices.LoadAsync(In(new Price { Sku = "AB-1", Currency = "SEK", IncludesVat = true, Regular = 199, Campaign = 99 })));
        Assert.IsType<TargetAnswer.Done>(await Lists.LoadAsync(In(list)));
        Assert.Equal("all groups", Assert.Single(_shop.Catalog.TierPrices)["customer_group"]!.ToString());
        Assert.IsType<TargetState.AsWanted>(await Lists.FindAsync(In(list)));
    }

    [Fact]
    public async Task A_campaigns_own_dates_are_told_from_those_of_other_stores()
    {
        var product = _shop.Catalog.Add("A", price: 200);
        Campaign(0, 150, "2026-11-01 00:00:00", "2026-11-10 00:00:00");
        Campaign(2, 15, "2026-12-01 00:00:00", "2026-12-24 00:00:00");
        product["custom_attributes"] = new JsonArray(Date("special_from_date", "2026-12-01 00:00:00"), Date("special_to_date", "2026-12-24 00:00:00"));
        var wanted = new Price { Sku = "A", Currency = "SEK", IncludesVat = true, Regular = 200, Campaign = 150, CampaignFrom = At(1).AddMonths(1), CampaignTo = At(24).AddMonths(1) };

        Assert.IsType<TargetState.AsWanted>(await Prices.FindAsync(In(wanted)));

        void Campaign(long store, decimal price, string from, string to) =>
            _shop.Catalog.SpecialPrices.Add(new JsonObject { ["sku"] = "A", ["store_id"] = store, ["price"] = price, ["price_from"] = from, ["price_to"] = to });

        static JsonObject Date(string code, string value) => new() { ["attribute_code"] = code, ["value"] = value };
    }

    [Fact]
    public async Task A_price_on_another_basis_or_for_what_has_none_is_for_a_person_before_any_write()
    {
        _shop.Catalog.Add("A", price: 200);
        _shop.Catalog.Add("TS", "configurable");
        var right = new Price { Sku = "A", Currency = "SEK", IncludesVat = true, Regular = 199 };

        Assert.Equal("MGT024", (await Prices.FindAsync(In(right with { IncludesVat = false }))).Code());
        Assert.Equal("MGT024", (await Prices.FindAsync(In(right with { Currency = "EUR" }))).Code());
        Assert.Equal("MGT010", (await Prices.FindAsync(In(right with { Store = "norge" }))).Code());
        Assert.Equal("MGT023", (await Prices.FindAsync(In(right with { Sku = "TS" }))).Code());
        Assert.Equal("article B", Assert.IsType<TargetState.WaitsFor>(await Prices.FindAsync(In(right with { Sku = "B" }))).What);
        Assert.Empty(_shop.Writes);
    }

    [Fact]
    public async Task Row_errors_that_come_with_200_are_each_rows_refusal_with_the_places_filled_in()
    {
        _shop.Catalog.Add("A", price: 200);
        _shop.Catalog.Add("B", price: 200);
        var good = In(new Price { Sku = "A", Currency = "SEK", IncludesVat = true, Regular = 199 });
        var bad = In(new Price { Sku = "B", Currency = "SEK", IncludesVat = true, Regular = -1 });
        var states = await Prices.FindAsync([good, bad], default);

        var answers = await Prices.SendAsync([new(good, states[0]), new(bad, states[1])], default);

        Assert.IsType<TargetAnswer.Done>(answers[0]);
        var refused = Assert.IsType<TargetAnswer.Refused>(answers[1]);
        Assert.Equal(("MGT021", "Invalid attribute Price = -1."), (refused.Issue.Code.Code, refused.Issue.Message));
    }

    [Fact]
    public async Task A_lost_price_answer_is_found_done_by_the_next_look()
    {
        _shop.Catalog.Add("A", price: 200);
        _shop.Faults.Add(FakeFault.Lost("POST", "base-prices"));
        var wanted = In(new Price { Sku = "A", Currency = "SEK", IncludesVat = true, Regular = 199 });
        var found = new TargetState.Absent();

        Assert.IsType<TargetAnswer.Unknown>((await Prices.SendAsync([new(wanted, found)], default))[0]);
        Assert.IsType<TargetState.AsWanted>(await Prices.FindAsync(wanted));
    }

    [Fact]
    public async Task A_groups_tiers_are_replaced_and_other_groups_stay()
    {
        _shop.Catalog.Add("A", price: 200);
        Tier("A", "Wholesale", 1, 95);
        Tier("A", "Wholesale", 50, 60);
        Tier("A", "Retailer", 1, 150);
        var list = new ListPrice { List = "Wholesale", Sku = "A", Currency = "SEK", IncludesVat = true, Tiers = [new() { FromQuantity = 1, Price = 90 }, new() { FromQuantity = 10, Price = 80.5m }] };

        var found = Assert.IsType<TargetState.Other>(await Lists.FindAsync(In(list)));
        Assert.Equal((95m, 90m), (found.Effect!.PriceBefore, found.Effect.PriceAfter));
        Assert.IsType<TargetAnswer.Done>(await Lists.LoadAsync(In(list)));

        Assert.Equal(["Retailer 1 150", "Wholesale 1 90", "Wholesale 10 80.5"], _shop.Catalog.TierPrices.Select(t => $"{t["customer_group"]} {t["quantity"]} {t["price"]}").Order());
        Assert.DoesNotContain(_shop.Writes, w => w.Method == "PUT");
        Assert.IsType<TargetState.AsWanted>(await Lists.FindAsync(In(list)));
    }

    [Fact]
    public async Task An_article_taken_off_a_list_loses_that_groups_tiers_only()
    {
        _shop.Catalog.Add("A", price: 200);
        Tier("A", "Wholesale", 1, 95);
        Tier("A", "all groups", 5, 180);
        var list = new ListPrice { List = "Wholesale", Sku = "A", Currency = "SEK", IncludesVat = true, Tiers = [] };

        Assert.IsType<TargetAnswer.Done>(await Lists.LoadAsync(In(list)));
        Assert.Equal("all groups", Assert.Single(_shop.Catalog.TierPrices)["customer_group"]!.ToString());
        Assert.IsType<TargetState.AsWanted>(await Lists.FindAsync(In(list)));
    }

    [Fact]
    public async Task A_group_or_website_that_the_shop_does_not_have_is_named()
    {
        _shop.Catalog.Add("A", price: 200);
        var list = new ListPrice { List = "Guld", Sku = "A", Currency = "SEK", IncludesVat = true, Tiers = [new() { FromQuantity = 1, Price = 90 }] };

        Assert.Equal("MGT025", (await Lists.FindAsync(In(list))).Code());
        Assert.Equal("MGT010", (await Lists.FindAsync(In(list with { List = "Retailer", Store = "norge" }))).Code());
    }

    private Magento2StockTarget Stock => new(_shop.Client());

    private Magento2PriceTarget Prices => new(_shop.Client());

    private Magento2PriceListTarget Lists => new(_shop.Client());

    private static OutboxDocument Level(string sku, decimal quantity) => Magento2Writing.Mapped("magento2.stock-in", new StockLevel { Sku = sku, Available = quantity });

    private static OutboxDocument In(Price price) => Magento2Writing.Mapped("magento2.price-in", price);

    private static OutboxDocument In(ListPrice list) => Magento2Writing.Mapped("magento2.price-list-in", list);

    private static DateTimeOffset At(int day) => new(2026, 11, day, 0, 0, 0, TimeSpan.Zero);

    private void Item(string sku, decimal quantity, int status = 1) =>
        _shop.Catalog.SourceItems.Add(new JsonObject { ["sku"] = sku, ["source_code"] = "default", ["quantity"] = quantity, ["status"] = quantity > 0 ? status : 0 });

    private void Tier(string sku, string group, decimal quantity, decimal price) => _shop.Catalog.TierPrices.Add(new JsonObject
    {
        ["sku"] = sku,
        ["customer_group"] = group,
        ["website_id"] = 0,
        ["quantity"] = quantity,
        ["price"] = price,
        ["price_type"] = "fixed",
    });
}
