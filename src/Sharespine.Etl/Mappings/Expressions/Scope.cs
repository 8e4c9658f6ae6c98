namespace Sharespine.Etl.Mappings.Expressions;

/// <summary>
/// The names an expression may use. A document mapping's scope is open: any other name is a field of the source record. A
/// file mapping's is closed: its names are its columns, and a misspelt one is a finding.
/// </summary>
public sealed class Scope
{
    private readonly Scope? _outer;
    private readonly Counter _slots;
    private readonly Dictionary<string, ScopeName> _names = [];
    private readonly HashSet<string> _announced = [];

    /// <param name="isOpen">True when names not added here are fields of the JSON source record.</param>
    public Scope(bool isOpen)
    {
        IsOpen = isOpen;
        _slots = new();
    }

    private Scope(Scope outer)
    {
        (_outer, _slots, IsOpen) = (outer, outer._slots, outer.IsOpen);
    }

    public bool IsOpen { get; }

    /// <summary>How many slots a frame for this scope, and all nested in it, needs.</summary>
    public int SlotCount => _slots.Count;

    /// <summary>All names, nearest first: for suggestions.</summary>
    public IEnumerable<string> Names => _outer is null ? _names.Keys : _names.Keys.Concat(_outer.Names);

    /// <summary>A scope that sees all names of this one and may add its own (the items of a list).</summary>
    public Scope Nested() => new(this);

    /// <summary>
    /// Adds a name and returns its slot in <see cref="EvalFrame"/>, or -1 when this scope has the name already. A dotted
    /// name (inputs.timeZone) is reached by its path.
    /// </summary>
    /// <param name="compute">For a named value: computed when first used in a record. Null: the caller sets the slot.</param>
    public int Add(string name, MappingType type, Eval? compute = null) => AddName(name, type, compute)?.Slot ?? -1;

    internal ScopeName? AddName(string name, MappingType type, Eval? compute = null, CompiledExpression? let = null)
    {
        _announced.Remove(name);
        var added = new ScopeName(name, type, _slots.Count, compute, let?.SourcePaths ?? [])
        {
            // Texts only: a yes/no or number named for an overlay to change must not count as a dead condition.
            Constant = let is { Constant.Kind: ValueKind.Text } ? let.Constant : null,
        };
        if (!_names.TryAdd(name, added))
        {
            return null;
        }

        _slots.Count++;
        return added;
    }

    internal ScopeName? Find(string name) => _names.TryGetValue(name, out var found) ? found : _outer?.Find(name);

    /// <summary>Names that will be added further down: until then using one is a finding, not a field of the source.</summary>
    internal void Announce(IEnumerable<string> names) => _announced.UnionWith(names);

    internal bool IsAnnounced(string name) => _announced.Contains(name) || _outer?.IsAnnounced(name) == true;

    /// <summary>Names of this scope that no expression used, computed ones only.</summary>
    internal IEnumerable<string> UnusedLets => _names.Values.Where(name => name is { Compute: not null, IsUsed: false }).Select(name => name.Name);

    /// <summary>True when dotted names begin with this word.</summary>
    internal bool IsGroup(string name) => Names.Any(known => known.Length > name.Length && known[name.Length] == '.' && known.StartsWith(name, StringComparison.Ordinal));

    private sealed class Counter
    {
        public int Count { get; set; }
    }
}

internal sealed record ScopeName(string Name, MappingType Type, int Slot, Eval? Compute, IReadOnlyList<SourcePath> Paths)
{
    /// <summary>A written-out text: it may stand where a function wants its argument written out.</summary>
    public Value? Constant { get; init; }

    /// <summary>Set when an expression uses the name; what is never used is a finding.</summary>
    public bool IsUsed { get; set; }

    public Eval Read()
    {
        var slot = Slot;
        return Compute is not { } compute
            ? frame => frame[slot]
            : frame => frame.IsKnown(slot) ? frame[slot] : frame[slot] = compute(frame);
    }
}
