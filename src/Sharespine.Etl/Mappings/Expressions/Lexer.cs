using System.Globalization;
using System.Text;

namespace Sharespine.Etl.Mappings.Expressions;

internal enum TokenKind
{
    Text,
    Number,
    Name,
    Word,
    Sign,
    End,
}

/// <param name="Text">The decoded text, name, keyword or sign.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Offset, decimal Number = 0);

/// <summary>What is wrong with how an expression is written: a finding when it stands in a mapping.</summary>
public sealed class SyntaxException(string message, int offset, string? suggestion = null) : Exception(message)
{
    public int Offset { get; } = offset;

    public string? Suggestion { get; } = suggestion;
}

/// <summary>Cuts an expression into tokens.</summary>
internal static class Lexer
{
    internal static readonly HashSet<string> Words = ["if", "then", "else", "when", "and", "or", "not", "true", "false", "null"];

    private static readonly string[] Signs = ["==", "!=", "<=", ">=", "??", "<", ">", "=", "(", ")", "[", "]", ".", ",", "+", "-", "*", "/", "&"];

    /// <summary>True when the name needs no backticks.</summary>
    internal static bool IsPlainName(string text) =>
        text.Length > 0 && IsNameStart(text[0]) && text.All(IsNamePart) && !Words.Contains(text);

    internal static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (at == text.Length)
            {
                tokens.Add(new(TokenKind.End, "", at));
                return tokens;
            }

            tokens.Add(Next(text, ref at));
        }
    }

    private static Token Next(string text, ref int at)
    {
        var start = at;
        var first = text[at];
        if (first is '"' or '\'')
        {
            return new(TokenKind.Text, Quoted(text, ref at), start);
        }

        if (first == '`')
        {
            return new(TokenKind.Name, Backticked(text, ref at), start);
        }

        if (char.IsAsciiDigit(first))
        {
            return Number(text, ref at);
        }

        if (IsNameStart(first))
        {
            while (at < text.Length && IsNamePart(text[at]))
            {
                at++;
            }

            var name = text[start..at];
            return new(Words.Contains(name) ? TokenKind.Word : TokenKind.Name, name, start);
        }

        foreach (var sign in Signs)
        {
            if (string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0)
            {
                at += sign.Length;
                return new(TokenKind.Sign, sign, start);
            }
        }

        throw Stray(first, start);
    }

    private static Token Number(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))))
        {
            at++;
        }

        var digits = text[start..at];
        if (at < text.Length && IsNameStart(text[at]))
        {
            throw new SyntaxException($"\"{digits}{text[at]}\" is neither a number nor a name.", start, "put text in quotes; a name that starts with a digit is written in backticks.");
        }

        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? new(TokenKind.Number, digits, start, number)
            : throw new SyntaxException($"\"{digits}\" is not a number.", start, "write digits with one decimal point: 1234.56");
    }

    private static string Quoted(string text, ref int at)
    {
        var start = at;
        var quote = text[at++];
        var value = new StringBuilder();
        while (at < text.Length && text[at] != quote)
        {
            value.Append(text[at] == '\\' ? Escaped(text, ++at) : text[at]);
            at++;
        }

        if (at >= text.Length)
        {
            throw new SyntaxException($"the text that starts here has no closing {quote}.", start, $"end it with {quote}");
        }

        at++;
        return value.ToString();
    }

    private static char Escaped(string text, int at) => at >= text.Length ? '\\' : text[at] switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '\\' or '"' or '\'' => text[at],
        var other => throw new SyntaxException($"\\{other} is not known inside a text.", at - 1, "write \\\\ for a backslash; \\n, \\r, \\t, \\\" and \\' are known."),
    };

    private static string Backticked(string text, ref int at)
    {
        var start = at;
        var end = text.IndexOf('`', at + 1);
        if (end < 0)
        {
            throw new SyntaxException("the name that starts here has no closing `.", start, "end it with `");
        }

        at = end + 1;
        return end == start + 1 ? throw new SyntaxException("`` is an empty name.", start) : text[(start + 1)..end];
    }

    private static SyntaxException Stray(char sign, int offset) => sign switch
    {
        '!' => new("\"!\" is not used here.", offset, "write not, or != to compare."),
        '|' => new("\"|\" is not used here.", offset, "write or."),
        '{' or '}' => new($"\"{sign}\" is not used in expressions.", offset, "put this part under fields: on lines of its own."),
        '?' => new("\"?\" is not used here.", offset, "write if … then … else …, or ?? for a fallback."),
        '%' => new("\"%\" is not used here.", offset, "a percentage is a plain number: vatOf(net, 25)."),
        '“' or '”' or '’' or '‘' => new($"{sign} is a typographic quote.", offset, "write a straight quote: \" or '"),
        _ => new($"\"{sign}\" is not used in expressions.", offset, null),
    };

    private static bool IsNameStart(char letter) => letter == '_' || char.IsLetter(letter);

    private static bool IsNamePart(char letter) => letter == '_' || char.IsLetterOrDigit(letter);
}
