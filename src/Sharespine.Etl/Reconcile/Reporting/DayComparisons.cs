using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Storage;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Reporting;

/// <summary>Where the ledger holds totals and no order list is there, what was settled and what was booked can be compared day by day only.</summary>
internal static class DayComparisons
{
    public static IReadOnlyList<DayComparison> Of(Session session, ReconciliationSettings settings, BookingRules rules, DateOnly asOf)
    {
        if (settings.LedgerHolds != LedgerHolds.Totals || settings.Orders is not null)
        {
            return [];
        }

        var first = asOf.AddDays(-settings.ReportDays);
        var currency = Currency.Parse(settings.Currency);
        var settled = session.Query<LineRow>(
            $"SELECT {LineRow.Columns} FROM settlement_line l JOIN payout p ON p.id = l.payout_id WHERE p.connection = @Connection AND p.payout_date >= @first AND p.payout_date <= @asOf AND l.currency = @Currency",
            new { settings.Connection, settings.Currency, first, asOf })
            .Where(line => LineRoles.Of(line.Facts, rules) == LineRole.Receivable && (line.EventDate ?? line.SaleDate) is not null)
            .ToLookup(line => (line.EventDate ?? line.SaleDate)!.Value);
        var booked = session.Query<EntryRow>(
            $"""
            SELECT {EntryRow.Columns} FROM ledger_entry e JOIN entry_reading r ON r.ledger_entry_id = e.id AND r.reconciliation = @Name
            WHERE e.company = @Company AND e.account IN @accounts AND e.is_vanished = 0 AND r.entry_class IN ('Sale', 'Credit') AND e.entry_date >= @first AND e.entry_date <= @asOf
            ORDER BY e.entry_date, e.series, e.voucher_number, e.row_number
            """,
            new { settings.Name, settings.Company, accounts = settings.Accounts.Select(account => account.Account), first, asOf }).ToLookup(entry => entry.EntryDate);
        return [.. settled.Select(day => day.Key).Concat(booked.Select(day => day.Key)).Distinct().Order().Select(day => Compare(day, settled[day], booked[day], currency))];
    }

    private static DayComparison Compare(DateOnly day, IEnumerable<LineRow> lines, IEnumerable<EntryRow> entries, Currency currency)
    {
        var settled = new Money(lines.Sum(line => line.AmountMinor), currency);
        var booked = new Money(entries.Sum(entry => entry.AmountMinor), currency);
        return new()
        {
            Date = day,
            Settled = settled,
            Booked = booked,
            Difference = settled - booked,
            LineCount = lines.Count(),
            Vouchers = [.. entries.Select(entry => entry.Label).Distinct(StringComparer.Ordinal)],
        };
    }
}
