using System.Text.RegularExpressions;

namespace Sharespine.Etl.Reconcile;

/// <summary>A voucher row's text from a rule's template. What a row has several of, or none, is left out with its blanks.</summary>
public static partial class RowText
{
    /// <summary>References and dates only: nothing about a person.</summary>
    public static IReadOnlyList<string> Known { get; } = ["order", "payout", "type", "date", "voucher", "method", "detail", "line", "provider"];

    public static IEnumerable<string> Names(string template) => Placeholder().Matches(template).Select(match => match.Groups["name"].Value);

    public static string Fill(string template, Func<string, string?> value) =>
        Blanks().Replace(Placeholder().Replace(template, match => value(match.Groups["name"].Value) ?? ""), " ").Trim();

    [GeneratedRegex(@"\{(?<name>[^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
