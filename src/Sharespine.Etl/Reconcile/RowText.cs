using System.Text;
using System.Text.RegularExpressions;

namespace Sharespine.Etl.Reconcile;

/// <summary>A voucher row's text from a rule's template. What a row has several of, or none, is left out with its blanks.</summary>
public sealed partial class RowText
{
    private readonly List<(string Before, string? Name)> _parts = [];
    private readonly StringBuilder _text = new();

    public RowText(string template)
    {
        var at = 0;
        foreach (var match in Placeholder().Matches(template).Cast<Match>())
        {
            _parts.Add((template[at..match.Index], match.Groups["name"].Value));
            at = match.Index + match.Length;
        }

        _parts.Add((template[at..], null));
    }

    /// <summary>References and dates only: nothing about a person.</summary>
    public static IReadOnlyList<string> Known { get; } = ["order", "payout", "type", "date", "voucher", "method", "detail", "line", "provider"];

    public static IEnumerable<string> Names(string template) => Placeholder().Matches(template).Select(match => match.Groups["name"].Value);

    /// <summary>Blanks that meet become one.</summary>
    public string Fill(Func<string, string?> value)
    {
        _text.Clear();
        foreach (var (before, name) in _parts)
        {
            Append(before);
            Append(name is null ? null : value(name));
        }

        return _text.ToString().TrimEnd(' ');
    }

    private void Append(string? text)
    {
        foreach (var letter in text.AsSpan())
        {
            var isBlank = char.IsWhiteSpace(letter);
            if (!isBlank || (_text.Length > 0 && _text[^1] != ' '))
            {
                _text.Append(isBlank ? ' ' : letter);
            }
        }
    }

    [GeneratedRegex(@"\{(?<name>[^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
