using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Expressions;

/// <summary>
/// What a function does. Arguments come checked and read as the parameters' types; those left out are nothing. When an
/// argument is nothing and its parameter does not say "or nothing", the function is not called and the result is nothing.
/// </summary>
public delegate Value FunctionBody(in FunctionCall call, ReadOnlySpan<Value> arguments);

/// <summary>A function of the mapping language: one entry in the catalog, with all that the documentation says of it.</summary>
/// <param name="Group">The heading it stands under in docs/mappings.md.</param>
/// <param name="Summary">One line, in the words of a mapping's author.</param>
/// <param name="Examples">Each an expression and what it gives, as <see cref="Value.ToString"/> writes it. They run as tests.</param>
public sealed record MappingFunction(string Name, string Group, string Summary, IReadOnlyList<(string Expression, string Gives)> Examples, params IReadOnlyList<FunctionOverload> Overloads)
{
    /// <summary>How it is written: round(value: number, [digits: number]) → number.</summary>
    public string Usage => string.Join(" or ", Overloads.Select(overload => overload.Usage(Name)));
}

/// <summary>A plugin's functions; its names must not be those of others.</summary>
public interface IMappingFunctions
{
    IReadOnlyList<MappingFunction> Functions { get; }
}

/// <summary>The call at hand, for a function's body.</summary>
public readonly ref struct FunctionCall
{
    private readonly EvalFrame _frame;
    private readonly CallSite _site;
    private readonly Eval? _each;
    private readonly int _itemSlot;

    internal FunctionCall(EvalFrame frame, CallSite site, Eval? each, int itemSlot) => (_frame, _site, _each, _itemSlot) = (frame, site, each, itemSlot);

    /// <summary>True when the "per item" argument was given.</summary>
    public bool HasEach => _each is not null;

    /// <summary>The "per item" argument for one item; the item itself when it was not given.</summary>
    public Value Each(Value item)
    {
        if (_each is null)
        {
            return item;
        }

        _frame[_itemSlot] = item;
        return _each(_frame);
    }

    /// <summary>The function cannot give a value. The message follows the value: "cannot be read as a number".</summary>
    public Value Fail(string message, Value culprit, ErrorCode? code = null) => _frame.Fail(code ?? MappingErrors.Unreadable, _site, message, culprit);

    /// <summary>An item of a list as number or text, when the list came straight from the source.</summary>
    public Value Number(Value item) => Reading.Number(item, _frame, _site);

    public Value Text(Value item) => Reading.Text(item, _frame, _site);

    public Value Boolean(Value item) => Reading.Boolean(item, _frame, _site);
}
