using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings;

/// <summary>
/// A table that an expression looks a text up in: written in the mapping, read from a CSV file, or staged data. A key that
/// is not there is an issue, unless the table says otherwise.
/// </summary>
public sealed record Lookup
{
    public required string Name { get; init; }

    public required SourcePosition At { get; init; }

    /// <summary>The entries of an inline or CSV table; null for a staged one.</summary>
    public IReadOnlyDictionary<string, string?>? Entries { get; init; }

    /// <summary>The name of the staged table.</summary>
    public string? Staged { get; init; }

    /// <summary>True when <see cref="Otherwise"/> is given in place of an issue.</summary>
    public bool HasOtherwise { get; init; }

    /// <summary>What a key that is not there gives; null is nothing.</summary>
    public string? Otherwise { get; init; }

    /// <summary>True when a record waits (is held) until its key is there, as for an article not yet created.</summary>
    public bool HoldsOnMiss { get; init; }

    /// <summary>Every text that a look-up can give, or null for a staged table.</summary>
    public IEnumerable<string>? PossibleValues =>
        Entries?.Values.OfType<string>().Concat(HasOtherwise && Otherwise is not null ? [Otherwise] : []);

    /// <summary>The value for the key; nothing for no key. A miss is a failure in the frame.</summary>
    public Value Find(Value key, EvalFrame frame, CallSite site)
    {
        var text = KeyText(key, frame, site);
        if (text.Kind != ValueKind.Text)
        {
            return text;
        }

        if (TryFind(text.Text, frame, out var value))
        {
            return Value.Of(value);
        }

        return HasOtherwise
            ? Value.Of(Otherwise)
            : frame.Fail(MappingErrors.LookupMiss, site, HoldsOnMiss ? $"is not in \"{Name}\" yet" : $"is not in the table \"{Name}\"", text, HoldsOnMiss);
    }

    public Value Has(Value key, EvalFrame frame, CallSite site)
    {
        var text = KeyText(key, frame, site);
        return text.IsFailed ? text : Value.Of(text.Kind == ValueKind.Text && TryFind(text.Text, frame, out _));
    }

    private bool TryFind(string key, EvalFrame frame, out string? value)
    {
        if (Entries is not null)
        {
            return Entries.TryGetValue(key, out value);
        }

        value = (frame.Lookups ?? throw new InvalidOperationException($"The staged table {Staged} was asked for without a lookup source.")).Find(Staged!, key);
        return value is not null;
    }

    /// <summary>A number looks up its plain writing: 25.00 is "25".</summary>
    private static Value KeyText(Value key, EvalFrame frame, CallSite site) => key.Kind switch
    {
        ValueKind.Number => Value.Of(Plain(key.Number)),
        ValueKind.Json when key.Json.ValueKind == JsonValueKind.Number => Reading.Number(key, frame, site) is { Kind: ValueKind.Number } number ? Value.Of(Plain(number.Number)) : Value.Failed,
        _ => Reading.Text(key, frame, site),
    };

    private static string Plain(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
