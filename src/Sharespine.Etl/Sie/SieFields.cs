namespace Sharespine.Etl.Sie;

/// <summary>
/// Splits a line into fields (SIE 4B, chapter 5). Fields stand apart by spaces or tabs; one may be quoted; \" is the only
/// escape and every other backslash is itself. An object list in braces is one field. The same instance is used for every line.
/// </summary>
internal sealed class SieFields(int maxFieldLength)
{
    private readonly Field[] _fields = new Field[64];

    public int Count { get; private set; }

    public SieFieldFault Fault { get; private set; }

    /// <summary>1-based column of the fault.</summary>
    public int FaultColumn { get; private set; }

    /// <summary>True when a quotation mark inside a text lacked its backslash.</summary>
    public bool HasLooseQuote { get; private set; }

    /// <summary>True when the line ends with the brace that opens the voucher's rows.</summary>
    public bool OpensBlock { get; private set; }

    public Field this[int index] => _fields[index];

    /// <summary>Splits from <paramref name="at"/>; false when there is a <see cref="Fault"/>.</summary>
    public bool Split(ReadOnlySpan<byte> line, int at, bool withLists, bool withBlock = false)
    {
        Count = 0;
        Fault = SieFieldFault.None;
        HasLooseQuote = OpensBlock = false;
        while (true)
        {
            at = SkipSeparators(line, at);
            if (at >= line.Length)
            {
                return true;
            }

            if (withBlock && line[at] == '{' && SkipSeparators(line, at + 1) == line.Length)
            {
                OpensBlock = true;
                return true;
            }

            at = Next(line, at, withLists);
            if (at < 0)
            {
                return false;
            }
        }
    }

    private int Next(ReadOnlySpan<byte> line, int at, bool withLists) => line[at] switch
    {
        (byte)'{' when withLists => List(line, at),
        (byte)'"' => Quoted(line, at),
        _ => Plain(line, at),
    };

    private int Plain(ReadOnlySpan<byte> line, int start)
    {
        var length = line[start..].IndexOfAny((byte)' ', (byte)'\t');
        var end = length < 0 ? line.Length : start + length;
        return Add(new(start, end - start, HasEscape(line[start..end]), IsList: false)) ? end : -1;
    }

    private int Quoted(ReadOnlySpan<byte> line, int quote)
    {
        var (end, escaped) = FindQuoteEnd(line, quote + 1, inList: false);
        if (end < 0)
        {
            return Fail(SieFieldFault.OpenQuote, quote);
        }

        return Add(new(quote + 1, end - quote - 1, escaped, IsList: false)) ? end + 1 : -1;
    }

    private int List(ReadOnlySpan<byte> line, int brace)
    {
        var at = brace + 1;
        while (at < line.Length && line[at] != '}')
        {
            if (line[at] == '"')
            {
                at = FindQuoteEnd(line, at + 1, inList: true).End;
                if (at < 0)
                {
                    return Fail(SieFieldFault.OpenQuote, brace);
                }
            }

            at++;
        }

        if (at >= line.Length)
        {
            return Fail(SieFieldFault.OpenList, brace);
        }

        return Add(new(brace + 1, at - brace - 1, Escaped: false, IsList: true)) ? at + 1 : -1;
    }

    /// <summary>The closing quote: the first one without backslash that a separator, the line's end or the list's brace follows.</summary>
    private (int End, bool Escaped) FindQuoteEnd(ReadOnlySpan<byte> line, int start, bool inList)
    {
        var escaped = false;
        var from = start;
        while (true)
        {
            var found = line[from..].IndexOf((byte)'"');
            if (found < 0)
            {
                // A path that ends with a backslash, "C:\Data\", at the end of the line.
                var isPath = escaped && line[^1] == '"' && !inList;
                return isPath ? (line.Length - 1, HasEscape(line[start..^1])) : (-1, false);
            }

            var quote = from + found;
            from = quote + 1;
            if (quote > start && line[quote - 1] == '\\')
            {
                escaped = true;
            }
            else if (from == line.Length || IsSeparator(line[from]) || (inList && line[from] == '}'))
            {
                return (quote, escaped);
            }
            else
            {
                HasLooseQuote = true;
            }
        }
    }

    private bool Add(Field field)
    {
        if (field.Length > maxFieldLength)
        {
            Fail(SieFieldFault.TooLong, field.Start);
            return false;
        }

        if (Count == _fields.Length)
        {
            Fail(SieFieldFault.TooMany, field.Start);
            return false;
        }

        _fields[Count++] = field;
        return true;
    }

    private int Fail(SieFieldFault fault, int at)
    {
        Fault = fault;
        FaultColumn = at + 1;
        return -1;
    }

    private static bool HasEscape(ReadOnlySpan<byte> text) => text.IndexOf("\\\""u8) >= 0;

    private static bool IsSeparator(byte value) => value is (byte)' ' or (byte)'\t';

    private static int SkipSeparators(ReadOnlySpan<byte> line, int at)
    {
        while (at < line.Length && IsSeparator(line[at]))
        {
            at++;
        }

        return at;
    }

    /// <param name="Start">0-based offset in the line, behind the quote or brace.</param>
    internal readonly record struct Field(int Start, int Length, bool Escaped, bool IsList)
    {
        public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> line) => line.Slice(Start, Length);
    }
}

internal enum SieFieldFault
{
    None,
    OpenQuote,
    OpenList,
    TooLong,
    TooMany,
}
