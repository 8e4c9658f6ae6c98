using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Mappings.Targets;

namespace Sharespine.Etl.Mappings.Library;

/// <summary>
/// The JSON Schema of mapping files, for editors to complete and warn: made from the same keys and records that the reader
/// checks against. It knows the shape; types of expressions, required fields and examples are checked by <c>check</c> alone.
/// </summary>
public static class MappingJsonSchema
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema's text, ending with a line break.</summary>
    public static string Write(MappingOptions options) => Schema(options).ToJsonString(Readable) + "\n";

    private static JsonObject Schema(MappingOptions options)
    {
        var definitions = Definitions();
        var branches = new JsonArray();
        foreach (var kind in options.Kinds)
        {
            branches.Add(When("kind", kind.Kind, new() { ["properties"] = Properties(MappingKeys.Common.Concat(kind.Keys)), ["additionalProperties"] = false }));
        }

        branches.Add(When("kind", "document", new() { ["properties"] = Properties(MappingKeys.Common.Concat(MappingKeys.Document)), ["additionalProperties"] = false }));
        foreach (var (name, target) in options.Targets.Targets.OrderBy(target => target.Key, StringComparer.Ordinal))
        {
            AddTarget(definitions, target);
            branches.Add(When("target", name, new() { ["properties"] = new JsonObject { ["fields"] = Reference(target.Type.Name) } }));
        }

        return new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "A mapping of Sharespine.Etl (see docs/mappings.md)",
            ["type"] = "object",
            ["properties"] = Properties(MappingKeys.Common),
            ["allOf"] = branches,
            ["$defs"] = definitions,
        };
    }

    private static JsonObject Definitions() => new()
    {
        ["expression"] = new JsonObject { ["type"] = Types("string", "number", "boolean", "null"), ["description"] = "An expression of docs/mappings.md." },
        ["scalar"] = new JsonObject { ["type"] = Types("string", "number", "boolean", "null") },
        ["expressions"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = Reference("expression") },
        ["texts"] = new JsonObject { ["type"] = Types("array", "string"), ["items"] = new JsonObject { ["type"] = "string" } },
        ["write"] = new JsonObject { ["enum"] = Types([.. WritePolicies.Words.Keys]) },
        ["onMiss"] = new JsonObject { ["enum"] = Types("reject", "hold") },
        ["table"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = Reference("scalar") },
        ["lookups"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = Block(MappingKeys.Lookup) },
        ["rules"] = new JsonObject { ["type"] = "array", ["items"] = Block(MappingKeys.Rule) },
        ["examples"] = new JsonObject { ["type"] = "array", ["items"] = Block(MappingKeys.Example) },
        ["fields"] = new JsonObject { ["type"] = "object" },
        ["valueField"] = new JsonObject { ["anyOf"] = new JsonArray(Reference("expression"), Block(MappingKeys.Value)) },
    };

    private static void AddTarget(JsonObject definitions, TargetSchema target)
    {
        if (definitions.ContainsKey(target.Type.Name))
        {
            return;
        }

        var properties = new JsonObject();
        definitions[target.Type.Name] = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        foreach (var field in target.Fields)
        {
            var property = Field(field, definitions);
            if (About(field) is { Length: > 0 } about)
            {
                property["description"] = about;
            }

            properties[field.Name] = property;
        }
    }

    private static string About(TargetField field) =>
        string.Join(" ", new[] { field.About, field.IsRequired ? "Required." : null, field.IsPersonal ? "Personal." : null, field.Type.Choices is { } words ? $"One of {string.Join(", ", words)}." : null }.OfType<string>());

    private static JsonObject Field(TargetField field, JsonObject definitions)
    {
        var inner = field.Type.Object ?? field.Type.Item?.Object;
        if (inner is null)
        {
            return Reference("valueField");
        }

        AddTarget(definitions, inner);
        var block = Block(field.Type.Kind == TargetKind.List ? MappingKeys.List : MappingKeys.Object);
        block["properties"]!["fields"] = Reference(inner.Type.Name);
        return field.Type.Kind == TargetKind.List
            ? new() { ["anyOf"] = new JsonArray(block, new JsonObject { ["type"] = "array", ["items"] = block.DeepClone() }) }
            : block;
    }

    private static JsonObject Block(IEnumerable<MappingKey> keys) =>
        new() { ["type"] = "object", ["properties"] = Properties(keys), ["additionalProperties"] = false };

    private static JsonObject Properties(IEnumerable<MappingKey> keys)
    {
        var properties = new JsonObject();
        foreach (var key in keys)
        {
            var property = key.Shape switch
            {
                "text" => new() { ["type"] = Types("string", "number") },
                "flag" => new() { ["type"] = "boolean" },
                "any" => [],
                var definition => Reference(definition),
            };
            property["description"] = key.About;
            properties[key.Name] = property;
        }

        return properties;
    }

    private static JsonObject When(string key, string word, JsonObject then) => new()
    {
        ["if"] = new JsonObject { ["properties"] = new JsonObject { [key] = new JsonObject { ["const"] = word } }, ["required"] = Types(key) },
        ["then"] = then,
    };

    private static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/$defs/{definition}" };

    private static JsonArray Types(params string[] names) => [.. names.Select(name => (JsonNode)name)];
}
