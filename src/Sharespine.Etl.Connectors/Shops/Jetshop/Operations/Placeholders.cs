using System.Text;
using System.Text.RegularExpressions;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Connectors.Shops.Jetshop.Operations;

/// <summary>The placeholders that texts of the operations file may hold.</summary>
internal static partial class Placeholders
{
    private static readonly string[] Lines = ["lineId", "sku", "quantity"];

    /// <summary>By purpose; a name before a colon is a list, with the names of its items behind it.</summary>
    public static IReadOnlyDictionary<string, string[]> ByPurpose { get; } = new Dictionary<string, string[]>
    {
        ["orders"] = ["changedAfter", "page", "pageSize", "offset", "afterKey"],
        ["order"] = ["orderId"],
        ["statuses"] = [],
        ["order-status"] = ["key", "orderId", "status", "erpNumber", "comment", "notifyCustomer", "at"],
        ["shipment"] = ["key", "orderId", "deliveryId", "carrier", "trackingNumber", "trackingNumbers", "trackingUrl", "notifyCustomer", "at"],
        ["capture"] = ["key", "orderId", "isFinal", "amount", "currency"],
    };

    /// <summary>What each: may name, with the names of an item.</summary>
    public static IReadOnlyDictionary<string, string[]> Lists(string purpose) => purpose switch
    {
        "shipment" => new Dictionary<string, string[]> { ["lines"] = Lines, ["trackingNumbers"] = ["item"] },
        "capture" => new Dictionary<string, string[]> { ["lines"] = Lines },
        _ => new Dictionary<string, string[]>(),
    };

    /// <summary>All that stand anywhere below a node.</summary>
    public static HashSet<string> Below(YamlNode? node) => [.. Scalars(node).SelectMany(scalar => In(scalar.Text))];

    public static IEnumerable<string> In(string text) => Placeholder().Matches(text).Select(match => match.Groups[1].Value);

    /// <summary>Every scalar below a node.</summary>
    public static IEnumerable<YamlScalar> Scalars(YamlNode? node) => node switch
    {
        YamlScalar scalar => [scalar],
        YamlList list => list.Items.SelectMany(Scalars),
        YamlMap map => map.Entries.SelectMany(entry => Scalars(entry.Value)),
        _ => [],
    };

    /// <summary>The text with its placeholders replaced; null when one of them has no value.</summary>
    public static string? Fill(string text, Func<string, string?> value)
    {
        var filled = new StringBuilder();
        var at = 0;
        foreach (Match match in Placeholder().Matches(text))
        {
            if (value(match.Groups[1].Value) is not { Length: > 0 } found)
            {
                return null;
            }

            filled.Append(text, at, match.Index - at).Append(found);
            at = match.Index + match.Length;
        }

        return filled.Append(text, at, text.Length - at).ToString();
    }

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex Placeholder();
}
