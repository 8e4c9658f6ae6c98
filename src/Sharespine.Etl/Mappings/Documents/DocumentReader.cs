using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Documents;

/// <summary>Reads and compiles the document kind.</summary>
internal sealed class DocumentReader : IMappingKindReader
{
    public string Kind => "document";

    public IReadOnlyList<MappingKey> Keys => MappingKeys.Document;

    public IMapping? Read(MappingReader reader)
    {
        var root = reader.Source.Root;
        if (Target(reader) is not var (targetName, target) || root.Find("fields") is not { } fields || reader.Block(fields.Value, "fields") is not { } block)
        {
            if (root.Find("fields") is null)
            {
                reader.Find(MappingErrors.MissingKey, "the mapping has no fields.", reader.Source.At, "fields", "fields:");
            }

            return null;
        }

        var scope = new Scope(isOpen: true);
        var inputs = reader.Options.Inputs.Select(input => (input.Key, scope.Add($"inputs.{input.Key}", input.Value))).ToArray();
        var lets = root.Find("let") is { } let ? reader.Block(let.Value, "let") : null;
        if (lets is not null)
        {
            reader.Lets(lets, "let", scope);
        }

        var rules = new RuleReader(reader, scope);
        var (skips, rejects) = (rules.Read("skip"), rules.Read("reject"));
        var fieldReader = new FieldReader(reader);
        var body = fieldReader.Body(block, target, scope, new("", false, WritePolicy.Always));
        reader.CheckUsed(lets, scope);
        var mapping = new DocumentMapping(new DocumentPlan
        {
            Name = reader.Source.Name,
            Files = reader.Source.Files,
            TargetName = targetName,
            Target = target,
            Scope = scope,
            InputSlots = inputs,
            Skips = skips,
            Rejects = rejects,
            Body = body,
            Hooks = Hooks(reader),
            WritePolicies = new(fieldReader.Policies),
            PersonalPaths = [.. fieldReader.PersonalPaths.Distinct()],
            PersonalFields = fieldReader.PersonalFields,
        });
        new ExampleReader(reader, mapping).Run();
        return mapping;
    }

    private static (string Name, TargetSchema Schema)? Target(MappingReader reader)
    {
        if (reader.Text(reader.Source.Root, "target") is not { } name)
        {
            reader.Find(MappingErrors.MissingKey, "the mapping does not say its target.", reader.Source.At, "target", "target: order");
            return null;
        }

        if (reader.Options.Targets.Targets.TryGetValue(name, out var schema))
        {
            return (name, schema);
        }

        var known = reader.Options.Targets.Targets.Keys.Order(StringComparer.Ordinal).ToArray();
        reader.Find(MappingErrors.UnknownTarget, $"there is no target \"{name}\".", reader.Source.Root.Find("target")!.Value.At, "target", Suggestion.For(name, known) ?? $"one of {string.Join(", ", known)}.");
        return null;
    }

    private static List<IRecordHook> Hooks(MappingReader reader)
    {
        var hooks = new List<IRecordHook>();
        foreach (var item in reader.Source.Root.Find("hooks") is { } entry ? reader.Items(entry.Value, "hooks") : [])
        {
            var name = (item as YamlScalar)?.Text ?? "";
            if (reader.Options.Hooks.FirstOrDefault(hook => hook.Name == name) is { } hook)
            {
                hooks.Add(hook);
            }
            else
            {
                reader.Find(MappingErrors.UnknownName, $"there is no record hook \"{name}\".", item.At, "hooks", Suggestion.For(name, reader.Options.Hooks.Select(known => known.Name)) ?? "install its plugin.");
            }
        }

        return hooks;
    }
}
