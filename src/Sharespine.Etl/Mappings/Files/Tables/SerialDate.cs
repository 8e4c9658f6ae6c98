using System.Globalization;

namespace Sharespine.Etl.Mappings.Files.Tables;

/// <summary>A date that a workbook stores as the number of days since its beginning, written as ISO 8601.</summary>
internal static class SerialDate
{
    private const decimal SecondsOfDay = 86_400;
    private const int LastDay = 2_958_465;
    private const int FalseLeapDay = 60;

    /// <summary>
    /// 2025-01-10, 2025-01-10 07:45:00, or 07:45:00 where there is no day; null when the number is no date. The time is
    /// rounded to seconds: a workbook stores fractions of a day.
    /// </summary>
    /// <param name="from1904">The workbook counts days from 1904, as those of old Macintosh programs do.</param>
    internal static string? Text(decimal serial, bool from1904)
    {
        if (serial < 0 || serial > LastDay)
        {
            return null;
        }

        var seconds = (long)decimal.Round(serial * SecondsOfDay, MidpointRounding.AwayFromZero);
        var (day, rest) = Math.DivRem(seconds, (long)SecondsOfDay);
        var time = TimeSpan.FromSeconds(rest).ToString("hh':'mm':'ss", CultureInfo.InvariantCulture);
        if (day == 0 && !from1904)
        {
            return time;
        }

        // Excel counts 29 February 1900, which never was.
        var first = from1904 ? new DateOnly(1904, 1, 1) : day < FalseLeapDay ? new(1899, 12, 31) : new DateOnly(1899, 12, 30);
        var date = first.AddDays((int)day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return rest == 0 ? date : $"{date} {time}";
    }
}
