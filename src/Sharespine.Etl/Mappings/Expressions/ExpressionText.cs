using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Expressions;

/// <summary>An expression's text and where it stands in a file, so that every finding points at the very character.</summary>
public sealed class ExpressionText
{
    private readonly SourcePosition[]? _places;

    /// <param name="text">The expression as YAML gave it (quotes and folding undone).</param>
    /// <param name="at">Where the YAML value begins.</param>
    /// <param name="fileText">The file's whole text, when columns inside the value are wanted.</param>
    public ExpressionText(string text, SourcePosition at, string? fileText = null)
    {
        Text = text;
        At = at;
        _places = fileText is null ? null : Locate(text, at, fileText);
    }

    public string Text { get; }

    public SourcePosition At { get; }

    /// <summary>The place of the character at <paramref name="offset"/>; the value's own place where it cannot be told.</summary>
    public SourcePosition PlaceOf(int offset) => _places is null
        ? At
        : offset < _places.Length ? _places[offset] : _places.Length == 0 ? At : _places[^1] with { Column = _places[^1].Column + 1 };

    /// <summary>
    /// Quotes, block signs and folding change only blanks, so the n-th visible character of the text is the n-th visible
    /// one in the file. Where that does not hold (an escape in double quotes) the value's own place has to do.
    /// </summary>
    private static SourcePosition[]? Locate(string text, SourcePosition at, string fileText)
    {
        var start = OffsetOf(fileText, at);
        if (start < 0)
        {
            return null;
        }

        var (index, line, column) = (start, at.Line, at.Column);
        var isSingleQuoted = fileText[start] == '\'';
        SkipHeader(fileText, ref index, ref line, ref column);
        var places = new SourcePosition[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i]))
            {
                while (index < fileText.Length && char.IsWhiteSpace(fileText[index]))
                {
                    Step(fileText, ref index, ref line, ref column);
                }

                if (index >= fileText.Length || fileText[index] != text[i])
                {
                    return null;
                }
            }

            places[i] = at with { Line = line, Column = column };
            if (index < fileText.Length && (!char.IsWhiteSpace(text[i]) || char.IsWhiteSpace(fileText[index])))
            {
                Step(fileText, ref index, ref line, ref column);
                if (isSingleQuoted && text[i] == '\'')
                {
                    // Within single quotes YAML doubles the quote.
                    Step(fileText, ref index, ref line, ref column);
                }
            }
        }

        return places;
    }

    private static void SkipHeader(string fileText, ref int index, ref int line, ref int column)
    {
        if (index < fileText.Length && fileText[index] is '"' or '\'')
        {
            Step(fileText, ref index, ref line, ref column);
        }
        else if (index < fileText.Length && fileText[index] is '|' or '>')
        {
            while (index < fileText.Length && fileText[index] != '\n')
            {
                Step(fileText, ref index, ref line, ref column);
            }
        }
    }

    private static void Step(string fileText, ref int index, ref int line, ref int column)
    {
        (line, column) = fileText[index++] == '\n' ? (line + 1, 1) : (line, column + 1);
    }

    private static int OffsetOf(string fileText, SourcePosition at)
    {
        var offset = 0;
        for (var line = 1; line < at.Line; line++)
        {
            offset = fileText.IndexOf('\n', offset) + 1;
            if (offset == 0)
            {
                return -1;
            }
        }

        return at.Line == 0 || offset + at.Column - 1 >= fileText.Length ? -1 : offset + at.Column - 1;
    }
}
