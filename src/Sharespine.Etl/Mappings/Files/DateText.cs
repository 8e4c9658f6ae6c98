using System.Globalization;
using System.Text;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>
/// Reads dates in the mapping's formats and turns instants into business dates (Europe/Stockholm for Swedish books). "iso"
/// is 2018-08-10T07:45:00Z with any offset, or a bare 2018-08-10, which is a business date already.
/// </summary>
public sealed class DateText
{
    /// <summary>The format name for ISO 8601.</summary>
    public const string Iso = "iso";

    private readonly string[] _formats;
    private readonly bool _iso;
    private readonly TimeZoneInfo _fileZone;
    private readonly TimeZoneInfo _businessZone;

    // Rows of a file cluster around the same hours, and offsets change only on the hour.
    private long _cachedHour = -1;
    private DateOnly _cachedDate;

    /// <param name="formats">"iso" and .NET custom formats, tried in order.</param>
    /// <param name="fileZone">The zone of a time that is written without an offset.</param>
    /// <param name="businessZone">The zone whose calendar day counts.</param>
    public DateText(IReadOnlyList<string> formats, TimeZoneInfo fileZone, TimeZoneInfo businessZone)
    {
        _iso = formats.Contains(Iso);
        _formats = [.. formats.Where(format => format != Iso)];
        _fileZone = fileZone;
        _businessZone = businessZone;
    }

    /// <summary>The business date, or false when no format fits.</summary>
    public bool TryBusinessDate(ReadOnlySpan<byte> cell, out DateOnly date)
    {
        if (_iso && TryIsoUtc(cell, out date))
        {
            return true;
        }

        var text = Encoding.UTF8.GetString(cell).Trim();
        return (_iso && TryIso(text, out date)) || TryFormats(text, out date);
    }

    /// <summary>The commonest form by far, read without making a text of it.</summary>
    private bool TryIsoUtc(ReadOnlySpan<byte> cell, out DateOnly date)
    {
        date = default;
        if (cell.Length != 20 || cell[4] != '-' || cell[7] != '-' || cell[10] != 'T' || cell[13] != ':' || cell[16] != ':' || cell[19] != 'Z'
            || !Two(cell, 0, out var century) || !Two(cell, 2, out var year) || !Two(cell, 5, out var month) || !Two(cell, 8, out var day)
            || !Two(cell, 11, out var hour) || !Two(cell, 14, out var minute) || !Two(cell, 17, out var second))
        {
            return false;
        }

        year += century * 100;
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var key = ((((((long)year * 16) + month) * 32) + day) * 32) + hour;
        if (key != _cachedHour)
        {
            _cachedDate = BusinessDate(new(year, month, day, hour, minute, second, TimeSpan.Zero));
            _cachedHour = key;
        }

        date = _cachedDate;
        return true;
    }

    private static bool Two(ReadOnlySpan<byte> cell, int at, out int value)
    {
        value = ((cell[at] - '0') * 10) + (cell[at + 1] - '0');
        return char.IsAsciiDigit((char)cell[at]) && char.IsAsciiDigit((char)cell[at + 1]);
    }

    private bool TryIso(string text, out DateOnly date)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
        {
            return true;
        }

        string[] withOffset = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK"];
        return TryExact(text, withOffset, out date);
    }

    private bool TryFormats(string text, out DateOnly date)
    {
        foreach (var format in _formats)
        {
            if (!HasTime(format) && DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
            {
                return true;
            }
        }

        return TryExact(text, [.. _formats.Where(HasTime)], out date);
    }

    private bool TryExact(string text, string[] formats, out DateOnly date)
    {
        date = default;
        if (formats.Length == 0 || !DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
        {
            return false;
        }

        if (time.Kind == DateTimeKind.Unspecified)
        {
            if (_fileZone.IsInvalidTime(time))
            {
                return false;
            }

            date = BusinessDate(new(time, _fileZone.GetUtcOffset(time)));
            return true;
        }

        var instant = DateTimeOffset.ParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        date = BusinessDate(instant);
        return true;
    }

    private DateOnly BusinessDate(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, _businessZone).DateTime);

    internal static bool HasTime(string format) => WithoutLiterals(format).AsSpan().IndexOfAny("Hhm") >= 0;

    /// <summary>The format without its quoted texts; a quote that is not closed stays.</summary>
    internal static string WithoutLiterals(string format)
    {
        var bare = new StringBuilder(format.Length);
        for (var i = 0; i < format.Length; i++)
        {
            var close = format[i] == '\'' ? format.IndexOf('\'', i + 1) : -1;
            if (close < 0)
            {
                bare.Append(format[i]);
            }
            else
            {
                i = close;
            }
        }

        return bare.ToString();
    }
}
