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

    private LineTotals(IReadOnlyCollection<LineReport> lines)
    {
        var place = 0;
        foreach (var line in lines)
        {
            var (currency, sum) = (line.Amount.Currency, line.Amount + line.Vat);
            ref var outcome = ref CollectionsMarshal.GetValueRefOrAddDefault(_outcomes, (line.Disposition, currency), out var isKnown);
            outcome = isKnown
                ? outcome! with { Count = outcome.Count + 1, Amount = outcome.Amount + line.Amount, Vat = outcome.Vat + line.Vat, Difference = outcome.Difference + line.Difference }
                : new(line.Disposition, 1, line.Amount, line.Vat, line.Difference);
            ref var payout = ref CollectionsMarshal.GetValueRefOrAddDefault(_payouts, (line.PayoutReference, currency), out isKnown);
            payout = (payout.Count + 1, isKnown ? payout.Sum + sum : sum);
            _places.TryAdd(line.PayoutReference, place++);
        }
    }

    /// <summary>By disposition, then currency.</summary>
    public IReadOnlyList<LineTotal> Outcomes => [.. _outcomes.Values.OrderBy(total => total.Disposition).ThenBy(total => total.Amount.Currency.Code, StringComparer.Ordinal)];

    /// <summary>How many lines stand before each payout's first.</summary>
    public IReadOnlyDictionary<string, int> Places => _places;

    public static LineTotals Of(ReconciliationReport report) => Known.GetValue(report.Lines, lines => new(lines));

    /// <summary>Lines of a payout with their sum, VAT included.</summary>
    public (int Count, Money Sum) Of(string payout, Currency currency) => _payouts.GetValueOrDefault((payout, currency), (0, Money.Zero(currency)));
}

/// <summary>Lines of one disposition and currency.</summary>
internal sealed record LineTotal(Disposition Disposition, int Count, Money Amount, Money Vat, Money Difference);
