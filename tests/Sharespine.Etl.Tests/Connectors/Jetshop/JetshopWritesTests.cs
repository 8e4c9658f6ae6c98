using Sharespine.Etl.Connectors.Shops.Jetshop;
using Sharespine.Etl.Connectors.Shops.Jetshop.Operations;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Tests.Connectors.Jetshop;

/// <summary>Stock and prices into the shop.</summary>
public sealed class JetshopWritesTests : IAsyncLifetime
{
    private const string Stock = """{"articleNumber":"A-1","newStockCount":12}""";
    private const string Price = """{"articleNumber":"A-1","price":123,"includesVat":true}""";
    private FakeJetshop _shop = null!;
    private Sharespine.Etl.Configuration.Connection _connection = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeJetshop.StartAsync();
        _shop.Articles.Add("A-1", "sv-SE", ("Name", "Änglatrumpet"), ("Price", "80.0000"), ("Stock.NewStockCount", "5"));
        _connection = _shop.Connection(new JetshopOperations());
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Stock_is_written_with_nothing_but_what_names_the_article()
    {
        Assert.Equal(new TargetAnswer.Done("A-1"), await _connection.SendAsync("stock", Stock));

        Assert.Equal("12", _shop.Articles["A-1", "Stock.NewStockCount"]);
        var call = Assert.Single(_shop.Calls("Product_AddUpdate"));
        Assert.Equal("ArticleNumber Culture TemplateId Name StockData", call.Names("ProductData"));
        Assert.Equal("ArticleNumber NewStockCount UseAdvancedStatus", call.Names("StockData"));
        Assert.Equal("Änglatrumpet", call.Text("products", "ProductData", "Name"));
        Assert.Equal(new TargetState.AsWanted("A-1"), await _connection.FindAsync("stock", Stock));
    }

    [Fact]
    public async Task An_empty_delivery_date_is_never_sent_and_a_given_one_is_read_back()
    {
        Assert.Equal(new TargetAnswer.Done("A-1"), await _connection.SendAsync("stock", """{"articleNumber":"A-1","newStockCount":0,"deliveryDate":"2026-12-24"}"""));

        Assert.Equal("2026-12-24T00:00:00", _shop.Articles["A-1", "Stock.DeliveryDate"]);
        Assert.Equal("ArticleNumber NewStockCount DeliveryDate UseAdvancedStatus", Assert.Single(_shop.Calls("Product_AddUpdate")).Names("StockData"));
    }

    [Fact]
    public async Task The_guard_is_shown_a_stock_that_becomes_nothing_and_what_is_there()
    {
        var state = Assert.IsType<TargetState.Other>(await _connection.FindAsync("stock", """{"articleNumber":"A-1","newStockCount":0}"""));

        Assert.True(state.Effect!.ZeroesStock);
        Assert.Equal("""{"articleNumber":"A-1","newStockCount":5,"stockStatusId":"1","useAdvancedStatus":true}""", JetshopSite.Text(state));
        Assert.False(Assert.IsType<TargetState.Other>(await _connection.FindAsync("stock", Stock)).Effect!.ZeroesStock);
    }

    [Theory]
    [InlineData("stock", """{"articleNumber":"X-1","newStockCount":12}""")]
    [InlineData("price", """{"articleNumber":"X-1","price":123,"includesVat":true}""")]
    [InlineData("price-list", """{"articleNumber":"X-1","price":123,"includesVat":true,"priceList":"7c7dfec3-2312-4dc9-a74f-913f3da0c686"}""")]
    public async Task An_article_that_is_not_there_is_waited_for(string entity, string payload)
    {
        Assert.Equal("article X-1", Assert.IsType<TargetState.WaitsFor>(await _connection.FindAsync(entity, payload)).What);
        Assert.IsType<TargetAnswer.NotDone>(await _connection.SendAsync(entity, payload));
        Assert.DoesNotContain(_shop.Requests, request => request.Operation != "Product_Get");
    }

    [Fact]
    public async Task Many_articles_go_in_one_call_each_with_its_own_outcome()
    {
        _shop.Articles.Add("A-2");
        _shop.Articles.Add("A-3");

        var answers = await _connection.SendAllAsync("stock", Stock, Stock.Replace("A-1", "A-2", StringComparison.Ordinal), """{"articleNumber":"A-3","newStockCount":1.5}""", Stock.Replace("A-1", "X-1", StringComparison.Ordinal));

        Assert.Equal([new TargetAnswer.Done("A-1"), new TargetAnswer.Done("A-2")], answers.Take(2));
        Assert.Equal(JetshopErrors.BadPayload, JetshopSite.Refused(answers[2]));
        Assert.IsType<TargetAnswer.NotDone>(answers[3]);
        Assert.Equal(2, Assert.Single(_shop.Calls("Product_AddUpdate")).Body.Descendants(FakeJetshop.Space + "ProductData").Count());
    }

    [Fact]
    public async Task A_call_that_the_service_cannot_read_is_made_for_each_article_alone()
    {
        // A number that is too large for the service: it can read nothing of the call.
        _shop.Articles.Add("A-2");
        var bad = """{"articleNumber":"A-2","newStockCount":99999999999}""";

        var answers = await _connection.SendAllAsync("stock", Stock, bad);

        Assert.Equal(new TargetAnswer.Done("A-1"), answers[0]);
        Assert.Equal(SoapErrors.Fault, JetshopSite.Refused(answers[1]));
        Assert.Equal("12", _shop.Articles["A-1", "Stock.NewStockCount"]);
        Assert.Equal("0", _shop.Articles["A-2", "Stock.NewStockCount"]);
    }

    [Fact]
    public async Task An_article_number_that_the_service_cannot_read_keeps_no_other_back()
    {
        var target = _connection.Targets["stock"];

        var states = await target.FindAsync([JetshopSite.Document("stock", Stock), JetshopSite.Document("stock", Stock.Replace("A-1", "?", StringComparison.Ordinal))], default);

        Assert.IsType<TargetState.Other>(states[0]);
        Assert.Equal(SoapErrors.Fault, Assert.IsType<TargetState.CannotAsk>(states[1]).Issue.Code);
    }

    [Fact]
    public async Task One_article_twice_in_a_batch_goes_in_two_calls_in_order()
    {
        var answers = await _connection.SendAllAsync("stock", Stock.Replace("12", "3", StringComparison.Ordinal), Stock);

        Assert.All(answers, answer => Assert.Equal(new TargetAnswer.Done("A-1"), answer));
        Assert.Equal(2, _shop.Calls("Product_AddUpdate").Count);
        Assert.Equal("12", _shop.Articles["A-1", "Stock.NewStockCount"]);
    }

    [Theory]
    [InlineData(JetshopFault.LostAfter)]
    [InlineData(JetshopFault.FaultAfter)]
    [InlineData(JetshopFault.CutOff)]
    [InlineData(JetshopFault.Html)]
    public async Task A_lost_answer_is_unknown_and_asking_tells(JetshopFault fault)
    {
        _shop.Next(fault, "Product_AddUpdate");
        Assert.IsType<TargetAnswer.Unknown>(await _connection.SendAsync("stock", Stock));
        var stock = await _connection.FindAsync("stock", Stock);
        Assert.Equal(fault == JetshopFault.Html, stock is TargetState.Other);

        _shop.Next(fault, "PriceList_UpdateArticleIncVAT");
        Assert.IsType<TargetAnswer.Unknown>(await _connection.SendAsync("price", Price));
        var price = await _connection.FindAsync("price", Price);
        Assert.Equal(fault == JetshopFault.Html, price is TargetState.Other);
    }

    [Fact]
    public async Task A_shop_that_says_yes_and_keeps_the_old_number_is_not_believed()
    {
        _shop.Articles.IgnoresStock = true;

        Assert.Equal(JetshopErrors.NotTaken, JetshopSite.Refused(await _connection.SendAsync("stock", Stock)));
    }

    [Fact]
    public async Task A_row_that_the_shop_refuses_is_told_by_its_own_word()
    {
        _shop.Articles.RefusesWith = "ErrorTemplate";

        var refused = Assert.IsType<TargetAnswer.Refused>(await _connection.SendAsync("stock", Stock)).Issue;

        Assert.Equal(JetshopErrors.RefusedByShop, refused.Code);
        Assert.Contains("ErrorTemplate", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_that_the_shop_resets_is_noticed_and_can_be_sent_along()
    {
        _shop.Articles.ResetsFlags = true;
        _shop.Articles.Add("A-1", "sv-SE", ("HideProduct", "true"), ("Stock.NewStockCount", "5"));

        var refused = Assert.IsType<TargetAnswer.Refused>(await _connection.SendAsync("stock", Stock)).Issue;
        Assert.Equal((JetshopErrors.FieldLost, "HideProduct", "send-along: [HideProduct]"), (refused.Code, refused.Field, refused.Try));

        _shop.Articles.Add("A-1", "sv-SE", ("HideProduct", "true"), ("Stock.NewStockCount", "5"));
        var along = _shop.Connection(new JetshopOperations(), _shop.Settings with { SendAlong = ["HideProduct"] });
        Assert.Equal(new TargetAnswer.Done("A-1"), await along.SendAsync("stock", Stock));
        Assert.Equal("true", _shop.Articles["A-1", "HideProduct"]);
    }

    [Fact]
    public async Task A_price_goes_in_with_vat_and_is_read_back_without()
    {
        Assert.Equal(new TargetAnswer.Done("A-1@" + FakeArticles.DefaultList.ToLowerInvariant()), await _connection.SendAsync("price", Price));

        Assert.Equal(("98.4000", "-0.8000"), (_shop.Articles["A-1", "Price"], _shop.Articles["A-1", "DiscountedPrice"]));
        Assert.IsType<TargetState.AsWanted>(await _connection.FindAsync("price", Price));
        Assert.Equal("ArticleNumber PriceListId PriceIncVat DiscountedPriceIncVat UseDiscountDateSpan", Assert.Single(_shop.Calls("PriceList_UpdateArticleIncVAT")).Names("ArticlePriceListIncVat"));
    }

    [Theory]
    [InlineData("0.25000000", "99.90", "true")]
    [InlineData("0.12000000", "100", "true")]
    [InlineData("0.06000000", "79.99", "true")]
    [InlineData("0.25000000", "79.992", "false")]
    [InlineData("0.12000000", "89.2857", "false")]
    public async Task A_price_of_any_rate_and_basis_comes_back_as_wanted(string vat, string price, string includesVat)
    {
        _shop.Articles.Add("A-1", "sv-SE", ("Vat", vat));
        var payload = $$"""{"articleNumber":"A-1","price":{{price}},"includesVat":{{includesVat}}}""";

        Assert.IsType<TargetAnswer.Done>(await _connection.SendAsync("price", payload));
        Assert.IsType<TargetState.AsWanted>(await _connection.FindAsync("price", payload));
    }

    [Fact]
    public async Task The_guard_is_shown_both_prices_in_one_basis()
    {
        var state = Assert.IsType<TargetState.Other>(await _connection.FindAsync("price", Price));

        Assert.Equal((80m, 98.4m), (state.Effect!.PriceBefore, state.Effect.PriceAfter));
        Assert.Equal("""{"articleNumber":"A-1","price":100.00,"includesVat":true}""", JetshopSite.Text(state));
    }

    [Fact]
    public async Task A_price_in_another_currency_is_not_taken_for_the_shops()
    {
        var foreign = Price.Replace("\"price\"", "\"currency\":\"EUR\",\"price\"", StringComparison.Ordinal);

        Assert.Equal("currency", Assert.IsType<TargetState.CannotAsk>(await _connection.FindAsync("price", foreign)).Issue.Field);
        Assert.Equal(JetshopErrors.BadPayload, JetshopSite.Refused(await _connection.SendAsync("price", foreign)));
        Assert.IsType<TargetState.Other>(await _connection.FindAsync("price", foreign.Replace("EUR", "SEK", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_first_price_is_no_move()
    {
        _shop.Articles.Add("A-1", "sv-SE", ("Price", "0.0000"));

        Assert.Equal(new TargetEffect(), Assert.IsType<TargetState.Other>(await _connection.FindAsync("price", Price)).Effect);
        Assert.True(Assert.IsType<TargetState.Other>(await _connection.FindAsync("price", Price.Replace("}", ",\"hideProduct\":true}", StringComparison.Ordinal))).Effect!.Deactivates);
    }

    [Fact]
    public async Task The_guard_is_shown_a_campaigns_price_where_the_regular_one_stays()
    {
        var state = Assert.IsType<TargetState.Other>(await _connection.FindAsync("price", """{"articleNumber":"A-1","price":100,"includesVat":true,"discountedPrice":1}"""));

        Assert.Equal((80m, 0.8m), (state.Effect!.PriceBefore, state.Effect.PriceAfter));
    }

    [Fact]
    public async Task A_campaign_is_written_in_the_shops_time_and_taken_off_again()
    {
        const string campaign = """{"articleNumber":"A-1","price":123,"includesVat":true,"discountedPrice":99,"discountFrom":"2026-06-30T22:00:00Z","discountTo":"2026-12-23T23:00:00Z"}""";

        Assert.IsType<TargetAnswer.Done>(await _connection.SendAsync("price", campaign));
        Assert.Equal(("2026-07-01T00:00:00", "2026-12-24T00:00:00", "79.2000"), (_shop.Articles["A-1", "DiscountStartDate"], _shop.Articles["A-1", "DiscountEndDate"], _shop.Articles["A-1", "DiscountedPrice"]));
        Assert.IsType<TargetState.AsWanted>(await _connection.FindAsync("price", campaign));

        Assert.IsType<TargetAnswer.Done>(await _connection.SendAsync("price", Price));
        Assert.Equal("-0.8000", _shop.Articles["A-1", "DiscountedPrice"]);
    }

    [Fact]
    public async Task A_campaign_with_one_date_gets_the_other()
    {
        const string open = """{"articleNumber":"A-1","price":123,"includesVat":true,"discountedPrice":99,"discountFrom":"2026-11-30T23:00:00Z"}""";

        Assert.IsType<TargetAnswer.Done>(await _connection.SendAsync("price", open));

        Assert.Equal("2099-12-31T01:00:00", _shop.Articles["A-1", "DiscountEndDate"]);
        Assert.IsType<TargetState.AsWanted>(await _connection.FindAsync("price", open));
    }

    [Fact]
    public async Task A_list_is_the_same_in_capitals_and_small_letters()
    {
        var own = Price.Replace("}", ",\"priceList\":\"7c7dfec3-2312-4dc9-a74f-913f3da0c686\"}", StringComparison.Ordinal);

        Assert.IsType<TargetAnswer.Done>(await _connection.SendAsync("price-list", own));
        Assert.IsType<TargetState.AsWanted>(await _connection.FindAsync("price-list", own));
    }

    [Fact]
    public async Task Another_list_is_written_though_it_cannot_be_read_back()
    {
        var other = Price.Replace("}", $",\"priceList\":\"{FakeArticles.AgentList}\"}}", StringComparison.Ordinal);

        Assert.IsType<TargetState.Absent>(await _connection.FindAsync("price-list", other));
        Assert.IsType<TargetAnswer.Done>(await _connection.SendAsync("price-list", other));

        Assert.Equal((98.4m, -0.8m), _shop.Articles.Price("A-1", FakeArticles.AgentList));
        Assert.Equal("80.0000", _shop.Articles["A-1", "Price"]);
    }

    [Fact]
    public async Task A_list_that_the_shop_does_not_have_is_refused_in_its_words()
    {
        var unknown = Price.Replace("}", ",\"priceList\":\"f2585a2d-452f-45eb-9cb1-9080134ce0c9\"}", StringComparison.Ordinal);

        var refused = Assert.IsType<TargetAnswer.Refused>(await _connection.SendAsync("price-list", unknown)).Issue;

        Assert.Equal(JetshopErrors.RefusedByShop, refused.Code);
        Assert.Contains("No price list found.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_without_a_known_rate_is_not_guessed()
    {
        _shop.Articles.Add("A-1", "sv-SE", ("Vat", ""));

        Assert.Equal(JetshopErrors.NoVat, Assert.IsType<TargetState.CannotAsk>(await _connection.FindAsync("price", Price)).Issue.Code);
    }
}
