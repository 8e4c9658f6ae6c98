using System.Globalization;
using System.Text.Json;
using GraphQLParser;
using GraphQLParser.AST;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>
/// What a query costs, by a formula fitted to recorded costs: an object or list of objects 1, amounts and page positions
/// nothing, a connection 2 and its node times a number that grows slowly with the page, a count 10.
/// </summary>
internal static class GraphQlCost
{
    // floor(2 ln n), written out so that nothing is reckoned in fractions.
    private static readonly (int From, int Times)[] Steps = [(245, 11), (149, 10), (91, 9), (55, 8), (34, 7), (21, 6), (13, 5), (8, 4), (5, 3), (3, 2)];
    private static readonly string[] Free = ["PageInfo", "MoneyBag", "MoneyV2", "Count"];

    public static int Of(AdminSchema schema, string text, JsonElement variables)
    {
        var document = Parser.Parse(text);
        var fragments = document.Definitions.OfType<GraphQLFragmentDefinition>().ToDictionary(fragment => fragment.FragmentName.Name.StringValue, StringComparer.Ordinal);
        var operation = document.Definitions.OfType<GraphQLOperationDefinition>().Single();
        return Sum(operation.SelectionSet, "QueryRoot");

        int Sum(GraphQLSelectionSet? set, string type) => (set?.Selections ?? []).Sum(selection => selection switch
        {
            GraphQLField { Name.StringValue: "__typename" } => 0,
            GraphQLField field => Field(field, type),
            GraphQLInlineFragment inline => Sum(inline.SelectionSet, inline.TypeCondition?.Type.Name.StringValue ?? type),
            GraphQLFragmentSpread spread => Sum(fragments[spread.FragmentName.Name.StringValue].SelectionSet, fragments[spread.FragmentName.Name.StringValue].TypeCondition.Type.Name.StringValue),
            _ => 0,
        });

        int Field(GraphQLField field, string type)
        {
            var result = AdminSchema.NameOf(schema.Field(type, field.Name.StringValue)!.Type);
            if (field.SelectionSet is null || Free.Contains(result))
            {
                return result == "Count" ? 10 : 0;
            }

            if (!result.EndsWith("Connection", StringComparison.Ordinal))
            {
                return 1 + Sum(field.SelectionSet, result);
            }

            var first = field.Arguments?.FirstOrDefault(argument => argument.Name.StringValue == "first")?.Value;
            var size = first switch
            {
                GraphQLVariable variable => variables.GetProperty(variable.Name.StringValue).GetInt32(),
                GraphQLIntValue number => int.Parse(number.Value.ToString(), CultureInfo.InvariantCulture),
                _ => 1,
            };
            return 2 + (Steps.FirstOrDefault(step => size >= step.From).Times is var times and > 0 ? times : 1) * Sum(field.SelectionSet, result);
        }
    }
}
