using System.Text;
using System.Text.Json;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Transform;

/// <summary>From a source's product, price or stock as received to the target's: the source's mapping makes the hub's record, the target's the payload.</summary>
/// <param name="entity">product, price, price-list, stock.</param>
public sealed class FeedMaker(string entity, RecordMapping toHub, RecordMapping toTarget) : IDocumentMaker
{
    public bool IsOwn(string entity) => true;

    public bool FirstSightStands(string entity) => false;

    public MakerDecision Make(string recordKey, ReadOnlyMemory<byte> payload)
    {
        if (MakerDecision.Without(toHub(payload), out var hub) is { } without)
        {
            return without;
        }

        (string Key, DateTimeOffset? AsOf) read;
        try
        {
            read = Identify(hub);
        }
        catch (JsonException exception)
        {
            return MakerDecision.Reject([new(TransformErrors.NotTheModel, exception.Message, Field: exception.Path)]);
        }

        return MakerDecision.Without(toTarget(hub), out var json) ?? MakerDecision.Made(
        [
            new()
            {
                Entity = entity,
                DocumentKey = read.Key,
                Hub = Encoding.UTF8.GetString(hub.Span),
                Payload = Encoding.UTF8.GetString(json.Span),
                AsOf = read.AsOf,
            },
        ]);
    }

    private (string Key, DateTimeOffset? AsOf) Identify(ReadOnlyMemory<byte> hub) => entity switch
    {
        "product" => Read<Product>(hub) is var product ? ($"product/{product.Sku}", product.ChangedAt) : default,
        "price" => Read<Price>(hub) is var price ? ($"price/{price.Sku}{At(price.Store)}", price.AsOf) : default,
        "price-list" => Read<ListPrice>(hub) is var list ? ($"price-list/{list.List}/{list.Sku}{At(list.Store)}", list.AsOf) : default,
        "stock" => Read<StockLevel>(hub) is var level ? ($"stock/{level.Sku}{At(level.Location)}", level.AsOf) : default,
        _ => throw new InvalidOperationException($"{entity} is not fed."),
    };

    private static T Read<T>(ReadOnlyMemory<byte> hub) => JsonSerializer.Deserialize<T>(hub.Span, TargetJson.Options)!;

    private static string At(string? place) => place is null ? "" : "@" + place;
}
