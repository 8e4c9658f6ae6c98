using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Posting;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>What is written off of entries that no payout holds, and its vouchers.</summary>
internal static class WriteOffVouchers
{
    /// <summary>Vouchers that are due, not stored yet.</summary>
    public static IReadOnlyList<(string ExceptionId, string FileSha256, Voucher Voucher)> Plan(Session session, ReconciliationSettings settings) =>
        [.. Inputs(session, settings)
            .Select(item => (item.Input.ExceptionId, item.FileSha256, Voucher: WriteOffPlanner.Plan(item.Input, settings)))
            .Where(item => item.Voucher is not null)
            .Select(item => (item.ExceptionId, item.FileSha256, item.Voucher!))];

    /// <summary>One finding per write-off that waits for its period to be opened.</summary>
    public static IEnumerable<Finding> Held(Session session, ReconciliationSettings settings) =>
        from item in Inputs(session, settings)
        where PostingDates.IsHeld(item.Input.EffectiveOn, settings.Posting)
        let voucher = WriteOffPlanner.Plan(item.Input, settings with { Posting = settings.Posting with { ClosedThrough = null } })
        where voucher is not null
        let amount = voucher.Rows.Where(row => row.Amount.Minor > 0).Aggregate(Money.Zero(item.Input.Currency), (sum, row) => sum + row.Amount)
        select new Finding(
            Disposition.Waiting, Reason.WriteOffHeld, "voucher", 0, $"{voucher.Reference}/{Reason.WriteOffHeld}", amount, item.Input.EffectiveOn, voucher.Reference, [], amount.ToString(),
            item.Input.OrderReference, null, item.Input.Entry);

    public static void Save(Session session, ReconciliationSettings settings, BookingRules rules, string exceptionId, string fileSha256, Voucher voucher, string programVersion, string runId, DateTimeOffset now)
    {
        session.Execute(
            """
            INSERT INTO voucher (reference, reconciliation, payout_id, exception_id, sequence_number, follows_reference, series, voucher_date, voucher_text, settlement_file_sha256, rules_hash, program_version, run_id, planned_at)
            SELECT @Reference, @Name, NULL, @exceptionId, COUNT(*) + 1, MAX(v.reference), @Series, @Date, @Text, @fileSha256, @hash, @programVersion, @runId, @now FROM voucher v WHERE v.exception_id = @exceptionId
            """,
            new { voucher.Reference, settings.Name, exceptionId, voucher.Series, voucher.Date, voucher.Text, fileSha256, hash = rules.Hash(), programVersion, runId, now });
        VoucherStore.SaveRows(session, voucher);
    }

    private static IEnumerable<(WriteOffInput Input, string FileSha256)> Inputs(Session session, ReconciliationSettings settings)
    {
        var parts = session.Query<PartRow>(
            """
            SELECT d.exception_id, d.account AS target_account, x.order_reference, e.account, e.series, e.voucher_number, e.currency, f.sha256, a.entry_minor, a.effective_date
            FROM allocation a JOIN resolution d ON d.id = a.resolution_id JOIN reconciliation_exception x ON x.id = d.exception_id
            JOIN ledger_entry e ON e.id = a.ledger_entry_id JOIN ledger_snapshot s ON s.id = e.first_snapshot_id JOIN ledger_file f ON f.id = s.ledger_file_id
            WHERE a.reconciliation = @Name AND a.settlement_line_id IS NULL AND d.kind = 'WriteOff' ORDER BY a.id
            """,
            new { settings.Name });
        foreach (var decided in parts.GroupBy(part => part.ExceptionId))
        {
            var last = decided.Last();
            yield return (new()
            {
                ExceptionId = decided.Key,
                Entry = last.Series.Length == 0 ? last.VoucherNumber : $"{last.Series} {last.VoucherNumber}",
                OrderReference = last.OrderReference,
                Currency = Currency.Parse(last.Currency),
                EffectiveOn = decided.Max(part => part.EffectiveDate),
                WrittenOff = [.. decided.GroupBy(part => (part.Account, part.TargetAccount)).Select(group => (group.Key.Account, group.Key.TargetAccount, group.Sum(part => part.EntryMinor)))],
                Posted = [.. VoucherStore.OfException(session, decided.Key).Select(stored => stored.Voucher)],
            }, last.Sha256);
        }
    }

    private sealed record PartRow
    {
        public string ExceptionId { get; init; } = "";

        public string TargetAccount { get; init; } = "";

        public string? OrderReference { get; init; }

        public string Account { get; init; } = "";

        public string Series { get; init; } = "";

        public string VoucherNumber { get; init; } = "";

        public string Currency { get; init; } = "";

        public string Sha256 { get; init; } = "";

        public long EntryMinor { get; init; }

        public DateOnly EffectiveDate { get; init; }
    }
}
