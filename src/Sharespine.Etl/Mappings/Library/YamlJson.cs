using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Library;

/// <summary>An example's record written as YAML, taken as JSON: quoted is text; true, false, null and numbers are themselves.</summary>
internal static class YamlJson
{
    internal static ReadOnlyMemory<byte> Write(YamlNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, node);
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, YamlNode node)
    {
        switch (node)
        {
            case YamlMap map:
                writer.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            case YamlList list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                Write(writer, (YamlScalar)node);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, YamlScalar scalar)
    {
        if (scalar.IsNothing)
        {
            writer.WriteNullValue();
        }
        else if (!scalar.Quoted && scalar.Text is "true" or "false")
        {
            writer.WriteBooleanValue(scalar.Text == "true");
        }
        else if (!scalar.Quoted && decimal.TryParse(scalar.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(scalar.Text);
        }
    }
}
