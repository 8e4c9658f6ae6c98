using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>
/// The same reference with other amounts: inside the tolerance it is rounding, beyond it a difference that stays named on
/// the line (more settled than booked) or on the entry (less settled, more may come).
/// </summary>
internal static class DifferencePass
{
    public static void Rounding(Board board, KeyIndex index, string rule) => Each(index, (group, currency, sign) =>
    {
        var lines = group.OpenLines(currency, sign);
        var entries = group.OpenEntries(currency, sign);
        if (lines.Count == 0 || entries.Count == 0)
        {
            return;
        }

        var difference = lines.Sum(line => line.Open) - entries.Sum(entry => entry.Open);
        if (Math.Abs(difference) <= board.Rules.Tolerance(currency))
        {
            SettleRounded(board, lines, entries, lines.Count + entries.Count > 2 ? ReferencePass.Grouped(rule) : rule);
        }
    });

    public static void Rest(Board board, KeyIndex index, string rule) => Each(index, (group, currency, sign) =>
    {
        var lines = group.OpenLines(currency, sign);
        var entries = group.OpenEntries(currency, sign);
        if (lines.Count == 0 || entries.Count == 0)
        {
            return;
        }

        var settled = Math.Abs(lines.Sum(line => line.Open));
        var booked = Math.Abs(entries.Sum(entry => entry.Open));
        var name = lines.Count + entries.Count > 2 ? ReferencePass.Grouped(rule) : rule;
        if (settled > booked)
        {
            board.SettleInOrder(lines, entries, name, Disposition.Matched);
        }
        else if (entries.Count == 1)
        {
            board.SettleInOrder(lines, entries, name, Disposition.PartiallySettled);
        }
        else
        {
            // Which of the order's vouchers a smaller line belongs to would be a guess.
            lines.ForEach(line => line.Candidates = entries);
        }
    });

    /// <summary>The last line and the last entry take what is left of both, and with it the difference.</summary>
    private static void SettleRounded(Board board, List<OpenLine> lines, List<OpenEntry> entries, string rule)
    {
        var lastLine = lines[^1];
        var lastEntry = entries[^1];
        var line = 0;
        var entry = 0;
        while (true)
        {
            if (lines[line] == lastLine && entries[entry] == lastEntry)
            {
                board.Settle(lastLine, lastEntry, lastLine.Open, lastEntry.Open, rule, Disposition.MatchedWithRounding);
                return;
            }

            var lineDone = entries[entry] == lastEntry || lines[line] != lastLine && Math.Abs(lines[line].Open) <= Math.Abs(entries[entry].Open);
            var amount = lineDone ? lines[line].Open : entries[entry].Open;
            board.Settle(lines[line], entries[entry], amount, amount, rule, Disposition.MatchedWithRounding);
            line += lineDone ? 1 : 0;
            entry += lineDone ? 0 : 1;
        }
    }

    private static void Each(KeyIndex index, Action<KeyGroup, Currency, int> work)
    {
        foreach (var group in index.Groups)
        {
            foreach (var currency in group.Currencies.ToList())
            {
                work(group, currency, 1);
                work(group, currency, -1);
            }
        }
    }
}
