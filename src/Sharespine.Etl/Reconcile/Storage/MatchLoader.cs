using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>Everything the matcher needs, and the rows that its verdicts are compared with; pairs and plain lines have none.</summary>
/// <param name="Receivable">What each payout's lines settle of receivables, minor units.</param>
internal sealed record MatchLoad(
    MatchInput Input, IReadOnlyDictionary<long, PayoutRow> Payouts, IReadOnlyDictionary<long, LineRow> Lines, IReadOnlyDictionary<long, EntryRow> Entries, IReadOnlyDictionary<long, long> Receivable);

/// <summary>
/// Loads what is open, and of what is settled only what explains it. Lines and entries that surely belong together, and lines
/// that settle nothing, are told apart while their rows pass by and never held whole.
/// </summary>
internal sealed class MatchLoader(Session session, ReconciliationSettings settings, BookingRules rules, MatchRules matchRules)
{
    private const int ChunkSize = 500;

    private readonly object _of = new { settings.Connection, settings.Name, settings.Company, accounts = settings.Accounts.Select(account => account.Account) };

    public MatchLoad Load(DateOnly asOf)
    {
        var ignored = Decisions.Ignored(session, settings.Name);
        var manual = Decisions.ToCarryOut(session, settings.Name);
        var payouts = session.Query<PayoutRow>($"{PayoutRow.Select} WHERE p.connection = @Connection", _of).ToDictionary(payout => payout.Id);
        var open = new OpenScan(session, settings, rules, matchRules, payouts, Decided(ignored, manual)).Run();
        var lines = Rows($"SELECT {LineRow.Columns} FROM settlement_line l WHERE", "l.id", open.Lines, (sql, of) => session.Rows(sql, of, LineRow.Read)).ToDictionary(line => line.Id);
        var entries = Rows($"{EntrySelect} WHERE", "e.id", open.Entries, session.Query<EntryRow>).ToDictionary(entry => entry.Id);
        var receivable = ReceivableSums(session, settings, rules);
        var reopened = Reopened(_of);
        var input = new MatchInput
        {
            AsOf = asOf,
            LaterBookedOn = Posting.PostingDates.For(asOf, settings.Posting),
            LedgerCoversTo = CoversTo(),
            Manual = manual,
            // A database gives rows in any order; the same night has to make the same allocations under the same ids.
            Payouts = [.. payouts.Values.OrderBy(payout => payout.Id).Select(payout => Payout(payout, settings, receivable.GetValueOrDefault(payout.Id)))],
            Lines = [.. lines.Values.OrderBy(line => line.Id).Select(line => Line(line, rules, reopened.GetValueOrDefault(line.Id), ignored.Contains(("line", line.Id))))],
            Entries = [.. entries.Values.OrderBy(entry => entry.Id).Select(entry => Entry(entry, ignored.Contains(("entry", entry.Id))))],
            Pairs = open.Pairs,
            PlainLines = open.PlainLines,
            OwnVouchers = session.Query<string>("SELECT reference FROM voucher WHERE reconciliation = @Name UNION ALL SELECT reference FROM customer_payment WHERE reconciliation = @Name", _of).ToHashSet(),
            RecognisedVouchers = session.Query<string>(
                """
                SELECT DISTINCT r.voucher_reference FROM entry_reading r JOIN ledger_entry e ON e.id = r.ledger_entry_id
                WHERE r.reconciliation = @Name AND r.voucher_reference IS NOT NULL AND e.is_vanished = 0 AND e.open_minor = 0
                """, _of).ToHashSet(),
        };
        input = input with
        {
            SettledEntries = SettledEntries(input),
            FinishedLines = FinishedLines(input),
            Orders = OrderListStore.Load(session, settings, input, (where, of) => [.. session.Query<EntryRow>($"{EntrySelect} {where}", of).Select(row => Entry(row, false))]),
        };
        return new(input, payouts, lines, entries, receivable);
    }

    private IEnumerable<T> Rows<T>(string select, string id, IEnumerable<long> ids, Func<string, object, IEnumerable<T>> query) => ids.Chunk(ChunkSize).SelectMany(chunk => query(
        $"{select} {id} IN @chunk", new { settings.Name, chunk }));

    /// <summary>What a person decided about is no sure pair, whatever its references say.</summary>
    private static HashSet<(string Kind, long Id)> Decided(IEnumerable<(string Kind, long Id)> ignored, IReadOnlyList<ManualPart> manual) =>
    [
        .. ignored,
        .. manual.Select(part => part.LineId).OfType<long>().Select(id => ("line", id)),
        .. manual.SelectMany(part => new[] { part.EntryId, part.CounterpartId }).OfType<long>().Select(id => ("entry", id)),
    ];

    /// <summary>The last day that the ledgers of all accounts cover.</summary>
    private DateOnly? CoversTo() => session.First<string?>(
        """
        SELECT MIN(latest.covers_to) FROM (
            SELECT MAX(covers_to) AS covers_to FROM ledger_snapshot
            WHERE company = @Company AND account IN @accounts AND is_opening_list = 0 AND state = 'current' GROUP BY account) latest
        """, _of) is { } text
        ? DateOnly.ParseExact(text, SqlValues.DateFormat, CultureInfo.InvariantCulture)
        : null;

    /// <summary>For ids alone: with a word about the account SQLite would walk all of its entries for each chunk.</summary>
    private const string EntrySelect =
        $"""
        SELECT {EntryRow.Columns}, r.entry_class, r.voucher_reference, r.reference_list, r.disposition, r.reason, r.related, f.name AS file_name,
            (SELECT MAX(a.effective_date) FROM allocation a WHERE a.ledger_entry_id = e.id AND a.kind = 'Settlement' AND NOT EXISTS (SELECT 1 FROM allocation b WHERE b.reverses_id = a.id)) AS settled_on
        FROM ledger_entry e
        JOIN entry_reading r ON r.ledger_entry_id = e.id AND r.reconciliation = @Name
        JOIN ledger_snapshot s ON s.id = e.snapshot_id
        JOIN ledger_file f ON f.id = s.ledger_file_id
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
        Role = LineRoles.Of(row.Facts, rules),
        Open = row.OpenMinor,
        ReopenedFrom = reopenedFrom,
        IsIgnored = isIgnored,
    };

    private static MatchEntry Entry(EntryRow row, bool isIgnored) => new()
    {
        Id = row.Id,
        Entry = row.ToEntry(),
        Class = row.EntryClass,
        References = row.References,
        Open = row.OpenMinor,
        SettledOn = row.SettledOn,
        OwnVoucher = row.VoucherReference,
        IsIgnored = isIgnored,
    };

    public static Dictionary<long, long> ReceivableSums(Session session, ReconciliationSettings settings, BookingRules rules) =>
        session.Query<TypeSum>(
            """
            SELECT l.payout_id, l.line_type, l.detailed_type, l.payment_method, l.vat_rate_scaled, l.currency, CASE WHEN l.amount_minor < 0 THEN 1 ELSE 0 END AS is_negative, SUM(l.amount_minor) AS minor
            FROM settlement_line l JOIN payout p ON p.id = l.payout_id
            WHERE p.connection = @Connection
            GROUP BY l.payout_id, l.line_type, l.detailed_type, l.payment_method, l.vat_rate_scaled, l.currency, CASE WHEN l.amount_minor < 0 THEN 1 ELSE 0 END
            """,
            new { settings.Connection })
        .Where(sum => LineRoles.Of(sum.Facts, rules) == LineRole.Receivable)
        .GroupBy(sum => sum.PayoutId)
        .ToDictionary(group => group.Key, group => group.Sum(sum => sum.Minor));

    private Dictionary<long, string> Reopened(object of) =>
        session.Query<ReopenedRow>(
            """
            SELECT a.settlement_line_id, e.series, e.voucher_number FROM allocation a
            JOIN settlement_line l ON l.id = a.settlement_line_id
            JOIN ledger_entry e ON e.id = a.ledger_entry_id
            WHERE a.reconciliation = @Name AND a.kind = 'Reversal' AND l.open_minor <> 0 AND NOT EXISTS (SELECT 1 FROM resolution u WHERE u.undoes_id = a.resolution_id)
            ORDER BY a.id
            """, of)
        .GroupBy(row => row.SettlementLineId)
        .ToDictionary(group => group.Key, group => group.Last() is var last && last.Series.Length == 0 ? last.VoucherNumber : $"{last.Series} {last.VoucherNumber}");

    /// <summary>Settled entries with a reference of an open line or entry.</summary>
    private List<MatchEntry> SettledEntries(MatchInput input)
    {
        var wanted = input.Lines.Where(line => line.Role == LineRole.Receivable && line.Open != 0)
            .SelectMany(line => new[] { line.Line.OrderReference, line.Line.ProviderOrderId, line.Line.CaptureId, line.Line.RefundId }.OfType<string>().Concat(line.Line.OtherReferences))
            .Concat(input.Entries.SelectMany(entry => entry.References))
            .Select(matchRules.Normaliser.Normalise)
            .ToHashSet(StringComparer.Ordinal);
        var ids = wanted.Chunk(ChunkSize).SelectMany(chunk => session.Query<long>(
            """
            SELECT x.ledger_entry_id FROM entry_reference x JOIN ledger_entry e ON e.id = x.ledger_entry_id
            WHERE x.reconciliation = @Name AND x.reference IN @chunk AND e.open_minor = 0 AND e.is_vanished = 0
            """,
            new { settings.Name, chunk })).ToHashSet();
        return [.. Rows($"{EntrySelect} WHERE", "e.id", ids, session.Query<EntryRow>).Select(row => Entry(row, false))];
    }

    private List<MatchLine> FinishedLines(MatchInput input)
    {
        var open = input.Lines.Where(line => line.Open != 0).Select(line => line.Line).ToList();
        var ours = input.Payouts.Select(payout => payout.Id).ToHashSet();
        return [.. Finished("capture_id", open.Select(line => line.CaptureId)).Concat(Finished("refund_id", open.Select(line => line.RefundId)))
            .Where(row => ours.Contains(row.PayoutId)).DistinctBy(row => row.Id).Select(row => Line(row, rules, null, false))];
    }

    private IEnumerable<LineRow> Finished(string column, IEnumerable<string?> ids) => ids.OfType<string>().Distinct(StringComparer.Ordinal).Chunk(ChunkSize).SelectMany(chunk => session.Query<LineRow>(
        $"SELECT {LineRow.Columns} FROM settlement_line l WHERE l.{column} IN @chunk AND l.open_minor = 0 AND l.amount_minor <> 0", new { chunk }));

    private sealed record TypeSum
    {
        public long PayoutId { get; init; }

        public LineType LineType { get; init; }

        public string DetailedType { get; init; } = "";

        public string? PaymentMethod { get; init; }

        public long? VatRateScaled { get; init; }

        public string Currency { get; init; } = "";

        public bool IsNegative { get; init; }

        public long Minor { get; init; }

        public LineFacts Facts => new(LineType, DetailedType, PaymentMethod, VatRateScaled / 1_000_000m, Currency, IsNegative);
    }

    private sealed record ReopenedRow
    {
        public long SettlementLineId { get; init; }

        public string Series { get; init; } = "";

        public string VoucherNumber { get; init; } = "";
    }
}
