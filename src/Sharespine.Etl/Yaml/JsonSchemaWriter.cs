using System.Reflection;
using System.Text.Json.Nodes;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Yaml;

/// <summary>The JSON Schema of a settings record as <see cref="YamlBinder"/> reads it, so that editors complete and warn.</summary>
public static class JsonSchemaWriter
{
    public static JsonObject For(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (typeof(YamlNode).IsAssignableFrom(type))
        {
            return [];
        }

        if (YamlBinder.ElementOfDictionary(type) is { } element)
        {
            return new() { ["type"] = "object", ["additionalProperties"] = For(element) };
        }

        if (YamlBinder.ElementOfList(type) is { } item)
        {
            return new() { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "array", ["items"] = For(item) }, For(item)) };
        }

        return YamlBinder.IsLeaf(type) ? Leaf(type) : Record(type);
    }

    private static JsonObject Leaf(Type type)
    {
        if (type.IsEnum)
        {
            return new() { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)YamlBinder.Kebab(name))]) };
        }

        return type == typeof(bool) ? new() { ["type"] = "boolean" }
            : type == typeof(int) ? new() { ["type"] = new JsonArray("integer", "string") }
            : type == typeof(decimal) ? new() { ["type"] = new JsonArray("number", "string") }
            : type == typeof(TimeSpan) ? new() { ["type"] = "string", ["pattern"] = "^[0-9]+ (ms|s|min|h|d|day|days)$" }
            : type == typeof(DateOnly) ? new() { ["type"] = "string", ["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }
            : type == typeof(Currency) ? new() { ["type"] = "string", ["pattern"] = "^[A-Za-z]{3}$" }
            : new() { ["type"] = new JsonArray("string", "number", "boolean") };
    }

    private static JsonObject Record(Type type)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var property in YamlBinder.Settings(type))
        {
            var schema = For(property.PropertyType);
            if (property.GetCustomAttribute<AboutAttribute>() is { } about)
            {
                schema["description"] = about.Text;
            }

            if (property.GetCustomAttribute<SecretAttribute>() is not null)
            {
                schema["pattern"] = "^\\$\\{[^}]+\\}$";
            }

            properties[YamlBinder.Kebab(property.Name)] = schema;
            if (YamlBinder.IsRequired(property))
            {
                required.Add(YamlBinder.Kebab(property.Name));
            }
        }

        var result = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Count > 0)
        {
            result["required"] = required;
        }

        return result;
    }
}
