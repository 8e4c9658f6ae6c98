using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sharespine.Etl.Mappings.Expressions;

internal static class TextFunctions
{
    private const string Group = "Text";

    // Patterns are written out in mappings, so there are only as many as the mappings hold.
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new();

    internal static IReadOnlyList<MappingFunction> All { get; } =
    [
        new("text", Group, "Writes a number, yes/no, date, instant or money as text; a source value of any simple kind becomes its text.",
            [("text(25.50)", "\"25.50\""), ("text(true)", "\"true\"")],
            new FunctionOverload("value: any", "text", (in call, arguments) => ToText(call, arguments[0]))),
        new("trim", Group, "Takes blanks off both ends.", [("trim(\"  a \")", "\"a\"")],
            Simple("value: text", text => text.Trim())),
        new("clean", Group, "Makes text comparable: composed letters (NFC), runs of blanks and control characters become one blank, ends trimmed.",
            [("clean(\"  Anna \\t Ek\\n\")", "\"Anna Ek\"")],
            Simple("value: text", Clean)),
        new("upper", Group, "Capital letters.", [("upper(\"se\")", "\"SE\"")], Simple("value: text", text => text.ToUpperInvariant())),
        new("lower", Group, "Small letters.", [("lower(\"A@B.SE\")", "\"a@b.se\"")], Simple("value: text", text => text.ToLowerInvariant())),
        new("left", Group, "The first characters; a shorter text is left as it is.", [("left(\"Stockholm\", 5)", "\"Stock\"")],
            new FunctionOverload("value: text, count: number", "text", (in call, a) => Count(call, a[1]) is { } n ? Value.Of(Cut(a[0].Text, 0, n)) : Value.Failed)),
        new("right", Group, "The last characters; a shorter text is left as it is.", [("right(\"0012345\", 5)", "\"12345\"")],
            new FunctionOverload("value: text, count: number", "text", (in call, a) => Count(call, a[1]) is { } n ? Value.Of(a[0].Text[StartOfLast(a[0].Text, n)..]) : Value.Failed)),
        new("substring", Group, "From a position, counted from 0, as many characters as wanted, or all that follow.", [("substring(\"SE-123\", 3)", "\"123\""), ("substring(\"SE-123\", 0, 2)", "\"SE\"")],
            new FunctionOverload("value: text, start: number, [count: number]", "text", Substring)),
        new("length", Group, "The number of characters.", [("length(\"Åsa\")", "3")],
            new FunctionOverload("value: text", "number", (in _, a) => Value.Of((decimal)a[0].Text.Length))),
        new("contains", Group, "Whether a text stands within another; capitals and small letters differ.", [("contains(\"presentkort\", \"kort\")", "true")],
            Ask((text, part) => text.Contains(part, StringComparison.Ordinal))),
        new("startsWith", Group, "Whether a text begins with another.", [("startsWith(\"SE556677\", \"SE\")", "true")],
            Ask((text, part) => text.StartsWith(part, StringComparison.Ordinal))),
        new("endsWith", Group, "Whether a text ends with another.", [("endsWith(\"42-R\", \"-R\")", "true")],
            Ask((text, part) => text.EndsWith(part, StringComparison.Ordinal))),
        new("replace", Group, "Puts one text in place of another, everywhere.", [("replace(\"070-41 70\", \" \", \"\")", "\"070-4170\"")],
            new FunctionOverload("value: text, find: text, with: text", "text", (in call, a) => a[1].Text.Length == 0 ? call.Fail("cannot be searched for an empty text", a[0]) : Value.Of(a[0].Text.Replace(a[1].Text, a[2].Text, StringComparison.Ordinal)))),
        new("split", Group, "Cuts a text at a separator into a list.", [("split(\"a;b\", \";\")", "[\"a\", \"b\"]")],
            new FunctionOverload("value: text, separator: fixed text", "list of text", (in _, a) => Value.Of(Array.ConvertAll(a[0].Text.Split(a[1].Text), Value.Of)))),
        new("padLeft", Group, "Fills up from the left to a length.", [("padLeft(\"42\", 6, \"0\")", "\"000042\"")],
            new FunctionOverload("value: text, length: number, [with: fixed text]", "text", (in call, a) => Count(call, a[1]) is { } n ? Value.Of(a[0].Text.PadLeft(n, a[2].IsNothing ? ' ' : a[2].Text[0])) : Value.Failed)
            {
                CheckFixed = fixedValues => fixedValues is [_, _, { Kind: ValueKind.Text } with] && with.Text.Length != 1 ? "padLeft() fills with one character." : null,
            }),
        new("matches", Group, "Whether the pattern (a regular expression) is found in the text.", [("matches(\"SE-12345\", \"^[A-Z]{2}-[0-9]+$\")", "true")],
            Pattern("value: text, pattern: fixed text", "boolean", (pattern, text) => Value.Of(pattern.IsMatch(text)))),
        new("extract", Group, "What the pattern's first parenthesis holds, else the whole match; nothing when it is not found.", [("extract(\"Order 4711 (web)\", \"Order ([0-9]+)\")", "\"4711\""), ("extract(\"none\", \"[0-9]+\")", "nothing")],
            Pattern("value: text, pattern: fixed text", "text", Extract)),
        new("digits", Group, "Only the digits.", [("digits(\"070-41 70\")", "\"0704170\"")], Simple("value: text", text => string.Concat(text.Where(char.IsAsciiDigit)))),
        new("initials", Group, "The first letter of each word, capital.", [("initials(\"anna maria ek\")", "\"AME\"")],
            Simple("value: text", text => string.Concat(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]))))),
        new("stripHtml", Group, "Takes out HTML tags and turns &amp; and the like into characters.", [("stripHtml(\"<b>Hem</b> &amp; Trädgård\")", "\"Hem & Trädgård\"")],
            Simple("value: text", StripHtml)),
        new("unescapeHtml", Group, "Turns &amp; and the like into characters, tags left alone.", [("unescapeHtml(\"6 &times; 2\")", "\"6 × 2\"")], Simple("value: text", text => WebUtility.HtmlDecode(text))),
    ];

    internal static string Clean(string text)
    {
        if (IsClean(text))
        {
            return text;
        }

        var cleaned = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormC))
        {
            if (!char.IsWhiteSpace(letter) && !char.IsControl(letter))
            {
                cleaned.Append(letter);
            }
            else if (cleaned.Length > 0 && cleaned[^1] != ' ')
            {
                cleaned.Append(' ');
            }
        }

        return cleaned.ToString().TrimEnd();
    }

    private static bool IsClean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (letter is < ' ' or > '\u02ff' or (>= '\u007f' and <= '\u00a0') || (letter == ' ' && (i == 0 || i == text.Length - 1 || text[i - 1] == ' ')))
            {
                return false;
            }
        }

        return true;
    }

    private static Value ToText(in FunctionCall call, Value value) => value.Kind switch
    {
        ValueKind.Text => value,
        ValueKind.Json => value.Json.ValueKind switch
        {
            JsonValueKind.String => Value.Of(value.Json.GetString()),
            JsonValueKind.Object or JsonValueKind.Array => call.Fail($"is {Reading.Nature(value)} and has no text", value),
            _ => Value.Of(value.Json.GetRawText()),
        },
        ValueKind.List => call.Fail("is a list and has no text (join it: join(list, \", \"))", value),
        _ => Value.Of(value.ToString()),
    };

    private static FunctionOverload Simple(string signature, Func<string, string> change) =>
        new(signature, "text", (in _, a) => Value.Of(change(a[0].Text)));

    private static FunctionOverload Ask(Func<string, string, bool> question) =>
        new("value: text, part: text", "boolean", (in _, a) => Value.Of(question(a[0].Text, a[1].Text)));

    private static FunctionOverload Pattern(string signature, string result, Func<Regex, string, Value> use) => new(signature, result, (in call, a) =>
    {
        try
        {
            return use(PatternOf(a[1].Text), a[0].Text);
        }
        catch (RegexMatchTimeoutException)
        {
            return call.Fail("takes too long to search with this pattern", a[0]);
        }
    })
    {
        CheckFixed = fixedValues => WrongPattern(fixedValues[1]!.Value.Text),
    };

    /// <summary>Without backtracking, so that no text from outside can make a pattern slow; the timeout is a second guard.</summary>
    private static Regex PatternOf(string pattern) => Patterns.GetOrAdd(pattern, static text =>
        new(text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1)));

    private static string? WrongPattern(string pattern)
    {
        try
        {
            PatternOf(pattern);
            return null;
        }
        catch (RegexParseException exception)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the pattern \"{pattern}\" cannot be read: {exception.Error} at its character {exception.Offset + 1}.");
        }
        catch (NotSupportedException)
        {
            return $"the pattern \"{pattern}\" uses look-around or a back reference, which are not supported here.";
        }
    }

    private static Value Extract(Regex pattern, string text) => pattern.Match(text) is { Success: true } match
        ? Value.Of(match.Groups.Count > 1 ? match.Groups[1].Value : match.Value)
        : Value.Nothing;

    private static int? Count(in FunctionCall call, Value count)
    {
        if (count.Number < 0 || count.Number != decimal.Truncate(count.Number) || count.Number > 1_000_000)
        {
            call.Fail("is not a count of characters", count);
            return null;
        }

        return decimal.ToInt32(count.Number);
    }

    private static Value Substring(in FunctionCall call, ReadOnlySpan<Value> a) =>
        Count(call, a[1]) is not { } start ? Value.Failed
        : a[2].IsNothing ? Value.Of(Cut(a[0].Text, start, a[0].Text.Length))
        : Count(call, a[2]) is { } count ? Value.Of(Cut(a[0].Text, start, count))
        : Value.Failed;

    /// <summary>Never cuts a character of two halves (an emoji) in the middle.</summary>
    private static string Cut(string text, int start, int count)
    {
        var from = Math.Min(start, text.Length);
        var to = Math.Min(from + count, text.Length);
        if (to > from && to < text.Length && char.IsHighSurrogate(text[to - 1]))
        {
            to--;
        }

        return text[from..to];
    }

    private static int StartOfLast(string text, int count)
    {
        var start = Math.Max(0, text.Length - count);
        return start > 0 && start < text.Length && char.IsLowSurrogate(text[start]) ? start + 1 : start;
    }

    private static string StripHtml(string text)
    {
        var bare = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var close = IsTag(text, i) ? text.IndexOf('>', i) : -1;
            if (close < 0)
            {
                bare.Append(text[i]);
                continue;
            }

            i = close;
        }

        return WebUtility.HtmlDecode(bare.ToString());
    }

    private static bool IsTag(string text, int at) =>
        text[at] == '<' && at + 1 < text.Length && (char.IsAsciiLetter(text[at + 1]) || text[at + 1] is '/' or '!');
}
