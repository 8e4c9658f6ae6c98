using System.Globalization;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>The part of Shopify's search syntax that is used: comparisons joined by AND and OR, values in quotes.</summary>
internal static class FakeSearch
{
    public static bool Matches(JsonObject record, string? query)
    {
        if (string.IsNullOrEmpty(query))
        {
            return true;
        }

        return Split(query, " AND ").All(part => part.StartsWith('(')
            ? Split(part[1..^1], " OR ").Any(one => One(record, one))
            : Split(part, " OR ").Any(one => One(record, one)));
    }

    /// <summary>Outside quotes and parentheses.</summary>
    private static List<string> Split(string text, string separator)
    {
        var parts = new List<string>();
        var (quoted, depth, start) = (false, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
                continue;
            }

            quoted ^= text[i] == '\'';
            depth += quoted ? 0 : text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (!quoted && depth == 0 && string.CompareOrdinal(text, i, separator, 0, separator.Length) == 0)
            {
                parts.Add(text[start..i]);
                start = i + separator.Length;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static bool One(JsonObject record, string condition)
    {
        var colon = condition.IndexOf(':', StringComparison.Ordinal);
        var (key, rest) = (condition[..colon], condition[(colon + 1)..]);
        var sign = rest.StartsWith(">=", StringComparison.Ordinal) ? ">=" : "";
        var value = rest[sign.Length..];
        value = value.StartsWith('\'') ? value[1..^1].Replace("\\'", "'", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : value;
        return key switch
        {
            "id" or "variant_id" => Compare(FakeState.Number(record["id"] ?? record["variant"]!["id"]), long.Parse(value, CultureInfo.InvariantCulture), sign),
            "updated_at" or "created_at" => Compare(Time(record[key == "updated_at" ? "updatedAt" : "createdAt"]), DateTimeOffset.Parse(value, CultureInfo.InvariantCulture).UtcTicks, sign),
            "test" => (record["test"]?.GetValue<bool>() ?? false) == bool.Parse(value),

            // The true search is as generous: capitals do not count, and a beginning is enough.
            "sku" => record["sku"]?.GetValue<string>()?.StartsWith(value, StringComparison.OrdinalIgnoreCase) ?? false,
            "action" => record["action"]?.GetValue<string>() == value,
            "subject_type" => record["subjectType"]?.GetValue<string>() == value,
            "sales_channel" => record["sourceName"]?.GetValue<string>() == value,
            _ => throw new InvalidOperationException($"The fake's search does not know {key}."),
        };
    }

    private static long Time(JsonNode? at) => at is null ? 0 : DateTimeOffset.Parse(at.GetValue<string>(), CultureInfo.InvariantCulture).UtcTicks;

    private static bool Compare(long there, long wanted, string sign) => sign == ">=" ? there >= wanted : there == wanted;
}
