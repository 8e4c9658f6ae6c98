using Sharespine.Etl.Connectors.Shops.Magento2;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

/// <summary>Comments, statuses, shipments and captures into the shop, through the shipped mappings.</summary>
public sealed class Magento2SalesTargetTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 2, 0, 0, TimeSpan.Zero);
    private FakeMagento _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeMagento.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task A_comment_keeps_the_orders_status_which_would_be_emptied_without_one()
    {
        _shop.Sales.Add(42, status: "packing");

        Assert.IsType<TargetAnswer.Done>(await Status.LoadAsync(Event(ErpEvent.Received, "10025")));

        Assert.Equal("packing", _shop.Sales.Order(42)["status"]!.ToString());
        Assert.Contains("\"status\":\"packing\"", Assert.Single(_shop.Writes).Body, StringComparison.Ordinal);
        Assert.Contains("Affärssystemets order 10025", _shop.Sales.Order(42)["status_histories"]![0]!["comment"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_comment_is_not_added_twice()
    {
        _shop.Sales.Add(42);
        await Status.LoadAsync(Event(ErpEvent.Received, "10025"));

        Assert.IsType<TargetState.AsWanted>(await Status.FindAsync(Event(ErpEvent.Received, "10025")));
        Assert.Single(_shop.Writes);
    }

    [Fact]
    public async Task An_order_without_status_is_for_a_person()
    {
        _shop.Sales.Add(42)["status"] = null;

        Assert.Equal("MGT014", (await Status.LoadAsync(Event(ErpEvent.Received, "10025"))).Code());
        Assert.Empty(_shop.Writes);
    }

    [Fact]
    public async Task A_status_of_the_shops_own_is_set_only_in_the_state_it_belongs_to()
    {
        _shop.Sales.Add(42);
        _shop.Sales.Add(43, "new");
        var change = new Magento2StatusChange { Id = "42", Comment = "Plockas", Statuses = [new() { State = "processing", Status = "erp_received" }] };

        await Status.LoadAsync(Magento2Writing.Document("order-status", change));
        await Status.LoadAsync(Magento2Writing.Document("order-status", change with { Id = "43" }));

        Assert.Equal(("erp_received", "pending"), (_shop.Sales.Order(42)["status"]!.ToString(), _shop.Sales.Order(43)["status"]!.ToString()));
    }

    [Fact]
    public async Task A_cancellation_cancels_and_says_why_and_needs_no_second_one()
    {
        _shop.Sales.Add(42);

        Assert.IsType<TargetAnswer.Done>(await Status.LoadAsync(Event(ErpEvent.Cancelled, "10025")));

        Assert.Equal(("canceled", "canceled"), (_shop.Sales.Order(42)["state"]!.ToString(), _shop.Sales.Order(42)["status"]!.ToString()));
        Assert.Equal(["orders/42/cancel", "orders/42/comments"], _shop.Writes.Select(w => w.Path));
        Assert.IsType<TargetState.AsWanted>(await Status.FindAsync(Event(ErpEvent.Cancelled, "10025")));
    }

    [Theory]
    [InlineData("complete")]
    [InlineData("closed")]
    public async Task An_ended_order_is_not_cancelled(string state)
    {
        _shop.Sales.Add(42, state);

        Assert.Equal("MGT015", (await Status.LoadAsync(Event(ErpEvent.Cancelled, "10025"))).Code());
        Assert.Empty(_shop.Writes);
    }

    [Fact]
    public async Task A_cancellation_that_the_shop_answers_with_false_is_refused()
    {
        _shop.Sales.Add(42)["items"]![0]!["qty_invoiced"] = 1;

        Assert.Equal("MGT015", (await Status.LoadAsync(Event(ErpEvent.Cancelled, "10025"))).Code());
    }

    [Theory]
    [InlineData("orders/42/comments", ErpEvent.Received)]
    [InlineData("orders/42/cancel", ErpEvent.Cancelled)]
    public async Task A_lost_answer_leaves_it_unknown_and_the_next_look_does_nothing_twice(string path, ErpEvent what)
    {
        _shop.Sales.Add(42);
        _shop.Faults.Add(FakeFault.Lost("POST", path));

        Assert.IsType<TargetAnswer.Unknown>(await Status.LoadAsync(Event(what, "10025")));
        Assert.IsType<TargetAnswer.Done>(await Status.LoadAsync(Event(what, "10025")));
        Assert.IsType<TargetState.AsWanted>(await Status.FindAsync(Event(what, "10025")));
        Assert.Single(_shop.Sales.Order(42)["status_histories"]!.AsArray());
        Assert.Single(_shop.Writes, w => w.Path == path);
    }

    [Fact]
    public async Task An_order_that_is_not_there_is_for_a_person_whatever_is_told()
    {
        Assert.Equal("MGT013", (await Status.FindAsync(Event(ErpEvent.Received, "1"))).Code());
        Assert.Equal("MGT013", (await Shipment.FindAsync(Sent("F-1"))).Code());
        Assert.Equal("MGT013", (await Capture.FindAsync(Collected("F-1"))).Code());
    }

    [Fact]
    public async Task A_whole_dispatch_ships_all_that_is_left_with_tracking_and_source()
    {
        _shop.Sales.Add(42, rows: [(1, "A", 2, 100), (2, "B", 1, 50)]);

        Assert.IsType<TargetAnswer.Done>(await Shipment.LoadAsync(Sent("F-77", numbers: ["0037"])));

        var call = Assert.Single(_shop.Writes);
        Assert.Equal("order/42/ship", call.Path);
        Assert.Null(call.Json["items"]);
        Assert.Equal("default", call.Json["arguments"]!["extension_attributes"]!["source_code"]!.ToString());
        var shipment = Assert.Single(_shop.Sales.Shipments);
        Assert.Equal("0037", shipment["tracks"]![0]!["track_number"]!.ToString());
        Assert.Equal("Utleverans F-77 [order/shop/42/shipment/F-77]", shipment["comments"]![0]!["comment"]!.ToString());
    }

    [Fact]
    public async Task Without_sources_none_is_named()
    {
        _shop.Sales.Add(42);

        await new Magento2ShipmentTarget(_shop.Client(_shop.Settings with { Stock = Magento2Stock.Legacy })).LoadAsync(Sent("F-77"));

        Assert.Null(Assert.Single(_shop.Writes).Json["arguments"]);
    }

    [Fact]
    public async Task Partial_dispatches_are_shipped_once_each_by_row_or_SKU()
    {
        _shop.Sales.Add(42, rows: [(1, "A", 2, 100), (2, "A", 3, 100)]);

        await Shipment.LoadAsync(Sent("F-1", lines: [new() { LineId = "2", Sku = "A", Quantity = 1 }]));
        await Shipment.LoadAsync(Sent("F-1", lines: [new() { LineId = "2", Sku = "A", Quantity = 1 }]));
        await Shipment.LoadAsync(Sent("F-2", lines: [new() { Sku = "a", Quantity = 3 }]));

        Assert.Equal(["2x1", "1x2 2x1"], _shop.Sales.Shipments.Select(s => string.Join(' ', s["items"]!.AsArray().Select(i => $"{i!["order_item_id"]}x{i["qty"]}"))));
    }

    [Fact]
    public async Task A_configurable_is_shipped_by_its_own_row_and_not_by_its_childs()
    {
        var order = _shop.Sales.Add(42, rows: [(1, "TS-M", 2, 100)]);
        order["items"]![0]!["product_type"] = "configurable";
        order["items"]!.AsArray().Add(FakeSales.Row(2, "TS-M", 2, 0, parent: 1));

        await Shipment.LoadAsync(Sent("F-1", lines: [new() { Sku = "TS-M", Quantity = 2 }]));

        Assert.Equal("1", Assert.Single(_shop.Sales.Shipments)["items"]![0]!["order_item_id"]!.ToString());
        Assert.Equal("MGT016", (await Shipment.FindAsync(Sent("F-2", lines: [new() { Sku = "TS-M", Quantity = 1 }]))).Code());
    }

    [Theory]
    [InlineData("10", "SET")]
    [InlineData(null, "A")]
    public async Task A_whole_bundle_is_named_by_its_own_row_and_its_parts_whichever_the_ERP_delivers(string? line, string sku)
    {
        var order = _shop.Sales.Add(42, rows: [(10, "SET", 2, 0)]);
        order["items"]![0]!["product_type"] = "bundle";
        order["items"]!.AsArray().Add(FakeSales.Row(11, "A", 2, 50, parent: 10));
        order["items"]!.AsArray().Add(FakeSales.Row(12, "B", 6, 10, parent: 10));
        DeliveredLine[] lines = line is null
            ? [new() { Sku = sku, Quantity = 1 }, new() { Sku = "B", Quantity = 3 }]
            : [new() { LineId = line, Sku = sku, Quantity = 1 }];

        await Shipment.LoadAsync(Sent("F-1", lines: lines));

        Assert.Equal("10x1 11x1 12x3", string.Join(' ', Assert.Single(_shop.Writes).Json["items"]!.AsArray().Select(i => $"{i!["order_item_id"]}x{i["qty"]}")));
    }

    [Fact]
    public async Task Parts_that_make_no_whole_bundle_are_named_alone()
    {
        var order = _shop.Sales.Add(42, rows: [(10, "SET", 2, 0)]);
        order["items"]![0]!["product_type"] = "bundle";
        order["items"]!.AsArray().Add(FakeSales.Row(11, "A", 2, 50, parent: 10));
        order["items"]!.AsArray().Add(FakeSales.Row(12, "B", 6, 10, parent: 10));

        await Shipment.LoadAsync(Sent("F-1", lines: [new() { Sku = "A", Quantity = 1 }]));

        Assert.Equal("11", Assert.Single(_shop.Writes).Json["items"]!.AsArray().Single()!["order_item_id"]!.ToString());
    }

    [Fact]
    public async Task More_than_is_left_or_a_row_that_is_not_there_is_for_a_person()
    {
        _shop.Sales.Add(42, rows: [(1, "A", 2, 100)]);

        Assert.Equal("MGT016", (await Shipment.FindAsync(Sent("F-1", lines: [new() { Sku = "A", Quantity = 3 }]))).Code());
        Assert.Equal("MGT017", (await Shipment.FindAsync(Sent("F-1", lines: [new() { Sku = "B", Quantity = 1 }]))).Code());
        Assert.Empty(_shop.Writes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Rows_without_a_quantity_never_turn_into_the_whole_order(int quantity)
    {
        _shop.Sales.Add(42, rows: [(1, "A", 2, 100)]);
        DeliveredLine[] lines = [new() { Sku = "A", Quantity = quantity }];

        Assert.Equal("MGT012", (await Shipment.LoadAsync(Sent("F-1", lines: lines))).Code());
        Assert.Equal("MGT012", (await Capture.LoadAsync(Collected("F-1", isFinal: false, lines: lines))).Code());
        Assert.Empty(_shop.Writes);
    }

    [Fact]
    public async Task A_virtual_order_has_nothing_to_ship()
    {
        _shop.Sales.Add(42)["items"]![0]!["is_virtual"] = 1;

        Assert.Equal("MGT016", (await Shipment.FindAsync(Sent("F-1"))).Code());
    }

    [Theory]
    [InlineData("canceled")]
    [InlineData("closed")]
    [InlineData("holded")]
    [InlineData("payment_review")]
    public async Task An_order_in_such_a_state_is_neither_shipped_nor_captured(string state)
    {
        _shop.Sales.Add(42, state);

        Assert.Equal("MGT015", (await Shipment.FindAsync(Sent("F-1"))).Code());
        Assert.Equal("MGT015", (await Capture.FindAsync(Collected("F-1"))).Code());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_shipment_whose_answer_was_lost_is_known_again_also_where_listings_have_no_comments(bool lists)
    {
        _shop.Sales.ListsComments = lists;
        _shop.Sales.Add(42, rows: [(1, "A", 5, 100)]);
        _shop.Faults.Add(FakeFault.Lost("POST", "ship"));
        var partly = Sent("F-1", lines: [new() { Sku = "A", Quantity = 1 }]);

        Assert.IsType<TargetAnswer.Unknown>(await Shipment.LoadAsync(partly));
        Assert.IsType<TargetState.AsWanted>(await Shipment.FindAsync(partly));
        Assert.Single(_shop.Sales.Shipments);
        Assert.Equal(1, FakeSales.Number(_shop.Sales.Order(42)["items"]![0]!.AsObject(), "qty_shipped"));
    }

    [Fact]
    public async Task A_shop_that_acts_and_answers_too_late_leaves_it_unknown()
    {
        _shop.Sales.Add(42);
        _shop.Faults.Add(new FakeFault { Method = "POST", Path = "ship", Delay = TimeSpan.FromMinutes(1) });
        var settings = _shop.Settings with { Transport = _shop.Settings.Transport with { AttemptTimeout = TimeSpan.FromSeconds(1) } };

        Assert.IsType<TargetAnswer.Unknown>(await new Magento2ShipmentTarget(_shop.Client(settings)).LoadAsync(Sent("F-1")));
        Assert.IsType<TargetState.AsWanted>(await Shipment.FindAsync(Sent("F-1")));
    }

    [Fact]
    public async Task A_shop_that_is_down_while_it_is_only_asked_leaves_it_not_done()
    {
        _shop.Sales.Add(42);
        _shop.Faults.AddRange(Enumerable.Repeat(FakeFault.ServerError with { Method = "GET" }, 8));

        Assert.IsType<TargetAnswer.NotDone>((await ((IRecordTarget)Shipment).SendAsync([new(Sent("F-1"), new TargetState.Absent())], default))[0]);
        Assert.Empty(_shop.Writes);
    }

    [Fact]
    public async Task A_shipment_that_never_arrived_is_absent_again()
    {
        _shop.Sales.Add(42);
        _shop.Faults.Add(FakeFault.LostBefore("POST", "ship"));

        Assert.IsType<TargetAnswer.Unknown>(await Shipment.LoadAsync(Sent("F-1")));
        Assert.IsType<TargetState.Absent>(await Shipment.FindAsync(Sent("F-1")));
    }

    [Fact]
    public async Task A_shipment_made_by_hand_with_our_tracking_number_is_ours()
    {
        _shop.Sales.Add(42);
        await Shipment.LoadAsync(Sent("HAND", numbers: ["0037"]));

        Assert.IsType<TargetState.AsWanted>(await Shipment.FindAsync(Sent("F-1", numbers: ["0037"])));
        Assert.Equal("MGT016", (await Shipment.FindAsync(Sent("F-2", numbers: ["0099"]))).Code());
    }

    [Fact]
    public async Task A_throttled_write_is_sent_again_and_a_refused_one_is_told_in_the_shops_words()
    {
        _shop.Sales.Add(42);
        _shop.Faults.Add(FakeFault.TooMany with { Method = "POST" });
        Assert.IsType<TargetAnswer.Done>(await Shipment.LoadAsync(Sent("F-1")));

        _shop.Sales.DeclinesCapture = true;
        var refused = Assert.IsType<TargetAnswer.Refused>(await Capture.LoadAsync(Collected("F-1")));
        Assert.Equal(("MGT021", true), (refused.Issue.Code.Code, refused.Issue.Message.Contains("declined", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_final_capture_collects_all_that_is_left_and_is_believed_when_the_invoice_is_paid()
    {
        _shop.Sales.Add(42);

        Assert.IsType<TargetAnswer.Done>(await Capture.LoadAsync(Collected("F-1")));

        var call = Assert.Single(_shop.Writes);
        Assert.Equal(("order/42/invoice", true, true), (call.Path, call.Json["capture"]!.GetValue<bool>(), call.Json["items"] is null));
        Assert.Equal(0, FakeSales.Number(_shop.Sales.Order(42), "total_due"));
        Assert.IsType<TargetState.AsWanted>(await Capture.FindAsync(Collected("F-1")));
    }

    [Fact]
    public async Task Partial_captures_collect_their_rows_and_the_last_the_rest()
    {
        _shop.Sales.Add(42, rows: [(1, "A", 3, 100)]);

        await Capture.LoadAsync(Collected("F-1", isFinal: false, lines: [new() { Sku = "A", Quantity = 1 }]));
        await Capture.LoadAsync(Collected("F-1", isFinal: false, lines: [new() { Sku = "A", Quantity = 1 }]));
        await Capture.LoadAsync(Collected("F-2"));

        Assert.Equal([125, 250], _shop.Sales.Invoices.Select(i => FakeSales.Number(i, "grand_total")));
    }

    [Fact]
    public async Task A_capture_whose_answer_was_lost_is_known_again_and_not_made_twice()
    {
        _shop.Sales.Add(42, rows: [(1, "A", 3, 100)]);
        _shop.Faults.Add(FakeFault.Lost("POST", "invoice"));
        var partly = Collected("F-1", isFinal: false, lines: [new() { Sku = "A", Quantity = 1 }]);

        Assert.IsType<TargetAnswer.Unknown>(await Capture.LoadAsync(partly));
        Assert.IsType<TargetAnswer.Done>(await Capture.LoadAsync(partly));
        Assert.Single(_shop.Sales.Invoices);
        Assert.Single(_shop.Writes);
    }

    [Fact]
    public async Task A_capture_that_could_not_be_looked_at_afterwards_is_unknown_and_found_next_time()
    {
        _shop.Sales.Add(42);
        _shop.BeforeEach = call =>
        {
            if (call.Method == "POST" && call.Path.EndsWith("/invoice", StringComparison.Ordinal))
            {
                _shop.Faults.AddRange(Enumerable.Repeat(FakeFault.ServerError with { Method = "GET" }, 8));
            }
        };

        Assert.IsType<TargetAnswer.Unknown>(await Capture.LoadAsync(Collected("F-1")));
        _shop.Faults.Clear();
        Assert.IsType<TargetState.AsWanted>(await Capture.FindAsync(Collected("F-1")));
    }

    [Fact]
    public async Task An_invoice_left_open_is_told_and_not_made_again()
    {
        _shop.Sales.LeavesInvoicesOpen = true;
        _shop.Sales.Add(42);

        Assert.Equal("MGT019", (await Capture.LoadAsync(Collected("F-1"))).Code());
        Assert.Equal("MGT019", (await Capture.FindAsync(Collected("F-1"))).Code());
        Assert.Single(_shop.Writes);
    }

    [Fact]
    public async Task An_invoice_called_paid_is_not_believed_while_the_order_owes_as_much_as_before()
    {
        _shop.Sales.ReviewsPayments = true;
        _shop.Sales.Add(42);

        Assert.Equal("MGT019", (await Capture.LoadAsync(Collected("F-1"))).Code());
        Assert.Equal("MGT019", (await Capture.FindAsync(Collected("F-1"))).Code());
        Assert.Single(_shop.Writes);
    }

    [Fact]
    public async Task An_open_invoice_of_the_whole_order_is_captured_instead_of_a_second_one_made()
    {
        _shop.Sales.LeavesInvoicesOpen = true;
        _shop.Sales.Add(42);
        await Capture.LoadAsync(Collected("HAND"));

        Assert.IsType<TargetAnswer.Done>(await Capture.LoadAsync(Collected("F-1")));
        Assert.Equal("capture", _shop.Writes[^1].Path.Split('/')[^1]);
        Assert.Single(_shop.Sales.Invoices);
    }

    [Fact]
    public async Task An_order_collected_when_it_was_placed_needs_no_capture()
    {
        _shop.Sales.Add(42);
        await Capture.LoadAsync(Collected("HAND"));

        Assert.IsType<TargetState.AsWanted>(await Capture.FindAsync(Collected("F-1")));
    }

    [Fact]
    public async Task Another_amount_than_is_due_is_not_collected_and_another_part_is_noted()
    {
        _shop.Sales.Add(42, rows: [(1, "A", 3, 100)]);
        Assert.Equal("MGT020", (await Capture.FindAsync(Collected("F-1", amount: "375.02 SEK"))).Code());

        var client = _shop.Client();
        await new Magento2CaptureTarget(client).LoadAsync(Collected("F-1", isFinal: false, lines: [new() { Sku = "A", Quantity = 1 }], amount: "100.00 SEK"));
        Assert.Equal(Magento2Errors.AmountDiffers, Assert.Single(client.Notes.All).First.Code);
    }

    [Fact]
    public async Task A_payload_with_something_else_in_it_is_refused_before_any_call()
    {
        var document = new OutboxDocument("capture", "doc-1", null, """{"orderId":"42","reference":"r","base_grand_total":1}"""u8.ToArray(), "");

        Assert.Equal("MGT012", (await Capture.FindAsync(document)).Code());
        Assert.Empty(_shop.Calls);
    }

    private Magento2StatusTarget Status => new(_shop.Client());

    private Magento2ShipmentTarget Shipment => new(_shop.Client());

    private Magento2CaptureTarget Capture => new(_shop.Client());

    private static OutboxDocument Event(ErpEvent what, string number) =>
        Magento2Writing.Mapped("magento2.order-status", new OrderStatusChange { OrderId = "42", DocumentKey = "order/shop/42", Event = what, ErpNumber = number, At = Now });

    private static OutboxDocument Sent(string id, IReadOnlyList<string>? numbers = null, IReadOnlyList<DeliveredLine>? lines = null) =>
        Magento2Writing.Mapped("magento2.shipment", new Shipment
        {
            Key = $"order/shop/42/shipment/{id}",
            OrderId = "42",
            Delivery = new() { Id = id, Carrier = "PostNord", TrackingNumbers = numbers ?? [], Lines = lines ?? [] },
            NotifyCustomer = true,
            At = Now,
        });

    private static OutboxDocument Collected(string id, bool isFinal = true, IReadOnlyList<DeliveredLine>? lines = null, string? amount = null) =>
        Magento2Writing.Mapped("magento2.capture", new Capture
        {
            Key = $"order/shop/42/capture/{id}",
            OrderId = "42",
            IsFinal = isFinal,
            Lines = lines ?? [],
            Amount = amount is null ? null : Money.TryParse(amount, out var money) ? money : throw new FormatException(amount),
        });
}
