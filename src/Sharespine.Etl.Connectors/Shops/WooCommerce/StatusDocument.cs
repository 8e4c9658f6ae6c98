using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>What the order-status mapping made: which order, its wanted status (null: leave it) and meta fields.</summary>
internal sealed record StatusDocument(string OrderId, string? Status, IReadOnlyList<(string Key, JsonElement Value)> Meta)
{
    /// <summary>Reads {"id": 42, "status": "completed", "meta_data": [{"key": …, "value": …}]}; anything else is an issue.</summary>
    public static (StatusDocument? Document, Issue? Problem) Read(OutboxDocument outbox)
    {
        var at = new SourcePosition(outbox.Entity, Record: outbox.Key);
        try
        {
            using var json = JsonDocument.Parse(outbox.Payload);
            return Read(json.RootElement.Clone(), outbox, at);
        }
        catch (JsonException)
        {
            return (null, Bad("It is not JSON.", at));
        }
    }

    /// <summary>The body of the PUT: nothing but what is wanted, since rows or addresses would make the shop recalculate the order.</summary>
    public byte[] Body()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            if (Status is not null)
            {
                writer.WriteString("status", Status);
            }

            if (Meta.Count > 0)
            {
                WriteMeta(writer);
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private void WriteMeta(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("meta_data");
        foreach (var (key, value) in Meta)
        {
            writer.WriteStartObject();
            writer.WriteString("key", key);
            writer.WritePropertyName("value");
            value.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static (StatusDocument?, Issue?) Read(JsonElement root, OutboxDocument outbox, SourcePosition at)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return (null, Bad("It is not an object.", at));
        }

        string? id = outbox.TargetKey, status = null;
        List<(string, JsonElement)> meta = [];
        foreach (var property in root.EnumerateObject())
        {
            switch (property.Name)
            {
                case "id":
                    id = property.Value.ValueKind == JsonValueKind.Number ? property.Value.GetRawText() : property.Value.ToString();
                    break;
                case "status" when property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null:
                    status = property.Value.GetString();
                    break;
                case "meta_data" when Metas(property.Value) is { } entries:
                    meta = entries;
                    break;
                default:
                    return (null, Bad($"The field {property.Name} is not one that a status change may write.", at, property.Name));
            }
        }

        return Judge(id, status, meta, at);
    }

    private static (StatusDocument?, Issue?) Judge(string? id, string? status, List<(string, JsonElement)> meta, SourcePosition at)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return (null, Bad("It has no order id (a whole number).", at, "id"));
        }

        if (status is not null && (status.Length == 0 || status.StartsWith("wc-", StringComparison.Ordinal)))
        {
            return (null, Bad($"\"{status}\" is not a status: it is written without wc-.", at, "status"));
        }

        return status is null && meta.Count == 0
            ? (null, Bad("It changes nothing: neither status nor meta_data.", at))
            : (new StatusDocument(id!, status, meta), null);
    }

    /// <summary>Null unless every entry has a key and a value; the same key twice keeps the last, as the shop does.</summary>
    private static List<(string Key, JsonElement Value)>? Metas(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var metas = new List<(string Key, JsonElement Value)>();
        foreach (var entry in list.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("key", out var key) || key.ValueKind != JsonValueKind.String
                || !entry.TryGetProperty("value", out var value))
            {
                return null;
            }

            metas.RemoveAll(m => m.Key == key.GetString());
            metas.Add((key.GetString()!, value));
        }

        return metas;
    }

    private static Issue Bad(string message, SourcePosition at, string? field = null) => new(WooCommerceErrors.BadStatusPayload, message, at, field);
}
