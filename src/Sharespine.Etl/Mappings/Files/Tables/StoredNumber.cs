using System.Globalization;

namespace Sharespine.Etl.Mappings.Files.Tables;

/// <summary>
/// The decimal text that a workbook stores for a number, made plain. Excel keeps 15 digits and writes what is beyond them as
/// noise (0.1 + 0.2 as 0.30000000000000004): those are rounded away in decimal arithmetic, and the number never becomes a
/// binary one.
/// </summary>
internal static class StoredNumber
{
    private const int Digits = 15;
    private const int MostPlaces = 28;

    /// <summary>
    /// The number without exponent, or null when the text is none that a workbook stores. A whole number is kept to its last
    /// digit. Three decimals get a fourth, or a reader could take the mark for one of thousands.
    /// </summary>
    internal static string? Plain(string stored, DecimalMark mark)
    {
        if (stored.Length > 0 && stored.AsSpan(stored[0] == '-' ? 1 : 0) is { IsEmpty: false } whole && !whole.ContainsAnyExceptInRange('0', '9'))
        {
            return stored;
        }

        if (Split(stored) is not (var isNegative, var digits, var point))
        {
            return null;
        }

        (digits, point) = Rounded(digits, point);
        if (digits.Length == 0)
        {
            return "0";
        }

        var places = Math.Max(0, digits.Length - point);
        if (point > MostPlaces || places > MostPlaces)
        {
            return null;
        }

        var all = digits.PadLeft(places + 1, '0').PadRight(Math.Max(point, 0), '0');
        var fraction = all[^places..];
        var text = all[..^places] + (places == 0 ? "" : (mark == DecimalMark.Point ? "." : ",") + fraction + (places == 3 ? "0" : ""));
        return isNegative ? "-" + text : text;
    }

    /// <summary>The exact value after the same rounding, or null.</summary>
    internal static decimal? Value(string stored) =>
        Plain(stored, DecimalMark.Point) is { } plain && decimal.TryParse(plain, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Sign, significant digits, and how many of them stand before the point.</summary>
    private static (bool IsNegative, string Digits, int Point)? Split(string stored)
    {
        var text = stored.AsSpan();
        var isNegative = text.StartsWith("-");
        text = isNegative ? text[1..] : text;
        var exponent = 0;
        if (text.IndexOfAny('E', 'e') is var at and >= 0)
        {
            if (!int.TryParse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > 400)
            {
                return null;
            }

            text = text[..at];
        }

        var point = text.IndexOf('.');
        var digits = point < 0 ? text.ToString() : string.Concat(text[..point], text[(point + 1)..]);
        point = (point < 0 ? digits.Length : point) + exponent;
        return digits.Length == 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9') ? null : (isNegative, digits, point);
    }

    private static (string Digits, int Point) Rounded(string digits, int point)
    {
        var lead = digits.Length - digits.TrimStart('0').Length;
        (digits, point) = (digits[lead..], point - lead);
        if (digits.Length > Digits)
        {
            var up = digits[Digits] >= '5';
            var kept = long.Parse(digits.AsSpan(0, Digits), CultureInfo.InvariantCulture) + (up ? 1 : 0);
            var text = kept.ToString(CultureInfo.InvariantCulture);
            (digits, point) = (text, point + text.Length - Digits);
        }

        return (digits.TrimEnd('0'), point);
    }
}
