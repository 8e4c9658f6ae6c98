using Sharespine.Etl.Errors;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>Which bank line paid which payout: rows that stand, and rows that take them back.</summary>
internal static class PayoutBankStore
{
    private static readonly string[] ColumnNames = ["id", "reconciliation", "payout_id", "bank_line_id", "payout_minor", "line_minor", "rule_name", "reverses_id", "run_id", "made_at"];

    /// <param name="where">On <c>a</c>, the row.</param>
    public static IReadOnlyList<PayoutBankRow> Standing(Session session, string where, object parameters) => session.Query<PayoutBankRow>(
        $"""
        SELECT a.id, a.reconciliation, a.payout_id, a.bank_line_id, a.payout_minor, a.line_minor, a.rule_name FROM payout_bank a
        WHERE {where} AND a.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM payout_bank r WHERE r.reverses_id = a.id)
        ORDER BY a.id
        """, parameters);

    /// <summary>Takes rows back and gives their amounts to the lines again; verdicts that rested on them are forgotten.</summary>
    public static void Reverse(Session session, IReadOnlyList<PayoutBankRow> rows, string runId, DateTimeOffset now)
    {
        var firstId = Ids.Draw(session, rows.Count + 1);
        session.BulkInsert("payout_bank", ColumnNames, rows.Select((row, index) => new object?[]
        {
            firstId + index, row.Reconciliation, row.PayoutId, row.BankLineId, -row.PayoutMinor, -row.LineMinor, row.RuleName, row.Id, runId, now,
        }));
        foreach (var row in rows)
        {
            session.Execute("DELETE FROM payout_bank_verdict WHERE reconciliation = @Reconciliation AND payout_id = @PayoutId", row);
        }

        foreach (var line in rows.GroupBy(row => row.BankLineId))
        {
            session.Execute("UPDATE bank_line SET open_minor = open_minor + @minor WHERE id = @id AND is_vanished = 0", new { id = line.Key, minor = line.Sum(row => row.LineMinor) });
        }
    }

    /// <summary>Stores what the match found. A line that cannot give that much fails the whole match.</summary>
    public static void Add(Session session, string reconciliation, IReadOnlyList<BankAllocation> allocations, string runId, DateTimeOffset now)
    {
        foreach (var line in allocations.GroupBy(allocation => allocation.LineId))
        {
            var taken = session.Execute(
                """
                UPDATE bank_line SET open_minor = open_minor - @minor
                WHERE id = @id AND is_vanished = 0 AND ((amount_minor >= 0 AND open_minor - @minor >= 0 AND open_minor - @minor <= amount_minor)
                    OR (amount_minor < 0 AND open_minor - @minor <= 0 AND open_minor - @minor >= amount_minor))
                """,
                new { id = line.Key, minor = line.Sum(allocation => allocation.LineMinor) });
            if (taken != 1)
            {
                throw new EtlException(new Issue(ReconcileErrors.OpenAmountTaken, "a bank line has less open than the payouts found for it would take; nothing of this match was saved.")) { IsTransient = true };
            }
        }

        var firstId = Ids.Draw(session, allocations.Count + 1);
        session.BulkInsert("payout_bank", ColumnNames, allocations.Select((allocation, index) => new object?[]
        {
            firstId + index, reconciliation, allocation.PayoutId, allocation.LineId, allocation.PayoutMinor, allocation.LineMinor, allocation.Rule, null, runId, now,
        }));
    }

    /// <summary>Makes the stored verdicts equal to the newest ones.</summary>
    public static void SetVerdicts(Session session, string reconciliation, IReadOnlyList<BankVerdict> verdicts)
    {
        var known = session.Query<VerdictRow>("SELECT payout_id, status, reason, difference_minor, related FROM payout_bank_verdict WHERE reconciliation = @reconciliation", new { reconciliation })
            .ToDictionary(row => row.PayoutId);
        var wanted = verdicts.Select(verdict => new VerdictRow
        {
            PayoutId = verdict.PayoutId,
            Status = verdict.Status,
            Reason = verdict.Reason == Reason.None ? null : verdict.Reason.ToString(),
            DifferenceMinor = verdict.DifferenceMinor,
            Related = string.Join('\n', verdict.Related),
        }).ToList();
        var kept = wanted.Select(row => row.PayoutId).ToHashSet();
        foreach (var row in known.Values.Where(row => !kept.Contains(row.PayoutId)).Concat(wanted.Where(row => known.TryGetValue(row.PayoutId, out var was) && was != row)))
        {
            session.Execute("DELETE FROM payout_bank_verdict WHERE reconciliation = @reconciliation AND payout_id = @PayoutId", new { reconciliation, row.PayoutId });
        }

        session.BulkInsert("payout_bank_verdict", ["reconciliation", "payout_id", "status", "reason", "difference_minor", "related"],
            wanted.Where(row => !known.TryGetValue(row.PayoutId, out var was) || was != row).Select(row => new object?[] { reconciliation, row.PayoutId, row.Status, row.Reason, row.DifferenceMinor, row.Related }));
    }
}

internal sealed record PayoutBankRow
{
    public long Id { get; init; }

    public string Reconciliation { get; init; } = "";

    public long PayoutId { get; init; }

    public long BankLineId { get; init; }

    public long PayoutMinor { get; init; }

    public long LineMinor { get; init; }

    public string RuleName { get; init; } = "";
}

internal sealed record VerdictRow
{
    public long PayoutId { get; init; }

    public BankStatus Status { get; init; }

    public string? Reason { get; init; }

    public long DifferenceMinor { get; init; }

    public string Related { get; init; } = "";
}
