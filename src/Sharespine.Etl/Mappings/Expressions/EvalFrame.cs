using System.Text.Json;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Expressions;

/// <summary>A compiled expression: reads the frame, gives a value; a failure is noted in the frame and gives <see cref="Value.Failed"/>.</summary>
public delegate Value Eval(EvalFrame frame);

/// <summary>Staged data that a mapping looks things up in: article numbers, VAT codes. The pipeline provides it.</summary>
public interface ILookupSource
{
    /// <summary>The value for <paramref name="key"/> in the named staged table, or null when it has no such key.</summary>
    string? Find(string table, string key);
}

/// <summary>
/// What an expression reads while one record is mapped: the record, the values of the names in scope, and the failures so
/// far. Reused from record to record; not for two threads at once.
/// </summary>
public sealed class EvalFrame
{
    private readonly Value[] _slots;
    private readonly bool[] _known;
    private readonly List<(string Name, string Path, int Index)> _loops = [];
    private readonly List<Failure> _failures = [];
    private Value[] _stack = new Value[64];
    private int _top;

    public EvalFrame(Scope scope, ILookupSource? lookups = null)
    {
        _slots = new Value[scope.SlotCount];
        _known = new bool[scope.SlotCount];
        Lookups = lookups;
    }

    public ILookupSource? Lookups { get; set; }

    /// <summary>The source record of a document mapping; default where the source is columns in slots.</summary>
    public JsonElement Source { get; private set; }

    public IReadOnlyList<Failure> Failures => _failures;

    /// <summary>Begins the next record: forgets failures and computed names.</summary>
    public void Begin(JsonElement source = default)
    {
        Source = source;
        Array.Clear(_known);
        _failures.Clear();
        _loops.Clear();
        _top = 0;
    }

    public void ClearFailures() => _failures.Clear();

    /// <summary>The value of the name that <see cref="Scope.Add"/> gave this slot.</summary>
    public Value this[int slot]
    {
        get => _slots[slot];
        set
        {
            _slots[slot] = value;
            _known[slot] = true;
        }
    }

    internal bool IsKnown(int slot) => _known[slot];

    internal void Forget(int slot) => _known[slot] = false;

    internal Value Fail(ErrorCode code, CallSite site, string message, Value culprit, bool hold = false)
    {
        _failures.Add(new(code, site, PlaceOf(site.Source), message, culprit) { Hold = hold });
        return Value.Failed;
    }

    /// <summary>Loops name their items, so that a message can say line_items[0].total instead of line.total.</summary>
    internal void EnterLoop(string name, string path) => _loops.Add((name, path, 0));

    internal void NextItem(int index) => _loops[^1] = _loops[^1] with { Index = index };

    internal void LeaveLoop() => _loops.RemoveAt(_loops.Count - 1);

    internal string PlaceOf(string source)
    {
        for (var i = _loops.Count - 1; i >= 0; i--)
        {
            var (name, path, index) = _loops[i];
            if (source.StartsWith(name, StringComparison.Ordinal) && (source.Length == name.Length || source[name.Length] is '.' or '['))
            {
                source = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{path}[{index}]{source[name.Length..]}");
            }
        }

        return source;
    }

    internal int Reserve(int count)
    {
        var start = _top;
        _top += count;
        if (_top > _stack.Length)
        {
            Array.Resize(ref _stack, _top * 2);
        }

        return start;
    }

    internal void Put(int at, Value value) => _stack[at] = value;

    internal ReadOnlySpan<Value> Reserved(int start, int count) => _stack.AsSpan(start, count);

    internal void Release(int start) => _top = start;
}
