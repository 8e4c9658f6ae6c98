using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Posting;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>A payment as stored, with what became of it.</summary>
/// <param name="State">Of its document: pending, sent, loaded, rejected, held, ignored; null before it is handed to a file.</param>
/// <param name="Batch">The file it stands in.</param>
/// <param name="Answer">The ERP's number, or why it refused.</param>
internal sealed record StoredPayment(long PayoutId, string PayoutReference, CustomerPayment Payment, string? State, string? Batch, string? Answer);

/// <summary>Customer payments, planned once each.</summary>
internal static class PaymentStore
{
    public const string Entity = "payment";

    public static IReadOnlyList<CustomerPayment> Of(Session session, long payoutId) => [.. Read(session, "c.payout_id = @payoutId", new { payoutId }).Select(stored => stored.Payment)];

    public static IReadOnlyList<StoredPayment> Of(Session session, IReadOnlyList<long> payoutIds) =>
        [.. payoutIds.Chunk(500).SelectMany(chunk => Read(session, "c.payout_id IN @chunk", new { chunk }))];

    /// <summary>Not handed to a file yet.</summary>
    public static IReadOnlyList<StoredPayment> Undelivered(Session session, string reconciliation) =>
        Read(session, "c.reconciliation = @reconciliation AND d.document_key IS NULL", new { reconciliation });

    public static void Save(
        Session session, ReconciliationSettings settings, BookingRules rules, PayoutRow payout, IReadOnlyList<CustomerPayment> payments, string programVersion, string runId, DateTimeOffset now)
    {
        if (payments.Count == 0)
        {
            return;
        }

        var hash = rules.Hash();
        session.BulkInsert(
            "customer_payment",
            [
                "reference", "reconciliation", "payout_id", "settlement_line_id", "ledger_entry_id", "payment_date", "account", "clearing", "invoice", "order_reference",
                "amount_minor", "currency", "booked_minor", "booked_currency", "rules_hash", "program_version", "run_id", "planned_at",
            ],
            payments.Select(payment => new object?[]
            {
                payment.Reference, settings.Name, payout.Id, payment.LineId, payment.EntryId, payment.Date, payment.Account, payment.Clearing, payment.Invoice, payment.OrderReference,
                payment.Amount.Minor, payment.Amount.Currency, payment.Booked.Minor, payment.Booked.Currency, hash, programVersion, runId, now,
            }));
    }

    /// <summary>Refused payments, and those written that a later ledger covers and does not show.</summary>
    public static IEnumerable<Finding> Findings(Session session, ReconciliationSettings settings)
    {
        if (settings.Posting.Mode != PostingMode.Payments)
        {
            yield break;
        }

        foreach (var refused in Read(session, "c.reconciliation = @Name AND d.load_state = 'rejected'", new { settings.Name }))
        {
            yield return Finding(refused, Disposition.MatchedWithDifference, Matching.Reason.PaymentRefused, [refused.Answer ?? "–"]);
        }

        const string Covered = $"""
            c.reconciliation = @Name AND d.load_state IN ('sent', 'loaded') AND o.state <> 'intent'
                AND NOT EXISTS (SELECT 1 FROM entry_reading x JOIN ledger_entry e ON e.id = x.ledger_entry_id WHERE x.reconciliation = c.reconciliation AND x.voucher_reference = c.reference AND e.is_vanished = 0)
                AND EXISTS (SELECT 1 FROM ledger_snapshot s WHERE s.company = @Company AND s.account = c.account AND s.state = 'current' AND s.is_opening_list = 0 AND s.saved_at > o.created_at
                    AND s.covers_to >= c.payment_date AND s.fiscal_year_start <= c.payment_date AND s.fiscal_year_end >= c.payment_date AND {ReferencesSeen.ShowsVouchers})
            """;
        foreach (var missing in Read(session, Covered, new { settings.Name, settings.Company }))
        {
            yield return Finding(missing, Disposition.MissingInLedger, Matching.Reason.PaymentNotImported, []);
        }
    }

    private static Finding Finding(StoredPayment stored, Disposition cause, Matching.Reason reason, IReadOnlyList<string> related) => new(
        cause, reason, "payment", stored.PayoutId, $"{stored.Payment.Reference}/{reason}", stored.Payment.Amount, stored.Payment.Date, stored.Batch ?? stored.Payment.Reference, related,
        $"{stored.Payment.Amount} {stored.Batch}", stored.Payment.OrderReference, stored.PayoutReference, stored.Payment.Reference);

    private static List<StoredPayment> Read(Session session, string where, object parameters) =>
        [.. session.Query<PaymentRow>(
            $"""
            SELECT c.reference, c.payout_id, p.reference AS payout_reference, c.settlement_line_id, c.ledger_entry_id, c.payment_date, c.account, c.clearing, c.invoice, c.order_reference,
                c.amount_minor, c.currency, c.booked_minor, c.booked_currency, d.load_state, o.batch_id, o.answer
            FROM customer_payment c
            JOIN payout p ON p.id = c.payout_id
            LEFT JOIN document d ON d.flow = c.reconciliation AND d.entity = 'payment' AND d.document_key = c.reference
            LEFT JOIN outbox o ON o.flow = d.flow AND o.entity = d.entity AND o.document_key = d.document_key AND o.payload_hash = d.payload_hash
            WHERE {where}
            ORDER BY c.planned_at, c.payment_date, c.reference
            """, parameters)
            .Select(row => new StoredPayment(row.PayoutId, row.PayoutReference, row.ToPayment(), row.LoadState, row.BatchId, row.Answer))];

    private sealed record PaymentRow
    {
        public string Reference { get; init; } = "";

        public long PayoutId { get; init; }

        public string PayoutReference { get; init; } = "";

        public long SettlementLineId { get; init; }

        public long LedgerEntryId { get; init; }

        public DateOnly PaymentDate { get; init; }

        public string Account { get; init; } = "";

        public string Clearing { get; init; } = "";

        public string Invoice { get; init; } = "";

        public string? OrderReference { get; init; }

        public long AmountMinor { get; init; }

        public string Currency { get; init; } = "";

        public long BookedMinor { get; init; }

        public string BookedCurrency { get; init; } = "";

        public string? LoadState { get; init; }

        public string? BatchId { get; init; }

        public string? Answer { get; init; }

        public CustomerPayment ToPayment() => new()
        {
            Reference = Reference,
            Date = PaymentDate,
            LineId = SettlementLineId,
            EntryId = LedgerEntryId,
            Account = Account,
            Clearing = Clearing,
            Invoice = Invoice,
            OrderReference = OrderReference,
            Amount = new(AmountMinor, Model.Currency.Parse(Currency)),
            Booked = new(BookedMinor, Model.Currency.Parse(BookedCurrency)),
        };
    }
}
