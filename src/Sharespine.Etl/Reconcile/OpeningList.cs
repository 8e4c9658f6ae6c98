using System.Globalization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile;

/// <summary>
/// What was open when the reconciliation started, as ledger entries in a series of their own, "(IB)" for ingående balans. The
/// one-amount entry of an account has the number 0.
/// </summary>
public static class OpeningList
{
    public const string Series = "(IB)";
    public const string AmountNumber = "0";

    /// <summary>One snapshot per account that the start names; none without a start.</summary>
    public static IReadOnlyList<LedgerSnapshot> Snapshots(ReconciliationSettings settings)
    {
        if (settings.Start is not { } start)
        {
            return [];
        }

        var currency = Currency.Parse(settings.Currency);
        return [.. start.Items.Select(item => item.Account).Concat(start.Amounts.Keys).Distinct().Order(StringComparer.Ordinal)
            .Select(account => Snapshot(settings, start, account, currency))];
    }

    /// <summary>Takes the place of a list that holds no more.</summary>
    public static LedgerSnapshot Empty(ReconciliationSettings settings, string account, DateOnly start) => new()
    {
        Company = settings.Company,
        FiscalYearStart = start,
        FiscalYearEnd = start,
        Account = account,
        Currency = Currency.Parse(settings.Currency),
        CoversTo = start.AddDays(-1),
        Entries = [],
    };

    private static LedgerSnapshot Snapshot(ReconciliationSettings settings, StartSettings start, string account, Currency currency)
    {
        var entries = start.Items
            .Where(item => item.Account == account)
            .Select((item, index) => Entry(settings, start, account, (index + 1).ToString(CultureInfo.InvariantCulture), item.Date, item.Amount, item.Reference, currency))
            .ToList();
        if (start.Amounts.TryGetValue(account, out var amount))
        {
            entries.Insert(0, Entry(settings, start, account, AmountNumber, start.Date.AddDays(-1), amount, "", currency));
        }

        return new()
        {
            Company = settings.Company,
            FiscalYearStart = start.Date,
            FiscalYearEnd = start.Date,
            Account = account,
            Currency = currency,
            CoversTo = start.Date.AddDays(-1),
            Entries = entries,
        };
    }

    private static LedgerEntry Entry(ReconciliationSettings settings, StartSettings start, string account, string number, DateOnly date, decimal amount, string reference, Currency currency) => new()
    {
        Company = settings.Company,
        FiscalYearStart = start.Date,
        Account = account,
        Series = Series,
        VoucherNumber = number,
        Row = 1,
        Date = date < start.Date ? date : start.Date.AddDays(-1),
        Amount = Money.Exact(amount, currency),
        RowText = reference,
    };
}
