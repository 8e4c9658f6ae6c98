using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

/// <summary>The statuses at a glance: both controls, exceptions and vouchers, each with a word, a colour and a sentence.</summary>
internal static class SummaryStatus
{
    public static void Add(SummaryGrid grid)
    {
        var texts = grid.Texts;
        grid.Section(texts.StatusSection);
        grid.Header(texts.Check, "", [texts.Status], "", "", texts.Comment, CellFormat.Text);
        foreach (var (label, status, sheet) in All(grid.Report, texts))
        {
            Line(grid, label, status, sheet);
        }
    }

    /// <summary>Each control by its name, how it came out, and the sheet that shows more.</summary>
    public static IEnumerable<(string Label, (CellLook Look, string Word, string Sentence) Status, string? Sheet)> All(ReconciliationReport report, ReportTexts texts)
    {
        yield return (texts.ControlA, OfPayouts(report, texts), texts.PayoutSheet);
        foreach (var account in report.Accounts)
        {
            yield return (texts.Fill(texts.ControlB, $"{account.Account} {account.AccountName}"), OfAccount(account, texts), null);
        }

        if (OfBank(report, texts) is { } bank)
        {
            yield return (texts.ControlBank, bank, texts.PayoutSheet);
        }

        var isClean = report.Exceptions.Count == 0;
        var fresh = report.Exceptions.Count(exception => exception.IsNew);
        yield return (
            texts.ControlExceptions,
            (isClean ? CellLook.Good : CellLook.Warn, isClean ? texts.StatusGood : texts.StatusLook, texts.Fill(texts.ExceptionCounts, report.Exceptions.Count, fresh)),
            texts.ExceptionSheet);
        yield return (
            texts.ControlVouchers,
            (CellLook.Body, "", texts.Fill(texts.VoucherCounts, report.Vouchers.Count, report.Vouchers.Count(voucher => voucher.File is null))),
            texts.VoucherSheet);
    }

    /// <summary>How the payouts stand against the bank; null where no bank lines are read.</summary>
    public static (CellLook Look, string Word, string Sentence)? OfBank(ReconciliationReport report, ReportTexts texts)
    {
        var due = report.Payouts.Where(payout => payout.Bank is { Status: not BankStatus.Waiting }).ToList();
        if (report.Payouts.All(payout => payout.Bank is null))
        {
            return null;
        }

        var wrong = due.Count(payout => PayoutSheet.Look(payout.Bank!.Status) == CellLook.Bad);
        return wrong == 0
            ? (CellLook.Good, texts.StatusGood, texts.Fill(texts.BankAgrees, due.Count))
            : (CellLook.Bad, texts.StatusBad, texts.Fill(texts.BankDisagrees, wrong, due.Count));
    }

    /// <summary>How control (b) came out for one account, worst finding first.</summary>
    public static (CellLook Look, string Word, string Sentence) OfAccount(AccountControl account, ReportTexts texts)
    {
        if (account.LedgerClosing is { } stated && stated != account.Closing)
        {
            return (CellLook.Bad, texts.StatusBad, texts.Fill(texts.AccountLedgerDiffers, texts.Write(account.Closing), texts.Write(stated)));
        }

        if (account.Opening is null)
        {
            return (CellLook.Warn, texts.StatusNotProvable, texts.AccountNotProvable);
        }

        return account.Unexplained.IsZero
            ? (CellLook.Good, texts.StatusGood, texts.Fill(texts.AccountExplained, texts.Write(account.Closing)))
            : (CellLook.Bad, texts.StatusBad, texts.Fill(texts.AccountUnexplained, texts.Write(account.Unexplained), texts.Write(account.Closing)));
    }

    public static bool IsStopped(PayoutReport payout) => payout.Status is PayoutStatus.OutOfBalance or PayoutStatus.Blocked;

    private static (CellLook Look, string Word, string Sentence) OfPayouts(ReconciliationReport report, ReportTexts texts)
    {
        var stopped = report.Payouts.Count(payout => IsStopped(payout) || !payout.Difference.IsZero);
        var verdict = stopped == 0
            ? texts.Fill(texts.PayoutsFoot, report.Payouts.Count)
            : texts.Fill(texts.PayoutsDoNotFoot, stopped, report.Payouts.Count);
        var counts = report.Payouts.GroupBy(payout => payout.Status).OrderBy(group => group.Key)
            .Select(group => texts.Fill(texts.PayoutStatusCounts, texts.PayoutStatuses[group.Key], group.Count()));
        var sentence = $"{verdict} {string.Join(" · ", counts)}".Trim();
        return stopped == 0 ? (CellLook.Good, texts.StatusGood, sentence) : (CellLook.Bad, texts.StatusBad, sentence);
    }

    private static void Line(SummaryGrid grid, string label, (CellLook Look, string Word, string Sentence) status, string? sheet)
    {
        var name = sheet is null ? Cell.Of(label) : Cell.Of(label).As(CellLook.Link);
        grid.Add(name, Cell.Blank(), [Cell.Of(status.Word).As(status.Look)], Cell.Blank(), Cell.Blank(), status.Sentence);
        if (sheet is not null)
        {
            grid.LinkLast(sheet);
        }
    }
}
