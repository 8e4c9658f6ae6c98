using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>Takes allocations back by rows that reverse them; never a delete.</summary>
internal static class Reversals
{
    public const string Select =
        """
        SELECT a.id, a.reconciliation, a.settlement_line_id, a.payout_id, a.ledger_entry_id, a.line_minor, a.entry_minor, a.effective_date, a.rule_name, a.counterpart_id, a.resolution_id,
            CASE WHEN a.kind = 'Recognition' THEN 1 ELSE 0 END AS is_recognition,
            CASE WHEN a.kind = 'Recognition' OR a.kind = 'Cancellation' THEN 0
                WHEN EXISTS (SELECT 1 FROM voucher v WHERE v.payout_id = a.payout_id) THEN 1
                WHEN a.settlement_line_id IS NULL AND EXISTS (SELECT 1 FROM voucher v JOIN resolution d ON d.exception_id = v.exception_id WHERE d.id = a.resolution_id) THEN 1
                ELSE 0 END AS is_posted
        FROM allocation a
        """;

    public const string Standing = "a.kind <> 'Reversal' AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses_id = a.id)";

    /// <summary>What was posted counts until the voucher that corrects it; what never was counts from no day.</summary>
    /// <param name="correctedOn">The date of such vouchers.</param>
    public static void Undo(Session session, IReadOnlyList<StandingAllocation> standing, DateOnly correctedOn, string runId, DateTimeOffset now)
    {
        var firstId = Ids.Draw(session, standing.Count + 1);
        session.BulkInsert("allocation", MatchSaver.AllocationColumns, standing.Select((allocation, index) => new object?[]
        {
            firstId + index, allocation.Reconciliation, allocation.SettlementLineId, allocation.PayoutId, allocation.LedgerEntryId, -allocation.LineMinor, -allocation.EntryMinor,
            allocation.IsPosted && correctedOn > allocation.EffectiveDate ? correctedOn : allocation.EffectiveDate,
            allocation.RuleName, Matching.AllocationKind.Reversal, allocation.CounterpartId, allocation.Id, allocation.ResolutionId, runId, now,
        }));
        // Sums per line and entry first: one step may pass outside what a row may hold, the sum does not.
        foreach (var line in standing.Where(allocation => allocation.SettlementLineId is not null).GroupBy(allocation => allocation.SettlementLineId!.Value))
        {
            session.Execute("UPDATE settlement_line SET open_minor = open_minor + @minor, disposition = NULL, rule_name = NULL, reason = NULL, related = NULL WHERE id = @id",
                new { id = line.Key, minor = line.Sum(allocation => allocation.LineMinor) });
        }

        foreach (var entry in standing.Where(allocation => allocation.LedgerEntryId is not null).GroupBy(allocation => allocation.LedgerEntryId!.Value))
        {
            session.Execute("UPDATE ledger_entry SET open_minor = open_minor + @minor WHERE id = @id AND is_vanished = 0", new { id = entry.Key, minor = entry.Sum(allocation => allocation.EntryMinor) });
        }

        foreach (var payoutId in standing.Where(allocation => allocation.IsRecognition && allocation.PayoutId is not null).Select(allocation => allocation.PayoutId).Distinct())
        {
            // One voucher may have booked several payouts.
            const string Same = "(SELECT p.id FROM payout p JOIN payout q ON q.connection = p.connection AND q.booked_voucher = p.booked_voucher AND q.booked_on = p.booked_on WHERE q.id = @payoutId)";
            session.Execute($"UPDATE settlement_line SET disposition = NULL, reason = NULL WHERE payout_id IN {Same} AND (disposition IS NULL OR disposition <> 'Manual')", new { payoutId });
            session.Execute($"UPDATE payout SET booked_voucher = NULL, booked_minor = NULL, booked_on = NULL WHERE id IN {Same}", new { payoutId });
        }
    }
}

internal sealed record StandingAllocation
{
    public long Id { get; init; }

    public string Reconciliation { get; init; } = "";

    public long? SettlementLineId { get; init; }

    public long? PayoutId { get; init; }

    public long? LedgerEntryId { get; init; }

    public long LineMinor { get; init; }

    public long EntryMinor { get; init; }

    public DateOnly EffectiveDate { get; init; }

    public string RuleName { get; init; } = "";

    public long? CounterpartId { get; init; }

    public long? ResolutionId { get; init; }

    public bool IsRecognition { get; init; }

    public bool IsPosted { get; init; }
}
