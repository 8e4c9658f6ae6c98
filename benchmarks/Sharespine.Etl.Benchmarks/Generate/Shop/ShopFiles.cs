using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sharespine.Etl.Benchmarks.Generate.Shop;

/// <summary>Writes the shop's answers as files: an array with one record per line, so that a change shows as a line.</summary>
public static class ShopFiles
{
    private const int PageSize = 100;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Pages of 100 in order of id, and one file of refunds for each order that has any.</summary>
    /// <returns>How many pages.</returns>
    public static int Write(string folder, IReadOnlyList<ShopOrder> orders)
    {
        Directory.CreateDirectory(folder);
        var pages = orders.OrderBy(order => order.Id).Chunk(PageSize).ToList();
        for (var page = 0; page < pages.Count; page++)
        {
            WriteArray(Path.Combine(folder, $"orders-{Amounts.Number(page + 1)}.json"), pages[page], OrderJson.Write);
        }

        foreach (var order in orders.Where(order => order.Refunds.Count > 0))
        {
            WriteArray(Path.Combine(folder, $"refunds-{order.Number}.json"), order.Refunds.Reverse(), (json, refund) => RefundJson.Write(json, order, refund));
        }

        return pages.Count;
    }

    /// <summary>One order per line, for streams.</summary>
    public static void WriteLines(Stream stream, IEnumerable<ShopOrder> orders)
    {
        using var json = new Utf8JsonWriter(stream, Options);
        foreach (var order in orders)
        {
            OrderJson.Write(json, order);
            json.Flush();
            json.Reset();
            stream.WriteByte((byte)'\n');
        }
    }

    private static void WriteArray<T>(string path, IEnumerable<T> records, Action<Utf8JsonWriter, T> write)
    {
        using var stream = new BufferedStream(File.Create(path), 1 << 16);
        using var json = new Utf8JsonWriter(stream, Options);
        var separator = "[\n"u8;
        foreach (var record in records)
        {
            stream.Write(separator);
            write(json, record);
            json.Flush();
            json.Reset();
            separator = ",\n"u8;
        }

        stream.Write("\n]\n"u8);
    }
}
