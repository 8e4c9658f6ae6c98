using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

public sealed class Magento1ShipmentTargetTests : Magento1WriteTests
{
    private IRecordTarget Target => new Magento1ShipmentTarget(Client);

    private Row Made => Assert.Single(Shop.Shipments);

    [Fact]
    public async Task A_shipment_gets_its_numbers_before_the_customer_is_written_to()
    {
        Shop.Add(42);
        var document = Dispatch("F-77", notify: true, "123", "124");

        Assert.Equal(new TargetAnswer.Done(Number(document)), await SendAsync(Target, document));

        Assert.Equal(["123", "124"], Made.List("tracks").Select(track => track.Text("number")));
        Assert.Equal([$"{Made.Text("increment_id")} 123,124"], Shop.Mails);
        Assert.Equal(new TargetState.AsWanted(Made.Text("increment_id")), await FindAsync(Target, document));
    }

    [Fact]
    public async Task Nobody_is_written_to_when_the_configuration_says_so()
    {
        Shop.Add(42);

        await SendAsync(Target, Dispatch("F-77", notify: false, "123"));

        Assert.Empty(Shop.Mails);
        Assert.Equal("0", Server.Calls.Single(call => call.Operation == "salesOrderShipmentCreate").Parts.Text("email"));
    }

    [Fact]
    public async Task Nothing_named_ships_all_that_is_open_without_naming_rows()
    {
        Shop.Add(42);

        await SendAsync(Target, Dispatch("F-77"));

        Assert.Equal(2, Made.List("items").Count);
        Assert.Contains("[0]", Server.Calls.Single(call => call.Operation == "salesOrderShipmentCreate").Envelope, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_is_shipped_by_the_configurable_row_and_the_rest_later()
    {
        Shop.Add(42);

        await SendAsync(Target, Dispatch("F-77", lines: ("TS-M", 1)));
        await SendAsync(Target, Dispatch("F-78", lines: ("TS-M", 1)));

        Assert.Equal(["420", "420"], Shop.Shipments.Select(shipment => Assert.Single(shipment.List("items")).Text("order_item_id")));
        Assert.Equal("2.0000", Shop.Order(42).List("items")[0].Text("qty_shipped"));
    }

    [Fact]
    public async Task More_than_is_open_is_refused_before_anything_is_made()
    {
        Shop.Add(42);

        AssertRefused(await SendAsync(Target, Dispatch("F-77", lines: ("TS-M", 3))), Magento1Errors.NotOnOrder);
        AssertRefused(await SendAsync(Target, Dispatch("F-77", lines: ("OTHER", 1))), Magento1Errors.NotOnOrder);

        Assert.Empty(Shop.Shipments);
    }

    [Fact]
    public async Task Rows_without_a_quantity_never_ship_all_that_is_open()
    {
        Shop.Add(42);

        AssertRefused(await SendAsync(Target, Dispatch("F-77", lines: ("TS-M", 0))), Magento1Errors.NotOnOrder);

        Assert.Empty(Shop.Shipments);
    }

    [Fact]
    public async Task What_was_refunded_before_it_was_shipped_is_not_shipped()
    {
        Shop.Add(42).List("items")[0]["qty_refunded"] = "1.0000";

        AssertRefused(await SendAsync(Target, Dispatch("F-77", lines: ("TS-M", 2))), Magento1Errors.NotOnOrder);
        Assert.IsType<TargetAnswer.Done>(await SendAsync(Target, Dispatch("F-77", lines: ("TS-M", 1))));
    }

    [Theory]
    [InlineData("DHL", "dhl")]
    [InlineData("UPS", "custom")]
    [InlineData("PostNord", "custom")]
    public async Task A_carrier_that_the_shop_does_not_have_becomes_custom_with_its_name(string carrier, string code)
    {
        Shop.Add(42);

        await SendAsync(Target, Dispatch("F-77", carrier, notify: false, tracks: ["1"]));

        Assert.Equal((code, carrier), (Made.List("tracks")[0].Text("carrier_code"), Made.List("tracks")[0].Text("title")));
    }

    [Fact]
    public async Task A_shipment_whose_answer_was_lost_is_found_and_finished()
    {
        Shop.Add(42);
        var document = Dispatch("F-77", notify: true, "123");
        Server.Fail("salesOrderShipmentCreate", FakeFault.AnswerLost);

        Assert.IsType<TargetAnswer.Unknown>(await SendAsync(Target, document));
        Assert.IsType<TargetState.Other>(await FindAsync(Target, document));
        Assert.IsType<TargetAnswer.Done>(await SendAsync(Target, document));

        Assert.Equal(1, Server.Count("salesOrderShipmentCreate"));
        Assert.Equal(["123"], Made.List("tracks").Select(track => track.Text("number")));
        Assert.Single(Shop.Mails);
    }

    [Fact]
    public async Task A_shipment_that_never_arrived_is_made_the_next_time()
    {
        Shop.Add(42);
        var document = Dispatch("F-77", notify: false, "123");
        Server.Fail("salesOrderShipmentCreate", FakeFault.RequestLost);

        Assert.IsType<TargetAnswer.Unknown>(await SendAsync(Target, document));
        Assert.Equal(new TargetState.Absent(), await FindAsync(Target, document));
        Assert.IsType<TargetAnswer.Done>(await SendAsync(Target, document));

        Assert.Single(Shop.Shipments);
    }

    [Fact]
    public async Task A_number_whose_answer_was_lost_is_not_added_twice()
    {
        Shop.Add(42);
        var document = Dispatch("F-77", notify: false, "123", "124");
        Server.Fail("salesOrderShipmentAddTrack", FakeFault.AnswerLost);

        Assert.IsType<TargetAnswer.Unknown>(await SendAsync(Target, document));
        Assert.IsType<TargetAnswer.Done>(await SendAsync(Target, document));

        Assert.Equal(["123", "124"], Made.List("tracks").Select(track => track.Text("number")));
    }

    [Fact]
    public async Task A_mail_whose_answer_was_lost_is_left_to_a_person_and_never_sent_twice()
    {
        Shop.Add(42);
        var document = Dispatch("F-77", notify: true, "123");
        Server.Fail("salesOrderShipmentSendInfo", FakeFault.AnswerLost);

        Assert.IsType<TargetAnswer.Unknown>(await SendAsync(Target, document));
        AssertCannotAsk(await FindAsync(Target, document), Magento1Errors.MailUnknown);
        AssertRefused(await SendAsync(Target, document), Magento1Errors.MailUnknown);

        Assert.Single(Shop.Mails);
    }

    [Fact]
    public async Task A_mail_that_was_not_begun_when_the_line_broke_is_sent_the_next_time()
    {
        Shop.Add(42);
        var document = Dispatch("F-77", notify: true, "123");
        Server.Fail("salesOrderShipmentAddTrack", FakeFault.AnswerLost);

        Assert.IsType<TargetAnswer.Unknown>(await SendAsync(Target, document));
        Assert.Empty(Shop.Mails);
        Assert.IsType<TargetAnswer.Done>(await SendAsync(Target, document));
        Assert.IsType<TargetState.AsWanted>(await FindAsync(Target, document));

        Assert.EndsWith(" 123", Assert.Single(Shop.Mails), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_shipped_by_hand_with_our_number_is_ours()
    {
        Shop.Add(42);
        await SendAsync(Target, Dispatch("by-hand", notify: false, "123"));

        Assert.IsType<TargetState.AsWanted>(await FindAsync(Target, Dispatch("F-77", notify: false, "123")));
    }

    [Fact]
    public async Task What_was_shipped_whole_by_hand_is_left_to_a_person()
    {
        Shop.Add(42);
        await SendAsync(Target, Dispatch("by-hand"));

        AssertCannotAsk(await FindAsync(Target, Dispatch("F-77", notify: false, "999")), Magento1Errors.AlreadyShipped);
    }

    [Fact]
    public async Task The_shops_refusal_is_told_in_its_words()
    {
        Shop.Add(42, state: "holded");

        var refused = Assert.IsType<TargetAnswer.Refused>(await SendAsync(Target, Dispatch("F-77")));

        Assert.Equal(Magento1Errors.RefusedByShop, refused.Issue.Code);
        Assert.Contains("102 \"Cannot do shipment for order.\"", refused.Issue.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_gives_other_orders_shipments_stops_the_write()
    {
        Shop.Add(42);
        Shop.Shipments.Add(new() { ["increment_id"] = "9", ["order_id"] = "42", ["created_at"] = "2026-11-20 10:00:00" });
        Server.BeforeEach = call =>
        {
            if (call.Operation == "salesOrderShipmentInfo")
            {
                Shop.Shipments[0]["order_id"] = "41";
            }
        };

        var answer = (await Target.SendAsync([new(Dispatch("F-77"), new TargetState.Absent())], default))[0];

        AssertRefused(answer, Magento1Errors.FilterIgnored);
        Assert.Equal(0, Server.Count("salesOrderShipmentCreate"));
    }

    private string Number(OutboxDocument document) => Shop.Shipments.FirstOrDefault()?.Text("increment_id") ?? "100000101";

    private static OutboxDocument Dispatch(string id, bool notify = false, params string[] tracks) => Dispatch(id, "PostNord", notify, tracks);

    private static OutboxDocument Dispatch(string id, params (string Sku, decimal Quantity)[] lines) => Dispatch(id, "PostNord", notify: false, [], lines);

    private static OutboxDocument Dispatch(string id) => Dispatch(id, "PostNord", notify: false, []);

    private static OutboxDocument Dispatch(string id, string carrier, bool notify, string[] tracks, params (string Sku, decimal Quantity)[] lines) => Mapped("shipment", "magento1.shipment", new Shipment
    {
        Key = $"order/se/42/shipment/{id}",
        OrderId = "42",
        NotifyCustomer = notify,
        At = new(2026, 11, 3, 2, 0, 0, TimeSpan.Zero),
        Delivery = new() { Id = id, Carrier = carrier, TrackingNumbers = tracks, Lines = [.. lines.Select(line => new DeliveredLine { Sku = line.Sku, Quantity = line.Quantity })] },
    });
}
