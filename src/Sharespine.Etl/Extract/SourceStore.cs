using Sharespine.Etl.Store;

namespace Sharespine.Etl.Extract;

/// <summary>Staged records and cursors in the store. A source is named connection/entity.</summary>
public static class SourceStore
{
    // Where the cursor was when the walk began: a person may move it while a run walks.
    private const string IsWhere = "source = @source AND (changed_after = @Was OR (changed_after IS NULL AND @Was IS NULL))";

    public static CursorRow Cursor(Session session, string source) =>
        session.First<CursorRow>("SELECT changed_after, walk_started, walk_resume, last_sweep FROM extract_cursor WHERE source = @source", new { source }) ?? new();

    /// <summary>Where the walk goes on; left alone when the cursor was moved by hand since the walk began.</summary>
    /// <param name="from">What the walk began with.</param>
    public static void SaveWalk(Session session, string source, CursorRow from, DateTimeOffset walkStarted, string resume)
    {
        var parameters = new { source, Was = from.ChangedAfter, Began = from.WalkStarted ?? walkStarted, isNew = from.WalkStarted is null ? 1 : 0, walkStarted, resume };
        if (session.Execute($"UPDATE extract_cursor SET walk_started = @walkStarted, walk_resume = @resume WHERE {IsWhere} AND (walk_started = @Began OR (@isNew = 1 AND walk_started IS NULL))", parameters) == 0)
        {
            session.Execute(
                "INSERT INTO extract_cursor (source, walk_started, walk_resume) SELECT @source, @walkStarted, @resume WHERE NOT EXISTS (SELECT 1 FROM extract_cursor c WHERE c.source = @source)", parameters);
        }
    }

    /// <summary>The walk is complete: the cursor moves. False when it was moved by hand since the walk began; then it stays where it was put.</summary>
    public static bool EndWalk(Session session, string source, CursorRow from, DateTimeOffset walkStarted, DateTimeOffset changedAfter, string runId) => session.Execute(
        $"UPDATE extract_cursor SET changed_after = @changedAfter, walk_started = NULL, walk_resume = NULL, run_id = @runId WHERE {IsWhere} AND walk_started = @walkStarted",
        new { source, Was = from.ChangedAfter, walkStarted, changedAfter, runId }) == 1;

    /// <summary>Moves a cursor by hand; null reads everything again, which known content makes harmless.</summary>
    public static void SetCursor(Session session, string source, DateTimeOffset? changedAfter) => session.Execute(
        "UPDATE extract_cursor SET changed_after = @changedAfter, walk_started = NULL, walk_resume = NULL WHERE source = @source", new { source, changedAfter });

    public static void SetSweep(Session session, string source, DateTimeOffset at) =>
        session.Execute("UPDATE extract_cursor SET last_sweep = @at WHERE source = @source", new { source, at });

    public static bool Has(Session session, string source, string key) =>
        session.Scalar<long>("SELECT COUNT(*) FROM source_record WHERE source = @source AND record_key = @key", new { source, key }) > 0;

    /// <summary>Takes records in: unknown keys are added, known ones with other content replaced, the rest left alone. Returns how many of the first two.</summary>
    public static int TakeIn(Session session, string source, string batch, IEnumerable<IntakeRow> rows, string runId, DateTimeOffset now, DateTimeOffset expires)
    {
        var all = rows.ToList();
        var known = Known(session, source, all);
        var added = all.Where(row => !known.ContainsKey(row.Key)).ToList();
        session.BulkInsert("source_record",
            ["source", "record_key", "payload", "payload_hash", "position", "version", "is_pending", "run_id", "seen_at", "expires_at"],
            added.Select(row => new object?[] { source, row.Key, row.Payload, row.Hash, row.Position, 1L, 1L, runId, now, expires }));
        var changed = all.Where(row => known.TryGetValue(row.Key, out var hash) && hash != row.Hash).ToList();
        if (changed.Count > 0)
        {
            Replace(session, source, batch, changed, runId, now, expires);
        }

        return added.Count + changed.Count;
    }

    private static Dictionary<string, string> Known(Session session, string source, IReadOnlyList<IntakeRow> rows) => rows
        .Chunk(500)
        .SelectMany(chunk => session.Query<(string Key, string Hash)>(
            "SELECT record_key, payload_hash FROM source_record WHERE source = @source AND record_key IN @keys", new { source, keys = chunk.Select(row => row.Key) }))
        .ToDictionary(pair => pair.Key, pair => pair.Hash, StringComparer.Ordinal);

    private static void Replace(Session session, string source, string batch, IEnumerable<IntakeRow> rows, string runId, DateTimeOffset now, DateTimeOffset expires)
    {
        session.BulkInsert("source_intake", ["batch", "record_key", "payload", "payload_hash", "position"],
            rows.Select(row => new object?[] { batch, row.Key, row.Payload, row.Hash, row.Position }));
        var parameters = new { source, batch, runId, now, expires };
        session.Execute("""
            UPDATE source_record
            SET payload = (SELECT i.payload FROM source_intake i WHERE i.batch = @batch AND i.record_key = source_record.record_key),
                payload_hash = (SELECT i.payload_hash FROM source_intake i WHERE i.batch = @batch AND i.record_key = source_record.record_key),
                position = (SELECT i.position FROM source_intake i WHERE i.batch = @batch AND i.record_key = source_record.record_key),
                version = version + 1, is_pending = 1, run_id = @runId, seen_at = @now, expires_at = @expires
            WHERE source = @source AND record_key IN (SELECT i.record_key FROM source_intake i WHERE i.batch = @batch)
            """, parameters);
        session.Execute("DELETE FROM source_intake WHERE batch = @batch", parameters);
    }

    /// <summary>Records that transform has not seen in their present content, by key, after <paramref name="after"/>.</summary>
    public static IReadOnlyList<SourceRow> Pending(Session session, string source, string after, int count) => session.Top<SourceRow>(count, """
        SELECT record_key, payload, position, version, outcome FROM source_record
        WHERE source = @source AND is_pending = 1 AND record_key > @after ORDER BY record_key
        """, new { source, after });

    public static SourceRow? Find(Session session, string source, string key) => session.First<SourceRow>(
        "SELECT record_key, payload, position, version, outcome, outcome_reason FROM source_record WHERE source = @source AND record_key = @key", new { source, key });

    /// <summary>Transform has decided on the record's version; a newer one that came meanwhile stays pending.</summary>
    public static void SetOutcome(Session session, string source, string key, long version, string outcome, string? reason) => session.Execute(
        "UPDATE source_record SET is_pending = CASE WHEN version = @version THEN 0 ELSE 1 END, outcome = @outcome, outcome_reason = @reason WHERE source = @source AND record_key = @key",
        new { source, key, version, outcome, reason });

    /// <summary>The source has no such record any more. Its documents stay.</summary>
    public static void Forget(Session session, string source, string key) => session.Execute("DELETE FROM source_record WHERE source = @source AND record_key = @key", new { source, key });

    /// <summary>Old payloads go; their keys and hashes stay, or they would come back as new.</summary>
    public static void Expire(Session session, string source, DateTimeOffset now) => session.Execute("""
        UPDATE source_record SET payload = NULL
        WHERE source = @source AND expires_at < @now AND payload IS NOT NULL AND is_pending = 0 AND outcome NOT IN ('rejected', 'held')
        """, new { source, now });
}

public sealed record IntakeRow(string Key, string Payload, string Hash, string Position);

public sealed class CursorRow
{
    public DateTimeOffset? ChangedAfter { get; init; }

    public DateTimeOffset? WalkStarted { get; init; }

    public string? WalkResume { get; init; }

    public DateTimeOffset? LastSweep { get; init; }
}

public sealed class SourceRow
{
    public string RecordKey { get; init; } = "";

    /// <summary>Null once it has expired.</summary>
    public string? Payload { get; init; }

    public string Position { get; init; } = "";

    public long Version { get; init; }

    public string? Outcome { get; init; }

    public string? OutcomeReason { get; init; }
}
