using System.Text.Json;

namespace Sharespine.Etl.Mappings.Expressions;

/// <summary>When values are equal, and which comes first.</summary>
internal static class Equality
{
    /// <summary>Whether two values, neither nothing, are equal; null when their types cannot be compared.</summary>
    internal static bool? Compare(Value a, Value b)
    {
        if (a.Kind == ValueKind.Json)
        {
            return b.Kind == ValueKind.Json ? Both(a.Json, b.Json) : One(a.Json, b);
        }

        if (b.Kind == ValueKind.Json)
        {
            return One(b.Json, a);
        }

        return a.Kind != b.Kind ? null : a.Kind switch
        {
            ValueKind.Text => string.Equals(a.Text, b.Text, StringComparison.Ordinal),
            ValueKind.Number => a.Number == b.Number,
            ValueKind.Boolean => a.IsTrue == b.IsTrue,
            ValueKind.Date => a.Date == b.Date,
            ValueKind.Instant => a.Instant == b.Instant,
            ValueKind.Money => a.Money == b.Money,
            ValueKind.List => SameItems(a.List, b.List),
            _ => null,
        };
    }

    /// <summary>Of two values of one ordered type. Money of two currencies throws <see cref="InvalidOperationException"/>.</summary>
    internal static int Order(Value a, Value b) => a.Kind switch
    {
        ValueKind.Number => a.Number.CompareTo(b.Number),
        ValueKind.Date => a.Date.CompareTo(b.Date),
        ValueKind.Instant => a.Instant.CompareTo(b.Instant),
        ValueKind.Money => a.Money.CompareTo(b.Money),
        _ => string.CompareOrdinal(a.Text, b.Text),
    };

    private static bool? One(JsonElement json, Value other) => (json.ValueKind, other.Kind) switch
    {
        (JsonValueKind.String, ValueKind.Text) => json.ValueEquals(other.Text),
        (JsonValueKind.Number, ValueKind.Number) => json.TryGetDecimal(out var number) ? number == other.Number : null,
        (JsonValueKind.True or JsonValueKind.False, ValueKind.Boolean) => (json.ValueKind == JsonValueKind.True) == other.IsTrue,
        _ => null,
    };

    private static bool? Both(JsonElement a, JsonElement b) => (a.ValueKind, b.ValueKind) switch
    {
        (JsonValueKind.String, JsonValueKind.String) => a.ValueEquals(b.GetString()),
        (JsonValueKind.Number, JsonValueKind.Number) => a.TryGetDecimal(out var x) && b.TryGetDecimal(out var y) ? x == y : null,
        (JsonValueKind.True or JsonValueKind.False, JsonValueKind.True or JsonValueKind.False) => a.ValueKind == b.ValueKind,
        _ => null,
    };

    private static bool? SameItems(IReadOnlyList<Value> a, IReadOnlyList<Value> b)
    {
        if (a.Count != b.Count)
        {
            return false;
        }

        for (var i = 0; i < a.Count; i++)
        {
            if (Compare(a[i], b[i]) != true)
            {
                return false;
            }
        }

        return true;
    }
}
