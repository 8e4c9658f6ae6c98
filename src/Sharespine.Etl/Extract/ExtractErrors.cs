using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Extract;

public static class ExtractErrors
{
    public static readonly ErrorCode NoProgress = new("EXT001", "The source's walk does not move.",
        "The source gave the same page again and again.", "Look at the source's own log; rerun later. Nothing was skipped: the cursor has not moved.");

    public static readonly ErrorCode NoServerTime = new("EXT002", "The source did not say what time it is.",
        "A proxy takes the Date header away.", "Let the header through. Without the server's time no cursor can be set safely.");

    public static readonly ErrorCode Missing = new("EXT003", "The source lists a record that it does not give.",
        "It was deleted between the two questions, or the key has no right to it.", "Nothing when it was deleted; otherwise look at the key's rights in the source.");

    public static IReadOnlyList<ErrorCode> All { get; } = [NoProgress, NoServerTime, Missing];
}
