using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>Reads a recorded shop's files.</summary>
internal static class RecordedOrders
{
    /// <exception cref="EtlException">There are none, or a file is not a list of orders.</exception>
    public static SortedDictionary<long, JsonObject> Read(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "orders*.json") : [];
        if (files.Length == 0)
        {
            throw new EtlException(new Issue(WooCommerceErrors.BadRecording, "There is no orders*.json here.", new SourcePosition(folder)));
        }

        var orders = new SortedDictionary<long, JsonObject>();
        foreach (var order in files.Order(StringComparer.Ordinal).SelectMany(Rows))
        {
            orders[order.Id] = order.Row;
        }

        return orders;
    }

    /// <summary>The order's refunds; none when nothing was recorded.</summary>
    public static IReadOnlyList<JsonObject> Refunds(string folder, long order)
    {
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"refunds-{order}.json"));
        return File.Exists(file) ? [.. Rows(file).Select(row => row.Row)] : [];
    }

    private static IEnumerable<(long Id, JsonObject Row)> Rows(string file)
    {
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(File.ReadAllBytes(file));
        }
        catch (JsonException e)
        {
            throw new EtlException(new Issue(WooCommerceErrors.BadRecording, "It is not JSON.",
                new SourcePosition(file, (int)(e.LineNumber ?? 0) + 1)), e);
        }

        foreach (var row in json as JsonArray ?? throw NotOrders(file, 0))
        {
            yield return row is JsonObject order && order["id"] is JsonValue value && value.TryGetValue<long>(out var id)
                ? (id, order)
                : throw NotOrders(file, (json as JsonArray)!.IndexOf(row) + 1);
        }
    }

    private static EtlException NotOrders(string file, int entry) => new(new Issue(WooCommerceErrors.BadRecording,
        entry == 0 ? "It is not a list." : string.Create(CultureInfo.InvariantCulture, $"Entry {entry} has no id."), new SourcePosition(file)));
}
