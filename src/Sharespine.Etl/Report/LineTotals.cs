using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Report;

/// <summary>What the lines of a report sum to, in one walk over them.</summary>
internal sealed class LineTotals
{
    // Every table asks; the lines of one report are summed once.
    private static readonly ConditionalWeakTable<IReadOnlyCollection<LineReport>, LineTotals> Known = [];

    private readonly Dictionary<(Disposition, Currency), LineTotal> _outcomes = [];
    private readonly Dictionary<(string, Currency), (int Count, Money Sum)> _payouts = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    private int _count;

    private LineTotals()
    {
    }

    /// <summary>By disposition, then currency.</summary>
    public IReadOnlyList<LineTotal> Outcomes => [.. _outcomes.Values.OrderBy(total => total.Disposition).ThenBy(total => total.Amount.Currency.Code, StringComparer.Ordinal)];

    /// <summary>How many lines stand before each payout's first.</summary>
    public IReadOnlyDictionary<string, int> Places => _places;

    /// <summary>Walks the report's lines once, or not at all where somebody did with <see cref="While"/>.</summary>
    public static LineTotals Of(ReconciliationReport report) => Known.GetValue(report.Lines, lines => new LineTotals().Add(lines));

    /// <summary>Sums the lines while <paramref name="write"/> walks them, once.</summary>
    public static void While(ReconciliationReport report, Action<Action<LineReport>> write)
    {
        var totals = new LineTotals();
        write(totals.Add);
        Known.AddOrUpdate(report.Lines, totals);
    }

    /// <summary>Lines of a payout with their sum, VAT included.</summary>
    public (int Count, Money Sum) Of(string payout, Currency currency) => _payouts.GetValueOrDefault((payout, currency), (0, Money.Zero(currency)));

    private LineTotals Add(IEnumerable<LineReport> lines)
    {
        foreach (var line in lines)
        {
            Add(line);
        }

        return this;
    }

    private void Add(LineReport line)
    {
        var (currency, sum) = (line.Amount.Currency, line.Amount + line.Vat);
        ref var outcome = ref CollectionsMarshal.GetValueRefOrAddDefault(_outcomes, (line.Disposition, currency), out _);
        outcome ??= new(line.Disposition, currency);
        outcome.Add(line);
        ref var payout = ref CollectionsMarshal.GetValueRefOrAddDefault(_payouts, (line.PayoutReference, currency), out var isKnown);
        payout = (payout.Count + 1, isKnown ? payout.Sum + sum : sum);
        _places.TryAdd(line.PayoutReference, _count++);
    }
}

/// <summary>Lines of one disposition and currency.</summary>
internal sealed class LineTotal(Disposition disposition, Currency currency)
{
    public Disposition Disposition => disposition;

    public int Count { get; private set; }

    public Money Amount { get; private set; } = Money.Zero(currency);

    public Money Vat { get; private set; } = Money.Zero(currency);

    public Money Difference { get; private set; } = Money.Zero(currency);

    public void Add(LineReport line)
    {
        Count++;
        Amount += line.Amount;
        Vat += line.Vat;
        Difference += line.Difference;
    }
}
