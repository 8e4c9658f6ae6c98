using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>What the rows of one type sum to within a payout.</summary>
internal sealed class TypeTally(string type, TypeRule? rule)
{
    internal string Type { get; } = type;

    internal TypeRule? Rule { get; } = rule;

    internal int Count { get; set; }

    internal long Amount { get; set; }

    internal long Vat { get; set; }
}

/// <summary>One payout while its rows are read: sums, keys and what is wrong with it. It holds no lines.</summary>
internal sealed class PayoutBuilder
{
    private readonly FileMapping _mapping;
    private readonly Dictionary<(string Type, string Detailed), TypeTally> _tallies = [];

    /// <param name="payout">Null when the payout's own facts could not be read: its rows are then only counted.</param>
    internal PayoutBuilder(int index, FileMapping mapping, PayoutRule rule, Payout? payout, string reference, SourcePosition at)
    {
        (Index, _mapping, Rule, Payout, Reference, At) = (index, mapping, rule, payout, reference, at);
        Decimals = payout?.Currency.Decimals ?? 0;
        IsRefused = payout is null;
        Issues = new(at.Source);
    }

    internal int Index { get; }

    internal PayoutRule Rule { get; }

    internal Payout? Payout { get; private set; }

    internal string Reference { get; }

    internal SourcePosition At { get; }

    internal bool IsRefused { get; private set; }

    internal Currency Currency => Payout!.Currency;

    internal int Decimals { get; }

    internal LineKeys Keys { get; } = new();

    internal int RowCount { get; set; }

    internal int LineCount { get; private set; }

    /// <summary>Whether a header of the lines' section came after the payout began.</summary>
    internal bool HasLineSection { get; set; }

    internal IssueLog Issues { get; }

    /// <summary>Rows that name another payout were given to this one.</summary>
    internal bool HasStrays { get; set; }

    /// <summary>What the payout is worth in minor units: its own total, else the sum of its lines.</summary>
    internal long Stated => Payout?.Total?.Minor ?? _tallies.Values.Where(tally => Settlements.Enters(tally.Rule?.Is ?? LineType.Unknown, Payout!.Kind)).Sum(tally => tally.Amount + tally.Vat);

    internal IEnumerable<TypeTally> Tallies => _tallies.Values;

    internal TypeTally TallyOf(string type, string detailed)
    {
        if (!_tallies.TryGetValue((type, detailed), out var tally))
        {
            tally = new(type, _mapping.Types.GetValueOrDefault($"{type}/{detailed}") ?? _mapping.Types.GetValueOrDefault(type));
            _tallies.Add((type, detailed), tally);
        }

        return tally;
    }

    internal void Count(SettlementLine line)
    {
        var tally = TallyOf(line.ProviderType, line.DetailedType);
        tally.Count++;
        tally.Amount += line.Amount.Minor;
        tally.Vat += line.Vat.Minor;
        LineCount++;
    }

    /// <summary>Adds a line that stands for a total.</summary>
    internal void CountFromTotal() => LineCount++;

    /// <summary>Something in the payout was put right or could not be told: it is taken only if its totals prove it.</summary>
    internal bool NeedsProof { get; private set; }

    /// <summary>What needs the proof and is nothing to look at when it is given.</summary>
    internal List<Issue> Suspicions { get; } = [];

    /// <summary>What a record after the rows says the payout sums to.</summary>
    internal void StateTotal(Money total) => Payout = Payout! with { Total = total };

    /// <summary>Something to look at that stops the payout unless its totals prove it.</summary>
    internal void Doubt(Issue issue)
    {
        NeedsProof = true;
        Report(issue);
    }

    internal void Suspect(Issue issue)
    {
        NeedsProof = true;
        Suspicions.Add(issue);
    }

    /// <summary>Something to look at that does not stop the payout.</summary>
    internal void Report(Issue issue) => Issues.Add(issue);

    internal bool Says(Issue issue) => Issues.ToList().Contains(issue);

    /// <summary>A payout is taken whole or not at all.</summary>
    internal void Refuse(IEnumerable<Issue> issues)
    {
        IsRefused = true;
        foreach (var issue in issues)
        {
            Report(issue);
        }
    }
}
