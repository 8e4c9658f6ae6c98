namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>
/// A return whose credit voucher names not the order but the sale's invoice: order → sale voucher (settled or not) → its
/// other references → the one open credit of the same amount.
/// </summary>
internal static class SalePass
{
    public static void Run(Board board)
    {
        var sales = board.Bookings.Concat(board.Settled).Where(entry => entry.Data.Class == EntryClass.Sale)
            .SelectMany(entry => entry.AllKeys.Select(key => (key, entry)))
            .ToLookup(pair => pair.key, pair => pair.entry, StringComparer.Ordinal);
        var credits = board.Bookings.Where(entry => entry.Sign < 0)
            .SelectMany(entry => entry.AllKeys.Select(key => (key, entry)))
            .ToLookup(pair => pair.key, pair => pair.entry, StringComparer.Ordinal);
        foreach (var line in board.Receivables.Where(line => line.Sign < 0 && line.Open != 0 && line.Candidates.Count == 0))
        {
            var found = line.AllKeys
                .SelectMany(key => sales[key])
                .SelectMany(sale => sale.AllKeys)
                .Distinct()
                .SelectMany(key => credits[key])
                .Where(credit => credit.Open == line.Open && credit.Currency == line.Currency && !credit.IsContested)
                .Distinct()
                .ToList();
            if (found is [var only])
            {
                board.Settle(line, only, line.Open, only.Open, MatchRuleNames.SaleReference, Disposition.Matched);
            }
            else if (found.Count > 1)
            {
                line.Candidates = found;
            }
        }

        board.MarkContested();
    }
}
