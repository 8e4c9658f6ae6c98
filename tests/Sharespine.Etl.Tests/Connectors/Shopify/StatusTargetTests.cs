using Sharespine.Etl.Connectors.Shops.Shopify;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>What happened in the ERP, as tags and metafields of an order.</summary>
public sealed class StatusTargetTests : IAsyncLifetime
{
    private FakeShopify _shop = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeShopify.StartAsync();
        _shop.State.AddOrder(42)["tags"]!.AsArray().Add("VIP");
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task An_order_received_by_the_ERP_gets_a_tag_and_its_number_and_keeps_its_tags()
    {
        Assert.IsType<TargetAnswer.Done>(await LoadAsync(ErpEvent.Received, "10025"));

        var order = Order;
        Assert.Equal(["VIP", "erp-received"], order["tags"]!.AsArray().Select(tag => tag!.GetValue<string>()));
        Assert.Equal("10025", order["metafields"]!.AsArray().Single()!["value"]!.GetValue<string>());
        Assert.Null(order["closedAt"]);
    }

    [Fact]
    public async Task The_same_again_is_as_wanted_and_changes_nothing()
    {
        await LoadAsync(ErpEvent.Received, "10025");
        var calls = _shop.Calls.Count(call => call.IsMutation);

        Assert.IsType<TargetState.AsWanted>(await LoadAsync(ErpEvent.Received, "10025"));
        Assert.Equal(calls, _shop.Calls.Count(call => call.IsMutation));
    }

    [Fact]
    public async Task A_tag_with_other_capitals_is_the_same_tag()
    {
        Order["tags"]!.AsArray().Add("ERP-Delivered");

        Assert.IsType<TargetState.AsWanted>(await LoadAsync(ErpEvent.Delivered, null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_delivered_order_is_archived_only_where_configured(bool close)
    {
        await LoadAsync(ErpEvent.Delivered, null, FakeShopify.Settings with { CloseOrders = close });

        Assert.Equal(close, Order["closedAt"] is not null);
    }

    [Fact]
    public async Task An_order_that_is_gone_cannot_be_asked()
    {
        _shop.State.Orders.Clear();

        Assert.Equal(ShopifyErrors.OrderGone, Assert.IsType<TargetState.CannotAsk>(await LoadAsync(ErpEvent.Received, "1")).Issue.Code);
    }

    [Theory]
    [InlineData("TagsAdd")]
    [InlineData("MetafieldsSet")]
    public async Task A_lost_answer_is_sent_again_since_that_changes_nothing(string operation)
    {
        _shop.Faults.Add(FakeFault.ResetAfter(operation));

        Assert.IsType<TargetAnswer.Done>(await LoadAsync(ErpEvent.Received, "10025"));
        Assert.Equal(2, Order["tags"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_refusal_of_the_shop_is_told_in_its_words()
    {
        using var client = _shop.Client();
        var change = new ShopifyStatusChange { Id = "42", Metafields = [new() { Namespace = "x", Key = "k", Value = "v" }] };

        var refused = Assert.IsType<TargetAnswer.Refused>(await new StatusTarget(client).LoadAsync(Writing.Document("order-status", "order/42", change)));

        Assert.Equal((ShopifyErrors.RefusedByShop, "TOO_LONG: is too long or too short"), (refused.Issue.Code, refused.Issue.Message));
    }

    [Theory]
    [InlineData("""{"id":"x1"}""")]
    [InlineData("""[]""")]
    [InlineData("""{"tags":["a"]}""")]
    public async Task A_payload_that_is_no_status_is_refused(string payload)
    {
        using var client = _shop.Client();
        var document = new OutboxDocument("order-status", "order/42", null, System.Text.Encoding.UTF8.GetBytes(payload), "hash");

        Assert.Equal(ShopifyErrors.BadPayload, Assert.IsType<TargetState.CannotAsk>(await new StatusTarget(client).LoadAsync(document)).Issue.Code);
        Assert.Empty(_shop.Calls);
    }

    private System.Text.Json.Nodes.JsonObject Order => _shop.State.Order("gid://shopify/Order/42")!;

    private async Task<object> LoadAsync(ErpEvent happened, string? number, ShopifySettings? settings = null)
    {
        var change = new OrderStatusChange { OrderId = "42", DocumentKey = "order/42", Event = happened, ErpNumber = number, At = _shop.Time.GetUtcNow() };
        using var client = _shop.Client(settings);
        return await new StatusTarget(client).LoadAsync(new("order-status", "order/42", null, ShopifyMappings.Make("shopify.order-status", change), "hash"));
    }
}
