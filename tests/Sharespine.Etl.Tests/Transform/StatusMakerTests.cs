using System.Text;
using System.Text.Json;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Tests.Transform;

public sealed class StatusMakerTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 3, 2, 10, 0, TimeSpan.Zero);

    [Fact]
    public void A_delivery_is_told_as_shipment_capture_and_status_each_under_a_key_of_its_own()
    {
        var made = Make(Change(ErpEvent.PartlyDelivered, new() { Id = "F-77", Carrier = "PostNord", Lines = [new() { Sku = "A1", Quantity = 2 }] }));
        Assert.Equal(
            [("shipment", "order/shop/42/shipment/F-77"), ("capture", "order/shop/42/capture/F-77"), ("order-status", "order/shop/42/PartlyDelivered/F-77")],
            made.Documents.Select(document => (document.Entity, document.DocumentKey)));

        var capture = JsonSerializer.Deserialize<Capture>(made.Documents[1].Hub, TargetJson.Options)!;
        Assert.False(capture.IsFinal);
        Assert.Equal(("A1", 2m), (capture.Lines[0].Sku, capture.Lines[0].Quantity));
        var shipment = JsonSerializer.Deserialize<Shipment>(made.Documents[0].Hub, TargetJson.Options)!;
        Assert.Equal(("42", "PostNord", true), (shipment.OrderId, shipment.Delivery.Carrier, shipment.NotifyCustomer));
    }

    [Fact]
    public void The_last_delivery_collects_what_is_left()
    {
        var made = Make(Change(ErpEvent.Delivered, new() { Id = "F-78" }));
        Assert.True(JsonSerializer.Deserialize<Capture>(made.Documents[1].Hub, TargetJson.Options)!.IsFinal);
    }

    [Fact]
    public void Two_deliveries_of_one_order_are_two_of_everything_and_the_same_delivery_again_is_the_same_documents()
    {
        var first = Make(Change(ErpEvent.PartlyDelivered, new() { Id = "F-77" })).Documents.Select(document => document.DocumentKey).ToList();
        var second = Make(Change(ErpEvent.PartlyDelivered, new() { Id = "F-78" })).Documents.Select(document => document.DocumentKey).ToList();
        var again = Make(Change(ErpEvent.PartlyDelivered, new() { Id = "F-77" })).Documents.Select(document => document.DocumentKey).ToList();
        Assert.Empty(first.Intersect(second));
        Assert.Equal(first, again);
    }

    [Theory]
    [InlineData(ErpEvent.Received, "order/shop/42")]
    [InlineData(ErpEvent.Cancelled, "order/shop/42/Cancelled")]
    public void An_event_without_goods_is_a_status_alone(ErpEvent happened, string key) =>
        Assert.Equal([("order-status", key)], Make(Change(happened, null)).Documents.Select(document => (document.Entity, document.DocumentKey)));

    [Fact]
    public void What_the_shop_does_not_take_is_not_made()
    {
        var made = Make(Change(ErpEvent.Delivered, new() { Id = "F-77" }), "order-status");
        Assert.Equal(["order-status"], made.Documents.Select(document => document.Entity));
    }

    [Fact]
    public void A_status_that_the_shop_is_not_told_of_does_not_keep_the_shipment_from_it()
    {
        RecordMapping skips = _ => new MappingResult.Skipped("not told", new("rules.yaml"));
        var maker = new StatusMaker(null, new Dictionary<string, RecordMapping> { ["shipment"] = Same, ["order-status"] = skips }, notifyCustomer: false);
        Assert.Equal("shipment", Assert.Single(maker.Make("1", Json(Change(ErpEvent.Delivered, new() { Id = "F-77" }))).Documents).Entity);
        Assert.Equal("not told (rules.yaml)", maker.Make("1", Json(Change(ErpEvent.Paid, null))).SkippedBecause);
    }

    private static MappingResult.Document Same(ReadOnlyMemory<byte> source) => new MappingResult.Document(source);

    private static MakerDecision Make(OrderStatusChange change, params string[] entities) =>
        new StatusMaker(null, (entities.Length == 0 ? ["capture", "shipment", "order-status"] : entities).ToDictionary(entity => entity, _ => (RecordMapping)Same), notifyCustomer: true)
            .Make("1", Json(change));

    private static OrderStatusChange Change(ErpEvent happened, Delivery? delivery) =>
        new() { OrderId = "42", DocumentKey = "order/shop/42", Event = happened, At = At, Delivery = delivery };

    private static byte[] Json(OrderStatusChange change) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(change, TargetJson.Options));
}
