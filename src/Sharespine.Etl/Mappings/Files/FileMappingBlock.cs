using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>One block of a file mapping, read strictly: every key is known or a finding with a suggestion. Findings are collected, reading goes on.</summary>
internal sealed class FileMappingBlock
{
    private readonly YamlMap? _map;
    private readonly ICollection<Issue> _findings;
    private readonly string _what;

    /// <param name="what">As messages call the block: payout, column amount.</param>
    internal FileMappingBlock(YamlNode? node, SourcePosition at, string what, ICollection<Issue> findings, params string[] keys)
    {
        (_map, At, _what, _findings) = (node as YamlMap, node?.At ?? at, what, findings);
        if (node is not null and not YamlMap and not YamlScalar { IsNothing: true })
        {
            findings.Add(new(FileMappingErrors.BadSetting, $"{what} has to be a block of keys.", node.At));
        }

        foreach (var entry in _map?.Entries ?? [])
        {
            if (keys.Length > 0 && !keys.Contains(entry.Key))
            {
                findings.Add(new(FileMappingErrors.UnknownKey, $"{what} has no key \"{entry.Key}\".", entry.KeyAt, entry.Key,
                    Suggestion.For(entry.Key, keys) ?? $"one of {string.Join(", ", keys)}."));
            }
        }
    }

    internal SourcePosition At { get; }

    internal IReadOnlyList<YamlEntry> Entries => _map?.Entries ?? [];

    internal bool IsMissing => _map is null;

    internal YamlNode? Find(string key) => _map?.Find(key)?.Value is { } value and not YamlScalar { IsNothing: true } ? value : null;

    internal YamlNode? Need(string key)
    {
        if (Find(key) is { } node)
        {
            return node;
        }

        _findings.Add(new(FileMappingErrors.MissingKey, $"{_what} needs the key \"{key}\".", At, key));
        return null;
    }

    internal YamlScalar? Text(string key) => AsText(Find(key), key);

    internal YamlScalar? NeedText(string key) => AsText(Need(key), key);

    /// <summary>A list of texts; a single text counts as a list of one.</summary>
    internal IReadOnlyList<YamlScalar> Texts(string key) => Find(key) switch
    {
        null => [],
        YamlScalar one => [one],
        YamlList list => [.. list.Items.Select(item => AsText(item, key)).OfType<YamlScalar>()],
        var other => NotTexts(other, key),
    };

    /// <summary>The word's meaning, or a finding that names the words allowed.</summary>
    internal T? Word<T>(string key, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Text(key) is not { } scalar)
        {
            return null;
        }

        if (words.TryGetValue(scalar.Text, out var value))
        {
            return value;
        }

        _findings.Add(new(FileMappingErrors.BadSetting, $"\"{scalar.Text}\" is not one of {string.Join(", ", words.Keys)}.", scalar.At, key, Suggestion.For(scalar.Text, words.Keys)));
        return null;
    }

    private YamlScalar[] NotTexts(YamlNode node, string key)
    {
        _findings.Add(new(FileMappingErrors.BadSetting, $"{key} has to be a list of texts.", node.At, key));
        return [];
    }

    private YamlScalar? AsText(YamlNode? node, string key)
    {
        if (node is null or YamlScalar)
        {
            return node as YamlScalar;
        }

        _findings.Add(new(FileMappingErrors.BadSetting, $"{key} has to be a single text.", node.At, key));
        return null;
    }
}
