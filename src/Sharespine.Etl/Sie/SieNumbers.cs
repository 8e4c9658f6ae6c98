using System.Globalization;

namespace Sharespine.Etl.Sie;

/// <summary>Amounts and dates as SIE writes them, read from bytes and written as text.</summary>
internal static class SieNumbers
{
    /// <summary>
    /// Reads -1234.50 as öre. False for anything else: a plus sign, a comma, grouping, or decimals behind the second that are
    /// not zero, and for ten thousand milliards and more, which no books have.
    /// </summary>
    public static bool TryAmount(ReadOnlySpan<byte> text, out long minor)
    {
        minor = 0;
        var negative = text.Length > 0 && text[0] == '-';
        var digits = negative ? text[1..] : text;
        var point = digits.IndexOf((byte)'.');
        var whole = point < 0 ? digits : digits[..point];
        var decimals = point < 0 ? [] : digits[(point + 1)..];
        if (whole.Length is 0 or > 13 || !TryDigits(whole, out var major) || !TryDecimals(decimals, out var cents))
        {
            return false;
        }

        minor = major * 100 + cents;
        minor = negative ? -minor : minor;
        return true;
    }

    public static bool TryDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length != 8 || !TryDigits(text, out var number))
        {
            return false;
        }

        var (year, month, day) = ((int)(number / 10000), (int)(number / 100 % 100), (int)(number % 100));
        if (year == 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new(year, month, day);
        return true;
    }

    public static bool TryInteger(ReadOnlySpan<byte> text, out int value)
    {
        var negative = text.Length > 0 && text[0] == '-';
        var digits = negative ? text[1..] : text;
        value = 0;
        if (digits.Length > 9 || !TryDigits(digits, out var number))
        {
            return false;
        }

        value = (int)(negative ? -number : number);
        return true;
    }

    /// <summary>Two decimals always, and never "-0.00".</summary>
    public static string Amount(Int128 minor)
    {
        var absolute = Int128.Abs(minor);
        return string.Create(CultureInfo.InvariantCulture, $"{(minor < 0 ? "-" : "")}{absolute / 100}.{absolute % 100:00}");
    }

    public static string Date(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static bool TryDecimals(ReadOnlySpan<byte> decimals, out long cents)
    {
        cents = 0;
        if (decimals.IsEmpty)
        {
            return true;
        }

        var significant = decimals.TrimEnd((byte)'0');
        if (significant.Length > 2 || decimals.Length > 10 || !TryDigits(decimals, out _))
        {
            return false;
        }

        TryDigits(significant.IsEmpty ? "0"u8 : significant, out cents);
        cents *= significant.Length == 1 ? 10 : 1;
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = value * 10 + (digit - '0');
        }

        return !text.IsEmpty;
    }
}
