using System.Text;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>Stock in batches: found by SKU, written where it belongs, and compared with what the shop says it has.</summary>
public sealed class ArticleTargetTests : IAsyncLifetime
{
    private FakeWooCommerce _shop = null!;
    private WooCommerceClient _client = null!;
    private WooCommerceStockTarget _stock = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync();
        _shop.Products.Add(12, "MUGG");
        _shop.Products.Add(37, "TS", "variable")["manage_stock"] = false;
        _shop.Products.AddVariation(37, 38, "TS-S");
        _shop.Products.AddVariation(37, 39, "TS-M");
        _client = _shop.Client();
        _stock = new WooCommerceStockTarget(_client);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task Products_go_in_one_batch_and_the_variations_of_each_product_in_their_own()
    {
        _shop.Products.Add(50, "BYXA", "variable");
        _shop.Products.AddVariation(50, 51, "BYXA-S");

        var answers = await LoadAsync(("MUGG", "322"), ("TS-S", "7"), ("BYXA-S", "8"), ("TS-M", "0"));

        Assert.Equal(["12", "37/38", "50/51", "37/39"], answers.Select(a => Assert.IsType<TargetAnswer.Done>(a).TargetKey));
        Assert.Equal(
            [
                """products/batch {"update":[{"id":12,"stock_quantity":322}]}""",
                """products/37/variations/batch {"update":[{"id":38,"stock_quantity":7},{"id":39,"stock_quantity":0}]}""",
                """products/50/variations/batch {"update":[{"id":51,"stock_quantity":8}]}""",
            ],
            _shop.Posts.Select(r => $"{r.Path} {r.Body}"));
        Assert.Equal(("322", "7", "0"), (Quantity(12), Quantity(38), Quantity(39)));
    }

    [Fact]
    public async Task SKUs_are_found_whatever_their_capitals_and_many_at_once()
    {
        for (var id = 100; id < 200; id++)
        {
            _shop.Products.Add(id, $"A-{id}");
        }

        var states = await _stock.FindAsync([.. Enumerable.Range(100, 100).Select(id => Document($"a-{id}", "9"))], default);

        Assert.All(states, state => Assert.IsType<TargetState.Other>(state));
        Assert.InRange(_shop.Requests.Count, 2, 4);
    }

    [Fact]
    public async Task A_SKU_with_a_comma_is_asked_for_alone()
    {
        _shop.Products.Add(60, "RÖR 2,5");
        _shop.Products.Add(61, "RÖR 2");
        _shop.Products.Add(62, "5");

        var states = await _stock.FindAsync([Document("RÖR 2,5", "5"), Document("MUGG", "5")], default);

        Assert.Equal([new TargetState.AsWanted("60"), new TargetState.AsWanted("12")], states);
    }

    [Fact]
    public async Task What_the_shop_does_not_have_waits_for_its_article()
    {
        var state = Assert.IsType<TargetState.WaitsFor>(Assert.Single(await _stock.FindAsync([Document("NY", "5")], default)));

        Assert.Equal(("article NY", "WOO028"), (state.What, state.Issue.Code.Code));
    }

    [Fact]
    public async Task A_SKU_that_the_shop_has_twice_is_for_a_person()
    {
        _shop.Products.Add(13, "mugg");

        var state = Assert.IsType<TargetState.CannotAsk>(Assert.Single(await _stock.FindAsync([Document("MUGG", "9")], default)));

        Assert.Equal("stock (stock/MUGG): WOO029 sku: The shop has the SKU \"MUGG\" 2 times: 12, 13.", state.Issue.ToString());
    }

    [Fact]
    public async Task A_variation_that_goes_by_its_products_SKU_is_not_a_second_article()
    {
        // The shop lists a variation under the SKU that it takes from its product.
        _shop.Products[37]["manage_stock"] = true;
        _shop.Products.AddVariation(37, 40, "TS");

        Assert.Equal("37", Assert.IsType<TargetState.Other>(Assert.Single(await _stock.FindAsync([Document("TS", "9")], default))).TargetKey);
    }

    [Theory]
    [InlineData("5", "0", true)]
    [InlineData("5", "-1", true)]
    [InlineData("5", "4", false)]
    [InlineData("0", "-1", false)]
    [InlineData("-2", "0", false)]
    public async Task The_guard_is_told_when_a_stock_goes_to_zero(string now, string wanted, bool zeroes)
    {
        _shop.Products[12]["stock_quantity"] = int.Parse(now, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(zeroes, Assert.IsType<TargetState.Other>(Assert.Single(await _stock.FindAsync([Document("MUGG", wanted)], default))).Effect!.ZeroesStock);
    }

    [Fact]
    public async Task What_is_there_is_shown_in_the_payloads_own_shape()
    {
        var state = Assert.IsType<TargetState.Other>(Assert.Single(await _stock.FindAsync([Document("MUGG", "9")], default)));

        Assert.Equal("""{"sku":"MUGG","stock_quantity":5,"uncounted":"report","manage_stock":true,"stock_status":"instock"}""", state.Now.Text());
    }

    [Theory]
    [InlineData("false", "WOO030")]
    [InlineData("parent", "WOO031")]
    public async Task What_the_shop_does_not_count_by_itself_is_told_and_not_sent(string manage, string code)
    {
        _shop.Products[38]["manage_stock"] = manage == "parent" ? "parent" : false;

        Assert.Equal(code, Assert.IsType<TargetState.CannotAsk>(Assert.Single(await _stock.FindAsync([Document("TS-S", "9")], default))).Issue.Code.Code);
    }

    [Fact]
    public async Task Counting_is_switched_on_where_the_mapping_says_so()
    {
        _shop.Products[38]["manage_stock"] = "parent";

        var answers = await LoadAsync([Document("TS-S", "9", ",\"uncounted\":\"count\"")]);

        Assert.IsType<TargetAnswer.Done>(Assert.Single(answers));
        Assert.Equal("""{"update":[{"id":38,"manage_stock":true,"stock_quantity":9}]}""", Assert.Single(_shop.Posts).Body);
        Assert.Equal("9", Quantity(38));
    }

    [Theory]
    [InlineData("false")]
    [InlineData("parent")]
    public async Task What_the_shop_does_not_count_is_left_alone_where_the_mapping_says_so(string manage)
    {
        _shop.Products[38]["manage_stock"] = manage == "parent" ? "parent" : false;

        Assert.Equal(new TargetState.AsWanted("37/38"), Assert.Single(await _stock.FindAsync([Document("TS-S", "9", ",\"uncounted\":\"leave\"")], default)));
    }

    [Fact]
    public async Task What_the_shop_does_not_count_takes_a_status()
    {
        _shop.Products[12]["manage_stock"] = false;
        _shop.Products[12]["stock_quantity"] = null;
        var document = Document("MUGG", "0", ",\"stock_status\":\"outofstock\"");

        Assert.True(Assert.IsType<TargetState.Other>(Assert.Single(await _stock.FindAsync([document], default))).Effect!.ZeroesStock);
        Assert.IsType<TargetAnswer.Done>(Assert.Single(await LoadAsync([document])));

        Assert.Equal("""{"update":[{"id":12,"stock_status":"outofstock"}]}""", Assert.Single(_shop.Posts).Body);
        Assert.Equal(new TargetState.AsWanted("12"), Assert.Single(await _stock.FindAsync([document], default)));
    }

    [Fact]
    public async Task A_part_of_a_piece_is_not_sent_unless_the_shop_counts_such()
    {
        Assert.Equal("WOO032", Assert.IsType<TargetState.CannotAsk>(Assert.Single(await _stock.FindAsync([Document("MUGG", "10.7")], default))).Issue.Code.Code);

        using var client = _shop.Client(_shop.Settings with { DecimalStock = true });
        Assert.IsType<TargetState.Other>(Assert.Single(await ((IRecordTarget)new WooCommerceStockTarget(client)).FindAsync([Document("MUGG", "10.7")], default)));
        Assert.IsType<TargetState.Other>(Assert.Single(await _stock.FindAsync([Document("MUGG", "10.00")], default)));
    }

    [Fact]
    public async Task A_shop_that_cuts_a_quantity_without_a_word_is_caught_by_its_answer()
    {
        using var client = _shop.Client(_shop.Settings with { DecimalStock = true });

        var refused = Assert.IsType<TargetAnswer.Refused>(Assert.Single(await LoadAsync([Document("MUGG", "10.7")], new WooCommerceStockTarget(client))));

        Assert.Equal("stock (stock/MUGG): WOO033 stock_quantity: 10.7 was sent, the shop has 10.", refused.Issue.ToString());
    }

    [Theory]
    [InlineData("""{"sku":"MUGG","stock_quantity":"x"}""")]
    [InlineData("""{"sku":"MUGG","stock_quantity":5,"price":"1"}""")]
    [InlineData("""{"stock_quantity":5}""")]
    [InlineData("""{"sku":"MUGG"}""")]
    [InlineData("not JSON")]
    public async Task What_would_empty_the_stock_without_a_word_never_reaches_the_shop(string payload)
    {
        var state = Assert.Single(await _stock.FindAsync([new("stock", "stock/MUGG", null, Encoding.UTF8.GetBytes(payload), "h")], default));

        Assert.Equal("WOO027", Assert.IsType<TargetState.CannotAsk>(state).Issue.Code.Code);
    }

    [Fact]
    public async Task One_articles_refusal_says_nothing_of_the_others()
    {
        var writes = await PlanAsync(_stock, [Document("TS-S", "8"), Document("TS-M", "9")]);
        _shop.Products.Delete(38);

        var answers = await _stock.SendAsync(writes, default);

        Assert.StartsWith("woocommerce_rest_product_variation_invalid_id", Assert.IsType<TargetAnswer.Refused>(answers[0]).Issue.Message, StringComparison.Ordinal);
        Assert.Equal(new TargetAnswer.Done("37/39"), answers[1]);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("500")]
    [InlineData("truncated")]
    public async Task A_batch_whose_answer_is_lost_is_unknown_for_each_and_found_done(string fault)
    {
        _shop.Faults.Add((fault switch { "reset" => Fault.ResetAfterHandling, "500" => Fault.ServerErrorAfterHandling, _ => Fault.TruncatedJson }) with { Method = "POST" });
        OutboxDocument[] documents = [Document("MUGG", "8"), Document("TS-S", "9")];

        var answers = await LoadAsync(documents);

        Assert.IsType<TargetAnswer.Unknown>(answers[0]);
        Assert.Equal(new TargetAnswer.Done("37/38"), answers[1]);
        Assert.Equal([new TargetState.AsWanted("12"), new TargetState.AsWanted("37/38")], await _stock.FindAsync(documents, default));
    }

    [Fact]
    public async Task A_batch_turned_away_at_the_door_is_not_done()
    {
        _shop.Faults.Add(Fault.Maintenance(600) with { Method = "POST" });

        Assert.IsType<TargetAnswer.NotDone>(Assert.Single(await LoadAsync(("MUGG", "8"))));
        Assert.Equal("5", Quantity(12));
    }

    [Fact]
    public async Task A_user_without_right_to_products_stops_the_job()
    {
        var writes = await PlanAsync(_stock, [Document("MUGG", "8")]);
        _shop.Products.MayBeWritten = false;

        Assert.Equal("WOO025", (await Assert.ThrowsAsync<Etl.Errors.EtlException>(() => _stock.SendAsync(writes, default))).Code.Code);
    }

    [Fact]
    public async Task The_shipped_mapping_sends_whole_pieces()
    {
        var payload = ShippedMappings.Load("woocommerce.stock-in").Payload(new StockLevel { Sku = "MUGG", Available = 12.7m });

        await LoadAsync([new OutboxDocument("stock", "stock/MUGG", null, payload, "h")]);

        Assert.Equal("12", Quantity(12));
    }

    private static OutboxDocument Document(string sku, string quantity, string more = "") =>
        new("stock", $"stock/{sku}", null, Encoding.UTF8.GetBytes($$"""{"sku":"{{sku}}","stock_quantity":{{quantity}}{{more}}}"""), "hash");

    private string? Quantity(long id) => _shop.Products[id]["stock_quantity"]?.ToString();

    private Task<IReadOnlyList<TargetAnswer>> LoadAsync(params (string Sku, string Quantity)[] levels) => LoadAsync([.. levels.Select(level => Document(level.Sku, level.Quantity))]);

    private async Task<IReadOnlyList<TargetAnswer>> LoadAsync(OutboxDocument[] documents, IRecordTarget? target = null) =>
        await (target ?? _stock).SendAsync(await PlanAsync(target ?? _stock, documents), default);

    private static async Task<IReadOnlyList<PlannedWrite>> PlanAsync(IRecordTarget target, OutboxDocument[] documents) =>
        [.. documents.Zip(await target.FindAsync(documents, default), (document, state) => new PlannedWrite(document, state))];
}
