namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>Puts a field of ours at the end of an object as the shop sent it, whose own bytes stay as they were.</summary>
internal static class OwnField
{
    public static ReadOnlyMemory<byte> Add(ReadOnlyMemory<byte> record, ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        var end = record.Span.LastIndexOf((byte)'}');
        var result = new MemoryStream(record.Length + name.Length + json.Length + 8);
        result.Write(record.Span[..end].TrimEnd(" \t\r\n"u8));
        result.Write(",\""u8);
        result.Write(name);
        result.Write("\":"u8);
        result.Write(json);
        result.Write("}"u8);
        return result.ToArray();
    }

    public static ReadOnlyMemory<byte> AddList(ReadOnlyMemory<byte> record, ReadOnlySpan<byte> name, IReadOnlyList<IdRow> rows)
    {
        var list = new MemoryStream();
        list.Write("["u8);
        for (var i = 0; i < rows.Count; i++)
        {
            list.Write(i == 0 ? [] : ","u8);
            list.Write(rows[i].Raw.Span);
        }

        list.Write("]"u8);
        return Add(record, name, list.ToArray());
    }
}
