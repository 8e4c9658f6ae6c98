using System.Globalization;

namespace Sharespine.Etl.Benchmarks.Generate;

/// <summary>Instants as the shop, the provider and the books write them. The shop's clock is Swedish.</summary>
public static class SwedishTime
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>The instant of a Swedish wall clock time outside the repeated hour in October.</summary>
    public static DateTimeOffset At(DateOnly date, int hour, int minute = 0, int second = 0)
    {
        var wall = date.ToDateTime(new TimeOnly(hour, minute, second), DateTimeKind.Unspecified);
        return new DateTimeOffset(wall, Zone.GetUtcOffset(wall)).ToUniversalTime();
    }

    public static DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    public static DateOnly Date(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    public static DateOnly UtcDate(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);

    /// <summary>Local time without offset, the shop's <c>date_created</c>.</summary>
    public static string LocalText(DateTimeOffset instant) => Local(instant).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>UTC without a Z, the shop's <c>date_created_gmt</c>.</summary>
    public static string GmtText(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>UTC with a Z, as the provider writes.</summary>
    public static string ZuluText(DateTimeOffset instant) => GmtText(instant) + "Z";

    /// <summary>20261031, as SIE writes.</summary>
    public static string SieText(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    public static string IsoText(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
