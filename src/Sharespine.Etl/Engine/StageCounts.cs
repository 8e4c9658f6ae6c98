using System.Globalization;

namespace Sharespine.Etl.Engine;

/// <summary>
/// What became of the records that entered a stage. Every record ends in exactly one of the five outcomes:
/// In = Done + Unchanged + Skipped + Rejected + Held, and the run checks it.
/// </summary>
public readonly record struct StageCounts(int In, int Done = 0, int Unchanged = 0, int Skipped = 0, int Rejected = 0, int Held = 0, int DocumentsOut = 0)
{
    public bool Adds => In == Done + Unchanged + Skipped + Rejected + Held;

    public static StageCounts operator +(StageCounts a, StageCounts b) => new(
        a.In + b.In, a.Done + b.Done, a.Unchanged + b.Unchanged, a.Skipped + b.Skipped, a.Rejected + b.Rejected, a.Held + b.Held, a.DocumentsOut + b.DocumentsOut);

    /// <summary>One record with its outcome.</summary>
    public static StageCounts One(Outcome outcome, int documents = 0) => outcome switch
    {
        Outcome.Done => new(1, Done: 1, DocumentsOut: documents),
        Outcome.Unchanged => new(1, Unchanged: 1, DocumentsOut: documents),
        Outcome.Skipped => new(1, Skipped: 1),
        Outcome.Rejected => new(1, Rejected: 1),
        _ => new(1, Held: 1),
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{In} in = {Done} done + {Unchanged} unchanged + {Skipped} skipped + {Rejected} rejected + {Held} held");
}

/// <summary>The closed list of what a record can come to in a stage.</summary>
public enum Outcome
{
    Done,
    Unchanged,

    /// <summary>Not wanted, with the setting that said so.</summary>
    Skipped,

    /// <summary>Quarantined with a reason.</summary>
    Rejected,

    /// <summary>Waits for a named thing.</summary>
    Held,
}
