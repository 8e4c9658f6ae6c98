using System.Text.Json;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Connectors.Shops.Jetshop.Operations;

/// <summary>
/// Fills the parameters of a described operation. A map is an element with elements in it; one with <c>each</c>, <c>element</c>
/// and <c>fields</c> gives an element per item of a list. An element whose placeholders have no value is left out: asmx fails
/// on an empty one where a date or number is wanted.
/// </summary>
internal static class ParameterTree
{
    public const string Each = "each";
    public const string Element = "element";
    public const string Fields = "fields";

    /// <param name="values">The document, or the values of a question, by placeholder.</param>
    public static IReadOnlyList<SoapField> Fill(YamlNode? parameters, JsonElement values) =>
        parameters is YamlMap map ? [.. Of(map, name => Text(values, name), values)] : [];

    /// <summary>A value as it is written: texts and numbers as they are, true and false, a list joined by commas. Null for none.</summary>
    public static string? Text(JsonElement values, string name) => values.TryGetProperty(name, out var value) ? Text(value) : null;

    public static bool IsEach(YamlMap map) => map.Find(Each) is not null;

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Text)),
        _ => null,
    };

    private static IEnumerable<SoapField> Of(YamlMap map, Func<string, string?> value, JsonElement values)
    {
        foreach (var entry in map.Entries)
        {
            switch (entry.Value)
            {
                case YamlScalar scalar when Placeholders.Fill(scalar.Text, value) is { } text:
                    yield return new(entry.Key, text);
                    break;
                case YamlMap each when IsEach(each):
                    var items = Items(each, value, values).ToList();
                    if (items.Count > 0)
                    {
                        yield return new(entry.Key, new SoapValue.Fields("", items));
                    }

                    break;
                case YamlMap inner:
                    var fields = Of(inner, value, values).ToList();
                    if (fields.Count > 0)
                    {
                        yield return new(entry.Key, new SoapValue.Fields("", fields));
                    }

                    break;
            }
        }
    }

    private static IEnumerable<SoapField> Items(YamlMap each, Func<string, string?> value, JsonElement values)
    {
        var list = (each.Find(Each)!.Value as YamlScalar)!.Text;
        var element = (each.Find(Element)!.Value as YamlScalar)!.Text;
        if (!values.TryGetProperty(list, out var items) || items.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (var item in items.EnumerateArray())
        {
            string? OfItem(string name) => item.ValueKind == JsonValueKind.Object ? Text(item, name) ?? value(name) : name == "item" ? Text(item) : value(name);
            switch (each.Find(Fields)!.Value)
            {
                case YamlScalar text when Placeholders.Fill(text.Text, OfItem) is { } filled:
                    yield return new(element, filled);
                    break;
                case YamlMap fields:
                    yield return new(element, new SoapValue.Fields("", [.. Of(fields, OfItem, values)]));
                    break;
            }
        }
    }
}
