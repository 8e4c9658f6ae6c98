using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>
/// Replaces personal numbers in an order's meta_data (at any depth, also of rows and refunds), billing and shipping with
/// null. Every other byte stays as it was. Phone numbers and post codes are left alone, and so are meta keys that name a
/// time, a hash or a payment's id: such digits are a personal number only by chance.
/// </summary>
internal sealed class PersonalNumberFilter(IEnumerable<string> keepMeta, DateOnly today, Notes notes)
{
    private static readonly string[] NeverInAddress = ["phone", "mobile", "postcode", "email"];

    private static readonly string[] OtherMeaning =
        ["date", "time", "hash", "transaction", "payment_id", "order_id", "reservation", "reference", "phone", "mobile", "gtin", "tracking"];

    private readonly HashSet<string> _keep = new(keepMeta, StringComparer.Ordinal);

    public ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> order, SourcePosition at)
    {
        using var document = JsonDocument.Parse(order);
        var found = new List<(JsonElement Value, string Field)>();
        Search(document.RootElement, found);
        foreach (var (_, field) in found)
        {
            notes.Add(new(WooCommerceErrors.PersonalNumberDropped, "A personal number was dropped.", at, field));
        }

        return found.Count == 0 ? order : JsonNulls.Replace(order.Span, found.Select(f => f.Value));
    }

    private void Search(JsonElement value, List<(JsonElement, string)> found)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Search(item, found);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                SearchProperty(property, found);
            }
        }
    }

    private void SearchProperty(JsonProperty property, List<(JsonElement, string)> found)
    {
        switch (property.Name)
        {
            case "billing" or "shipping" when property.Value.ValueKind == JsonValueKind.Object:
                foreach (var field in property.Value.EnumerateObject().Where(f => !Names(f.Name, NeverInAddress)))
                {
                    Scan(field.Value, $"{property.Name}.{field.Name}", found);
                }

                break;
            case "meta_data" when property.Value.ValueKind == JsonValueKind.Array:
                foreach (var entry in property.Value.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object))
                {
                    ScanMeta(entry, found);
                }

                break;
            default:
                Search(property.Value, found);
                break;
        }
    }

    private void ScanMeta(JsonElement entry, List<(JsonElement, string)> found)
    {
        var key = entry.TryGetProperty("key", out var k) && k.ValueKind == JsonValueKind.String ? k.GetString()! : "";
        if (_keep.Contains(key) || Names(key, OtherMeaning))
        {
            return;
        }

        foreach (var part in entry.EnumerateObject().Where(p => p.Name is "value" or "display_value"))
        {
            Scan(part.Value, $"meta_data[{key}]", found);
        }
    }

    private void Scan(JsonElement value, string field, List<(JsonElement, string)> found)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    Scan(property.Value, field, found);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Scan(item, field, found);
                }

                break;
            case JsonValueKind.String or JsonValueKind.Number
                when PersonalNumber.Is(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(), today):
                found.Add((value, field));
                break;
        }
    }

    private static bool Names(string key, string[] words) => words.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase));
}
