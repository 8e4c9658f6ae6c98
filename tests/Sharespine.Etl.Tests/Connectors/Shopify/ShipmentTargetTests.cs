using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.Shopify;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>Dispatches told to the shop: once each, also when answers are lost.</summary>
public sealed class ShipmentTargetTests : IAsyncLifetime
{
    private FakeShopify _shop = null!;
    private JsonObject _order = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeShopify.StartAsync();
        _order = _shop.State.AddOrder(42, FakeData.Line(421, "A", 2, 100, 40), FakeData.Line(422, "B", 3, 50, 30));
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task A_part_of_the_order_is_sent_off_with_carrier_numbers_and_mail()
    {
        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Delivery("F-1", ["111", "112"], ("421", "A", 1), (null, "B", 2)) with { Carrier = "PostNord" }, notify: true));

        var made = Fulfillments.Single()!;
        Assert.Equal(["111", "112"], made["trackingInfo"]!.AsArray().Select(info => info!["number"]!.GetValue<string>()));
        Assert.Equal("PostNord SE", made["trackingInfo"]![0]!["company"]!.GetValue<string>());
        Assert.True(made["notified"]!.GetValue<bool>());
        Assert.Equal([1, 1], Remaining);
    }

    [Fact]
    public async Task A_carrier_that_is_not_on_Shopify_s_list_is_sent_with_links()
    {
        await LoadAsync(Delivery("F-1", ["A1"], ("421", "A", 2)) with { Carrier = "DB Schenker" });

        Assert.EndsWith("refNumber=A1", Fulfillments.Single()!["trackingInfo"]![0]!["url"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_same_delivery_again_is_as_wanted(bool hasNumber)
    {
        var delivery = Delivery("F-1", hasNumber ? ["111"] : [], ("421", "A", 1));
        await LoadAsync(delivery);

        Assert.IsType<TargetState.AsWanted>(await LoadAsync(delivery));
        Assert.Single(Fulfillments);
    }

    public static TheoryData<string, bool> Losses
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var how in FakeFault.Losses)
            {
                data.Add(how, true);
                data.Add(how, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task After_a_lost_answer_the_order_tells_that_it_was_sent_off(string how, bool hasNumber)
    {
        var delivery = Delivery("F-1", hasNumber ? ["111"] : [], ("421", "A", 1));
        _shop.Faults.Add(FakeFault.Lost(how, "FulfillmentCreate"));

        Assert.IsType<TargetAnswer.Unknown>(await LoadAsync(delivery, settings: FakeShopify.Impatient));
        Assert.IsType<TargetState.AsWanted>(await LoadAsync(delivery));
        Assert.Single(Fulfillments);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_never_arrived_is_made_in_the_next_run(bool hasNumber)
    {
        var delivery = Delivery("F-1", hasNumber ? ["111"] : [], ("421", "A", 1));
        _shop.Faults.Add(FakeFault.ResetBefore("FulfillmentCreate"));

        Assert.IsType<TargetAnswer.Unknown>(await LoadAsync(delivery));
        Assert.IsType<TargetAnswer.Done>(await LoadAsync(delivery));
        Assert.Single(Fulfillments);
    }

    [Fact]
    public async Task A_delivery_without_number_is_not_taken_for_one_that_came_before_it()
    {
        await LoadAsync(Delivery("F-1", [], ("421", "A", 1)));

        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Delivery("F-2", [], ("421", "A", 1))));
        Assert.Equal(2, Fulfillments.Count);
        Assert.Equal([0, 3], Remaining);
    }

    [Fact]
    public async Task A_mark_that_could_not_be_set_sends_nothing_off()
    {
        _shop.Faults.Add([.. Enumerable.Repeat(FakeFault.ResetAfter("MetafieldsSet"), 4)]);

        Assert.IsType<TargetAnswer.NotDone>(await LoadAsync(Delivery("F-1", [], ("421", "A", 1))));
        Assert.Empty(Fulfillments);
    }

    [Fact]
    public async Task Without_rows_all_that_waits_is_sent_off()
    {
        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Delivery("F-1", ["111"])));

        Assert.Equal([0, 0], Remaining);
        Assert.IsType<TargetState.AsWanted>(await LoadAsync(Delivery("F-1", ["111"])));
    }

    [Fact]
    public async Task More_than_waits_is_not_sent_off()
    {
        await LoadAsync(Delivery("F-1", ["111"], ("421", "A", 2)));

        var cannot = Assert.IsType<TargetState.CannotAsk>(await LoadAsync(Delivery("F-2", ["222"], ("421", "A", 1))));

        Assert.Equal(ShopifyErrors.NotToShip, cannot.Issue.Code);
        Assert.Single(Fulfillments);
    }

    [Fact]
    public async Task What_lies_in_two_places_is_sent_off_in_two_calls()
    {
        _order["fulfillmentOrders"] = new JsonArray(
            FakeData.FulfillmentOrder(1, 71, FakeData.Line(421, "A", 2, 100, 40)), FakeData.FulfillmentOrder(2, 72, FakeData.Line(422, "B", 3, 50, 30)));

        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Delivery("F-1", ["111"], ("421", "A", 2), ("422", "B", 3))));

        Assert.Equal(2, Fulfillments.Count);
    }

    [Fact]
    public async Task The_second_place_is_made_up_for_when_only_the_first_was_told()
    {
        _order["fulfillmentOrders"] = new JsonArray(
            FakeData.FulfillmentOrder(1, 71, FakeData.Line(421, "A", 2, 100, 40)), FakeData.FulfillmentOrder(2, 72, FakeData.Line(422, "B", 3, 50, 30)));
        var delivery = Delivery("F-1", ["111"], ("421", "A", 2), ("422", "B", 3));
        var seen = 0;
        _shop.BeforeEach = call =>
        {
            if (call.Operation == "FulfillmentCreate" && ++seen == 2)
            {
                _shop.Faults.Add(FakeFault.ResetBefore("FulfillmentCreate"));
            }
        };

        Assert.IsType<TargetAnswer.Unknown>(await LoadAsync(delivery));
        Assert.IsType<TargetAnswer.Done>(await LoadAsync(delivery));

        Assert.Equal(2, Fulfillments.Count);
        Assert.Equal([0, 0], Remaining);
    }

    [Fact]
    public async Task An_order_on_hold_is_waited_for()
    {
        _order["fulfillmentOrders"]![0]!["status"] = "ON_HOLD";
        _order["fulfillmentOrders"]![0]!["supportedActions"] = new JsonArray(new JsonObject { ["action"] = "RELEASE_HOLD" });

        var waits = Assert.IsType<TargetState.WaitsFor>(await LoadAsync(Delivery("F-1", ["111"], ("421", "A", 1))));

        Assert.Equal(ShopifyErrors.OnHold, waits.Issue.Code);
    }

    [Fact]
    public async Task A_cancelled_order_is_not_sent_off()
    {
        _order["cancelledAt"] = _shop.State.Now;

        Assert.Equal(ShopifyErrors.NotToShip, Assert.IsType<TargetState.CannotAsk>(await LoadAsync(Delivery("F-1", ["111"], ("421", "A", 1)))).Issue.Code);
    }

    [Fact]
    public async Task A_fulfillment_that_was_cancelled_in_the_shop_counts_as_not_sent()
    {
        var delivery = Delivery("F-1", ["111"], ("421", "A", 1));
        await LoadAsync(delivery);
        Fulfillments[0]!["status"] = "CANCELLED";

        Assert.IsType<TargetAnswer.Done>(await LoadAsync(delivery));
    }

    [Fact]
    public async Task Rows_of_one_SKU_are_the_same_goods()
    {
        _order["fulfillmentOrders"] = new JsonArray(FakeData.FulfillmentOrder(1, 71, FakeData.Line(421, "A", 2, 100, 40), FakeData.Line(422, "A", 3, 50, 30)));

        await LoadAsync(Delivery("F-1", ["111"], (null, "A", 4)));

        Assert.Equal([0, 1], Remaining);
    }

    [Fact]
    public async Task Orders_with_hundreds_of_rows_are_seen_whole()
    {
        _order["fulfillmentOrders"] = new JsonArray(FakeData.FulfillmentOrder(1, 71, [.. Enumerable.Range(1, 240).Select(i => FakeData.Line(i, $"S-{i}", 1, 10, 2))]));

        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Delivery("F-1", ["111"], (null, "S-240", 1))));
    }

    [Fact]
    public async Task What_needs_no_parcel_is_delivered_by_the_shop_itself_and_hinders_nothing()
    {
        var card = FakeData.Line(423, "PK", 1, 500, 0);
        card["requiresShipping"] = false;
        var digital = FakeData.FulfillmentOrder(9, 71, card);
        (digital["status"], digital["supportedActions"], digital["lineItems"]![0]!["remainingQuantity"]) = ("CLOSED", new JsonArray(), 0);
        _order["fulfillmentOrders"]!.AsArray().Add(digital);

        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Delivery("F-1", ["111"], ("421", "A", 2), ("423", "PK", 1))));
        Assert.IsType<TargetState.AsWanted>(await LoadAsync(Delivery("F-1", ["111"], ("421", "A", 2), ("423", "PK", 1))));
    }

    [Fact]
    public async Task Half_a_piece_cannot_be_told()
    {
        var delivery = Delivery("F-1", ["111"]) with { Lines = [new() { Sku = "A", Quantity = 0.5m }] };

        Assert.Equal(ShopifyErrors.BadPayload, Assert.IsType<TargetState.CannotAsk>(await LoadAsync(delivery)).Issue.Code);
    }

    private JsonArray Fulfillments => _order["fulfillments"]!.AsArray();

    private IEnumerable<int> Remaining =>
        _order["fulfillmentOrders"]!.AsArray().SelectMany(part => part!["lineItems"]!.AsArray()).Select(line => line!["remainingQuantity"]!.GetValue<int>());

    private static Delivery Delivery(string id, string[] numbers, params (string? LineId, string Sku, int Quantity)[] lines) => new()
    {
        Id = id,
        TrackingNumbers = numbers,
        Lines = [.. lines.Select(line => new DeliveredLine { LineId = line.LineId, Sku = line.Sku, Quantity = line.Quantity })],
    };

    private async Task<object> LoadAsync(Delivery delivery, bool notify = false, ShopifySettings? settings = null)
    {
        var shipment = new Shipment { Key = $"order/42/shipment/{delivery.Id}", OrderId = "42", Delivery = delivery, NotifyCustomer = notify, At = _shop.Time.GetUtcNow() };
        using var client = _shop.Client(settings);
        return await new ShipmentTarget(client).LoadAsync(new("shipment", shipment.Key, null, ShopifyMappings.Make("shopify.shipment", shipment), "hash"));
    }
}
