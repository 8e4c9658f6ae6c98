using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Library;

/// <summary>
/// Lays one YAML block over another. Blocks merge key by key, rules and examples are added, a value replaces a value. A bare
/// expression over a long field replaces only its value: the field keeps its write policy and its personal mark.
/// </summary>
internal static class YamlMerge
{
    private static readonly HashSet<string> Added = ["skip", "reject", "examples"];

    internal static YamlMap Over(YamlMap under, YamlMap over)
    {
        var entries = under.Entries.ToList();
        foreach (var entry in over.Entries)
        {
            var at = entries.FindIndex(below => below.Key == entry.Key);
            if (at < 0)
            {
                entries.Add(entry);
            }
            else
            {
                entries[at] = entry with { Value = Value(entry.Key, entries[at].Value, entry.Value) };
            }
        }

        return new(entries, under.At);
    }

    private static YamlNode Value(string key, YamlNode under, YamlNode over) => (under, over) switch
    {
        (YamlMap below, YamlMap above) when IsSameForm(below, above) => Over(below, above),
        (YamlList below, YamlList above) when Added.Contains(key) => Lists(below, above),
        (YamlMap below, YamlScalar) when (below.Find("value") ?? below.Find("constant")) is { } replaced && below.Find("each") is null && below.Find("csv") is null =>
            new YamlMap([.. below.Entries.Where(entry => entry != replaced), new("value", over.At, over)], over.At),
        _ => over,
    };

    /// <summary>A value over a constant, a CSV table over an inline one: the new form replaces the old.</summary>
    private static bool IsSameForm(YamlMap below, YamlMap above)
    {
        string[] forms = ["value", "constant", "inline", "csv", "staged", "each"];
        var (old, @new) = (forms.Where(form => below.Find(form) is not null), forms.Where(form => above.Find(form) is not null));
        return !@new.Any() || !old.Any() || old.SequenceEqual(@new);
    }

    private static YamlList Lists(YamlList below, YamlList above)
    {
        var items = below.Items.ToList();
        foreach (var item in above.Items)
        {
            var at = Name(item) is { } name ? items.FindIndex(old => Name(old) == name && item is YamlMap map && map.Find("given") is null) : -1;
            var removes = item is YamlMap rule && rule.Find("remove") is { Value: YamlScalar { Text: "true" } };
            if (at < 0)
            {
                items.Add(item);
            }
            else if (removes)
            {
                items.RemoveAt(at);
            }
            else
            {
                items[at] = item;
            }
        }

        return new(items, below.At);
    }

    private static string? Name(YamlNode item) => item is YamlMap map && map.Find("name") is { Value: YamlScalar name } ? name.Text : null;
}
