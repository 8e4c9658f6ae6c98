using Sharespine.Etl.Store;

namespace Sharespine.Etl.Transform;

/// <summary>Documents in the store: what records became, ready for their target.</summary>
public static class DocumentStore
{
    private const string Columns = "flow, entity, document_key, source, record_key, hub, payload, payload_hash, currency, total_minor, load_state";

    public static StagedDocument? Find(Session session, string flow, string entity, string key) => session.First<StagedDocument>(
        $"SELECT {Columns} FROM document WHERE flow = @flow AND entity = @entity AND document_key = @key", new { flow, entity, key });

    /// <summary>Documents waiting for load, by key, after <paramref name="after"/>.</summary>
    public static IReadOnlyList<StagedDocument> Pending(Session session, string flow, string entity, string after, int count) => session.Top<StagedDocument>(count,
        $"SELECT {Columns} FROM document WHERE flow = @flow AND entity = @entity AND load_state = 'pending' AND document_key > @after ORDER BY document_key",
        new { flow, entity, after });

    public static IReadOnlyList<StagedDocument> OfRecord(Session session, string flow, string source, string recordKey) => session.Query<StagedDocument>(
        $"SELECT {Columns} FROM document WHERE flow = @flow AND source = @source AND record_key = @recordKey ORDER BY entity, document_key", new { flow, source, recordKey });

    public static long Count(Session session, string flow, string entity) =>
        session.Scalar<long>("SELECT COUNT(*) FROM document WHERE flow = @flow AND entity = @entity", new { flow, entity });

    public static void Insert(Session session, StagedDocument row, string runId, DateTimeOffset at) => session.Execute("""
        INSERT INTO document (flow, entity, document_key, source, record_key, hub, payload, payload_hash, currency, total_minor, run_id, changed_at, load_state)
        VALUES (@Flow, @Entity, @DocumentKey, @Source, @RecordKey, @Hub, @Payload, @PayloadHash, @Currency, @TotalMinor, @runId, @at, @LoadState)
        """, new { row.Flow, row.Entity, row.DocumentKey, row.Source, row.RecordKey, row.Hub, row.Payload, row.PayloadHash, row.Currency, row.TotalMinor, row.LoadState, runId, at });

    /// <summary>False for one that a person chose to ignore, which stays as it is.</summary>
    public static bool Replace(Session session, StagedDocument row, string runId, DateTimeOffset at) => session.Execute("""
        UPDATE document SET source = @Source, record_key = @RecordKey, hub = @Hub, payload = @Payload, payload_hash = @PayloadHash, currency = @Currency,
            total_minor = @TotalMinor, run_id = @runId, changed_at = @at, load_state = @LoadState
        WHERE flow = @Flow AND entity = @Entity AND document_key = @DocumentKey AND load_state <> 'ignored'
        """, new { row.Flow, row.Entity, row.DocumentKey, row.Source, row.RecordKey, row.Hub, row.Payload, row.PayloadHash, row.Currency, row.TotalMinor, row.LoadState, runId, at }) == 1;

    /// <summary>False for one that a person chose to ignore, in the middle of a run perhaps: it stays so.</summary>
    public static bool SetLoadState(Session session, string flow, string entity, string key, string state) => session.Execute(
        "UPDATE document SET load_state = @state WHERE flow = @flow AND entity = @entity AND document_key = @key AND load_state <> 'ignored'", new { flow, entity, key, state }) == 1;
}

/// <summary>A document as stored. <see cref="LoadState"/>: pending, sent, loaded, skipped, rejected, held, ignored.</summary>
public sealed record StagedDocument
{
    public string Flow { get; init; } = "";

    public string Entity { get; init; } = "";

    public string DocumentKey { get; init; } = "";

    public string Source { get; init; } = "";

    public string RecordKey { get; init; } = "";

    /// <summary>The hub's document, JSON.</summary>
    public string Hub { get; init; } = "";

    /// <summary>The target's document, JSON.</summary>
    public string Payload { get; init; } = "";

    public string PayloadHash { get; init; } = "";

    public string? Currency { get; init; }

    public long? TotalMinor { get; init; }

    public string LoadState { get; init; } = "pending";

    /// <summary>When the source said so, where it says when; not stored beside the hub's own field.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>True once the target may have it.</summary>
    public bool IsOut => LoadState is "sent" or "loaded";

    /// <summary>True once a person has decided that nothing more of it is sent, whatever it becomes.</summary>
    public bool IsIgnored => LoadState is "ignored";
}
