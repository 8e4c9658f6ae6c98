using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Store;

public static class StoreErrors
{
    public static readonly ErrorCode NewerDatabase = new("STO001", "The store was made by a newer version of this program.",
        "An older program was started on it.", "Start the version that made it, or a later one.");

    public static readonly ErrorCode ScriptChanged = new("STO002", "A schema script that was already applied has other content now.",
        "A numbered script was edited after release.", "Restore the script; put changes in a new one.");

    public static readonly ErrorCode LeaseLost = new("RUN004", "Another process took over this job.",
        "This process was paused so long that its lease ran out.", "Nothing to do: the other process carries on. Look at status.");

    public static IReadOnlyList<ErrorCode> All { get; } = [NewerDatabase, ScriptChanged, LeaseLost];
}
