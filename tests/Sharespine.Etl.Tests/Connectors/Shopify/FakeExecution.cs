using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLParser;
using GraphQLParser.AST;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>Runs one document on the shop's state and answers exactly what was selected, under the names asked for.</summary>
internal sealed class FakeExecution(FakeState state, FakeCall call)
{
    private readonly GraphQLDocument _document = Parser.Parse(call.Text);

    public (JsonObject Data, JsonArray? Errors) Run()
    {
        var operation = _document.Definitions.OfType<GraphQLOperationDefinition>().Single();
        var data = new JsonObject();
        JsonArray? errors = null;
        foreach (var field in operation.SelectionSet.Selections.OfType<GraphQLField>())
        {
            var name = field.Name.StringValue;
            var arguments = Arguments(field);
            JsonNode? value;
            try
            {
                value = operation.Operation == OperationType.Mutation ? FakeMutations.Run(state, name, arguments, Key(field)) : state.Root(name, arguments);
            }
            catch (FakeRefusal refusal)
            {
                value = null;
                errors = [new JsonObject { ["message"] = refusal.Message, ["extensions"] = new JsonObject { ["code"] = refusal.Code }, ["path"] = new JsonArray(name) }];
            }

            data[name] = Project(value, field);
        }

        return (data, errors);
    }

    private string? Key(GraphQLField field) =>
        field.Directives?.FirstOrDefault(directive => directive.Name.StringValue == "idempotent")?.Arguments is [var argument, ..]
            ? Value(argument.Value)?.GetValue<string>()
            : null;

    private JsonNode? Project(JsonNode? value, GraphQLField field)
    {
        var set = field.SelectionSet;
        switch (value)
        {
            case null when set is not null && IsConnection(set):
                return Connection([], set, field);
            case JsonArray list when set is not null && IsConnection(set):
                return Connection(list, set, field);
            case JsonArray list:
                var first = Arguments(field)["first"]?.GetValue<int>() ?? int.MaxValue;
                return new JsonArray([.. Named(list, field).Take(first).Select(item => item is JsonObject one && set is not null ? Select(one, set) : item?.DeepClone())]);
            case JsonObject one when set is not null:
                return Select(one, set);
            default:
                return value?.DeepClone();
        }
    }

    /// <summary>Quantities by name, metafields by key.</summary>
    private IEnumerable<JsonNode?> Named(JsonArray list, GraphQLField field)
    {
        var arguments = Arguments(field);
        return arguments["names"] is JsonArray names ? list.Where(item => names.Any(wanted => wanted!.GetValue<string>() == item!["name"]!.GetValue<string>()))
            : arguments["keys"] is JsonArray keys ? list.Where(item => keys.Any(wanted => wanted!.GetValue<string>() == $"{item!["namespace"]}.{item["key"]}"))
            : list;
    }

    private static bool IsConnection(GraphQLSelectionSet set) => set.Selections.OfType<GraphQLField>().Any(field => field.Name.StringValue is "nodes" or "edges" or "pageInfo");

    private JsonObject Connection(JsonArray list, GraphQLSelectionSet set, GraphQLField field)
    {
        var arguments = Arguments(field);
        var matching = Named(list, field)
            .Where(item => arguments["query"] is not { } query || FakeSearch.Matches((JsonObject)item!, query.GetValue<string>()))
            .Where(item => arguments["includeRemovals"] is { } removals && removals.GetValue<bool>() || item!["isRemoved"]?.GetValue<bool>() != true)
            .ToList();
        if (arguments["reverse"]?.GetValue<bool>() ?? false)
        {
            matching.Reverse();
        }

        var start = arguments["after"] is { } after ? int.Parse(after.GetValue<string>(), CultureInfo.InvariantCulture) : 0;
        var count = arguments["first"]!.GetValue<int>();
        if (count > 250 || start + count > 25_000)
        {
            throw new InvalidOperationException("No page is longer than 250 or deeper than 25 000.");
        }

        var page = matching.Skip(start).Take(count).ToList();
        var result = new JsonObject();
        foreach (var part in set.Selections.OfType<GraphQLField>())
        {
            result[part.Name.StringValue] = part.Name.StringValue switch
            {
                "nodes" => new JsonArray([.. page.Select(item => (JsonNode)Select((JsonObject)item!, part.SelectionSet!))]),
                _ => Select(new JsonObject
                {
                    ["hasNextPage"] = matching.Count > start + count,
                    ["endCursor"] = (start + page.Count).ToString(CultureInfo.InvariantCulture),
                }, part.SelectionSet!),
            };
        }

        return result;
    }

    private JsonObject Select(JsonObject record, GraphQLSelectionSet set)
    {
        var result = new JsonObject();
        foreach (var selection in set.Selections)
        {
            switch (selection)
            {
                case GraphQLField field:
                    var name = field.Name.StringValue;
                    var alias = field.Alias?.Name.StringValue ?? name;
                    var value = state.FieldOf(record, name, Arguments(field));
                    result[alias] = Project(value, field);
                    break;
                case GraphQLInlineFragment inline when record["__typename"] is null || record["__typename"]!.GetValue<string>() == inline.TypeCondition!.Type.Name.StringValue:
                    Merge(result, Select(record, inline.SelectionSet));
                    break;
                case GraphQLFragmentSpread spread:
                    var fragment = _document.Definitions.OfType<GraphQLFragmentDefinition>().Single(known => known.FragmentName.Name == spread.FragmentName.Name);
                    Merge(result, Select(record, fragment.SelectionSet));
                    break;
            }
        }

        return result;
    }

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from.ToList())
        {
            into[name] = value?.DeepClone();
        }
    }

    private JsonObject Arguments(GraphQLField field)
    {
        var result = new JsonObject();
        foreach (var argument in field.Arguments?.Items ?? [])
        {
            result[argument.Name.StringValue] = Value(argument.Value);
        }

        return result;
    }

    private JsonNode? Value(GraphQLValue value) => value switch
    {
        GraphQLVariable variable => call.Variables.TryGetProperty(variable.Name.StringValue, out var given) && given.ValueKind != JsonValueKind.Null ? JsonNode.Parse(given.GetRawText()) : null,
        GraphQLStringValue text => text.Value.ToString(),
        GraphQLIntValue number => int.Parse(number.Value.ToString(), CultureInfo.InvariantCulture),
        GraphQLBooleanValue yes => yes.BoolValue,
        GraphQLEnumValue word => word.Name.StringValue,
        GraphQLListValue list => new JsonArray([.. list.Values!.Select(Value)]),
        GraphQLObjectValue input => new JsonObject(input.Fields!.Select(field => KeyValuePair.Create(field.Name.StringValue, Value(field.Value)))),
        _ => null,
    };
}

/// <summary>A top-level error of one field.</summary>
internal sealed class FakeRefusal(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
