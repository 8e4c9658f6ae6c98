using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// Replaces personal numbers with null where Magento and its extensions keep them: VAT numbers, company and purchase order
/// fields, added attributes, and what payment methods store beside a payment. Every other byte stays as it was.
/// </summary>
internal static class PersonalNumberFilter
{
    private static readonly string[] Fields =
    [
        "customer_taxvat", "vat_id", "company", "fax", "po_number", "custom_attributes", "additional_information", "payment_additional_info", "additional_data",
    ];

    public static ReadOnlyMemory<byte> Apply(byte[] order, DateOnly today, Notes notes, SourcePosition at)
    {
        using var document = JsonDocument.Parse(order);
        var found = new List<JsonElement>();
        Search(document.RootElement, null);
        return found.Count == 0 ? order : JsonNulls.Replace(order, found);

        void Search(JsonElement value, string? field)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var property in value.EnumerateObject())
                    {
                        Search(property.Value, Fields.Contains(property.Name) ? property.Name : field);
                    }

                    break;
                case JsonValueKind.Array:
                    foreach (var item in value.EnumerateArray())
                    {
                        Search(item, field);
                    }

                    break;
                case JsonValueKind.String or JsonValueKind.Number when field is not null
                    && PersonalNumber.Is(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(), today):
                    found.Add(value);
                    notes.Add(new(Magento2Errors.PersonalNumberDropped, "A personal number was dropped.", at, field));
                    break;
            }
        }
    }
}
