using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Load;

/// <summary>
/// A system written to call by call. The load stage has stored the intent before it calls and stores the answer after;
/// an answer that never came is asked for with <see cref="FindAsync"/> before anything is sent again.
/// </summary>
public interface IRecordTarget
{
    /// <summary>What the other side holds now for this document, found by external reference or link. Safe to repeat.</summary>
    Task<TargetState> FindAsync(OutboxDocument document, CancellationToken cancellation);

    /// <summary>
    /// Sends once. Repeats inside only what is proven not to have arrived. A connection broken after sending is
    /// <see cref="TargetAnswer.Unknown"/>, not an exception.
    /// </summary>
    /// <exception cref="EtlException">Not authorised, or the whole target is down: the job stops.</exception>
    Task<TargetAnswer> SendAsync(OutboxDocument document, CancellationToken cancellation);
}

/// <param name="Entity">order-status, article …</param>
/// <param name="Key">Our document key.</param>
/// <param name="TargetKey">The other side's key from the link, when there is one.</param>
/// <param name="Payload">The target document, UTF-8 JSON as the ERP or shop mapping made it.</param>
/// <param name="PayloadHash">SHA-256 of the payload, lower-case hex.</param>
public sealed record OutboxDocument(string Entity, string Key, string? TargetKey, ReadOnlyMemory<byte> Payload, string PayloadHash);

public abstract record TargetState
{
    private TargetState()
    {
    }

    /// <summary>It is not there: sending is safe.</summary>
    public sealed record Absent : TargetState;

    /// <summary>It is there and already as wanted: nothing to send.</summary>
    public sealed record AsWanted(string TargetKey) : TargetState;

    /// <summary>It is there, with other content (UTF-8 JSON of the fields we write, for the write policies).</summary>
    public sealed record Other(string TargetKey, ReadOnlyMemory<byte> Now) : TargetState;

    /// <summary>The other side cannot be asked about this document: a person has to look.</summary>
    public sealed record CannotAsk(Issue Issue) : TargetState;
}

public abstract record TargetAnswer
{
    private TargetAnswer()
    {
    }

    /// <summary>The other side has it.</summary>
    public sealed record Done(string TargetKey) : TargetAnswer;

    /// <summary>The other side refused this document for good; others go on.</summary>
    public sealed record Refused(Issue Issue) : TargetAnswer;

    /// <summary>Proven not done (never arrived, 429, maintenance): may be sent again later.</summary>
    public sealed record NotDone(Issue Issue) : TargetAnswer;

    /// <summary>It may or may not have been done.</summary>
    public sealed record Unknown(Issue Issue) : TargetAnswer;
}

/// <summary>
/// A system written to by files that somebody takes and acknowledges. A batch has one immutable id; writing the same batch
/// again gives the same bytes under the same name.
/// </summary>
public interface IFileTarget
{
    /// <summary>What in the record the target could not take: a text too long, a character it has not. None when it can be written.</summary>
    IReadOnlyList<Issue> Examine(string entity, FileRecord record);

    /// <summary>Writes the batch's files, each appearing whole. Harmless when they are there already, taken or not.</summary>
    IReadOnlyList<WrittenFile> Write(FileBatch batch);

    /// <summary>Where the batch stands: still lying there, taken, acknowledged, or refused as a whole.</summary>
    BatchReceipt Check(FileBatchRef batch);
}

/// <param name="Id">Unique for ever, safe in a file name.</param>
/// <param name="Entity">order, invoice, credit, customer, article.</param>
/// <param name="Records">In file order.</param>
public sealed record FileBatch(string Id, string Entity, DateTimeOffset MadeAt, IReadOnlyList<FileRecord> Records);

/// <param name="Key">Our document key.</param>
/// <param name="Action">create or update.</param>
/// <param name="Payload">The target document, UTF-8 JSON as the ERP mapping made it.</param>
public sealed record FileRecord(string Key, string Action, ReadOnlyMemory<byte> Payload);

public sealed record FileBatchRef(string Id, string Entity);

/// <param name="Name">File name without folder.</param>
public sealed record WrittenFile(string Name, string Sha256, long Bytes);

/// <param name="State">How far the batch came.</param>
/// <param name="Records">Once acknowledged: every record's own outcome.</param>
/// <param name="Issue">When the batch was refused, or its receipt cannot be read.</param>
public sealed record BatchReceipt(BatchState State, IReadOnlyList<RecordReceipt> Records, Issue? Issue = null);

public enum BatchState
{
    /// <summary>Our files still lie there.</summary>
    Written,

    /// <summary>Somebody took them and has not answered.</summary>
    Taken,
    Acknowledged,

    /// <summary>Nothing of the batch was imported.</summary>
    Refused,
}

/// <param name="Key">Our document key.</param>
/// <param name="TargetKey">The ERP's number, when it took the record.</param>
/// <param name="Error">Why it did not.</param>
public sealed record RecordReceipt(string Key, string? TargetKey, string? Error);

/// <summary>A file target for a dry run: examines and checks like the real one, and writes nothing.</summary>
public sealed class PlannedFiles(IFileTarget real) : IFileTarget
{
    public IReadOnlyList<Issue> Examine(string entity, FileRecord record) => real.Examine(entity, record);

    public IReadOnlyList<WrittenFile> Write(FileBatch batch) => [new($"(dry run) {batch.Entity} {batch.Id}", "", 0)];

    public BatchReceipt Check(FileBatchRef batch) => real.Check(batch);
}
