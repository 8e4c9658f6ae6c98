using System.Globalization;
using System.Text;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>Which character separates the decimals.</summary>
public enum DecimalMark
{
    Point,
    Comma,
}

/// <summary>What one amount as written tells about the file's number format.</summary>
public enum NumberEvidence
{
    /// <summary>No separator, or not a number: says nothing.</summary>
    None,

    /// <summary>One separator with three digits after it: thousands or decimals, both can be.</summary>
    Ambiguous,
    Point,
    Comma,
}

/// <summary>
/// Reads amounts as files write them: a sign in front or behind, thousands set off by blank, no-break blank, apostrophe or
/// the other mark in groups of three. Everything else is unreadable; nothing is ever guessed.
/// </summary>
public static class AmountText
{
    private const int DigitsMax = 18;
    private const long MinorMax = 1_000_000_000_000_000_000;

    /// <summary>Judges a cell by its marks alone: "12,50" can only be a decimal comma, "1.234,5" too, "1,234" can be both.</summary>
    public static NumberEvidence Judge(ReadOnlySpan<byte> cell)
    {
        var points = cell.Count((byte)'.');
        var commas = cell.Count((byte)',');
        if (points == 0 && commas == 0)
        {
            return NumberEvidence.None;
        }

        return (TryReadAs(cell, DecimalMark.Point, out _, out _), TryReadAs(cell, DecimalMark.Comma, out _, out _)) switch
        {
            (true, true) => NumberEvidence.Ambiguous,
            (true, false) => NumberEvidence.Point,
            (false, true) => NumberEvidence.Comma,
            _ => NumberEvidence.None,
        };
    }

    /// <summary>The exact number written, or false. Blanks around it are allowed; an empty cell is not a number.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> cell, DecimalMark mark, out decimal number)
    {
        number = 0;
        if (!TryReadAs(cell, mark, out var digits, out var scale))
        {
            return false;
        }

        var negative = digits < 0;
        var magnitude = (ulong)Math.Abs(digits);
        number = unchecked(new((int)magnitude, (int)(magnitude >> 32), 0, negative, (byte)scale));
        return true;
    }

    /// <summary>The amount in the currency's minor units, or false: also when it has more decimals than the currency, other than zeros.</summary>
    public static bool TryMoney(ReadOnlySpan<byte> cell, DecimalMark mark, Currency currency, int decimals, out Money money)
    {
        money = default;
        if (!TryReadAs(cell, mark, out var digits, out var scale))
        {
            return false;
        }

        for (; scale > decimals; scale--)
        {
            if (digits % 10 != 0)
            {
                return false;
            }

            digits /= 10;
        }

        for (; scale < decimals; scale++)
        {
            if (Math.Abs(digits) > long.MaxValue / 10)
            {
                return false;
            }

            digits *= 10;
        }

        money = new(digits, currency);
        return true;
    }

    /// <summary>A whole number of minor units without any mark or separator, or false.</summary>
    public static bool TryMinor(ReadOnlySpan<byte> cell, Currency currency, out Money money)
    {
        money = default;
        var text = cell.Trim((byte)' ');
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minor) || minor is <= -MinorMax or >= MinorMax)
        {
            return false;
        }

        money = new(minor, currency);
        return true;
    }

    private static bool TryReadAs(ReadOnlySpan<byte> cell, DecimalMark mark, out long digits, out int scale)
    {
        (digits, scale) = (0, 0);
        var text = Trim(cell);
        var negative = TakeSign(ref text);
        if (text.IsEmpty)
        {
            return false;
        }

        var at = text.LastIndexOf(mark == DecimalMark.Point ? (byte)'.' : (byte)',');
        var whole = at < 0 ? text : text[..at];
        var fraction = at < 0 ? [] : text[(at + 1)..];
        if (!ReadWhole(whole, mark, ref digits, out var count) || !ReadDigits(fraction, ref digits) || count + fraction.Length is 0 or > DigitsMax || (at >= 0 && fraction.IsEmpty))
        {
            return false;
        }

        scale = fraction.Length;
        digits = negative ? -digits : digits;
        return true;
    }

    /// <summary>A minus may stand in front (also U+2212, as some spreadsheets write it) or behind; a plus in front.</summary>
    private static bool TakeSign(ref ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return false;
        }

        if (text[0] is (byte)'-' or (byte)'+')
        {
            var negative = text[0] == (byte)'-';
            text = Trim(text[1..]);
            return negative;
        }

        if (text.StartsWith("\u2212"u8))
        {
            text = Trim(text[3..]);
            return true;
        }

        if (text[^1] == (byte)'-')
        {
            text = Trim(text[..^1]);
            return true;
        }

        return false;
    }

    /// <summary>Digits, either all together or in groups of three set off by one and the same separator.</summary>
    private static bool ReadWhole(ReadOnlySpan<byte> text, DecimalMark mark, ref long digits, out int count)
    {
        count = 0;
        var group = -1;
        ReadOnlySpan<byte> separator = [];
        while (!text.IsEmpty)
        {
            if (text[0] is >= (byte)'0' and <= (byte)'9')
            {
                if (++count > DigitsMax || group == 3)
                {
                    return false;
                }

                digits = (digits * 10) + (text[0] - '0');
                group = group < 0 ? -1 : group + 1;
                text = text[1..];
                continue;
            }

            var found = SeparatorAt(text, mark);
            if (found.IsEmpty || (!separator.IsEmpty && !found.SequenceEqual(separator)) || (group < 0 ? count is 0 or > 3 : group != 3))
            {
                return false;
            }

            separator = found;
            group = 0;
            text = text[found.Length..];
        }

        return group is -1 or 3;
    }

    private static ReadOnlySpan<byte> SeparatorAt(ReadOnlySpan<byte> text, DecimalMark mark)
    {
        if (text[0] is (byte)' ' or (byte)'\'' || text[0] == (mark == DecimalMark.Point ? (byte)',' : (byte)'.'))
        {
            return text[..1];
        }

        return text.StartsWith("\u00A0"u8) ? text[..2]
            : text.StartsWith("\u202F"u8) || text.StartsWith("\u2009"u8) || text.StartsWith("\u2019"u8) ? text[..3]
            : [];
    }

    private static bool ReadDigits(ReadOnlySpan<byte> text, ref long digits)
    {
        if (text.Length > DigitsMax)
        {
            return false;
        }

        foreach (var character in text)
        {
            if (character is < (byte)'0' or > (byte)'9' || Math.Abs(digits) > (long.MaxValue - 9) / 10)
            {
                return false;
            }

            digits = (digits * 10) + (character - '0');
        }

        return true;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        text = text.Trim((byte)' ');
        while (text.StartsWith("\u00A0"u8))
        {
            text = text[2..].TrimStart((byte)' ');
        }

        while (text.EndsWith("\u00A0"u8))
        {
            text = text[..^2].TrimEnd((byte)' ');
        }

        return text;
    }

    /// <summary>For messages: the cell as text, shortened, line breaks made visible.</summary>
    internal static string Quote(ReadOnlySpan<byte> cell)
    {
        var text = Encoding.UTF8.GetString(cell.Length > 240 ? cell[..240] : cell).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return "\"" + (text.Length > 40 ? text[..40] + "…" : text) + "\"";
    }
}
