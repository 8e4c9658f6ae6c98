using Sharespine.Etl.Model;
using Sharespine.Etl.Store;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Reconcile.Reporting;

/// <summary>What people decided, as a list and as comments on the lines and exceptions concerned.</summary>
internal sealed class DecisionSection
{
    private static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    private readonly List<Row> _rows;
    private readonly ILookup<long, Row> _byLine;
    private readonly ReconcileTexts _texts;

    /// <param name="until">Decisions made after this moment are left out.</param>
    public DecisionSection(Session session, ReconciliationSettings settings, DateTimeOffset until)
    {
        _texts = ReconcileTexts.For(settings.Language);
        _rows = [.. session.Query<Row>(
            """
            SELECT r.id, r.exception_id, r.kind, r.subject_kind, r.subject_id, r.target, r.amount_minor, r.currency, r.decided_by, r.reason, r.decided_at, x.order_reference, x.payout_reference, x.voucher,
                CASE WHEN EXISTS (SELECT 1 FROM resolution u WHERE u.undoes_id = r.id AND u.decided_at <= @until) THEN 1 ELSE 0 END AS is_undone
            FROM resolution r JOIN reconciliation_exception x ON x.id = r.exception_id
            WHERE r.reconciliation = @Name AND r.decided_at <= @until ORDER BY r.id DESC
            """,
            new { settings.Name, until })];
        var byId = _rows.ToDictionary(row => row.Id);
        var linked = session.Query<LineRow>(
            """
            SELECT a.resolution_id AS id, a.settlement_line_id AS line_id FROM allocation a
            WHERE a.reconciliation = @Name AND a.resolution_id IS NOT NULL AND a.settlement_line_id IS NOT NULL
            GROUP BY a.resolution_id, a.settlement_line_id HAVING SUM(a.line_minor) <> 0
            """, new { settings.Name })
            .Where(part => byId.ContainsKey(part.Id)).Select(part => (part.LineId, Row: byId[part.Id]));
        var ignored = _rows.Where(row => row is { SubjectKind: "line", Kind: nameof(ResolutionKind.Ignore) or nameof(ResolutionKind.Wait) }).Select(row => (LineId: row.SubjectId, Row: row));
        _byLine = linked.Concat(ignored).Where(pair => !pair.Row.IsUndone).DistinctBy(pair => (pair.LineId, pair.Row.Id)).OrderBy(pair => pair.Row.Id).ToLookup(pair => pair.LineId, pair => pair.Row);
    }

    public IReadOnlyList<ResolutionReport> All() => [.. _rows.Select(row => new ResolutionReport
    {
        ExceptionId = row.ExceptionId,
        Kind = YamlBinder.Kebab(row.Kind),
        Subject = row.OrderReference ?? row.Voucher ?? row.PayoutReference ?? row.ExceptionId,
        Amount = new(row.AmountMinor, Currency.Parse(row.Currency)),
        Target = row.Target,
        DecidedBy = row.DecidedBy,
        Reason = row.Reason,
        DecidedAt = row.DecidedAt,
        IsUndone = row.IsUndone,
    })];

    /// <summary>Who decided what about the line and why; null when nobody did.</summary>
    public string? OfLine(long lineId) => _byLine.Contains(lineId) ? string.Join("; ", _byLine[lineId].Select(Text)) : null;

    /// <summary>Of an exception that somebody waits for; null otherwise.</summary>
    public string? Waits(string exceptionId) =>
        _rows.FirstOrDefault(row => row.ExceptionId == exceptionId && row.Kind != nameof(ResolutionKind.Undo) && !row.IsUndone) is { Kind: nameof(ResolutionKind.Wait) } row ? Text(row) : null;

    private string Text(Row row) => _texts.Decided(Enum.Parse<ResolutionKind>(row.Kind), row.Target, row.DecidedBy, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(row.DecidedAt, Stockholm).DateTime), row.Reason);

    private sealed record Row
    {
        public long Id { get; init; }

        public string ExceptionId { get; init; } = "";

        public string Kind { get; init; } = "";

        public string SubjectKind { get; init; } = "";

        public long SubjectId { get; init; }

        public string? Target { get; init; }

        public long AmountMinor { get; init; }

        public string Currency { get; init; } = "";

        public string DecidedBy { get; init; } = "";

        public string Reason { get; init; } = "";

        public DateTimeOffset DecidedAt { get; init; }

        public string? OrderReference { get; init; }

        public string? PayoutReference { get; init; }

        public string? Voucher { get; init; }

        public bool IsUndone { get; init; }
    }

    private sealed record LineRow
    {
        public long Id { get; init; }

        public long LineId { get; init; }
    }
}
