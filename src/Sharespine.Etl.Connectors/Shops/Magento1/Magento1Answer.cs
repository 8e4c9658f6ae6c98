using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>What a call gave: its only value, whatever the WSDL calls it (result, loginReturn, storeView, info).</summary>
internal sealed record Magento1Answer(JsonElement Result, HttpAnswer Http)
{
    public static Magento1Answer Of(HttpAnswer answer)
    {
        var root = JsonDocument.Parse(answer.Body).RootElement;
        var first = root.EnumerateObject().FirstOrDefault();
        return new(first.Value, answer);
    }

    /// <summary>The entries of a list. An empty one may come as nothing at all.</summary>
    public IReadOnlyList<JsonElement> Rows => Result.ValueKind == JsonValueKind.Array ? [.. Result.EnumerateArray()] : [];

    public SourcePosition At(string? record = null) => new(Http.Address, Record: record);

    /// <summary>The shop's clock when it began to answer: its Date, less the whole seconds that the answer took.</summary>
    public DateTimeOffset ServerTime => Http.Date is { } date
        ? date - TimeSpan.FromSeconds(Math.Floor(Http.Took.TotalSeconds))
        : throw new EtlException(new Issue(Magento1Errors.NoDate, "The answer has no Date header.", At()));
}

/// <summary>Reads the fields of answers: every one is a text, and a missing one, nil and an empty one are the same.</summary>
internal static class Magento1Fields
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    public static string? Text(this JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    public static decimal Number(this JsonElement row, string name) =>
        decimal.TryParse(row.Text(name), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static IEnumerable<JsonElement> List(this JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    /// <exception cref="EtlException">The row has none, so that it cannot be kept apart from others.</exception>
    public static string Needed(this JsonElement row, string name, SourcePosition at) =>
        row.Text(name) ?? throw new EtlException(new Issue(Magento1Errors.BadAnswer, $"A row has no {name}.", at, name));

    public static long Id(this JsonElement row, string name, SourcePosition at) =>
        long.TryParse(row.Needed(name, at), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new EtlException(new Issue(Magento1Errors.BadAnswer, $"{name} is not a whole number.", at, name));

    /// <summary>Times are UTC without saying so.</summary>
    public static DateTimeOffset Time(this JsonElement row, string name, SourcePosition at) =>
        DateTimeOffset.TryParseExact(row.Needed(name, at), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new EtlException(new Issue(Magento1Errors.BadAnswer, $"{name} is not a time.", at, name));

    public static string Written(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}

/// <summary>Makes the values of calls.</summary>
internal static class Values
{
    public static IReadOnlyDictionary<string, object?> None { get; } = new Dictionary<string, object?>();

    public static Dictionary<string, object?> Of(string name, object? value) => new() { [name] = value };

    /// <summary>
    /// A list's filter. Of two conditions on one field old versions keep the later one, so the one that must hold comes last.
    /// </summary>
    public static Dictionary<string, object?> Filter(params IEnumerable<(string Field, string Condition, string Value)> conditions) => Of("filters", new Dictionary<string, object?>
    {
        ["complex_filter"] = conditions.Select(c => new Dictionary<string, object?>
        {
            ["key"] = c.Field,
            ["value"] = new Dictionary<string, object?> { ["key"] = c.Condition, ["value"] = c.Value },
        }).ToList(),
    });
}
