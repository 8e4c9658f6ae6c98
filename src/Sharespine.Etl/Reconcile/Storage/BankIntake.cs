using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>
/// Saves bank lines. A line counts once by its key, in however many statements it stands. A statement takes the place of the
/// one before with the same key: what it changes and what no statement holds any more is listed, and payouts that rested on
/// it are open again.
/// </summary>
internal sealed class BankIntake(Session session, DateTimeOffset now, string runId)
{
    private const int ChunkSize = 500;

    private static readonly string[] LineColumns =
    [
        "id", "source", "account", "line_key", "line_date", "amount_minor", "currency", "original_minor", "original_currency", "texts", "label", "content_hash", "open_minor", "is_vanished",
    ];

    /// <param name="source">The company whose ledger it is, or the connection.</param>
    public BankSaved Save(SourceFile file, string source, IReadOnlyList<BankStatement> statements)
    {
        var known = session.First<long?>("SELECT id FROM bank_file WHERE source = @source AND sha256 = @Sha256", new { source, file.Sha256 });
        var fileId = known ?? Insert(file, source);
        var wanted = statements.Where(statement => known is null || !IsSaved(fileId, statement)).ToList();
        return new(known is not null && wanted.Count == 0, [.. wanted.Select(statement => Statement(fileId, file, source, statement))]);
    }

    private long Insert(SourceFile file, string source)
    {
        var id = Ids.Draw(session, 1);
        session.Execute("INSERT INTO bank_file (id, sha256, source, name, archived_path, row_count, received_at) VALUES (@id, @Sha256, @source, @Name, @ArchivedPath, @Rows, @now)",
            new { id, file.Sha256, source, file.Name, file.ArchivedPath, file.Rows, now });
        return id;
    }

    private bool IsSaved(long fileId, BankStatement statement) => session.Scalar<long>(
        "SELECT COUNT(*) FROM bank_statement WHERE bank_file_id = @fileId AND account = @Account AND statement_key = @Key", new { fileId, statement.Account, statement.Key }) > 0;

    private BankStatementSaved Statement(long fileId, SourceFile file, string source, BankStatement statement)
    {
        if (statement.Lines.GroupBy(line => line.Key, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } repeated)
        {
            throw new EtlException(new Issue(ReconcileErrors.RepeatedEntry, $"the bank line {repeated.First().Label} on account {statement.Account} stands twice.", new(file.Name, repeated.Last().FileLine)));
        }

        var current = session.First<CurrentRow>(
            "SELECT id, version FROM bank_statement WHERE source = @source AND account = @Account AND statement_key = @Key AND state = 'current'", new { source, statement.Account, statement.Key });
        var isStale = current is not null && string.CompareOrdinal(statement.Version, current.Version) < 0;
        var id = Insert(fileId, source, statement, isStale);
        if (isStale)
        {
            return new(statement.Account, statement.Key, true, []);
        }

        if (current is not null)
        {
            session.Execute("UPDATE bank_statement SET state = 'superseded' WHERE id = @Id", new { current.Id });
        }

        return new(statement.Account, statement.Key, false, Apply(id, source, statement, current?.Id));
    }

    private long Insert(long fileId, string source, BankStatement statement, bool isStale)
    {
        var id = Ids.Draw(session, 1);
        session.Execute(
            """
            INSERT INTO bank_statement (id, bank_file_id, source, account, statement_key, version, currency, covers_from, covers_to, opening_minor, closing_minor, line_count, state, saved_at)
            VALUES (@id, @fileId, @source, @Account, @Key, @Version, @Currency, @CoversFrom, @CoversTo, @opening, @closing, @count, @state, @now)
            """,
            new
            {
                id,
                fileId,
                source,
                statement.Account,
                statement.Key,
                statement.Version,
                statement.Currency,
                statement.CoversFrom,
                statement.CoversTo,
                opening = statement.Opening?.Minor,
                closing = statement.Closing?.Minor,
                count = statement.Lines.Count,
                state = isStale ? "stale" : "current",
                now,
            });
        return id;
    }

    private List<LedgerChange> Apply(long statementId, string source, BankStatement statement, long? earlierId)
    {
        var known = statement.Lines.Select(line => line.Key).Chunk(ChunkSize)
            .SelectMany(chunk => session.Query<KnownLine>(
                "SELECT id, line_key, label, amount_minor, content_hash, is_vanished FROM bank_line WHERE source = @source AND account = @Account AND line_key IN @chunk", new { source, statement.Account, chunk }))
            .ToDictionary(line => line.LineKey, StringComparer.Ordinal);
        var added = statement.Lines.Where(line => !known.ContainsKey(line.Key)).ToList();
        var firstId = Ids.Draw(session, added.Count + 1);
        session.BulkInsert("bank_line", LineColumns, added.Select((line, index) => Columns(line, firstId + index, source, statement.Account)));
        var changes = new List<(long LineId, LedgerChange Change)>();
        if (earlierId is not null)
        {
            changes.AddRange(added.Select((line, index) => (firstId + index, new LedgerChange(LedgerChangeKind.Added, line.Label, null, line.Amount.Minor, 0))));
        }

        foreach (var line in statement.Lines.Where(line => known.TryGetValue(line.Key, out var was) && (was.ContentHash != ContentHash(line) || was.IsVanished != 0)))
        {
            changes.Add((known[line.Key].Id, Change(known[line.Key], line)));
        }

        var ids = added.Select((line, index) => (line.Key, Id: firstId + index)).Concat(known.Values.Select(line => (Key: line.LineKey, line.Id))).ToDictionary(pair => pair.Key, pair => pair.Id, StringComparer.Ordinal);
        session.BulkInsert("bank_statement_line", ["bank_statement_id", "bank_line_id", "file_line"], statement.Lines.Select(line => new object?[] { statementId, ids[line.Key], (long)line.FileLine }));
        changes.AddRange(earlierId is { } earlier ? Vanished(earlier) : []);
        var changeId = Ids.Draw(session, changes.Count + 1);
        session.BulkInsert("bank_line_change", ["id", "bank_statement_id", "bank_line_id", "kind", "before_minor", "after_minor", "reopened_minor"],
            changes.Select((item, index) => new object?[] { changeId + index, statementId, item.LineId, item.Change.Kind, item.Change.Before, item.Change.After, item.Change.Reopened }));
        return [.. changes.Select(item => item.Change)];
    }

    private LedgerChange Change(KnownLine was, BankLine line)
    {
        var reopened = Reopen(was.Id);
        session.Execute(
            """
            UPDATE bank_line SET line_date = @Date, amount_minor = @minor, currency = @Currency, open_minor = @minor, original_minor = @originalMinor, original_currency = @originalCurrency,
                texts = @texts, label = @Label, content_hash = @hash, is_vanished = 0
            WHERE id = @Id
            """,
            new
            {
                was.Id,
                line.Date,
                minor = line.Amount.Minor,
                line.Amount.Currency,
                originalMinor = line.OriginalAmount?.Minor,
                originalCurrency = line.OriginalAmount?.Currency.Code,
                texts = string.Join('\n', line.Texts),
                line.Label,
                hash = ContentHash(line),
            });
        return new(LedgerChangeKind.Changed, line.Label, was.AmountMinor, line.Amount.Minor, reopened);
    }

    /// <summary>Lines of the statement before that no current statement holds any more.</summary>
    private List<(long, LedgerChange)> Vanished(long earlierId)
    {
        var gone = session.Query<KnownLine>(
            """
            SELECT l.id, l.line_key, l.label, l.amount_minor, l.content_hash, l.is_vanished FROM bank_line l JOIN bank_statement_line x ON x.bank_line_id = l.id
            WHERE x.bank_statement_id = @earlierId AND l.is_vanished = 0
                AND NOT EXISTS (SELECT 1 FROM bank_statement_line y WHERE y.bank_line_id = l.id AND y.bank_statement_id <> @earlierId)
            ORDER BY l.id
            """,
            new { earlierId });
        session.Execute("DELETE FROM bank_statement_line WHERE bank_statement_id = @earlierId", new { earlierId });
        return [.. gone.Select(line =>
        {
            var reopened = Reopen(line.Id);
            session.Execute("UPDATE bank_line SET is_vanished = 1, open_minor = 0 WHERE id = @Id", new { line.Id });
            return (line.Id, new LedgerChange(LedgerChangeKind.Vanished, line.Label, line.AmountMinor, null, reopened));
        })];
    }

    /// <summary>Takes back what the line paid. Returns how much of it that was.</summary>
    private long Reopen(long lineId)
    {
        var standing = PayoutBankStore.Standing(session, "a.bank_line_id = @lineId", new { lineId });
        PayoutBankStore.Reverse(session, standing, runId, now);
        return standing.Sum(row => row.LineMinor);
    }

    private static string ContentHash(BankLine line) =>
        Hashes.Of([SqlValues.Text(line.Date), line.Amount.ToString(), line.OriginalAmount?.ToString() ?? "", line.Label, .. line.Texts]);

    private static object?[] Columns(BankLine line, long id, string source, string account) =>
    [
        id, source, account, line.Key, line.Date, line.Amount.Minor, line.Amount.Currency, line.OriginalAmount?.Minor, line.OriginalAmount?.Currency.Code,
        string.Join('\n', line.Texts), line.Label, ContentHash(line), line.Amount.Minor, 0L,
    ];

    private sealed record CurrentRow
    {
        public long Id { get; init; }

        public string Version { get; init; } = "";
    }

    private sealed record KnownLine
    {
        public long Id { get; init; }

        public string LineKey { get; init; } = "";

        public string Label { get; init; } = "";

        public long AmountMinor { get; init; }

        public string ContentHash { get; init; } = "";

        public long IsVanished { get; init; }
    }
}
