using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>One product of the shop as it is wanted: a simple one, a variant, or a configurable one.</summary>
internal sealed record ProductNode(string Sku, string Type, int Visibility, string Name, bool IsActive, decimal? Weight, decimal? Price, IReadOnlyList<Magento2Attribute> Attributes)
{
    public const string Configurable = "configurable";
    private const int Enabled = 1;
    private const int Disabled = 2;

    public static bool IsEnabled(JsonElement product) => product.Long("status") == Enabled;

    /// <summary>A product that is there: whether it has everything as wanted.</summary>
    public bool IsAsWanted(JsonElement there) => Different(there).Count == 0 && there.Text("name") == Name && IsEnabled(there) == IsActive && HasWeight(there);

    /// <summary>The body of the call that makes it, or changes what differs. What is not named stays as it is.</summary>
    public byte[] Body(JsonElement? there, int attributeSet, IReadOnlyList<long> websites, string? urlKey) => Magento2Write.Body(writer =>
    {
        writer.WriteStartObject("product");
        writer.WriteString("sku", there?.Text("sku") ?? Sku);
        writer.WriteString("name", Name);
        writer.WriteNumber("status", IsActive ? Enabled : Disabled);
        if (Weight is { } weight && (there is null || !HasWeight(there.Value)))
        {
            writer.WriteNumber("weight", Magento2Write.Plain(weight));
        }

        List<Magento2Attribute> attributes = [.. there is null ? Attributes : Different(there.Value)];
        if (there is null)
        {
            writer.WriteNumber("attribute_set_id", attributeSet);
            writer.WriteString("type_id", Type);
            writer.WriteNumber("visibility", Visibility);
            writer.WriteNumber("price", Magento2Write.Plain(Price ?? 0));
            writer.WriteStartObject("extension_attributes");
            writer.WriteStartArray("website_ids");
            foreach (var website in websites)
            {
                writer.WriteNumberValue(website);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();

            // Magento makes the address of the name alone, and refuses the second product of that name.
            var address = urlKey ?? Slug($"{Name} {Sku}");
            attributes.AddRange(address.Length > 0 ? [new() { Code = "url_key", Value = address }] : Array.Empty<Magento2Attribute>());
        }

        WriteAttributes(writer, attributes);
        writer.WriteEndObject();
        writer.WriteBoolean("saveOptions", true);
    });

    /// <summary>Small letters, digits and dashes, as addresses have them.</summary>
    internal static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var sign in text.Replace("ø", "o", StringComparison.OrdinalIgnoreCase).Replace("æ", "ae", StringComparison.OrdinalIgnoreCase).Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(sign))
            {
                slug.Append(char.ToLowerInvariant(sign));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(sign) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().Trim('-');
    }

    private List<Magento2Attribute> Different(JsonElement there) => [.. Attributes.Where(wanted => !IsSame(there.Attribute(wanted.Code), wanted.Value))];

    private bool HasWeight(JsonElement there) => Weight is not { } weight || there.Text("type_id") != "simple" || there.Decimal("weight") == weight;

    /// <summary>Numbers come back with more decimals than were sent.</summary>
    private static bool IsSame(string? there, string wanted) => there == wanted
        || (decimal.TryParse(there, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && decimal.TryParse(wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out var y) && x == y
            && there.Contains('.', StringComparison.Ordinal));

    private static void WriteAttributes(Utf8JsonWriter writer, List<Magento2Attribute> attributes)
    {
        if (attributes.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("custom_attributes");
        foreach (var attribute in attributes)
        {
            writer.WriteStartObject();
            writer.WriteString("attribute_code", attribute.Code);
            writer.WriteString("value", attribute.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
