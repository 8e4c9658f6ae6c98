using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>Everything the matcher needs, and the rows that its verdicts are compared with.</summary>
internal sealed record MatchLoad(MatchInput Input, IReadOnlyDictionary<long, PayoutRow> Payouts, IReadOnlyDictionary<long, LineRow> Lines, IReadOnlyDictionary<long, EntryRow> Entries);

/// <summary>Loads what is open, and of what is settled only what explains it.</summary>
internal static class MatchLoader
{
    private const int ChunkSize = 500;

    public static MatchLoad Load(Session session, ReconciliationSettings settings, BookingRules rules, DateOnly asOf)
    {
        var reader = new EntryReader(settings);
        var of = new { settings.Connection, settings.Name, settings.Company, accounts = settings.Accounts.Select(account => account.Account) };
        var ignored = Resolutions.Ignored(session, settings.Name);
        var payouts = session.Query<PayoutRow>($"{PayoutRow.Select} WHERE p.connection = @Connection", of).ToDictionary(payout => payout.Id);
        var lines = session.Query<LineRow>(
            $"""
            SELECT {LineRow.Columns} FROM settlement_line l JOIN payout p ON p.id = l.payout_id
            WHERE p.connection = @Connection AND (
                l.disposition IS NULL
                OR l.reason = 'NoRule'
                OR (l.open_minor <> 0 AND l.disposition NOT IN ('Fee', 'BalanceMovement') AND (l.disposition <> 'AlreadyBooked' OR p.booked_minor IS NOT NULL)))
            """,
            of).ToDictionary(line => line.Id);
        var entries = session.Query<EntryRow>($"{EntrySelect} AND e.open_minor <> 0 AND r.entry_class <> 'BeforeStart'", of).ToDictionary(entry => entry.Id);
        var receivable = ReceivableSums(session, settings, rules);
        var reopened = Reopened(session, of);
        var input = new MatchInput
        {
            AsOf = asOf,
            LaterBookedOn = Posting.PostingDates.For(asOf, settings.Posting),
            LedgerCoversTo = CoversTo(session, of),
            Payouts = [.. payouts.Values.Select(payout => Payout(payout, settings, receivable.GetValueOrDefault(payout.Id)))],
            Lines = [.. lines.Values.Select(line => Line(line, rules, reopened.GetValueOrDefault(line.Id), ignored.Contains(("line", line.Id))))],
            Entries = [.. entries.Values.Select(entry => Entry(entry, reader, ignored.Contains(("entry", entry.Id))))],
            OwnVouchers = session.Query<string>("SELECT reference FROM voucher WHERE reconciliation = @Name UNION ALL SELECT reference FROM customer_payment WHERE reconciliation = @Name", of).ToHashSet(),
            RecognisedVouchers = session.Query<string>(
                """
                SELECT DISTINCT r.voucher_reference FROM entry_reading r JOIN ledger_entry e ON e.id = r.ledger_entry_id
                WHERE r.reconciliation = @Name AND r.voucher_reference IS NOT NULL AND e.is_vanished = 0 AND e.open_minor = 0
                """, of).ToHashSet(),
        };
        input = input with
        {
            SettledEntries = SettledEntries(session, settings, of, input, reader),
            FinishedLines = FinishedLines(session, rules, of),
        };
        return new(input, payouts, lines, entries);
    }

    /// <summary>The last day that the ledgers of all accounts cover.</summary>
    private static DateOnly? CoversTo(Session session, object of) => session.First<string?>(
        """
        SELECT MIN(latest.covers_to) FROM (
            SELECT MAX(covers_to) AS covers_to FROM ledger_snapshot
            WHERE company = @Company AND account IN @accounts AND is_opening_list = 0 AND state = 'current' GROUP BY account) latest
        """, of) is { } text
        ? DateOnly.ParseExact(text, SqlValues.DateFormat, CultureInfo.InvariantCulture)
        : null;

    private const string EntrySelect =
        $"""
        SELECT {EntryRow.Columns}, r.entry_class, r.voucher_reference, r.disposition, r.reason, r.related, f.name AS file_name,
            (SELECT MAX(a.effective_date) FROM allocation a WHERE a.ledger_entry_id = e.id AND a.kind = 'Settlement' AND NOT EXISTS (SELECT 1 FROM allocation b WHERE b.reverses_id = a.id)) AS settled_on
        FROM ledger_entry e
        JOIN entry_reading r ON r.ledger_entry_id = e.id AND r.reconciliation = @Name
        JOIN ledger_snapshot s ON s.id = e.snapshot_id
        JOIN ledger_file f ON f.id = s.ledger_file_id
        WHERE e.company = @Company AND e.account IN @accounts AND e.is_vanished = 0
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

    private static MatchEntry Entry(EntryRow row, EntryReader reader, bool isIgnored)
    {
        var entry = row.ToEntry();
        return new()
        {
            Id = row.Id,
            Entry = entry,
            Class = row.EntryClass,
            References = reader.Read(entry).References,
            Open = row.OpenMinor,
            SettledOn = row.SettledOn,
            OwnVoucher = row.VoucherReference,
            IsIgnored = isIgnored,
        };
    }

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

    private static Dictionary<long, string> Reopened(Session session, object of) =>
        session.Query<ReopenedRow>(
            """
            SELECT a.settlement_line_id, e.series, e.voucher_number FROM allocation a
            JOIN settlement_line l ON l.id = a.settlement_line_id
            JOIN ledger_entry e ON e.id = a.ledger_entry_id
            WHERE a.reconciliation = @Name AND a.kind = 'Reversal' AND l.open_minor <> 0
            ORDER BY a.id
            """, of)
        .GroupBy(row => row.SettlementLineId)
        .ToDictionary(group => group.Key, group => group.Last() is var last && last.Series.Length == 0 ? last.VoucherNumber : $"{last.Series} {last.VoucherNumber}");

    /// <summary>Settled entries with a reference of an open line or entry: read as short pairs first, whole only when they are wanted.</summary>
    private static List<MatchEntry> SettledEntries(Session session, ReconciliationSettings settings, object of, MatchInput input, EntryReader reader)
    {
        var normaliser = new ReferenceNormaliser(settings.References);
        var wanted = input.Lines.Where(line => line.Role == LineRole.Receivable && line.Open != 0)
            .SelectMany(line => new[] { line.Line.OrderReference, line.Line.ProviderOrderId, line.Line.CaptureId, line.Line.RefundId }.OfType<string>().Concat(line.Line.OtherReferences))
            .Concat(input.Entries.SelectMany(entry => entry.References))
            .Select(normaliser.Normalise)
            .ToHashSet(StringComparer.Ordinal);
        var ids = session.Stream<ReferenceRow>(
            "SELECT x.reference, x.ledger_entry_id FROM entry_reference x JOIN ledger_entry e ON e.id = x.ledger_entry_id WHERE x.reconciliation = @Name AND e.open_minor = 0 AND e.is_vanished = 0", of)
            .Where(row => wanted.Contains(row.Reference)).Select(row => row.LedgerEntryId).Distinct().ToList();
        return [.. ids.Chunk(ChunkSize).SelectMany(chunk => session.Query<EntryRow>($"{EntrySelect} AND e.id IN @chunk",
            new { settings.Name, settings.Company, accounts = settings.Accounts.Select(account => account.Account), chunk })).Select(row => Entry(row, reader, false))];
    }

    private static List<MatchLine> FinishedLines(Session session, BookingRules rules, object of) =>
        [.. new[] { "capture_id", "refund_id" }.SelectMany(column => session.Query<LineRow>(
            $"""
            SELECT {LineRow.Columns} FROM settlement_line l JOIN payout p ON p.id = l.payout_id
            WHERE p.connection = @Connection AND l.open_minor = 0 AND l.amount_minor <> 0 AND EXISTS (
                SELECT 1 FROM settlement_line o JOIN payout q ON q.id = o.payout_id
                WHERE q.connection = @Connection AND o.{column} = l.{column} AND o.id <> l.id AND o.open_minor <> 0)
            """,
            of)).DistinctBy(row => row.Id).Select(row => Line(row, rules, null, false))];

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

    private sealed record ReferenceRow
    {
        public string Reference { get; init; } = "";

        public long LedgerEntryId { get; init; }
    }
}
