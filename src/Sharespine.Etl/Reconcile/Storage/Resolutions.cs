using System.Globalization;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>
/// Takes in a person's decision: on an open exception in the state they saw, possible as things are, and not against what
/// somebody else decided on the same state.
/// </summary>
internal sealed class Resolutions(Session session, ReconciliationSettings settings, BookingRules rules, World world)
{
    private const string Columns =
        "id, state, cause, reason, subject_kind, subject_id, amount_minor, currency, order_reference, payout_reference, voucher, exception_date, evidence, related, first_run_id, closed_at";

    public ResolutionOutcome Save(Resolution resolution)
    {
        var exception = Find(resolution.ExceptionId);
        var newest = Newest(resolution.ExceptionId);
        if (resolution.Kind == ResolutionKind.Undo)
        {
            return Undo(resolution, exception, newest);
        }

        var target = Target(resolution);
        if (newest is { IsUndone: false } && newest.Kind == resolution.Kind.ToString() && newest.AskedFor == target && newest.ExceptionState == (resolution.State ?? newest.ExceptionState)
            && newest.Reason == resolution.Reason)
        {
            return new(false, $"{Name(exception)}: {newest.Target ?? newest.Kind}, decided before");
        }

        if (exception.ClosedAt is { } closed)
        {
            throw Refuse(ReconcileErrors.UnknownException, $"{Name(exception)} was closed {closed[..10]} by run {exception.ClosedRunId}.");
        }

        RefuseOther(resolution, exception, newest);
        RefuseStale(resolution, exception);
        var plan = new ResolutionPlanner(session, settings, rules).Plan(resolution, exception);
        Insert(resolution, exception, plan, target, null);
        return new(true, $"{Name(exception)}: {plan.Text}");
    }

    private ResolutionOutcome Undo(Resolution resolution, DecidedException exception, DecisionRow? newest)
    {
        // The same undo once more.
        if (session.First<string>("SELECT kind FROM resolution WHERE exception_id = @Id AND reason = @Reason AND decided_by = @DecidedBy ORDER BY id DESC", new { exception.Id, resolution.Reason, resolution.DecidedBy }) == nameof(ResolutionKind.Undo)
            && session.First<string>("SELECT kind FROM resolution WHERE exception_id = @Id ORDER BY id DESC", new { exception.Id }) == nameof(ResolutionKind.Undo))
        {
            return new(false, $"{Name(exception)}: taken back before");
        }

        if (newest is null or { IsUndone: true })
        {
            throw Refuse(ReconcileErrors.NothingToUndo, $"nothing was decided about {Name(exception)} that still holds.");
        }

        if (resolution.State is { } state && state != newest.ExceptionState && state != exception.State)
        {
            throw Stale(exception, state);
        }

        Insert(resolution, exception, new([], new(newest.AmountMinor, Currency.Parse(newest.Currency)), newest.Target, newest.Account, ""), null, newest.Id);
        return new(true, $"{Name(exception)}: taken back what {newest.DecidedBy} decided {newest.DecidedAt[..10]} ({newest.Target ?? newest.Kind})");
    }

    private DecidedException Find(string id) =>
        session.First<DecidedException>($"SELECT {Columns}, closed_run_id FROM reconciliation_exception WHERE id = @id AND reconciliation = @Name", new { id, settings.Name })
        ?? throw new EtlException(new Issue(ReconcileErrors.UnknownException, $"there is no open exception \"{id}\".",
            Try: Suggestion.For(id, session.Query<string>("SELECT id FROM reconciliation_exception WHERE reconciliation = @Name AND closed_at IS NULL", new { settings.Name }))));

    /// <summary>The newest decision that is not taken back.</summary>
    private DecisionRow? Newest(string exceptionId) => session.Query<DecisionRow>(
        """
        SELECT r.id, r.kind, r.exception_state, r.target, r.asked_for, r.account, r.amount_minor, r.currency, r.decided_by, r.reason, r.decided_at,
            CASE WHEN EXISTS (SELECT 1 FROM resolution u WHERE u.undoes_id = r.id) THEN 1 ELSE 0 END AS is_undone
        FROM resolution r WHERE r.exception_id = @exceptionId AND r.kind <> 'Undo' ORDER BY r.id DESC
        """,
        new { exceptionId }).FirstOrDefault(row => !row.IsUndone);

    /// <summary>Two people, or one workbook saved twice: the first decision stands until it is taken back. To wait is no decision that stands in the way.</summary>
    private static void RefuseOther(Resolution resolution, DecidedException exception, DecisionRow? newest)
    {
        if (newest is { IsUndone: false } && newest.Kind != nameof(ResolutionKind.Wait) && (newest.ExceptionState == exception.State || newest.Kind == nameof(ResolutionKind.Ignore)))
        {
            throw Refuse(ReconcileErrors.DecidedOtherwise,
                $"{Name(exception)} was decided {newest.DecidedAt[..10]} by {newest.DecidedBy}: {newest.Target ?? newest.Kind} ({newest.Reason}); \"{resolution.Kind}\" would go against it.");
        }
    }

    private static void RefuseStale(Resolution resolution, DecidedException exception)
    {
        if (resolution.State is { } state && state != exception.State)
        {
            throw Stale(exception, state);
        }
    }

    private static EtlException Stale(DecidedException exception, string state) =>
        Refuse(ReconcileErrors.StaleDecision, $"{Name(exception)} is not any more as it was when this was decided (state {state}, now {exception.State}).");

    private void Insert(Resolution resolution, DecidedException exception, ResolutionPlan plan, string? askedFor, long? undoes)
    {
        var id = Ids.Draw(session, 1);
        session.Execute(
            """
            INSERT INTO resolution (id, reconciliation, exception_id, exception_state, kind, subject_kind, subject_id, target, asked_for, account, amount_minor, currency, undoes_id, decided_by, reason, decided_at)
            VALUES (@id, @Name, @ExceptionId, @State, @kind, @SubjectKind, @SubjectId, @Target, @askedFor, @Account, @minor, @currency, @undoes, @DecidedBy, @Reason, @UtcNow)
            """,
            new
            {
                id,
                settings.Name,
                ExceptionId = exception.Id,
                exception.State,
                kind = resolution.Kind.ToString(),
                exception.SubjectKind,
                exception.SubjectId,
                plan.Target,
                askedFor,
                plan.Account,
                minor = plan.Amount.Minor,
                currency = plan.Amount.Currency.Code,
                undoes,
                resolution.DecidedBy,
                resolution.Reason,
                world.UtcNow,
            });
        session.BulkInsert("resolution_part", ["resolution_id", "part_number", "settlement_line_id", "ledger_entry_id", "counterpart_id", "payout_id", "line_minor", "entry_minor"],
            plan.Parts.Select((part, index) => new object?[] { id, (long)index + 1, part.LineId, part.EntryId, part.CounterpartId, part.PayoutId, part.LineMinor, part.EntryMinor }));
        Audit.Write(session, world, $"exception {RunStore.Word(resolution.Kind)}", exception.Id, $"{resolution.Reason}{(plan.Target is null ? "" : $" ({plan.Target})")}");
    }

    private static string? Target(Resolution resolution) => resolution.Kind switch
    {
        ResolutionKind.WriteOff => resolution.Account,
        ResolutionKind.Link => string.Join("; ", resolution.Targets),
        _ => null,
    };

    /// <summary>"R1A2B3C4D5 (200.00 SEK, order 1002, payout K1)".</summary>
    private static string Name(DecidedException exception) =>
        string.Create(CultureInfo.InvariantCulture, $"{exception.Id} ({exception.Reason} {exception.Amount}{Part("order", exception.OrderReference)}{Part("payout", exception.PayoutReference)}{Part("voucher", exception.Voucher)})");

    private static string Part(string word, string? value) => value is null ? "" : $", {word} {value}";

    private static EtlException Refuse(ErrorCode code, string message) => new(new Issue(code, message));

    private sealed record DecisionRow
    {
        public long Id { get; init; }

        public string Kind { get; init; } = "";

        public string ExceptionState { get; init; } = "";

        public string? Target { get; init; }

        public string? AskedFor { get; init; }

        public string? Account { get; init; }

        public long AmountMinor { get; init; }

        public string Currency { get; init; } = "";

        public string DecidedBy { get; init; } = "";

        public string Reason { get; init; } = "";

        public string DecidedAt { get; init; } = "";

        public bool IsUndone { get; init; }
    }
}

/// <summary>An exception that is being decided, open or closed.</summary>
internal sealed record DecidedException : ExceptionRow
{
    public string? ClosedRunId { get; init; }
}

/// <param name="Amount">At stake; signed as the subject is.</param>
/// <param name="Target">In words: "A 123 200.00 SEK".</param>
/// <param name="Text">The whole decision in words.</param>
internal sealed record ResolutionPlan(IReadOnlyList<Matching.ManualPart> Parts, Money Amount, string? Target, string? Account, string Text);
