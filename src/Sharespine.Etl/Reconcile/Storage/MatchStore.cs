using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>Everything the matcher needs, and the rows that its verdicts are compared with.</summary>
internal sealed record MatchLoad(MatchInput Input, IReadOnlyDictionary<long, PayoutRow> Payouts, IReadOnlyDictionary<long, LineRow> Lines, IReadOnlyDictionary<long, EntryRow> Entries);

/// <summary>Loads what is open and saves what the matcher found, in one transaction judged by the open amounts.</summary>
internal static class MatchStore
{
    private const int ChunkSize = 500;

    public static readonly string[] AllocationColumns =
    [
        "id", "reconciliation", "settlement_line_id", "payout_id", "ledger_entry_id", "line_minor", "entry_minor", "effective_date", "rule", "kind", "counterpart_id", "reverses_id", "run_id", "made_at",
    ];

    public static MatchLoad Load(Session session, ReconciliationSettings settings, BookingRules rules, DateOnly asOf)
    {
        var reader = new EntryReader(settings);
        var of = new { settings.Connection, settings.Name, settings.Company, accounts = settings.Accounts.Select(account => account.Account) };
        var ignored = Resolutions.Ignored(session, settings.Name);
        var payouts = session.Query<PayoutRow>($"{PayoutRow.Select} WHERE p.connection = @Connection", of).ToDictionary(payout => payout.Id);
        var lines = session.Query<LineRow>(
            $"""
            SELECT {LineRow.Columns} FROM settlement_line l JOIN payout p ON p.id = l.payout_id
            WHERE p.connection = @Connection AND (l.disposition IS NULL OR l.reason = 'NoRule' OR (l.open_minor <> 0 AND l.disposition NOT IN ('Fee', 'BalanceMovement', 'AlreadyBooked')))
            """,
            of).ToDictionary(line => line.Id);
        var entries = session.Query<EntryRow>($"{EntrySelect} AND e.open_minor <> 0 AND r.entry_class <> 'BeforeStart'", of).ToDictionary(entry => entry.Id);
        var receivable = ReceivableSums(session, settings, rules);
        var reopened = Reopened(session, of);
        var input = new MatchInput
        {
            AsOf = asOf,
            LaterBookedOn = Posting.PostingDates.For(asOf, settings.Posting),
            LedgerCoversTo = session.First<string>("SELECT MIN(covers_to) FROM (SELECT MAX(covers_to) AS covers_to FROM ledger_snapshot WHERE company = @Company AND account IN @accounts AND is_opening_list = 0 AND state = 'current' GROUP BY account) latest", of) is { } text
                ? DateOnly.ParseExact(text, SqlValues.DateFormat, CultureInfo.InvariantCulture)
                : null,
            Payouts = [.. payouts.Values.Select(payout => Payout(payout, settings, receivable.GetValueOrDefault(payout.Id)))],
            Lines = [.. lines.Values.Select(line => Line(line, rules, reopened.GetValueOrDefault(line.Id), ignored.Contains(("line", line.Id))))],
            Entries = [.. entries.Values.Select(entry => Entry(entry, reader, ignored.Contains(("entry", entry.Id))))],
            OwnVouchers = session.Query<string>("SELECT reference FROM voucher WHERE reconciliation = @Name", of).ToHashSet(),
            RecognisedVouchers = session.Query<string>(
                """
                SELECT DISTINCT r.voucher_reference FROM entry_reading r JOIN ledger_entry e ON e.id = r.ledger_entry_id
                WHERE r.reconciliation = @Name AND r.voucher_reference IS NOT NULL AND e.is_vanished = 0 AND e.open_minor = 0
                """, of).ToHashSet(),
        };
        input = input with
        {
            SettledEntries = SettledEntries(session, settings, of, input, reader),
            FinishedLines = FinishedLines(session, rules, of),
        };
        return new(input, payouts, lines, entries);
    }

    private const string EntrySelect =
        $"""
        SELECT {EntryRow.Columns}, r.entry_class, r.voucher_reference, r.disposition, r.reason, r.related, f.name AS file_name,
            (SELECT MAX(a.effective_date) FROM allocation a WHERE a.ledger_entry_id = e.id AND a.kind = 'Settlement' AND NOT EXISTS (SELECT 1 FROM allocation b WHERE b.reverses_id = a.id)) AS settled_on
        FROM ledger_entry e
        JOIN entry_reading r ON r.ledger_entry_id = e.id AND r.reconciliation = @Name
        JOIN ledger_snapshot s ON s.id = e.snapshot_id
        JOIN ledger_file f ON f.id = s.ledger_file_id
        WHERE e.company = @Company AND e.account IN @accounts AND e.is_vanished = 0
        """;

    private static MatchPayout Payout(PayoutRow row, ReconciliationSettings settings, long receivable) => new()
    {
        Id = row.Id,
        Reference = row.Reference,
        Date = row.PayoutDate,
        Paid = new(row.TotalMinor ?? row.NetMinor, row.Money),
        Receivable = new(receivable, row.Money),
        IsOutOfBalance = row.Difference != 0,
        IsPosted = row.VoucherCount > 0,
        BookedOn = Posting.PostingDates.For(row.PayoutDate, settings.Posting),
        BookedVoucher = row.BookedVoucher,
    };

    private static MatchLine Line(LineRow row, BookingRules rules, string? reopenedFrom, bool isIgnored) => new()
    {
        Id = row.Id,
        PayoutId = row.PayoutId,
        Line = row.ToLine(),
        Role = LineRoles.Of(row.LineType, row.DetailedType, rules),
        Open = row.OpenMinor,
        ReopenedFrom = reopenedFrom,
        IsIgnored = isIgnored,
    };

    private static MatchEntry Entry(EntryRow row, EntryReader reader, bool isIgnored)
    {
        var entry = row.ToEntry();
        return new()
        {
            Id = row.Id,
            Entry = entry,
            Class = row.EntryClass,
            References = reader.Read(entry).References,
            Open = row.OpenMinor,
            SettledOn = row.SettledOn,
            OwnVoucher = row.VoucherReference,
            IsIgnored = isIgnored,
        };
    }

    public static Dictionary<long, long> ReceivableSums(Session session, ReconciliationSettings settings, BookingRules rules) =>
        session.Query<TypeSum>(
            """
            SELECT l.payout_id, l.line_type, l.detailed_type, SUM(l.amount_minor) AS minor FROM settlement_line l JOIN payout p ON p.id = l.payout_id
            WHERE p.connection = @Connection GROUP BY l.payout_id, l.line_type, l.detailed_type
            """,
            new { settings.Connection })
        .Where(sum => LineRoles.Of(sum.LineType, sum.DetailedType, rules) == LineRole.Receivable)
        .GroupBy(sum => sum.PayoutId)
        .ToDictionary(group => group.Key, group => group.Sum(sum => sum.Minor));

    private static Dictionary<long, string> Reopened(Session session, object of) =>
        session.Query<ReopenedRow>(
            """
            SELECT a.settlement_line_id, e.series, e.voucher_number FROM allocation a
            JOIN settlement_line l ON l.id = a.settlement_line_id
            JOIN ledger_entry e ON e.id = a.ledger_entry_id
            WHERE a.reconciliation = @Name AND a.kind = 'Reversal' AND l.open_minor <> 0
            ORDER BY a.id
            """, of)
        .GroupBy(row => row.SettlementLineId)
        .ToDictionary(group => group.Key, group => group.Last() is var last && last.Series.Length == 0 ? last.VoucherNumber : $"{last.Series} {last.VoucherNumber}");

    /// <summary>Settled entries with a reference of an open line or entry: read as short pairs first, whole only when they are wanted.</summary>
    private static List<MatchEntry> SettledEntries(Session session, ReconciliationSettings settings, object of, MatchInput input, EntryReader reader)
    {
        var normaliser = new ReferenceNormaliser(settings.References);
        var wanted = input.Lines.Where(line => line.Role == LineRole.Receivable && line.Open != 0)
            .SelectMany(line => new[] { line.Line.OrderReference, line.Line.ProviderOrderId, line.Line.CaptureId, line.Line.RefundId }.OfType<string>().Concat(line.Line.OtherReferences))
            .Concat(input.Entries.SelectMany(entry => entry.References))
            .Select(normaliser.Normalise)
            .ToHashSet(StringComparer.Ordinal);
        var ids = session.Stream<ReferenceRow>(
            "SELECT x.reference, x.ledger_entry_id FROM entry_reference x JOIN ledger_entry e ON e.id = x.ledger_entry_id WHERE x.reconciliation = @Name AND e.open_minor = 0 AND e.is_vanished = 0", of)
            .Where(row => wanted.Contains(row.Reference)).Select(row => row.LedgerEntryId).Distinct().ToList();
        return [.. ids.Chunk(ChunkSize).SelectMany(chunk => session.Query<EntryRow>($"{EntrySelect} AND e.id IN @chunk",
            new { settings.Name, settings.Company, accounts = settings.Accounts.Select(account => account.Account), chunk })).Select(row => Entry(row, reader, false))];
    }

    private static List<MatchLine> FinishedLines(Session session, BookingRules rules, object of) =>
        [.. new[] { "capture_id", "refund_id" }.SelectMany(column => session.Query<LineRow>(
            $"""
            SELECT {LineRow.Columns} FROM settlement_line l JOIN payout p ON p.id = l.payout_id
            WHERE p.connection = @Connection AND l.open_minor = 0 AND l.amount_minor <> 0 AND EXISTS (
                SELECT 1 FROM settlement_line o JOIN payout q ON q.id = o.payout_id
                WHERE q.connection = @Connection AND o.{column} = l.{column} AND o.id <> l.id AND o.open_minor <> 0)
            """,
            of)).DistinctBy(row => row.Id).Select(row => Line(row, rules, null, false))];

    public static void Save(Session session, ReconciliationSettings settings, MatchLoad load, MatchResult result, string runId, DateTimeOffset now)
    {
        var firstId = Ids.Draw(session, result.Allocations.Count + 1);
        session.BulkInsert("allocation", AllocationColumns, result.Allocations.Select((allocation, index) => new object?[]
        {
            firstId + index, settings.Name, allocation.LineId, allocation.PayoutId, allocation.EntryId, allocation.LineMinor, allocation.EntryMinor, allocation.EffectiveOn,
            allocation.Rule, allocation.Kind, allocation.CounterpartId, null, runId, now,
        }));
        Take(session, runId, result, firstId);
        SetVerdicts(session, runId, settings, load, result);
        // Parts of what is settled whole by now.
        session.Execute(
            """
            UPDATE settlement_line SET disposition = 'Matched'
            WHERE disposition = 'PartiallySettled' AND open_minor = 0 AND NOT EXISTS (
                SELECT 1 FROM allocation a JOIN ledger_entry e ON e.id = a.ledger_entry_id WHERE a.settlement_line_id = settlement_line.id AND e.open_minor <> 0)
            """);
        foreach (var booked in result.Booked)
        {
            session.Execute("UPDATE payout SET booked_voucher = @Voucher, booked_minor = @Minor WHERE id = @PayoutId AND booked_voucher IS NULL", booked);
            session.Execute("UPDATE settlement_line SET disposition = 'AlreadyBooked', reason = NULL, related = NULL WHERE payout_id = @PayoutId", booked);
        }

        var possibly = result.PossiblyBooked.ToHashSet();
        foreach (var payout in load.Payouts.Values.Where(payout => payout.IsPossiblyBooked != possibly.Contains(payout.Id)))
        {
            session.Execute("UPDATE payout SET is_possibly_booked = @flag WHERE id = @Id", new { payout.Id, flag = possibly.Contains(payout.Id) ? 1 : 0 });
        }
    }

    /// <summary>Takes the allocated sums off the open amounts. A row that cannot give that much fails the whole match.</summary>
    private static void Take(Session session, string batch, MatchResult result, long firstId)
    {
        var lines = result.Allocations.Where(allocation => allocation.LineId is not null).GroupBy(allocation => allocation.LineId!.Value).Select(group => (group.Key, Minor: group.Sum(allocation => allocation.LineMinor))).ToList();
        var entries = result.Allocations.Where(allocation => allocation.EntryId is not null).GroupBy(allocation => allocation.EntryId!.Value).Select(group => (group.Key, Minor: group.Sum(allocation => allocation.EntryMinor))).ToList();
        session.BulkInsert("match_intake", ["batch", "subject", "id", "take_minor"],
            lines.Select(line => new object?[] { batch, "take-line", line.Key, line.Minor }).Concat(entries.Select(entry => new object?[] { batch, "take-entry", entry.Key, entry.Minor })));
        if (Take(session, "settlement_line", "take-line", batch) != lines.Count || Take(session, "ledger_entry", "take-entry", batch) != entries.Count)
        {
            throw new EtlException(new Issue(ReconcileErrors.OpenAmountTaken,
                string.Create(CultureInfo.InvariantCulture, $"a line or an entry has less open than the {result.Allocations.Count} allocations from number {firstId} would take; nothing of this match was saved.")))
            {
                IsTransient = true,
            };
        }

        session.Execute("DELETE FROM match_intake WHERE batch = @batch AND subject IN ('take-line', 'take-entry')", new { batch });
    }

    private static int Take(Session session, string table, string subject, string batch)
    {
        var take = $"(SELECT i.take_minor FROM match_intake i WHERE i.batch = @batch AND i.subject = @subject AND i.id = {table}.id)";
        return session.Execute(
            $"""
            UPDATE {table} SET open_minor = open_minor - {take}
            WHERE id IN (SELECT i.id FROM match_intake i WHERE i.batch = @batch AND i.subject = @subject)
                AND ((amount_minor >= 0 AND open_minor - {take} >= 0 AND open_minor - {take} <= amount_minor)
                    OR (amount_minor < 0 AND open_minor - {take} <= 0 AND open_minor - {take} >= amount_minor))
            """,
            new { batch, subject });
    }

    private static void SetVerdicts(Session session, string batch, ReconciliationSettings settings, MatchLoad load, MatchResult result)
    {
        var lines = result.Lines.Where(verdict => IsChanged(load.Lines[verdict.LineId], verdict)).ToList();
        var entries = result.Entries.Where(verdict => IsChanged(load.Entries[verdict.EntryId], verdict)).ToList();
        session.BulkInsert("match_intake", ["batch", "subject", "id", "take_minor", "disposition", "rule", "reason", "related"],
            lines.Select(line => new object?[] { batch, "line", line.LineId, 0L, line.Disposition, line.Rule, Text(line.Reason), Text(line.Related) })
                .Concat(entries.Select(entry => new object?[] { batch, "entry", entry.EntryId, 0L, entry.Disposition, null, Text(entry.Reason), Text(entry.Related) })));
        string Of(string column, string owner, string subject) => $"(SELECT i.{column} FROM match_intake i WHERE i.batch = @batch AND i.subject = '{subject}' AND i.id = {owner})";
        session.Execute(
            $"""
            UPDATE settlement_line SET disposition = {Of("disposition", "settlement_line.id", "line")}, rule = COALESCE({Of("rule", "settlement_line.id", "line")}, rule),
                reason = {Of("reason", "settlement_line.id", "line")}, related = {Of("related", "settlement_line.id", "line")}
            WHERE id IN (SELECT i.id FROM match_intake i WHERE i.batch = @batch AND i.subject = 'line')
            """,
            new { batch });
        session.Execute(
            $"""
            UPDATE entry_reading SET disposition = {Of("disposition", "entry_reading.ledger_entry_id", "entry")},
                reason = {Of("reason", "entry_reading.ledger_entry_id", "entry")}, related = {Of("related", "entry_reading.ledger_entry_id", "entry")}
            WHERE reconciliation = @Name AND ledger_entry_id IN (SELECT i.id FROM match_intake i WHERE i.batch = @batch AND i.subject = 'entry')
            """,
            new { batch, settings.Name });
        session.Execute("DELETE FROM match_intake WHERE batch = @batch", new { batch });
    }

    private static bool IsChanged(LineRow row, LineVerdict verdict) =>
        row.Disposition != verdict.Disposition.ToString() || row.Reason != Text(verdict.Reason) || row.Related != Text(verdict.Related) || verdict.Rule is not null && verdict.Rule != row.Rule;

    private static bool IsChanged(EntryRow row, EntryVerdict verdict) =>
        row.Disposition != verdict.Disposition.ToString() || row.Reason != Text(verdict.Reason) || row.Related != Text(verdict.Related);

    private static string? Text(Reason reason) => reason == Reason.None ? null : reason.ToString();

    private static string? Text(IReadOnlyList<string> related) => related.Count == 0 ? null : string.Join('\n', related);

    private sealed record TypeSum
    {
        public long PayoutId { get; init; }

        public LineType LineType { get; init; }

        public string DetailedType { get; init; } = "";

        public long Minor { get; init; }
    }

    private sealed record ReopenedRow
    {
        public long SettlementLineId { get; init; }

        public string Series { get; init; } = "";

        public string VoucherNumber { get; init; } = "";
    }

    private sealed record ReferenceRow
    {
        public string Reference { get; init; } = "";

        public long LedgerEntryId { get; init; }
    }
}
