using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>An order in the shop, as far as a status change is concerned.</summary>
internal sealed record ShopOrderState(string Status, IReadOnlyList<(string Key, JsonElement Value)> Meta)
{
    /// <exception cref="EtlException">The answer is not an order.</exception>
    public static ShopOrderState Read(HttpAnswer answer)
    {
        using var json = JsonDocument.Parse(answer.Body);
        var root = json.RootElement.Clone();
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("status", out var status) || status.ValueKind != JsonValueKind.String)
        {
            throw new EtlException(new Issue(WooCommerceErrors.BadPage, "An order was asked for, something else came.", new SourcePosition(answer.Address)));
        }

        List<(string, JsonElement)> meta = [];
        if (root.TryGetProperty("meta_data", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            meta.AddRange(list.EnumerateArray()
                .Where(entry => entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("key", out _) && entry.TryGetProperty("value", out _))
                .Select(entry => (entry.GetProperty("key").ToString(), entry.GetProperty("value"))));
        }

        return new ShopOrderState(status.GetString()!, meta);
    }

    public bool HasStatus(StatusDocument wanted) => wanted.Status is null || wanted.Status == Status;

    /// <summary>The first wanted meta key that the order does not hold with the wanted value.</summary>
    public string? MissingMeta(StatusDocument wanted) =>
        wanted.Meta.Where(w => !Meta.Any(m => m.Key == w.Key && Same(m.Value, w.Value))).Select(w => w.Key).FirstOrDefault();

    public bool IsAsWanted(StatusDocument wanted) => HasStatus(wanted) && MissingMeta(wanted) is null;

    /// <summary>The fields that we write, as they are now.</summary>
    public byte[] Fields(StatusDocument wanted) =>
        new StatusDocument(wanted.OrderId, Status, [.. Meta.Where(m => wanted.Meta.Any(w => w.Key == m.Key))]).Body();

    /// <summary>The shop keeps a number as text or as a number, as it was first stored.</summary>
    private static bool Same(JsonElement there, JsonElement wanted) =>
        JsonElement.DeepEquals(there, wanted)
        || (IsScalar(there) && IsScalar(wanted) && string.Equals(there.ToString(), wanted.ToString(), StringComparison.Ordinal));

    private static bool IsScalar(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Number;
}
