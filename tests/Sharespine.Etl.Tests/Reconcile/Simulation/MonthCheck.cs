using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;

namespace Sharespine.Etl.Tests.Reconcile.Simulation;

/// <summary>Compares a report with what the model says: no more and no less.</summary>
internal static class MonthCheck
{
    /// <summary>What differs, one line each; empty when the report is right.</summary>
    public static IReadOnlyList<string> Differences(MonthModel model, ReconciliationReport report, IReadOnlyList<Voucher> imported)
    {
        var booked = model.Booked();
        var rows = report.Vouchers.SelectMany(voucher => voucher.Rows).ToLookup(row => row.Account, row => row.Amount.Minor);
        return
        [
            .. Compare("line", model.Lines(), model.Lines(report)),
            .. Compare("exception", model.Exceptions().Select(item => item.ToString()), report.Exceptions.Select(item => Exception(item).ToString())),
            .. Compare("open item", model.OpenItems(), report.OpenItems.Select(item => $"{item.Voucher} {item.Open}: {item.Disposition}")),
            .. Compare("payout", model.Payouts(), report.Payouts.Select(payout => MonthModel.Payout(payout.Reference, payout.Net, payout.Difference, payout.Remainder, payout.Status, payout.Bank?.Status))),
            .. Compare("account", [model.Control(imported)], report.Accounts.Select(MonthModel.Control)),
            .. Compare("booked on", booked.Select(pair => $"{pair.Key} {pair.Value}"), booked.Keys.Select(account => $"{account} {rows[account].Sum()}")),
            .. Compare("unbalanced voucher", [], report.Vouchers.Where(voucher => voucher.Rows.Sum(row => row.Amount.Minor) != 0).Select(voucher => voucher.Reference)),
            .. Compare("waterfall", report.Payouts.Select(payout => $"{payout.Reference} {payout.Net}"), report.Payouts.Select(payout => $"{payout.Reference} {payout.Sales + payout.Returns + payout.Fees + payout.FeeVat + payout.Holdbacks + payout.Other}")),
        ];
    }

    private static PlannedException Exception(ExceptionReport item) => new(
        item.Cause, Enum.Parse<Reason>(item.Reason), item.Amount.ToString(),
        item.PayoutReference is { } payout ? $"{payout}/{item.OrderReference}" : item.Voucher ?? item.Evidence);

    private static IEnumerable<string> Compare(string what, IEnumerable<string> wanted, IEnumerable<string> said)
    {
        var missing = wanted.ToList();
        var more = said.Where(item => !missing.Remove(item)).ToList();
        return missing.Select(item => $"{what} not said: {item}").Concat(more.Select(item => $"{what} said: {item}"));
    }
}
