using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Documents;

/// <summary>Compares a document with what an example expects of it: only the fields that it names.</summary>
internal sealed class ExampleComparison(MappingReader reader, string example)
{
    /// <summary>The paths compared.</summary>
    internal List<string> Paths { get; } = [];

    internal void Object(YamlMap wanted, JsonElement got, TargetSchema schema, string path)
    {
        foreach (var entry in wanted.Entries)
        {
            var inner = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
            if (schema.Find(entry.Key) is not { } field)
            {
                reader.Find(MappingErrors.UnknownField, $"the target has no field \"{inner}\".", entry.KeyAt, example, Suggestion.For(entry.Key, schema.Fields.Select(known => known.Name)));
            }
            else
            {
                Node(entry.Value, got.TryGetProperty(entry.Key, out var value) ? value : null, field.Type, inner);
            }
        }
    }

    private void Node(YamlNode wanted, JsonElement? got, TargetType type, string path)
    {
        switch (wanted)
        {
            case YamlScalar scalar:
                Paths.Add(path);
                Scalar(scalar, got, path);
                break;
            case YamlMap map when type.Object is not null && got is { ValueKind: JsonValueKind.Object } found:
                Object(map, found, type.Object, path);
                break;
            case YamlList list when type.Item is not null:
                List(list, got, type.Item, path);
                break;
            default:
                Differs(wanted, got, path);
                break;
        }
    }

    private void List(YamlList wanted, JsonElement? got, TargetType item, string path)
    {
        var count = got is { ValueKind: JsonValueKind.Array } array ? array.GetArrayLength() : 0;
        Paths.Add(path);
        if (count != wanted.Items.Count)
        {
            reader.Find(MappingErrors.ExampleFails, $"{path} has {MappingReader.Number(count)} items, and {MappingReader.Number(wanted.Items.Count)} are expected.", wanted.At, example);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            Node(wanted.Items[i], got!.Value[i], item, $"{path}[{MappingReader.Number(i)}]");
        }
    }

    private void Scalar(YamlScalar wanted, JsonElement? got, string path)
    {
        var isSame = got is not { } value ? wanted.IsNothing : value.ValueKind switch
        {
            JsonValueKind.String => !wanted.IsNothing && value.ValueEquals(wanted.Text),
            JsonValueKind.Number => decimal.TryParse(wanted.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number == value.GetDecimal(),
            JsonValueKind.True or JsonValueKind.False => wanted.Text == (value.GetBoolean() ? "true" : "false"),
            _ => false,
        };
        if (!isSame)
        {
            Differs(wanted, got, path);
        }
    }

    private void Differs(YamlNode wanted, JsonElement? got, string path)
    {
        var expected = wanted is YamlScalar { IsNothing: false } scalar ? $"\"{scalar.Text}\"" : wanted is YamlScalar ? "left out" : wanted is YamlList ? "a list" : "an object";
        var found = got is not { } value ? "left out" : value.ValueKind == JsonValueKind.String ? $"\"{value.GetString()}\"" : value.GetRawText();
        reader.Find(MappingErrors.ExampleFails, $"{path} is {found}, and {expected} is expected.", wanted.At, example);
    }
}
