using System.Globalization;

namespace Sharespine.Etl.Cli;

/// <summary>The world of a real process: the system clock, unless a test froze it with ETL_CLOCK (an ISO instant).</summary>
internal static class WorldOfProcess
{
    public static World Create() =>
        Environment.GetEnvironmentVariable("ETL_CLOCK") is { Length: > 0 } text
            ? new(new FrozenClock(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)))
            : new(TimeProvider.System);

    /// <summary>Says the same instant for ever; timers and elapsed time stay real.</summary>
    private sealed class FrozenClock(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
