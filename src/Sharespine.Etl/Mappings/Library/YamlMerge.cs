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
        (YamlList below, YamlList above) when Added.Contains(key) => Lists(below, above, "name"),
        (YamlList below, YamlList above) when IsSources(below) && IsSources(above) => Lists(below, above, "as"),
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

    /// <summary>Source lists of a target list, each known by the name of its item.</summary>
    private static bool IsSources(YamlList list) => list.Items.All(item => item is YamlMap map && map.Find("as") is not null);

    /// <summary>Adds the items; one of a known name replaces the rule, merges into the source list, or takes it out (remove: true).</summary>
    private static YamlList Lists(YamlList below, YamlList above, string identity)
    {
        var items = below.Items.ToList();
        foreach (var item in above.Items)
        {
            var at = Name(item, identity) is { } name && !IsExample(item) ? items.FindIndex(old => Name(old, identity) == name) : -1;
            if (at < 0)
            {
                items.Add(item);
            }
            else if (IsRemoval(item))
            {
                items.RemoveAt(at);
            }
            else
            {
                items[at] = identity == "as" ? Over((YamlMap)items[at], (YamlMap)item) : item;
            }
        }

        return new(items, below.At);
    }

    private static bool IsExample(YamlNode item) => item is YamlMap map && map.Find("given") is not null;

    private static bool IsRemoval(YamlNode item) => item is YamlMap map && map.Find("remove") is { Value: YamlScalar { Text: "true" } };

    private static string? Name(YamlNode item, string identity) => item is YamlMap map && map.Find(identity) is { Value: YamlScalar name } ? name.Text : null;
}
