using System.Diagnostics;

namespace Sharespine.Etl.Reconcile;

/// <summary>Names the parts of a stage for whoever measures (an <see cref="ActivityListener"/>); costs nothing when nobody listens.</summary>
public static class ReconcileTrace
{
    public const string Name = "Sharespine.Etl.Reconcile";

    private static readonly ActivitySource Source = new(Name);

    internal static Activity? Part(string name) => Source.StartActivity(name);

    internal static T Part<T>(string name, Func<T> work)
    {
        using var part = Part(name);
        return work();
    }
}
