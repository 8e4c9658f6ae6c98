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
        return [.. Head(report, texts), .. Payouts(report, texts), .. Exceptions(report, texts), .. report.Accounts.SelectMany(account => Account(account, texts))];
    }

    private static IEnumerable<string> Head(ReconciliationReport report, ReportTexts texts)
    {
        yield return $"{texts.Fill(texts.ReportTitle, report.Name)} · {report.Company} · {texts.Fill(texts.AsOf, ReportTexts.Write(report.AsOf))}";
        if (report.IsDryRun)
        {
            yield return texts.DryRun;
        }
    }

    /// <summary>One line each: the waterfall stands in the workbook.</summary>
    private static IEnumerable<string> Payouts(ReconciliationReport report, ReportTexts texts) =>
        report.Payouts.Count == 0 ? [] : [.. report.Payouts.Select(payout => Payout(payout, texts)).Prepend($"{texts.PayoutSheet}:").Prepend("")];

    private static string Payout(PayoutReport payout, ReportTexts texts)
    {
        string?[] told =
        [
            texts.PayoutStatuses[payout.Status],
            payout.Difference.IsZero ? null : $"{texts.Difference.ToLowerInvariant()} {texts.Write(payout.Difference)}",
            payout.Remainder.IsZero ? null : $"{texts.Remainder.ToLowerInvariant()} {texts.Write(payout.Remainder)}",
            payout.Bank is { } bank ? $"{texts.BankStatus.ToLowerInvariant()}: {texts.BankStatuses[bank.Status].ToLowerInvariant()}" : null,
        ];
        return $"  {OneLine(payout.Reference),-20} {ReportTexts.Write(payout.Date)} {texts.Write(payout.ProviderTotal ?? payout.Net),17}  {string.Join(", ", told.Where(part => part is not null))}";
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
        var status = SummaryStatus.OfAccount(account, texts);
        yield return $"{texts.Fill(texts.ControlB, $"{account.Account} {account.AccountName}")}: {status.Word}";
        if (status.Word == texts.StatusGood)
        {
            yield return $"  {status.Sentence}";
            yield break;
        }

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
        yield return $"  {status.Sentence}";
    }

    private static string Amount(string label, Money amount, ReportTexts texts) => $"  {label,-46} {texts.Write(amount),18}";

    /// <summary>Text from files must not move the cursor or colour the terminal.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
