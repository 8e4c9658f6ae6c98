using System.Globalization;

namespace Sharespine.Etl.Engine;

/// <summary>
/// A place that a job needs while it runs, and of which there are only so many for all workers of a shared run together. It is a
/// lease like the job's own: taken and given back with it, renewed with it, and free again when its owner has died.
/// </summary>
/// <param name="Name">connection/shop-se, intake/shop-se/order.</param>
/// <param name="Limit">How many jobs may hold one at the same time.</param>
public sealed record Slot(string Name, int Limit)
{
    internal const string Prefix = "slot/";

    /// <summary>One of the jobs that a connection bears at once.</summary>
    public static Slot Connection(string connection, int jobsAtOnce) => new("connection/" + connection, jobsAtOnce);

    /// <summary>What only one job at a time may take in: the walk of a source, the files of an inbox, a ledger.</summary>
    public static Slot Intake(string what) => new("intake/" + what, 1);

    /// <summary>The first lease of it that nobody holds; null when all are taken.</summary>
    internal string? Free(IReadOnlySet<string> taken) =>
        Enumerable.Range(1, Limit).Select(number => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Name}/{number}")).FirstOrDefault(lease => !taken.Contains(lease));
}
