using System.Globalization;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Expressions;

internal sealed partial class ExpressionCompiler
{
    private Compiled CompileCall(Expr.Call call)
    {
        if (call.Function is "lookup" or "has")
        {
            return CompileLookup(call);
        }

        if (context.Functions.Find(call.Function) is not { } function)
        {
            return Mistake(MappingErrors.UnknownFunction, call.Offset, $"there is no function {call.Function}().",
                Suggestion.For(call.Function, context.Functions.Names) ?? "see the list of functions in docs/mappings.md.");
        }

        var candidates = function.Overloads.Where(overload => overload.TakesCount(call.Arguments.Count)).ToArray();
        if (candidates.Length == 0)
        {
            var count = call.Arguments.Count == 1 ? "1 argument" : string.Create(CultureInfo.InvariantCulture, $"{call.Arguments.Count} arguments");
            return Mistake(MappingErrors.WrongArguments, call.Offset, $"{function.Name}() is given {count}.", function.Usage);
        }

        return CompileArguments(call, function, candidates);
    }

    private Compiled CompileArguments(Expr.Call call, MappingFunction function, FunctionOverload[] candidates)
    {
        var arguments = new Compiled[call.Arguments.Count];
        var itemSlot = -1;
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = candidates[0].ParameterAt(i).IsPerItem
                ? CompilePerItem(call.Arguments[i], arguments[0], out itemSlot)
                : Compile(call.Arguments[i]);
        }

        if (Array.Exists(arguments, argument => argument.Type.Kind == TypeKind.Wrong))
        {
            return Compiled.Wrong;
        }

        var chosen = Array.Find(candidates, overload => overload.FirstRefused(arguments) < 0);
        return chosen is null ? WrongTypes(call, function, candidates[0], arguments) : Bind(call, chosen, arguments, itemSlot);
    }

    private Compiled CompilePerItem(Expr argument, Compiled list, out int slot)
    {
        var outer = _scope;
        _scope = outer.Nested();
        slot = _scope.Add(ItemWord, list.Type.Item ?? MappingType.Any);
        _lambdas++;
        var compiled = Compile(argument);
        _lambdas--;
        _scope = outer;
        return compiled with { Constant = null };
    }

    private Compiled WrongTypes(Expr.Call call, MappingFunction function, FunctionOverload overload, Compiled[] arguments)
    {
        var at = overload.FirstRefused(arguments);
        var parameter = overload.ParameterAt(at);
        var argument = call.Arguments[at];
        var suggestion = parameter.IsPerItem ? null : Conversion(arguments[at].Type, parameter.Type, argument);
        return Mistake(MappingErrors.WrongArguments, Start(argument),
            $"{function.Name}() wants {parameter.Type} as its {parameter.Name}; {Short(argument)} is {arguments[at].Type}.", suggestion ?? function.Usage);
    }

    private Compiled Bind(Expr.Call call, FunctionOverload overload, Compiled[] arguments, int itemSlot)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (overload.ParameterAt(i).IsFixed && arguments[i].Constant is null)
            {
                return Mistake(MappingErrors.WrongArguments, Start(call.Arguments[i]), $"the {overload.ParameterAt(i).Name} of {call.Function}() has to be written out, not computed.");
            }
        }

        if (overload.CheckFixed?.Invoke(Array.ConvertAll(arguments, argument => argument.Constant)) is { } complaint)
        {
            return Mistake(MappingErrors.BadConstant, call.Offset, complaint);
        }

        if (overload.ResultOf(Array.ConvertAll(arguments, argument => argument.Type)) is not { } type)
        {
            return Mistake(MappingErrors.TypeMismatch, call.Offset, $"the arguments of {call.Function}() are of different types.", "make them the same type.");
        }

        var run = Invoke(call, overload, arguments, itemSlot);
        return itemSlot < 0 ? Fold(new(type, run), arguments) : new(type, run);
    }

    private Eval Invoke(Expr.Call call, FunctionOverload overload, Compiled[] arguments, int itemSlot)
    {
        var count = Math.Max(arguments.Length, overload.Parameters.Count);
        var runs = new Eval?[count];
        var refusesNothing = new bool[count];
        Eval? each = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = overload.ParameterAt(i);
            var run = Reading.As(parameter.Type, arguments[i], Site(call.Arguments[i]));
            runs[i] = parameter.IsPerItem ? null : run;
            each = parameter.IsPerItem ? run : each;
            refusesNothing[i] = !parameter.MayBeNothing && parameter.Type.Kind != TypeKind.List && !parameter.IsPerItem;
        }

        var site = call.Arguments.Count > 0 ? Site(call.Arguments[0]) with { Offset = call.Offset } : Site(call);
        var body = overload.Body;
        return frame =>
        {
            var start = frame.Reserve(count);
            for (var i = 0; i < runs.Length; i++)
            {
                var value = runs[i] is { } run ? run(frame) : Value.Nothing;
                if (value.IsFailed || (value.IsNothing && refusesNothing[i]))
                {
                    frame.Release(start);
                    return value;
                }

                frame.Put(start + i, value);
            }

            var result = Call(body, new FunctionCall(frame, site, each, itemSlot), frame.Reserved(start, count));
            frame.Release(start);
            return result;
        };
    }

    private static Value Call(FunctionBody body, in FunctionCall call, ReadOnlySpan<Value> arguments)
    {
        try
        {
            return body(call, arguments);
        }
        catch (Exception exception) when (exception is ArithmeticException or ArgumentOutOfRangeException)
        {
            return call.Fail("gives a value that is too large", Value.Nothing);
        }
    }

    private Compiled CompileLookup(Expr.Call call)
    {
        if (call.Arguments.Count != 2)
        {
            return Mistake(MappingErrors.WrongArguments, call.Offset, $"{call.Function}() wants a table and a key.", $"{call.Function}(\"table\", key)");
        }

        if (call.Arguments[0] is not Expr.TextLiteral name)
        {
            return Mistake(MappingErrors.WrongArguments, Start(call.Arguments[0]), $"the table of {call.Function}() is a name in quotes.", $"{call.Function}(\"table\", key)");
        }

        if (!context.Lookups.TryGetValue(name.Text, out var lookup))
        {
            return Mistake(MappingErrors.UnknownLookup, name.Offset, $"there is no lookup table \"{name.Text}\".",
                Suggestion.For(name.Text, context.Lookups.Keys) ?? "declare it under lookups:.");
        }

        context.UsedLookups.Add(name.Text);
        var key = Compile(call.Arguments[1]);
        if (key.Type.Kind is not (TypeKind.Text or TypeKind.Number or TypeKind.Any or TypeKind.Nothing or TypeKind.Wrong))
        {
            return Mistake(MappingErrors.WrongArguments, Start(call.Arguments[1]), $"a table is looked up by a text or a number; {Short(call.Arguments[1])} is {key.Type}.");
        }

        var (run, site) = (key.Run, Site(call.Arguments[1]));
        return call.Function == "has"
            ? new(MappingType.Boolean, frame => lookup.Has(run(frame), frame, site))
            : new(MappingType.Text, frame => lookup.Find(run(frame), frame, site));
    }
}
