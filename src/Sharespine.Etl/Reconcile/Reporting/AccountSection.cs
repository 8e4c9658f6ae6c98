using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Storage;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Reporting;

/// <summary>
/// The second control, from the ledger alone, and the open items as of a day (Balansspecifikation) that must explain its
/// closing balance together with what is still to be booked.
/// </summary>
internal sealed class AccountSection(Session session, ReconciliationSettings settings, DateOnly asOf)
{
    /// <summary>
    /// Whatever moves the account without its other side on that day: entries not settled yet, and settlements of entries
    /// that are dated later or that the ledger no longer holds.
    /// </summary>
    public List<OpenItem> OpenItems()
    {
        var reader = new EntryReader(settings);
        return [.. session.Query<ItemRow>(
            $"""
            SELECT {EntryRow.Columns}, r.entry_class, r.disposition, CASE WHEN e.is_vanished = 1 OR e.entry_date > @asOf THEN 0 ELSE e.amount_minor END AS booked_minor,
                COALESCE((SELECT SUM(a.entry_minor) FROM allocation a WHERE a.ledger_entry_id = e.id AND a.effective_date <= @asOf), 0) AS settled_minor
            FROM ledger_entry e LEFT JOIN entry_reading r ON r.ledger_entry_id = e.id AND r.reconciliation = @Name
            WHERE e.company = @Company AND e.account IN @accounts AND (e.is_vanished = 1 OR r.entry_class <> 'BeforeStart')
                AND (e.open_minor <> 0 AND e.entry_date <= @asOf
                    OR e.id IN (SELECT b.ledger_entry_id FROM allocation b WHERE b.effective_date > @asOf AND b.ledger_entry_id IS NOT NULL)
                    OR e.entry_date > @asOf AND EXISTS (SELECT 1 FROM allocation c WHERE c.ledger_entry_id = e.id AND c.effective_date <= @asOf))
            ORDER BY e.entry_date, e.series, e.voucher_number, e.row_number
            """, Of())
            .Where(row => row.BookedMinor != row.SettledMinor)
            .Select(row => Item(row, reader))];
    }

    public List<AccountControl> Controls(IReadOnlyList<OpenItem> openItems) =>
        [.. settings.Accounts.Select(account => Control(account, openItems)).OfType<AccountControl>()];

    private AccountControl? Control(ReceivableAccount account, IReadOnlyList<OpenItem> openItems)
    {
        var snapshot = session.Top<SnapshotRow>(1,
            """
            SELECT fiscal_year_start, currency, opening_minor, closing_minor, covers_from FROM ledger_snapshot
            WHERE company = @Company AND account = @Account AND state = 'current' AND is_opening_list = 0 AND fiscal_year_start <= @asOf
            ORDER BY fiscal_year_start DESC, CASE WHEN covers_from IS NULL THEN 0 ELSE 1 END, covers_from
            """,
            new { settings.Company, account.Account, asOf }) is [var newest] ? newest : null;
        if (snapshot is null)
        {
            return null;
        }

        var currency = Currency.Parse(snapshot.Currency);
        var movements = Movements(account.Account, snapshot.FiscalYearStart);
        var sums = movements.Where(row => !row.IsLater).ToDictionary(row => row.EntryClass, row => row.Minor);
        var later = movements.Where(row => row.IsLater).Sum(row => row.Minor);
        Money Of(EntryClass wanted) => new(sums.GetValueOrDefault(wanted), currency);
        Money? opening = snapshot.OpeningMinor is { } minor && (snapshot.CoversFrom is null || snapshot.CoversFrom == snapshot.FiscalYearStart) ? new Money(minor, currency) + Of(EntryClass.BeforeStart) : null;
        var other = Of(EntryClass.Other) + Of(EntryClass.Unassigned);
        var closing = (opening ?? Of(EntryClass.BeforeStart)) + Of(EntryClass.Sale) + Of(EntryClass.Credit) + Of(EntryClass.SettlementByUs) + Of(EntryClass.SettlementByOthers) + other;
        var open = openItems.Where(item => item.Account == account.Account).Aggregate(Money.Zero(currency), (sum, item) => sum + item.Open);
        var toBeBooked = new Money(ToBeBooked(account.Account), currency);
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
            LedgerClosing = snapshot.ClosingMinor is { } stated && snapshot.CoversFrom is null ? new Money(stated - later, currency) : null,
            ToBeBooked = toBeBooked,
            OpenItems = open,
            Unexplained = closing - open - toBeBooked,
        };
    }

    private IReadOnlyList<ClassSum> Movements(string account, DateOnly fiscalYearStart) =>
        session.Query<ClassSum>(
            """
            SELECT r.entry_class, CASE WHEN e.entry_date > @asOf THEN 1 ELSE 0 END AS is_later, SUM(e.amount_minor) AS minor FROM ledger_entry e JOIN entry_reading r ON r.ledger_entry_id = e.id AND r.reconciliation = @Name
            WHERE e.company = @Company AND e.account = @account AND e.fiscal_year_start = @fiscalYearStart AND e.is_vanished = 0 AND e.series <> @Series
            GROUP BY r.entry_class, CASE WHEN e.entry_date > @asOf THEN 1 ELSE 0 END
            """,
            new { settings.Name, settings.Company, account, fiscalYearStart, OpeningList.Series, asOf });

    /// <summary>
    /// Off the account once it is booked: what is settled or written off by that day, less our vouchers that the ledger held
    /// by then. Of every reconciliation, since providers may share the account.
    /// </summary>
    private long ToBeBooked(string account)
    {
        if (settings.Posting.Mode == PostingMode.Payments && settings.Accounts.Any(other => other.Account == account && other.CustomerLedger))
        {
            return ToBePaid(account);
        }

        var of = new { settings.Company, account, asOf };
        var settled = session.Scalar<long>(
            """
            SELECT COALESCE(SUM(a.entry_minor), 0) FROM allocation a JOIN ledger_entry e ON e.id = a.ledger_entry_id LEFT JOIN payout p ON p.id = a.payout_id LEFT JOIN resolution d ON d.id = a.resolution_id
            WHERE e.company = @Company AND e.account = @account AND a.effective_date <= @asOf
                AND (a.settlement_line_id IS NOT NULL AND (p.booked_voucher IS NULL OR p.booked_on > @asOf) OR a.settlement_line_id IS NULL AND d.kind = 'WriteOff')
            """, of);
        var booked = session.Scalar<long>(
            """
            SELECT COALESCE(SUM(w.amount_minor), 0) FROM voucher v JOIN voucher_row w ON w.voucher_reference = v.reference
            WHERE w.account = @account AND EXISTS (
                SELECT 1 FROM entry_reading r JOIN ledger_entry e ON e.id = r.ledger_entry_id
                WHERE r.voucher_reference = v.reference AND r.reconciliation = v.reconciliation AND e.company = @Company AND e.account = @account
                    AND e.is_vanished = 0 AND e.open_minor = 0 AND e.entry_date <= @asOf)
            """, of);
        return settled + booked;
    }

    /// <summary>What is settled on invoices, less the payments that the ledger shows.</summary>
    private long ToBePaid(string account) => session.Scalar<long>(
        """
        SELECT COALESCE(SUM(a.entry_minor), 0) FROM allocation a JOIN ledger_entry e ON e.id = a.ledger_entry_id JOIN payout p ON p.id = a.payout_id
        WHERE a.reconciliation = @Name AND a.settlement_line_id IS NOT NULL AND e.account = @account AND a.effective_date <= @asOf AND (p.booked_voucher IS NULL OR p.booked_on > @asOf)
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
            Amount = new(row.BookedMinor, currency),
            Settled = new(row.SettledMinor, currency),
            Open = new(row.BookedMinor - row.SettledMinor, currency),
            AgeDays = Math.Max(0, asOf.DayNumber - row.EntryDate.DayNumber),
            // Settled on that day, and not in the ledger: dated later, or gone since.
            Disposition = row.BookedMinor == 0 ? Disposition.MissingInLedger : row.Disposition is null ? Disposition.Waiting : Enum.Parse<Disposition>(row.Disposition),
        };
    }

    private sealed record ItemRow : EntryRow
    {
        /// <summary>What the ledger holds of it on that day.</summary>
        public long BookedMinor { get; init; }

        public long SettledMinor { get; init; }
    }

    private sealed record SnapshotRow
    {
        public DateOnly FiscalYearStart { get; init; }

        public string Currency { get; init; } = "";

        public long? OpeningMinor { get; init; }

        public long? ClosingMinor { get; init; }

        // Of an export that tells of a part of the year only.
        public DateOnly? CoversFrom { get; init; }
    }

    private sealed record ClassSum
    {
        public EntryClass EntryClass { get; init; }

        public bool IsLater { get; init; }

        public long Minor { get; init; }
    }
}
