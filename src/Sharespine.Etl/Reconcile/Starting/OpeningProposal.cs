using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Starting;

/// <summary>An entry of before the start, with what it was read as.</summary>
/// <param name="References">Normalised.</param>
public sealed record EarlierEntry(LedgerEntry Entry, EntryClass Class, IReadOnlyList<string> Written, IReadOnlyList<string> References);

/// <summary>A line of a payout of before the start.</summary>
/// <param name="References">Normalised.</param>
public sealed record EarlierLine(Money Amount, DateOnly PayoutDate, IReadOnlyList<string> References);

/// <param name="Item">What was open.</param>
/// <param name="Voucher">The newest voucher that it stands on, for the accountant to look at.</param>
public sealed record ProposedItem(OpeningItem Item, string Voucher);

/// <param name="Items">By account, date, reference.</param>
/// <param name="Rest">Per account: the balance less the list; what older sales draw down.</param>
/// <param name="Since">Older bookings are in the rest: nothing that was read tells whether they were settled.</param>
public sealed record OpeningProposed(IReadOnlyList<ProposedItem> Items, IReadOnlyDictionary<string, Money> Rest, DateOnly? Since)
{
    /// <summary>As it would be approved without a change.</summary>
    public StartSettings AsSettings(DateOnly date) => new()
    {
        Date = date,
        Amounts = Rest.Where(pair => !pair.Value.IsZero).ToDictionary(pair => pair.Key, pair => pair.Value.Major),
        Items = [.. Items.Select(item => item.Item)],
    };
}

/// <summary>
/// What was open at a date, as far as ledger and payouts tell: sales and credits that no settlement with the same reference
/// took. The rest of the balance is one amount per account. A function of its input; a proposal that a person approves.
/// </summary>
public static class OpeningProposal
{
    /// <param name="since">Bookings before it go to the rest; null lets the evidence decide.</param>
    public static OpeningProposed Make(
        IReadOnlyList<EarlierEntry> entries, IReadOnlyList<EarlierLine> lines, IReadOnlyDictionary<string, Money> balances, DateOnly date, int payoutDelayDays, DateOnly? since)
    {
        var groups = Group(entries, lines);
        var from = since ?? Horizon(groups, lines, date, payoutDelayDays);
        var items = groups.Select(group => group.Open()).OfType<ProposedItem>()
            .Where(item => from is null || item.Item.Date >= from)
            .OrderBy(item => item.Item.Account, StringComparer.Ordinal).ThenBy(item => item.Item.Date).ThenBy(item => item.Item.Reference, StringComparer.Ordinal)
            .ToList();
        var rest = balances.ToDictionary(
            pair => pair.Key,
            pair => pair.Value - items.Where(item => item.Item.Account == pair.Key).Aggregate(Money.Zero(pair.Value.Currency), (sum, item) => sum + Money.Exact(item.Item.Amount, pair.Value.Currency)));
        return new(items, rest, from);
    }

    /// <summary>Settlements by reference tell of all time; payouts of theirs; without either only the payout delay is left to go by.</summary>
    private static DateOnly? Horizon(IReadOnlyList<Bookings> groups, IReadOnlyList<EarlierLine> lines, DateOnly date, int payoutDelayDays) =>
        groups.Any(group => group.IsSettledInLedger) ? null
        : (lines.Count > 0 ? lines.Min(line => line.PayoutDate) : date).AddDays(-payoutDelayDays);

    /// <summary>Everything that hangs together by references, per account.</summary>
    private static List<Bookings> Group(IReadOnlyList<EarlierEntry> entries, IReadOnlyList<EarlierLine> lines)
    {
        var root = new Dictionary<string, string>(StringComparer.Ordinal);
        string Find(string key) => root.TryGetValue(key, out var parent) && parent != key ? root[key] = Find(parent) : key;
        foreach (var references in entries.Select(entry => entry.References).Where(references => references.Count > 0))
        {
            var first = Find(references[0]);
            foreach (var other in references)
            {
                root[Find(other)] = first;
                root.TryAdd(first, first);
            }
        }

        var settled = lines.Where(line => line.References.Count > 0)
            .Select(line => (Key: line.References.Select(Find).FirstOrDefault(root.ContainsKey), line.Amount))
            .Where(pair => pair.Key is not null)
            .ToLookup(pair => pair.Key!, pair => pair.Amount);
        return [.. entries.Where(entry => entry.References.Count > 0)
            .GroupBy(entry => (entry.Entry.Account, Key: Find(entry.References[0])))
            .OrderBy(group => group.Key.Account, StringComparer.Ordinal).ThenBy(group => group.Key.Key, StringComparer.Ordinal)
            .Select(group => new Bookings([.. group.OrderBy(entry => entry.Entry.Date).ThenBy(entry => entry.Entry.Voucher, StringComparer.Ordinal)], [.. settled[group.Key.Key]]))];
    }

    private sealed class Bookings(IReadOnlyList<EarlierEntry> entries, IReadOnlyList<Money> lines)
    {
        private readonly IReadOnlyList<EarlierEntry> _booked = [.. entries.Where(entry => entry.Class is EntryClass.Sale or EntryClass.Credit)];

        public bool IsSettledInLedger => _booked.Count > 0 && _booked.Count < entries.Count;

        public ProposedItem? Open()
        {
            if (_booked.Count == 0)
            {
                return null;
            }

            var currency = _booked[0].Entry.Amount.Currency;
            var booked = _booked.Sum(entry => entry.Entry.Amount.Minor);
            // What the ledger settled by name it settled; the payout's line is the same money.
            var open = IsSettledInLedger
                ? entries.Sum(entry => entry.Entry.Amount.Minor)
                : booked - lines.Where(line => line.Currency == currency).Sum(line => line.Minor);
            if (open == 0 || Math.Sign(open) != Math.Sign(booked))
            {
                return null;
            }

            var newest = _booked[^1];
            var item = new OpeningItem
            {
                Account = newest.Entry.Account,
                Reference = string.Join(' ', _booked.SelectMany(entry => entry.Written).Distinct(StringComparer.Ordinal)),
                Date = newest.Entry.Date,
                Amount = new Money(open, currency).Major,
            };
            return new(item, newest.Entry.Voucher);
        }
    }
}
