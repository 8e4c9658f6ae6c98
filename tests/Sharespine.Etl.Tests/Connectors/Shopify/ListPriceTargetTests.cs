using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.Shopify;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>Fixed prices into the price lists of catalogs.</summary>
public sealed class ListPriceTargetTests : IAsyncLifetime
{
    private FakeShopify _shop = null!;
    private JsonObject _list = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeShopify.StartAsync();
        _shop.State.AddProduct(1, "A", "B", "C");
        _list = _shop.State.AddPriceList(31, "ÅF");
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Prices_are_added_changed_and_taken_off()
    {
        ArticleReadTests.Fix(_list, _shop.State.Variants.ElementAt(1), 150);
        ArticleReadTests.Fix(_list, _shop.State.Variants.ElementAt(2), 150);

        var answers = await LoadAsync(Of("A", (1, 120)), Of("B", (1, 130)), Of("C"));

        Assert.All(answers, answer => Assert.IsType<TargetAnswer.Done>(answer));
        Assert.Equal([("B", 130m), ("A", 120m)], Prices);
        Assert.All(await LoadAsync(Of("A", (1, 120)), Of("B", (1, 130)), Of("C")), answer => Assert.IsType<TargetState.AsWanted>(answer));
    }

    [Fact]
    public async Task Quantity_breaks_are_replaced_as_a_whole()
    {
        await LoadAsync(Of("A", (1, 120), (10, 100), (50, 90)));
        await LoadAsync(Of("A", (1, 120), (20, 95)));

        Assert.Equal([20], Breaks("A").Select(one => one!["minimumQuantity"]!.GetValue<int>()));

        await LoadAsync(Of("A", (1, 120)));
        Assert.Empty(Breaks("A"));
    }

    [Fact]
    public async Task A_refused_price_leaves_the_others_alone()
    {
        var answers = await LoadAsync(Of("A", (1, 2_000_000)), Of("B", (1, 130)));

        Assert.Contains("PRICE_TOO_HIGH", Assert.IsType<TargetAnswer.Refused>(answers[0]).Issue.Message, StringComparison.Ordinal);
        Assert.IsType<TargetAnswer.Done>(answers[1]);
    }

    [Fact]
    public async Task The_guard_is_told_the_price_before_and_after()
    {
        ArticleReadTests.Fix(_list, _shop.State.Variants.First(), 150);
        using var client = _shop.Client();

        var state = Assert.IsType<TargetState.Other>(await new ListPriceTarget(client).FindAsync(Document(Of("A", (1, 15)))));

        Assert.Equal((150m, 15m), (state.Effect!.PriceBefore!.Value, state.Effect.PriceAfter!.Value));
    }

    [Fact]
    public async Task A_list_that_is_not_there_or_there_twice_a_currency_and_broken_tiers_are_named()
    {
        _shop.State.AddPriceList(32, "Dubbel");
        _shop.State.AddPriceList(33, "Dubbel");

        var answers = await LoadAsync(
            Of("A", (1, 1)) with { List = "Ingen" }, Of("A", (1, 1)) with { List = "Dubbel" }, Of("A", (1, 1)) with { Currency = "EUR" },
            Of("A", (1, 1)) with { IncludesVat = false }, Of("A", (10, 1)), Of("A", (1, 1), (1.5m, 1)), Of("X", (1, 1)));

        Assert.Equal(["SHP031", "SHP031", "SHP029", "SHP030", "SHP020", "SHP020", "SHP024"], answers.Select(answer =>
            answer is TargetState.CannotAsk cannot ? cannot.Issue.Code.Code : ((TargetState.WaitsFor)answer).Issue.Code.Code));
    }

    [Theory]
    [InlineData("31")]
    [InlineData("åf")]
    [InlineData("ÅF katalog")]
    public async Task A_list_is_known_by_number_name_or_catalog(string list)
    {
        Assert.IsType<TargetAnswer.Done>((await LoadAsync(Of("A", (1, 120)) with { List = list }))[0]);
    }

    [Fact]
    public async Task After_a_lost_answer_the_price_is_found_as_wanted()
    {
        _shop.Faults.Add(FakeFault.ResetAfter("ListPricesAdd"));

        Assert.IsType<TargetAnswer.Unknown>((await LoadAsync(Of("A", (1, 120))))[0]);
        Assert.IsType<TargetState.AsWanted>((await LoadAsync(Of("A", (1, 120))))[0]);
    }

    private IEnumerable<(string, decimal)> Prices =>
        _list["prices"]!.AsArray().Select(one => (one!["variant"]!["sku"]!.GetValue<string>(), decimal.Parse(one["price"]!["amount"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture)));

    private JsonArray Breaks(string sku) => _list["prices"]!.AsArray().Single(one => one!["variant"]!["sku"]!.GetValue<string>() == sku)!["quantityPriceBreaks"]!.AsArray();

    private static ListPrice Of(string sku, params (decimal From, decimal Price)[] tiers) => new()
    {
        List = "ÅF",
        Sku = sku,
        Currency = "SEK",
        IncludesVat = true,
        Tiers = [.. tiers.Select(tier => new PriceTier { FromQuantity = tier.From, Price = tier.Price })],
    };

    private static OutboxDocument Document(ListPrice price) => new("price-list", $"price-list/{price.List}/{price.Sku}", null, ShopifyMappings.Make("shopify.price-list-in", price), "hash");

    private async Task<IReadOnlyList<object>> LoadAsync(params ListPrice[] prices)
    {
        using var client = _shop.Client();
        return await new ListPriceTarget(client).LoadAllAsync([.. prices.Select(Document)]);
    }
}
