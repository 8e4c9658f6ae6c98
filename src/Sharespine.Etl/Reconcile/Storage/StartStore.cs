using System.Globalization;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Starting;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>The start that somebody approved, and what it is proposed from.</summary>
internal static class StartStore
{
    /// <summary>The settings with the stored start, unless the configuration has one.</summary>
    public static ReconciliationSettings Effective(Session session, ReconciliationSettings configured) =>
        configured.Start is null && Newest(session, configured.Name) is { } row ? configured with { Start = Read(session, row, Currency.Parse(configured.Currency)) } : configured;

    /// <summary>Each account's balance at the start of the day. Throws <c>REC053</c> where no ledger tells it.</summary>
    public static IReadOnlyDictionary<string, Money> Balances(Session session, ReconciliationSettings settings, DateOnly date) =>
        settings.Accounts.Select(account => account.Account).Distinct().ToDictionary(account => account, account => Balance(session, settings, account, date));

    public static OpeningProposed Propose(Session session, ReconciliationSettings settings, BookingRules rules, DateOnly date, DateOnly? since)
    {
        var unstarted = settings with { Start = null };
        var reader = new EntryReader(unstarted);
        var normaliser = new ReferenceNormaliser(settings.References);
        IReadOnlyList<string> Keys(IEnumerable<string> references) => [.. references.Select(normaliser.Normalise).Where(key => key.Length > 0).Distinct(StringComparer.Ordinal)];
        var entries = session.Query<EntryRow>(
            $"SELECT {EntryRow.Columns} FROM ledger_entry e WHERE e.company = @Company AND e.account IN @accounts AND e.is_vanished = 0 AND e.series <> @Series AND e.entry_date < @date ORDER BY e.id",
            new { settings.Company, accounts = settings.Accounts.Select(account => account.Account), OpeningList.Series, date })
            .Select(row => row.ToEntry())
            .Select(entry => (Entry: entry, Reading: reader.Read(entry)))
            .Select(pair => new EarlierEntry(pair.Entry, pair.Reading.Class, pair.Reading.References, Keys(pair.Reading.References)))
            .ToList();
        var lines = session.Query<LineRow>($"SELECT {LineRow.Columns} FROM settlement_line l JOIN payout p ON p.id = l.payout_id WHERE p.connection = @Connection AND p.payout_date < @date ORDER BY l.id", new { settings.Connection, date })
            .Where(row => LineRoles.Of(row.Facts, rules) == LineRole.Receivable)
            .ToList();
        var days = session.Query<DayRow>("SELECT id, payout_date FROM payout WHERE connection = @Connection", new { settings.Connection }).ToDictionary(row => row.Id, row => row.PayoutDate);
        return OpeningProposal.Make(
            entries,
            [.. lines.Select(row => (Row: row, Line: row.ToLine())).Select(pair => new EarlierLine(pair.Line.Amount, days[pair.Row.PayoutId],
                Keys(new[] { pair.Line.OrderReference, pair.Line.ProviderOrderId, pair.Line.CaptureId, pair.Line.RefundId }.OfType<string>().Concat(pair.Line.OtherReferences))))],
            Balances(session, settings, date), date, settings.Matching.PayoutDelayDays, since);
    }

    /// <summary>False when the same was approved before.</summary>
    public static bool Save(Session session, ReconciliationSettings settings, StartSettings start, StartApproval approval, World world)
    {
        var hash = Hashes.Of(start.Items.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Account} {item.Reference} {item.Date:yyyy-MM-dd} {item.Amount:F4}"))
            .Concat(start.Amounts.Where(pair => pair.Value != 0).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} = {pair.Value:F4}"))).Order(StringComparer.Ordinal)
            .Prepend(SqlValues.Text(start.Date)));
        var known = Newest(session, settings.Name);
        if (known?.ContentHash == hash)
        {
            return false;
        }

        Refuse(session, settings, known, approval);
        Insert(session, settings, start, approval, hash, world);
        // Payouts that an earlier start had set aside are looked at again.
        session.Execute("UPDATE settlement_line SET disposition = NULL WHERE disposition = 'AlreadyBooked' AND payout_id IN (SELECT id FROM payout WHERE connection = @Connection AND booked_voucher = @BeforeStart)", new { settings.Connection, Readings.BeforeStart });
        session.Execute("UPDATE payout SET booked_voucher = NULL WHERE connection = @Connection AND booked_voucher = @BeforeStart", new { settings.Connection, Readings.BeforeStart });
        Audit.Write(session, world, "reconciliation start", settings.Name, string.Create(CultureInfo.InvariantCulture, $"{start.Date:yyyy-MM-dd}, {start.Items.Count} items{(approval.FileName.Length == 0 ? "" : " of " + approval.FileName)}: {approval.Reason}"));
        return true;
    }

    /// <summary>How often a start was approved.</summary>
    public static long Count(Session session, string reconciliation) => session.Scalar<long>("SELECT COUNT(*) FROM reconcile_start WHERE reconciliation = @reconciliation", new { reconciliation });

    /// <summary>Days that opening lists in the store start on, other than the one that holds.</summary>
    public static IReadOnlyList<(string Account, DateOnly Date)> EarlierLists(Session session, ReconciliationSettings settings, DateOnly start) =>
        [.. session.Query<ListRow>(
            "SELECT DISTINCT account, fiscal_year_start FROM ledger_snapshot WHERE company = @Company AND account IN @accounts AND is_opening_list = 1 AND state = 'current' AND entry_count > 0 AND fiscal_year_start <> @start AND EXISTS (SELECT 1 FROM reconcile_start r WHERE r.reconciliation = @Name AND r.start_date = fiscal_year_start)",
            new { settings.Name, settings.Company, accounts = settings.Accounts.Select(account => account.Account), start }).Select(row => (row.Account, row.FiscalYearStart))];

    private static void Refuse(Session session, ReconciliationSettings settings, StartRow? known, StartApproval approval)
    {
        if (session.Scalar<long>("SELECT COUNT(*) FROM voucher WHERE reconciliation = @Name", new { settings.Name }) is > 0 and var vouchers)
        {
            throw new EtlException(new Issue(ReconcileErrors.StartedAlready, string.Create(CultureInfo.InvariantCulture, $"{vouchers} vouchers of {settings.Name} are planned or posted already; a start behind them would settle twice.")));
        }

        if (known is not null && !approval.Replaces)
        {
            throw new EtlException(new Issue(ReconcileErrors.StartedAlready,
                string.Create(CultureInfo.InvariantCulture, $"{settings.Name} was started {known.StartDate:yyyy-MM-dd} with other content, approved by {known.ApprovedBy} {known.ApprovedAt:yyyy-MM-dd}."), Try: "--replace, as long as nothing is posted"));
        }
    }

    private static void Insert(Session session, ReconciliationSettings settings, StartSettings start, StartApproval approval, string hash, World world)
    {
        var currency = Currency.Parse(settings.Currency);
        var id = Ids.Draw(session, 1);
        session.Execute(
            "INSERT INTO reconcile_start (id, reconciliation, start_date, content_hash, file_name, approved_by, reason, approved_at) VALUES (@id, @Name, @Date, @hash, @FileName, @By, @Reason, @UtcNow)",
            new { id, settings.Name, start.Date, hash, approval.FileName, approval.By, approval.Reason, world.UtcNow });
        var rows = start.Amounts.Where(pair => pair.Value != 0).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (Account: pair.Key, Reference: "", Date: start.Date.AddDays(-1), Amount: pair.Value))
            .Concat(start.Items.Select(item => (item.Account, item.Reference, item.Date, item.Amount)));
        session.BulkInsert("reconcile_start_item", ["reconcile_start_id", "item_number", "account", "reference", "booked_on", "amount_minor"],
            rows.Select((row, index) => new object?[] { id, (long)index + 1, row.Account, row.Reference, row.Date, Money.Exact(row.Amount, currency).Minor }));
    }

    private static StartRow? Newest(Session session, string reconciliation) =>
        session.First<StartRow>("SELECT id, start_date, content_hash, approved_by, approved_at FROM reconcile_start WHERE reconciliation = @reconciliation ORDER BY id DESC", new { reconciliation });

    private static StartSettings Read(Session session, StartRow row, Currency currency)
    {
        var items = session.Query<ItemRow>("SELECT account, reference, booked_on, amount_minor FROM reconcile_start_item WHERE reconcile_start_id = @Id ORDER BY item_number", new { row.Id });
        return new()
        {
            Date = row.StartDate,
            Amounts = items.Where(item => item.Reference.Length == 0).ToDictionary(item => item.Account, item => new Money(item.AmountMinor, currency).Major),
            Items = [.. items.Where(item => item.Reference.Length > 0).Select(item => new OpeningItem { Account = item.Account, Reference = item.Reference, Date = item.BookedOn, Amount = new Money(item.AmountMinor, currency).Major })],
        };
    }

    private static Money Balance(Session session, ReconciliationSettings settings, string account, DateOnly date)
    {
        var year = session.First<YearRow>(
            """
            SELECT fiscal_year_start, fiscal_year_end, opening_minor, covers_to, currency FROM ledger_snapshot
            WHERE company = @Company AND account = @account AND state = 'current' AND is_opening_list = 0 AND fiscal_year_start <= @date
            ORDER BY fiscal_year_start DESC, CASE WHEN covers_from IS NULL THEN 0 ELSE 1 END, covers_from
            """, new { settings.Company, account, date });
        if (year is null || year.CoversTo < date.AddDays(-1) && year.FiscalYearEnd >= date)
        {
            throw new EtlException(new Issue(ReconcileErrors.NoBalance, string.Create(CultureInfo.InvariantCulture,
                $"no ledger export tells the balance of {account} before {date:yyyy-MM-dd}{(year is null ? "" : $"; the newest covers until {year.CoversTo:yyyy-MM-dd}")}.")));
        }

        if (year.OpeningMinor is not { } opening)
        {
            throw new EtlException(new Issue(ReconcileErrors.NoBalance, string.Create(CultureInfo.InvariantCulture, $"the ledger from {year.FiscalYearStart:yyyy-MM-dd} has no opening balance of {account}.")));
        }

        var movements = session.Scalar<long>(
            "SELECT COALESCE(SUM(amount_minor), 0) FROM ledger_entry WHERE company = @Company AND account = @account AND fiscal_year_start = @FiscalYearStart AND is_vanished = 0 AND series <> @Series AND entry_date < @date",
            new { settings.Company, account, year.FiscalYearStart, OpeningList.Series, date });
        return new(opening + movements, Currency.Parse(year.Currency));
    }

    private sealed record StartRow
    {
        public long Id { get; init; }

        public DateOnly StartDate { get; init; }

        public string ContentHash { get; init; } = "";

        public string ApprovedBy { get; init; } = "";

        public DateTimeOffset ApprovedAt { get; init; }
    }

    private sealed record ItemRow
    {
        public string Account { get; init; } = "";

        public string Reference { get; init; } = "";

        public DateOnly BookedOn { get; init; }

        public long AmountMinor { get; init; }
    }

    private sealed record DayRow
    {
        public long Id { get; init; }

        public DateOnly PayoutDate { get; init; }
    }

    private sealed record ListRow
    {
        public string Account { get; init; } = "";

        public DateOnly FiscalYearStart { get; init; }
    }

    private sealed record YearRow
    {
        public DateOnly FiscalYearStart { get; init; }

        public DateOnly FiscalYearEnd { get; init; }

        public long? OpeningMinor { get; init; }

        public DateOnly CoversTo { get; init; }

        public string Currency { get; init; } = "";
    }
}
