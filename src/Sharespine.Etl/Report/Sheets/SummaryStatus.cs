using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

/// <summary>The statuses at a glance: both controls, exceptions and vouchers, each with a word, a colour and a sentence.</summary>
internal static class SummaryStatus
{
    public static void Add(SummaryGrid grid)
    {
        var (report, texts) = (grid.Report, grid.Texts);
        grid.Section(texts.StatusSection);
        grid.Header(texts.Check, "", [texts.Status], "", "", texts.Comment, CellFormat.Text);
        AddPayouts(grid);
        foreach (var account in report.Accounts)
        {
            var (look, word, sentence) = OfAccount(account, texts);
            Line(grid, texts.Fill(texts.ControlB, $"{account.Account} {account.AccountName}"), look, word, sentence, null);
        }

        var fresh = report.Exceptions.Count(exception => exception.IsNew);
        var look2 = report.Exceptions.Count == 0 ? CellLook.Good : CellLook.Warn;
        Line(
            grid,
            texts.ControlExceptions,
            look2,
            look2 == CellLook.Good ? texts.StatusGood : texts.StatusLook,
            texts.Fill(texts.ExceptionCounts, report.Exceptions.Count, fresh),
            texts.ExceptionSheet);
        Line(
            grid,
            texts.ControlVouchers,
            CellLook.Body,
            "",
            texts.Fill(texts.VoucherCounts, report.Vouchers.Count, report.Vouchers.Count(voucher => voucher.File is null)),
            texts.VoucherSheet);
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

    private static void AddPayouts(SummaryGrid grid)
    {
        var (report, texts) = (grid.Report, grid.Texts);
        var stopped = report.Payouts.Count(payout => IsStopped(payout) || !payout.Difference.IsZero);
        var verdict = stopped == 0
            ? texts.Fill(texts.PayoutsFoot, report.Payouts.Count)
            : texts.Fill(texts.PayoutsDoNotFoot, stopped, report.Payouts.Count);
        var counts = report.Payouts.GroupBy(payout => payout.Status).OrderBy(group => group.Key)
            .Select(group => texts.Fill(texts.PayoutStatusCounts, texts.PayoutStatuses[group.Key], group.Count()));
        var sentence = $"{verdict} {string.Join(" · ", counts)}".Trim();
        Line(grid, texts.ControlA, stopped == 0 ? CellLook.Good : CellLook.Bad, stopped == 0 ? texts.StatusGood : texts.StatusBad, sentence, texts.PayoutSheet);
    }

    private static void Line(SummaryGrid grid, string label, CellLook look, string word, string sentence, string? sheet)
    {
        var name = sheet is null ? Cell.Of(label) : Cell.Of(label).As(CellLook.Link);
        grid.Add(name, Cell.Blank(), [Cell.Of(word).As(look)], Cell.Blank(), Cell.Blank(), sentence);
        if (sheet is not null)
        {
            grid.LinkLast(sheet);
        }
    }
}
