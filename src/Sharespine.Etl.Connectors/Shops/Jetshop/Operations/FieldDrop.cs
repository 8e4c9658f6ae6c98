using System.Text.Json;
using System.Text.RegularExpressions;
using Sharespine.Etl.Connectors.Transport;

namespace Sharespine.Etl.Connectors.Shops.Jetshop.Operations;

/// <summary>Takes fields out of an order that hold a personal number, by their names, and those that the site wants out.</summary>
internal sealed partial class FieldDrop(OrdersOperation orders, Notes notes)
{
    private readonly HashSet<string> _drop = [.. orders.Drop];
    private readonly HashSet<string> _keep = [.. orders.Keep];

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
                    if (IsDropped(field.Name))
                    {
                        notes.Add(new(JetshopErrors.KeptBack, "dropped.", Field: field.Name));
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

    private bool IsDropped(string name) => !_keep.Contains(name) && (_drop.Contains(name) || Personal().IsMatch(name));

    [GeneratedRegex("^(person(al)?_?(number|no|nr|nummer|id)|personnummer|pnr|social_?security(_?(number|no))?|ssn|civic(_?(reg)?(istration)?)_?(number|no)|national_?id)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Personal();
}
