using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

internal sealed record StoredVoucher(long PayoutId, Voucher Voucher, string? FileName, DateTimeOffset? WrittenAt);

/// <summary>Planned and written vouchers.</summary>
internal static class VoucherStore
{
    /// <summary>
    /// Payouts that may have something to book: none booked yet, answers since the last voucher or payment, or booked in another
    /// currency by a rate that the bank line may still replace, or waiting for the bank line that moves it to the bank account.
    /// </summary>
    public static IReadOnlyList<PayoutRow> Candidates(Session session, ReconciliationSettings settings) => session.Query<PayoutRow>(
        $"""
        {PayoutRow.Select}
        WHERE p.connection = @Connection AND p.booked_voucher IS NULL AND (
            NOT EXISTS (SELECT 1 FROM voucher v WHERE v.payout_id = p.id) AND NOT EXISTS (SELECT 1 FROM customer_payment c WHERE c.payout_id = p.id)
            OR EXISTS (SELECT 1 FROM payout_bank k WHERE k.payout_id = p.id) AND (
                @BankVoucher = 1 AND NOT EXISTS (SELECT 1 FROM bank_voucher b WHERE b.payout_id = p.id)
                OR p.currency <> @Currency AND NOT EXISTS (SELECT 1 FROM payout_rate r WHERE r.payout_id = p.id AND r.is_bank = 1))
            OR {HasNews})
        ORDER BY p.payout_date, p.reference, p.merchant_id
        """,
        new { settings.Connection, settings.Currency, settings.Posting.BankVoucher });

    private const string HasNews =
        """
        EXISTS (
            SELECT 1 FROM allocation a WHERE a.payout_id = p.id AND a.settlement_line_id IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM voucher v WHERE v.payout_id = p.id AND v.planned_at > a.made_at)
                AND NOT EXISTS (SELECT 1 FROM customer_payment c WHERE c.payout_id = p.id AND c.planned_at > a.made_at))
        """;

    /// <summary>Something was settled since the payout was booked last.</summary>
    public static bool IsNews(Session session, long payoutId) => session.Scalar<long>($"SELECT COUNT(*) FROM payout p WHERE p.id = @payoutId AND {HasNews}", new { payoutId }) > 0;

    /// <summary>The vouchers of the payout that are not its bank voucher, first to last.</summary>
    public static IReadOnlyList<Voucher> Settling(Session session, long payoutId) =>
        [.. Read(session, "v.payout_id = @payoutId AND NOT EXISTS (SELECT 1 FROM bank_voucher b WHERE b.voucher_reference = v.reference)", new { payoutId }).Select(stored => stored.Voucher)];

    public static void Save(Session session, ReconciliationSettings settings, BookingRules rules, PayoutRow payout, Voucher voucher, string programVersion, string runId, DateTimeOffset now, bool isBank = false)
    {
        var posted = Of(session, [payout.Id]);
        session.Execute(
            """
            INSERT INTO voucher (reference, reconciliation, payout_id, sequence_number, follows_reference, series, voucher_date, voucher_text, settlement_file_sha256, rules_hash, program_version, run_id, planned_at)
            VALUES (@Reference, @Name, @Id, @number, @follows, @Series, @Date, @Text, @FileSha256, @hash, @programVersion, @runId, @now)
            """,
            new
            {
                voucher.Reference,
                settings.Name,
                payout.Id,
                number = posted.Count + 1,
                follows = posted.Count > 0 ? posted[0].Voucher.Reference : null,
                voucher.Series,
                voucher.Date,
                voucher.Text,
                payout.FileSha256,
                hash = rules.Hash(),
                programVersion,
                runId,
                now,
            });
        if (isBank)
        {
            session.Execute("INSERT INTO bank_voucher (payout_id, voucher_reference) VALUES (@Id, @Reference)", new { payout.Id, voucher.Reference });
        }
        else
        {
            SaveLines(session, payout, voucher, posted.Count == 0);
        }

        SaveRows(session, voucher);
    }

    public static void SaveRows(Session session, Voucher voucher) =>
        session.BulkInsert("voucher_row", ["voucher_reference", "row_number", "account", "amount_minor", "currency", "row_text", "objects"],
            voucher.Rows.Select((row, index) => new object?[]
            {
                voucher.Reference, (long)index + 1, row.Account, row.Amount.Minor, row.Amount.Currency, row.Text,
                string.Join('\n', (row.Objects ?? []).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Dimension}:{pair.Object}"))),
            }));

    /// <summary>What the voucher rests on: every line of the payout, or for a later one those answered since the one before.</summary>
    private static void SaveLines(Session session, PayoutRow payout, Voucher voucher, bool isFirst)
    {
        const string Insert = "INSERT INTO voucher_line (voucher_reference, settlement_line_id) SELECT @Reference, l.id FROM settlement_line l WHERE l.payout_id = @Id";
        session.Execute(isFirst
            ? Insert
            : $"""
            {Insert} AND EXISTS (
                SELECT 1 FROM allocation a WHERE a.settlement_line_id = l.id
                    AND a.made_at >= (SELECT MAX(v.planned_at) FROM voucher v WHERE v.payout_id = @Id AND v.reference <> @Reference))
            """,
            new { voucher.Reference, payout.Id });
    }

    /// <summary>Recorded again with the same file it changes nothing.</summary>
    public static void MarkWritten(Session session, string reference, string file, string sha256, DateTimeOffset now)
    {
        if (session.Execute("UPDATE voucher SET file_name = @file WHERE reference = @reference AND file_sha256 = @sha256", new { reference, file, sha256 }) == 0
            && session.Execute("UPDATE voucher SET file_name = @file, file_sha256 = @sha256, written_at = @now WHERE reference = @reference AND file_sha256 IS NULL", new { reference, file, sha256, now }) == 0)
        {
            throw new EtlException(new Issue(ReconcileErrors.UnknownVoucher, $"the voucher {reference} was not planned, or stands in another file than {file}.", new(file, Record: reference)));
        }
    }

    /// <summary>Vouchers that no file holds yet, by date and reference.</summary>
    public static IReadOnlyList<Voucher> Unwritten(Session session, string reconciliation) =>
        [.. Read(session, "v.reconciliation = @reconciliation AND v.written_at IS NULL", new { reconciliation }).Select(stored => stored.Voucher)];

    public static IReadOnlyList<Voucher> ByReference(Session session, IReadOnlyList<string> references)
    {
        var found = references.Chunk(500).SelectMany(chunk => Read(session, "v.reference IN @chunk", new { chunk })).ToDictionary(stored => stored.Voucher.Reference, stored => stored.Voucher);
        return [.. references.Select(reference => found.GetValueOrDefault(reference)).OfType<Voucher>()];
    }

    public static bool IsInLedger(Session session, string reconciliation, string reference) => session.Scalar<long>(
        """
        SELECT COUNT(*) FROM entry_reading x JOIN ledger_entry e ON e.id = x.ledger_entry_id
        WHERE x.reconciliation = @reconciliation AND x.voucher_reference = @reference AND e.is_vanished = 0
        """, new { reconciliation, reference }) > 0
        || session.Scalar<long>("SELECT COUNT(*) FROM reference_seen WHERE reconciliation = @reconciliation AND reference = @reference", new { reconciliation, reference }) > 0;

    public static IReadOnlyList<StoredVoucher> Of(Session session, IReadOnlyList<long> payoutIds) =>
        [.. payoutIds.Chunk(500).SelectMany(chunk => Read(session, "v.payout_id IN @chunk", new { chunk }))];

    public static IReadOnlyList<StoredVoucher> OfException(Session session, string exceptionId) => Read(session, "v.exception_id = @exceptionId", new { exceptionId });

    /// <summary>Vouchers that write off entries, first to last.</summary>
    public static IReadOnlyList<StoredVoucher> OfWriteOffs(Session session, string reconciliation, DateOnly from) =>
        Read(session, "v.reconciliation = @reconciliation AND v.exception_id IS NOT NULL AND v.voucher_date >= @from", new { reconciliation, from });

    // Vouchers of fees alone, and those of the bank, stand on no account that is read: they are looked for by their texts, in
    // ledgers that hold every voucher.
    private const string NotSeen =
        """
        SELECT v.reference, v.voucher_date, v.file_name, p.reference AS payout_reference, '' AS account, r.currency, SUM(CASE WHEN r.amount_minor > 0 THEN r.amount_minor ELSE 0 END) AS minor,
            COALESCE(v.payout_id, 0) AS payout_id, 1 AS covering
        FROM voucher v JOIN voucher_row r ON r.voucher_reference = v.reference LEFT JOIN payout p ON p.id = v.payout_id
        WHERE v.reconciliation = @Name AND v.written_at IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM voucher_row o WHERE o.voucher_reference = v.reference AND o.account IN @accounts)
            AND NOT EXISTS (SELECT 1 FROM reference_seen x WHERE x.reconciliation = @Name AND x.reference = v.reference)
            AND EXISTS (
                SELECT 1 FROM ledger_snapshot s JOIN ledger_file f ON f.id = s.ledger_file_id JOIN ledger_text t ON t.reconciliation = @Name AND t.sha256 = f.sha256 AND t.is_whole = 1
                WHERE s.company = @Company AND s.account IN @accounts AND s.state = 'current' AND s.is_opening_list = 0 AND s.saved_at > v.written_at AND s.covers_to >= v.voucher_date
                    AND s.fiscal_year_start <= v.voucher_date AND s.fiscal_year_end >= v.voucher_date)
        GROUP BY v.reference, v.voucher_date, v.file_name, p.reference, r.currency, v.payout_id
        ORDER BY v.reference
        """;

    /// <summary>Written vouchers that a later ledger covers and does not hold, or holds with another amount on the receivable accounts.</summary>
    public static IEnumerable<Finding> Findings(Session session, ReconciliationSettings settings)
    {
        var of = new { settings.Name, settings.Company, settings.Connection, accounts = settings.Accounts.Select(account => account.Account) };
        var written = session.Query<WrittenRow>(
            $"""
            SELECT v.reference, v.voucher_date, v.file_name, p.reference AS payout_reference, r.account, r.currency, SUM(r.amount_minor) AS minor, COALESCE(v.payout_id, 0) AS payout_id,
                (SELECT COUNT(*) FROM ledger_snapshot s WHERE s.company = @Company AND s.account = r.account AND s.state = 'current' AND s.is_opening_list = 0 AND s.saved_at > v.written_at AND s.covers_to >= v.voucher_date
                    AND s.fiscal_year_start <= v.voucher_date AND s.fiscal_year_end >= v.voucher_date AND {ReferencesSeen.ShowsVouchers}) AS covering
            FROM voucher v JOIN voucher_row r ON r.voucher_reference = v.reference LEFT JOIN payout p ON p.id = v.payout_id
            WHERE v.reconciliation = @Name AND v.written_at IS NOT NULL AND r.account IN @accounts
            GROUP BY v.reference, v.voucher_date, v.file_name, p.reference, r.account, r.currency, v.written_at, v.payout_id
            ORDER BY v.reference, r.account
            """, of);
        var found = session.Query<FoundRow>(
            """
            SELECT x.voucher_reference, e.account, SUM(e.amount_minor) AS minor FROM entry_reading x JOIN ledger_entry e ON e.id = x.ledger_entry_id
            WHERE x.reconciliation = @Name AND x.voucher_reference IS NOT NULL AND e.is_vanished = 0 AND e.open_minor = 0
            GROUP BY x.voucher_reference, e.account
            """, of).ToDictionary(row => (row.VoucherReference, row.Account), row => row.Minor);
        foreach (var row in session.Query<WrittenRow>(NotSeen, of))
        {
            yield return Finding(row, Disposition.MissingInLedger, Reason.VoucherNotImported, row.Minor);
        }

        foreach (var row in written)
        {
            var isFound = found.TryGetValue((row.Reference, row.Account), out var minor);
            if (isFound && minor != row.Minor)
            {
                yield return Finding(row, Disposition.MatchedWithDifference, Reason.VoucherChanged, minor - row.Minor);
            }
            else if (!isFound && row.Covering > 0)
            {
                yield return Finding(row, Disposition.MissingInLedger, Reason.VoucherNotImported, row.Minor);
            }
        }
    }

    private static Finding Finding(WrittenRow row, Disposition cause, Reason reason, long minor) => new(
        cause, reason, "voucher", row.PayoutId, $"{row.Reference}/{row.Account}/{reason}", new(minor, Currency.Parse(row.Currency)), row.VoucherDate, row.FileName, [],
        minor.ToString(CultureInfo.InvariantCulture), null, row.PayoutReference, row.Reference);

    private static List<StoredVoucher> Read(Session session, string where, object parameters)
    {
        var rows = session.Query<RowRow>(
            $"""
            SELECT r.voucher_reference, r.account, r.amount_minor, r.currency, r.row_text, r.objects FROM voucher_row r JOIN voucher v ON v.reference = r.voucher_reference
            WHERE {where} ORDER BY r.voucher_reference, r.row_number
            """, parameters).ToLookup(row => row.VoucherReference);
        return [.. session.Query<VoucherRowRow>(
            $"SELECT v.reference, COALESCE(v.payout_id, 0) AS payout_id, v.series, v.voucher_date, v.voucher_text, v.file_name, v.written_at FROM voucher v WHERE {where} ORDER BY v.payout_id, v.sequence_number", parameters)
            .Select(row => new StoredVoucher(
                row.PayoutId,
                new() { Reference = row.Reference, Series = row.Series, Date = row.VoucherDate, Text = row.VoucherText, Rows = [.. rows[row.Reference].Select(Row)] },
                row.FileName,
                row.WrittenAt))
            .OrderBy(stored => stored.PayoutId)];
    }

    private static VoucherRow Row(RowRow row) => new(row.Account, new(row.AmountMinor, Currency.Parse(row.Currency)), row.RowText,
        [.. row.Objects.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split(':', 2)).Select(parts => (int.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture), parts[1]))]);

    private sealed record RowRow
    {
        public string VoucherReference { get; init; } = "";

        public string Account { get; init; } = "";

        public long AmountMinor { get; init; }

        public string Currency { get; init; } = "";

        public string RowText { get; init; } = "";

        public string Objects { get; init; } = "";
    }

    private sealed record VoucherRowRow
    {
        public string Reference { get; init; } = "";

        public long PayoutId { get; init; }

        public string Series { get; init; } = "";

        public DateOnly VoucherDate { get; init; }

        public string VoucherText { get; init; } = "";

        public string? FileName { get; init; }

        public DateTimeOffset? WrittenAt { get; init; }
    }

    private sealed record WrittenRow
    {
        public string Reference { get; init; } = "";

        public DateOnly VoucherDate { get; init; }

        public string FileName { get; init; } = "";

        public string? PayoutReference { get; init; }

        public string Account { get; init; } = "";

        public string Currency { get; init; } = "";

        public long Minor { get; init; }

        public long PayoutId { get; init; }

        public long Covering { get; init; }
    }

    private sealed record FoundRow
    {
        public string VoucherReference { get; init; } = "";

        public string Account { get; init; } = "";

        public long Minor { get; init; }
    }
}
