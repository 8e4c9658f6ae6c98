using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Transform;

/// <summary>
/// The transform stage: each staged record that has new content becomes documents, is skipped, rejected or held. A record
/// is decided on as a whole: one wrong field and none of its documents is written.
/// </summary>
/// <param name="sourceName">connection/entity of the staged records.</param>
/// <param name="flow">The flow that the documents belong to.</param>
/// <param name="maker">Turns one record into documents; pure.</param>
public sealed class Transformer(string sourceName, string flow, IDocumentMaker maker, TransformSettings settings)
{
    private const int BatchSize = 200;
    private const string LeftOut = "ignored by decision (see rejected)";

    private readonly Dictionary<string, long> _totals = new(StringComparer.Ordinal);

    // Of the batch in hand, new or changed.
    private readonly List<StagedDocument> _changed = [];
    private (string Reason, int Count) _alike;

    public Task RunAsync(StageContext context, CancellationToken stop)
    {
        var ignored = context.Database.Read(session => Quarantine.Ignored(session, context.Job, context.Stage));
        var after = "";
        while (context.Database.Read(session => SourceStore.Pending(session, sourceName, after, BatchSize)) is { Count: > 0 } batch)
        {
            stop.ThrowIfCancellationRequested();
            var decided = batch.Select(row => (row, decision: Decide(row, ignored))).ToList();
            Commit(context, decided);
            after = batch[^1].RecordKey;
        }

        foreach (var (what, minor) in _totals.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var (entity, currency) = (what.Split(' ')[0], what.Split(' ')[1]);
            context.Note($"{entity} new or changed: {new Model.Money(minor, Model.Currency.Parse(currency))}");
        }

        return Task.CompletedTask;
    }

    private MakerDecision Decide(SourceRow row, IReadOnlySet<string> ignored)
    {
        if (ignored.Contains(row.RecordKey))
        {
            return MakerDecision.Skip(LeftOut);
        }

        return row.Payload is null
            ? MakerDecision.Reject([new(TransformErrors.PayloadGone, "its payload was kept for the configured time and is gone.")])
            : maker.Make(row.RecordKey, Encoding.UTF8.GetBytes(row.Payload));
    }

    private void Commit(StageContext context, List<(SourceRow Row, MakerDecision Decision)> batch)
    {
        var counts = default(StageCounts);
        batch.Select(item => item.Decision.SkippedBecause).OfType<string>().ToList().ForEach(context.CountReason);
        context.Database.Write("transform batch", context.Lease, session =>
        {
            // It may be the second try.
            counts = default;
            _changed.Clear();
            foreach (var (row, decision) in batch)
            {
                counts += Save(context, session, row, decision);
            }

            context.Save(session, counts);
        });
        context.Count(counts);
        _changed.ForEach(Total);
        StopWhenAllAlike(batch.Select(item => item.Decision));
    }

    private StageCounts Save(StageContext context, Session session, SourceRow row, MakerDecision decision)
    {
        var (outcome, documents, reason) = decision switch
        {
            { SkippedBecause: { } skipped } => Withdrawn(context, session, row, skipped),
            { Issues.Count: > 0 } => Quarantined(context, session, row, Outcome.Rejected, decision.Issues),
            _ => Documents(context, session, row, decision),
        };
        SourceStore.SetOutcome(session, sourceName, row.RecordKey, row.Version, RunStore.Word(outcome), reason);
        if (outcome is Outcome.Done or Outcome.Unchanged or Outcome.Skipped)
        {
            Quarantine.Resolve(session, context, row.RecordKey);
        }

        return StageCounts.One(outcome, documents);
    }

    // A record that is no longer wanted but whose documents are out is not a skip: somebody has to take it back. Where
    // somebody has already decided to leave it, there is nothing left to ask.
    private (Outcome, int, string?) Withdrawn(StageContext context, Session session, SourceRow row, string skipped)
    {
        var existing = DocumentStore.OfRecord(session, flow, sourceName, row.RecordKey).Where(document => maker.IsOwn(document.Entity) && !document.IsIgnored).ToList();
        var sent = skipped == LeftOut ? null : existing.FirstOrDefault(document => document.IsOut);
        if (sent is not null && row.Payload is { } payload && maker.TakeBack(Encoding.UTF8.GetBytes(payload)) is { } takenBack)
        {
            return takenBack.Issues.Count > 0
                ? Quarantined(context, session, row, Outcome.Rejected, takenBack.Issues)
                : Documents(context, session, row, takenBack);
        }

        if (sent is not null)
        {
            return Quarantined(context, session, row, Outcome.Held,
                [new(TransformErrors.WithdrawnAfterSent, $"{sent.DocumentKey} was sent, and now: {skipped}.")], "a person");
        }

        foreach (var document in existing.Where(document => !document.IsOut))
        {
            DocumentStore.SetLoadState(session, document.Flow, document.Entity, document.DocumentKey, "skipped");
        }

        return (Outcome.Skipped, 0, skipped);
    }

    private (Outcome, int, string?) Documents(StageContext context, Session session, SourceRow row, MakerDecision decision)
    {
        var changed = 0;
        var late = new List<Issue>(decision.Held);
        foreach (var made in decision.Documents)
        {
            var document = made with
            {
                Flow = flow,
                Source = sourceName,
                RecordKey = row.RecordKey,
                PayloadHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(made.Payload))),
            };
            var before = DocumentStore.Find(session, flow, document.Entity, document.DocumentKey);
            if (before is null)
            {
                DocumentStore.Insert(session, document, context.RunId, context.World.UtcNow);
                changed++;
                _changed.Add(document);
            }
            else if (before.IsIgnored || IsOlder(document, before))
            {
                continue;
            }
            else if (maker.IsOwn(document.Entity) && before.RecordKey != document.RecordKey && SourceStore.Has(session, sourceName, before.RecordKey))
            {
                return Quarantined(context, session, row, Outcome.Rejected, [new(TransformErrors.SameKey, $"{document.DocumentKey} comes from record {before.RecordKey} already.")]);
            }
            else if (before.PayloadHash != document.PayloadHash || before.LoadState == "skipped")
            {
                if (maker.FirstSightStands(document.Entity))
                {
                    continue;
                }

                if (before.IsOut && settings.ChangedAfterSent == ChangedAfterSent.Hold && maker.IsOwn(document.Entity))
                {
                    late.Add(new(TransformErrors.ChangedAfterSent, $"{document.DocumentKey} was sent with other content."));
                    continue;
                }

                if (DocumentStore.Replace(session, document, context.RunId, context.World.UtcNow))
                {
                    changed++;
                    _changed.Add(document);
                }
            }
        }

        return late.Count > 0
            ? (Quarantined(context, session, row, Outcome.Held, late, "a person").Item1, changed, late[0].Message)
            : (changed > 0 ? Outcome.Done : Outcome.Unchanged, changed, null);
    }

    // What the source said earlier never replaces what it said later, whichever arrived first.
    private static bool IsOlder(StagedDocument made, StagedDocument before)
    {
        if (made.AsOf is not { } asOf || before.PayloadHash == made.PayloadHash)
        {
            return false;
        }

        using var hub = JsonDocument.Parse(before.Hub);
        return (hub.RootElement.TryGetProperty("asOf", out var known) || hub.RootElement.TryGetProperty("changedAt", out known)) && known.GetDateTimeOffset() > asOf;
    }

    private static (Outcome, int, string?) Quarantined(StageContext context, Session session, SourceRow row, Outcome outcome, IReadOnlyList<Issue> issues, string? waitsFor = null)
    {
        Quarantine.Put(session, context, row.RecordKey, outcome, issues, waitsFor);
        return (outcome, 0, issues[0].ToString());
    }

    private void Total(StagedDocument document)
    {
        if (document is { Currency: { } currency, TotalMinor: { } minor })
        {
            var key = $"{document.Entity} {currency}";
            _totals[key] = _totals.GetValueOrDefault(key) + minor;
        }
    }

    // Twenty-five orders in a row with the same complaint are not twenty-five bad orders.
    private void StopWhenAllAlike(IEnumerable<MakerDecision> decisions)
    {
        foreach (var decision in decisions)
        {
            var reason = decision.Issues.Count == 0 ? "" : decision.Issues[0].Code + " " + decision.Issues[0].Field;
            _alike = reason.Length == 0 ? ("", 0) : reason == _alike.Reason ? (reason, _alike.Count + 1) : (reason, 1);
            if (_alike.Count >= settings.StopAfterEqualRejections)
            {
                throw new EtlException(new Issue(RunErrors.TooManyAlike, string.Create(CultureInfo.InvariantCulture,
                    $"{_alike.Count} records in a row: {decision.Issues[0]}")));
            }
        }
    }
}

/// <summary>Turns one staged record into documents. Pure: no store, no clock.</summary>
public interface IDocumentMaker
{
    MakerDecision Make(string recordKey, ReadOnlyMemory<byte> payload);

    /// <summary>For a record that is not wanted any more although documents of it are out: what takes them back; null where a person has to.</summary>
    MakerDecision? TakeBack(ReadOnlyMemory<byte> payload) => null;

    /// <summary>True for documents that belong to one record alone (an order), false for shared ones (its articles).</summary>
    bool IsOwn(string entity);

    /// <summary>True where the first content stays: an article that the ERP has is the ERP's own from then on.</summary>
    bool FirstSightStands(string entity);
}

/// <summary>What a record came to: skipped with a reason, rejected with issues, or documents (of which parts may wait for a person).</summary>
public sealed record MakerDecision(string? SkippedBecause, IReadOnlyList<Issue> Issues, IReadOnlyList<StagedDocument> Documents, IReadOnlyList<Issue> Held)
{
    public static MakerDecision Skip(string because) => new(because, [], [], []);

    public static MakerDecision Reject(IReadOnlyList<Issue> issues) => new(null, issues, [], []);

    /// <summary>The decision when the mapping made no document, else null with the document.</summary>
    public static MakerDecision? Without(MappingResult result, out ReadOnlyMemory<byte> document)
    {
        document = default;
        switch (result)
        {
            case MappingResult.Document made:
                document = made.Utf8;
                return null;
            case MappingResult.Skipped skipped:
                return Skip($"{skipped.Reason} ({skipped.Rule})");
            case MappingResult.Held held:
                return Made([], held.Issues);
            default:
                return Reject(((MappingResult.Rejected)result).Issues);
        }
    }

    public static MakerDecision Made(IReadOnlyList<StagedDocument> documents, IReadOnlyList<Issue>? held = null) => new(null, [], documents, held ?? []);
}

public sealed record TransformSettings
{
    public ChangedAfterSent ChangedAfterSent { get; init; } = ChangedAfterSent.Hold;

    /// <summary>So many rejections in a row with the same cause stop the job.</summary>
    public int StopAfterEqualRejections { get; init; } = 25;
}
