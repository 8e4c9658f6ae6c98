using System.Globalization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>
/// Where the ledger holds totals: a line finds its order in the order list, and the order the entry that carries it. The
/// entry is proven by the sum of all orders of its group, to the öre; else nothing is allocated through it. Which orders a
/// total may consist of is never tried.
/// </summary>
internal sealed class OrderListPass
{
    private const int NamedMax = 10;
    private readonly Board _board;
    private readonly IReadOnlyList<OrderGroup> _groups = [];
    private readonly ILookup<string, OpenOrder> _byKey = Array.Empty<OpenOrder>().ToLookup(_ => "");

    public OrderListPass(Board board)
    {
        _board = board;
        if (board.Rules.Orders is not { } settings || board.Input.Orders.Orders.Count == 0)
        {
            return;
        }

        var orders = board.Input.Orders.Orders.OrderBy(order => order.Date).ThenBy(order => order.Key, StringComparer.Ordinal).Select(order => new OpenOrder(order)).ToList();
        _byKey = orders.SelectMany(order => Keys(order.Order).Select(key => (key, order))).ToLookup(pair => pair.key, pair => pair.order, StringComparer.Ordinal);
        // An entry that names an order itself carries that order alone: neither is part of a total.
        var carriers = board.Input.Orders.Carriers.Select(entry => new OpenEntry(entry, board.Rules)).ToList();
        var own = board.Entries.Concat(carriers).Where(entry => entry.AllKeys.Any(_byKey.Contains)).ToHashSet();
        var apart = own.SelectMany(entry => entry.AllKeys.SelectMany(key => _byKey[key]).Where(order => order.Sign == entry.Sign)).ToHashSet();
        _groups = OrderGroups.Of(board, [.. orders.Where(order => !apart.Contains(order))], own, carriers, settings);
        Replay();
    }

    public void Run()
    {
        if (_groups.Count == 0)
        {
            return;
        }

        // A credit within a total gives back what a sale took: the rounds end when nothing moves.
        for (var before = -1; before != _board.Allocations.Count;)
        {
            before = _board.Allocations.Count;
            foreach (var line in _board.OpenReceivables.Where(line => line.Candidates.Count == 0).ToList())
            {
                Settle(line);
            }
        }

        _board.MarkContested();
        foreach (var line in _board.OpenReceivables)
        {
            line.Waits = Waits(line);
        }

        foreach (var group in _groups)
        {
            Judge(group);
        }
    }

    private void Settle(OpenLine line)
    {
        var orders = Candidates(line.AllKeys, line.Sign, line.Currency, line.Open);
        if (orders.Select(order => order.Group).Distinct().Skip(1).Any())
        {
            line.Candidates = [.. orders.Where(order => order.Group is { IsProven: true }).SelectMany(order => order.Group!.Entries).Where(entry => entry.Open != 0).Distinct()];
            return;
        }

        foreach (var order in orders.Where(order => order.Group is { IsProven: true }))
        {
            foreach (var entry in order.Group!.Entries.OrderBy(entry => entry.Sign == line.Sign ? 0 : 1))
            {
                var amount = Smaller(Smaller(line.Open, order.Open), Room(entry, line.Sign));
                if (amount != 0)
                {
                    order.Open -= amount;
                    _board.Settle(line, entry, amount, amount, MatchRuleNames.OrderList, Disposition.Matched);
                }
            }
        }
    }

    /// <summary>Orders of the line's references and sign with something open; the one of exactly its amount before all others.</summary>
    private List<OpenOrder> Candidates(IReadOnlyList<string> keys, int sign, Currency currency, long amount)
    {
        var orders = keys.SelectMany(key => _byKey[key]).Where(order => order.Sign == sign && order.Open != 0 && order.Order.Amount.Currency == currency && order.Group is not null)
            .Distinct().OrderBy(order => order.Order.Date).ThenBy(order => order.Order.Key, StringComparer.Ordinal).ToList();
        return orders.Where(order => order.Open == amount).ToList() is [var exact] ? [exact] : orders;
    }

    /// <summary>How much an entry can take with that sign: what it has open, or what a credit within the total gives back.</summary>
    private static long Room(OpenEntry entry, int sign) => entry.Sign == sign ? entry.Open : entry.Open - entry.Entry.Amount.Minor;

    private static long Smaller(long one, long other) => Math.Sign(one) != Math.Sign(other) ? 0 : Math.Abs(one) <= Math.Abs(other) ? one : other;

    /// <summary>What lines settled in earlier runs is off their orders.</summary>
    private void Replay()
    {
        var parts = _board.Input.Orders.Settled.OrderBy(part => part.Line.EventDate).ThenBy(part => part.Line.Key, StringComparer.Ordinal).ThenBy(part => part.EntryId).ThenBy(part => Math.Abs(part.Minor));
        foreach (var part in parts)
        {
            var keys = OpenLine.Keys(part.Line, _board.Rules);
            var left = part.Minor;
            foreach (var order in Candidates(keys, Math.Sign(part.Minor), part.Line.Amount.Currency, part.Line.Amount.Minor).Where(order => order.Group!.Entries.Any(entry => entry.Data.Id == part.EntryId)))
            {
                var amount = Smaller(left, order.Open);
                order.Open -= amount;
                left -= amount;
            }
        }
    }

    private Reason Waits(OpenLine line)
    {
        var orders = Candidates(line.AllKeys, line.Sign, line.Currency, line.Open);
        return orders.Count == 0 || orders.All(order => order.Group!.Entries.Count == 0) ? Reason.None
            : orders.Exists(order => !order.Group!.IsProven && order.Group.Entries.Count > 0) ? Reason.TotalNotOrders
            : orders.Exists(order => order.Group!.Orders.Any(other => other.Sign != order.Sign)) ? Reason.CreditWithinTotal
            : Reason.None;
    }

    private void Judge(OrderGroup group)
    {
        foreach (var entry in group.Entries.Where(entry => entry.Open != 0))
        {
            if (!group.IsProven)
            {
                var orders = string.Create(CultureInfo.InvariantCulture, $"{group.OrderSum} ({group.Orders.Count})");
                entry.Verdict = new(entry.Data.Id, Disposition.MatchedWithDifference, Reason.TotalNotOrders, [new Money(group.EntrySum, entry.Currency).ToString(), orders]);
            }
            else if (entry.Entry.Date.AddDays(_board.Rules.Settings.PayoutDelayDays) < _board.Input.AsOf)
            {
                var left = group.Orders.Where(order => order.Open != 0).Select(order => $"{order.Order.Number} {new Money(order.Open, entry.Currency).AmountText}").ToList();
                entry.Verdict = new(entry.Data.Id, entry.IsUntouched ? Disposition.MissingInSettlement : Disposition.MatchedWithDifference, Reason.OrdersNotSettled,
                    left.Count <= NamedMax ? left : [.. left.Take(NamedMax), string.Create(CultureInfo.InvariantCulture, $"+ {left.Count - NamedMax}")]);
            }
        }
    }

    private IEnumerable<string> Keys(ListedOrder order) => order.References.Append(order.Number).Append(order.ProviderReference).OfType<string>()
        .Select(_board.Rules.Normaliser.Normalise).Where(key => key.Length > 0).Distinct(StringComparer.Ordinal);
}
