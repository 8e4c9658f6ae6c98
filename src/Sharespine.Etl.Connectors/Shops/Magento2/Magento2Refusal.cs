using System.Text.Json;
using System.Text.RegularExpressions;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// Reads a refusal. Magento sends its message with unfilled places and the values beside it:
/// {"message": "The consumer isn't authorized to access %resources.", "parameters": {"resources": "Magento_Sales::ship"}}.
/// </summary>
internal static partial class Magento2Refusal
{
    private const int LongestMessage = 300;

    /// <summary>"400: The order does not allow an invoice to be created.", shortened.</summary>
    public static string Words(HttpAnswer answer)
    {
        var words = Message(answer) ?? "(no words)";
        words = words.Length > LongestMessage ? words[..LongestMessage] + "…" : words;
        return FormattableString.Invariant($"{answer.Status}: {words}");
    }

    /// <summary>Magento's own message with its values filled in, or null when the answer is not its.</summary>
    public static string? Message(HttpAnswer answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Filled(json.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>An object with message and parameters (a refusal, or one row's error of a price call) as one text; null without a message.</summary>
    public static string? Filled(JsonElement error)
    {
        if (!error.TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        if (!error.TryGetProperty("parameters", out var parameters))
        {
            return message.GetString();
        }

        // A list fills %1, %2 … and, where the places have names, these in the order of first sight; an object fills by name.
        var names = new List<string>();
        return Place().Replace(message.GetString()!, place => Value(parameters, place.Groups[1].Value, names) ?? place.Value);
    }

    /// <summary>What a 401 or 403 means, as far as Magento tells.</summary>
    public static Issue NotAuthorised(HttpOutcome.NotAuthorised refused)
    {
        if (Message(refused.Answer) is not { } message)
        {
            // Not Magento's own words: a firewall or the web server itself.
            return refused.Issue;
        }

        var kind = Magento2Client.IsAboutSignature(message) ? Magento2Errors.BadSignature : Magento2Errors.NoRights;
        return new(kind, Words(refused.Answer), refused.Issue.At, Try: kind.Action);
    }

    private static string? Value(JsonElement parameters, string name, List<string> names)
    {
        if (parameters.ValueKind == JsonValueKind.Object)
        {
            return parameters.TryGetProperty(name, out var value) ? value.ToString() : null;
        }

        if (parameters.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        if (!int.TryParse(name, out var number) && !names.Contains(name))
        {
            names.Add(name);
        }

        var index = number > 0 ? number - 1 : names.IndexOf(name);
        return index >= 0 && index < parameters.GetArrayLength() ? parameters[index].ToString() : null;
    }

    [GeneratedRegex("%([0-9]+|[A-Za-z_]+)")]
    private static partial Regex Place();
}
