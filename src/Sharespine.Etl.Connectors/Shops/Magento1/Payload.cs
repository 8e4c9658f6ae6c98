using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>Reads what a mapping made, and writes what the shop has in the same shape.</summary>
internal static class Payload
{
    /// <summary>The record, or what is wrong with it.</summary>
    public static (T? Record, Issue? Problem) Read<T>(OutboxDocument document)
        where T : class
    {
        try
        {
            return (JsonSerializer.Deserialize<T>(document.Payload.Span, TargetJson.Options), null);
        }
        catch (JsonException e)
        {
            return (null, new Issue(Magento1Errors.BadPayload, $"It is not what this target takes: {e.Message}", At(document)));
        }
    }

    public static ReadOnlyMemory<byte> Write<T>(T record) => JsonSerializer.SerializeToUtf8Bytes(record, TargetJson.Options);

    public static SourcePosition At(OutboxDocument document) => new(document.Entity, Record: document.Key);

    /// <summary>What is wrong with an order's document; null when it can be looked up.</summary>
    public static Issue? Problem(OutboxDocument document, string id, string? reference) =>
        id.Length is 0 or > 18 || !id.All(char.IsAsciiDigit) ? new(Magento1Errors.BadPayload, $"\"{(id.Length > 30 ? id[..30] : id)}\" is not an order id: Magento has whole numbers.", At(document), "id")
        : string.IsNullOrEmpty(reference) ? Missing(document, "reference")
        : null;

    public static Issue Missing(OutboxDocument document, string field) => new(Magento1Errors.BadPayload, $"{field} is missing.", At(document), field);
}
