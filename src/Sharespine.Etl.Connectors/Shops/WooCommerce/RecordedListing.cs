using System.Globalization;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>Filters and pages recorded rows as a shop does, for the parameters that the connector uses.</summary>
internal static class RecordedListing
{
    private const string Naive = "yyyy-MM-dd'T'HH:mm:ss";

    public static IReadOnlyDictionary<string, string> Query(Uri address) =>
        address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .GroupBy(pair => pair[0], pair => pair.Length == 2 ? Uri.UnescapeDataString(pair[1].Replace('+', ' ')) : "", StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);

    /// <summary>Rows by rising id. <paramref name="refusal"/> names a parameter that a shop would refuse, or that is not replayed.</summary>
    public static IReadOnlyList<JsonObject> Filter(IReadOnlyList<JsonObject> rows, IReadOnlyDictionary<string, string> query, out string? refusal)
    {
        refusal = Refusal(query);
        if (refusal is not null)
        {
            return [];
        }

        string[]? statuses = query.TryGetValue("status", out var status) && status != "any" ? status.Split(',') : null;
        return
        [
            .. rows
                .Where(row => statuses is null || statuses.Contains(Text(row, "status")))
                .Where(row => statuses is not null || Text(row, "status") != "trash")
                .Where(row => IsAfter(row, "date_modified_gmt", query.GetValueOrDefault("modified_after")))
                .Where(row => IsAfter(row, "date_created_gmt", query.GetValueOrDefault("after")))
                .OrderBy(row => row["id"]!.GetValue<long>()),
        ];
    }

    public static IReadOnlyList<JsonNode> Page(IReadOnlyList<JsonObject> rows, IReadOnlyDictionary<string, string> query)
    {
        var size = Number(query, "per_page") ?? 10;
        var offset = Number(query, "offset") ?? (((Number(query, "page") ?? 1) - 1) * size);
        string[]? fields = query.TryGetValue("_fields", out var list) ? list.Split(',') : null;
        return [.. rows.Skip(offset).Take(size).Select(row => fields is null ? row.DeepClone() : Only(row, fields))];
    }

    private static string? Refusal(IReadOnlyDictionary<string, string> query)
    {
        if (query.ContainsKey("per_page") && Number(query, "per_page") is not (>= 1 and <= 100))
        {
            return "per_page";
        }

        if (query.ContainsKey("offset") && Number(query, "offset") is null)
        {
            return "offset";
        }

        // Replayed only in the way that loses nothing: by rising id, times in UTC.
        if (query.GetValueOrDefault("orderby", "id") != "id" || query.GetValueOrDefault("order", "asc") != "asc")
        {
            return "orderby";
        }

        return new[] { "modified_after", "after" }.FirstOrDefault(name =>
            query.TryGetValue(name, out var text) && (Time(text) is null || query.GetValueOrDefault("dates_are_gmt") != "true"));
    }

    private static bool IsAfter(JsonObject row, string field, string? limit) =>
        limit is null || (Time(Text(row, field)) is { } at && at > Time(limit));

    private static DateTime? Time(string? text) =>
        DateTime.TryParseExact(text, Naive, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static string? Text(JsonObject row, string field) => row[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static int? Number(IReadOnlyDictionary<string, string> query, string name) =>
        query.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static JsonObject Only(JsonObject row, string[] fields) =>
        new(fields.Where(row.ContainsKey).Select(field => KeyValuePair.Create(field, row[field]?.DeepClone())));
}
