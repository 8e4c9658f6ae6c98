using System.Text;
using Sharespine.Etl.Mappings.Files;

namespace Sharespine.Etl.Tests.Mappings.Files;

public sealed class DateTextTests
{
    private static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    [Theory]
    [InlineData("2018-08-10T07:45:00Z", "2018-08-10")]
    [InlineData("2025-01-09T22:59:59Z", "2025-01-09")]
    [InlineData("2025-01-09T23:00:00Z", "2025-01-10")]
    [InlineData("2025-07-09T21:59:59Z", "2025-07-09")]
    [InlineData("2025-07-09T22:00:00Z", "2025-07-10")]
    [InlineData("2025-03-30T22:00:00Z", "2025-03-31")]
    [InlineData("2025-10-26T22:30:00Z", "2025-10-26")]
    [InlineData("2025-12-31T23:30:00Z", "2026-01-01")]
    [InlineData("2024-02-29T12:00:00.123Z", "2024-02-29")]
    [InlineData("2025-01-09T23:30:00+01:00", "2025-01-09")]
    [InlineData("2025-01-09T23:30:00", "2025-01-10")]
    [InlineData("2025-01-09 23:30:00", "2025-01-10")]
    [InlineData("2025-01-09", "2025-01-09")]
    [InlineData("09/01/2025", "2025-01-09")]
    [InlineData("09/01/2025 23:30", "2025-01-10")]
    public void An_instant_is_the_day_it_is_in_Stockholm(string cell, string expected)
    {
        Assert.True(Dates("iso", "dd/MM/yyyy", "dd/MM/yyyy HH:mm").TryBusinessDate(Encoding.UTF8.GetBytes(cell), out var date));
        Assert.Equal(expected, date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2025-02-29T00:00:00Z")]
    [InlineData("2025-13-01T00:00:00Z")]
    [InlineData("2025-01-01T24:00:00Z")]
    [InlineData("2025-01-0aT00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("1/9/2025")]
    [InlineData("2025-1-9")]
    [InlineData("yesterday")]
    [InlineData("")]
    public void What_is_no_date_in_the_formats_given_is_not_read(string cell) =>
        Assert.False(Dates("iso", "dd/MM/yyyy").TryBusinessDate(Encoding.UTF8.GetBytes(cell), out _));

    [Fact]
    public void The_quick_reading_of_UTC_agrees_with_the_time_zone_for_every_hour_of_a_year()
    {
        var dates = Dates("iso");
        var start = new DateTimeOffset(2024, 12, 31, 0, 30, 0, TimeSpan.Zero);
        for (var hour = 0; hour < 367 * 24; hour++)
        {
            var instant = start.AddHours(hour);
            var cell = Encoding.UTF8.GetBytes(instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));

            Assert.True(dates.TryBusinessDate(cell, out var date));
            Assert.Equal(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Stockholm).DateTime), date);
        }
    }

    private static DateText Dates(params string[] formats) => new(formats, TimeZoneInfo.Utc, Stockholm);
}
