using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>What people decided, as the stages need it: what holds, what is left to carry out, and what was taken back.</summary>
internal static class Decisions
{
    /// <summary>Not taken back, and nothing newer was decided about the same.</summary>
    private const string Holds =
        """
        r.reconciliation = @reconciliation AND r.kind <> 'Undo' AND NOT EXISTS (SELECT 1 FROM resolution u WHERE u.undoes_id = r.id)
            AND NOT EXISTS (SELECT 1 FROM resolution n WHERE n.exception_id = r.exception_id AND n.id > r.id AND n.kind <> 'Undo' AND NOT EXISTS (SELECT 1 FROM resolution m WHERE m.undoes_id = n.id))
        """;

    /// <summary>Lines and entries that a person decided to leave alone.</summary>
    public static HashSet<(string Kind, long Id)> Ignored(Session session, string reconciliation) =>
        [.. session.Query<Subject>($"SELECT r.subject_kind, r.subject_id FROM resolution r WHERE {Holds} AND r.kind = 'Ignore'", new { reconciliation })
            .Select(subject => (subject.SubjectKind, subject.SubjectId))];

    /// <summary>Exceptions that are closed as long as they stay as somebody saw them: (id, state).</summary>
    public static HashSet<(string Id, string State)> IgnoredStates(Session session, string reconciliation) =>
        [.. session.Query<Subject>($"SELECT r.exception_id, r.exception_state FROM resolution r WHERE {Holds} AND r.kind = 'Ignore'", new { reconciliation })
            .Select(subject => (subject.ExceptionId, subject.ExceptionState))];

    /// <summary>What is decided and not carried out, with what is left of it.</summary>
    public static IReadOnlyList<ManualPart> ToCarryOut(Session session, string reconciliation) =>
        [.. session.Query<PartRow>(
            $"""
            SELECT p.resolution_id, p.settlement_line_id, p.ledger_entry_id, p.counterpart_id, p.payout_id, r.account, p.line_minor, p.entry_minor,
                COALESCE((SELECT SUM(a.line_minor) FROM allocation a WHERE a.resolution_id = p.resolution_id
                    AND (a.settlement_line_id = p.settlement_line_id OR a.settlement_line_id IS NULL AND p.settlement_line_id IS NULL) AND (a.ledger_entry_id = p.ledger_entry_id OR a.ledger_entry_id IS NULL AND p.ledger_entry_id IS NULL)), 0) AS line_done,
                COALESCE((SELECT SUM(a.entry_minor) FROM allocation a WHERE a.resolution_id = p.resolution_id
                    AND (a.settlement_line_id = p.settlement_line_id OR a.settlement_line_id IS NULL AND p.settlement_line_id IS NULL) AND a.ledger_entry_id = p.ledger_entry_id), 0) AS entry_done
            FROM resolution_part p JOIN resolution r ON r.id = p.resolution_id
            WHERE {Holds} ORDER BY p.resolution_id, p.part_number
            """,
            new { reconciliation })
            .Select(row => new ManualPart(row.ResolutionId, row.SettlementLineId, row.LedgerEntryId, row.CounterpartId, row.PayoutId, row.Account, row.LineMinor - row.LineDone, row.EntryMinor - row.EntryDone))
            .Where(part => part.LineMinor != 0 || part.EntryMinor != 0)];

    /// <summary>Takes back what was settled by decisions that are taken back.</summary>
    /// <param name="correctedOn">The date of vouchers that correct what was posted.</param>
    public static void Reverse(Session session, string reconciliation, DateOnly correctedOn, string runId, DateTimeOffset now)
    {
        var standing = session.Query<StandingAllocation>(
            $"{Reversals.Select} JOIN resolution u ON u.undoes_id = a.resolution_id WHERE u.reconciliation = @reconciliation AND {Reversals.Standing} ORDER BY a.id", new { reconciliation });
        if (standing.Count > 0)
        {
            Reversals.Undo(session, standing, correctedOn, runId, now);
        }
    }

    private sealed record Subject
    {
        public string ExceptionId { get; init; } = "";

        public string ExceptionState { get; init; } = "";

        public string SubjectKind { get; init; } = "";

        public long SubjectId { get; init; }
    }

    private sealed record PartRow
    {
        public long ResolutionId { get; init; }

        public long? SettlementLineId { get; init; }

        public long? LedgerEntryId { get; init; }

        public long? CounterpartId { get; init; }

        public long? PayoutId { get; init; }

        public string? Account { get; init; }

        public long LineMinor { get; init; }

        public long EntryMinor { get; init; }

        public long LineDone { get; init; }

        public long EntryDone { get; init; }
    }
}
