using System.Globalization;
using System.Text.Json;

namespace Sharespine.Etl.Tests.Support.OpenApi;

/// <summary>
/// Holds JSON against the schemas that API documents use: type, nullable, enum, properties, required, additionalProperties,
/// items, minimum, maximum, allOf, anyOf, oneOf and references. What a schema with properties does not name is a problem.
/// </summary>
internal sealed class SchemaCheck(JsonElement root)
{
    public JsonElement Resolved(JsonElement schema)
    {
        while (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference))
        {
            schema = reference.GetString()!.TrimStart('#', '/').Split('/')
                .Aggregate(root, (at, step) => at.GetProperty(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)));
        }

        return schema;
    }

    public bool HasRequired(JsonElement schema) => Resolved(schema).TryGetProperty("required", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0;

    public void Check(JsonElement schema, JsonElement value, string at, List<string> problems)
    {
        schema = Resolved(schema);
        if (value.ValueKind == JsonValueKind.Null && schema.TryGetProperty("nullable", out var nullable) && nullable.ValueKind == JsonValueKind.True)
        {
            return;
        }

        CheckChoices(schema, value, at, problems);
        if (Types(schema) is { Count: > 0 } types && !types.Any(type => Fits(type, value)))
        {
            problems.Add($"{at} is {value.ValueKind} {Short(value)}, not {string.Join(" or ", types)}.");
            return;
        }

        CheckLimits(schema, value, at, problems);
        if (value.ValueKind == JsonValueKind.Object)
        {
            CheckObject(schema, value, at, problems);
        }
        else if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var (index, item) in value.EnumerateArray().Index())
            {
                Check(items, item, string.Create(CultureInfo.InvariantCulture, $"{at}[{index}]"), problems);
            }
        }
    }

    /// <summary>A parameter of a path or query, which is text that stands for a value.</summary>
    public void CheckText(JsonElement schema, string text, string at, List<string> problems)
    {
        schema = Resolved(schema);
        var types = Types(schema);
        if (types.Contains("array"))
        {
            foreach (var item in schema.TryGetProperty("items", out var items) ? text.Split(',') : [])
            {
                CheckText(items, item, at, problems);
            }

            return;
        }

        var fits = types.Count == 0 || types.Any(type => type switch
        {
            "integer" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "number" => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            "boolean" => text is "true" or "false" or "1" or "0",
            _ => true,
        });
        if (!fits)
        {
            problems.Add($"{at} is \"{text}\", not {string.Join(" or ", types)}.");
        }

        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(a => a.ToString() == text))
        {
            problems.Add($"{at} is \"{text}\", which is not one of {allowed}.");
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && types.Any(type => type is "integer" or "number"))
        {
            CheckRange(schema, number, at, problems);
        }
    }

    private void CheckChoices(JsonElement schema, JsonElement value, string at, List<string> problems)
    {
        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var part in all.EnumerateArray())
            {
                Check(part, value, at, problems);
            }
        }

        foreach (var name in new[] { "anyOf", "oneOf" })
        {
            if (schema.TryGetProperty(name, out var some) && !some.EnumerateArray().Any(one => IsFree(one, value, at)))
            {
                problems.Add($"{at} fits none of {name}.");
            }
        }
    }

    private bool IsFree(JsonElement schema, JsonElement value, string at)
    {
        var problems = new List<string>();
        Check(schema, value, at, problems);
        return problems.Count == 0;
    }

    private void CheckObject(JsonElement schema, JsonElement value, string at, List<string> problems)
    {
        if (schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array)
        {
            problems.AddRange(required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{at}.{name} is required."));
        }

        var hasProperties = schema.TryGetProperty("properties", out var properties);
        var hasOthers = schema.TryGetProperty("additionalProperties", out var others);
        foreach (var property in value.EnumerateObject())
        {
            if (hasProperties && properties.TryGetProperty(property.Name, out var described))
            {
                Check(described, property.Value, $"{at}.{property.Name}", problems);
            }
            else if (hasOthers && others.ValueKind == JsonValueKind.Object)
            {
                Check(others, property.Value, $"{at}.{property.Name}", problems);
            }
            else if (hasOthers ? others.ValueKind == JsonValueKind.False : hasProperties)
            {
                problems.Add($"{at}.{property.Name} is not in the document.");
            }
        }
    }

    private static void CheckLimits(JsonElement schema, JsonElement value, string at, List<string> problems)
    {
        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(a => JsonElement.DeepEquals(a, value)))
        {
            problems.Add($"{at} is {Short(value)}, which is not one of {allowed}.");
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number))
        {
            CheckRange(schema, number, at, problems);
        }

        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("maxItems", out var most) && value.GetArrayLength() > most.GetInt32())
        {
            problems.Add($"{at} has more than {most} elements.");
        }
    }

    private static void CheckRange(JsonElement schema, decimal number, string at, List<string> problems)
    {
        if ((schema.TryGetProperty("minimum", out var least) && number < least.GetDecimal()) || (schema.TryGetProperty("maximum", out var most) && number > most.GetDecimal()))
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{at} is {number}, which is out of range."));
        }
    }

    private static IReadOnlyList<string> Types(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!)]
        : [type.GetString()!];

    private static bool Fits(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" or "date-time" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var whole) && whole == decimal.Truncate(whole),
        "number" => value.ValueKind == JsonValueKind.Number,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => true,
    };

    private static string Short(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length > 40 ? text[..40] + "…" : text;
    }
}
