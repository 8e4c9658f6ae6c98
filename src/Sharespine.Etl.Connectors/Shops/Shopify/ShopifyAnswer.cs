using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>
/// What a GraphQL answer says about itself. Shopify answers 200 to almost everything: a full bucket, a missing right and a
/// broken query stand in errors; what a mutation did not like stands in its userErrors.
/// </summary>
internal static class ShopifyAnswer
{
    private const int LongestMessage = 200;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(500);

    /// <summary>The outcome of an answer, or null where status and content tell it.</summary>
    public static HttpOutcome? Judge(HttpAnswer answer, bool isMutation)
    {
        var at = new SourcePosition(answer.Address);
        switch (answer.Status)
        {
            case 430:
                return new HttpOutcome.NotArrived(new(ShopifyErrors.Throttled, "430: too many requests.", at), RetryAfter(answer));
            case 402 or 423:
                return new HttpOutcome.NotAuthorised(new(ShopifyErrors.ShopClosed, $"The shop answers {answer.Status}.", at), answer);
            case 401:
                return new HttpOutcome.NotAuthorised(new(ShopifyErrors.NotAuthorised, "401: the token is not accepted.", at), answer);
            case 403:
                return new HttpOutcome.NotAuthorised(new(ShopifyErrors.NoRights, "403: the app may not do this.", at), answer);
            case 404:
                return new HttpOutcome.Refused(new(ShopifyErrors.NotAShop, "404: there is nothing at this address.", at), answer);
            case not 200:
                return null;
        }

        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            if (root.TryGetProperty("errors", out var errors) && errors.ValueKind is JsonValueKind.Array or JsonValueKind.String)
            {
                return OfErrors(root, errors, answer, isMutation, at);
            }

            // A page of a firewall may be JSON too.
            return root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
                ? null
                : new HttpOutcome.Unknown(new(ShopifyErrors.BadAnswer, "The answer has neither data nor errors.", at));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The userErrors of a mutation's payload: code (null where it has none), field path and words.</summary>
    public static IReadOnlyList<UserError> UserErrors(JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object || !payload.TryGetProperty("userErrors", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        return
        [
            .. list.EnumerateArray().Select(error => new UserError(
                Text(error, "code"),
                error.TryGetProperty("field", out var field) && field.ValueKind == JsonValueKind.Array ? [.. field.EnumerateArray().Select(part => part.ToString())] : [],
                Short(Text(error, "message") ?? ""))),
        ];
    }

    private static HttpOutcome OfErrors(JsonElement root, JsonElement errors, HttpAnswer answer, bool isMutation, SourcePosition at)
    {
        var all = errors.ValueKind == JsonValueKind.String ? [(Code: (string?)null, Words: Short(errors.GetString()!))] : Read(errors);
        var codes = all.Select(error => error.Code).ToHashSet();
        var words = string.Join("; ", all.Take(3).Select(error => $"{error.Code ?? "(no code)"}: {error.Words}"));
        if (codes.Contains("THROTTLED"))
        {
            var wait = Wait(root) ?? RetryAfter(answer);
            return new HttpOutcome.NotArrived(new(ShopifyErrors.Throttled, words, at), wait);
        }

        // A mutation of which something came back was carried out, whatever else went wrong.
        if (isMutation && HasData(root))
        {
            return new HttpOutcome.Unknown(new(ShopifyErrors.ServerFailed, words, at));
        }

        if (codes.Contains("INTERNAL_SERVER_ERROR") || codes.Contains("TIMEOUT") || codes.Contains("SERVICE_UNAVAILABLE"))
        {
            return new HttpOutcome.Unknown(new(ShopifyErrors.ServerFailed, words, at));
        }

        if (codes.Contains("ACCESS_DENIED"))
        {
            return new HttpOutcome.NotAuthorised(new(ShopifyErrors.NoRights, words, at), answer);
        }

        if (codes.Contains("SHOP_INACTIVE"))
        {
            return new HttpOutcome.NotAuthorised(new(ShopifyErrors.ShopClosed, words, at), answer);
        }

        var kind = codes.Contains("MAX_COST_EXCEEDED") ? ShopifyErrors.TooDear : ShopifyErrors.QueryRefused;
        return new HttpOutcome.Refused(new(kind, words, at), answer);
    }

    private static List<(string? Code, string Words)> Read(JsonElement errors) =>
    [
        .. errors.EnumerateArray().Select(error =>
        {
            var code = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("extensions", out var extensions) ? Text(extensions, "code") : null;
            var path = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("path", out var steps) && steps.ValueKind == JsonValueKind.Array
                ? " at " + string.Join('.', steps.EnumerateArray().Select(step => step.ToString()).Where(step => !step.All(char.IsAsciiDigit)))
                : "";
            return (code, Short(Text(error, "message") ?? "") + path);
        }),
    ];

    private static bool HasData(JsonElement root) =>
        root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
        && data.EnumerateObject().Any(property => property.Value.ValueKind != JsonValueKind.Null);

    /// <summary>Until the bucket holds what the query costs.</summary>
    private static TimeSpan? Wait(JsonElement root)
    {
        if (!root.TryGetProperty("extensions", out var extensions) || extensions.ValueKind != JsonValueKind.Object
            || !extensions.TryGetProperty("cost", out var cost) || cost.ValueKind != JsonValueKind.Object
            || !cost.TryGetProperty("throttleStatus", out var bucket) || bucket.ValueKind != JsonValueKind.Object
            || Number(cost, "requestedQueryCost") is not { } asked || Number(bucket, "currentlyAvailable") is not { } available
            || Number(bucket, "restoreRate") is not { } rate || rate <= 0)
        {
            return null;
        }

        var milliseconds = (long)Math.Ceiling((asked - available) / rate * 1000);
        var wait = TimeSpan.FromMilliseconds(milliseconds);
        return wait < ShortestWait ? ShortestWait : wait;
    }

    private static TimeSpan? RetryAfter(HttpAnswer answer) =>
        decimal.TryParse(answer.Header("Retry-After"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromMilliseconds((long)(seconds * 1000))
            : null;

    private static decimal? Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : null;

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Short(string text) => text.Length > LongestMessage ? text[..LongestMessage] + "…" : text;
}

/// <param name="Code">Null where the mutation gives none.</param>
/// <param name="Field">The path to what is meant: input, quantities, 3.</param>
/// <param name="Message">Shopify's words.</param>
internal sealed record UserError(string? Code, IReadOnlyList<string> Field, string Message)
{
    /// <summary>The position in the named list, where the path goes through it.</summary>
    public int? IndexIn(string list)
    {
        for (var i = 0; i + 1 < Field.Count; i++)
        {
            if (Field[i] == list && int.TryParse(Field[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                return index;
            }
        }

        return null;
    }

    public override string ToString() => Code is null ? Message : $"{Code}: {Message}";
}
