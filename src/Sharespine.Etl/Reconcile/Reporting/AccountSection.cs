using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Posting;
using Sharespine.Etl.Reconcile.Storage;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Reporting;

/// <summary>
/// The second control, from the ledger alone, and the open items as of a day (Balansspecifikation) that must explain its
/// closing balance together with what is still to be booked.
/// </summary>
internal sealed class AccountSection(Session session, ReconciliationSettings settings, DateOnly asOf)
{
    public List<OpenItem> OpenItems()
    {
        var reader = new EntryReader(settings);
        return [.. session.Query<ItemRow>(
            $"""
            SELECT {EntryRow.Columns}, r.entry_class, r.disposition,
                COALESCE((SELECT SUM(a.entry_minor) FROM allocation a WHERE a.ledger_entry_id = e.id AND a.effective_date <= @asOf), 0) AS settled_minor
            FROM ledger_entry e JOIN entry_reading r ON r.ledger_entry_id = e.id AND r.reconciliation = @Name
            WHERE e.company = @Company AND e.account IN @accounts AND e.is_vanished = 0 AND e.entry_date <= @asOf AND r.entry_class <> 'BeforeStart'
                AND (e.open_minor <> 0 OR EXISTS (SELECT 1 FROM allocation b WHERE b.ledger_entry_id = e.id AND b.effective_date > @asOf))
            ORDER BY e.entry_date, e.series, e.voucher_number, e.row_number
            """, Of())
            .Where(row => row.AmountMinor != row.SettledMinor)
            .Select(row => Item(row, reader))];
    }

    public List<AccountControl> Controls(IReadOnlyList<OpenItem> openItems, IReadOnlyDictionary<long, PostingPlan> plans) =>
        [.. settings.Accounts.Select(account => Control(account, openItems, plans)).OfType<AccountControl>()];

    private AccountControl? Control(ReceivableAccount account, IReadOnlyList<OpenItem> openItems, IReadOnlyDictionary<long, PostingPlan> plans)
    {
        var snapshot = session.Top<SnapshotRow>(1,
            """
            SELECT fiscal_year_start, currency, opening_minor, closing_minor FROM ledger_snapshot
            WHERE company = @Company AND account = @Account AND state = 'current' AND is_opening_list = 0 AND fiscal_year_start <= @asOf ORDER BY fiscal_year_start DESC
            """,
            new { settings.Company, account.Account, asOf }) is [var newest] ? newest : null;
        if (snapshot is null)
        {
            return null;
        }

        var currency = Currency.Parse(snapshot.Currency);
        var sums = Movements(account.Account, snapshot.FiscalYearStart, isLater: false);
        var later = Movements(account.Account, snapshot.FiscalYearStart, isLater: true).Values.Sum();
        Money Of(EntryClass wanted) => new(sums.GetValueOrDefault(wanted), currency);
        Money? opening = snapshot.OpeningMinor is { } minor ? new Money(minor, currency) + Of(EntryClass.BeforeStart) : null;
        var other = Of(EntryClass.Other) + Of(EntryClass.Unassigned);
        var closing = (opening ?? Of(EntryClass.BeforeStart)) + Of(EntryClass.Sale) + Of(EntryClass.Credit) + Of(EntryClass.SettlementByUs) + Of(EntryClass.SettlementByOthers) + other;
        var open = openItems.Where(item => item.Account == account.Account).Aggregate(Money.Zero(currency), (sum, item) => sum + item.Open);
        var toBeBooked = new Money(ToBeBooked(account.Account, plans), currency);
        return new()
        {
            Account = account.Account,
            AccountName = account.Name,
            Opening = opening,
            Sales = Of(EntryClass.Sale),
            Credits = -Of(EntryClass.Credit),
            SettledByUs = -Of(EntryClass.SettlementByUs),
            SettledByOthers = -Of(EntryClass.SettlementByOthers),
            Other = other,
            Closing = closing,
            LedgerClosing = snapshot.ClosingMinor is { } stated ? new Money(stated - later, currency) : null,
            ToBeBooked = toBeBooked,
            OpenItems = open,
            Unexplained = closing - open - toBeBooked,
        };
    }

    private Dictionary<EntryClass, long> Movements(string account, DateOnly fiscalYearStart, bool isLater) =>
        session.Query<ClassSum>(
            $"""
            SELECT r.entry_class, SUM(e.amount_minor) AS minor FROM ledger_entry e JOIN entry_reading r ON r.ledger_entry_id = e.id AND r.reconciliation = @Name
            WHERE e.company = @Company AND e.account = @account AND e.fiscal_year_start = @fiscalYearStart AND e.is_vanished = 0 AND e.series <> @Series AND e.entry_date {(isLater ? ">" : "<=")} @asOf
            GROUP BY r.entry_class
            """,
            new { settings.Name, settings.Company, account, fiscalYearStart, OpeningList.Series, asOf }).ToDictionary(row => row.EntryClass, row => row.Minor);

    /// <summary>
    /// Off the account once it is booked: vouchers, stored or planned, that the ledger does not hold yet, and what is settled
    /// of payouts that are held back.
    /// </summary>
    private long ToBeBooked(string account, IReadOnlyDictionary<long, PostingPlan> plans)
    {
        if (settings.Posting.Mode == PostingMode.Payments && settings.Accounts.Any(other => other.Account == account && other.CustomerLedger))
        {
            return ToBePaid(account);
        }

        var of = new { settings.Name, settings.Connection, account, asOf };
        var stored = session.Scalar<long>(
            """
            SELECT COALESCE(SUM(t.minor), 0) FROM (
                SELECT v.reference, SUM(w.amount_minor) AS minor FROM voucher v JOIN voucher_row w ON w.voucher_reference = v.reference
                WHERE v.reconciliation = @Name AND w.account = @account AND v.voucher_date <= @asOf GROUP BY v.reference) t
            WHERE NOT EXISTS (
                SELECT 1 FROM entry_reading r JOIN ledger_entry e ON e.id = r.ledger_entry_id
                WHERE r.voucher_reference = t.reference AND r.reconciliation = @Name AND e.account = @account AND e.is_vanished = 0 AND e.open_minor = 0 AND e.entry_date <= @asOf)
            """, of);
        var planned = plans.Values.Select(plan => plan.Voucher).OfType<Voucher>().Where(voucher => voucher.Date <= asOf)
            .SelectMany(voucher => voucher.Rows).Where(row => row.Account == account).Sum(row => row.Amount.Minor);
        var held = session.Query<PayoutSum>(
            """
            SELECT a.payout_id, SUM(a.entry_minor) AS minor FROM allocation a JOIN ledger_entry e ON e.id = a.ledger_entry_id JOIN payout p ON p.id = a.payout_id
            WHERE a.reconciliation = @Name AND a.settlement_line_id IS NOT NULL AND e.account = @account AND a.effective_date <= @asOf AND p.booked_voucher IS NULL
                AND NOT EXISTS (SELECT 1 FROM voucher v WHERE v.payout_id = p.id)
            GROUP BY a.payout_id
            """, of).Where(sum => plans.GetValueOrDefault(sum.PayoutId)?.Voucher is null).Sum(sum => sum.Minor);
        return held - stored - planned;
    }

    /// <summary>What is settled on invoices, less the payments that the ledger shows.</summary>
    private long ToBePaid(string account) => session.Scalar<long>(
        """
        SELECT COALESCE(SUM(a.entry_minor), 0) FROM allocation a JOIN ledger_entry e ON e.id = a.ledger_entry_id JOIN payout p ON p.id = a.payout_id
        WHERE a.reconciliation = @Name AND a.settlement_line_id IS NOT NULL AND e.account = @account AND a.effective_date <= @asOf AND p.booked_voucher IS NULL
        """, new { settings.Name, account, asOf })
        + session.Scalar<long>(
        """
        SELECT COALESCE(SUM(e.amount_minor), 0) FROM entry_reading r JOIN ledger_entry e ON e.id = r.ledger_entry_id
        WHERE r.reconciliation = @Name AND r.voucher_reference IS NOT NULL AND e.account = @account AND e.is_vanished = 0 AND e.open_minor = 0 AND e.entry_date <= @asOf
        """, new { settings.Name, account, asOf });

    private object Of() => new { settings.Name, settings.Company, accounts = settings.Accounts.Select(account => account.Account), asOf };

    private OpenItem Item(ItemRow row, EntryReader reader)
    {
        var currency = Currency.Parse(row.Currency);
        var references = reader.Read(row.ToEntry()).References;
        return new()
        {
            Account = row.Account,
            Date = row.EntryDate,
            Voucher = row.Label,
            // Ledger texts often hold customers' names.
            Text = settings.ShowLedgerTexts ? $"{row.VoucherText} {row.RowText}".Trim() : string.Join(", ", references),
            OrderReference = references.Count > 0 ? references[0] : null,
            Amount = new(row.AmountMinor, currency),
            Settled = new(row.SettledMinor, currency),
            Open = new(row.AmountMinor - row.SettledMinor, currency),
            AgeDays = asOf.DayNumber - row.EntryDate.DayNumber,
            Disposition = row.Disposition is null ? Disposition.Waiting : Enum.Parse<Disposition>(row.Disposition),
        };
    }

    private sealed record ItemRow : EntryRow
    {
        public long SettledMinor { get; init; }
    }

    private sealed record SnapshotRow
    {
        public DateOnly FiscalYearStart { get; init; }

        public string Currency { get; init; } = "";

        public long? OpeningMinor { get; init; }

        public long? ClosingMinor { get; init; }
    }

    private sealed record ClassSum
    {
        public EntryClass EntryClass { get; init; }

        public long Minor { get; init; }
    }

    private sealed record PayoutSum
    {
        public long PayoutId { get; init; }

        public long Minor { get; init; }
    }
}
