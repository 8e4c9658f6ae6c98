using System.Globalization;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Expressions;

/// <summary>Checks the types of one expression and turns it into closures. Every mistake is a finding; compiling goes on to find the next.</summary>
internal sealed partial class ExpressionCompiler(ExpressionText text, Scope scope, CompileContext context, string? field)
{
    private readonly List<SourcePath> _paths = [];
    private Scope _scope = scope;
    private int _lambdas;
    private bool _hasMistake;

    internal CompiledExpression? Compile(Expr parsed, MappingType? wanted)
    {
        var compiled = Compile(parsed);
        if (wanted is not null && !_hasMistake)
        {
            compiled = Want(compiled, wanted, parsed, wanted.ToString());
        }

        return _hasMistake ? null : new(text, parsed, compiled, _paths, Site(parsed));
    }

    private Compiled Compile(Expr expression) => expression switch
    {
        Expr.TextLiteral literal => Compiled.Of(MappingType.Text, Value.Of(literal.Text)),
        Expr.NumberLiteral literal => Compiled.Of(MappingType.Number, Value.Of(literal.Number)),
        Expr.BooleanLiteral literal => Compiled.Of(MappingType.Boolean, Value.Of(literal.IsTrue)),
        Expr.NullLiteral => Compiled.Of(MappingType.Nothing, Value.Nothing),
        Expr.ListLiteral list => CompileList(list),
        Expr.Call call => CompileCall(call),
        Expr.Not not => CompileNot(not),
        Expr.Minus minus => CompileMinus(minus),
        Expr.Binary binary => CompileBinary(binary),
        Expr.If @if => CompileIf(@if),
        _ => CompilePath(expression),
    };

    private Compiled CompileList(Expr.ListLiteral list)
    {
        var items = list.Items.Select(Compile).ToArray();
        var type = MappingType.Nothing;
        for (var i = 0; i < items.Length; i++)
        {
            if (MappingType.Join(type, items[i].Type) is not { } joined)
            {
                return Mistake(MappingErrors.TypeMismatch, Start(list.Items[i]), $"the list mixes {type} with {items[i].Type}.");
            }

            type = joined;
        }

        var runs = Array.ConvertAll(items, item => item.Run);
        return Fold(new(MappingType.ListOf(type), frame => RunList(runs, frame)), items);
    }

    private static Value RunList(Eval[] runs, EvalFrame frame)
    {
        var values = new Value[runs.Length];
        for (var i = 0; i < runs.Length; i++)
        {
            values[i] = runs[i](frame);
            if (values[i].IsFailed)
            {
                return values[i];
            }
        }

        return Value.Of(values);
    }

    private Compiled CompileIf(Expr.If @if)
    {
        var condition = Want(Compile(@if.Condition), MappingType.Boolean, @if.Condition, "yes or no as the condition");
        var then = Compile(@if.Then);
        var otherwise = Compile(@if.Else);
        if (condition.Constant is { Kind: ValueKind.Boolean } constant && !_hasMistake)
        {
            var (state, dead) = constant.IsTrue ? ("true", "the part after else") : ("false", "the part after then");
            return Mistake(MappingErrors.Unreachable, Start(@if.Condition), $"the condition is always {state}; {dead} is never reached.");
        }

        if (IsRepeated(@if) is { } repeated)
        {
            return Mistake(MappingErrors.Unreachable, Start(repeated), $"the condition {repeated} was already asked above; this part is never reached.");
        }

        if (MappingType.Join(then.Type, otherwise.Type) is not { } type)
        {
            return Mistake(MappingErrors.TypeMismatch, Start(@if.Else), $"then gives {then.Type} and else gives {otherwise.Type}.", "make both the same type.");
        }

        var site = Site(@if.Condition);
        var (ask, yes, no) = (condition.Run, then.Run, otherwise.Run);
        return new(type, frame => ask(frame) switch
        {
            { Kind: ValueKind.Boolean } answer => answer.IsTrue ? yes(frame) : no(frame),
            { Kind: ValueKind.Nothing } => frame.Fail(MappingErrors.Unreadable, site, "is nothing, where yes or no is wanted as the condition", Value.Nothing),
            var failed => failed,
        });
    }

    /// <summary>The later condition of an if-chain that repeats this one word for word.</summary>
    private static Expr? IsRepeated(Expr.If @if)
    {
        var first = @if.Condition.ToString();
        for (var next = @if.Else as Expr.If; next is not null; next = next.Else as Expr.If)
        {
            if (next.Condition.ToString() == first)
            {
                return next.Condition;
            }
        }

        return null;
    }

    private Compiled CompileNot(Expr.Not not)
    {
        var operand = Want(Compile(not.Operand), MappingType.Boolean, not.Operand, "yes or no after not");
        var run = operand.Run;
        var site = Site(not.Operand);
        return Fold(new(MappingType.Boolean, frame => run(frame) switch
        {
            { Kind: ValueKind.Boolean } value => Value.Of(!value.IsTrue),
            { Kind: ValueKind.Nothing } => frame.Fail(MappingErrors.Unreadable, site, "is nothing, where yes or no is wanted", Value.Nothing),
            var failed => failed,
        }), operand);
    }

    private Compiled CompileMinus(Expr.Minus minus)
    {
        var operand = Compile(minus.Operand);
        if (operand.Type.Kind != TypeKind.Money)
        {
            operand = Want(operand, MappingType.Number, minus.Operand, "a number after -");
        }

        var run = operand.Run;
        return Fold(new(operand.Type, frame => Negate(run(frame))), operand);
    }

    private static Value Negate(Value value) => value.Kind switch
    {
        ValueKind.Number => Value.Of(-value.Number),
        ValueKind.Money => Value.Of(-value.Money),
        _ => value,
    };

    /// <summary>The value taken as the wanted type, or a finding.</summary>
    private Compiled Want(Compiled given, MappingType wanted, Expr expression, string wantedWords)
    {
        if (wanted.Takes(given.Type))
        {
            return given.Type.Kind == TypeKind.Any ? given with { Run = Reading.As(wanted, given, Site(expression)), Type = wanted.Kind == TypeKind.Any ? given.Type : wanted } : given;
        }

        return Mistake(MappingErrors.TypeMismatch, Start(expression), $"{Short(expression)} is {given.Type}, where {wantedWords} is wanted.", Conversion(given.Type, wanted, expression));
    }

    private static string? Conversion(MappingType given, MappingType wanted, Expr expression) => (given.Kind, wanted.Kind) switch
    {
        (TypeKind.Any or TypeKind.Text, TypeKind.Number) => $"number({expression})",
        (TypeKind.Any or TypeKind.Text, TypeKind.Date) => $"date({expression})",
        (TypeKind.Any or TypeKind.Text, TypeKind.Instant) => $"instant({expression})",
        (TypeKind.Any or TypeKind.Text or TypeKind.Number, TypeKind.Money) => $"money({expression}, currency)",
        (TypeKind.Money, TypeKind.Number) => $"amount({expression})",
        (TypeKind.Instant, TypeKind.Date) => $"localDate({expression}, \"Europe/Stockholm\")",
        (not TypeKind.List, TypeKind.Text) => $"text({expression})",
        _ => null,
    };

    /// <summary>Computes now what needs no record. What fails now would fail for every record: a finding.</summary>
    private Compiled Fold(Compiled compiled, params ReadOnlySpan<Compiled> parts)
    {
        foreach (var part in parts)
        {
            if (part.Constant is null)
            {
                return compiled;
            }
        }

        if (_hasMistake)
        {
            return compiled;
        }

        var frame = new EvalFrame(_scope);
        var value = compiled.Run(frame);
        if (!value.IsFailed)
        {
            return Compiled.Of(compiled.Type, value);
        }

        var failure = frame.Failures[0];
        return Mistake(MappingErrors.BadConstant, failure.Site.Offset, $"{failure.Site.Source} {failure.Message}.");
    }

    private CallSite Site(Expr expression) => new(text, Start(expression), expression.ToString());

    private static int Start(Expr expression) => expression switch
    {
        Expr.Binary binary => Start(binary.Left),
        Expr.Member member => Start(member.Of),
        Expr.Index index => Start(index.Of),
        Expr.Pick pick => Start(pick.Of),
        _ => expression.Offset,
    };

    private Compiled Mistake(ErrorCode code, int offset, string message, string? suggestion = null)
    {
        _hasMistake = true;
        context.Findings.Add(new(code, message, text.PlaceOf(offset), field, suggestion));
        return Compiled.Wrong;
    }

    private static string Short(Expr expression)
    {
        var words = expression.ToString();
        return words.Length <= 60 ? words : string.Create(CultureInfo.InvariantCulture, $"{words.AsSpan(0, 57)}...");
    }
}
