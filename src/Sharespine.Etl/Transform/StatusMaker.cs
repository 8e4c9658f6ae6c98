using System.Text;
using System.Text.Json;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Transform;

/// <summary>
/// From what the ERP did with an order to what the shop is told: a status, and for a delivery its shipment and, where the site
/// wants it, the capture of the payment. Each is a document of its own, so that one of them can fail without the others.
/// </summary>
/// <param name="toHub">From the ERP's record to the hub's; null where the record is the hub's already.</param>
/// <param name="toShop">By entity: shipment, capture, order-status. What is not there is not told.</param>
/// <param name="notifyCustomer">Whether the shop writes to the customer of a shipment.</param>
public sealed class StatusMaker(RecordMapping? toHub, IReadOnlyDictionary<string, RecordMapping> toShop, bool notifyCustomer) : IDocumentMaker
{
    public const string Status = "order-status";
    public const string Shipment = "shipment";
    public const string Capture = "capture";

    public bool IsOwn(string entity) => true;

    public bool FirstSightStands(string entity) => false;

    public MakerDecision Make(string recordKey, ReadOnlyMemory<byte> payload)
    {
        var hub = payload;
        if (toHub is not null && MakerDecision.Without(toHub(payload), out hub) is { } without)
        {
            return without;
        }

        OrderStatusChange change;
        try
        {
            change = JsonSerializer.Deserialize<OrderStatusChange>(hub.Span, TargetJson.Options)!;
        }
        catch (JsonException exception)
        {
            return MakerDecision.Reject([new(TransformErrors.NotTheModel, exception.Message, Field: exception.Path)]);
        }

        var parts = new List<(string Entity, string Key, ReadOnlyMemory<byte> Hub)>();
        if (change.Delivery is { } delivery && change.Event is ErpEvent.Delivered or ErpEvent.PartlyDelivered)
        {
            var capture = new Capture { Key = $"{change.DocumentKey}/capture/{delivery.Id}", OrderId = change.OrderId, IsFinal = change.Event == ErpEvent.Delivered, Lines = delivery.Lines };
            var shipment = new Shipment { Key = $"{change.DocumentKey}/shipment/{delivery.Id}", OrderId = change.OrderId, Delivery = delivery, NotifyCustomer = notifyCustomer, At = change.At };
            parts.Add((Shipment, shipment.Key, Json(shipment)));
            parts.Add((Capture, capture.Key, Json(capture)));
        }

        parts.Add((Status, StatusKey(change), hub));
        return Made(parts);
    }

    // What is told of a delivery is told once per delivery; the other events happen to an order once.
    private static string StatusKey(OrderStatusChange change) => change switch
    {
        { Event: ErpEvent.Received } => change.DocumentKey,
        { Delivery: { } delivery } => $"{change.DocumentKey}/{change.Event}/{delivery.Id}",
        _ => $"{change.DocumentKey}/{change.Event}",
    };

    private MakerDecision Made(List<(string Entity, string Key, ReadOnlyMemory<byte> Hub)> parts)
    {
        var documents = new List<StagedDocument>();
        string? skipped = null;
        foreach (var (entity, key, hub) in parts.Where(part => toShop.ContainsKey(part.Entity)))
        {
            if (MakerDecision.Without(toShop[entity](hub), out var json) is { } without)
            {
                if (without.SkippedBecause is null)
                {
                    return without;
                }

                skipped = without.SkippedBecause;
                continue;
            }

            documents.Add(new() { Entity = entity, DocumentKey = key, Hub = Encoding.UTF8.GetString(hub.Span), Payload = Encoding.UTF8.GetString(json.Span) });
        }

        return documents.Count == 0 && skipped is not null ? MakerDecision.Skip(skipped) : MakerDecision.Made(documents);
    }

    private static byte[] Json<T>(T record) => JsonSerializer.SerializeToUtf8Bytes(record, TargetJson.Options);
}
