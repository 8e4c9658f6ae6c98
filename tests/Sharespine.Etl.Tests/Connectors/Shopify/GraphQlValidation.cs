using System.Text.Json;
using GraphQLParser;
using GraphQLParser.AST;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>
/// Checks a document and its variables against a schema, as far as a server would: fields, arguments, fragments, variables
/// and their use, input objects, enum words, required values. Deprecated fields are findings too.
/// </summary>
internal sealed class GraphQlValidation
{
    private static readonly string[] Numbers = ["Int", "Float", "UnsignedInt64"];
    private readonly AdminSchema _schema;
    private readonly List<string> _findings = [];
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments;
    private readonly Dictionary<string, GraphQLVariableDefinition> _variables;
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly HashSet<string> _fragmentsUsed = new(StringComparer.Ordinal);

    private GraphQlValidation(AdminSchema schema, GraphQLDocument document, GraphQLOperationDefinition operation)
    {
        _schema = schema;
        _fragments = document.Definitions.OfType<GraphQLFragmentDefinition>().ToDictionary(fragment => fragment.FragmentName.Name.StringValue, StringComparer.Ordinal);
        _variables = operation.Variables?.ToDictionary(variable => variable.Variable.Name.StringValue, StringComparer.Ordinal) ?? [];
    }

    /// <summary>What is wrong; none when the server would take it.</summary>
    /// <param name="variables">As sent; undefined to look at the document alone.</param>
    public static IReadOnlyList<string> Findings(AdminSchema schema, string text, JsonElement variables = default)
    {
        GraphQLDocument document;
        try
        {
            document = Parser.Parse(text);
        }
        catch (GraphQLParser.Exceptions.GraphQLParserException e)
        {
            return [e.Message];
        }

        var operations = document.Definitions.OfType<GraphQLOperationDefinition>().ToList();
        if (operations.Count != 1)
        {
            return [$"{operations.Count} operations in one document."];
        }

        var validation = new GraphQlValidation(schema, document, operations[0]);
        validation.Selections(operations[0].SelectionSet, operations[0].Operation == OperationType.Mutation ? "Mutation" : "QueryRoot", "");
        validation.CheckUse();
        if (variables.ValueKind == JsonValueKind.Object)
        {
            validation.CheckValues(variables);
        }

        return validation._findings;
    }

    private void CheckUse()
    {
        _findings.AddRange(_variables.Keys.Where(name => !_used.Contains(name)).Select(name => $"${name} is declared and not used."));
        _findings.AddRange(_fragments.Keys.Where(name => !_fragmentsUsed.Contains(name)).Select(name => $"fragment {name} is not used."));
    }

    private void Selections(GraphQLSelectionSet? set, string type, string path)
    {
        foreach (var selection in set?.Selections ?? [])
        {
            switch (selection)
            {
                case GraphQLField field:
                    Field(field, type, path);
                    break;
                case GraphQLInlineFragment inline:
                    var narrowed = inline.TypeCondition?.Type.Name.StringValue ?? type;
                    Narrow(type, narrowed, path);
                    Selections(inline.SelectionSet, narrowed, path);
                    break;
                case GraphQLFragmentSpread spread:
                    Spread(spread.FragmentName.Name.StringValue, type, path);
                    break;
            }
        }
    }

    private void Spread(string name, string type, string path)
    {
        _fragmentsUsed.Add(name);
        if (!_fragments.TryGetValue(name, out var fragment))
        {
            _findings.Add($"{path}: there is no fragment {name}.");
            return;
        }

        var on = fragment.TypeCondition.Type.Name.StringValue;
        Narrow(type, on, path);
        Selections(fragment.SelectionSet, on, path);
    }

    private void Narrow(string type, string to, string path)
    {
        if (_schema.Type(to) is null || !_schema.CanBe(type, to))
        {
            _findings.Add($"{path}: {type} is never {to}.");
        }
    }

    private void Field(GraphQLField field, string type, string path)
    {
        var name = field.Name.StringValue;
        var at = $"{path}.{name}".TrimStart('.');
        if (name == "__typename")
        {
            return;
        }

        if (_schema.Field(type, name) is not { } known)
        {
            _findings.Add($"{at}: {type} has no such field.");
            return;
        }

        if (known.Directives?.Any(directive => directive.Name.StringValue == "deprecated") ?? false)
        {
            _findings.Add($"{at}: is deprecated.");
        }

        Arguments(field, known, at);
        foreach (var directive in field.Directives?.Items ?? [])
        {
            // The schema knows one directive of its own.
            foreach (var argument in directive.Arguments?.Items ?? [])
            {
                Use(argument.Value, new GraphQLNonNullType(new GraphQLNamedType(new GraphQLName("String"))), $"{at}@{directive.Name.StringValue}");
            }
        }

        var result = AdminSchema.NameOf(known.Type);
        var hasFields = _schema.Type(result) is GraphQLObjectTypeDefinition or GraphQLInterfaceTypeDefinition or GraphQLUnionTypeDefinition;
        if (hasFields != (field.SelectionSet is not null))
        {
            _findings.Add(hasFields ? $"{at}: fields of {result} have to be named." : $"{at}: {result} has no fields.");
        }

        Selections(field.SelectionSet, result, at);
    }

    private void Arguments(GraphQLField field, GraphQLFieldDefinition known, string at)
    {
        var given = field.Arguments?.Items ?? [];
        foreach (var argument in given)
        {
            if (known.Arguments?.FirstOrDefault(definition => definition.Name == argument.Name) is { } definition)
            {
                Use(argument.Value, definition.Type, $"{at}({argument.Name.StringValue})");
            }
            else
            {
                _findings.Add($"{at}: has no argument {argument.Name.StringValue}.");
            }
        }

        foreach (var missing in (known.Arguments?.Items ?? []).Where(definition => definition.Type is GraphQLNonNullType && definition.DefaultValue is null && given.All(argument => argument.Name != definition.Name)))
        {
            _findings.Add($"{at}: the argument {missing.Name.StringValue} is missing.");
        }
    }

    /// <summary>A value written in the document.</summary>
    private void Use(GraphQLValue value, GraphQLType wanted, string at)
    {
        var bare = wanted is GraphQLNonNullType required ? required.Type : wanted;
        switch (value)
        {
            case GraphQLVariable variable:
                var name = variable.Name.StringValue;
                _used.Add(name);
                if (!_variables.TryGetValue(name, out var declared))
                {
                    _findings.Add($"{at}: ${name} is not declared.");
                }
                else if (!Fits(declared.Type, wanted))
                {
                    _findings.Add($"{at}: ${name} is {AdminSchema.Written(declared.Type)}, {AdminSchema.Written(wanted)} is wanted.");
                }

                break;
            case GraphQLListValue list when bare is GraphQLListType many:
                list.Values?.ForEach(item => Use(item, many.Type, at));
                break;
            case GraphQLObjectValue input when _schema.Type(AdminSchema.NameOf(bare)) is GraphQLInputObjectTypeDefinition shape:
                foreach (var field in input.Fields ?? [])
                {
                    if (shape.Fields?.FirstOrDefault(known => known.Name == field.Name) is { } known)
                    {
                        Use(field.Value, known.Type, $"{at}.{field.Name.StringValue}");
                    }
                    else
                    {
                        _findings.Add($"{at}: {shape.Name.StringValue} has no {field.Name.StringValue}.");
                    }
                }

                break;
            case GraphQLEnumValue word when _schema.Type(AdminSchema.NameOf(bare)) is GraphQLEnumTypeDefinition words:
                if (words.Values?.All(known => known.Name != word.Name) ?? true)
                {
                    _findings.Add($"{at}: {words.Name.StringValue} has no {word.Name.StringValue}.");
                }

                break;
            case GraphQLEnumValue or GraphQLObjectValue or GraphQLListValue:
                _findings.Add($"{at}: {AdminSchema.Written(wanted)} is wanted.");
                break;
        }
    }

    private static bool Fits(GraphQLType declared, GraphQLType wanted) => (declared, wanted) switch
    {
        (GraphQLNonNullType one, GraphQLNonNullType other) => Fits(one.Type, other.Type),
        (_, GraphQLNonNullType) => false,
        (GraphQLNonNullType one, _) => Fits(one.Type, wanted),
        (GraphQLListType one, GraphQLListType other) => Fits(one.Type, other.Type),
        _ => AdminSchema.Written(declared) == AdminSchema.Written(wanted),
    };

    private void CheckValues(JsonElement values)
    {
        foreach (var given in values.EnumerateObject().Where(given => !_variables.ContainsKey(given.Name)))
        {
            _findings.Add($"${given.Name} is sent and not declared.");
        }

        foreach (var (name, variable) in _variables)
        {
            Value(values.TryGetProperty(name, out var value) ? value : default, variable.Type, "$" + name);
        }
    }

    /// <summary>A value sent as JSON.</summary>
    private void Value(JsonElement value, GraphQLType wanted, string at)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            if (wanted is GraphQLNonNullType)
            {
                _findings.Add($"{at}: a value is wanted.");
            }

            return;
        }

        switch (wanted is GraphQLNonNullType required ? required.Type : wanted)
        {
            case GraphQLListType list:
                if (value.ValueKind != JsonValueKind.Array)
                {
                    _findings.Add($"{at}: a list is wanted.");
                    return;
                }

                foreach (var item in value.EnumerateArray())
                {
                    Value(item, list.Type, at);
                }

                break;
            case GraphQLNamedType named:
                Named(value, named.Name.StringValue, at);
                break;
        }
    }

    private void Named(JsonElement value, string type, string at)
    {
        switch (_schema.Type(type))
        {
            case GraphQLInputObjectTypeDefinition shape when value.ValueKind == JsonValueKind.Object:
                foreach (var given in value.EnumerateObject().Where(given => shape.Fields!.All(field => field.Name.StringValue != given.Name)))
                {
                    _findings.Add($"{at}: {type} has no {given.Name}.");
                }

                foreach (var field in shape.Fields!)
                {
                    var there = value.TryGetProperty(field.Name.StringValue, out var inner);
                    if (there || field.DefaultValue is null)
                    {
                        Value(there ? inner : default, field.Type, $"{at}.{field.Name.StringValue}");
                    }
                }

                break;
            case GraphQLEnumTypeDefinition words:
                if (value.ValueKind != JsonValueKind.String || words.Values!.All(word => word.Name.StringValue != value.GetString()))
                {
                    _findings.Add($"{at}: {value} is no {type}.");
                }

                break;
            case GraphQLInputObjectTypeDefinition:
                _findings.Add($"{at}: an object is wanted.");
                break;
            default:
                // Amounts are sent as text, counts as whole numbers.
                var right = type switch
                {
                    "Boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                    "Int" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
                    _ when Numbers.Contains(type) => value.ValueKind == JsonValueKind.Number,
                    "JSON" => true,
                    _ => value.ValueKind == JsonValueKind.String,
                };
                if (!right)
                {
                    _findings.Add($"{at}: {value} is no {type}.");
                }

                break;
        }
    }
}
