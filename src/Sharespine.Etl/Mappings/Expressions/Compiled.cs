using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Expressions;

/// <summary>An expression, or a part of one, ready to run.</summary>
/// <param name="Constant">Set when no record is needed to know the value.</param>
internal readonly record struct Compiled(MappingType Type, Eval Run, Value? Constant = null)
{
    internal static Compiled Wrong { get; } = new(MappingType.Wrong, _ => Value.Failed);

    internal static Compiled Of(MappingType type, Value constant) => new(type, _ => constant, constant);
}

/// <summary>What the expressions of one mapping share: functions, lookup tables, and the list that findings go to.</summary>
/// <param name="Lookups">By name.</param>
public sealed record CompileContext(FunctionCatalog Functions, IReadOnlyDictionary<string, Lookup> Lookups, ICollection<Issue> Findings)
{
    /// <summary>Lookup names that an expression used.</summary>
    public HashSet<string> UsedLookups { get; } = [];
}

/// <summary>A source path in an expression, with its own evaluator: <c>explain</c> shows its value.</summary>
public sealed record SourcePath(string Text, Eval Read, SourcePosition At);

/// <summary>An expression of a mapping: parsed, type-checked, and compiled to a closure.</summary>
public sealed class CompiledExpression
{
    private readonly Eval _run;

    internal CompiledExpression(ExpressionText text, Expr parsed, Compiled compiled, IReadOnlyList<SourcePath> paths, CallSite site)
    {
        (Text, Parsed, Type, _run, Constant, SourcePaths, Site) = (text, parsed, compiled.Type, compiled.Run, compiled.Constant, paths, site);
    }

    public ExpressionText Text { get; }

    public Expr Parsed { get; }

    public MappingType Type { get; }

    /// <summary>Set when the value is the same for every record.</summary>
    public Value? Constant { get; }

    public IReadOnlyList<SourcePath> SourcePaths { get; }

    /// <summary>The whole expression as a place that can fail.</summary>
    public CallSite Site { get; }

    public Value Evaluate(EvalFrame frame) => _run(frame);

    /// <summary>
    /// Parses, checks and compiles. Adds what is wrong to the context's findings, under <paramref name="field"/>, and returns null.
    /// </summary>
    /// <param name="wanted">The type that must come out; source values are then read as it. Null: any type.</param>
    public static CompiledExpression? Compile(ExpressionText text, Scope scope, CompileContext context, string? field = null, MappingType? wanted = null)
    {
        Expr parsed;
        try
        {
            parsed = ExpressionParser.Parse(text.Text);
        }
        catch (SyntaxException exception)
        {
            context.Findings.Add(new(MappingErrors.Syntax, exception.Message, text.PlaceOf(exception.Offset), field, exception.Suggestion));
            return null;
        }

        return new ExpressionCompiler(text, scope, context, field).Compile(parsed, wanted);
    }
}
