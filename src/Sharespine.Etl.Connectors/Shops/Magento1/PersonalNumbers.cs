using System.Globalization;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>
/// Recognises Swedish personal numbers in VAT number fields, where sole traders write them: ten or twelve digits, also as
/// SE…01, that begin with a date. A company's number never does: its third digit is at least 2.
/// </summary>
internal static class PersonalNumbers
{
    private const int CoordinationDays = 60;

    public static bool Holds(string text, DateTimeOffset now)
    {
        var bare = text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace("+", "", StringComparison.Ordinal).ToUpperInvariant();
        bare = bare.StartsWith("SE", StringComparison.Ordinal) ? bare[2..] : bare;
        if (bare.Length is < 10 or > 14 || !bare.All(char.IsAsciiDigit))
        {
            return false;
        }

        // With the 01 of a VAT number behind it, or without; with the century before it, or without.
        return (bare.Length, bare) switch
        {
            (10, _) => IsDate(bare[..6], now),
            (12, _) => IsDate(bare[2..8], now) && bare[..2] is "19" or "20" || (bare.EndsWith("01", StringComparison.Ordinal) && IsDate(bare[..6], now)),
            (14, _) => bare.EndsWith("01", StringComparison.Ordinal) && IsDate(bare[2..8], now),
            _ => false,
        };
    }

    private static bool IsDate(string digits, DateTimeOffset now)
    {
        var month = int.Parse(digits.AsSpan(2, 2), NumberStyles.None, CultureInfo.InvariantCulture);
        var day = int.Parse(digits.AsSpan(4, 2), NumberStyles.None, CultureInfo.InvariantCulture);
        day = day > CoordinationDays ? day - CoordinationDays : day;
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(now.Year / 4 * 4, month);
    }
}
