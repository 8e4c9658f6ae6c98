using System.Text.Json;
using Sharespine.Etl.Connectors.Files.Records;
using Sharespine.Etl.Connectors.Transport;

namespace Sharespine.Etl.Connectors.Shops.Jetshop.Operations;

/// <summary>Takes fields out of an order that hold a personal number, by their names, and those that the site wants out.</summary>
internal sealed class FieldDrop(OrdersOperation orders, Notes notes)
{
    private readonly FieldFilter _filter = new(orders.Drop, orders.Keep, JetshopErrors.KeptBack, notes);

    public byte[] Apply(JsonElement order)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, order);
        }

        return buffer.ToArray();
    }

    private void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var field in value.EnumerateObject())
                {
                    if (_filter.Drops(field.Name))
                    {
                        continue;
                    }

                    writer.WritePropertyName(field.Name);
                    Write(writer, field.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
