using System.Text;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Load;

/// <summary>
/// The load stage for a target that is called. Per document: the intent is stored, the other side asked what it has, the
/// call made, the answer stored. A call whose answer never came is asked about, by the document's own reference, before
/// anything is sent again.
/// </summary>
public sealed class RecordLoader(string flow, string targetName, IRecordTarget target, string entity)
{
    private const int BatchSize = 100;

    public async Task RunAsync(StageContext context, CancellationToken stop)
    {
        while (Plan(context))
        {
            stop.ThrowIfCancellationRequested();
        }

        foreach (var row in context.Database.Read(session => OutboxStore.Open(session, flow, targetName)))
        {
            stop.ThrowIfCancellationRequested();
            await SettleAsync(context, row);
        }
    }

    private bool Plan(StageContext context) => context.Database.Write("plan calls", context.Lease, session =>
    {
        var documents = DocumentStore.Pending(session, flow, entity, "", BatchSize);
        foreach (var document in documents.Where(document => DocumentStore.SetLoadState(session, flow, entity, document.DocumentKey, "sent")))
        {
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
                CreatedAt = context.World.UtcNow,
            };
            Withdraw(session, row, context.World.UtcNow);
            if (!OutboxStore.Add(session, row, context.RunId))
            {
                OutboxStore.Reopen(session, row, null, 0, context.World.UtcNow);
            }
        }

        return documents.Count == BatchSize;
    });

    // A newer content overtakes one that was never sent; one that may be under way is settled first, by asking.
    private static void Withdraw(Session session, OutboxRow newer, DateTimeOffset at) => session.Execute("""
        UPDATE outbox SET state = 'withdrawn', settled_at = @at
        WHERE target = @Target AND entity = @Entity AND document_key = @DocumentKey AND state = 'intent' AND outbox_id <> @OutboxId
        """, new { newer.Target, newer.Entity, newer.DocumentKey, newer.OutboxId, at });

    private async Task SettleAsync(StageContext context, OutboxRow row)
    {
        var links = context.Database.Read(session => OutboxStore.Links(session, targetName, row.Entity, row.DocumentKey));
        var document = new OutboxDocument(row.Entity, row.DocumentKey, links.Count > 0 ? links[0].TargetKey : null, Encoding.UTF8.GetBytes(row.Payload), row.PayloadHash);

        // A call in hand is finished also when the run is asked to stop: half a call is what we have to avoid.
        var state = await FindAsync(document);
        FaultPoints.Pass("asked");
        switch (state)
        {
            case TargetState.AsWanted there:
                Save(context, row, Outcome.Unchanged, "done", there.TargetKey, null);
                return;
            case TargetState.CannotAsk cannot:
                Save(context, row, row.State is "sending" or "unknown" ? Outcome.Held : Outcome.Rejected, row.State is "sending" or "unknown" ? "unknown" : "refused", null, cannot.Issue);
                return;
        }

        if (context.IsDryRun)
        {
            context.Commit("planned call", new(1, Done: 1), _ => { });
            return;
        }

        if (!context.Database.Write("call starts", context.Lease, session => OutboxStore.StartAttempt(session, row.OutboxId)))
        {
            return;
        }

        var answer = await SendAsync(document, state);
        FaultPoints.Pass("answered");
        switch (answer)
        {
            case TargetAnswer.Done done:
                Save(context, row, Outcome.Done, "done", done.TargetKey, null);
                break;
            case TargetAnswer.Refused refused:
                Save(context, row, Outcome.Rejected, "refused", null, refused.Issue);
                break;
            case TargetAnswer.NotDone notDone:
                Save(context, row, Outcome.Held, "intent", null, notDone.Issue);
                break;
            case TargetAnswer.Unknown unknown:
                await AskAgainAsync(context, row, document, unknown.Issue);
                break;
        }
    }

    // The answer was lost. Asking is safe; sending again is not, and is left to the next run's asking.
    private async Task AskAgainAsync(StageContext context, OutboxRow row, OutboxDocument document, Issue lost)
    {
        TargetState now;
        try
        {
            now = await FindAsync(document);
        }
        catch (EtlException exception) when (exception.IsTransient)
        {
            now = new TargetState.CannotAsk(exception.Issues[0]);
        }

        if (now is TargetState.AsWanted there)
        {
            Save(context, row, Outcome.Done, "done", there.TargetKey, null);
        }
        else
        {
            Save(context, row, Outcome.Held, "unknown", null, lost);
        }
    }

    private async Task<TargetState> FindAsync(OutboxDocument document) => (await target.FindAsync([document], CancellationToken.None))[0];

    private async Task<TargetAnswer> SendAsync(OutboxDocument document, TargetState found) => (await target.SendAsync([new(document, found)], CancellationToken.None))[0];

    private static void Save(StageContext context, OutboxRow row, Outcome outcome, string state, string? targetKey, Issue? issue) =>
        context.Commit("answer", StageCounts.One(outcome), session =>
        {
            var now = context.World.UtcNow;
            var subject = $"{row.Entity}/{row.DocumentKey}";
            OutboxStore.SetState(session, row.OutboxId, state, targetKey ?? issue?.ToString(), state is "done" or "refused" ? now : null);
            if (targetKey is not null)
            {
                OutboxStore.Link(session, row, targetKey, context.RunId, now);
                Quarantine.Resolve(session, context, subject);
            }
            else
            {
                Quarantine.Put(session, context, subject, outcome, [issue!], outcome == Outcome.Held ? "the other side's answer" : null);
            }

            if (DocumentStore.Find(session, row.Flow, row.Entity, row.DocumentKey) is { } document && document.PayloadHash == row.PayloadHash)
            {
                DocumentStore.SetLoadState(session, row.Flow, row.Entity, row.DocumentKey, state switch { "done" => "loaded", "refused" => "rejected", _ => "sent" });
            }
        });
}
