using System.Globalization;
using System.Runtime.InteropServices;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>Saves what the matcher found, judged by the open amounts: all of it or nothing.</summary>
internal static class MatchSaver
{
    /// <summary>True for a row that can give what is taken.</summary>
    private const string CanGive =
        """
        ((amount_minor >= 0 AND open_minor - $take >= 0 AND open_minor - $take <= amount_minor)
            OR (amount_minor < 0 AND open_minor - $take <= 0 AND open_minor - $take >= amount_minor))
        """;

    public static readonly string[] AllocationColumns =
    [
        "id", "reconciliation", "settlement_line_id", "payout_id", "ledger_entry_id", "line_minor", "entry_minor", "effective_date", "rule_name", "kind", "counterpart_id", "reverses_id", "resolution_id", "run_id", "made_at",
    ];

    public static void Save(Session session, ReconciliationSettings settings, MatchLoad load, MatchResult result, string runId, DateTimeOffset now)
    {
        var firstId = Ids.Draw(session, result.Allocations.Count + 1);
        var madeAt = SqlValues.Text(now);
        session.BulkInsert("allocation", AllocationColumns, result.Allocations.Select((allocation, index) => new object?[]
        {
            firstId + index, settings.Name, allocation.LineId, allocation.PayoutId, allocation.EntryId, allocation.LineMinor, allocation.EntryMinor, allocation.EffectiveOn,
            allocation.Rule, allocation.Kind, allocation.CounterpartId, null, allocation.ResolutionId, runId, madeAt,
        }));
        foreach (var booked in result.Booked)
        {
            session.Execute("UPDATE payout SET booked_voucher = @Voucher, booked_minor = @Minor, booked_on = @On WHERE id = @PayoutId AND booked_voucher IS NULL", booked);
            session.Execute("UPDATE settlement_line SET disposition = 'AlreadyBooked', reason = NULL, related = NULL WHERE payout_id = @PayoutId", booked);
        }

        if (!Lines(session, load, result) || !Entries(session, result))
        {
            throw new EtlException(new Issue(ReconcileErrors.OpenAmountTaken,
                string.Create(CultureInfo.InvariantCulture, $"a line or an entry has less open than the {result.Allocations.Count} allocations from number {firstId} would take; nothing of this match was saved.")))
            {
                IsTransient = true,
            };
        }

        Readings(session, settings, load, result);
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

    /// <summary>Takes the allocated sums off the lines and sets their verdicts. False when a line cannot give that much.</summary>
    private static bool Lines(Session session, MatchLoad load, MatchResult result)
    {
        var taken = Sums(result, allocation => allocation.LineId, allocation => allocation.LineMinor);
        var changed = result.Lines.Where(verdict => taken.ContainsKey(verdict.LineId) || IsChanged(load, verdict)).OrderBy(verdict => verdict.LineId).ToList();
        return session.BulkUpdate(
            "line_verdict_intake",
            $"UPDATE settlement_line SET open_minor = open_minor - $take, disposition = $disposition, rule_name = COALESCE($rule_name, rule_name), reason = $reason, related = $related WHERE id = $id AND {CanGive}",
            ["id", "take", "disposition", "rule_name", "reason", "related"],
            changed.Select(verdict => new object?[] { verdict.LineId, taken.GetValueOrDefault(verdict.LineId), verdict.Disposition, verdict.Rule, Text(verdict.Reason), Text(verdict.Related) })) == changed.Count;
    }

    private static bool Entries(Session session, MatchResult result)
    {
        var taken = Sums(result, allocation => allocation.EntryId, allocation => allocation.EntryMinor);
        return session.BulkUpdate(
            "entry_take_intake",
            $"UPDATE ledger_entry SET open_minor = open_minor - $take WHERE id = $id AND {CanGive}",
            ["id", "take"],
            taken.OrderBy(entry => entry.Key).Select(entry => new object?[] { entry.Key, entry.Value })) == taken.Count;
    }

    private static void Readings(Session session, ReconciliationSettings settings, MatchLoad load, MatchResult result) => session.BulkUpdate(
        "entry_verdict_intake",
        "UPDATE entry_reading SET disposition = $disposition, reason = $reason, related = $related WHERE reconciliation = $reconciliation AND ledger_entry_id = $id",
        ["reconciliation", "id", "disposition", "reason", "related"],
        result.Entries.Where(verdict => IsChanged(load.Entries[verdict.EntryId], verdict))
            .Select(verdict => new object?[] { settings.Name, verdict.EntryId, verdict.Disposition, Text(verdict.Reason), Text(verdict.Related) }));

    private static Dictionary<long, long> Sums(MatchResult result, Func<PlannedAllocation, long?> id, Func<PlannedAllocation, long> minor)
    {
        var sums = new Dictionary<long, long>(result.Allocations.Count);
        foreach (var allocation in result.Allocations)
        {
            if (id(allocation) is { } of)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(sums, of, out _) += minor(allocation);
            }
        }

        return sums;
    }

    /// <summary>Pairs and plain lines were not loaded: they are new, or they would be among the others.</summary>
    private static bool IsChanged(MatchLoad load, LineVerdict verdict) =>
        !load.Lines.TryGetValue(verdict.LineId, out var row)
        || row.Disposition != verdict.Disposition.ToString() || row.Reason != Text(verdict.Reason) || row.Related != Text(verdict.Related) || verdict.Rule is not null && verdict.Rule != row.RuleName;

    private static bool IsChanged(EntryRow row, EntryVerdict verdict) =>
        row.Disposition != verdict.Disposition.ToString() || row.Reason != Text(verdict.Reason) || row.Related != Text(verdict.Related);

    private static string? Text(Reason reason) => reason == Reason.None ? null : reason.ToString();

    private static string? Text(IReadOnlyList<string> related) => related.Count == 0 ? null : string.Join('\n', related);
}
