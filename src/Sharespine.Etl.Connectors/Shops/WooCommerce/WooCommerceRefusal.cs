using System.Net;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>Reads {code, message, data} of a refusal. Decisions go by code; the message is for people, localised and HTML-escaped in places.</summary>
internal static class WooCommerceRefusal
{
    private const int LongestMessage = 160;

    /// <summary>WooCommerce's own error code, or null when the answer is not its.</summary>
    public static string? Code(HttpAnswer answer) => Field(answer, "code");

    /// <summary>"400 rest_invalid_param: Invalid parameter(s): status", shortened.</summary>
    public static string Words(HttpAnswer answer)
    {
        var message = WebUtility.HtmlDecode(Field(answer, "message") ?? "");
        message = message.Length > LongestMessage ? message[..LongestMessage] + "…" : message;
        return FormattableString.Invariant($"{answer.Status} {Code(answer) ?? "(no code)"}: {message}");
    }

    /// <summary>What a 401 or 403 means, as far as WooCommerce tells.</summary>
    public static Issue NotAuthorised(HttpOutcome.NotAuthorised refused, WooCommerceClient client)
    {
        var code = Code(refused.Answer);
        if (code is null)
        {
            // Not WooCommerce's own words: a firewall or the web server itself.
            return refused.Issue;
        }

        var isWrite = !refused.Answer.Address.StartsWith("GET ", StringComparison.Ordinal);
        var plainHttp = client.Settings.Url.StartsWith("http:", StringComparison.OrdinalIgnoreCase);
        var kind = isWrite ? (code.StartsWith("woocommerce_rest_cannot_", StringComparison.Ordinal) ? WooCommerceErrors.NoWriteRights : WooCommerceErrors.ReadOnlyKey)
            : plainHttp && client.Auth == WooCommerceAuth.Basic && code == "woocommerce_rest_cannot_view" ? WooCommerceErrors.BasicOnHttp
            : code == "woocommerce_rest_authentication_error" ? WooCommerceErrors.WrongSecret
            : WooCommerceErrors.NoRights;
        return new(kind, Words(refused.Answer), refused.Issue.At, Try: kind.Action);
    }

    private static string? Field(HttpAnswer answer, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
