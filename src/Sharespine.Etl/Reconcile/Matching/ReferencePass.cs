using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>
/// Settles what carries the same reference and whose amounts agree to the öre: pairs, sums within one reference, one
/// voucher of several orders, and an order's sales less returns. What does not agree waits for <see cref="DifferencePass"/>.
/// </summary>
internal static class ReferencePass
{
    private const int RoundsMax = 8;

    public static void Run(Board board, KeyIndex index, string rule)
    {
        Pairs(board, index, rule);
        foreach (var group in index.Groups)
        {
            foreach (var currency in group.Currencies.ToList())
            {
                Sums(board, group, currency, 1, rule);
                Sums(board, group, currency, -1, rule);
                Net(board, group, currency, rule);
                Subsets(board, group, currency, 1, rule);
                Subsets(board, group, currency, -1, rule);
            }

            Foreign(board, group, rule);
        }

        SeveralOrders(board, index, rule);
    }

    /// <summary>Pairs of equal amount. A line with one candidate takes it; twins are taken in order; else the line cannot choose.</summary>
    private static void Pairs(Board board, KeyIndex index, string rule)
    {
        var waiting = new List<OpenLine>();
        foreach (var line in board.Receivables.Where(line => line.Open != 0 && index.Of(line).Count > 0))
        {
            if (!TryPair(board, index, line, rule))
            {
                waiting.Add(line);
            }
        }

        // A candidate taken by a line that had no other leaves the others with fewer.
        for (var round = 0; round < RoundsMax && waiting.RemoveAll(line => TryPair(board, index, line, rule)) > 0; round++)
        {
        }

        EqualCounts(board, waiting, rule);
        board.MarkContested();
    }

    /// <summary>As many lines as vouchers, of one amount and each fitting each: whichever way they pair, all of them are settled.</summary>
    private static void EqualCounts(Board board, List<OpenLine> waiting, string rule)
    {
        var wanted = waiting.SelectMany(line => line.Candidates).GroupBy(entry => entry).ToDictionary(group => group.Key, group => group.Count());
        foreach (var lines in waiting.GroupBy(line => string.Join(' ', line.Candidates.Select(entry => entry.Data.Id))).Select(group => group.ToList()))
        {
            var candidates = lines[0].Candidates;
            if (candidates.Count != lines.Count || candidates.Any(entry => wanted[entry] != lines.Count))
            {
                continue;
            }

            foreach (var (line, entry) in lines.Zip(candidates))
            {
                line.Candidates = [];
                board.Settle(line, entry, line.Open, entry.Open, rule, Disposition.Matched);
            }
        }
    }

    private static bool TryPair(Board board, KeyIndex index, OpenLine line, string rule)
    {
        var candidates = index.Of(line)
            .SelectMany(group => group.OfAmount(line.Currency, line.Open))
            .Where(entry => entry.Open == line.Open)
            .Distinct()
            .ToList();
        if (candidates.Count == 0)
        {
            return true;
        }

        if (candidates.Count > 1 && !candidates.Skip(1).All(entry => entry.IsTwinOf(candidates[0])))
        {
            line.Candidates = candidates;
            return false;
        }

        line.Candidates = [];
        board.Settle(line, candidates[0], line.Open, candidates[0].Open, rule, Disposition.Matched);
        return true;
    }

    private static void Sums(Board board, KeyGroup group, Currency currency, int sign, string rule)
    {
        var lines = group.OpenLines(currency, sign);
        var entries = group.OpenEntries(currency, sign);
        if (lines.Count > 0 && entries.Count > 0 && lines.Sum(line => line.Open) == entries.Sum(entry => entry.Open))
        {
            board.SettleInOrder(lines, entries, Grouped(rule), Disposition.Matched);
        }
    }

    /// <summary>An order booked net: what was sold less what came back equals what the vouchers hold.</summary>
    private static void Net(Board board, KeyGroup group, Currency currency, string rule)
    {
        List<OpenLine> sold = group.OpenLines(currency, 1), returned = group.OpenLines(currency, -1);
        List<OpenEntry> debits = group.OpenEntries(currency, 1), credits = group.OpenEntries(currency, -1);
        var net = sold.Concat(returned).Sum(line => line.Open);
        if (sold.Count == 0 || returned.Count == 0 || debits.Count + credits.Count == 0 || net != debits.Concat(credits).Sum(entry => entry.Open))
        {
            return;
        }

        board.SettleInOrder(sold, debits, Grouped(rule), Disposition.Matched);
        board.SettleInOrder(returned, credits, Grouped(rule), Disposition.Matched);
        // Sold and returned over and above the vouchers take each other out on one of them.
        var anchor = debits.Concat(credits).First();
        foreach (var line in sold.Concat(returned).Where(line => line.Open != 0))
        {
            board.Settle(line, anchor, line.Open, line.Open, Grouped(rule), Disposition.Matched);
        }
    }

    /// <summary>One line of several vouchers, or one voucher of several lines, with others of the order left over.</summary>
    private static void Subsets(Board board, KeyGroup group, Currency currency, int sign, string rule)
    {
        var lines = group.OpenLines(currency, sign);
        var entries = group.OpenEntries(currency, sign);
        if (lines.Count == 1 && entries.Count > 2 && SubsetSum.Only([.. entries.Select(entry => entry.Open)], lines[0].Open) is { Count: > 0 } some)
        {
            board.SettleInOrder(lines, [.. some.Select(at => entries[at])], Grouped(rule), Disposition.Matched);
        }
        else if (entries.Count == 1 && lines.Count > 2 && SubsetSum.Only([.. lines.Select(line => line.Open)], entries[0].Open) is { Count: > 0 } parts)
        {
            board.SettleInOrder([.. parts.Select(at => lines[at])], entries, Grouped(rule), Disposition.Matched);
        }
    }

    /// <summary>A foreign line and the one entry with its reference: by document amount, or by a rate inside the band.</summary>
    private static void Foreign(Board board, KeyGroup group, string rule)
    {
        foreach (var sign in new[] { 1, -1 })
        {
            var lines = group.Lines.Where(line => line.Open != 0 && line.Sign == sign).ToList();
            var entries = group.Entries.Where(entry => entry.Open != 0 && entry.Sign == sign).ToList();
            if (lines is [{ IsUntouched: true } line] && entries is [var entry] && line.Currency != entry.Currency && entry.Open == entry.Entry.Amount.Minor
                && (entry.Entry.DocumentAmount is { } document
                    ? document == line.Line.Amount
                    : board.Rules.IsWithinBand(line.Line.Amount, entry.Entry.Amount)))
            {
                board.Settle(line, entry, line.Open, entry.Open, rule, Disposition.Matched);
            }
        }
    }

    /// <summary>A voucher that names several orders settles with the lines of all of them, when their sum proves it.</summary>
    private static void SeveralOrders(Board board, KeyIndex index, string rule)
    {
        var groupsOf = index.Groups.SelectMany(group => group.Entries.Select(entry => (entry, group))).ToLookup(pair => pair.entry, pair => pair.group);
        foreach (var groups in board.Bookings.Where(entry => entry.Open != 0 && !entry.IsContested && groupsOf[entry].Skip(1).Any()).Select(entry => (entry, groups: groupsOf[entry].ToList())))
        {
            var (entry, its) = groups;
            var lines = its.SelectMany(group => group.OpenLines(entry.Currency, entry.Sign)).Distinct().ToList();
            if (its.All(group => group.Entries.All(other => other == entry || other.Open == 0)) && lines.Sum(line => line.Open) == entry.Open)
            {
                board.SettleInOrder(lines, [entry], Grouped(rule), Disposition.Matched);
            }
        }
    }

    internal static string Grouped(string rule) => rule + MatchRuleNames.GroupedSuffix;
}
