using Sharespine.Etl.Store;

namespace Sharespine.Etl.Extract;

/// <summary>What was fetched before, in the store.</summary>
public static class FetchStore
{
    /// <summary>Files of a place that were fetched, by the name that the server lists.</summary>
    public static IReadOnlyDictionary<string, FetchedFile> Files(Session session, string connection, string place) => session.Query<FetchedFile>(
            "SELECT name, size, modified_at FROM fetched_file WHERE connection = @connection AND place = @place", new { connection, place })
        .ToDictionary(file => file.Name, StringComparer.Ordinal);

    public static void Save(Session session, string connection, string place, FetchedFile file, DateTimeOffset at)
    {
        var parameters = new { connection, place, file.Name, file.Size, file.ModifiedAt, at };
        if (session.Execute("UPDATE fetched_file SET size = @Size, modified_at = @ModifiedAt, fetched_at = @at WHERE connection = @connection AND place = @place AND name = @Name", parameters) == 0)
        {
            session.Execute("INSERT INTO fetched_file (connection, place, name, size, modified_at, fetched_at) VALUES (@connection, @place, @Name, @Size, @ModifiedAt, @at)", parameters);
        }
    }

    /// <summary>Every document that was asked for before, by its key.</summary>
    public static IReadOnlyDictionary<string, FetchedDocument> Documents(Session session, string connection) => session.Query<FetchedDocument>(
            "SELECT document_key, name, document_date, state FROM fetched_document WHERE connection = @connection", new { connection })
        .ToDictionary(document => document.DocumentKey, StringComparer.Ordinal);

    public static void Save(Session session, string connection, FetchedDocument document, DateTimeOffset at)
    {
        var parameters = new { connection, document.DocumentKey, document.Name, document.DocumentDate, document.State, at };
        if (session.Execute("UPDATE fetched_document SET name = @Name, state = @State, fetched_at = @at WHERE connection = @connection AND document_key = @DocumentKey", parameters) == 0)
        {
            session.Execute("INSERT INTO fetched_document (connection, document_key, name, document_date, state, fetched_at) VALUES (@connection, @DocumentKey, @Name, @DocumentDate, @State, @at)", parameters);
        }
    }

    /// <summary>The last day up to which everything was fetched; null before the first fetch.</summary>
    public static DateOnly? Cursor(Session session, string connection) =>
        SourceStore.Cursor(session, Source(connection)).ChangedAfter is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null;

    /// <summary>Moves the cursor on, unless somebody moved it since it was read.</summary>
    /// <param name="from">Where it was when it was read.</param>
    public static void SetCursor(Session session, string connection, DateOnly? from, DateOnly through, string runId)
    {
        var parameters = new { Source = Source(connection), from, At = new DateTimeOffset(through.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), runId };
        if (session.Execute("UPDATE extract_cursor SET changed_after = @At, run_id = @runId WHERE source = @Source AND (SUBSTRING(changed_after, 1, 10) = @from OR (changed_after IS NULL AND @from IS NULL))", parameters) == 0)
        {
            session.Execute("INSERT INTO extract_cursor (source, changed_after, run_id) SELECT @Source, @At, @runId WHERE NOT EXISTS (SELECT 1 FROM extract_cursor c WHERE c.source = @Source)", parameters);
        }
    }

    private static string Source(string connection) => $"{connection}/payout";
}

/// <summary>A file as its server listed it when it was fetched.</summary>
public sealed class FetchedFile
{
    public string Name { get; init; } = "";

    /// <summary>Bytes.</summary>
    public long Size { get; init; }

    /// <summary>UTC; null where the server tells no time.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }
}

/// <summary>A document of a provider's interface that was asked for.</summary>
public sealed class FetchedDocument
{
    /// <summary>What the provider tells it by.</summary>
    public string DocumentKey { get; init; } = "";

    /// <summary>In the inbox.</summary>
    public string Name { get; init; } = "";

    public DateOnly DocumentDate { get; init; }

    /// <summary>fetched, or empty: the provider had nothing for that day.</summary>
    public string State { get; init; } = "fetched";
}
