using System.Text.Json;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Documents;

/// <summary>How one field of the target is made, compiled.</summary>
internal abstract class FieldPlan(TargetField field, string path)
{
    public TargetField Field { get; } = field;

    /// <summary>With empty brackets for the position in a list: lines[].net.</summary>
    public string Path { get; } = path;

    public JsonEncodedText Name { get; } = JsonEncodedText.Encode(field.Name, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
}

/// <summary>A value, or a list of plain values.</summary>
internal sealed class ValuePlan(TargetField field, string path, CompiledExpression expression, SourcePosition rule, bool isPersonal) : FieldPlan(field, path)
{
    public CompiledExpression Expression { get; } = expression;

    public SourcePosition Rule { get; } = rule;

    public bool IsPersonal { get; } = isPersonal;

    /// <summary>For a choice: the words with their own set for a fast check.</summary>
    public HashSet<string>? Choices { get; } = field.Type.Choices is { } words ? [.. words] : null;
}

internal sealed class ObjectPlan(TargetField field, string path, ObjectBody body, CompiledExpression? when) : FieldPlan(field, path)
{
    public ObjectBody Body { get; } = body;

    /// <summary>When it does not hold the object is left out.</summary>
    public CompiledExpression? When { get; } = when;
}

internal sealed class ListPlan(TargetField field, string path, IReadOnlyList<ListSource> sources) : FieldPlan(field, path)
{
    public IReadOnlyList<ListSource> Sources { get; } = sources;
}

/// <summary>The fields of an object, in the target's order.</summary>
internal sealed record ObjectBody(FieldPlan[] Fields);

/// <summary>One source list of a target list: each of its items that the condition holds for becomes one item.</summary>
/// <param name="Lets">Slots of the names computed once per item.</param>
internal sealed record ListSource(CompiledExpression Each, string ItemName, int ItemSlot, int[] Lets, CompiledExpression? When, ObjectBody Body);

/// <param name="Because">Read by people in the report.</param>
internal sealed record RecordRule(CompiledExpression When, string Because, SourcePosition At);
