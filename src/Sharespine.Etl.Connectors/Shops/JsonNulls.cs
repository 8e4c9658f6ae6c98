using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sharespine.Etl.Connectors.Shops;

/// <summary>Takes values out of a record that otherwise stays as it was received, byte for byte.</summary>
internal static class JsonNulls
{
    /// <summary>The same bytes with null for each of the values, which come in document order and lie within these bytes.</summary>
    public static byte[] Replace(ReadOnlySpan<byte> json, IEnumerable<JsonElement> values)
    {
        var result = new MemoryStream(json.Length);
        var copied = 0;
        foreach (var value in values)
        {
            var raw = JsonMarshal.GetRawUtf8Value(value);
            json.Overlaps(raw, out var start);
            result.Write(json[copied..start]);
            result.Write("null"u8);
            copied = start + raw.Length;
        }

        result.Write(json[copied..]);
        return result.ToArray();
    }
}
