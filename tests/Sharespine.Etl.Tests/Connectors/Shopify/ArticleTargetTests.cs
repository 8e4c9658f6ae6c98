using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.Shopify;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>Stock and prices into the shop.</summary>
public sealed class ArticleTargetTests : IAsyncLifetime
{
    private static readonly ShopifySettings OneLocation = FakeShopify.Settings with { Locations = ["Lagret"] };
    private FakeShopify _shop = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeShopify.StartAsync();
        _shop.State.AddProduct(1, "A", "B");
        _shop.State.AddProduct(2, "C");
        _shop.Time.Advance(TimeSpan.FromHours(1));
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Many_levels_are_set_in_one_call_from_what_was_seen()
    {
        var answers = await StockAsync(OneLocation, Level("A", 7), Level("B", 0), Level("C", 10));

        Assert.Equal(["Done", "Done", "AsWanted"], answers.Select(answer => answer.GetType().Name));
        Assert.Equal([7, 0, 10], new[] { "A", "B", "C" }.Select(sku => Quantity(sku)));
        var quantities = _shop.CallsOf("InventorySet").Single().Variables.GetProperty("input").GetProperty("quantities").EnumerateArray();
        Assert.All(quantities, one => Assert.Equal(10, one.GetProperty("changeFromQuantity").GetInt32()));
    }

    [Fact]
    public async Task Setting_to_nothing_is_told_to_the_guard()
    {
        using var client = _shop.Client(OneLocation);
        var target = new StockTarget(client);

        Assert.True(Assert.IsType<TargetState.Other>(await target.FindAsync(Document(Level("A", 0)))).Effect!.ZeroesStock);
        Assert.False(Assert.IsType<TargetState.Other>(await target.FindAsync(Document(Level("A", 3)))).Effect!.ZeroesStock);
    }

    [Fact]
    public async Task What_was_sold_in_between_is_not_set_and_the_others_are()
    {
        _shop.BeforeEach = call =>
        {
            if (call.Operation == "InventorySet")
            {
                Set("A", 9);
            }
        };

        var answers = await StockAsync(OneLocation, Level("A", 7), Level("B", 8));

        Assert.Equal(ShopifyErrors.Stale, Assert.IsType<TargetAnswer.NotDone>(answers[0]).Issue.Code);
        Assert.IsType<TargetAnswer.Done>(answers[1]);
        Assert.Equal([9, 8], new[] { "A", "B" }.Select(sku => Quantity(sku)));
    }

    [Fact]
    public async Task A_refused_level_leaves_the_others_alone()
    {
        var answers = await StockAsync(OneLocation, Level("A", 2_000_000_000), Level("B", 8));

        Assert.Contains("INVALID_QUANTITY_TOO_HIGH", Assert.IsType<TargetAnswer.Refused>(answers[0]).Issue.Message, StringComparison.Ordinal);
        Assert.IsType<TargetAnswer.Done>(answers[1]);
    }

    [Fact]
    public async Task A_lost_answer_is_repeated_with_the_same_key_and_set_once()
    {
        _shop.Faults.Add(FakeFault.ResetAfter("InventorySet"));

        Assert.IsType<TargetAnswer.Done>((await StockAsync(OneLocation, Level("A", 7)))[0]);

        Assert.Single(_shop.CallsOf("InventorySet").Select(call => call["key"]).Distinct());
        Assert.Equal(1, _shop.State.Done["inventorySetQuantities"]);
    }

    [Fact]
    public async Task A_confirmation_without_a_change_is_not_taken_for_done()
    {
        _shop.Faults.Add(FakeFault.Reply(200, """{"data":{"inventorySetQuantities":{"inventoryAdjustmentGroup":null,"userErrors":[]}}}""", "InventorySet"));

        Assert.IsType<TargetAnswer.Unknown>((await StockAsync(OneLocation, Level("A", 7)))[0]);
    }

    [Fact]
    public async Task A_mutation_that_comes_back_empty_may_or_may_not_have_been_done()
    {
        _shop.Faults.Add(FakeFault.Reply(200, """{"data":{"inventorySetQuantities":null}}""", "InventorySet"));

        Assert.IsType<TargetAnswer.Unknown>((await StockAsync(OneLocation, Level("A", 7)))[0]);
    }

    [Fact]
    public async Task The_same_change_has_the_same_key_in_another_run_and_a_later_one_another()
    {
        _shop.Faults.Add([.. Enumerable.Repeat(FakeFault.ResetBefore("InventorySet"), 4)]);
        Assert.IsType<TargetAnswer.Unknown>((await StockAsync(OneLocation, Level("A", 7)))[0]);
        await StockAsync(OneLocation, Level("A", 7));
        Assert.Single(_shop.CallsOf("InventorySet").Select(call => call["key"]).Distinct());

        // Counted back by hand, and sent as before: not the same change, though the numbers are.
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        Set("A", 10);
        await StockAsync(OneLocation, Level("A", 7) with { AsOf = null });
        Assert.Equal(7, Quantity("A"));
        Assert.Equal(2, _shop.CallsOf("InventorySet").Select(call => call["key"]).Distinct().Count());
    }

    [Fact]
    public async Task A_level_older_than_the_shop_s_own_is_left_alone()
    {
        Set("A", 4);

        var waits = Assert.IsType<TargetState.WaitsFor>((await StockAsync(OneLocation, Level("A", 9) with { AsOf = _shop.Time.GetUtcNow().AddMinutes(-5) }))[0]);

        Assert.Equal(ShopifyErrors.YoungerInShop, waits.Issue.Code);
        Assert.Equal(4, Quantity("A"));
    }

    [Fact]
    public async Task An_article_is_activated_where_it_was_not_kept()
    {
        var answer = (await StockAsync(FakeShopify.Settings, Level("A", 5) with { Location = "Butiken" }))[0];
        Assert.True(answer is TargetAnswer.Done, answer.ToString());

        Assert.Equal(5, Quantity("A", 72));
        Assert.IsType<TargetState.AsWanted>((await StockAsync(FakeShopify.Settings, Level("A", 5) with { Location = "72" }))[0]);
    }

    [Fact]
    public async Task On_hand_is_set_where_the_ERP_keeps_that()
    {
        await StockAsync(OneLocation with { Stock = ShopifyStockName.OnHand }, Level("A", 3) with { OnHand = 6 });

        Assert.Equal((10, 6), (Quantity("A"), Quantity("A", name: "on_hand")));
    }

    [Fact]
    public async Task A_level_without_the_wanted_number_location_or_article_is_named()
    {
        _shop.State.AddProduct(3, "D", "D");
        _shop.State.AddProduct(4, "E")["variants"]![0]!["inventoryItem"]!["tracked"] = false;

        var answers = await StockAsync(
            FakeShopify.Settings with { Stock = ShopifyStockName.OnHand },
            Level("A", 1), Level("A", 1) with { OnHand = 1 }, Level("A", 1) with { OnHand = 1, Location = "Månen" }, Level("X", 1) with { OnHand = 1, Location = "71" },
            Level("D", 1) with { OnHand = 1, Location = "71" }, Level("E", 1) with { OnHand = 1, Location = "71" });

        Assert.Equal(["SHP020", "SHP019", "SHP019", "SHP024", "SHP025", "SHP028"], answers.Select(answer => answer switch
        {
            TargetState.CannotAsk cannot => cannot.Issue.Code.Code,
            TargetState.WaitsFor waits => waits.Issue.Code.Code,
            _ => answer.ToString(),
        }));
        Assert.Equal("article X", Assert.IsType<TargetState.WaitsFor>(answers[3]).What);
    }

    [Fact]
    public async Task A_SKU_that_only_begins_alike_or_has_other_capitals_is_another_article()
    {
        _shop.State.AddProduct(3, "A-LONG", "a");

        Assert.IsType<TargetAnswer.Done>((await StockAsync(OneLocation, Level("A", 7)))[0]);
        Assert.Equal([7, 10, 10], new[] { "A", "A-LONG", "a" }.Select(sku => Quantity(sku)));
    }

    [Fact]
    public async Task A_SKU_with_quotes_is_found()
    {
        _shop.State.AddProduct(3, "5' \\ 6\"");

        Assert.IsType<TargetAnswer.Done>((await StockAsync(OneLocation, Level("5' \\ 6\"", 7) with { AsOf = null }))[0]);
    }

    [Fact]
    public async Task A_campaign_becomes_the_price_and_the_regular_one_the_price_to_compare_with()
    {
        var answers = await PriceAsync(Price("A", 249) with { Campaign = 149 }, Price("B", 219), Price("C", 199));

        Assert.Equal(["Done", "Done", "AsWanted"], answers.Select(answer => answer.GetType().Name));
        Assert.Equal([("149.00", "249.00"), ("219.00", null), ("199.00", null)], new[] { "A", "B", "C" }.Select(Prices));
        Assert.Single(_shop.CallsOf("PricesUpdate"));
    }

    [Theory]
    [InlineData(-1, 1, "149.00")]
    [InlineData(1, 2, "249.00")]
    [InlineData(-2, -1, "249.00")]
    [InlineData(-1, null, "149.00")]
    public async Task Only_a_campaign_that_runs_is_written(int from, int? to, string price)
    {
        var now = _shop.Time.GetUtcNow();
        await PriceAsync(Price("A", 249) with { Campaign = 149, CampaignFrom = now.AddDays(from), CampaignTo = to is { } days ? now.AddDays(days) : null });

        Assert.Equal(price, Prices("A").Price);
    }

    [Fact]
    public async Task A_campaign_that_ended_takes_the_price_to_compare_with_away()
    {
        await PriceAsync(Price("A", 249) with { Campaign = 149 });
        await PriceAsync(Price("A", 249));

        Assert.Equal(("249.00", null), Prices("A"));
    }

    [Fact]
    public async Task The_guard_is_told_the_price_before_and_after()
    {
        using var client = _shop.Client();
        var state = Assert.IsType<TargetState.Other>(await new PriceTarget(client).FindAsync(Writing.Document("price", "p", new ShopifyPrice { Sku = "A", Currency = "SEK", IncludesVat = true, Regular = 19.9m })));

        Assert.Equal((199m, 19.9m), (state.Effect!.PriceBefore!.Value, state.Effect.PriceAfter!.Value));
    }

    [Fact]
    public async Task A_refused_price_leaves_the_others_of_the_product_alone()
    {
        var answers = await PriceAsync(Price("A", 2_000_000), Price("B", 219));

        Assert.IsType<TargetAnswer.Refused>(answers[0]);
        Assert.IsType<TargetAnswer.Done>(answers[1]);
        Assert.Equal("219.00", Prices("B").Price);
    }

    [Fact]
    public async Task A_price_of_another_currency_or_basis_is_not_written()
    {
        var answers = await PriceAsync(Price("A", 249) with { Currency = "EUR" }, Price("A", 249) with { IncludesVat = false });

        Assert.Equal([ShopifyErrors.OtherCurrency, ShopifyErrors.OtherVatBasis], answers.Cast<TargetState.CannotAsk>().Select(cannot => cannot.Issue.Code));
    }

    [Fact]
    public async Task After_a_lost_answer_the_price_is_found_as_wanted()
    {
        _shop.Faults.Add(FakeFault.ResetAfter("PricesUpdate"));

        Assert.IsType<TargetAnswer.Unknown>((await PriceAsync(Price("A", 219)))[0]);
        Assert.IsType<TargetState.AsWanted>((await PriceAsync(Price("A", 219)))[0]);
    }

    private static OutboxDocument Document(StockLevel level) =>
        new("stock", $"stock/{level.Sku}/{level.Location}", null, ShopifyMappings.Make("shopify.stock-in", level), ShopifyWrite.Hash(level.ToString()));

    private static StockLevel Level(string sku, int available) => new() { Sku = sku, Available = available, AsOf = new(2026, 11, 21, 2, 30, 0, TimeSpan.Zero) };

    private static Price Price(string sku, decimal regular) => new() { Sku = sku, Currency = "SEK", IncludesVat = true, Regular = regular };

    private async Task<IReadOnlyList<object>> StockAsync(ShopifySettings settings, params StockLevel[] levels)
    {
        using var client = _shop.Client(settings);
        return await new StockTarget(client).LoadAllAsync([.. levels.Select(Document)]);
    }

    private async Task<IReadOnlyList<object>> PriceAsync(params Price[] prices)
    {
        using var client = _shop.Client();
        return await new PriceTarget(client).LoadAllAsync([.. prices.Select(price => new OutboxDocument("price", $"price/{price.Sku}", null, ShopifyMappings.Make("shopify.price-in", price), "hash"))]);
    }

    private JsonObject Variant(string sku) => _shop.State.Variants.First(variant => variant["sku"]!.GetValue<string>() == sku);

    private JsonNode Of(string sku, int location = 71, string name = "available") =>
        Variant(sku)["inventoryItem"]!["inventoryLevels"]!.AsArray().Single(level => FakeState.Number(level!["location"]!["id"]) == location)!["quantities"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == name)!;

    private int Quantity(string sku, int location = 71, string name = "available") => Of(sku, location, name)["quantity"]!.GetValue<int>();

    private void Set(string sku, int quantity)
    {
        Of(sku)["quantity"] = quantity;
        Of(sku)["updatedAt"] = _shop.State.Now;
    }

    private (string? Price, string? CompareAt) Prices(string sku) => (Variant(sku)["price"]!.GetValue<string>(), Variant(sku)["compareAtPrice"]?.GetValue<string>());
}
