using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Load;

/// <summary>
/// A system written to call by call. The load stage has stored the intents before it calls and stores the answers after;
/// an answer that never came is asked for with <see cref="FindAsync"/> before anything is sent again. Results come in the
/// order of what was given, one for each.
/// </summary>
public interface IRecordTarget
{
    /// <summary>How many documents one call may carry.</summary>
    int BatchSize { get; }

    /// <summary>What the other side holds now for these documents, found by external reference or link. Safe to repeat.</summary>
    /// <exception cref="EtlException">Not authorised, or the whole target is down: the job stops.</exception>
    Task<IReadOnlyList<TargetState>> FindAsync(IReadOnlyList<OutboxDocument> documents, CancellationToken cancellation);

    /// <summary>
    /// Sends once. Repeats inside only what is proven not to have arrived. A connection broken after sending is
    /// <see cref="TargetAnswer.Unknown"/>, not an exception; one document's refusal says nothing of the others.
    /// </summary>
    /// <exception cref="EtlException">Not authorised, or the whole target is down: the job stops.</exception>
    Task<IReadOnlyList<TargetAnswer>> SendAsync(IReadOnlyList<PlannedWrite> writes, CancellationToken cancellation);
}

/// <summary>A target that takes one document a call.</summary>
public abstract class SingleRecordTarget : IRecordTarget
{
    public int BatchSize => 1;

    /// <inheritdoc cref="IRecordTarget.FindAsync"/>
    public abstract Task<TargetState> FindAsync(OutboxDocument document, CancellationToken cancellation);

    /// <inheritdoc cref="IRecordTarget.SendAsync"/>
    public abstract Task<TargetAnswer> SendAsync(OutboxDocument document, CancellationToken cancellation);

    async Task<IReadOnlyList<TargetState>> IRecordTarget.FindAsync(IReadOnlyList<OutboxDocument> documents, CancellationToken cancellation)
    {
        var states = new List<TargetState>(documents.Count);
        foreach (var document in documents)
        {
            states.Add(await FindAsync(document, cancellation));
        }

        return states;
    }

    async Task<IReadOnlyList<TargetAnswer>> IRecordTarget.SendAsync(IReadOnlyList<PlannedWrite> writes, CancellationToken cancellation)
    {
        var answers = new List<TargetAnswer>(writes.Count);
        foreach (var write in writes)
        {
            answers.Add(await SendAsync(write.Document, cancellation));
        }

        return answers;
    }
}

/// <param name="Entity">order-status, stock, price …</param>
/// <param name="Key">Our document key.</param>
/// <param name="TargetKey">The other side's key from the link, when there is one.</param>
/// <param name="Payload">The target document, UTF-8 JSON as the ERP or shop mapping made it.</param>
/// <param name="PayloadHash">SHA-256 of the payload, lower-case hex.</param>
public sealed record OutboxDocument(string Entity, string Key, string? TargetKey, ReadOnlyMemory<byte> Payload, string PayloadHash);

/// <param name="Document">With the payload to send: where fields have write policies, only those that may be written.</param>
/// <param name="Found">What <see cref="IRecordTarget.FindAsync"/> saw just before: <see cref="TargetState.Absent"/> or <see cref="TargetState.Other"/>.</param>
public sealed record PlannedWrite(OutboxDocument Document, TargetState Found);

public abstract record TargetState
{
    private TargetState()
    {
    }

    /// <summary>It is not there: sending is safe.</summary>
    public sealed record Absent : TargetState;

    /// <summary>It is there and already as wanted: nothing to send.</summary>
    public sealed record AsWanted(string TargetKey) : TargetState;

    /// <summary>It is there, with other content.</summary>
    /// <param name="Now">UTF-8 JSON of the fields we write, in the payload's own shape, for the write policies.</param>
    /// <param name="Effect">What writing the payload would do to it, for the guard against a wrong export; null where nothing is to be guarded.</param>
    public sealed record Other(string TargetKey, ReadOnlyMemory<byte> Now, TargetEffect? Effect = null) : TargetState;

    /// <summary>It cannot be written yet: what it belongs to is not there (a stock level whose article the shop does not have).</summary>
    /// <param name="What">The named thing that it waits for: article 1042.</param>
    public sealed record WaitsFor(Issue Issue, string What) : TargetState;

    /// <summary>The other side cannot be asked about this document: a person has to look.</summary>
    public sealed record CannotAsk(Issue Issue) : TargetState;
}

/// <summary>What a write would do that a wrong export does to a thousand records at once.</summary>
public sealed record TargetEffect
{
    /// <summary>A stock above zero becomes zero or less.</summary>
    public bool ZeroesStock { get; init; }

    /// <summary>Something sold is taken out of sale.</summary>
    public bool Deactivates { get; init; }

    /// <summary>The price as it is and as it would be, in the same currency and VAT basis; both or none.</summary>
    public decimal? PriceBefore { get; init; }

    public decimal? PriceAfter { get; init; }
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
