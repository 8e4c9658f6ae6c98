namespace Sharespine.Etl.Engine;

/// <summary>
/// One entity in one direction of one flow, or one reconciliation: what is scheduled, leased, rerun and reported. Its
/// stages run in order, each from what the stage before it staged, so each can be run again alone.
/// </summary>
public abstract class Job
{
    /// <summary>shop-se→visma/order, klarna-se↔visma.</summary>
    public abstract string Name { get; }

    /// <summary>Jobs of the same run that have to be done before this one.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    public abstract IReadOnlyList<Stage> Stages { get; }

    /// <summary>What it needs a place at while it runs, in a run that several workers share.</summary>
    public IReadOnlyList<Slot> Slots { get; init; } = [];

    /// <summary>Job names as people can type them: "->" for → and "&lt;->" for ↔.</summary>
    public static string Canonical(string name) => name.Replace("<->", "↔", StringComparison.Ordinal).Replace("->", "→", StringComparison.Ordinal);
}

/// <param name="Name">extract, transform, load, match, report, post.</param>
/// <param name="RunAsync">
/// Does the stage's work batch by batch through <see cref="StageContext.Commit{T}"/>. Running it again changes nothing.
/// The token asks to stop after the batch in hand.
/// </param>
public sealed record Stage(string Name, Func<StageContext, CancellationToken, Task> RunAsync);
