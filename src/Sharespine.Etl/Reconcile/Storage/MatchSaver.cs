using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>Saves what the matcher found, judged by the open amounts: all of it or nothing.</summary>
internal static class MatchSaver
{
    public static readonly string[] AllocationColumns =
    [
        "id", "reconciliation", "settlement_line_id", "payout_id", "ledger_entry_id", "line_minor", "entry_minor", "effective_date", "rule", "kind", "counterpart_id", "reverses_id", "run_id", "made_at",
    ];

    public static void Save(Session session, ReconciliationSettings settings, MatchLoad load, MatchResult result, string runId, DateTimeOffset now)
    {
        var firstId = Ids.Draw(session, result.Allocations.Count + 1);
        session.BulkInsert("allocation", AllocationColumns, result.Allocations.Select((allocation, index) => new object?[]
        {
            firstId + index, settings.Name, allocation.LineId, allocation.PayoutId, allocation.EntryId, allocation.LineMinor, allocation.EntryMinor, allocation.EffectiveOn,
            allocation.Rule, allocation.Kind, allocation.CounterpartId, null, runId, now,
        }));
        Take(session, runId, result, firstId);
        foreach (var booked in result.Booked)
        {
            session.Execute("UPDATE payout SET booked_voucher = @Voucher, booked_minor = @Minor WHERE id = @PayoutId AND booked_voucher IS NULL", booked);
            session.Execute("UPDATE settlement_line SET disposition = 'AlreadyBooked', reason = NULL, related = NULL WHERE payout_id = @PayoutId", booked);
        }

        SetVerdicts(session, runId, settings, load, result);
        // Parts of what is settled whole by now.
        session.Execute(
            """
            UPDATE settlement_line SET disposition = 'Matched'
            WHERE disposition = 'PartiallySettled' AND open_minor = 0 AND NOT EXISTS (
                SELECT 1 FROM allocation a JOIN ledger_entry e ON e.id = a.ledger_entry_id WHERE a.settlement_line_id = settlement_line.id AND e.open_minor <> 0)
            """);
        var possibly = result.PossiblyBooked.ToHashSet();
        foreach (var payout in load.Payouts.Values.Where(payout => payout.IsPossiblyBooked != possibly.Contains(payout.Id)))
        {
            session.Execute("UPDATE payout SET is_possibly_booked = @flag WHERE id = @Id", new { payout.Id, flag = possibly.Contains(payout.Id) ? 1 : 0 });
        }
    }

    /// <summary>Takes the allocated sums off the open amounts. A row that cannot give that much fails the whole match.</summary>
    private static void Take(Session session, string batch, MatchResult result, long firstId)
    {
        var lines = Sums(result, allocation => allocation.LineId, allocation => allocation.LineMinor);
        var entries = Sums(result, allocation => allocation.EntryId, allocation => allocation.EntryMinor);
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

    private static List<(long Key, long Minor)> Sums(MatchResult result, Func<PlannedAllocation, long?> id, Func<PlannedAllocation, long> minor) =>
        [.. result.Allocations.Where(allocation => id(allocation) is not null).GroupBy(allocation => id(allocation)!.Value).Select(group => (group.Key, group.Sum(minor)))];

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
}
