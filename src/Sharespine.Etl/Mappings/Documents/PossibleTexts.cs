using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Documents;

/// <summary>The texts that an expression can be seen to give without reading a record: written in it, or in its lookup tables.</summary>
internal static class PossibleTexts
{
    internal static IEnumerable<(string Text, SourcePosition At)> Of(CompiledExpression expression, IReadOnlyDictionary<string, Lookup> lookups) =>
        Of(expression.Parsed, expression.Text, lookups);

    private static IEnumerable<(string Text, SourcePosition At)> Of(Expr expression, ExpressionText text, IReadOnlyDictionary<string, Lookup> lookups) => expression switch
    {
        Expr.TextLiteral literal => [(literal.Text, text.PlaceOf(literal.Offset))],
        Expr.If @if => Of(@if.Then, text, lookups).Concat(Of(@if.Else, text, lookups)),
        Expr.Binary { Operator: BinaryOperator.Coalesce } coalesce => Of(coalesce.Left, text, lookups).Concat(Of(coalesce.Right, text, lookups)),
        Expr.Call { Function: "coalesce" } call => call.Arguments.SelectMany(argument => Of(argument, text, lookups)),
        Expr.Call { Function: "lookup", Arguments: [Expr.TextLiteral table, _] } when lookups.TryGetValue(table.Text, out var lookup) =>
            (lookup.PossibleValues ?? []).Distinct().Select(value => (value, lookup.At)),
        _ => [],
    };
}
