using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>Lines and entries that carry one key, in natural order.</summary>
internal sealed class KeyGroup(string key)
{
    private Dictionary<(Currency, long), List<OpenEntry>>? _byAmount;

    public string Key { get; } = key;

    public List<OpenLine> Lines { get; } = [];

    public List<OpenEntry> Entries { get; } = [];

    public IEnumerable<Currency> Currencies => Lines.Select(line => line.Currency).Distinct().OrderBy(currency => currency.Code, StringComparer.Ordinal);

    /// <summary>Entries whose open amount was this when the pass began.</summary>
    public IReadOnlyList<OpenEntry> OfAmount(Currency currency, long amount)
    {
        _byAmount ??= Entries.GroupBy(entry => (entry.Currency, entry.Open)).ToDictionary(group => group.Key, group => group.ToList());
        return _byAmount.TryGetValue((currency, amount), out var found) ? found : [];
    }

    /// <summary>Lines that are open and free to be settled here.</summary>
    public List<OpenLine> OpenLines(Currency currency, int sign) =>
        [.. Lines.Where(line => line.Open != 0 && line.Currency == currency && line.Sign == sign && line.Candidates.Count == 0)];

    public List<OpenEntry> OpenEntries(Currency currency, int sign) =>
        [.. Entries.Where(entry => entry.Open != 0 && entry.Currency == currency && entry.Sign == sign && !entry.IsContested)];
}

/// <summary>Groups by key that have both lines and entries, by key.</summary>
internal sealed class KeyIndex
{
    private readonly Dictionary<OpenLine, List<KeyGroup>> _ofLine = [];

    public KeyIndex(IEnumerable<OpenLine> lines, IEnumerable<OpenEntry> entries, Func<OpenLine, IEnumerable<string>> lineKeys, Func<OpenEntry, IEnumerable<string>> entryKeys)
    {
        var groups = new Dictionary<string, KeyGroup>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            foreach (var key in lineKeys(line).Distinct())
            {
                (groups.TryGetValue(key, out var group) ? group : groups[key] = new(key)).Lines.Add(line);
            }
        }

        foreach (var entry in entries)
        {
            foreach (var key in entryKeys(entry).Distinct())
            {
                if (groups.TryGetValue(key, out var group))
                {
                    group.Entries.Add(entry);
                }
            }
        }

        Groups = [.. groups.Values.Where(group => group.Entries.Count > 0).OrderBy(group => group.Key, StringComparer.Ordinal)];
        foreach (var group in Groups)
        {
            foreach (var line in group.Lines)
            {
                (_ofLine.TryGetValue(line, out var list) ? list : _ofLine[line] = []).Add(group);
            }
        }
    }

    public IReadOnlyList<KeyGroup> Groups { get; }

    public IReadOnlyList<KeyGroup> Of(OpenLine line) => _ofLine.TryGetValue(line, out var groups) ? groups : [];
}
