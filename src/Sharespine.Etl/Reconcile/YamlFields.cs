using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Reconcile;

/// <summary>Takes values out of YAML nodes and collects what is wrong with them.</summary>
internal sealed class YamlFields(List<Issue> issues)
{
    public List<Issue> Issues { get; } = issues;

    /// <summary>The node as a map, its keys checked against the known ones (null: any key).</summary>
    public YamlMap? Map(YamlNode node, string what, string[]? keys)
    {
        if (node is not YamlMap map)
        {
            Bad(node.At, what, $"keys with values are wanted in {what}.");
            return null;
        }

        foreach (var entry in map.Entries.Where(entry => keys is not null && !keys.Contains(entry.Key)))
        {
            Issues.Add(new(ReconcileErrors.UnknownKey, $"\"{entry.Key}\" is not known in {what}.", entry.KeyAt, entry.Key,
                Suggestion.For(entry.Key, keys!) ?? $"one of {string.Join(", ", keys!)}."));
        }

        return map;
    }

    public YamlNode? Required(YamlMap map, string key)
    {
        if (map.Find(key) is { } entry && entry.Value is not YamlScalar { IsNothing: true })
        {
            return entry.Value;
        }

        Issues.Add(new(ReconcileErrors.MissingKey, $"\"{key}\" is missing.", map.At, key));
        return null;
    }

    public string Text(YamlMap map, string key) => Required(map, key) is { } node ? TextOf(node, key) : "";

    public string TextOf(YamlNode node, string field)
    {
        if (node is YamlScalar { IsNothing: false } scalar)
        {
            return scalar.Text;
        }

        Bad(node.At, field, "a text is wanted.");
        return "";
    }

    public string Account(YamlMap map, string key) => Required(map, key) is { } node ? AccountOf(node, key) : "";

    public string AccountOf(YamlNode node, string field)
    {
        var text = TextOf(node, field);
        if (text.Length is > 0 and (< 4 or > 6) || !text.All(char.IsAsciiDigit))
        {
            Bad(node.At, field, $"\"{text}\" is not an account number: four to six digits are wanted.");
        }

        return text;
    }

    public bool Flag(YamlNode node, string field)
    {
        var text = TextOf(node, field);
        if (text is not ("true" or "false"))
        {
            Bad(node.At, field, $"\"{text}\" is neither true nor false.");
        }

        return text == "true";
    }

    public IReadOnlyList<string> Texts(YamlNode node, string field) => node is YamlList list
        ? [.. list.Items.Select(item => TextOf(item, field))]
        : [TextOf(node, field)];

    public T Word<T>(YamlNode node, string field, Dictionary<string, T> known)
    {
        var text = TextOf(node, field);
        if (known.TryGetValue(text, out var value))
        {
            return value;
        }

        Bad(node.At, field, $"\"{text}\" is not known.", Suggestion.For(text, known.Keys) ?? $"one of {string.Join(", ", known.Keys)}.");
        return default!;
    }

    public IReadOnlyList<T> Words<T>(YamlNode node, string field, Dictionary<string, T> known) => node is YamlList list
        ? [.. list.Items.Select(item => Word(item, field, known))]
        : [Word(node, field, known)];

    public void Bad(SourcePosition at, string field, string message, string? suggestion = null) =>
        Issues.Add(new(ReconcileErrors.BadValue, message, at, field, suggestion));
}
