using System.Net;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>What a batch came to: HTTP 200 however many of its items were refused.</summary>
internal sealed class BatchAnswer
{
    private readonly Dictionary<long, JsonElement> _byId = [];

    private BatchAnswer(List<JsonElement> items)
    {
        Items = items;
        foreach (var item in items.Where(item => item.Id() > 0))
        {
            _byId[item.Id()] = item;
        }
    }

    /// <summary>In the order in which they were sent.</summary>
    public IReadOnlyList<JsonElement> Items { get; }

    /// <param name="part">create or update.</param>
    /// <returns>Null when the answer is no batch's.</returns>
    public static BatchAnswer? Read(HttpAnswer answer, string part)
    {
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.ValueKind == JsonValueKind.Object ? new BatchAnswer([.. json.RootElement.Clone().List(part)]) : null;
    }

    public JsonElement? Of(long id) => _byId.TryGetValue(id, out var item) ? item : null;

    /// <summary>The item's own code and words; null when it was taken.</summary>
    public static string? Error(JsonElement item) =>
        item.Field("error") is { } error ? $"{error.Text("code")}: {WebUtility.HtmlDecode(error.Text("message") ?? "")}" : null;
}
