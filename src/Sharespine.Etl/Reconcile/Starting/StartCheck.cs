using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Starting;

/// <summary>Whether a list opens a reconciliation rightly: every row usable, and per account list and amount meeting the balance.</summary>
public static class StartCheck
{
    /// <summary>All that is wrong; empty when nothing is.</summary>
    public static IReadOnlyList<Issue> Check(StartSettings start, IReadOnlyDictionary<string, Money> balances, string file) =>
    [
        .. start.Items.Where(item => !balances.ContainsKey(item.Account)).Select(item => item.Account).Concat(start.Amounts.Keys.Where(account => !balances.ContainsKey(account))).Distinct()
            .Select(account => new Issue(ReconcileErrors.OpeningUnreadable, $"\"{account}\" is not a receivable account of the reconciliation.", new(file), Try: Suggestion.For(account, balances.Keys) ?? "one of " + string.Join(", ", balances.Keys))),
        .. start.Items.Where(item => item.Date >= start.Date)
            .Select(item => new Issue(ReconcileErrors.OpeningUnreadable, $"{item.Reference} is dated {item.Date:yyyy-MM-dd}, not before the start {start.Date:yyyy-MM-dd}.", new(file))),
        .. balances.SelectMany(pair => Sum(start, pair.Key, pair.Value)),
    ];

    private static IEnumerable<Issue> Sum(StartSettings start, string account, Money balance)
    {
        var items = start.Items.Where(item => item.Account == account).ToList();
        var broken = items.Where(item => Money.Round(item.Amount, balance.Currency).Major != item.Amount).ToList();
        if (broken.Count > 0)
        {
            return [new Issue(ReconcileErrors.OpeningUnreadable, $"{broken[0].Amount} of {broken[0].Reference} has more decimals than {balance.Currency} has.")];
        }

        var list = items.Aggregate(Money.Zero(balance.Currency), (sum, item) => sum + Money.Exact(item.Amount, balance.Currency));
        var amount = Money.Round(start.Amounts.GetValueOrDefault(account), balance.Currency);
        return list + amount == balance
            ? []
            : [new Issue(ReconcileErrors.OpeningDiffers,
                $"account {account}: the list sums to {list} and the opening amount is {amount}, together {list + amount}; the ledger's balance before {start.Date:yyyy-MM-dd} is {balance}: {balance - list - amount} is not explained.")];
    }
}
