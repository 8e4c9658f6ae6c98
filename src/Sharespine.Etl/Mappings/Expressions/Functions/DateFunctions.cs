using System.Collections.Concurrent;
using System.Globalization;

namespace Sharespine.Etl.Mappings.Expressions;

internal static class DateFunctions
{
    private const string Group = "Dates and times";

    private static readonly ConcurrentDictionary<string, TimeZoneInfo> Zones = new();

    private static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd' 'HH:mmK"];

    internal static IReadOnlyList<MappingFunction> All { get; } =
    [
        new("date", Group, "Reads a text as a calendar date: 2026-10-25, or as the format says (d day, M month, y year). An empty text is nothing.",
            [("date(\"2026-10-25\")", "2026-10-25"), ("date(\"25/10/2026\", \"dd/MM/yyyy\")", "2026-10-25")],
            new FunctionOverload("value: text, [format: fixed text]", "date", ToDate)),
        new("instant", Group, "Reads a text as a moment. With Z or an offset it says its own zone; without one the second argument must name the zone it is in (\"UTC\" for Greenwich time). An hour that the clock change repeats is taken as the first, one it skips is refused.",
            [("instant(\"2026-10-25T01:30:00Z\")", "2026-10-25T01:30:00Z"), ("instant(\"2026-07-01 12:00:00\", \"Europe/Stockholm\")", "2026-07-01T10:00:00Z")],
            new FunctionOverload("value: text, [zone: fixed text]", "instant", ToInstant) { CheckFixed = fixedValues => fixedValues.Count > 1 ? WrongZone(fixedValues[1]) : null }),
        new("localDate", Group, "The calendar date of a moment in a zone.", [("localDate(instant(\"2026-12-31T23:30:00Z\"), \"Europe/Stockholm\")", "2027-01-01")],
            new FunctionOverload("value: instant, zone: text", "date", (in call, a) => Zone(call, a[1]) is { } zone ? Value.Of(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(a[0].Instant, zone).DateTime)) : Value.Failed)
            { CheckFixed = fixedValues => WrongZone(fixedValues[1]) }),
        new("addDays", Group, "So many days later, or earlier for a negative number.", [("addDays(date(\"2026-02-27\"), 2)", "2026-03-01")],
            new FunctionOverload("value: date, days: number", "date", AddDays)),
        new("daysBetween", Group, "Days from the first date to the second.", [("daysBetween(date(\"2026-10-01\"), date(\"2026-10-31\"))", "30")],
            new FunctionOverload("from: date, to: date", "number", (in _, a) => Value.Of((decimal)(a[1].Date.DayNumber - a[0].Date.DayNumber)))),
        new("formatDate", Group, "Writes a date as the format says.", [("formatDate(date(\"2026-10-05\"), \"yyMMdd\")", "\"261005\"")],
            new FunctionOverload("value: date, format: fixed text", "text", (in _, a) => Value.Of(a[0].Date.ToString(a[1].Text, CultureInfo.InvariantCulture)))
            { CheckFixed = fixedValues => WrongFormat(fixedValues[1]!.Value.Text) }),
        new("year", Group, "The year.", [("year(date(\"2026-10-05\"))", "2026")], Part(date => date.Year)),
        new("month", Group, "The month, 1 to 12.", [("month(date(\"2026-10-05\"))", "10")], Part(date => date.Month)),
        new("day", Group, "The day of the month.", [("day(date(\"2026-10-05\"))", "5")], Part(date => date.Day)),
    ];

    private static Value ToDate(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        var format = a[1].IsNothing ? "yyyy-MM-dd" : a[1].Text;
        return string.IsNullOrWhiteSpace(a[0].Text) ? Value.Nothing
            : DateOnly.TryParseExact(a[0].Text.Trim(), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? Value.Of(date)
            : call.Fail($"cannot be read as a date {format}", a[0]);
    }

    private static Value ToInstant(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        var text = a[0].Text.Trim();
        if (text.Length == 0)
        {
            return Value.Nothing;
        }

        if (!DateTime.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
        {
            return call.Fail("cannot be read as a moment like 2026-10-25T01:30:00Z", a[0]);
        }

        if (time.Kind != DateTimeKind.Unspecified)
        {
            return Value.Of(DateTimeOffset.ParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
        }

        if (a[1].IsNothing)
        {
            return call.Fail("does not say its time zone (name it: instant(x, \"UTC\"))", a[0]);
        }

        var zone = Zones.GetOrAdd(a[1].Text, TimeZoneInfo.FindSystemTimeZoneById);
        return zone.IsInvalidTime(time) ? call.Fail($"does not exist in {a[1].Text}: the clock was put forward over it", a[0]) : Value.Of(new DateTimeOffset(time, OffsetOf(zone, time)));
    }

    private static TimeSpan OffsetOf(TimeZoneInfo zone, DateTime time) =>
        zone.IsAmbiguousTime(time) ? zone.GetAmbiguousTimeOffsets(time).Max() : zone.GetUtcOffset(time);

    private static Value AddDays(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        var days = a[1].Number;
        return days != decimal.Truncate(days) || Math.Abs(days) > 100_000
            ? call.Fail("is not a number of days", a[1])
            : Value.Of(a[0].Date.AddDays(decimal.ToInt32(days)));
    }

    private static FunctionOverload Part(Func<DateOnly, int> part) => new("value: date", "number", (in _, a) => Value.Of((decimal)part(a[0].Date)));

    private static TimeZoneInfo? Zone(in FunctionCall call, Value name)
    {
        if (Zones.TryGetValue(name.Text, out var known) || TimeZoneInfo.TryFindSystemTimeZoneById(name.Text, out known))
        {
            return Zones.GetOrAdd(name.Text, known);
        }

        call.Fail("is not a time zone", name);
        return null;
    }

    private static string? WrongZone(Value? zone) => zone is { Kind: ValueKind.Text } name && !TimeZoneInfo.TryFindSystemTimeZoneById(name.Text, out _)
        ? $"\"{name.Text}\" is not a time zone; write one like \"Europe/Stockholm\", or \"UTC\"."
        : null;

    private static string? WrongFormat(string format)
    {
        try
        {
            _ = DateOnly.MinValue.ToString(format, CultureInfo.InvariantCulture);
            return null;
        }
        catch (FormatException)
        {
            return $"\"{format}\" is not a date format; d, M and y stand for day, month and year.";
        }
    }
}
