using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>An order of the list while lines are matched against it.</summary>
internal sealed class OpenOrder(ListedOrder order)
{
    public ListedOrder Order { get; } = order;

    /// <summary>What no line has settled yet, with the order's sign.</summary>
    public long Open { get; set; } = order.Amount.Minor;

    public int Sign => Math.Sign(Order.Amount.Minor);

    public OrderGroup? Group { get; set; }
}

/// <summary>The orders of one total and the entries that carry it. Proven when their sums are the same.</summary>
internal sealed class OrderGroup(IReadOnlyList<OpenOrder> orders, IReadOnlyList<OpenEntry> entries)
{
    public IReadOnlyList<OpenOrder> Orders { get; } = orders;

    /// <summary>In ledger order, the settled ones among them.</summary>
    public IReadOnlyList<OpenEntry> Entries { get; } = entries;

    public Money OrderSum { get; } = new(orders.Sum(order => order.Order.Amount.Minor), orders[0].Order.Amount.Currency);

    public long EntrySum { get; } = entries.Sum(entry => entry.Entry.Amount.Minor);

    public bool IsProven => Entries.Count > 0 && Entries.All(entry => entry.Currency == OrderSum.Currency) && OrderSum.Minor == EntrySum;
}

/// <summary>Puts orders together as the configuration says the ledger's totals do.</summary>
internal static class OrderGroups
{
    public static IReadOnlyList<OrderGroup> Of(Board board, IReadOnlyList<OpenOrder> orders, IReadOnlySet<OpenEntry> own, IReadOnlyList<OpenEntry> carriers, OrderListSettings settings)
    {
        var entries = board.Entries.Concat(carriers).Where(entry => entry.Data.Class is EntryClass.Sale or EntryClass.Credit && !entry.Data.IsIgnored && !own.Contains(entry)).Order(Board.InLedgerOrder).ToList();
        var groups = orders
            .Select(order => (order, key: KeyOf(order.Order, settings.GroupBy)))
            .Where(pair => pair.key is not null)
            .GroupBy(pair => (Key: pair.key!.Value, pair.order.Order.Amount.Currency))
            .OrderBy(group => group.Key.Key.Date).ThenBy(group => group.Key.Key.Word, StringComparer.Ordinal).ThenBy(group => group.Key.Currency.Code, StringComparer.Ordinal)
            .Select(group => (group.Key, Orders: group.Select(pair => pair.order).ToList(), Entries: entries.Where(entry => Carries(board, entry, group.Key.Key, settings.GroupBy)).ToList()))
            .ToList();
        // An entry that two groups want carries neither for sure.
        var wanted = groups.SelectMany(group => group.Entries).GroupBy(entry => entry).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        var made = groups.Select(group => new OrderGroup(group.Orders, [.. group.Entries.Where(entry => !wanted.Contains(entry))])).ToList();
        foreach (var group in made)
        {
            foreach (var order in group.Orders)
            {
                order.Group = group;
            }
        }

        return made;
    }

    private static (DateOnly Date, string Word)? KeyOf(ListedOrder order, OrderGrouping grouping) => grouping switch
    {
        OrderGrouping.Date => (order.Date, ""),
        OrderGrouping.DateAndPaymentMethod => order.PaymentMethod is { } method ? (order.Date, method.Trim().ToUpperInvariant()) : null,
        _ => order.Voucher is { } voucher ? (default, Plain(voucher)) : null,
    };

    private static bool Carries(Board board, OpenEntry entry, (DateOnly Date, string Word) key, OrderGrouping grouping) => grouping switch
    {
        OrderGrouping.Date => entry.Entry.Date == key.Date,
        OrderGrouping.DateAndPaymentMethod => entry.Entry.Date == key.Date && Shows(board, entry.Entry, key.Word),
        _ => Plain(entry.Entry.Voucher) == key.Word,
    };

    /// <summary>By the method's own pattern where there is one, else by its name in the texts.</summary>
    private static bool Shows(Board board, LedgerEntry entry, string method) => board.Rules.HasPattern(method)
        ? board.Rules.MayBePaidBy(method, entry)
        : entry.VoucherText.Contains(method, StringComparison.OrdinalIgnoreCase) || entry.RowText.Contains(method, StringComparison.OrdinalIgnoreCase);

    /// <summary>"A 101", "A101" and "a-101" are one voucher.</summary>
    private static string Plain(string voucher) => string.Concat(voucher.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
