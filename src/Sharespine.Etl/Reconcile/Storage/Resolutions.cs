using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile
{
    public enum ResolutionKind
    {
        /// <summary>Nothing is to be done about it.</summary>
        Ignore,

        /// <summary>What is left goes to the account named.</summary>
        WriteOff,

        /// <summary>The line settles the entry named.</summary>
        Link,
    }

    /// <summary>A person's decision on an exception.</summary>
    /// <param name="State">The state that the report showed: a decision on an older one is refused.</param>
    public sealed record Resolution(string ExceptionId, string State, ResolutionKind Kind, string DecidedBy, string Reason, string? Account = null, long? LedgerEntryId = null);
}

namespace Sharespine.Etl.Reconcile.Storage
{
    internal static class Resolutions
    {
        public static void Save(Session session, Resolution resolution, DateTimeOffset now)
        {
            var state = session.First<string>("SELECT state FROM reconciliation_exception WHERE id = @ExceptionId AND closed_at IS NULL", new { resolution.ExceptionId })
                ?? throw new EtlException(new Issue(ReconcileErrors.UnknownException, $"there is no open exception \"{resolution.ExceptionId}\"."));
            if (state != resolution.State)
            {
                throw new EtlException(new Issue(ReconcileErrors.StaleDecision, $"the exception \"{resolution.ExceptionId}\" is not any more as it was when this was decided."));
            }

            session.Execute(
                """
                INSERT INTO resolution (id, exception_id, exception_state, kind, ledger_entry_id, account, decided_by, reason, decided_at)
                VALUES (@id, @ExceptionId, @State, @kind, @LedgerEntryId, @Account, @DecidedBy, @Reason, @now)
                """,
                new { id = Ids.Draw(session, 1), resolution.ExceptionId, resolution.State, kind = resolution.Kind.ToString(), resolution.LedgerEntryId, resolution.Account, resolution.DecidedBy, resolution.Reason, now });
        }

        /// <summary>Lines and entries that a person decided to leave alone; the newest decision on an exception holds.</summary>
        public static HashSet<(string Kind, long Id)> Ignored(Session session, string reconciliation) =>
            [.. session.Query<Subject>(
                """
                SELECT x.subject_kind, x.subject_id FROM resolution r JOIN reconciliation_exception x ON x.id = r.exception_id
                WHERE x.reconciliation = @reconciliation AND r.kind = 'Ignore'
                    AND NOT EXISTS (SELECT 1 FROM resolution newer WHERE newer.exception_id = r.exception_id AND newer.id > r.id)
                """,
                new { reconciliation }).Select(subject => (subject.SubjectKind, subject.SubjectId))];

        private sealed record Subject
        {
            public string SubjectKind { get; init; } = "";

            public long SubjectId { get; init; }
        }
    }
}
