using System.Diagnostics;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>Hears what the reconciliation says of its own parts, and measures them.</summary>
internal sealed class Parts : IDisposable
{
    private readonly Dictionary<Activity, Meter> _running = [];
    private readonly List<Step> _steps = [];
    private readonly ActivityListener _listener;

    public Parts()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == ReconcileTrace.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity => _running[activity] = new(resetPeak: false),
            ActivityStopped = activity =>
            {
                _running.Remove(activity, out var meter);
                _steps.Add(meter!.Stop("  " + activity.OperationName, 0));
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>What ran since the last call, the same part several times as one.</summary>
    public IReadOnlyList<Step> Take(long rows)
    {
        List<Step> steps = [.. _steps.GroupBy(step => step.Name).Select(same => new Step(
            same.Key, rows, Sum(same.Select(step => step.Wall)), Sum(same.Select(step => step.Cpu)), same.Sum(step => step.Allocated), same.Max(step => step.Peak)))];
        _steps.Clear();
        return steps;
    }

    public void Dispose() => _listener.Dispose();

    private static TimeSpan Sum(IEnumerable<TimeSpan> times) => times.Aggregate(TimeSpan.Zero, (sum, time) => sum + time);
}
