using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Load;

/// <summary>
/// The load stage for a target that takes files. First the receipts of earlier files are read; then documents that wait
/// become batches: intent stored, files written, state stored. Killed between any two of these, the next run writes the
/// same bytes under the same name.
/// </summary>
/// <param name="entities">In the order in which the ERP has to get them: customers and articles before orders.</param>
public sealed class FileLoader(string flow, string targetName, IFileTarget target, IReadOnlyList<string> entities, LoadSettings settings)
{
    public Task RunAsync(StageContext context, CancellationToken stop)
    {
        foreach (var batch in context.Database.Read(session => OutboxStore.OpenBatches(session, flow, targetName, entities)))
        {
            stop.ThrowIfCancellationRequested();
            if (batch.State == "intent")
            {
                Write(context, batch);
            }
            else
            {
                Receive(context, batch);
            }
        }

        foreach (var entity in entities)
        {
            stop.ThrowIfCancellationRequested();
            while (Plan(context, entity) is { } batch)
            {
                Write(context, batch);
            }
        }

        return Task.CompletedTask;
    }

    private BatchRow? Plan(StageContext context, string entity) => context.Database.Write("plan file", context.Lease, session =>
    {
        IReadOnlyList<StagedDocument> documents = [.. DocumentStore.Pending(session, flow, entity, "", settings.RecordsPerFile)
            .Where(document => DocumentStore.SetLoadState(session, flow, entity, document.DocumentKey, "sent"))];
        if (documents.Count == 0)
        {
            return null;
        }

        var now = context.World.UtcNow;
        var batch = new BatchRow { BatchId = BatchId(entity, documents, session), Target = targetName, Entity = entity, RecordCount = documents.Count, MadeAt = now };
        OutboxStore.AddBatch(session, batch, context.RunId);
        for (var position = 0; position < documents.Count; position++)
        {
            var document = documents[position];
            var row = new OutboxRow
            {
                OutboxId = OutboxStore.Id(flow, entity, document.DocumentKey, document.PayloadHash),
                Flow = flow,
                Target = targetName,
                Entity = entity,
                DocumentKey = document.DocumentKey,
                Payload = document.Payload,
                PayloadHash = document.PayloadHash,
                Action = OutboxStore.Links(session, targetName, entity, document.DocumentKey).Count > 0 ? "update" : "create",
                BatchId = batch.BatchId,
                Position = position,
                CreatedAt = now,
            };
            if (!OutboxStore.Add(session, row, context.RunId))
            {
                // The same content was refused or withdrawn before and a person asked for it again.
                OutboxStore.Reopen(session, row, batch.BatchId, position, now);
            }
        }

        return batch;
    });

    private void Write(StageContext context, BatchRow batch)
    {
        var rows = context.Database.Read(session => OutboxStore.OfBatch(session, batch.BatchId));
        var files = target.Write(new(batch.BatchId, batch.Entity, batch.MadeAt,
            [.. rows.Select(row => new FileRecord(row.DocumentKey, row.Action, Encoding.UTF8.GetBytes(row.Payload)))]));
        context.Commit("file written", new(rows.Count, Done: rows.Count), session =>
        {
            OutboxStore.SetBatch(session, batch.BatchId, "written", JsonSerializer.Serialize(files, RunResult.Json), null);
            foreach (var row in rows)
            {
                OutboxStore.SetState(session, row.OutboxId, "written", null, null);
            }
        });
        context.Note(string.Create(CultureInfo.InvariantCulture, $"{batch.Entity}: {rows.Count} written to {string.Join(", ", files.Select(file => file.Name))}"));
    }

    private void Receive(StageContext context, BatchRow batch)
    {
        var receipt = target.Check(new(batch.BatchId, batch.Entity));
        switch (receipt.State)
        {
            case BatchState.Acknowledged:
                Acknowledge(context, batch, receipt);
                break;
            case BatchState.Refused:
                Refuse(context, batch, receipt.Issue!);
                break;
            default:
                Wait(context, batch, receipt);
                break;
        }
    }

    private static void Acknowledge(StageContext context, BatchRow batch, BatchReceipt receipt)
    {
        var byKey = receipt.Records.GroupBy(record => record.Key).ToDictionary(group => group.Key, group => group.Last());
        context.Commit("acknowledged", OpenRows(context, batch), (session, row) =>
        {
            var now = context.World.UtcNow;
            if (!byKey.TryGetValue(row.DocumentKey, out var record))
            {
                Quarantine.Put(session, context, Subject(row), Outcome.Held,
                    [new(LoadErrors.NotAcknowledged, $"the acknowledgement of {batch.BatchId} does not speak of it.")], $"acknowledgement of {batch.BatchId}");
                OutboxStore.SetState(session, row.OutboxId, "unknown", null, null);
                DocumentStore.SetLoadState(session, row.Flow, row.Entity, row.DocumentKey, "held");
                return Outcome.Held;
            }

            if (record.Error is { } error)
            {
                Quarantine.Put(session, context, Subject(row), Outcome.Rejected, [new(LoadErrors.RecordRefused, error)]);
                OutboxStore.SetState(session, row.OutboxId, "refused", error, now);
                DocumentStore.SetLoadState(session, row.Flow, row.Entity, row.DocumentKey, "rejected");
                return Outcome.Rejected;
            }

            OutboxStore.SetState(session, row.OutboxId, "done", record.TargetKey, now);
            OutboxStore.Link(session, row, record.TargetKey!, context.RunId, now);
            Settled(session, row);
            Quarantine.Resolve(session, context, Subject(row));
            return Outcome.Done;
        }, session => OutboxStore.SetBatch(session, batch.BatchId, "acknowledged", null, context.World.UtcNow));
        context.Note(string.Create(CultureInfo.InvariantCulture, $"{batch.Entity}: {batch.BatchId} acknowledged, {receipt.Records.Count(record => record.Error is null)} of {batch.RecordCount} taken in"));
    }

    private static void Refuse(StageContext context, BatchRow batch, Issue issue) =>
        context.Commit("refused", OpenRows(context, batch), (session, row) =>
        {
            Quarantine.Put(session, context, Subject(row), Outcome.Rejected, [new(LoadErrors.BatchRefused, $"{batch.BatchId}: {issue.Message}")]);
            OutboxStore.SetState(session, row.OutboxId, "refused", issue.ToString(), context.World.UtcNow);
            DocumentStore.SetLoadState(session, row.Flow, row.Entity, row.DocumentKey, "rejected");
            return Outcome.Rejected;
        }, session => OutboxStore.SetBatch(session, batch.BatchId, "refused", null, context.World.UtcNow));

    private void Wait(StageContext context, BatchRow batch, BatchReceipt receipt)
    {
        var state = receipt.State;
        if (OpenRows(context, batch).Count == 0)
        {
            // A person took its records into a new file or wrote them off.
            context.Commit("batch withdrawn", default, session => OutboxStore.SetBatch(session, batch.BatchId, "withdrawn", null, context.World.UtcNow));
            return;
        }

        if (receipt.Issue is { } unreadable)
        {
            context.Note(unreadable.ToString());
        }

        // Within the grace the agent simply has not come by yet; after that, a taken file may or may not have been imported.
        var late = context.World.UtcNow - batch.MadeAt > settings.ReceiptWithin;
        context.Commit("receipt awaited", OpenRows(context, batch), (session, row) =>
        {
            if (late)
            {
                var code = state == BatchState.Taken ? LoadErrors.NotAcknowledged : LoadErrors.WaitsForReceipt;
                Quarantine.Put(session, context, Subject(row), Outcome.Held,
                    [new(code, Standing(batch, receipt))],
                    $"acknowledgement of {batch.BatchId}");
            }

            return Outcome.Held;
        }, session => OutboxStore.SetBatch(session, batch.BatchId, state == BatchState.Taken ? "taken" : "written", null, null));
        context.CountReason($"waits for the acknowledgement of {batch.BatchId} ({(state == BatchState.Taken ? "taken" : "not taken yet")})");
    }

    private static string Standing(BatchRow batch, BatchReceipt receipt)
    {
        var standing = $"file {batch.BatchId}, written {SqlValues.Text(batch.MadeAt)}, is {(receipt.State == BatchState.Taken ? "taken and not acknowledged" : "not taken")}.";
        return receipt.Issue is { } unreadable ? $"{standing} Its acknowledgement cannot be read: {unreadable}" : standing;
    }

    private static IReadOnlyList<OutboxRow> OpenRows(StageContext context, BatchRow batch) =>
        [.. context.Database.Read(session => OutboxStore.OfBatch(session, batch.BatchId)).Where(row => row.State is "written")];

    private static void Settled(Session session, OutboxRow row)
    {
        // Content that changed while the file was out is pending again and stays so.
        if (DocumentStore.Find(session, row.Flow, row.Entity, row.DocumentKey) is { } document && document.PayloadHash == row.PayloadHash)
        {
            DocumentStore.SetLoadState(session, row.Flow, row.Entity, row.DocumentKey, "loaded");
        }
    }

    private static string Subject(OutboxRow row) => $"{row.Entity}/{row.DocumentKey}";

    // The id says what it is and is the same for the same content; a repeat of the same content gets a number behind it.
    private static string BatchId(string entity, IReadOnlyList<StagedDocument> documents, Session session)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', documents.Select(document => document.DocumentKey + document.PayloadHash))));
        var id = $"{entity}-{Convert.ToHexStringLower(hash)[..12]}";
        var repeats = session.Scalar<long>("SELECT COUNT(*) FROM file_batch WHERE batch_id = @id OR batch_id LIKE @like", new { id, like = id + "-%" });
        return repeats == 0 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{repeats + 1}");
    }
}

public sealed record LoadSettings
{
    /// <summary>How many documents one file holds at most.</summary>
    public int RecordsPerFile { get; init; } = 5000;

    /// <summary>How long after writing a file may go unacknowledged before its records are held by name.</summary>
    public TimeSpan ReceiptWithin { get; init; } = TimeSpan.FromHours(12);
}
