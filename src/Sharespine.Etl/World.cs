namespace Sharespine.Etl;

/// <summary>
/// The one door through which time, ids and randomness come in. A test hands in a fixed clock and a seed and
/// replays a night exactly; everything else in the program is a function of its input.
/// </summary>
public sealed class World
{
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Lock _gate = new();

    public World(TimeProvider time, int? seed = null)
    {
        _time = time;
#pragma warning disable RS0030 // This is the door the ban points to.
        _random = seed is int value ? new Random(value) : new Random();
#pragma warning restore RS0030
    }

    /// <summary>The clock, for what needs a <see cref="TimeProvider"/> of its own (retries, timeouts).</summary>
    public TimeProvider Time => _time;

    /// <summary>True when time is not this machine's: a night that is replayed, and keeps to its own clock everywhere.</summary>
    public bool IsReplay => _time != TimeProvider.System;

    /// <summary>Now, in UTC.</summary>
    public DateTimeOffset UtcNow => _time.GetUtcNow();

    /// <summary>The business date now in <paramref name="zone"/> (Europe/Stockholm for Swedish books).</summary>
    public DateOnly Today(TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(UtcNow, zone).DateTime);

    /// <summary>A new id: the UTC second and eight random hex digits, so ids sort by time and read well in a log.</summary>
    public string NewId()
    {
        lock (_gate)
        {
            return $"{UtcNow:yyyyMMdd-HHmmss}-{_random.NextInt64(0x1_0000_0000):x8}";
        }
    }

    /// <summary>A number in [0, 1), for jitter only: never for money.</summary>
    public double Jitter()
    {
        lock (_gate)
        {
            return _random.NextDouble();
        }
    }
}

/// <summary>
/// A clock that starts at a given instant and then runs with real time. The demo and the kill test use it so that
/// "the night of 2 November" has the same date however late it is replayed.
/// </summary>
public sealed class ShiftedClock(DateTimeOffset start, TimeProvider real) : TimeProvider
{
    private readonly TimeSpan _shift = start - real.GetUtcNow();
    private readonly TimeProvider _real = real;

    public override DateTimeOffset GetUtcNow() => (_real.GetUtcNow() + _shift).ToUniversalTime();
}
