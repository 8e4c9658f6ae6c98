using System.Runtime.InteropServices;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <param name="Minor">The whole open amount of both.</param>
/// <param name="Rule">The pass that settles them.</param>
public readonly record struct MatchPair(long LineId, long PayoutId, long EntryId, long Minor, string Rule);

/// <summary>
/// Finds, among all open lines and entries, the pairs that nothing else can have a say in: one line and one entry that share a
/// reference, both of the same open amount and currency, and none of their references known to any other line or entry. The
/// passes would settle each of them in their first step with the same rule; taken out beforehand, a year's million is over in
/// seconds and only what is not so plain goes through them. Feed entries first, then lines; their order does not matter.
/// </summary>
/// <remarks>References are compared by a hash first: a collision makes a pair look less sure, never more.</remarks>
public sealed class SurePairs(MatchRules rules)
{
    private const int Nobody = -1;

    private readonly List<PairEntry> _entries = [];
    private readonly List<PairLine> _lines = [];
    private readonly Dictionary<long, int> _entryOf = [];
    private readonly Dictionary<long, int> _lineOfCapture = [];

    /// <param name="references">As written in the entry's texts.</param>
    /// <param name="isBooking">False for what no line settles (settlements, opening amounts) and for what a person decided about: it only takes sureness from others.</param>
    public void Entry(long id, Currency currency, long open, IReadOnlyList<string> references, bool isBooking)
    {
        var at = _entries.Count;
        var isSure = isBooking;
        foreach (var reference in references)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_entryOf, Hash(rules.Normaliser.Normalise(reference)), out var exists);
            if (exists && known != at)
            {
                isSure = false;
                Doubt(known);
            }

            known = at;
        }

        _entries.Add(new(id, open, currency, references, Nobody, isSure));
    }

    /// <param name="isReceivable">False for what the passes leave alone: ignored, or of a payout that does not add up.</param>
    public void Line(in PairedLine line, bool isReceivable)
    {
        var at = _lines.Count;
        var (entry, isSure) = EntryOf(line);
        if (Identity(line) is { } identity)
        {
            ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_lineOfCapture, identity, out var exists);
            if (exists)
            {
                isSure = false;
                _lines[first] = _lines[first] with { IsSure = false };
            }
            else
            {
                first = at;
            }
        }

        if (entry == Nobody)
        {
            _lines.Add(new(line.Id, line.PayoutId, Nobody, "", false));
            return;
        }

        ref var its = ref CollectionsMarshal.AsSpan(_entries)[entry];
        its.IsSure &= its.Line == Nobody;
        its.Line = at;
        isSure = isSure && isReceivable && its.IsSure && its.Open == line.Open && its.Currency == line.Currency;
        _lines.Add(new(line.Id, line.PayoutId, entry, isSure ? Rule(line, its.References) : "", isSure));
    }

    /// <summary>In the order in which the lines came.</summary>
    public IEnumerable<MatchPair> Pairs()
    {
        foreach (var line in _lines)
        {
            if (line.IsSure && line.Rule.Length > 0 && _entries[line.Entry] is { IsSure: true } entry)
            {
                yield return new(line.Id, line.PayoutId, entry.Id, entry.Open, line.Rule);
            }
        }
    }

    /// <summary>The one entry that its references name; several take sureness from all of them.</summary>
    private (int Entry, bool IsSure) EntryOf(in PairedLine line)
    {
        var found = Nobody;
        var isSure = true;
        foreach (var key in line.Keys)
        {
            if (_entryOf.TryGetValue(Hash(key), out var entry) && entry != found)
            {
                isSure = found == Nobody;
                if (!isSure)
                {
                    Doubt(found);
                    Doubt(entry);
                }

                found = entry;
            }
        }

        return (found, isSure);
    }

    private void Doubt(int entry) => CollectionsMarshal.AsSpan(_entries)[entry].IsSure = false;

    /// <summary>The first pass that would find the entry; empty when the references were not the same after all.</summary>
    private string Rule(in PairedLine line, IReadOnlyList<string> references) =>
        Holds(references, line.OrderReference) ? MatchRuleNames.OrderReference
        : line.OtherReferences.Any(reference => Holds(references, reference)) ? MatchRuleNames.OtherReference
        : Holds(references, line.ProviderOrderId) || Holds(references, line.CaptureId) || Holds(references, line.RefundId) ? MatchRuleNames.ProviderId
        : references.Select(rules.Normaliser.Normalise).Intersect(line.Keys, StringComparer.Ordinal).Any() ? MatchRuleNames.NormalisedReference
        : "";

    private static bool Holds(IReadOnlyList<string> references, string? reference)
    {
        for (var i = 0; reference is { Length: > 0 } && i < references.Count; i++)
        {
            if (references[i] == reference)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A capture or refund happens once: two lines of the same one explain each other.</summary>
    private static long? Identity(in PairedLine line) => (line.Type == LineType.Sale ? line.CaptureId : line.RefundId) is { Length: > 0 } id ? Hash(id) : null;

    /// <summary>FNV-1a, 64 bits: the same in every process.</summary>
    private static long Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
        {
            hash = unchecked((hash ^ character) * 1099511628211UL);
        }

        return unchecked((long)hash);
    }

    private record struct PairEntry(long Id, long Open, Currency Currency, IReadOnlyList<string> References, int Line, bool IsSure);

    private readonly record struct PairLine(long Id, long PayoutId, int Entry, string Rule, bool IsSure);
}

/// <summary>What pairing needs of a line; the references as the provider has them.</summary>
/// <param name="Keys">All of them normalised.</param>
public readonly record struct PairedLine(
    long Id, long PayoutId, LineType Type, long Open, Currency Currency, string? OrderReference, IReadOnlyList<string> OtherReferences, string? ProviderOrderId, string? CaptureId, string? RefundId,
    IReadOnlyList<string> Keys);
