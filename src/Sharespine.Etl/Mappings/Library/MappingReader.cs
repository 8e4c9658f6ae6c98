using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Library;

/// <summary>Reads the blocks of one mapping strictly: what every kind of mapping needs. All mistakes become findings.</summary>
public sealed class MappingReader
{
    internal MappingReader(MappingSource source, MappingOptions options, ICollection<Issue> findings)
    {
        (Source, Options, Findings) = (source, options, findings);
        Lookups = new LookupReader(this).Read();
        Context = new(options.Functions, Lookups, findings);
    }

    public MappingSource Source { get; }

    public MappingOptions Options { get; }

    public ICollection<Issue> Findings { get; }

    public IReadOnlyDictionary<string, Lookup> Lookups { get; }

    /// <summary>For <see cref="CompiledExpression.Compile"/>.</summary>
    public CompileContext Context { get; }

    public void Find(ErrorCode code, string message, SourcePosition at, string? field = null, string? suggestion = null) =>
        Findings.Add(new(code, message, at, field, suggestion));

    /// <summary>The node as a block of keys; else a finding.</summary>
    public YamlMap? Block(YamlNode node, string field)
    {
        if (node is YamlMap map)
        {
            return map;
        }

        Find(MappingErrors.WrongShape, "a block of keys is wanted here.", node.At, field, "write the keys below it, indented.");
        return null;
    }

    public IReadOnlyList<YamlNode> Items(YamlNode node, string field)
    {
        if (node is YamlList list)
        {
            return list.Items;
        }

        Find(MappingErrors.WrongShape, "a list is wanted here.", node.At, field, "begin each item on its own line with \"- \".");
        return [];
    }

    /// <summary>The text of a key of the block; null when it is not there, and a finding when it is no text.</summary>
    public string? Text(YamlMap block, string key)
    {
        if (block.Find(key) is not { } entry)
        {
            return null;
        }

        if (entry.Value is YamlScalar { IsNothing: false } scalar)
        {
            return scalar.Text;
        }

        Find(MappingErrors.WrongShape, "a plain text is wanted here.", entry.Value.At, key);
        return null;
    }

    public bool Flag(YamlMap block, string key, bool otherwise)
    {
        var text = Text(block, key);
        if (text is null or "true" or "false")
        {
            return text is null ? otherwise : text == "true";
        }

        Find(MappingErrors.WrongShape, $"\"{text}\" is neither true nor false.", block.Find(key)!.Value.At, key);
        return otherwise;
    }

    /// <summary>Reports every key of the block that is not among the known ones.</summary>
    public void CheckKeys(YamlMap block, IEnumerable<MappingKey> known, string field)
    {
        var names = known.Select(key => key.Name).ToArray();
        foreach (var entry in block.Entries.Where(entry => !names.Contains(entry.Key)))
        {
            Find(MappingErrors.UnknownKey, $"there is no key \"{entry.Key}\" here.", entry.KeyAt, field, Suggestion.For(entry.Key, names) ?? $"one of {string.Join(", ", names)}.");
        }
    }

    /// <summary>Compiles an expression that stands in the YAML; null, with findings, when it is wrong.</summary>
    public CompiledExpression? Expression(YamlNode node, string field, Scope scope, MappingType? wanted = null)
    {
        if (node is not YamlScalar scalar)
        {
            Find(MappingErrors.WrongShape, "an expression is wanted here.", node.At, field, "write it on the same line, after the colon.");
            return null;
        }

        var compiled = CompiledExpression.Compile(TextOf(scalar), scope, Context, field, wanted);
        if (scalar.Quoted && compiled?.Parsed is Expr.Name name && scope.IsOpen && scope.Find(name.Text) is null)
        {
            Find(MappingErrors.QuotedName, $"the quoted word {name.Text} is read as the source's field {name.Text}.", scalar.At, field, $"{{ constant: {name.Text} }} for the text itself, or {name.Text} without quotes for the field.");
            return null;
        }

        return compiled;
    }

    /// <summary>
    /// A value written as it is (constant:), read as the type. It becomes an expression, so that one way of checking and
    /// showing serves both; null, with findings, when it does not read.
    /// </summary>
    public CompiledExpression? Constant(YamlNode node, MappingType type, string field)
    {
        if (node is not YamlScalar { IsNothing: false } scalar)
        {
            Find(MappingErrors.WrongShape, "a constant is a plain text or number.", node.At, field);
            return null;
        }

        return CompiledExpression.Compile(new(AsExpression(scalar.Text, type), scalar.At), new Scope(isOpen: false), Context, field, type);
    }

    private static string AsExpression(string text, MappingType type)
    {
        var quoted = Quoted(text);
        return type.Kind switch
        {
            TypeKind.Date => $"date({quoted})",
            TypeKind.Instant => $"instant({quoted})",
            TypeKind.Money => $"money({Quoted(text.Split(' ')[0])}, {Quoted(text.Split(' ')[^1])})",
            TypeKind.Number => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture) : quoted,
            TypeKind.Boolean => text is "true" or "false" ? text : quoted,
            _ => quoted,
        };
    }

    private static string Quoted(string text) => ExpressionPrinter.Print(new Expr.TextLiteral(text, 0));

    /// <summary>Adds the block's names to the scope, in order; each may use those above it. Returns their slots.</summary>
    public int[] Lets(YamlMap block, string field, Scope scope)
    {
        scope.Announce(block.Entries.Select(entry => entry.Key));
        return [.. block.Entries.Select(entry => Let(entry, $"{field}.{entry.Key}", scope))];
    }

    /// <summary>Findings for names that nothing used; call when all expressions are compiled.</summary>
    public void CheckUsed(YamlMap? lets, Scope scope)
    {
        foreach (var name in scope.UnusedLets)
        {
            if (lets?.Find(name) is { } entry && Source.IsOwn(entry.KeyAt))
            {
                Find(MappingErrors.Unused, $"\"{name}\" is computed and never used.", entry.KeyAt, "let", "use it or take it out.");
            }
        }
    }

    public void CheckLookupsUsed()
    {
        foreach (var lookup in Lookups.Values.Where(lookup => !Context.UsedLookups.Contains(lookup.Name) && Source.IsOwn(lookup.At)))
        {
            Find(MappingErrors.Unused, $"the table \"{lookup.Name}\" is never looked up.", lookup.At, "lookups", $"lookup(\"{lookup.Name}\", key), or take it out.");
        }
    }

    public ExpressionText TextOf(YamlScalar scalar) => new(scalar.Text, scalar.At, Source.Texts.GetValueOrDefault(scalar.At.Source));

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private int Let(YamlEntry entry, string field, Scope scope)
    {
        var expression = Expression(entry.Value, field, scope);
        var compute = expression is null ? (Eval)(_ => Value.Failed) : expression.Evaluate;
        if (scope.AddName(entry.Key, expression?.Type ?? MappingType.Wrong, compute, expression) is { } added)
        {
            return added.Slot;
        }

        Find(MappingErrors.DuplicateName, $"\"{entry.Key}\" is already a name here.", entry.KeyAt, field, "choose another name.");
        return 0;
    }
}
