using Sharespine.Etl.Errors;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Library;

/// <summary>Finds and reads the mapping files of the folders, and merges includes and overlays.</summary>
/// <param name="findings">Everything wrong is added here.</param>
/// <param name="wanted">The names of the mappings wanted; null: all.</param>
internal sealed class MappingFiles(ICollection<Issue> findings, IReadOnlySet<string>? wanted = null)
{
    private readonly Dictionary<string, string> _texts = [];
    private readonly Dictionary<string, string> _folders = [];
    private readonly Dictionary<string, MappingSource> _sources = [];
    private readonly List<MappingSource> _bases = [];

    /// <summary>Mappings that an overlay lies over, as they are without it: their examples hold for them, not for the merged one.</summary>
    internal IEnumerable<MappingSource> Bases => _bases.Where(IsWanted);

    internal IEnumerable<MappingSource> Read(IEnumerable<string> folders)
    {
        foreach (var folder in folders.Where(Directory.Exists))
        {
            var files = Directory.GetFiles(folder, "*.yaml").Where(file => !Path.GetFileName(file).StartsWith('_')).Order(StringComparer.Ordinal);
            var read = files.Where(Concerns).Select(ReadFile).OfType<YamlMap>().ToArray();
            // Overlays of one folder may lie over mappings of the same folder, whatever the order of their names.
            foreach (var root in read.OrderBy(root => root.Find("overlays") is not null))
            {
                Add(root);
            }
        }

        return _sources.Values.Where(IsWanted);
    }

    private bool IsWanted(MappingSource source) => wanted?.Contains(source.Name) != false;

    /// <summary>A file that is no wanted mapping, nor an overlay over one, does not even name it. Parsing is what costs.</summary>
    private bool Concerns(string file) => wanted is null || File.ReadAllText(file) is var text && wanted.Any(name => text.Contains(name, StringComparison.Ordinal));

    private YamlMap? ReadFile(string path)
    {
        var shown = path.Replace('\\', '/');
        _texts[shown] = File.ReadAllText(path);
        _folders[shown] = Path.GetDirectoryName(path)!;
        var root = YamlReader.Read(_texts[shown], shown, findings);
        if (root is not (null or YamlMap))
        {
            findings.Add(new(MappingErrors.WrongShape, "a mapping is a block of keys.", root.At, Try: "begin with mapping: and kind:."));
        }

        return root as YamlMap;
    }

    private void Add(YamlMap root)
    {
        var file = root.At.Source;
        var stem = Path.GetFileNameWithoutExtension(file);
        if (root.Find("overlays") is { Value: YamlScalar over })
        {
            AddOverlay(root, file, over);
        }
        else if (root.Find("mapping") is not { Value: YamlScalar name })
        {
            findings.Add(new(MappingErrors.MissingKey, "the file does not name its mapping.", root.At, "mapping", $"mapping: {stem}"));
        }
        else if (name.Text != stem)
        {
            findings.Add(new(MappingErrors.WrongName, $"the mapping \"{name.Text}\" stands in the file {Path.GetFileName(file)}.", name.At, "mapping", $"name the file {name.Text}.yaml, or write mapping: {stem}"));
        }
        else if (_sources.TryGetValue(name.Text, out var first))
        {
            findings.Add(new(MappingErrors.DuplicateName, $"the mapping \"{name.Text}\" is already in {first.Files[0]}.", name.At, "mapping", $"write overlays: {name.Text} to change single fields of it."));
        }
        else
        {
            var (merged, includes) = WithIncludes(root);
            _sources[name.Text] = new(name.Text, merged, [file], _texts, includes, _folders);
        }
    }

    private void AddOverlay(YamlMap root, string file, YamlScalar over)
    {
        if (!_sources.TryGetValue(over.Text, out var under))
        {
            findings.Add(new(MappingErrors.NoBase, $"there is no mapping \"{over.Text}\" to lie over.", over.At, "overlays", Suggestion.For(over.Text, _sources.Keys) ?? "name a shipped mapping."));
            return;
        }

        if (root.Find("mapping") is { Value: YamlScalar name } && name.Text != over.Text)
        {
            findings.Add(new(MappingErrors.WrongName, $"the overlay calls itself \"{name.Text}\".", name.At, "mapping", $"take the line out; the overlay is part of {over.Text}."));
        }

        var (own, includes) = WithIncludes(root);
        var body = new YamlMap([.. own.Entries.Where(entry => entry.Key is not ("overlays" or "mapping"))], root.At);
        var below = under.Root;
        if (under.Files.Count == 1)
        {
            _bases.Add(under);
            below = new([.. under.Root.Entries.Where(entry => entry.Key != "examples")], under.Root.At);
        }

        _sources[over.Text] = under with
        {
            Root = YamlMerge.Over(below, body),
            Files = [.. under.Files, file],
            Includes = under.Includes.Concat(includes).ToHashSet(),
        };
    }

    /// <summary>The file's own keys over those of its includes.</summary>
    private (YamlMap Merged, HashSet<string> Includes) WithIncludes(YamlMap root)
    {
        var includes = new HashSet<string>();
        if (root.Find("include") is not { } entry)
        {
            return (root, includes);
        }

        var under = new YamlMap([], root.At);
        foreach (var item in entry.Value is YamlList list ? list.Items : [entry.Value])
        {
            if (Include(item, Path.GetDirectoryName(root.At.Source)!) is { } included && includes.Add(included.At.Source))
            {
                ReportTwice(under, included);
                under = YamlMerge.Over(under, included);
            }
        }

        var own = new YamlMap([.. root.Entries.Where(key => key != entry)], root.At);
        return (YamlMerge.Over(under, own) with { At = root.At }, includes);
    }

    private YamlMap? Include(YamlNode item, string folder)
    {
        if (item is not YamlScalar { Text: var name } || name != Path.GetFileName(name) || !name.StartsWith('_'))
        {
            findings.Add(new(MappingErrors.WrongShape, "an include is a file beside this one whose name begins with _.", item.At, "include", "include: [ _common.yaml ]"));
            return null;
        }

        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            var near = Directory.GetFiles(folder.Length == 0 ? "." : folder, "_*.yaml").Select(Path.GetFileName).OfType<string>();
            findings.Add(new(MappingErrors.FileMissing, $"there is no file \"{name}\" beside this one.", item.At, "include", Suggestion.For(name, near)));
            return null;
        }

        var included = ReadFile(path);
        foreach (var other in included?.Entries.Where(key => key.Key is not ("lookups" or "let" or "fields")) ?? [])
        {
            findings.Add(new(MappingErrors.UnknownKey, $"an included file has no key \"{other.Key}\".", other.KeyAt, name, "one of lookups, let, fields."));
        }

        return included;
    }

    private void ReportTwice(YamlMap under, YamlMap included)
    {
        foreach (var section in included.Entries)
        {
            if (under.Find(section.Key)?.Value is YamlMap first && section.Value is YamlMap second)
            {
                foreach (var twice in second.Entries.Where(key => first.Find(key.Key) is not null))
                {
                    findings.Add(new(MappingErrors.DuplicateName, $"\"{twice.Key}\" is already in {first.Find(twice.Key)!.KeyAt.Source}.", twice.KeyAt, section.Key, "keep one of the two."));
                }
            }
        }
    }
}
