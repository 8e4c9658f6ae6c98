using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Documents;

/// <summary>Reads skip: and reject: rules.</summary>
internal sealed class RuleReader(MappingReader reader, Scope scope)
{
    internal List<RecordRule> Read(string key)
    {
        var rules = new List<RecordRule>();
        foreach (var item in reader.Source.Root.Find(key) is { } entry ? reader.Items(entry.Value, key) : [])
        {
            if (reader.Block(item, key) is { } block && Rule(block, key) is { } rule)
            {
                rules.Add(rule);
            }
        }

        return rules;
    }

    private RecordRule? Rule(YamlMap block, string key)
    {
        reader.CheckKeys(block, MappingKeys.Rule, key);
        var because = reader.Text(block, "because");
        if (string.IsNullOrWhiteSpace(because))
        {
            reader.Find(MappingErrors.NoReason, $"this {key} rule gives no reason.", block.At, key, "because: \"why such a record is not wanted\"");
        }

        if (reader.Flag(block, "remove", false))
        {
            reader.Find(MappingErrors.NoBase, "there is no rule of this name to remove.", block.At, key, "take this rule out.");
            return null;
        }

        if (block.Find("when") is not { } when)
        {
            reader.Find(MappingErrors.MissingKey, $"this {key} rule has no condition.", block.At, key, "when: status == \"draft\"");
            return null;
        }

        return Condition(reader, when.Value, key, scope) is { } condition && because is not null ? new(condition, because, when.Value.At) : null;
    }

    /// <summary>A yes/no expression that depends on the record.</summary>
    internal static CompiledExpression? Condition(MappingReader reader, YamlNode node, string field, Scope scope)
    {
        var condition = reader.Expression(node, field, scope, MappingType.Boolean);
        if (condition?.Constant is not { } constant)
        {
            return condition;
        }

        reader.Find(MappingErrors.Unreachable, $"the condition is always {constant}.", node.At, field, "take it out, or correct it.");
        return null;
    }
}
