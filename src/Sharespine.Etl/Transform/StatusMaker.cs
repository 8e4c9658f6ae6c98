using System.Text;
using System.Text.Json;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Transform;

/// <summary>From what the ERP did with an order to what the shop is told.</summary>
public sealed class StatusMaker(RecordMapping toShop) : IDocumentMaker
{
    public bool IsOwn(string entity) => true;

    public bool FirstSightStands(string entity) => false;

    public MakerDecision Make(string recordKey, ReadOnlyMemory<byte> payload)
    {
        var change = JsonSerializer.Deserialize<OrderStatusChange>(payload.Span, TargetJson.Options)!;
        return MakerDecision.Without(toShop(payload), out var json) ?? MakerDecision.Made(
        [
            new()
            {
                Entity = "order-status",
                DocumentKey = change.DocumentKey,
                Hub = Encoding.UTF8.GetString(payload.Span),
                Payload = Encoding.UTF8.GetString(json.Span),
            },
        ]);
    }
}
