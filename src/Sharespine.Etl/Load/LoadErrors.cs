using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Load;

public static class LoadErrors
{
    public static readonly ErrorCode NotAcknowledged = new("LOD001", "A file was taken and not acknowledged.",
        "The ERP's agent took it and did not answer, or its answer was lost.",
        "Look in the ERP whether the records are there. Acknowledge by hand (held list, held ignore), or send again (held retry) when they are not.");

    public static readonly ErrorCode BatchRefused = new("LOD002", "The ERP refused a whole file.",
        "The file could not be imported; nothing of it was.", "Read the reason, mend it, then rejected retry.");

    public static readonly ErrorCode RecordRefused = new("LOD003", "The other side refused the record.",
        "It breaks one of the other side's rules.", "Mend the record or the register that the reason names, then rejected retry.");

    public static readonly ErrorCode Unknown = new("LOD004", "It is not known whether the record arrived.",
        "The connection broke after it was sent, and the other side cannot be asked or did not tell.",
        "The next run asks again. If it stays, look on the other side by the record's number.");

    public static readonly ErrorCode NotDone = new("LOD005", "The record could not be sent.",
        "The other side was not reachable or asked us to wait, longer than we retry.", "Nothing: the next run sends it.");

    public static readonly ErrorCode WaitsForReceipt = new("LOD006", "The record waits for the ERP's acknowledgement.",
        "The file lies where the agent takes it.", "Look whether the agent is running when this stays.");

    public static readonly ErrorCode TooMuchAtOnce = new("LOD007", "The load would change more at once than the guard allows; nothing was sent.",
        "An export that is empty, cut off or of another shop; a price list with other VAT or currency. Or it is really meant so.",
        "List it with plan JOB. If it is meant so, run the job with --approve and the plan's hash; else mend the source and rerun.");

    public static IReadOnlyList<ErrorCode> All { get; } = [NotAcknowledged, BatchRefused, RecordRefused, Unknown, NotDone, WaitsForReceipt, TooMuchAtOnce];
}
