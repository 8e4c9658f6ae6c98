using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

/// <summary>
/// Search criteria as measured: compulsory; filters compare texts as the database does, an offset in a time is ignored; the
/// default direction is falling; total_count counts all that fit.
/// </summary>
internal static partial class FakeSearch
{
    public static FakeReply Answer(FakeCall call, IEnumerable<JsonObject> rows, Func<JsonObject, string, JsonNode?>? field = null)
    {
        field ??= (row, name) => row[name];
        if (!call.Pairs.Any(p => p.Name.StartsWith("searchCriteria", StringComparison.Ordinal)))
        {
            return FakeReply.Error(400, "\"%fieldName\" is required. Enter and try again.", "searchCriteria");
        }

        var query = call.Pairs.ToDictionary(p => p.Name, p => p.Value);
        var filters = query.Keys.Select(k => Filter().Match(k)).Where(m => m.Success)
            .Select(m => (Group: m.Groups[1].Value, Name: m.Groups[0].Value))
            .Select(m => (m.Group, Field: query[m.Name], Condition: query[m.Name.Replace("[field]", "[conditionType]", StringComparison.Ordinal)], Value: query[m.Name.Replace("[field]", "[value]", StringComparison.Ordinal)]))
            .GroupBy(f => f.Group).ToList();
        var found = rows.Where(row => filters.All(group => group.Any(f => Fits(field(row, f.Field)?.ToString(), f.Condition, f.Value)))).ToList();
        if (query.TryGetValue("searchCriteria[sortOrders][0][field]", out var sort))
        {
            var rising = query.GetValueOrDefault("searchCriteria[sortOrders][0][direction]", "DESC") == "ASC";
            found.Sort((a, b) => (rising ? 1 : -1) * Compare(field(a, sort)?.ToString(), field(b, sort)?.ToString()));
        }

        var size = int.Parse(query.GetValueOrDefault("searchCriteria[pageSize]", "20"), CultureInfo.InvariantCulture);
        var page = int.Parse(query.GetValueOrDefault("searchCriteria[currentPage]", "1"), CultureInfo.InvariantCulture);
        var fields = query.GetValueOrDefault("fields");
        var items = found.Skip((page - 1) * size).Take(size).Select(row => (JsonNode?)(fields is null ? row.DeepClone() : Only(row, fields)));
        return FakeReply.Ok(new JsonObject { ["items"] = new JsonArray([.. items]), ["search_criteria"] = new JsonObject(), ["total_count"] = found.Count });
    }

    private static bool Fits(string? there, string condition, string value) => condition switch
    {
        "eq" => Compare(there, value) == 0 && there is not null,
        "in" => value.Split(',').Any(v => there is not null && Compare(there, v) == 0),
        "nin" => !value.Split(',').Any(v => Compare(there, v) == 0),
        "gt" => there is not null && Compare(there, Time(value)) > 0,
        "gteq" => there is not null && Compare(there, Time(value)) >= 0,
        _ => throw new InvalidOperationException($"Condition {condition}"),
    };

    /// <summary>A zone is cut off, as MySQL does.</summary>
    private static string Time(string value) => Zone().Replace(value, "").Replace('T', ' ');

    public static int Compare(string? a, string? b) =>
        decimal.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && decimal.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var y)
            ? x.CompareTo(y)
            : string.Compare(a, b, StringComparison.OrdinalIgnoreCase);

    /// <summary>items[a,b[c]]: only the outer names are heeded here.</summary>
    private static JsonObject Only(JsonObject row, string fields)
    {
        var inner = fields[(fields.IndexOf('[', StringComparison.Ordinal) + 1)..fields.LastIndexOf(']')];
        var names = Nested().Replace(inner, "").Split(',');
        return new JsonObject(row.Where(f => names.Contains(f.Key)).Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone())));
    }

    [GeneratedRegex(@"^searchCriteria\[filterGroups\]\[(\d+)\]\[filters\]\[\d+\]\[field\]$")]
    private static partial Regex Filter();

    [GeneratedRegex(@"(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Zone();

    [GeneratedRegex(@"\[.*\]")]
    private static partial Regex Nested();
}
