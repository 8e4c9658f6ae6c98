using System.Text.Json;
using Sharespine.Etl.Connectors.Shops.Jetshop;
using Sharespine.Etl.Connectors.Shops.Jetshop.Operations;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Connectors.Jetshop;

/// <summary>Products, stock and prices out of the shop, by the article numbers of a list.</summary>
public sealed class JetshopArticlesTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private FakeJetshop _shop = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeJetshop.StartAsync();
        _shop.Articles.Add("3350-20", "sv-SE", ("Name", "Pion"), ("Price", "98.4000"), ("DiscountedPrice", "-0.8000"), ("Stock.NewStockCount", "684"));
        _shop.Articles.Add("3350-20", "nb-NO", ("Name", "Peon"));
        _shop.Articles.Add("A-1", "sv-SE", ("Name", "Vas"), ("HideProduct", "true"));
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_product_has_all_cultures_and_becomes_ours()
    {
        var settings = _shop.Settings with { Cultures = ["sv-SE", "nb-NO"] };
        var pages = await Connection("3350-20\nA-1\n", settings).Records!.PagesAsync("product");

        Assert.Equal(["3350-20", "A-1"], pages.Keys());
        Assert.Equal(["Pion", "Peon"], Payload(pages[0].Records[0].Payload).GetProperty("ProductData").EnumerateArray().Select(data => data.GetProperty("Name").GetString()));
        var product = Map("jetshop.product", pages[0].Records[0].Payload);
        Assert.Equal(("3350-20", "Pion", true), (product.GetProperty("sku").GetString(), product.GetProperty("name").GetString(), product.GetProperty("isActive").GetBoolean()));
        Assert.Equal(98.4m, product.GetProperty("variants")[0].GetProperty("firstPrice").GetDecimal());
        Assert.False(Map("jetshop.product", pages[0].Records[1].Payload).GetProperty("isActive").GetBoolean());
    }

    [Fact]
    public async Task Stock_and_price_become_ours()
    {
        var source = Connection("3350-20\nA-1").Records!;

        var stock = Map("jetshop.stock", (await source.PagesAsync("stock"))[0].Records[0].Payload);
        var price = Map("jetshop.price", (await source.PagesAsync("price"))[0].Records[0].Payload);

        Assert.Equal(684, stock.GetProperty("available").GetDecimal());
        Assert.Equal(98.4m, price.GetProperty("regular").GetDecimal());
        Assert.False(price.GetProperty("includesVat").GetBoolean());
        Assert.False(price.TryGetProperty("campaign", out _));
    }

    [Fact]
    public async Task An_article_that_the_shop_does_not_have_is_told_of_and_left_out()
    {
        var source = Connection("3350-20\nX-1\nX-2").Records!;

        Assert.Equal(["3350-20"], (await source.PagesAsync("stock")).Keys());
        Assert.Contains(source.Remarks, remark => remark.StartsWith("2 × ", StringComparison.Ordinal) && remark.Contains(JetshopErrors.UnknownArticle.Code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_article_is_asked_for_once_with_login_shop_and_culture()
    {
        await Connection("# the range\n\"3350-20\";Pion\n\n3350-20;again\n").Records!.PagesAsync("stock");

        var call = Assert.Single(_shop.Calls("Product_Get"));
        Assert.Equal("7", call.Envelope.Descendants("ShopId").Single().Value);
        Assert.StartsWith("application/soap+xml; charset=utf-8", call.ContentType, StringComparison.Ordinal);
        Assert.Equal(("3350-20", "sv-SE"), (call.Text("productOptions", "ArticleNumber"), call.Text("productOptions", "Culture")));
    }

    [Fact]
    public async Task A_long_list_is_read_page_by_page_and_taken_up_where_it_stopped()
    {
        var articles = Enumerable.Range(0, 120).Select(i => $"P-{i:D3}").ToList();
        articles.ForEach(article => _shop.Articles.Add(article));
        var source = Connection(string.Join('\n', articles)).Records!;

        var pages = await source.PagesAsync("stock");
        var rest = await source.PagesAsync("stock", resumeAt: pages[0].ResumeAt);

        Assert.Equal([50, 50, 20], pages.Select(page => page.Records.Count));
        Assert.Equal(articles.Skip(50), rest.Keys());
    }

    [Fact]
    public async Task One_article_is_fetched_and_a_missing_one_is_missing()
    {
        var source = Connection("3350-20").Records!;

        Assert.Equal("3350-20", (await source.FetchAsync("price", "3350-20", default))!.Key);
        Assert.Null(await source.FetchAsync("price", "X-1", default));
    }

    [Fact]
    public async Task A_list_that_is_not_there_stops_the_job()
    {
        var source = _shop.Connection(new JetshopOperations(), articles: Path.Combine(_folder.Path, "none.txt")).Records!;

        Assert.Equal(JetshopErrors.NoArticles, (await Assert.ThrowsAsync<EtlException>(() => source.PagesAsync("stock"))).Code);
    }

    [Fact]
    public async Task Without_a_list_nothing_of_articles_is_offered()
    {
        Assert.Equal(["product", "stock", "price"], Connection("3350-20").Records!.Entities);
        Assert.Null(_shop.Connection(new JetshopOperations()).Records);
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("user", "", "user")]
    [InlineData("url", "http://shop.example/x.asmx", "url")]
    [InlineData("price-list", "standard", "price-list")]
    [InlineData("send-along", "HideProdukt", "send-along")]
    [InlineData("without", "order", "without")]
    public void A_setting_that_cannot_work_is_named(string setting, string value, string field)
    {
        var good = new JetshopSettings { User = "api", Password = "secret" };
        var settings = setting switch
        {
            "user" => good with { User = value },
            "url" => good with { Url = value },
            "price-list" => good with { PriceList = value },
            "send-along" => good with { SendAlong = [value] },
            _ => good with { Without = [value + "s-status"] },
        };

        Assert.Empty(good.Check());
        Assert.Equal(field, Assert.Single(settings.Check()).Field);
    }

    private Sharespine.Etl.Configuration.Connection Connection(string list, JetshopSettings? settings = null) =>
        _shop.Connection(new JetshopOperations(), settings, _folder.Write("articles.txt", list));

    private static JsonElement Payload(ReadOnlyMemory<byte> payload) => JetshopSite.Json(payload);

    private static JsonElement Map(string mapping, ReadOnlyMemory<byte> payload) =>
        JetshopSite.Json(Assert.IsType<MappingResult.Document>(JetshopOrdersTests.Mapping(mapping).Map(payload, MappingInputs.None)).Utf8);
}
