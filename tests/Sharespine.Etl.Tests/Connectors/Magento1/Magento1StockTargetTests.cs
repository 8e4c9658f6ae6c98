using System.Text;
using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

public sealed class Magento1StockTargetTests : Magento1WriteTests
{
    private Magento1StockTarget Target => new Magento1StockTarget(Client);

    [Fact]
    public async Task Many_levels_go_in_one_call()
    {
        Enumerable.Range(1, 20).ToList().ForEach(id => Shop.AddProduct(id, $"A{id}"));
        var documents = Enumerable.Range(1, 20).Select(id => Level($"A{id}", id)).ToList();

        var answers = await Target.SendAsync([.. documents.Select(document => new PlannedWrite(document, new TargetState.Absent()))], default);

        Assert.All(answers, answer => Assert.IsType<TargetAnswer.Done>(answer));
        Assert.Equal((1, 0), (Server.Count("catalogInventoryStockItemMultiUpdate"), Server.Count("catalogInventoryStockItemUpdate")));
        Assert.Equal("20.0000", Shop.Product(20).Text("qty"));
    }

    [Fact]
    public async Task An_article_that_is_back_is_put_back_on_sale()
    {
        Shop.AddProduct(18, "MUGG", quantity: 0);

        Assert.Equal(new TargetAnswer.Done("18"), await SendAsync(Target, Level("MUGG", 5)));

        Assert.Equal(("5.0000", "1"), (Shop.Product(18).Text("qty"), Shop.Product(18).Text("is_in_stock")));
    }

    [Fact]
    public async Task What_is_there_is_not_written()
    {
        Shop.AddProduct(18, "MUGG", quantity: 5);

        Assert.Equal(new TargetState.AsWanted("18"), await FindAsync(Target, Level("MUGG", 5)));
        Assert.Equal(new TargetAnswer.Done("18"), await SendAsync(Target, Level("MUGG", 5)));
        Assert.Equal(0, Server.Count("catalogInventoryStockItemMultiUpdate"));
    }

    [Theory]
    [InlineData(5, 0, true)]
    [InlineData(5, -1, true)]
    [InlineData(5, 1, false)]
    [InlineData(0, 0.5, false)]
    public async Task The_guard_learns_what_a_level_would_do(int now, decimal wanted, bool zeroes)
    {
        Shop.AddProduct(18, "MUGG", quantity: now);

        Assert.Equal(zeroes, Assert.IsType<TargetState.Other>(await FindAsync(Target, Level("MUGG", wanted))).Effect!.ZeroesStock);
    }

    [Fact]
    public async Task What_is_there_is_told_in_the_payloads_own_shape()
    {
        Shop.AddProduct(18, "MUGG", quantity: 7);

        var other = Assert.IsType<TargetState.Other>(await FindAsync(Target, Level("MUGG", 1)));

        Assert.Equal("""{"sku":"MUGG","qty":7.0000,"is_in_stock":true}""", Encoding.UTF8.GetString(other.Now.Span));
    }

    [Fact]
    public async Task An_article_that_the_shop_does_not_have_is_waited_for_and_the_others_go_on()
    {
        Shop.AddProduct(18, "MUGG");

        var states = await Target.FindAsync([Level("GONE", 1), Level("MUGG", 1)], default);

        Assert.Equal("article GONE", Assert.IsType<TargetState.WaitsFor>(states[0]).What);
        Assert.IsType<TargetState.Other>(states[1]);
    }

    [Fact]
    public async Task A_sku_of_digits_goes_by_its_id_and_never_to_the_product_of_that_number()
    {
        Shop.AddProduct(18, "00012", quantity: 1);
        Shop.AddProduct(12, "KAFFE", quantity: 1);

        Assert.Equal(new TargetAnswer.Done("18"), await SendAsync(Target, Level("00012", 9)));

        Assert.Equal(("9.0000", "1.0000"), (Shop.Product(18).Text("qty"), Shop.Product(12).Text("qty")));
        Assert.Contains(">18<", Server.Calls.Single(call => call.Operation == "catalogInventoryStockItemMultiUpdate").Envelope, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_is_one_products_sku_and_anothers_id_is_left_to_a_person()
    {
        Shop.AddProduct(18, "777");
        Shop.AddProduct(19, "18");

        AssertCannotAsk(await FindAsync(Target, Level("777", 9)), Magento1Errors.AmbiguousArticle);
    }

    [Fact]
    public async Task A_sku_with_a_comma_is_asked_for_alone()
    {
        Shop.AddProduct(18, "CSV,TEST");
        Shop.AddProduct(19, "B");

        var states = await Target.FindAsync([Level("CSV,TEST", 1), Level("B", 1)], default);

        Assert.All(states, state => Assert.IsType<TargetState.Other>(state));
    }

    [Fact]
    public async Task One_that_the_shop_refuses_does_not_keep_the_others_back()
    {
        Shop.AddProduct(18, "A");
        Shop.AddProduct(19, "B");
        Server.Fail("catalogInventoryStockItemMultiUpdate", FakeFault.Says(FakeXml.Fault("104", "not updated")));
        Server.Fail("catalogInventoryStockItemUpdate", FakeFault.Says(FakeXml.Fault("104", "not updated")));
        var documents = new[] { Level("A", 1), Level("B", 2) };

        var answers = await Target.SendAsync([.. documents.Select(document => new PlannedWrite(document, new TargetState.Absent()))], default);

        AssertRefused(answers[0], Magento1Errors.RefusedByShop);
        Assert.Equal(new TargetAnswer.Done("19"), answers[1]);
    }

    [Fact]
    public async Task A_product_deleted_meanwhile_is_refused_and_the_others_go_on()
    {
        Shop.AddProduct(18, "A");
        Shop.AddProduct(19, "B");
        Server.BeforeEach = call => Shop.Products.RemoveAll(product => call.Operation == "catalogInventoryStockItemMultiUpdate" && product.Text("sku") == "A");
        var documents = new[] { Level("A", 1), Level("B", 2) };

        var answers = await Target.SendAsync([.. documents.Select(document => new PlannedWrite(document, new TargetState.Absent()))], default);

        Assert.Contains("101", Assert.IsType<TargetAnswer.Refused>(answers[0]).Issue.Message, StringComparison.Ordinal);
        Assert.Equal(new TargetAnswer.Done("19"), answers[1]);
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_seen_in_the_stock()
    {
        Shop.AddProduct(18, "A");
        for (var i = 0; i < 3; i++)
        {
            Server.Fail("catalogInventoryStockItemMultiUpdate", FakeFault.AnswerLost);
        }

        Assert.Equal(new TargetAnswer.Done("18"), await SendAsync(Target, Level("A", 2)));
    }

    [Fact]
    public async Task A_write_that_never_arrives_is_unknown_and_found_open_the_next_time()
    {
        Shop.AddProduct(18, "A");
        for (var i = 0; i < 3; i++)
        {
            Server.Fail("catalogInventoryStockItemMultiUpdate", FakeFault.RequestLost);
        }

        Assert.IsType<TargetAnswer.Unknown>(await SendAsync(Target, Level("A", 2)));
        Assert.IsType<TargetState.Other>(await FindAsync(Target, Level("A", 2)));
    }

    private static OutboxDocument Level(string sku, decimal available) => Mapped("stock", "magento1.stock-in", new StockLevel { Sku = sku, Available = available });
}
