using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Providers;

/// <summary>Takes values out of a provider's JSON; what is missing or of another kind is told by name.</summary>
internal static class ProviderAnswer
{
    public static JsonElement Root(HttpAnswer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new EtlException(new Issue(TransportErrors.NotJson, FormattableString.Invariant($"the JSON is broken in line {exception.LineNumber + 1}."), new SourcePosition(answer.Address)), exception) { IsTransient = true };
        }
    }

    /// <summary>The rows of the list of that name.</summary>
    public static IReadOnlyList<JsonElement> List(JsonElement answer, string name, string address) =>
        Find(answer, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : throw Missing(name, "a list", address);

    public static string Text(JsonElement element, string name, string address) => Find(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 } value => value,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => throw Missing(name, "a text", address),
    };

    public static long? Number(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    /// <summary>The day of a date or an instant (in UTC).</summary>
    public static DateOnly Day(JsonElement element, string name, string address)
    {
        var text = Text(element, name, address);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? DateOnly.FromDateTime(time.UtcDateTime)
            : throw Missing(name, "a date", address);
    }

    public static JsonElement? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static EtlException Missing(string name, string wanted, string address) =>
        new(new Issue(ProviderErrors.Unexpected, $"there is no \"{name}\" that is {wanted}.", new SourcePosition(address), name));
}
