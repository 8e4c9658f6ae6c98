using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>Reads the shop's JSON, whose numbers come as numbers, as text, or as "" for none.</summary>
internal static class ShopJson
{
    /// <summary>The answer's object or list.</summary>
    /// <exception cref="EtlException">It is not what was asked for.</exception>
    public static JsonElement Read(HttpAnswer answer, JsonValueKind kind)
    {
        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            if (json.RootElement.ValueKind == kind)
            {
                return json.RootElement.Clone();
            }
        }
        catch (JsonException)
        {
            // Told below: the transport has seen JSON, so this is a rare one.
        }

        throw new EtlException(new Issue(WooCommerceErrors.BadPage, $"An {kind} was asked for, something else came.", new SourcePosition(answer.Address)));
    }

    public static JsonElement? Field(this JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text, or a number or yes/no as it is written; null when it is absent or null.</summary>
    public static string? Text(this JsonElement of, string name) => of.Field(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => other.GetRawText(),
    };

    public static long Id(this JsonElement of, string name = "id") =>
        of.Field(name) is { ValueKind: JsonValueKind.Number } id && id.TryGetInt64(out var number) ? number : 0;

    /// <summary>Null for "", null and what is no number.</summary>
    public static decimal? Number(this JsonElement of, string name) =>
        decimal.TryParse(of.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A time in UTC, as the fields that end in _gmt have it: without Z.</summary>
    public static DateTimeOffset? Gmt(this JsonElement of, string name) =>
        DateTimeOffset.TryParseExact(of.Text(name), "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    public static string Gmt(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    public static IEnumerable<JsonElement> List(this JsonElement of, string name) =>
        of.Field(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The value of a meta field, as text; null when there is none.</summary>
    public static string? Meta(this JsonElement of, string key) =>
        of.List("meta_data").Where(meta => meta.Text("key") == key).Select(meta => meta.Text("value")).LastOrDefault();
}
