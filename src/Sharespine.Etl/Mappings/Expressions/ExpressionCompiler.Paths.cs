using System.Text;
using System.Text.Json;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Expressions;

internal sealed partial class ExpressionCompiler
{
    /// <summary>The word for the whole source record: <c>source["odd name"]</c>.</summary>
    internal const string SourceWord = "source";

    /// <summary>The word for the item at hand inside filter, sum, first and the like.</summary>
    internal const string ItemWord = "it";

    private Compiled CompilePath(Expr path)
    {
        var compiled = CompileStep(path);
        if (_lambdas == 0 && compiled.Type.Kind != TypeKind.Wrong && !IsGiven(path))
        {
            _paths.Add(new(path.ToString(), compiled.Run, text.PlaceOf(Start(path))));
        }

        return compiled;
    }

    /// <summary>A name computed by the mapping or given by the program: not a path of the source.</summary>
    private bool IsGiven(Expr path) => path switch
    {
        Expr.Name name => _scope.Find(name.Text) is { Compute: not null } || name.Text == SourceWord,
        Expr.Member { Of: Expr.Name group } => _scope.Find(group.Text) is null && _scope.IsGroup(group.Text),
        _ => false,
    };

    private Compiled CompileStep(Expr path) => path switch
    {
        Expr.Name name => CompileName(name),
        Expr.Member { Of: Expr.Name group } member when _scope.Find(group.Text) is null && _scope.IsGroup(group.Text) => CompileGrouped(group, member),
        Expr.Member member => CompileMember(member),
        Expr.Index index => CompileIndex(index),
        Expr.Pick pick => CompilePick(pick),
        // Indexing what a function gave: split(x, ";")[0].
        _ => Compile(path),
    };

    private Compiled CompileName(Expr.Name name)
    {
        if (_scope.Find(name.Text) is { } known)
        {
            known.IsUsed = true;
            _paths.AddRange(known.Paths);
            return new(known.Type, known.Read(), known.Constant);
        }

        if (_scope.IsAnnounced(name.Text))
        {
            return Mistake(MappingErrors.UnknownName, name.Offset, $"\"{name.Text}\" is defined further down.", "move it above the place that uses it.");
        }

        if (_scope.IsGroup(name.Text))
        {
            return Mistake(MappingErrors.UnknownName, name.Offset, $"{name.Text} is a group of names, not a value.", $"{_scope.Names.First(known => known.StartsWith(name.Text + ".", StringComparison.Ordinal))}");
        }

        if (!_scope.IsOpen)
        {
            return Mistake(MappingErrors.UnknownName, name.Offset, $"\"{name.Text}\" is not known here.", Suggestion.For(name.Text, _scope.Names) ?? NamesInScope());
        }

        if (name.Text == SourceWord)
        {
            return new(MappingType.Any, frame => Value.Of(frame.Source));
        }

        if (name.Text == ItemWord)
        {
            return Mistake(MappingErrors.UnknownName, name.Offset, "\"it\" is the item at hand inside filter, sum, first, any, all, count, map; there is no list here.");
        }

        var utf8 = Encoding.UTF8.GetBytes(name.Text);
        return new(MappingType.Any, frame => frame.Source.ValueKind == JsonValueKind.Object && frame.Source.TryGetProperty(utf8, out var found) ? Value.Of(found) : Value.Nothing);
    }

    private string NamesInScope()
    {
        var names = _scope.Names.Order(StringComparer.Ordinal).Take(12).ToArray();
        return names.Length == 0 ? "put text in quotes." : $"one of {string.Join(", ", names)}; text goes in quotes.";
    }

    private Compiled CompileGrouped(Expr.Name group, Expr.Member member)
    {
        var dotted = $"{group.Text}.{member.Field}";
        if (_scope.Find(dotted) is not { } known)
        {
            var siblings = _scope.Names.Where(name => name.StartsWith(group.Text + ".", StringComparison.Ordinal)).ToArray();
            return Mistake(MappingErrors.UnknownName, member.Offset, $"\"{dotted}\" is not known.", Suggestion.For(dotted, siblings) ?? $"one of {string.Join(", ", siblings)}.");
        }

        known.IsUsed = true;
        return new(known.Type, known.Read());
    }

    private Compiled CompileMember(Expr.Member member)
    {
        var of = CompileStep(member.Of);
        if (of.Type.Kind is not (TypeKind.Any or TypeKind.List or TypeKind.Wrong or TypeKind.Nothing))
        {
            return Mistake(MappingErrors.TypeMismatch, member.Offset, $"{Short(member.Of)} is {of.Type} and has no field {member.Field}.");
        }

        var run = of.Run;
        var utf8 = Encoding.UTF8.GetBytes(member.Field);
        var site = Site(member.Of);
        var type = of.Type.Kind == TypeKind.List ? MappingType.ListOf(MappingType.Any) : MappingType.Any;
        return new(type, frame =>
        {
            var value = run(frame);
            return value.Kind switch
            {
                ValueKind.Json when value.Json.ValueKind == JsonValueKind.Object => value.Json.TryGetProperty(utf8, out var found) ? Value.Of(found) : Value.Nothing,
                ValueKind.Nothing or ValueKind.Failed => value,
                _ => Project(value, utf8, frame, site, member.Field),
            };
        });
    }

    /// <summary>The field of every item that has it. An empty list gives nothing: some systems write an empty object as [].</summary>
    private static Value Project(Value value, byte[] utf8, EvalFrame frame, CallSite site, string field)
    {
        if (value.Kind != ValueKind.List && value.Json.ValueKind != JsonValueKind.Array)
        {
            return frame.Fail(MappingErrors.Unreadable, site, $"is {Reading.Nature(value)} and has no field {field}", value);
        }

        var found = new List<Value>(Items.Count(value));
        foreach (var item in new Items(value))
        {
            if (item.Kind == ValueKind.Json && item.Json.ValueKind == JsonValueKind.Object && item.Json.TryGetProperty(utf8, out var part) && part.ValueKind != JsonValueKind.Null)
            {
                found.Add(Value.Of(part));
            }
        }

        return found.Count == 0 ? Value.Nothing : Value.Of(found);
    }

    private Compiled CompileIndex(Expr.Index index)
    {
        var of = Want(CompileStep(index.Of), MappingType.ListOf(MappingType.Any), index.Of, "a list before [ ]");
        var run = of.Run;
        var at = index.At;
        return new(of.Type.Item ?? MappingType.Any, frame =>
        {
            var list = run(frame);
            var position = at < 0 && !list.IsFailed ? Items.Count(list) + at : at;
            return list.IsFailed ? list
                : position < 0 || position >= Items.Count(list) ? Value.Nothing
                : list.Kind == ValueKind.List ? list.List[position] : Value.Of(list.Json[position]);
        });
    }

    private Compiled CompilePick(Expr.Pick pick)
    {
        var of = Want(CompileStep(pick.Of), MappingType.ListOf(MappingType.Any), pick.Of, "a list before [ ]");
        var equal = Compile(pick.Equal);
        var (run, wanted) = (of.Run, equal.Run);
        var utf8 = Encoding.UTF8.GetBytes(pick.Field);
        return new(MappingType.Any, frame =>
        {
            var (list, key) = (run(frame), wanted(frame));
            return list.IsFailed || key.IsFailed ? Value.Failed : key.IsNothing ? Value.Nothing : FirstWith(list, utf8, key);
        });
    }

    private static Value FirstWith(Value list, byte[] utf8, Value key)
    {
        foreach (var item in new Items(list))
        {
            if (item.Kind == ValueKind.Json
                && item.Json.ValueKind == JsonValueKind.Object
                && item.Json.TryGetProperty(utf8, out var part)
                && part.ValueKind != JsonValueKind.Null
                && Equality.Compare(Value.Of(part), key) == true)
            {
                return item;
            }
        }

        return Value.Nothing;
    }
}
