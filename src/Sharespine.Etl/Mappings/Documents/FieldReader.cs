using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Documents;

/// <summary>Where in the target a block of fields stands, and what it hands down.</summary>
internal sealed record FieldPlace(string Path, bool IsPersonal, WritePolicy Policy)
{
    internal string Of(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}

/// <summary>Reads fields: blocks into plans, checking every name and type against the target.</summary>
internal sealed class FieldReader(MappingReader reader)
{
    internal Dictionary<string, WritePolicy> Policies { get; } = [];

    internal List<string> PersonalPaths { get; } = [];

    internal List<string> PersonalFields { get; } = [];

    internal ObjectBody Body(YamlMap block, TargetSchema schema, Scope scope, FieldPlace place)
    {
        var plans = new Dictionary<string, FieldPlan>();
        foreach (var entry in block.Entries)
        {
            if (schema.Find(entry.Key) is not { } field)
            {
                var names = schema.Fields.Select(known => known.Name).ToArray();
                reader.Find(MappingErrors.UnknownField, $"the target has no field \"{place.Of(entry.Key)}\".", entry.KeyAt, place.Of(entry.Key), Suggestion.For(entry.Key, names) ?? $"one of {string.Join(", ", names)}.");
            }
            else if (Field(entry, field, scope, place) is { } plan)
            {
                plans[field.Name] = plan;
            }
        }

        foreach (var missing in schema.Fields.Where(field => field.IsRequired && block.Find(field.Name) is null))
        {
            reader.Find(MappingErrors.MissingField, $"the target needs \"{place.Of(missing.Name)}\", and no rule fills it.", block.At, place.Of(missing.Name), $"{missing.Name}: {missing.Type.Kind switch { TargetKind.List => "with each:", TargetKind.Object => "with fields:", _ => "an expression" }}");
        }

        return new([.. schema.Fields.Select(field => plans.GetValueOrDefault(field.Name)).OfType<FieldPlan>()]);
    }

    private FieldPlan? Field(YamlEntry entry, TargetField field, Scope scope, FieldPlace place)
    {
        var path = place.Of(field.Name);
        var isObject = field.Type.Kind == TargetKind.Object;
        var isObjects = field.Type is { Kind: TargetKind.List, Item.Kind: TargetKind.Object };
        return entry.Value switch
        {
            YamlMap block when isObject => Object(block, field, scope, Inside(block, MappingKeys.Object, field, path, place)),
            YamlMap block when isObjects => List([block], field, scope, path, place),
            YamlList list when isObjects => List([.. list.Items.Select(item => reader.Block(item, path)).OfType<YamlMap>()], field, scope, path, place),
            YamlMap block when !isObject => Long(block, field, scope, Inside(block, MappingKeys.Value, field, path, place)),
            YamlScalar scalar when !isObject && !isObjects => Value(scalar, field, scope, place with { Path = path, IsPersonal = place.IsPersonal || field.IsPersonal }),
            _ => WrongShape(entry, field, path),
        };
    }

    private FieldPlan? WrongShape(YamlEntry entry, TargetField field, string path)
    {
        var (wanted, suggestion) = field.Type.Kind switch
        {
            TargetKind.Object => ("an object with fields of its own", $"{field.Name}: then fields: below it, indented."),
            TargetKind.List when field.Type.Item!.Kind == TargetKind.Object => ("a list of objects", $"{field.Name}: then - each: and fields: below it, indented."),
            _ => ("a plain value", $"{field.Name}: expression"),
        };
        reader.Find(MappingErrors.WrongShape, $"the field is {wanted}.", entry.Value.At, path, suggestion);
        return null;
    }

    /// <summary>Checks the block's keys and reads what it says for all below it.</summary>
    private FieldPlace Inside(YamlMap block, IReadOnlyList<MappingKey> keys, TargetField field, string path, FieldPlace place)
    {
        reader.CheckKeys(block, keys, path);
        var policy = place.Policy;
        if (reader.Text(block, "write") is { } word)
        {
            if (!WritePolicies.Words.TryGetValue(word, out policy))
            {
                reader.Find(MappingErrors.UnknownWritePolicy, $"there is no write policy \"{word}\".", block.Find("write")!.Value.At, path, Suggestion.For(word, WritePolicies.Words.Keys) ?? $"one of {string.Join(", ", WritePolicies.Words.Keys)}.");
            }

            Policies[path] = policy;
        }

        return new(path, reader.Flag(block, "personal", place.IsPersonal || field.IsPersonal), policy);
    }

    private ObjectPlan? Object(YamlMap block, TargetField field, Scope scope, FieldPlace place)
    {
        if (Fields(block, place.Path) is not { } fields)
        {
            return null;
        }

        var when = block.Find("when") is { } entry ? RuleReader.Condition(reader, entry.Value, $"{place.Path}.when", scope) : null;
        return new(field, place.Path, Body(fields, field.Type.Object!, scope, place), when);
    }

    private ListPlan List(IReadOnlyList<YamlMap> blocks, TargetField field, Scope scope, string path, FieldPlace place) =>
        new(field, path, [.. blocks.Select(block => Source(block, field, scope, Inside(block, MappingKeys.List, field, path, place))).OfType<ListSource>()]);

    private ListSource? Source(YamlMap block, TargetField field, Scope outer, FieldPlace place)
    {
        if (block.Find("each") is not { } eachEntry)
        {
            reader.Find(MappingErrors.MissingKey, "a list says which source list it is made of.", block.At, place.Path, "each: line_items");
            return null;
        }

        var name = reader.Text(block, "as") ?? "item";
        var scope = outer.Nested();
        var each = reader.Expression(eachEntry.Value, $"{place.Path}.each", outer, MappingType.ListOf(MappingType.Any));
        var slot = scope.Add(name, each?.Type.Item ?? MappingType.Any);
        var lets = block.Find("let") is { } letEntry ? reader.Block(letEntry.Value, $"{place.Path}.let") : null;
        var slots = lets is null ? [] : reader.Lets(lets, $"{place.Path}.let", scope);
        var when = block.Find("when") is { } entry ? RuleReader.Condition(reader, entry.Value, $"{place.Path}.when", scope) : null;
        if (Fields(block, place.Path) is not { } fields)
        {
            return null;
        }

        var body = Body(fields, field.Type.Item!.Object!, scope, place with { Path = place.Path + "[]" });
        reader.CheckUsed(lets, scope);
        return each is null ? null : new(each, name, slot, slots, when, body);
    }

    private YamlMap? Fields(YamlMap block, string path)
    {
        if (block.Find("fields") is { } fields)
        {
            return reader.Block(fields.Value, path);
        }

        reader.Find(MappingErrors.MissingKey, "the block has no fields.", block.At, path, "fields: with the field names below it, indented.");
        return null;
    }

    private ValuePlan? Long(YamlMap block, TargetField field, Scope scope, FieldPlace place)
    {
        var (value, constant) = (block.Find("value"), block.Find("constant"));
        if (value is not null == constant is not null)
        {
            reader.Find(MappingErrors.MissingKey, "a field has either value: or constant:.", block.At, place.Path, $"{field.Name}: {{ value: expression }}");
            return null;
        }

        return value is not null ? Value(value.Value, field, scope, place) : Constant(constant!.Value, field, place);
    }

    private ValuePlan? Value(YamlNode node, TargetField field, Scope scope, FieldPlace place)
    {
        var expression = reader.Expression(node, place.Path, scope, TargetValue.TypeFor(field.Type));
        if (expression is null)
        {
            return null;
        }

        CheckChoices(expression, field, place.Path);
        if (expression.Constant is { IsEmpty: true } && field.IsRequired)
        {
            reader.Find(MappingErrors.MissingField, "the field is required and the rule gives nothing.", node.At, place.Path);
        }

        if (place.IsPersonal)
        {
            PersonalFields.Add(place.Path);
            PersonalPaths.AddRange(expression.SourcePaths.Select(path => path.Text));
        }

        return new(field, place.Path, expression, node.At, place.IsPersonal);
    }

    /// <summary>Every word that the expression can be seen to give must be one that the field takes.</summary>
    private void CheckChoices(CompiledExpression expression, TargetField field, string path)
    {
        if (field.Type.Choices is not { } choices)
        {
            return;
        }

        foreach (var (word, at) in PossibleTexts.Of(expression, reader.Lookups).Where(possible => !choices.Contains(possible.Text)))
        {
            reader.Find(MappingErrors.NotAMember, $"\"{word}\" is not one of the words that the field takes.", at, path, Suggestion.For(word, choices) ?? $"one of {string.Join(", ", choices)}.");
        }
    }

    private ValuePlan? Constant(YamlNode node, TargetField field, FieldPlace place)
    {
        if (reader.Constant(node, TargetValue.TypeFor(field.Type), place.Path) is not { } compiled)
        {
            return null;
        }

        CheckChoices(compiled, field, place.Path);
        return new(field, place.Path, compiled, node.At, place.IsPersonal);
    }
}
