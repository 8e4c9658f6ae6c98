using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Report;

/// <summary>
/// Checks, before a file is put in place, that every total handed over is the sum of its parts. A report that does not foot
/// would be believed, which is worse than no report.
/// </summary>
public static class ReportFooting
{
    /// <summary>What does not add up, in words and amounts; empty when all is well.</summary>
    public static IReadOnlyList<Issue> Check(ReconciliationReport report) =>
        [.. report.Payouts.SelectMany(CheckPayout), .. CheckLines(report), .. report.Accounts.SelectMany(account => CheckAccount(account, report.OpenItems)), .. report.Vouchers.SelectMany(CheckVoucher)];

    private static IEnumerable<Issue> CheckPayout(PayoutReport payout)
    {
        var steps = payout.Sales + payout.Returns + payout.Fees + payout.FeeVat + payout.Holdbacks + payout.Other;
        return Differs($"Payout {payout.Reference}: sales, returns, fees, VAT on fees, holdbacks and other", steps, "net", payout.Net)
            .Concat(payout.ProviderTotal is { } total
                ? Differs($"Payout {payout.Reference}: the provider's total less net", total - payout.Net, "the difference", payout.Difference)
                : []);
    }

    private static IEnumerable<Issue> CheckLines(ReconciliationReport report)
    {
        var totals = LineTotals.Of(report);
        foreach (var payouts in report.Payouts.GroupBy(payout => (payout.Reference, payout.Currency)))
        {
            var (count, sum) = totals.Of(payouts.Key.Reference, payouts.Key.Currency);
            var net = Sum(payouts.Select(payout => payout.Net), payouts.Key.Currency);
            foreach (var issue in Differs($"Payout {payouts.Key.Reference}: its {count} lines", sum, "net", net))
            {
                yield return issue;
            }
        }
    }

    private static IEnumerable<Issue> CheckAccount(AccountControl account, IReadOnlyList<OpenItem> items)
    {
        var name = $"Account {account.Account}";
        var open = Sum(items.Where(item => item.Account == account.Account && item.Open.Currency == account.Closing.Currency).Select(item => item.Open), account.Closing.Currency);
        var balance = account.Opening is { } opening
            ? Differs($"{name}: opening and movements", opening + Movements(account), "the closing balance", account.Closing)
            : [];
        return balance
            .Concat(Differs($"{name}: the open items listed", open, "their total", account.OpenItems))
            .Concat(Differs($"{name}: closing less open items less what is to be booked", account.Closing - account.OpenItems - account.ToBeBooked, "the unexplained part", account.Unexplained));
    }

    private static IEnumerable<Issue> CheckVoucher(VoucherReport voucher) => voucher.Rows
        .GroupBy(row => row.Amount.Currency)
        .SelectMany(rows => Differs($"Voucher {voucher.Reference}: its rows", Sum(rows.Select(row => row.Amount), rows.Key), "zero", Money.Zero(rows.Key)));

    internal static Money Movements(AccountControl account) =>
        account.Sales - account.Credits - account.SettledByUs - account.SettledByOthers + account.Other;

    internal static Money Sum(IEnumerable<Money> amounts, Currency currency) =>
        amounts.Aggregate(Money.Zero(currency), (sum, amount) => sum + amount);

    private static Issue[] Differs(string what, Money sum, string than, Money total) => sum == total
        ? []
        : [new Issue(ReportErrors.DoesNotFoot, $"{what} sum to {sum}, but {than} is {total}.")];
}
