using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>
/// Saves ledger snapshots. A snapshot supersedes the one before of the same company, account and fiscal year: what it adds,
/// changes and no longer holds is listed, and what was settled on changed or vanished entries is open again.
/// </summary>
internal sealed class LedgerIntake(Session session, Readings readings, DateTimeOffset now, DateOnly today, string runId)
{
    private static readonly string[] EntryColumns =
    [
        "id", "company", "fiscal_year_start", "account", "series", "voucher_number", "row_number", "entry_date", "amount_minor", "currency", "document_minor", "document_currency",
        "voucher_text", "row_text", "counter_accounts", "objects", "named_references", "file_line", "content_hash", "open_minor", "first_snapshot_id", "snapshot_id", "is_vanished",
    ];

    public LedgerSaved Save(SourceFile file, IReadOnlyList<LedgerSnapshot> snapshots, bool isOpeningList)
    {
        // Another reconciliation may have taken the same bytes for another account.
        var known = session.First<long?>("SELECT id FROM ledger_file WHERE sha256 = @Sha256", new { file.Sha256 });
        var fileId = known ?? Insert(file);
        var wanted = snapshots.Where(snapshot => known is null || !IsSaved(fileId, snapshot)).ToList();
        return new(known is not null && wanted.Count == 0, [.. wanted.Select(snapshot => Snapshot(fileId, file, snapshot, isOpeningList))]);
    }

    private long Insert(SourceFile file)
    {
        var fileId = Ids.Draw(session, 1);
        session.Execute("INSERT INTO ledger_file (id, sha256, name, archived_path, row_count, received_at) VALUES (@fileId, @Sha256, @Name, @ArchivedPath, @Rows, @now)",
            new { fileId, file.Sha256, file.Name, file.ArchivedPath, file.Rows, now });
        return fileId;
    }

    private bool IsSaved(long fileId, LedgerSnapshot snapshot) => session.Scalar<long>(
        "SELECT COUNT(*) FROM ledger_snapshot WHERE ledger_file_id = @fileId AND company = @Company AND account = @Account AND fiscal_year_start = @FiscalYearStart",
        new { fileId, snapshot.Company, snapshot.Account, snapshot.FiscalYearStart }) > 0;

    private SnapshotSaved Snapshot(long fileId, SourceFile file, LedgerSnapshot snapshot, bool isOpeningList)
    {
        Check(file, snapshot);
        // A whole year supersedes its parts too; a part only the same part.
        var of = new { snapshot.Company, snapshot.Account, snapshot.FiscalYearStart, from = SqlValues.Text(snapshot.CoversFrom ?? default), whole = snapshot.CoversFrom is null ? 1 : 0, list = isOpeningList ? 1 : 0 };
        const string Year = "company = @Company AND account = @Account AND fiscal_year_start = @FiscalYearStart AND is_opening_list = @list AND state = 'current'";
        const string Current = $"{Year} AND (@whole = 1 OR covers_from = @from)";
        var isFirst = session.Scalar<long>($"SELECT COUNT(*) FROM ledger_snapshot WHERE {Year}", of) == 0;
        var covered = session.First<string>($"SELECT MAX(covers_to) FROM ledger_snapshot WHERE {Current}", of);
        var isStale = covered is not null && string.CompareOrdinal(SqlValues.Text(snapshot.CoversTo), covered) < 0;
        if (!isStale)
        {
            session.Execute($"UPDATE ledger_snapshot SET state = 'superseded' WHERE {Current}", of);
        }

        var id = Insert(fileId, snapshot, isStale, isOpeningList);
        var changes = isStale ? [] : Supersede(id, snapshot, isFirst, isOpeningList);
        return new(snapshot.Account, snapshot.FiscalYearStart, isStale, changes);
    }

    private static void Check(SourceFile file, LedgerSnapshot snapshot)
    {
        var seen = new HashSet<(string, string, int)>(snapshot.Entries.Count);
        if (snapshot.Entries.FirstOrDefault(entry => !seen.Add(Key(entry))) is { } repeated)
        {
            throw new EtlException(new Issue(ReconcileErrors.RepeatedEntry,
                string.Create(CultureInfo.InvariantCulture, $"voucher {repeated.Voucher} row {repeated.Row} on account {snapshot.Account} stands twice."), new(file.Name, repeated.FileLine)));
        }
    }

    private long Insert(long fileId, LedgerSnapshot snapshot, bool isStale, bool isOpeningList)
    {
        var id = Ids.Draw(session, 1);
        session.Execute(
            """
            INSERT INTO ledger_snapshot (id, ledger_file_id, company, account, fiscal_year_start, fiscal_year_end, currency, opening_minor, closing_minor, covers_from, covers_to, entry_count, state, is_opening_list, saved_at)
            VALUES (@id, @fileId, @Company, @Account, @FiscalYearStart, @FiscalYearEnd, @Currency, @opening, @closing, @CoversFrom, @CoversTo, @count, @state, @list, @now)
            """,
            new
            {
                id,
                fileId,
                snapshot.Company,
                snapshot.Account,
                snapshot.FiscalYearStart,
                snapshot.FiscalYearEnd,
                snapshot.Currency,
                opening = snapshot.Opening?.Minor,
                closing = snapshot.Closing?.Minor,
                snapshot.CoversFrom,
                snapshot.CoversTo,
                count = snapshot.Entries.Count,
                state = isStale ? "stale" : "current",
                list = isOpeningList ? 1 : 0,
                now,
            });
        return id;
    }

    private List<LedgerChange> Supersede(long snapshotId, LedgerSnapshot snapshot, bool isFirst, bool isOpeningList)
    {
        // A start on the first day of a fiscal year shares its key with that year's ledger.
        var of = new { snapshot.Company, snapshot.Account, snapshot.FiscalYearStart, OpeningList.Series, list = isOpeningList ? 1 : 0, snapshotId, from = snapshot.CoversFrom, to = snapshot.CoversTo };
        const string Mine = "company = @Company AND account = @Account AND fiscal_year_start = @FiscalYearStart AND CASE WHEN series = @Series THEN 1 ELSE 0 END = @list";
        var known = session.Query<KnownEntry>(
            $"SELECT id, series, voucher_number, row_number, entry_date, amount_minor, content_hash, is_vanished FROM ledger_entry WHERE {Mine}", of)
            .ToDictionary(entry => (entry.Series, entry.VoucherNumber, (int)entry.RowNumber));
        var added = known.Count == 0 ? snapshot.Entries : [.. snapshot.Entries.Where(entry => !known.ContainsKey(Key(entry)))];
        var changed = snapshot.Entries.Where(entry => known.TryGetValue(Key(entry), out var was) && (was.ContentHash != ContentHash(entry) || was.IsVanished != 0)).ToList();
        var held = known.Count == 0 ? [] : snapshot.Entries.Select(Key).ToHashSet();
        var vanished = known.Where(pair => pair.Value.IsVanished == 0 && !held.Contains(pair.Key) && IsTold(pair.Value, snapshot)).Select(pair => pair.Value).ToList();

        var changes = new List<(long EntryId, LedgerChange Change, string? BeforeDate, string? AfterDate)>();
        var firstId = Ids.Draw(session, added.Count + 1);
        session.BulkInsert("ledger_entry", EntryColumns, added.Select((entry, index) => Columns(entry, firstId + index, snapshotId)));
        if (readings.Wants(snapshot.Company, snapshot.Account))
        {
            readings.Add(added.Select((entry, index) => (firstId + index, entry)));
        }

        if (!isFirst)
        {
            changes.AddRange(added.Select((entry, index) => (firstId + index, new LedgerChange(LedgerChangeKind.Added, entry.Voucher, null, entry.Amount.Minor, 0), (string?)null, (string?)SqlValues.Text(entry.Date))));
        }

        changes.AddRange(changed.Select(entry => (known[Key(entry)].Id, Change(known[Key(entry)], entry, snapshotId), (string?)known[Key(entry)].EntryDate, (string?)SqlValues.Text(entry.Date))));
        changes.AddRange(vanished.Select(was => (was.Id, Vanish(was, snapshotId), (string?)was.EntryDate, (string?)null)));
        // Those added stand under it already.
        session.Execute($"UPDATE ledger_entry SET snapshot_id = @snapshotId WHERE {Mine} AND is_vanished = 0 AND snapshot_id <> @snapshotId AND (@from IS NULL OR (entry_date >= @from AND entry_date <= @to))", of);
        var changeId = Ids.Draw(session, changes.Count + 1);
        session.BulkInsert("ledger_change", ["id", "ledger_snapshot_id", "ledger_entry_id", "kind", "before_minor", "after_minor", "before_date", "after_date", "reopened_minor"],
            changes.Select((item, index) => new object?[]
            {
                changeId + index, snapshotId, item.EntryId, item.Change.Kind, item.Change.Before, item.Change.After, item.BeforeDate, item.AfterDate, item.Change.Reopened,
            }));
        return [.. changes.Select(change => change.Change)];
    }

    /// <summary>What an export of a part of the year does not hold has vanished only within that part.</summary>
    private static bool IsTold(KnownEntry was, LedgerSnapshot snapshot) =>
        snapshot.CoversFrom is not { } from
        || (string.CompareOrdinal(was.EntryDate, SqlValues.Text(from)) >= 0 && string.CompareOrdinal(was.EntryDate, SqlValues.Text(snapshot.CoversTo)) <= 0);

    private LedgerChange Change(KnownEntry was, LedgerEntry entry, long snapshotId)
    {
        var reopened = Reopen(was.Id);
        session.Execute(
            """
            UPDATE ledger_entry SET entry_date = @Date, amount_minor = @minor, open_minor = @minor, document_minor = @documentMinor, document_currency = @documentCurrency, voucher_text = @VoucherText,
                row_text = @RowText, counter_accounts = @counters, objects = @objects, named_references = @named, file_line = @FileLine, content_hash = @hash, snapshot_id = @snapshotId, is_vanished = 0
            WHERE id = @Id
            """,
            new
            {
                was.Id,
                entry.Date,
                minor = entry.Amount.Minor,
                documentMinor = entry.DocumentAmount?.Minor,
                documentCurrency = entry.DocumentAmount?.Currency.Code,
                entry.VoucherText,
                entry.RowText,
                counters = string.Join(' ', entry.CounterAccounts),
                objects = string.Join('\n', entry.Objects),
                named = string.Join('\n', entry.NamedReferences),
                entry.FileLine,
                hash = ContentHash(entry),
                snapshotId,
            });
        return new(LedgerChangeKind.Changed, entry.Voucher, was.AmountMinor, entry.Amount.Minor, reopened);
    }

    private LedgerChange Vanish(KnownEntry was, long snapshotId)
    {
        var reopened = Reopen(was.Id);
        session.Execute("UPDATE ledger_entry SET is_vanished = 1, open_minor = 0, snapshot_id = @snapshotId WHERE id = @Id", new { was.Id, snapshotId });
        return new(LedgerChangeKind.Vanished, was.Series.Length == 0 ? was.VoucherNumber : $"{was.Series} {was.VoucherNumber}", was.AmountMinor, null, reopened);
    }

    /// <summary>Takes back every allocation that rests on the entry; its reading is made anew. Returns the amount that was settled.</summary>
    private long Reopen(long entryId)
    {
        session.Execute("DELETE FROM entry_reading WHERE ledger_entry_id = @entryId", new { entryId });
        session.Execute("DELETE FROM entry_reference WHERE ledger_entry_id = @entryId", new { entryId });
        var standing = session.Query<StandingAllocation>(
            $"{Reversals.Select} WHERE (a.ledger_entry_id = @entryId OR a.counterpart_id = @entryId) AND {Reversals.Standing} ORDER BY a.id", new { entryId });
        Reversals.Undo(session, standing, today, runId, now);
        return standing.Where(allocation => allocation.LedgerEntryId == entryId).Sum(allocation => allocation.EntryMinor);
    }

    private static (string Series, string Number, int Row) Key(LedgerEntry entry) => (entry.Series, entry.VoucherNumber, entry.Row);

    private static string ContentHash(LedgerEntry entry) => Hashes.Of(
        SqlValues.Text(entry.Date), entry.Amount.ToString(), entry.DocumentAmount?.ToString() ?? "", entry.VoucherText, entry.RowText, string.Join(' ', entry.CounterAccounts), string.Join('\n', entry.Objects), string.Join('\n', entry.NamedReferences));

    private static object?[] Columns(LedgerEntry entry, long id, long snapshotId) =>
    [
        id, entry.Company, entry.FiscalYearStart, entry.Account, entry.Series, entry.VoucherNumber, (long)entry.Row, entry.Date, entry.Amount.Minor, entry.Amount.Currency,
        entry.DocumentAmount?.Minor, entry.DocumentAmount?.Currency.Code, entry.VoucherText, entry.RowText, string.Join(' ', entry.CounterAccounts), string.Join('\n', entry.Objects),
        string.Join('\n', entry.NamedReferences), (long)entry.FileLine, ContentHash(entry), entry.Amount.Minor, snapshotId, snapshotId, 0L,
    ];

    private sealed record KnownEntry
    {
        public long Id { get; init; }

        public string Series { get; init; } = "";

        public string VoucherNumber { get; init; } = "";

        public long RowNumber { get; init; }

        public string EntryDate { get; init; } = "";

        public long AmountMinor { get; init; }

        public string ContentHash { get; init; } = "";

        public long IsVanished { get; init; }
    }
}
