using System.Text.Json;

namespace Sharespine.Etl.Connectors.Shops.Jetshop.Operations;

/// <summary>Paths of element names through an answer: OrderRows/OrderRow/Sku. What stands several times on the way is followed in all.</summary>
internal static class AnswerPath
{
    public static IReadOnlyList<JsonElement> All(JsonElement from, string path)
    {
        IEnumerable<JsonElement> at = [from];
        foreach (var part in path.Split('/'))
        {
            at = at.SelectMany(element => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(part, out var child) ? Spread(child) : []);
        }

        return [.. at];
    }

    /// <summary>The texts at a path; what is nil or empty is left out.</summary>
    public static IReadOnlyList<string> Texts(JsonElement from, string path) =>
        [.. All(from, path).Where(found => found.ValueKind == JsonValueKind.String).Select(found => found.GetString()!.Trim()).Where(text => text.Length > 0)];

    public static string? Text(JsonElement from, string path) => Texts(from, path) is [var first, ..] ? first : null;

    private static List<JsonElement> Spread(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
}
