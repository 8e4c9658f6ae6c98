using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Sheets;

namespace Sharespine.Etl.Report;

/// <summary>The report in plain lines, for the console and for mail.</summary>
public static class ReportText
{
    private const int MostPerCause = 20;

    public static IReadOnlyList<string> Lines(ReconciliationReport report, ReportLanguage language = ReportLanguage.Swedish)
    {
        var texts = ReportTexts.For(language);
        return [.. Head(report, texts), .. report.Payouts.SelectMany(payout => Payout(payout, texts)), .. Exceptions(report, texts), .. report.Accounts.SelectMany(account => Account(account, texts))];
    }

    private static IEnumerable<string> Head(ReconciliationReport report, ReportTexts texts)
    {
        yield return $"{texts.Fill(texts.ReportTitle, report.Name)} · {report.Company} · {texts.Fill(texts.AsOf, ReportTexts.Write(report.AsOf))}";
        if (report.IsDryRun)
        {
            yield return texts.DryRun;
        }
    }

    private static IEnumerable<string> Payout(PayoutReport payout, ReportTexts texts)
    {
        yield return "";
        yield return $"{texts.Payout} {OneLine(payout.Reference)}  {ReportTexts.Write(payout.Date)}  {texts.PayoutStatuses[payout.Status]}  ({payout.LineCount} {texts.LineCount.ToLowerInvariant()}, {payout.ExceptionCount} {texts.ExceptionCount.ToLowerInvariant()})";
        (string Label, Money? Amount)[] steps =
        [
            (texts.GrossSales, payout.Sales),
            (texts.Returns, payout.Returns),
            (texts.Fees, payout.Fees),
            (texts.FeeVat, payout.FeeVat),
            (texts.Holdbacks, payout.Holdbacks.IsZero ? null : payout.Holdbacks),
            (texts.Other, payout.Other),
            (texts.Net, payout.Net),
            (texts.ProviderTotal, payout.ProviderTotal),
            (texts.Difference, payout.Difference.IsZero ? null : payout.Difference),
            (texts.Remainder, payout.Remainder.IsZero ? null : payout.Remainder),
            (payout.Bank is { } bank ? $"{texts.BankStatus}: {texts.BankStatuses[bank.Status]} {OneLine(bank.Label ?? "")}".TrimEnd() : "", payout.Bank?.Amount),
        ];
        foreach (var (label, amount) in steps)
        {
            if (amount is { } known)
            {
                yield return Amount(label, known, texts);
            }
        }

        if (payout.Bank is { Amount: null, Status: not BankStatus.Paid } without)
        {
            yield return $"  {texts.BankStatus}: {texts.BankStatuses[without.Status]}";
        }
    }

    private static IEnumerable<string> Exceptions(ReconciliationReport report, ReportTexts texts)
    {
        foreach (var cause in ExceptionSheet.InOrder(report.Exceptions).GroupBy(exception => exception.Cause))
        {
            var sums = cause.GroupBy(exception => exception.Amount.Currency)
                .Select(group => texts.Write(ReportFooting.Sum(group.Select(exception => exception.Amount), group.Key)));
            yield return "";
            yield return $"{texts.Dispositions[cause.Key]}: {cause.Count()} ({string.Join(", ", sums)})";
            foreach (var exception in cause.Take(MostPerCause))
            {
                var subject = exception.OrderReference ?? exception.Voucher ?? exception.PayoutReference ?? "–";
                yield return $"  {OneLine(subject),-16} {texts.Write(exception.Amount),18}  {OneLine(exception.Explanation)}{(exception.IsNew ? $" [{texts.IsNew}]" : "")}";
            }

            if (cause.Count() > MostPerCause)
            {
                yield return $"  … +{cause.Count() - MostPerCause}";
            }
        }
    }

    private static IEnumerable<string> Account(AccountControl account, ReportTexts texts)
    {
        yield return "";
        yield return $"{texts.Fill(texts.ControlB, $"{account.Account} {account.AccountName}")}: {SummaryStatus.OfAccount(account, texts).Word}";
        yield return account.Opening is { } opening ? Amount(texts.Opening, opening, texts) : $"  {texts.Opening,-46} {texts.Missing,18}";
        yield return Amount(texts.ControlSales, account.Sales, texts);
        yield return Amount(texts.Credits, -account.Credits, texts);
        yield return Amount(texts.SettledByUs, -account.SettledByUs, texts);
        yield return Amount(texts.SettledByOthers, -account.SettledByOthers, texts);
        yield return Amount(texts.OtherMovements, account.Other, texts);
        yield return Amount(texts.Closing, account.Closing, texts);
        yield return Amount(texts.OpenItemsTotal, account.OpenItems, texts);
        yield return Amount(texts.ToBeBooked, account.ToBeBooked, texts);
        yield return Amount(texts.Unexplained, account.Unexplained, texts);
        yield return $"  {SummaryStatus.OfAccount(account, texts).Sentence}";
    }

    private static string Amount(string label, Money amount, ReportTexts texts) => $"  {label,-46} {texts.Write(amount),18}";

    /// <summary>Text from files must not move the cursor or colour the terminal.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
