using System.Globalization;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>
/// The orders listing as measured: naive limits are site time, dates_are_gmt together with a zone shifts them, equal sort
/// keys lose rows between pages, past the end the totals are 0.
/// </summary>
internal static class FakeListing
{
    private static readonly TimeZoneInfo Site = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    public static FakeAnswer Answer(FakeOrders orders, FakeRequest request)
    {
        var query = request.Query;
        if (BadParameter(orders, query) is { } bad)
        {
            return FakeAnswer.Error(400, "rest_invalid_param", $"Ogiltig(a) parameter(rar): {bad}");
        }

        string[]? statuses = query.TryGetValue("status", out var list) && list != "any" ? list.Split(',') : null;
        var rows = orders.All
            .Where(o => statuses?.Contains(Text(o, "status")) ?? Text(o, "status") != "trash")
            .Where(o => Limit(query, "modified_after") is not { } limit || Gmt(o, "date_modified_gmt") > limit)
            .Where(o => Limit(query, "modified_before") is not { } limit || Gmt(o, "date_modified_gmt") < limit)
            .Where(o => Limit(query, "after") is not { } limit || Gmt(o, "date_created_gmt") > limit);
        return Page(Sorted(rows, query), request);
    }

    /// <param name="keepsTotal">Products keep the true numbers past the end, orders do not.</param>
    public static FakeAnswer Page(IEnumerable<JsonObject> sorted, FakeRequest request, bool keepsTotal = false)
    {
        var query = request.Query;
        JsonObject[] all = [.. sorted];
        var size = Number(query, "per_page", 10);
        if (size is < 1 or > 100)
        {
            return FakeAnswer.Error(400, "rest_invalid_param", "Ogiltig(a) parameter(rar): per_page");
        }

        var offset = query.ContainsKey("offset") ? Number(query, "offset", 0) : (Number(query, "page", 1) - 1) * size;
        JsonObject[] page = [.. all.Skip(offset).Take(size)];
        var total = page.Length == 0 && !keepsTotal ? 0 : all.Length;
        var fields = query.TryGetValue("_fields", out var names) ? names.Split(',') : null;
        return FakeAnswer.Json(
            new JsonArray([.. page.Select(o => Fields(o, fields))]),
            ("X-WP-Total", total.ToString(CultureInfo.InvariantCulture)),
            ("X-WP-TotalPages", ((total + size - 1) / size).ToString(CultureInfo.InvariantCulture)));
    }

    private static string? BadParameter(FakeOrders orders, IReadOnlyDictionary<string, string> query)
    {
        if (query.TryGetValue("status", out var status) && !status.Split(',').All(s => s is "any" or "trash" || orders.Statuses.Contains(s)))
        {
            return "status";
        }

        if (query.TryGetValue("orderby", out var key) && key is not ("id" or "date" or "modified"))
        {
            return "orderby";
        }

        return new[] { "modified_after", "modified_before", "after" }
            .FirstOrDefault(name => query.TryGetValue(name, out var text) && Parse(text) is null);
    }

    /// <summary>The database breaks ties as it likes, and differently for another page.</summary>
    private static IEnumerable<JsonObject> Sorted(IEnumerable<JsonObject> rows, IReadOnlyDictionary<string, string> query)
    {
        var asc = query.GetValueOrDefault("order", "desc") == "asc";
        var key = query.GetValueOrDefault("orderby", "date");
        if (key == "id")
        {
            return asc ? rows.OrderBy(Id) : rows.OrderByDescending(Id);
        }

        var field = key == "modified" ? "date_modified_gmt" : "date_created_gmt";
        var salt = Number(query, "offset", 0) + (Number(query, "page", 1) * 31);
        var sorted = asc ? rows.OrderBy(o => Text(o, field), StringComparer.Ordinal) : rows.OrderByDescending(o => Text(o, field), StringComparer.Ordinal);
        return sorted.ThenBy(o => ((Id(o) * 7919) + (salt * 104729)) % 1009);
    }

    internal static DateTime? Limit(IReadOnlyDictionary<string, string> query, string name)
    {
        if (!query.TryGetValue(name, out var text) || Parse(text) is not var (at, hasZone))
        {
            return null;
        }

        var gmt = query.GetValueOrDefault("dates_are_gmt") is "true" or "1";
        var offset = Site.GetUtcOffset(at);

        // A value with a zone is turned into site time first; taken for UTC after that, it is late by the site's offset.
        return hasZone ? (gmt ? at + offset : at) : gmt ? at : at - offset;
    }

    /// <summary>ISO date and time, with fractions or a zone if need be; a bare date, epoch seconds or text is refused.</summary>
    private static (DateTime At, bool HasZone)? Parse(string text)
    {
        string[] naive = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];
        if (DateTime.TryParseExact(text, naive, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            return (at, false);
        }

        string[] zoned = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        return DateTimeOffset.TryParseExact(text, zoned, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? (instant.UtcDateTime, true)
            : null;
    }

    internal static JsonNode Fields(JsonObject order, string[]? fields) => fields is null
        ? order.DeepClone()
        : new JsonObject(order.Where(f => fields.Contains(f.Key)).Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone())));

    private static long Id(JsonObject order) => FakeOrders.IdOf(order);

    private static string Text(JsonObject order, string field) => order[field]!.GetValue<string>();

    internal static DateTime Gmt(JsonObject order, string field) =>
        DateTime.ParseExact(Text(order, field), "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static int Number(IReadOnlyDictionary<string, string> query, string name, int otherwise) =>
        query.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
