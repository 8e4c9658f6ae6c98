using Sharespine.Etl.Connectors.Shops.Jetshop;
using Sharespine.Etl.Connectors.Shops.Jetshop.Operations;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Load;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Connectors.Jetshop;

/// <summary>Products into the shop: made once, never shown without a price, hidden rather than deleted.</summary>
public sealed class JetshopProductsTests : IAsyncLifetime
{
    private const string Vase = """{"articleNumber":"A-1","isActive":true,"eanCode":"7330026113402","firstPrice":249,"firstPriceIncludesVat":true,"texts":[{"culture":"sv-SE","name":"Vas","productDescription":"<p>En\nvas</p>"}]}""";
    private FakeJetshop _shop = null!;
    private Sharespine.Etl.Configuration.Connection _connection = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeJetshop.StartAsync();
        _connection = _shop.Connection(new JetshopOperations());
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task A_new_product_is_made_hidden_gets_its_price_and_is_shown_then()
    {
        Assert.IsType<TargetState.Absent>(await _connection.FindAsync("product", Vase));
        Assert.Equal(new TargetAnswer.Done("A-1"), await _connection.SendAsync("product", Vase));

        Assert.Equal(["true", "false"], _shop.Calls("Product_AddUpdate").Select(call => call.Text("products", "ProductData", "HideProduct")));
        Assert.Equal(("false", "199.2000", "7330026113402"), (_shop.Articles["A-1", "HideProduct"], _shop.Articles["A-1", "Price"], _shop.Articles["A-1", "EanCode"]));
        Assert.Equal(new TargetState.AsWanted("A-1"), await _connection.FindAsync("product", Vase));
    }

    [Theory]
    [InlineData("Product_AddUpdate", JetshopFault.LostAfter)]
    [InlineData("Product_AddUpdate", JetshopFault.FaultAfter)]
    [InlineData("PriceList_UpdateArticleIncVAT", JetshopFault.LostAfter)]
    public async Task A_lost_answer_makes_no_second_product_and_shows_none_without_a_price(string operation, JetshopFault fault)
    {
        _shop.Next(fault, operation);

        Assert.IsType<TargetAnswer.Unknown>(await _connection.SendAsync("product", Vase));
        Assert.True(_shop.Articles["A-1", "HideProduct"] == "true" || _shop.Articles["A-1", "Price"] != "0.0000");

        var again = await _connection.SendAsync("product", Vase);
        Assert.Equal(1, _shop.Articles.Count);
        Assert.True(again is TargetAnswer.Done || _shop.Articles["A-1", "HideProduct"] == "true");
    }

    [Fact]
    public async Task Without_a_first_price_it_waits_hidden_until_its_price_has_come()
    {
        var priceless = Vase.Replace("\"firstPrice\":249,", "", StringComparison.Ordinal);

        Assert.Equal(JetshopErrors.NoPrice, Assert.IsType<TargetAnswer.NotDone>(await _connection.SendAsync("product", priceless)).Issue.Code);
        Assert.Equal("true", _shop.Articles["A-1", "HideProduct"]);

        await _connection.SendAsync("price", """{"articleNumber":"A-1","price":249,"includesVat":true}""");
        Assert.Equal(new TargetAnswer.Done("A-1"), await _connection.SendAsync("product", priceless));
        Assert.Equal("false", _shop.Articles["A-1", "HideProduct"]);
    }

    [Fact]
    public async Task An_update_sends_only_what_is_given_one_document_per_culture()
    {
        _shop.Articles.Add("A-1", "sv-SE", ("Name", "Vas"), ("Price", "80.0000"), ("ProductDescription", "kept"));
        _shop.Articles.Add("A-1", "nb-NO", ("Name", "Vase"), ("Price", "80.0000"));

        var answer = await _connection.SendAsync("product", """{"articleNumber":"A-1","texts":[{"culture":"sv-SE","name":"Vas, blå"},{"culture":"nb-NO","name":"Vase, blå"}]}""");

        Assert.Equal(new TargetAnswer.Done("A-1"), answer);
        Assert.Equal("ArticleNumber Culture TemplateId Name HideProduct", Assert.Single(_shop.Calls("Product_AddUpdate")).Names("ProductData"));
        Assert.Equal(("Vas, blå", "Vase, blå", "kept"), (_shop.Articles["A-1", "Name"], _shop.Articles["A-1", "Name", "nb-NO"], _shop.Articles["A-1", "ProductDescription"]));
    }

    [Fact]
    public async Task The_shops_own_fields_go_with_every_change_and_a_refused_one_is_told()
    {
        _shop.Articles.Add("A-1", "sv-SE", ("Name", "Vas"), ("Price", "80.0000"));
        const string own = """{"articleNumber":"A-1","texts":[{"culture":"sv-SE","name":"Vas"}],"dynamicFields":[{"key":"b2c_mp","values":[{"culture":"sv-SE","value":"true"}]}]}""";

        Assert.IsType<TargetState.Other>(await _connection.FindAsync("product", own));
        Assert.Equal(new TargetAnswer.Done("A-1"), await _connection.SendAsync("product", own));
        Assert.Equal("true", _shop.Articles["A-1", "Own.b2c_mp"]);

        var refused = Assert.IsType<TargetAnswer.Refused>(await _connection.SendAsync("product", own.Replace("b2c_mp", "atr_height", StringComparison.Ordinal))).Issue;
        Assert.Equal((JetshopErrors.RefusedByShop, "atr_height"), (refused.Code, refused.Field));
        Assert.Contains("No dynamic field", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_there_as_wanted_is_not_written()
    {
        _shop.Articles.Add("A-1", "sv-SE", ("Name", "Vas"), ("Price", "80.0000"), ("ProductDescription", "<p>En\r\nvas</p>"), ("Weight", "0.5000"));

        Assert.Equal(new TargetState.AsWanted("A-1"), await _connection.FindAsync("product", Vase.Replace("\"isActive\":true", "\"isActive\":true,\"weight\":0.5", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_there_is_shown_in_the_documents_own_shape()
    {
        _shop.Articles.Add("A-1", "sv-SE", ("Name", "Kruka"), ("Price", "80.0000"));

        var now = JetshopSite.Text(await _connection.FindAsync("product", """{"articleNumber":"A-1","isActive":true,"weight":0.5,"texts":[{"culture":"sv-SE","name":"Vas"}]}"""));

        Assert.Equal("""{"articleNumber":"A-1","isActive":true,"texts":[{"culture":"sv-SE","name":"Kruka"}],"weight":0.0000,"firstPriceIncludesVat":true,"dynamicFields":[]}""", now);
    }

    [Fact]
    public async Task What_is_not_sold_any_more_is_hidden_and_the_guard_is_shown_it()
    {
        _shop.Articles.Add("A-1", "sv-SE", ("Name", "Vas"), ("Price", "80.0000"));
        const string gone = """{"articleNumber":"A-1","isActive":false,"texts":[{"culture":"sv-SE","name":"Vas"}]}""";

        Assert.True(Assert.IsType<TargetState.Other>(await _connection.FindAsync("product", gone)).Effect!.Deactivates);
        Assert.Equal(new TargetAnswer.Done("A-1"), await _connection.SendAsync("product", gone));

        Assert.Equal("true", _shop.Articles["A-1", "HideProduct"]);
        Assert.Empty(_shop.Calls("Product_Delete"));
    }

    [Fact]
    public async Task What_is_not_sold_any_more_and_was_never_there_is_not_made()
    {
        Assert.Equal(new TargetState.AsWanted("X-1"), await _connection.FindAsync("product", """{"articleNumber":"X-1","isActive":false,"texts":[{"culture":"sv-SE","name":"Vas"}]}"""));
    }

    [Fact]
    public async Task Only_where_the_site_says_so_is_a_product_deleted()
    {
        _shop.Articles.Add("A-1", "sv-SE", ("Name", "Vas"));
        var deletes = _shop.Connection(new JetshopOperations(), _shop.Settings with { Inactive = JetshopInactive.Delete });
        const string gone = """{"articleNumber":"A-1","isActive":false,"texts":[{"culture":"sv-SE","name":"Vas"}]}""";

        Assert.True(Assert.IsType<TargetState.Other>(await deletes.FindAsync("product", gone)).Effect!.Deactivates);
        _shop.Next(JetshopFault.LostAfter, "Product_Delete");
        Assert.Equal(new TargetAnswer.Done("A-1"), await deletes.SendAsync("product", gone));

        Assert.Equal(0, _shop.Articles.Count);
        Assert.Equal(new TargetState.AsWanted("A-1"), await deletes.FindAsync("product", gone));
    }

    [Fact]
    public async Task Where_the_site_leaves_products_alone_none_is_hidden_or_shown()
    {
        _shop.Articles.Add("A-1", "sv-SE", ("Name", "Vas"), ("HideProduct", "true"));
        var leaves = _shop.Connection(new JetshopOperations(), _shop.Settings with { Inactive = JetshopInactive.Leave });

        Assert.Equal(new TargetAnswer.Done("A-1"), await leaves.SendAsync("product", """{"articleNumber":"A-1","texts":[{"culture":"sv-SE","name":"Kruka"}]}"""));

        Assert.Equal("true", _shop.Articles["A-1", "HideProduct"]);
    }

    [Fact]
    public async Task A_product_shown_without_a_price_on_purpose_stays_shown()
    {
        _shop.Articles.Add("A-1", "sv-SE", ("Name", "Vas"));

        Assert.Equal(new TargetAnswer.Done("A-1"), await _connection.SendAsync("product", """{"articleNumber":"A-1","texts":[{"culture":"sv-SE","name":"Kruka"}]}"""));

        Assert.Equal("false", _shop.Articles["A-1", "HideProduct"]);
    }

    /// <summary>Every envelope that the connector can send, held against the service's own description.</summary>
    [Fact]
    public async Task Every_call_is_one_that_the_wsdl_allows()
    {
        _shop.Orders.Add("42");
        using var folder = new TemporaryFolder();
        var connection = _shop.Connection(articles: folder.Write("articles.txt", "A-1"));
        await connection.SendAsync("product", Vase);
        await connection.SendAsync("product", """{"articleNumber":"A-1","templateId":"1","weight":0.4,"vat":0.25,"manufacturer":"Ek","manufacturerArtnr":"P-1","texts":[{"culture":"sv-SE","name":"Vas","subName":"blå","shortDescription":"Vas","productDescription":"En vas","pageTitle":"Vas","metaDescription":"Vas"}],"dynamicFields":[{"key":"b2c_mp","values":[{"culture":"sv-SE","value":"true"}]}]}""");
        await connection.SendAsync("stock", """{"articleNumber":"A-1","newStockCount":5,"deliveryDate":"2026-12-24","stockStatusId":"9","stockStatusWhenOutOfStock":"10","useAdvancedStatus":false}""");
        await connection.SendAsync("price", """{"articleNumber":"A-1","price":100,"includesVat":true,"discountedPrice":50,"discountFrom":"2026-12-01T00:00:00Z","discountedPriceIsMemberPrice":true,"hideProduct":false}""");
        await connection.SendAsync("order-status", """{"key":"k","orderId":"42","status":"30"}""");
        await connection.SendAsync("shipment", """{"key":"k","orderId":"42","deliveryId":"F-1","carrier":"PostNord","trackingNumbers":["SE1"],"lines":[{"lineId":"1","sku":"A-1","quantity":1}]}""");
        await connection.SendAsync("capture", """{"key":"k","orderId":"42","isFinal":true,"amount":100,"currency":"SEK"}""");
        foreach (var entity in connection.Records!.Entities)
        {
            await connection.Records.PagesAsync(entity);
        }

        await connection.StatusesAsync!(default);
        await _shop.Connection(settings: _shop.Settings with { Inactive = JetshopInactive.Delete }).SendAsync("product", """{"articleNumber":"A-1","isActive":false,"texts":[{"culture":"sv-SE","name":"Vas"}]}""");

        var wsdl = Wsdl.Read(System.Text.Encoding.UTF8.GetBytes(FakeJetshopWsdl.Text), "fake", SoapVersion.V12);
        Assert.Equal(11, _shop.Requests.Select(request => request.Operation).Distinct().Count());
        Assert.Equal("", string.Join(Environment.NewLine, _shop.Requests.SelectMany(request => Support.Soap.WsdlCheck.Request(wsdl, request.Raw))));
    }

    /// <summary>What a running integration was seen to send: names, namespace and order.</summary>
    [SharedSampleFact("specs/shops/jetshop/observed-operations-v3.0.json")]
    public async Task Calls_are_as_they_were_observed()
    {
        using var spec = System.Text.Json.JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Repository.Shared, "specs/shops/jetshop/observed-operations-v3.0.json")));
        await _connection.SendAsync("product", Vase);
        await _connection.SendAsync("product", """{"articleNumber":"A-1","texts":[{"culture":"sv-SE","name":"Vas"}],"dynamicFields":[{"key":"b2c_mp","values":[{"culture":"sv-SE","value":"true"}]}]}""");
        await _connection.SendAsync("stock", """{"articleNumber":"A-1","newStockCount":5,"deliveryDate":"2026-12-24"}""");
        await _connection.SendAsync("price", """{"articleNumber":"A-1","price":100,"includesVat":true,"hideProduct":false}""");

        var known = spec.RootElement.GetProperty("operations");
        foreach (var request in _shop.Requests)
        {
            Assert.Equal(spec.RootElement.GetProperty("namespace").GetString(), request.Body.Name.NamespaceName);
            Compare(request.Body, known.GetProperty(request.Operation).GetProperty("request"), known.GetProperty("Product_Get").GetProperty("response").GetProperty("Product_GetResult").GetProperty("children").GetProperty("ProductData").GetProperty("children"), request.Operation);
        }
    }

    /// <summary>Every element was observed in the request, or at least in the answer that gives the same record; observed ones keep their order but for HideProduct, seen at the end of a price row.</summary>
    private static void Compare(System.Xml.Linq.XElement element, System.Text.Json.JsonElement observed, System.Text.Json.JsonElement product, string path)
    {
        var names = observed.EnumerateObject().Select(child => child.Name).ToList();
        var last = -1;
        foreach (var child in element.Elements())
        {
            var name = child.Name.LocalName;
            var at = names.IndexOf(name);
            Assert.True(at >= 0 || product.TryGetProperty(name, out _), $"{path}/{name} was never observed");
            Assert.True(at < 0 || at > last || name is "UseDiscountDateSpan", $"{path}/{name} stands out of order");
            last = at < 0 ? last : at;
            if (at >= 0 && child.HasElements)
            {
                Compare(child, observed.GetProperty(name).GetProperty("children"), product, $"{path}/{name}");
            }
        }
    }
}
