using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>What the intake noticed and a person should know: payouts sent again with other content, opening balances that moved.</summary>
internal static class IntakeFindings
{
    public static IEnumerable<Finding> Resent(Session session, string connection, IReadOnlyDictionary<long, PayoutRow> payouts) =>
        session.Query<ConflictRow>(
            """
            SELECT x.payout_id, x.detail, f.name FROM settlement_file_payout x JOIN settlement_file f ON f.id = x.settlement_file_id
            WHERE f.connection = @connection AND x.outcome = 'Conflict' ORDER BY x.settlement_file_id
            """,
            new { connection })
        .GroupBy(row => row.PayoutId)
        .Select(group => (Payout: payouts[group.Key], Last: group.Last()))
        .Select(conflict => ExceptionMaker.Payout(conflict.Payout, Disposition.Duplicate, Reason.ResentDifferently, conflict.Payout.NetMinor, conflict.Last.Detail.Split('\n'), null) with
        {
            Evidence = $"{conflict.Payout.FileName}, {conflict.Last.Name}",
        });

    /// <summary>A current snapshot whose opening balance is another than its predecessor's, with the vouchers that came into earlier years meanwhile.</summary>
    public static IEnumerable<Finding> OpeningsMoved(Session session, ReconciliationSettings settings)
    {
        var snapshots = session.Query<SnapshotRow>(
            """
            SELECT s.id, s.account, s.fiscal_year_start, s.opening_minor, s.currency, s.state, f.name FROM ledger_snapshot s JOIN ledger_file f ON f.id = s.ledger_file_id
            WHERE s.company = @Company AND s.account IN @accounts AND s.is_opening_list = 0 AND s.state <> 'stale' ORDER BY s.id
            """,
            new { settings.Company, accounts = settings.Accounts.Select(account => account.Account) });
        foreach (var year in snapshots.GroupBy(snapshot => (snapshot.Account, snapshot.FiscalYearStart)).Select(group => group.ToList()).Where(list => list.Count > 1))
        {
            var (before, now) = (year[^2], year[^1]);
            if (before.OpeningMinor is { } was && now.OpeningMinor is { } opening && was != opening)
            {
                var later = session.Query<EntryRow>(
                    $"""
                    SELECT {EntryRow.Columns}, r.voucher_reference FROM ledger_entry e LEFT JOIN entry_reading r ON r.ledger_entry_id = e.id AND r.reconciliation = @Name
                    WHERE e.company = @Company AND e.account = @Account AND e.fiscal_year_start < @FiscalYearStart AND e.first_snapshot_id > @Id AND e.is_vanished = 0
                    ORDER BY e.entry_date, e.series, e.voucher_number, e.row_number
                    """,
                    new { settings.Name, settings.Company, now.Account, now.FiscalYearStart, before.Id });
                // Our own vouchers of the old year were expected.
                var moved = opening - was - later.Where(entry => entry.VoucherReference is not null).Sum(entry => entry.AmountMinor);
                later = [.. later.Where(entry => entry.VoucherReference is null)];
                if (moved == 0 && later.Count == 0)
                {
                    continue;
                }

                var currency = Currency.Parse(now.Currency);
                var key = string.Create(CultureInfo.InvariantCulture, $"{now.Account}/{now.FiscalYearStart:yyyy-MM-dd}/{now.Id}");
                yield return new(Disposition.BalanceMovement, Reason.OpeningMoved, "account", now.Id, key, new(moved, currency),
                    now.FiscalYearStart, $"{now.Account} ({now.Name})", [.. later.Select(entry => $"{entry.Label} {new Money(entry.AmountMinor, currency)}")], opening.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>Neighbouring fiscal years, as the newest exports have them, of which one closes with another balance than the next opens with.</summary>
    public static IEnumerable<Finding> YearsApart(Session session, ReconciliationSettings settings)
    {
        var years = session.Query<YearRow>(
            """
            SELECT n.id, n.account, n.fiscal_year_start, n.currency, n.opening_minor, o.closing_minor, o.fiscal_year_start AS earlier_start, f.name FROM ledger_snapshot n
            JOIN ledger_snapshot o ON o.company = n.company AND o.account = n.account AND o.state = 'current' AND o.is_opening_list = 0
            JOIN ledger_file f ON f.id = n.ledger_file_id
            WHERE n.company = @Company AND n.account IN @accounts AND n.state = 'current' AND n.is_opening_list = 0
                AND o.fiscal_year_start = (SELECT MAX(b.fiscal_year_start) FROM ledger_snapshot b WHERE b.company = n.company AND b.account = n.account AND b.is_opening_list = 0 AND b.fiscal_year_start < n.fiscal_year_start)
                AND n.opening_minor <> o.closing_minor AND n.covers_from IS NULL AND o.covers_from IS NULL
            ORDER BY n.account, n.fiscal_year_start
            """,
            new { settings.Company, accounts = settings.Accounts.Select(account => account.Account) });
        foreach (var year in years)
        {
            var later = session.Query<EntryRow>(
                $"""
                SELECT {EntryRow.Columns} FROM ledger_entry e
                WHERE e.company = @Company AND e.account = @Account AND e.fiscal_year_start = @EarlierStart AND e.first_snapshot_id > @Id AND e.is_vanished = 0
                ORDER BY e.entry_date, e.series, e.voucher_number, e.row_number
                """,
                new { settings.Company, year.Account, year.EarlierStart, year.Id });
            var currency = Currency.Parse(year.Currency);
            yield return new(Disposition.BalanceMovement, Reason.OpeningNotClosing, "account", year.Id, string.Create(CultureInfo.InvariantCulture, $"{year.Account}/{year.FiscalYearStart:yyyy-MM-dd}/opening"),
                new(year.OpeningMinor - year.ClosingMinor, currency), year.FiscalYearStart, $"{year.Account} ({year.Name})", [.. later.Select(entry => $"{entry.Label} {new Money(entry.AmountMinor, currency)}")],
                $"{year.OpeningMinor} {year.ClosingMinor}");
        }
    }

    private sealed record YearRow
    {
        public long Id { get; init; }

        public string Account { get; init; } = "";

        public DateOnly FiscalYearStart { get; init; }

        public DateOnly EarlierStart { get; init; }

        public string Currency { get; init; } = "";

        public long OpeningMinor { get; init; }

        public long ClosingMinor { get; init; }

        public string Name { get; init; } = "";
    }

    private sealed record ConflictRow
    {
        public long PayoutId { get; init; }

        public string Detail { get; init; } = "";

        public string Name { get; init; } = "";
    }

    private sealed record SnapshotRow
    {
        public long Id { get; init; }

        public string Account { get; init; } = "";

        public DateOnly FiscalYearStart { get; init; }

        public long? OpeningMinor { get; init; }

        public string Currency { get; init; } = "";

        public string Name { get; init; } = "";
    }
}
