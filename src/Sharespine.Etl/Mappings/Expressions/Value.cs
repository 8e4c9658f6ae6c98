using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Expressions;

public enum ValueKind : byte
{
    /// <summary>Absent, or null in the source.</summary>
    Nothing,
    Text,
    Number,
    Boolean,
    Date,
    Instant,
    Money,
    List,

    /// <summary>A source value that is not yet read as one of the others.</summary>
    Json,

    /// <summary>The expression failed and the frame holds the reason; everything built on it fails silently.</summary>
    Failed,
}

/// <summary>What an expression gives. A value, not an object: evaluating a field allocates nothing but the texts it makes.</summary>
public readonly struct Value
{
    private readonly object? _object;
    private readonly decimal _number;
    private readonly JsonElement _json;

    private Value(ValueKind kind, object? @object = null, decimal number = 0, JsonElement json = default)
    {
        Kind = kind;
        _object = @object;
        _number = number;
        _json = json;
    }

    public ValueKind Kind { get; }

    public bool IsNothing => Kind == ValueKind.Nothing;

    public bool IsFailed => Kind == ValueKind.Failed;

    public static Value Nothing => default;

    public static Value Failed => new(ValueKind.Failed);

    public static Value Of(string? text) => text is null ? default : new(ValueKind.Text, text);

    public static Value Of(decimal number) => new(ValueKind.Number, number: number);

    public static Value Of(bool yes) => new(ValueKind.Boolean, number: yes ? 1 : 0);

    public static Value Of(DateOnly date) => new(ValueKind.Date, number: date.DayNumber);

    /// <summary>The instant, kept as UTC.</summary>
    public static Value Of(DateTimeOffset instant) => new(ValueKind.Instant, number: instant.UtcTicks);

    public static Value Of(Money money) => new(ValueKind.Money, money.Currency.Code, money.Minor);

    public static Value Of(IReadOnlyList<Value> items) => new(ValueKind.List, items);

    /// <summary>A source value; JSON null is nothing.</summary>
    public static Value Of(JsonElement json) => json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? default : new(ValueKind.Json, json: json);

    // The readers below are for a value whose kind is known; a wrong kind is our own mistake and throws.
    public string Text => Kind == ValueKind.Text ? (string)_object! : throw Not("text");

    public decimal Number => Kind == ValueKind.Number ? _number : throw Not("a number");

    public bool IsTrue => Kind == ValueKind.Boolean ? _number != 0 : throw Not("a yes/no");

    public DateOnly Date => Kind == ValueKind.Date ? DateOnly.FromDayNumber(decimal.ToInt32(_number)) : throw Not("a date");

    public DateTimeOffset Instant => Kind == ValueKind.Instant ? new(decimal.ToInt64(_number), TimeSpan.Zero) : throw Not("an instant");

    public Money Money => Kind == ValueKind.Money ? new(decimal.ToInt64(_number), Currency.Parse((string)_object!)) : throw Not("money");

    public IReadOnlyList<Value> List => Kind == ValueKind.List ? (IReadOnlyList<Value>)_object! : throw Not("a list");

    public JsonElement Json => Kind == ValueKind.Json ? _json : throw Not("a source value");

    /// <summary>Nothing, or text (ours or the source's) with nothing but blanks in it.</summary>
    public bool IsEmpty => Kind switch
    {
        ValueKind.Nothing => true,
        ValueKind.Text => string.IsNullOrWhiteSpace((string)_object!),
        ValueKind.Json => _json.ValueKind == JsonValueKind.String && (_json.ValueEquals(""u8) || string.IsNullOrWhiteSpace(_json.GetString())),
        ValueKind.List => List.Count == 0,
        _ => false,
    };

    /// <summary>For messages and <c>explain</c>: text in quotes, the rest as our JSON writes it.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.Nothing => "nothing",
        ValueKind.Text => $"\"{Text}\"",
        ValueKind.Number => Number.ToString(CultureInfo.InvariantCulture),
        ValueKind.Boolean => IsTrue ? "true" : "false",
        ValueKind.Date => Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ValueKind.Instant => Instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        ValueKind.Money => Money.ToString(),
        ValueKind.List => "[" + string.Join(", ", List) + "]",
        ValueKind.Json => _json.ValueKind == JsonValueKind.String ? $"\"{_json.GetString()}\"" : _json.GetRawText(),
        _ => "(failed)",
    };

    private InvalidOperationException Not(string wanted) => new($"{this} was read as {wanted}.");
}
