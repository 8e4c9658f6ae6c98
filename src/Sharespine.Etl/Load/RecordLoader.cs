using System.Globalization;
using System.Text;
using System.Text.Json;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Load;

/// <summary>
/// The load stage for targets that are called. Entity by entity: the intents are stored; where a guard is set, the other side
/// is asked about all of them before the first call; then batch by batch it is asked what it has, the intents are marked as
/// under way, the call is made, the answers are stored. A call whose answer never came is asked about, by each document's own
/// reference, before anything is sent again.
/// </summary>
/// <param name="flow">The flow whose documents are loaded.</param>
/// <param name="targetName">The connection.</param>
/// <param name="parts">In the order in which the other side needs them: products before their prices.</param>
/// <param name="stopAfterAlike">So many refusals in a row with the same cause stop the job.</param>
public sealed class RecordLoader(string flow, string targetName, IReadOnlyList<LoadPart> parts, int stopAfterAlike = 25)
{
    private const int PlanSize = 100;

    // What a target takes at once, and no more than the store asks for in one statement.
    private const int MostAtOnce = 250;

    private (string Reason, int Count) _alike;

    public async Task RunAsync(StageContext context, CancellationToken stop)
    {
        foreach (var part in parts)
        {
            while (Plan(context, part.Entity))
            {
                stop.ThrowIfCancellationRequested();
            }

            if (part.Guard is { } guard)
            {
                await SurveyAsync(context, part, new(part.Entity, guard), stop);
            }

            foreach (var batch in Open(context, part))
            {
                stop.ThrowIfCancellationRequested();
                await SettleAsync(context, part, batch);
            }
        }
    }

    private bool Plan(StageContext context, string entity) => context.Database.Write("plan calls", context.Lease, session =>
    {
        var documents = DocumentStore.Pending(session, flow, entity, "", PlanSize);
        if (documents.Count == 0)
        {
            return false;
        }

        var links = OutboxStore.LinksOf(session, targetName, entity, [.. documents.Select(document => document.DocumentKey)]);
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
                Action = links.Contains(document.DocumentKey) ? "update" : "create",
                CreatedAt = context.World.UtcNow,
            };
            Withdraw(session, row, context.World.UtcNow);
            if (!OutboxStore.Add(session, row, context.RunId))
            {
                OutboxStore.Reopen(session, row, null, 0, context.World.UtcNow);
            }
        }

        return documents.Count == PlanSize;
    });

    // A newer content overtakes one that was never sent; one that may be under way is settled first, by asking.
    private static void Withdraw(Session session, OutboxRow newer, DateTimeOffset at) => session.Execute("""
        UPDATE outbox SET state = 'withdrawn', settled_at = @at
        WHERE target = @Target AND entity = @Entity AND document_key = @DocumentKey AND state = 'intent' AND outbox_id <> @OutboxId
        """, new { newer.Target, newer.Entity, newer.DocumentKey, newer.OutboxId, at });

    /// <summary>The open intents, a batch at a time, oldest first. Only their ids are held all at once.</summary>
    private IEnumerable<IReadOnlyList<Planned>> Open(StageContext context, LoadPart part)
    {
        foreach (var ids in context.Database.Read(session => OutboxStore.OpenIds(session, flow, targetName, part.Entity)).Chunk(Math.Clamp(part.Target.BatchSize, 1, MostAtOnce)))
        {
            var planned = context.Database.Read(session =>
            {
                var rows = OutboxStore.OfIds(session, ids);
                var links = OutboxStore.LinksOf(session, targetName, part.Entity, [.. rows.Select(row => row.DocumentKey)]);
                return rows.Select(row => Planned.Of(row, links[row.DocumentKey].FirstOrDefault())).ToList();
            });
            // A person may have withdrawn all of them meanwhile.
            if (planned.Count > 0)
            {
                yield return planned;
            }
        }
    }

    // What is as wanted already stays open here and is settled in the pass that follows, so that nothing is counted twice.
    private async Task SurveyAsync(StageContext context, LoadPart part, LoadGuard guard, CancellationToken stop)
    {
        foreach (var batch in Open(context, part))
        {
            stop.ThrowIfCancellationRequested();
            var states = await part.Target.FindAsync([.. batch.Select(planned => planned.Document)], stop);
            var effects = batch.Zip(states, (planned, state) => (planned.Row.OutboxId, Words: guard.Add(planned.Row.DocumentKey, (state as TargetState.Other)?.Effect))).Where(effect => effect.Words is not null).ToList();
            if (effects.Count > 0)
            {
                context.Database.Write("survey", context.Lease, session => effects.ForEach(effect => OutboxStore.SetEffect(session, effect.OutboxId, effect.Words!)));
            }
        }

        guard.ThrowIfTooMuch(context.Database.Read(session => DocumentStore.Count(session, flow, part.Entity)), context.Approved);
    }

    private async Task SettleAsync(StageContext context, LoadPart part, IReadOnlyList<Planned> batch)
    {
        // A call in hand is finished also when the run is asked to stop: half a call is what we have to avoid.
        var states = await part.Target.FindAsync([.. batch.Select(planned => planned.Document)], CancellationToken.None);
        FaultPoints.Pass("asked");
        var settled = new List<Settled>();
        var writes = new List<(OutboxRow Row, PlannedWrite Write)>();
        foreach (var (planned, state) in batch.Zip(states))
        {
            if (Settle(part, planned, state, out var write) is { } done)
            {
                settled.Add(done);
            }
            else
            {
                writes.Add((planned.Row, write!));
            }
        }

        Save(context, settled);
        if (context.IsDryRun)
        {
            context.Commit("planned calls", new(writes.Count, Done: writes.Count), _ => { });
            return;
        }

        // One that a person has withdrawn meanwhile must not be sent.
        var started = context.Database.Write("calls start", context.Lease, session => writes.Select(write => OutboxStore.StartAttempt(session, write.Row.OutboxId)).ToList());
        var going = writes.Zip(started).Where(pair => pair.Second).Select(pair => pair.First).ToList();
        if (going.Count == 0)
        {
            return;
        }

        var answers = await part.Target.SendAsync([.. going.Select(write => write.Write)], CancellationToken.None);
        FaultPoints.Pass("answered");
        var results = going.Zip(answers, (write, answer) => Settle(write.Row, answer)).ToList();
        await AskAgainAsync(part, going, answers, results);
        Save(context, results);
    }

    /// <summary>What needs no call, settled; null with the write where one is needed.</summary>
    private static Settled? Settle(LoadPart part, Planned planned, TargetState state, out PlannedWrite? write)
    {
        var row = planned.Row;
        write = null;
        switch (state)
        {
            case TargetState.AsWanted there:
                return new(row, Outcome.Unchanged, "done", there.TargetKey, null);
            case TargetState.CannotAsk cannot when row.State is "sending" or "unknown":
                return new(row, Outcome.Held, "unknown", null, cannot.Issue);
            case TargetState.CannotAsk cannot:
                return new(row, Outcome.Rejected, "refused", null, cannot.Issue);
            case TargetState.WaitsFor waits:
                return new(row, Outcome.Held, row.State is "sending" or "unknown" ? "unknown" : "intent", null, waits.Issue, waits.What);
            case TargetState.Other other when part.Policies is { ByPath.Count: > 0 } policies:
                var decision = Decide(policies, planned, other);
                if (decision.IsUnchanged)
                {
                    return new(row, Outcome.Unchanged, "done", other.TargetKey, null);
                }

                write = new(planned.Document with { Payload = decision.Payload }, state);
                return null;
            default:
                write = new(planned.Document, state);
                return null;
        }
    }

    private static Mappings.WriteDecision Decide(Mappings.WritePolicies policies, Planned planned, TargetState.Other other)
    {
        using var wanted = JsonDocument.Parse(planned.Document.Payload);
        using var now = JsonDocument.Parse(other.Now);
        using var sent = planned.LastSent is null ? null : JsonDocument.Parse(planned.LastSent);
        return policies.Decide(sent?.RootElement, now.RootElement, wanted.RootElement);
    }

    private static Settled Settle(OutboxRow row, TargetAnswer answer) => answer switch
    {
        TargetAnswer.Done done => new(row, Outcome.Done, "done", done.TargetKey, null),
        TargetAnswer.Refused refused => new(row, Outcome.Rejected, "refused", null, refused.Issue),
        TargetAnswer.NotDone notDone => new(row, Outcome.Held, "intent", null, notDone.Issue),
        _ => new(row, Outcome.Held, "unknown", null, ((TargetAnswer.Unknown)answer).Issue),
    };

    // Answers were lost. Asking is safe; sending again is not, and is left to the next run's asking.
    private static async Task AskAgainAsync(LoadPart part, List<(OutboxRow Row, PlannedWrite Write)> sent, IReadOnlyList<TargetAnswer> answers, List<Settled> results)
    {
        var lost = Enumerable.Range(0, sent.Count).Where(index => answers[index] is TargetAnswer.Unknown).ToList();
        if (lost.Count == 0)
        {
            return;
        }

        try
        {
            var now = await part.Target.FindAsync([.. lost.Select(index => sent[index].Write.Document)], CancellationToken.None);
            foreach (var (index, state) in lost.Zip(now))
            {
                if (state is TargetState.AsWanted there)
                {
                    results[index] = new(sent[index].Row, Outcome.Done, "done", there.TargetKey, null);
                }
            }
        }
        catch (EtlException exception) when (exception.IsTransient)
        {
            // Then the next run asks.
        }
    }

    private void Save(StageContext context, IReadOnlyList<Settled> settled)
    {
        if (settled.Count == 0)
        {
            return;
        }

        context.Commit("answers", settled, (session, one) => Save(context, session, one), _ => { });
        foreach (var one in settled)
        {
            ThrowWhenAllAlike(one);
        }
    }

    private static Outcome Save(StageContext context, Session session, Settled one)
    {
        var (row, now) = (one.Row, context.World.UtcNow);
        var subject = $"{row.Entity}/{row.DocumentKey}";
        OutboxStore.SetState(session, row.OutboxId, one.State, one.TargetKey ?? one.Issue?.ToString(), one.State is "done" or "refused" ? now : null);
        if (one.TargetKey is not null)
        {
            OutboxStore.Link(session, row, one.TargetKey, context.RunId, now);
            Quarantine.Resolve(session, context, subject);
        }
        else
        {
            Quarantine.Put(session, context, subject, one.Outcome, [one.Issue!], one.Outcome == Outcome.Held ? one.WaitsFor ?? "the other side's answer" : null);
        }

        if (DocumentStore.Find(session, row.Flow, row.Entity, row.DocumentKey) is { } document && document.PayloadHash == row.PayloadHash)
        {
            DocumentStore.SetLoadState(session, row.Flow, row.Entity, row.DocumentKey, one.State switch { "done" => "loaded", "refused" => "rejected", _ => "sent" });
        }

        return one.Outcome;
    }

    // Twenty-five refusals in a row with the same words are not twenty-five bad records. What waits for its article is no refusal.
    private void ThrowWhenAllAlike(Settled one)
    {
        var reason = one.Issue is { } issue && one.WaitsFor is null ? $"{issue.Code.Code} {issue.Field}" : "";
        _alike = reason.Length == 0 ? ("", 0) : reason == _alike.Reason ? (reason, _alike.Count + 1) : (reason, 1);
        if (_alike.Count >= stopAfterAlike)
        {
            throw new EtlException(new Issue(RunErrors.TooManyAlike, string.Create(CultureInfo.InvariantCulture, $"{_alike.Count} in a row: {one.Issue}")));
        }
    }

    private sealed record Planned(OutboxRow Row, OutboxDocument Document, string? LastSent)
    {
        public static Planned Of(OutboxRow row, LinkRow? link) =>
            new(row, new(row.Entity, row.DocumentKey, link?.TargetKey, Encoding.UTF8.GetBytes(row.Payload), row.PayloadHash), link?.SentPayload);
    }

    /// <param name="State">The intent's next state in the outbox.</param>
    private sealed record Settled(OutboxRow Row, Outcome Outcome, string State, string? TargetKey, Issue? Issue, string? WaitsFor = null);
}
