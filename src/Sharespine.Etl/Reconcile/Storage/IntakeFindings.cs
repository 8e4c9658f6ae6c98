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
                    SELECT {EntryRow.Columns} FROM ledger_entry e
                    WHERE e.company = @Company AND e.account = @Account AND e.fiscal_year_start < @FiscalYearStart AND e.first_snapshot_id > @Id AND e.is_vanished = 0
                    ORDER BY e.entry_date, e.series, e.voucher_number, e.row_number
                    """,
                    new { settings.Company, now.Account, now.FiscalYearStart, before.Id });
                var currency = Currency.Parse(now.Currency);
                var key = string.Create(CultureInfo.InvariantCulture, $"{now.Account}/{now.FiscalYearStart:yyyy-MM-dd}/{now.Id}");
                yield return new(Disposition.BalanceMovement, Reason.OpeningMoved, "account", now.Id, key, new(opening - was, currency),
                    now.FiscalYearStart, $"{now.Account} ({now.Name})", [.. later.Select(entry => $"{entry.Label} {new Money(entry.AmountMinor, currency)}")], opening.ToString(CultureInfo.InvariantCulture));
            }
        }
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
