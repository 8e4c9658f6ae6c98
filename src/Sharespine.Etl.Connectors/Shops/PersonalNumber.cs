using System.Globalization;

namespace Sharespine.Etl.Connectors.Shops;

/// <summary>
/// Recognises a Swedish personal number (personnummer, samordningsnummer), also as a sole trader's VAT number. A company's
/// organisation number is none: its third digit is at least 2, so that it names no month.
/// </summary>
public static class PersonalNumber
{
    private const int CoordinationDays = 60;

    /// <summary>
    /// True for YYMMDD-NNNN, YYMMDD+NNNN, YYYYMMDD-NNNN, the same without sign or with a blank, and SE + ten digits + 01,
    /// with a date that exists and a right check digit.
    /// </summary>
    /// <param name="today">A birth date after it is none.</param>
    public static bool Is(ReadOnlySpan<char> text, DateOnly today)
    {
        text = text.Trim();
        if (text.StartsWith("SE", StringComparison.OrdinalIgnoreCase) && text.Length >= 14 && text.EndsWith("01", StringComparison.Ordinal))
        {
            text = text[2..^2].Trim();
        }

        if (text.Length is < 10 or > 13 || Digits(text) is not { Length: 10 or 12 } digits)
        {
            return false;
        }

        return HasCheckDigit(digits.AsSpan()[^10..]) && IsBirthDate(digits, today);
    }

    /// <summary>The digits, when nothing but one separator before the last four stands between them; else empty.</summary>
    private static string Digits(ReadOnlySpan<char> text)
    {
        var separated = text.Length is 11 or 13;
        if (separated && text[^5] is not ('-' or '+' or ' ' or '\u2013'))
        {
            return "";
        }

        var digits = separated ? string.Concat(text[..^5], text[^4..]) : text.ToString();
        return digits.All(char.IsAsciiDigit) ? digits : "";
    }

    private static bool HasCheckDigit(ReadOnlySpan<char> ten)
    {
        var sum = 0;
        for (var i = 0; i < ten.Length; i++)
        {
            var product = (ten[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += product > 9 ? product - 9 : product;
        }

        return sum % 10 == 0;
    }

    private static bool IsBirthDate(string digits, DateOnly today)
    {
        if (digits.Length == 12)
        {
            return digits[..2] is "18" or "19" or "20" && Date(digits[..8]) is { } born && born <= today;
        }

        // Without century: this one or the one before.
        return (Date("20" + digits[..6]) is { } recent && recent <= today) || Date("19" + digits[..6]) is not null;
    }

    private static DateOnly? Date(string yearMonthDay)
    {
        var day = int.Parse(yearMonthDay.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture);
        day = day > CoordinationDays ? day - CoordinationDays : day;
        var text = string.Create(CultureInfo.InvariantCulture, $"{yearMonthDay.AsSpan(0, 6)}{day:00}");
        return DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }
}
