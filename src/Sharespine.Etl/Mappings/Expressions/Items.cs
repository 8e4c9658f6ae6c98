using System.Text.Json;

namespace Sharespine.Etl.Mappings.Expressions;

/// <summary>Walks a list value, ours or a JSON array, without copying it. Nothing is an empty list.</summary>
public struct Items
{
    private readonly IReadOnlyList<Value>? _list;
    private JsonElement.ArrayEnumerator _array;
    private int _at;

    public Items(Value list)
    {
        _at = -1;
        _list = list.Kind == ValueKind.List ? list.List : null;
        _array = list.Kind == ValueKind.Json ? list.Json.EnumerateArray() : default;
    }

    public readonly Value Current => _list is null ? Value.Of(_array.Current) : _list[_at];

    public readonly Items GetEnumerator() => this;

    public bool MoveNext()
    {
        _at++;
        return _list is null ? _array.MoveNext() : _at < _list.Count;
    }

    public static int Count(Value list) => list.Kind switch
    {
        ValueKind.List => list.List.Count,
        ValueKind.Json => list.Json.GetArrayLength(),
        _ => 0,
    };
}
