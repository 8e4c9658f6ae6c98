using System.Text.Json;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Connectors.Shops.Jetshop.Operations;

/// <summary>Holds conditions of the operations file against an order or an answer.</summary>
internal static class ConditionCheck
{
    /// <summary>Whether it holds; null when it asks for a value that the document does not have.</summary>
    public static bool? Holds(Condition condition, JsonElement at, JsonElement values)
    {
        var there = AnswerPath.Texts(at, condition.Path).ToHashSet(StringComparer.Ordinal);
        if (ListOf(condition, values) is { } list)
        {
            return list.Count == 0 ? null : list.All(there.Contains);
        }

        var wanted = Placeholders.Scalars(condition.Is).Select(scalar => Placeholders.Fill(scalar.Text, name => ParameterTree.Text(values, name))).ToList();
        return wanted.Any(text => text is not null && there.Contains(text)) ? true
            : wanted.Contains(null) ? null
            : false;
    }

    /// <summary>All hold: true; one does not: false. What asks for a value that the document does not have is not looked at; null when nothing else is left.</summary>
    public static bool? All(IReadOnlyList<Condition> conditions, JsonElement at, JsonElement values)
    {
        var found = conditions.Select(condition => Holds(condition, at, values)).ToList();
        return found.Contains(false) ? false : found.Contains(true) ? true : null;
    }

    /// <summary>The placeholder that alone is what a condition wants; null when it wants something else.</summary>
    public static string? Placeholder(Condition condition) =>
        condition.Is is YamlScalar scalar && Placeholders.In(scalar.Text).ToList() is [var name] && scalar.Text == $"{{{name}}}" ? name : null;

    private static List<string>? ListOf(Condition condition, JsonElement values) =>
        Placeholder(condition) is { } name && values.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => item.ToString())]
            : null;
}
