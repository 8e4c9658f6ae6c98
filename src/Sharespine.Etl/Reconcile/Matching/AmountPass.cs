using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>
/// What no reference settles: a unique amount within the date window and by the same payment method, the opening amount
/// for older sales, and sales that were credited before they were ever captured.
/// </summary>
internal static class AmountPass
{
    /// <summary>Only lines and entries that no reference contradicts, and only when neither has a second candidate.</summary>
    public static void ByDate(Board board)
    {
        var named = board.OpenLineKeys();
        var entries = board.Bookings
            .Where(entry => entry.Open != 0 && entry.IsUntouched && !entry.AllKeys.Any(named.Contains) && !entry.IsContested && entry.Data.Class is EntryClass.Sale or EntryClass.Credit)
            .ToLookup(entry => (entry.Currency, entry.Open));
        var fits = board.Receivables
            .Where(line => line.Open != 0 && line.IsUntouched && !line.HasReferenceHit && line.Candidates.Count == 0)
            .Select(line => (line, entries: entries[(line.Currency, line.Open)].Where(entry => Fits(board, line, entry)).ToList()))
            .Where(pair => pair.entries.Count > 0)
            .ToList();
        var rivals = fits.SelectMany(pair => pair.entries).GroupBy(entry => entry).ToDictionary(group => group.Key, group => group.Count());
        foreach (var (line, candidates) in fits)
        {
            if (candidates is [var only] && rivals[only] == 1)
            {
                board.Settle(line, only, line.Open, only.Open, MatchRuleNames.AmountAndDate, Disposition.Matched);
            }
            else
            {
                line.Candidates = candidates;
            }
        }

        board.MarkContested();
    }

    /// <summary>Sales made before the start that no opening item names draw the opening amount down.</summary>
    public static void FromOpening(Board board)
    {
        var openings = board.Entries.Where(entry => entry.Data.Class == EntryClass.Opening && entry.Open != 0).ToList();
        if (board.Rules.Start is not { } start || openings.Count == 0)
        {
            return;
        }

        foreach (var line in board.Receivables.Where(line => line.Open != 0 && line.Candidates.Count == 0 && (line.Line.SaleDate ?? line.Date) < start))
        {
            if (openings.FirstOrDefault(entry => entry.Currency == line.Currency && IsWithin(entry, line.Open)) is { } opening)
            {
                board.Settle(line, opening, line.Open, line.Open, MatchRuleNames.Opening, Disposition.Matched);
            }
        }
    }

    /// <summary>One sale and one credit with a common reference and the same amount, both past the payout delay and without any line.</summary>
    public static void Cancelled(Board board)
    {
        var named = board.OpenLineKeys();
        var due = board.Bookings
            .Where(entry => entry.Open != 0 && entry.IsUntouched && !entry.AllKeys.Any(named.Contains) && entry.Entry.Date.AddDays(board.Rules.Settings.PayoutDelayDays) < board.Input.AsOf)
            .ToList();
        var groups = due
            .SelectMany(entry => entry.AllKeys.Select(key => (key, entry)))
            .GroupBy(pair => pair.key, pair => pair.entry, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            if (group.Where(entry => entry.Open != 0).ToList() is [var one, var other] && one.Open == -other.Open && one.Currency == other.Currency && one.Entry.Account == other.Entry.Account)
            {
                var effective = one.Entry.Date > other.Entry.Date ? one.Entry.Date : other.Entry.Date;
                board.Close(one, AllocationKind.Cancellation, null, effective, MatchRuleNames.Cancelled, other);
                board.Close(other, AllocationKind.Cancellation, null, effective, MatchRuleNames.Cancelled, one);
            }
        }
    }

    private static bool IsWithin(OpenEntry opening, long amount)
    {
        var after = opening.Open - amount;
        var whole = opening.Entry.Amount.Minor;
        return whole >= 0 ? after >= 0 && after <= whole : after <= 0 && after >= whole;
    }

    private static bool Fits(Board board, OpenLine line, OpenEntry entry) =>
        (entry.AllKeys.Count == 0 || !line.HasOrderReference)
        && entry.Entry.Date >= line.Date.AddDays(-board.Rules.Settings.DaysBefore)
        && entry.Entry.Date <= line.Date.AddDays(board.Rules.Settings.DaysAfter)
        && board.Rules.MayBePaidBy(line.Line.PaymentMethod, entry.Entry);
}
