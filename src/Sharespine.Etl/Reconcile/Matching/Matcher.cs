namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>
/// Settles lines against entries, from certain to less, and says of each what it turned out to be. A function of its input:
/// no clock, no store, and the order in which lines and entries come does not matter.
/// </summary>
public static class Matcher
{
    public static MatchResult Match(MatchInput input, MatchRules rules)
    {
        var board = new Board(input, rules);
        ManualPass.Entries(board);
        var (booked, possibly) = SettlementRecognition.Run(board);
        ManualPass.Lines(board);
        board.Settle(input.Pairs);
        var orders = new OrderListPass(board);
        // What one round settles leaves others with fewer candidates. Ending only when nothing moves makes a rerun find nothing new.
        for (var settled = -1; settled != board.Allocations.Count;)
        {
            settled = board.Allocations.Count;
            board.ForgetCandidates();
            ByReference(board);
            orders.Run();
            SalePass.Run(board);
            if (!rules.HoldsTotals)
            {
                AmountPass.ByDate(board);
            }

            AmountPass.FromOpening(board);
            AmountPass.Cancelled(board);
        }

        var verdicts = new Verdicts(board, booked);
        return new()
        {
            Allocations = board.Allocations,
            Lines = [.. verdicts.Lines(), .. verdicts.Pairs(), .. verdicts.PlainLines()],
            Entries = verdicts.Entries(),
            Booked = booked,
            PossiblyBooked = possibly,
        };
    }

    private static void ByReference(Board board)
    {
        (string Rule, KeyIndex Index)[] passes =
        [
            (MatchRuleNames.OrderReference, Exact(board, line => One(line.Line.OrderReference))),
            (MatchRuleNames.OtherReference, Exact(board, line => line.Line.OtherReferences)),
            (MatchRuleNames.ProviderId, Exact(board, ProviderIds)),
            (MatchRuleNames.NormalisedReference, new(board.OpenReceivables, board.OpenBookings, line => line.AllKeys, entry => entry.AllKeys)),
        ];
        MarkHits(board, passes[^1].Index);
        foreach (var (rule, index) in passes)
        {
            ReferencePass.Run(board, index, rule);
        }

        foreach (var (rule, index) in passes)
        {
            DifferencePass.Rounding(board, index, rule);
        }

        foreach (var (rule, index) in passes)
        {
            DifferencePass.Rest(board, index, rule);
            board.MarkContested();
        }
    }

    private static KeyIndex Exact(Board board, Func<OpenLine, IEnumerable<string>> lineKeys) =>
        new(board.OpenReceivables, board.OpenBookings, lineKeys, entry => entry.Data.References);

    private static void MarkHits(Board board, KeyIndex index)
    {
        var settled = board.Settled.Concat(board.Bookings.Where(entry => entry.Open == 0)).SelectMany(entry => entry.AllKeys).ToHashSet(StringComparer.Ordinal);
        foreach (var line in board.OpenReceivables)
        {
            line.HasReferenceHit = index.Of(line).Count > 0 || line.AllKeys.Any(settled.Contains);
        }
    }

    private static IEnumerable<string> ProviderIds(OpenLine line) =>
        new[] { line.Line.ProviderOrderId, line.Line.CaptureId, line.Line.RefundId }.OfType<string>().Where(id => id.Length > 0);

    private static IEnumerable<string> One(string? reference) => string.IsNullOrEmpty(reference) ? [] : [reference];
}
