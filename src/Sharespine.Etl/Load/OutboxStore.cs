using Sharespine.Etl.Store;

namespace Sharespine.Etl.Load;

/// <summary>The outbox, links and file batches in the store.</summary>
public static class OutboxStore
{
    private const string Columns = "outbox_id, flow, target, entity, document_key, payload, payload_hash, action, state, batch_id, position, attempts, answer, created_at";

    private const string BatchColumns = "batch_id, target, entity, state, record_count, made_at, files";

    private const string IsOpen = "target = @target AND entity IN @entities AND state IN ('intent', 'written', 'taken')";

    /// <summary>The deterministic key of an intent: the same document of a flow in the same content is one intent, for ever.</summary>
    public static string Id(string flow, string entity, string key, string payloadHash) => $"{flow}/{entity}/{key}/{payloadHash[..16]}";

    /// <summary>False when the same intent is there already.</summary>
    public static bool Add(Session session, OutboxRow row, string runId)
    {
        if (Find(session, row.OutboxId) is not null)
        {
            return false;
        }

        session.Execute("""
            INSERT INTO outbox (outbox_id, flow, target, entity, document_key, payload, payload_hash, action, state, batch_id, position, attempts, run_id, created_at)
            VALUES (@OutboxId, @Flow, @Target, @Entity, @DocumentKey, @Payload, @PayloadHash, @Action, @State, @BatchId, @Position, 0, @runId, @CreatedAt)
            """, new { row.OutboxId, row.Flow, row.Target, row.Entity, row.DocumentKey, row.Payload, row.PayloadHash, row.Action, row.State, row.BatchId, row.Position, row.CreatedAt, runId });
        return true;
    }

    public static OutboxRow? Find(Session session, string outboxId) => session.First<OutboxRow>($"SELECT {Columns} FROM outbox WHERE outbox_id = @outboxId", new { outboxId });

    /// <summary>Ids of everything of a flow's entity that is not settled, oldest first.</summary>
    public static IReadOnlyList<string> OpenIds(Session session, string flow, string target, string entity) => session.Query<string>(
        "SELECT outbox_id FROM outbox WHERE flow = @flow AND target = @target AND entity = @entity AND state IN ('intent', 'sending', 'unknown', 'written') ORDER BY created_at, document_key, outbox_id",
        new { flow, target, entity });

    /// <summary>Those of them that are still open, in the order given.</summary>
    public static IReadOnlyList<OutboxRow> OfIds(Session session, IReadOnlyList<string> ids)
    {
        var rows = session.Query<OutboxRow>($"SELECT {Columns} FROM outbox WHERE outbox_id IN @ids AND state <> 'withdrawn'", new { ids }).ToDictionary(row => row.OutboxId);
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id])];
    }

    /// <summary>What an intent would do to the other side, in words, for whoever has to approve it.</summary>
    public static void SetEffect(Session session, string outboxId, string words) =>
        session.Execute("UPDATE outbox SET answer = @words WHERE outbox_id = @outboxId AND state = 'intent'", new { outboxId, words });

    /// <summary>A flow's intents that are not sent yet, by entity and key.</summary>
    public static IReadOnlyList<OutboxRow> Intents(Session session, string flow, IReadOnlyList<string> entities) => session.Query<OutboxRow>(
        $"SELECT {Columns} FROM outbox WHERE flow = @flow AND entity IN @entities AND state = 'intent' ORDER BY entity, document_key, outbox_id", new { flow, entities });

    public static IReadOnlyList<OutboxRow> OfBatch(Session session, string batchId) => session.Query<OutboxRow>(
        $"SELECT {Columns} FROM outbox WHERE batch_id = @batchId ORDER BY position", new { batchId });

    /// <summary>What a person has withdrawn, in the middle of a run perhaps, stays so.</summary>
    public static void SetState(Session session, string outboxId, string state, string? answer, DateTimeOffset? settled) => session.Execute(
        "UPDATE outbox SET state = @state, answer = @answer, settled_at = @settled WHERE outbox_id = @outboxId AND state <> 'withdrawn'", new { outboxId, state, answer, settled });

    /// <summary>False when a person has withdrawn it meanwhile: it must not be sent.</summary>
    public static bool StartAttempt(Session session, string outboxId) => session.Execute(
        "UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE outbox_id = @outboxId AND state <> 'withdrawn'", new { outboxId }) == 1;

    public static void Reopen(Session session, OutboxRow row, string? batchId, int position, DateTimeOffset at) => session.Execute(
        "UPDATE outbox SET state = 'intent', batch_id = @batchId, position = @position, answer = NULL, settled_at = NULL, created_at = @at WHERE outbox_id = @OutboxId",
        new { row.OutboxId, batchId, position, at });

    public static IReadOnlyList<LinkRow> Links(Session session, string target, string entity, string key) => [.. LinksOf(session, target, entity, [key])[key]];

    /// <summary>The same for several documents of one entity, at most as many as a statement takes, by document.</summary>
    public static ILookup<string, LinkRow> LinksOf(Session session, string target, string entity, IReadOnlyList<string> keys) => session.Query<LinkRow>(
        "SELECT target, entity, document_key, role, target_key, sent_hash, sent_payload, linked_at FROM link WHERE target = @target AND entity = @entity AND document_key IN @keys ORDER BY document_key, linked_at, target_key",
        new { target, entity, keys }).ToLookup(link => link.DocumentKey, StringComparer.Ordinal);

    /// <summary>Stores the pair of keys; known already, it renews what was sent.</summary>
    public static void Link(Session session, OutboxRow row, string targetKey, string runId, DateTimeOffset at)
    {
        var parameters = new { row.Target, row.Entity, row.DocumentKey, targetKey, row.PayloadHash, row.Payload, runId, at };
        if (session.Execute("UPDATE link SET sent_hash = @PayloadHash, sent_payload = @Payload, run_id = @runId WHERE target = @Target AND entity = @Entity AND document_key = @DocumentKey AND role = 'made' AND target_key = @targetKey", parameters) == 0)
        {
            session.Execute("INSERT INTO link (target, entity, document_key, role, target_key, sent_hash, sent_payload, linked_at, run_id) VALUES (@Target, @Entity, @DocumentKey, 'made', @targetKey, @PayloadHash, @Payload, @at, @runId)", parameters);
        }
    }

    public static void AddBatch(Session session, BatchRow row, string runId) => session.Execute("""
        INSERT INTO file_batch (batch_id, target, entity, state, record_count, made_at, run_id)
        VALUES (@BatchId, @Target, @Entity, @State, @RecordCount, @MadeAt, @runId)
        """, new { row.BatchId, row.Target, row.Entity, row.State, row.RecordCount, row.MadeAt, runId });

    public static IReadOnlyList<BatchRow> OpenBatches(Session session, string target, IReadOnlyList<string> entities) => session.Query<BatchRow>(
        $"SELECT {BatchColumns} FROM file_batch WHERE {IsOpen} ORDER BY made_at, batch_id", new { target, entities });

    /// <summary>Those of one flow, and those that a person has taken every record out of.</summary>
    public static IReadOnlyList<BatchRow> OpenBatches(Session session, string flow, string target, IReadOnlyList<string> entities) => session.Query<BatchRow>($"""
        SELECT {BatchColumns} FROM file_batch
        WHERE {IsOpen} AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.batch_id = file_batch.batch_id AND outbox.flow <> @flow)
        ORDER BY made_at, batch_id
        """, new { flow, target, entities });

    public static void SetBatch(Session session, string batchId, string state, string? files, DateTimeOffset? settled) => session.Execute(
        "UPDATE file_batch SET state = @state, files = COALESCE(@files, files), settled_at = @settled WHERE batch_id = @batchId", new { batchId, state, files, settled });
}

/// <summary>An intent. <see cref="State"/>: intent, sending, unknown, written, done, refused, withdrawn.</summary>
public sealed record OutboxRow
{
    public string OutboxId { get; init; } = "";

    public string Flow { get; init; } = "";

    public string Target { get; init; } = "";

    public string Entity { get; init; } = "";

    public string DocumentKey { get; init; } = "";

    public string Payload { get; init; } = "";

    public string PayloadHash { get; init; } = "";

    public string Action { get; init; } = "create";

    public string State { get; init; } = "intent";

    public string? BatchId { get; init; }

    public long Position { get; init; }

    public long Attempts { get; init; }

    public string? Answer { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

public sealed record LinkRow
{
    public string Target { get; init; } = "";

    public string Entity { get; init; } = "";

    public string DocumentKey { get; init; } = "";

    public string Role { get; init; } = "";

    public string TargetKey { get; init; } = "";

    public string SentHash { get; init; } = "";

    public string? SentPayload { get; init; }

    public DateTimeOffset LinkedAt { get; init; }
}

/// <summary>A file of documents. <see cref="State"/>: intent, written, taken, acknowledged, refused.</summary>
public sealed record BatchRow
{
    public string BatchId { get; init; } = "";

    public string Target { get; init; } = "";

    public string Entity { get; init; } = "";

    public string State { get; init; } = "intent";

    public long RecordCount { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    public string? Files { get; init; }
}
