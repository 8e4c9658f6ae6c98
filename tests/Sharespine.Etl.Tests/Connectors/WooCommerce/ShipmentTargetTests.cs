using System.Text;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>Deliveries into the place that the shop has for them, each told once whatever becomes of the answer.</summary>
public sealed class ShipmentTargetTests : IAsyncLifetime
{
    private FakeWooCommerce _shop = null!;
    private WooCommerceClient _client = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync();
        var order = _shop.Orders.Add(7);
        order["line_items"] = new JsonArray(Row(101, "MUGG", 3), Row(102, "TS-S", 1), Row(103, "mugg", 2));
        _client = _shop.Client();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _shop.DisposeAsync();
    }

    public static TheoryData<string> Places => ["fulfillments", "shipment-tracking", "ast", "note"];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task The_place_is_found_out_and_a_delivery_is_kept_there_once(string place)
    {
        Have(place);
        var target = new WooCommerceShipmentTarget(_client);

        Assert.IsType<TargetState.Absent>(await target.FindAsync(Document(), default));
        Assert.Equal(new TargetAnswer.Done("7/F-77"), await target.SendAsync(Document(), default));
        Assert.Equal(new TargetState.AsWanted("7/F-77"), await target.FindAsync(Document(), default));
        Assert.Equal(new TargetAnswer.Done("7/F-77"), await target.SendAsync(Document(), default));

        Assert.Single(_shop.Posts);
        Assert.Equal(1, Kept());
    }

    public static TheoryData<string, string> LostAnswers()
    {
        var data = new TheoryData<string, string>();
        foreach (string place in new[] { "fulfillments", "shipment-tracking", "ast", "note" })
        {
            foreach (var fault in new[] { "reset", "hang", "500" })
            {
                data.Add(place, fault);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task A_delivery_whose_answer_is_lost_is_found_there_and_not_told_twice(string place, string fault)
    {
        Have(place);
        using var client = _shop.Client(_shop.Settings with { Transport = _shop.Settings.Transport with { AttemptTimeout = TimeSpan.FromSeconds(2) } });
        var target = new WooCommerceShipmentTarget(client);
        _shop.Faults.Add(Lost(fault) with { Method = "POST" });

        Assert.IsType<TargetAnswer.Unknown>(await target.SendAsync(Document(), default));
        Assert.Equal(new TargetState.AsWanted("7/F-77"), await target.FindAsync(Document(), default));
        Assert.Equal(1, Kept());
    }

    [Fact]
    public async Task A_fulfillment_holds_rows_numbers_and_our_id_and_writes_to_the_customer()
    {
        Have("fulfillments");

        await new WooCommerceShipmentTarget(_client).SendAsync(Document(items: """[{"sku":"MUGG","quantity":4},{"line_id":"102","sku":"x","quantity":1}]""", numbers: """["123","124"]"""), default);

        var meta = Assert.Single(_shop.Deliveries.Fulfillments)["meta_data"]!.AsArray().ToDictionary(m => m!["key"]!.ToString(), m => m!["value"]!.ToJsonString());
        Assert.Equal("""[{"item_id":101,"qty":3},{"item_id":103,"qty":1},{"item_id":102,"qty":1}]""", meta["_items"]);
        Assert.Equal(("\"123, 124\"", "\"F-77\""), (meta["_tracking_number"], meta["_erp_delivery_id"]));
        Assert.Equal(["7"], _shop.Deliveries.Mails);
    }

    [Fact]
    public async Task A_delivery_without_rows_takes_all_that_earlier_ones_left()
    {
        Have("fulfillments");
        var target = new WooCommerceShipmentTarget(_client);
        await target.SendAsync(Document("F-76", items: """[{"sku":"MUGG","quantity":3}]"""), default);

        await target.SendAsync(Document("F-77"), default);

        Assert.Contains("""[{"item_id":102,"qty":1},{"item_id":103,"qty":2}]""", _shop.Deliveries.Fulfillments[1].ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"sku":"MUGG","quantity":6}]""", "1 of MUGG more than the order has left.")]
    [InlineData("""[{"sku":"OTHER","quantity":1}]""", "1 of OTHER more than the order has left.")]
    [InlineData("""[{"line_id":"999","sku":"MUGG","quantity":1}]""", "1 of MUGG more than the order has left.")]
    public async Task A_delivery_that_does_not_fit_the_order_is_not_told(string items, string words)
    {
        Have("fulfillments");

        var issue = Assert.IsType<TargetState.CannotAsk>(await new WooCommerceShipmentTarget(_client).FindAsync(Document(items: items), default)).Issue;

        Assert.Equal(("WOO042", words), (issue.Code.Code, issue.Message));
        Assert.Empty(_shop.Posts);
    }

    [Fact]
    public async Task An_extension_gets_each_number_once_also_when_it_had_some_of_them()
    {
        Have("shipment-tracking");
        _shop.Deliveries.Trackings.Add(new JsonObject { ["order"] = "7", ["tracking_number"] = "123" });

        Assert.IsType<TargetAnswer.Done>(await new WooCommerceShipmentTarget(_client).SendAsync(Document(numbers: """["123","124"]"""), default));

        Assert.Equal(["123", "124"], _shop.Deliveries.Trackings.Select(t => t["tracking_number"]!.ToString()));
        Assert.Equal("2026-11-04", _shop.Deliveries.Trackings[1]["date_shipped"]!.ToString());
    }

    [Fact]
    public async Task Without_a_number_an_extension_is_passed_over_for_a_note()
    {
        Have("ast");

        Assert.IsType<TargetAnswer.Done>(await new WooCommerceShipmentTarget(_client).SendAsync(Document(numbers: "[]"), default));

        Assert.Empty(_shop.Deliveries.Trackings);
        Assert.Equal("Skickad. [F-77]", Assert.Single(_shop.Deliveries.Notes)["note"]!.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_note_is_for_the_customer_only_when_wanted(bool notify)
    {
        await new WooCommerceShipmentTarget(_client).SendAsync(Document(notify: notify), default);

        Assert.Equal(notify, Assert.Single(_shop.Deliveries.Notes)["customer_note"]!.GetValue<bool>());
        Assert.Equal(notify ? 1 : 0, _shop.Deliveries.Mails.Count);
    }

    [Fact]
    public async Task One_deliverys_id_is_not_taken_for_a_part_of_anothers()
    {
        var target = new WooCommerceShipmentTarget(_client);
        await target.SendAsync(Document("F-77"), default);

        Assert.IsType<TargetState.Absent>(await target.FindAsync(Document("F-7"), default));
    }

    [Fact]
    public async Task A_configured_place_that_the_shop_does_not_have_stops_the_job()
    {
        using var client = _shop.Client(_shop.Settings with { Tracking = WooCommerceTracking.Ast });

        var error = await Assert.ThrowsAsync<EtlException>(() => new WooCommerceShipmentTarget(client).FindAsync(Document(), default));

        Assert.Equal("WOO043", error.Code.Code);
    }

    [Fact]
    public async Task With_none_the_shop_is_not_even_asked()
    {
        using var client = _shop.Client(_shop.Settings with { Tracking = WooCommerceTracking.None });

        Assert.Equal(new TargetState.AsWanted("7/F-77"), await new WooCommerceShipmentTarget(client).FindAsync(Document(), default));
        Assert.Empty(_shop.Requests);
    }

    [Theory]
    [InlineData(false, "WOO017")]
    [InlineData(true, "WOO018")]
    public async Task An_order_that_is_gone_or_in_the_trash_gets_nothing(bool trash, string code)
    {
        if (trash)
        {
            _shop.Orders.Trash(7);
        }
        else
        {
            _shop.Orders.DeleteForGood(7);
        }

        Assert.Equal(code, Assert.IsType<TargetAnswer.Refused>(await new WooCommerceShipmentTarget(_client).SendAsync(Document(), default)).Issue.Code.Code);
        Assert.Empty(_shop.Posts);
    }

    [Fact]
    public async Task What_the_shop_takes_and_then_does_not_show_is_told()
    {
        _shop.BeforeEach = _ => _shop.Deliveries.Notes.Clear();

        Assert.Equal("WOO044", Assert.IsType<TargetAnswer.Refused>(await new WooCommerceShipmentTarget(_client).SendAsync(Document(), default)).Issue.Code.Code);
    }

    [Fact]
    public async Task The_shipped_mappings_payload_is_taken()
    {
        var shipment = new Model.Shipment
        {
            Key = "order/7/shipment/F-77",
            OrderId = "7",
            NotifyCustomer = true,
            At = _shop.Time.GetUtcNow(),
            Delivery = new() { Id = "F-77", Carrier = "PostNord", TrackingNumbers = ["123"], Lines = [new() { Sku = "MUGG", Quantity = 1 }] },
        };
        var inputs = new Etl.Mappings.Documents.MappingInputs(new Dictionary<string, Etl.Mappings.Expressions.Value> { ["timeZone"] = Etl.Mappings.Expressions.Value.Of("Europe/Stockholm") });
        var payload = ShippedMappings.Load("woocommerce.shipment").Payload(shipment, inputs);

        Assert.IsType<TargetAnswer.Done>(await new WooCommerceShipmentTarget(_client).SendAsync(new("shipment", "k", null, payload, "h"), default));
        Assert.Equal("Din order är skickad, med PostNord, kollinummer 123. [F-77]", Assert.Single(_shop.Deliveries.Notes)["note"]!.ToString());
    }

    private static JsonObject Row(long id, string sku, int quantity) => new() { ["id"] = id, ["sku"] = sku, ["quantity"] = quantity };

    private static Fault Lost(string fault) => fault switch { "reset" => Fault.ResetAfterHandling, "hang" => Fault.HangAfterHandling, _ => Fault.ServerErrorAfterHandling };

    private static OutboxDocument Document(string delivery = "F-77", string items = "[]", string numbers = """["123"]""", bool notify = true)
    {
        var json = $$"""
            {"id":"7","delivery_id":"{{delivery}}","notify":{{(notify ? "true" : "false")}},"carrier":"PostNord","tracking_numbers":{{numbers}},
             "shipped_on":"2026-11-04","note":"Skickad.","items":{{items}}}
            """;
        return new("shipment", $"order/7/shipment/{delivery}", null, Encoding.UTF8.GetBytes(json), "hash");
    }

    private void Have(string place)
    {
        _shop.Deliveries.HasFulfillments = place == "fulfillments";
        _shop.Deliveries.HasShipmentTracking = place == "shipment-tracking";
        _shop.Deliveries.HasAdvancedTracking = place == "ast";
    }

    private int Kept() => _shop.Deliveries.Fulfillments.Count + _shop.Deliveries.Trackings.Count + _shop.Deliveries.Notes.Count;
}
