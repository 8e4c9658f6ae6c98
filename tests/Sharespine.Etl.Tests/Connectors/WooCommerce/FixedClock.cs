using System.Globalization;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>A clock that stands still until it is moved; its timers and stopwatches are real.</summary>
public sealed class FixedClock(string utc) : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
