namespace Sharespine.Etl.Mappings.Expressions;

/// <param name="MayBeNothing">The body is called although this argument is nothing.</param>
/// <param name="IsOptional">May be left out.</param>
/// <param name="IsRest">Takes this and all further arguments.</param>
/// <param name="IsPerItem">Computed for each item of the first argument, named it.</param>
/// <param name="IsFixed">Must be written out in the mapping: a pattern, a format, a zone.</param>
public sealed record FunctionParameter(string Name, MappingType Type, bool MayBeNothing, bool IsOptional, bool IsRest, bool IsPerItem, bool IsFixed);

/// <summary>One way to call a function: its parameters, its result and its body.</summary>
public sealed class FunctionOverload
{
    private readonly string _signature;
    private readonly string _result;

    /// <param name="signature">
    /// The parameters as documented: "value: text, [digits: number]". A type is text, number, boolean, date, instant, money,
    /// list, list of text, list of numbers, or any; before it "fixed", after it "or nothing", "per item" or "..." may stand.
    /// </param>
    /// <param name="result">A type; "same" as the arguments; "item", "list of items" or "list of results" of the first argument.</param>
    public FunctionOverload(string signature, string result, FunctionBody body)
    {
        (_signature, _result, Body) = (signature, result, body);
        Parameters = signature.Length == 0 ? [] : [.. signature.Split(", ").Select(ReadParameter)];
    }

    public IReadOnlyList<FunctionParameter> Parameters { get; }

    public FunctionBody Body { get; }

    /// <summary>Looks at the arguments that are known before any record; returns what is wrong with them, or null.</summary>
    public Func<IReadOnlyList<Value?>, string?>? CheckFixed { get; init; }

    public string Usage(string name) => $"{name}({_signature}) → {_result}";

    internal bool TakesCount(int count) =>
        count >= Parameters.Count(parameter => !parameter.IsOptional) && (count <= Parameters.Count || (Parameters.Count > 0 && Parameters[^1].IsRest));

    internal FunctionParameter ParameterAt(int position) => Parameters[Math.Min(position, Parameters.Count - 1)];

    /// <summary>The first argument of a type that its parameter does not take, or -1.</summary>
    internal int FirstRefused(Compiled[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!ParameterAt(i).Type.Takes(arguments[i].Type))
            {
                return i;
            }
        }

        return -1;
    }

    internal MappingType? ResultOf(MappingType[] arguments) => _result switch
    {
        "same" => arguments.Aggregate((MappingType?)MappingType.Nothing, (joined, next) => joined is null ? null : MappingType.Join(joined, next)),
        "item" => arguments[0].Item ?? MappingType.Any,
        "list of items" => MappingType.ListOf(arguments[0].Item ?? MappingType.Any),
        "list of results" => MappingType.ListOf(arguments[1]),
        _ => ReadType(_result),
    };

    private static FunctionParameter ReadParameter(string text)
    {
        var optional = text.StartsWith('[');
        var words = text.Trim('[', ']').Split(": ");
        var type = words[1];
        var rest = Take(ref type, "...");
        var perItem = Take(ref type, " per item");
        var nothing = Take(ref type, " or nothing");
        var isFixed = type.StartsWith("fixed ", StringComparison.Ordinal);
        return new(words[0], ReadType(isFixed ? type["fixed ".Length..] : type), nothing, optional, rest, perItem, isFixed);
    }

    private static bool Take(ref string text, string ending)
    {
        var has = text.EndsWith(ending, StringComparison.Ordinal);
        text = has ? text[..^ending.Length] : text;
        return has;
    }

    private static MappingType ReadType(string word) => word switch
    {
        "text" => MappingType.Text,
        "number" => MappingType.Number,
        "boolean" => MappingType.Boolean,
        "date" => MappingType.Date,
        "instant" => MappingType.Instant,
        "money" => MappingType.Money,
        "any" => MappingType.Any,
        "list" => MappingType.ListOf(MappingType.Any),
        "list of text" => MappingType.ListOf(MappingType.Text),
        "list of numbers" => MappingType.ListOf(MappingType.Number),
        _ => throw new ArgumentException($"\"{word}\" is not a type of the mapping language.", nameof(word)),
    };
}
