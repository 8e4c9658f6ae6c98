using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>Bank lines that name a payout's reference.</summary>
internal static class BankReferencePass
{
    /// <summary>Lines that name one payout only: in full, or in several lines that sum to it (corrections included).</summary>
    public static void Alone(BankBoard board)
    {
        foreach (var payout in board.OpenPayouts.ToList())
        {
            var lines = payout.Named.Where(line => !line.IsTaken && line.Names.Count == 1).ToList();
            var fits = lines.Select(line => (line, rule: Rule(board, payout, line))).Where(pair => pair.rule is not null).ToList();
            if (lines.Count > 1 && IsSum(lines, payout.Paid))
            {
                board.Pay(payout, lines, BankRuleNames.SeveralLines);
            }
            else if (fits.FirstOrDefault(pair => pair.rule != BankRuleNames.RateBand) is { rule: { } exact } sure)
            {
                // The first is the payment; the same again is money that came twice.
                board.Pay(payout, [sure.line], exact);
            }
            else if (fits is [{ rule: { } inBand } only])
            {
                board.Pay(payout, [only.line], inBand);
            }
            else if (fits.Count > 1)
            {
                BankBoard.BeAmbiguous(payout, [.. fits.Select(pair => pair.line)]);
            }
        }
    }

    /// <summary>Lines that name several payouts: proven by the sum; where merchants share a reference, by the one whose amount it is.</summary>
    public static void Together(BankBoard board)
    {
        foreach (var line in board.Lines.Where(line => !line.IsTaken && line.Names.Count > 1))
        {
            if (line.Names.TrueForAll(payout => payout.IsOpen && payout.Paid.Currency == line.Line.Amount.Currency && Math.Sign(payout.Paid.Minor) == Math.Sign(line.Line.Amount.Minor))
                && line.Names.Sum(payout => payout.Paid.Minor) == line.Line.Amount.Minor)
            {
                board.Share(line, line.Names, BankRuleNames.SeveralPayouts);
            }
            else if (line.Names.Select(payout => PayoutReferences.Plain(payout.Data.Reference)).Distinct().Count() == 1
                && line.Names.Where(payout => payout.IsOpen && payout.Paid == line.Line.Amount).ToList() is [var only])
            {
                board.Pay(only, [line], BankRuleNames.Reference);
            }
        }
    }

    /// <summary>What names a payout and has another amount.</summary>
    public static void Differing(BankBoard board)
    {
        foreach (var payout in board.OpenPayouts.ToList())
        {
            if (payout.Named.Where(line => !line.IsTaken && !line.IsContested && line.Names.Count == 1).ToList() is { Count: > 0 } alone)
            {
                board.Differ(payout, alone);
            }
        }

        foreach (var line in board.Lines.Where(line => !line.IsTaken && !line.IsContested && line.Names.Count > 1))
        {
            if (line.Names.Where(payout => payout.IsOpen).ToList() is { Count: > 0 } open)
            {
                board.DifferTogether(line, open);
            }
        }
    }

    /// <summary>How one line pays the payout in full; null when it does not.</summary>
    public static string? Rule(BankBoard board, PayoutAtBank payout, LineAtBank line) =>
        line.Line.Amount == payout.Paid ? BankRuleNames.Reference
        : line.Line.Amount.Currency == payout.Paid.Currency ? null
        : line.Line.OriginalAmount == payout.Paid ? BankRuleNames.OriginalAmount
        : line.Line.OriginalAmount is null && board.Rules.IsWithinBand(payout.Paid, line.Line.Amount) ? BankRuleNames.RateBand
        : null;

    public static bool IsSum(IReadOnlyList<LineAtBank> lines, Money paid) =>
        lines.All(line => line.Line.Amount.Currency == paid.Currency) && lines.Sum(line => line.Line.Amount.Minor) == paid.Minor;
}
