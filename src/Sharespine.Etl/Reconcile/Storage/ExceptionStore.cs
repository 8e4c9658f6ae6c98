using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>Keeps exceptions over runs: new ones get their first run, solved ones are closed, none is deleted.</summary>
internal static class ExceptionStore
{
    private static readonly string[] ColumnNames =
    [
        "id", "reconciliation", "state", "cause", "reason", "subject_kind", "subject_id", "amount_minor", "currency", "order_reference", "payout_reference",
        "voucher", "exception_date", "evidence", "related", "first_run_id", "first_seen_at",
    ];

    /// <summary>The reasons that the post stage finds; all others are the match stage's.</summary>
    public static readonly IReadOnlySet<Reason> OfPosting = new HashSet<Reason> { Reason.TooMuchSuspense, Reason.PeriodClosed, Reason.WriteOffHeld, Reason.NoRate, Reason.NoInvoiceNumber, Reason.PostingStopped };

    /// <summary>Makes the open exceptions of one stage equal to the findings.</summary>
    public static void Sync(Session session, string reconciliation, IEnumerable<Finding> findings, bool ofPosting, string runId, DateTimeOffset now)
    {
        var known = session.Query<ExceptionRow>("SELECT id, state, reason, evidence, closed_at FROM reconciliation_exception WHERE reconciliation = @reconciliation", new { reconciliation })
            .Where(row => OfPosting.Contains(row.Reason) == ofPosting)
            .ToDictionary(row => row.Id);
        // Left alone as long as they stay as they were when somebody decided so.
        var ignored = Decisions.IgnoredStates(session, reconciliation);
        var wanted = findings.Select(finding => (Id: Id(reconciliation, finding), State: State(finding), Finding: finding)).DistinctBy(item => item.Id)
            .Where(item => !ignored.Contains((item.Id, item.State))).ToList();
        session.BulkInsert("reconciliation_exception", ColumnNames,
            wanted.Where(item => !known.ContainsKey(item.Id)).Select(item => Columns(item.Id, reconciliation, item.State, item.Finding, runId, now)));
        foreach (var (id, state, finding) in wanted.Where(item => known.TryGetValue(item.Id, out var row) && (row.State != item.State || row.Evidence != item.Finding.Evidence || row.ClosedAt is not null)))
        {
            Update(session, id, state, finding, known[id].ClosedAt is not null, runId, now);
        }

        var ids = wanted.Select(item => item.Id).ToHashSet();
        foreach (var gone in known.Values.Where(row => row.ClosedAt is null && !ids.Contains(row.Id)))
        {
            session.Execute("UPDATE reconciliation_exception SET closed_at = @now, closed_run_id = @runId WHERE id = @Id", new { gone.Id, now, runId });
        }
    }

    private static void Update(Session session, string id, string state, Finding finding, bool isBack, string runId, DateTimeOffset now) => session.Execute(
        """
        UPDATE reconciliation_exception SET state = @state, cause = @cause, reason = @reason, subject_id = @SubjectId, amount_minor = @minor, voucher = @Voucher, exception_date = @Date, evidence = @Evidence,
            related = @related, closed_at = NULL, closed_run_id = NULL,
            first_run_id = CASE WHEN @back = 1 THEN @runId ELSE first_run_id END, first_seen_at = CASE WHEN @back = 1 THEN @now ELSE first_seen_at END
        WHERE id = @id
        """,
        new
        {
            id,
            state,
            cause = finding.Cause.ToString(),
            reason = finding.Reason.ToString(),
            finding.SubjectId,
            minor = finding.Amount.Minor,
            finding.Voucher,
            finding.Date,
            finding.Evidence,
            related = string.Join('\n', finding.Related),
            back = isBack ? 1 : 0,
            runId,
            now,
        });

    private static object?[] Columns(string id, string reconciliation, string state, Finding finding, string runId, DateTimeOffset now) =>
    [
        id, reconciliation, state, finding.Cause, finding.Reason, finding.SubjectKind, finding.SubjectId, finding.Amount.Minor, finding.Amount.Currency, finding.OrderReference, finding.PayoutReference,
        finding.Voucher, finding.Date, finding.Evidence, string.Join('\n', finding.Related), runId, now,
    ];

    private static string Id(string reconciliation, Finding finding) =>
        "R" + Hashes.Of(reconciliation, finding.Cause.ToString(), finding.SubjectKind, finding.SubjectKey)[..10].ToUpperInvariant();

    /// <summary>Without the evidence: every night's ledger file has another name, and a decision is not older for that.</summary>
    private static string State(Finding finding) =>
        Hashes.Of([finding.Reason.ToString(), finding.Amount.ToString(), SqlValues.Text(finding.Date), finding.Basis, .. finding.Related])[..12];
}
