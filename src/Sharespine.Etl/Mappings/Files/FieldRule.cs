using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>Where one target field's value comes from: a column, or an expression over the row.</summary>
/// <param name="Target">The field it fills: amount, order-reference.</param>
/// <param name="Text">As the mapping writes it.</param>
/// <param name="At">The mapping's file, line and column: messages name it as the rule.</param>
/// <param name="Column">The column's index in its section, when the rule is nothing but a column's name; else -1.</param>
/// <param name="Expression">Null when the rule is a column.</param>
public sealed record FieldRule(string Target, string Text, SourcePosition At, int Column, CompiledExpression? Expression = null);
