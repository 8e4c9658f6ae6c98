using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>
/// Finds the bank line that paid each payout, from certain to less, and says of each payout how it stands at the bank. A
/// function of its input: no clock, no store, and the order in which payouts and lines come does not matter.
/// </summary>
public static class BankMatcher
{
    public static BankResult Match(BankInput input, BankRules rules)
    {
        var board = new BankBoard(input, rules);
        ByBookedVoucher(board);
        BankReferencePass.Alone(board);
        BankReferencePass.Together(board);
        if (rules.Settings.OneLinePerDay)
        {
            ByDay(board);
        }

        BankReferencePass.Differing(board);
        ByAmount(board);
        foreach (var payout in board.OpenPayouts.ToList())
        {
            payout.Verdict = Without(board, payout);
        }

        return new()
        {
            Allocations = board.Allocations,
            Payouts = [.. board.Payouts.Where(payout => !payout.Data.IsSetAside).Select(payout => payout.Verdict!)],
            Lines = [.. Unexplained(board)],
        };
    }

    /// <summary>Who booked the payout against the bank account has named its line: the rows of that very voucher.</summary>
    private static void ByBookedVoucher(BankBoard board)
    {
        foreach (var group in board.OpenPayouts.Where(payout => payout.Data.BookedVoucher is not null).GroupBy(payout => payout.Data.BookedVoucher).ToList())
        {
            var payouts = group.ToList();
            // Voucher numbers begin anew each year: the first of that number from the payout's date on.
            var rows = board.Lines.Where(line => line.Line.Label == group.Key && BankBoard.IsPlausible(payouts[0].Data, line.Line)).ToList();
            rows = [.. rows.TakeWhile(line => line.Line.Date < rows[0].Line.Date.AddDays(300)).Where(line => !line.IsTaken)];
            if (payouts.Count > 1 && rows.Where(line => IsSum(line, payouts)).ToList() is [var shared])
            {
                board.Share(shared, payouts, BankRuleNames.BookedVoucher);
            }
            else
            {
                payouts.ForEach(payout => PayByVoucher(board, payout, [.. rows.Where(line => !line.IsTaken)]));
            }
        }
    }

    private static void PayByVoucher(BankBoard board, PayoutAtBank payout, List<LineAtBank> rows)
    {
        if (rows.Where(line => BankReferencePass.Rule(board, payout, line) is not null).ToList() is [var only])
        {
            board.Pay(payout, [only], BankRuleNames.BookedVoucher);
        }
        else if (rows.Count > 1 && BankReferencePass.IsSum(rows, payout.Paid))
        {
            board.Pay(payout, rows, BankRuleNames.BookedVoucher);
        }
    }

    /// <summary>All payouts of a day and currency in one sum, where that is the provider's way.</summary>
    private static void ByDay(BankBoard board)
    {
        var groups = board.OpenPayouts.Where(payout => !payout.Paid.IsZero).GroupBy(payout => (payout.Data.Date, payout.Paid.Currency)).Where(group => group.Count() > 1).ToList();
        foreach (var payouts in groups.Select(group => group.ToList()))
        {
            var fits = board.Lines.Where(line => !line.IsTaken && IsSum(line, payouts) && line.Names.All(payouts.Contains)
                && (line.Names.Count > 0 || IsInTime(board, payouts[0].Data, line) && MayBeProviders(board, line))).ToList();
            var named = fits.Where(line => line.Names.Count > 0).ToList();
            switch (named.Count == 1 ? named : fits)
            {
                case [var only]:
                    board.Share(only, payouts, BankRuleNames.SeveralPayouts);
                    break;
                case { Count: > 1 } several:
                    payouts.ForEach(payout => BankBoard.BeAmbiguous(payout, several));
                    break;
            }
        }
    }

    /// <summary>Without a reference: the one line of that amount in time for the one payout of that amount.</summary>
    private static void ByAmount(BankBoard board)
    {
        var fits = board.OpenPayouts
            .Where(payout => payout.Paid.Minor > 0)
            .Select(payout => (payout, lines: board.Lines.Where(line => !line.IsTaken && !line.IsContested && line.Names.Count == 0 && HasAmount(payout, line.Line)
                && IsInTime(board, payout.Data, line) && MayBeProviders(board, line)).ToList()))
            .Where(pair => pair.lines.Count > 0)
            .ToList();
        var rivals = fits.SelectMany(pair => pair.lines).GroupBy(line => line).ToDictionary(group => group.Key, group => group.Count());
        foreach (var (payout, lines) in fits)
        {
            if (lines is [var only] && rivals[only] == 1)
            {
                board.Pay(payout, [only], only.ShowsProvider ? BankRuleNames.AmountAndPattern : BankRuleNames.AmountAndDate);
            }
            else
            {
                BankBoard.BeAmbiguous(payout, lines);
            }
        }
    }

    private static BankVerdict Without(BankBoard board, PayoutAtBank payout)
    {
        var due = payout.Data.Date.AddDays(board.Rules.Settings.DelayDays);
        if (payout.Paid.Minor <= 0)
        {
            return new(payout.Data.Id, BankStatus.NothingToPay, Reason.None, 0, []);
        }

        return board.Input.AsOf > due && board.Input.Covered.Any(period => period.Holds(payout.Data.Date, due))
            ? new(payout.Data.Id, BankStatus.Missing, Reason.BankMissing, 0, [due.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)])
            : new(payout.Data.Id, BankStatus.Waiting, Reason.None, 0, []);
    }

    /// <summary>Money that names the provider and no payout, after the time a settlement file may take; and money for a payout that is paid already.</summary>
    private static IEnumerable<BankLineVerdict> Unexplained(BankBoard board)
    {
        var first = board.Rules.Start ?? board.Payouts.Select(payout => (DateOnly?)payout.Data.Date).FirstOrDefault();
        foreach (var line in board.Lines.Where(line => !line.IsTaken && !line.IsContested && first is not null && line.Line.Date >= first))
        {
            if (line.Names.Count > 0)
            {
                yield return new(line.Data.Id, Reason.BankPaidTwice, [.. line.Names.Select(payout => payout.Data.Reference).Distinct()]);
            }
            else if (line.ShowsProvider && line.Line.Date.AddDays(board.Rules.Settings.DelayDays) < board.Input.AsOf)
            {
                yield return new(line.Data.Id, Reason.UnknownBankLine, []);
            }
        }
    }

    private static bool IsSum(LineAtBank line, IReadOnlyList<PayoutAtBank> payouts) =>
        payouts.All(payout => payout.Paid.Currency == line.Line.Amount.Currency && Math.Sign(payout.Paid.Minor) == Math.Sign(line.Line.Amount.Minor))
        && payouts.Sum(payout => payout.Paid.Minor) == line.Line.Amount.Minor;

    private static bool HasAmount(PayoutAtBank payout, BankLine line) => line.Amount == payout.Paid || line.OriginalAmount == payout.Paid;

    private static bool IsInTime(BankBoard board, BankPayout payout, LineAtBank line) =>
        line.Line.Date >= payout.Date && line.Line.Date <= payout.Date.AddDays(board.Rules.Settings.DelayDays);

    private static bool MayBeProviders(BankBoard board, LineAtBank line) => !board.Rules.KnowsProvider || line.ShowsProvider;
}
