using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Library;

/// <summary>All mappings of a site, checked and compiled.</summary>
public sealed class MappingLibrary
{
    private readonly Dictionary<string, IMapping> _mappings;

    private MappingLibrary(Dictionary<string, IMapping> mappings) => _mappings = mappings;

    public IReadOnlyCollection<IMapping> All => _mappings.Values;

    /// <summary>The document mapping of that name, or null.</summary>
    public DocumentMapping? Document(string name) => _mappings.GetValueOrDefault(name) as DocumentMapping;

    /// <summary>The mapping of that name and kind, or null.</summary>
    public T? Find<T>(string name)
        where T : class, IMapping => _mappings.GetValueOrDefault(name) as T;

    /// <summary>
    /// Reads every mapping file (*.yaml; those beginning with _ only through include:) of the folders, lays overlays over what
    /// earlier folders hold, and runs all examples. Everything wrong goes to <paramref name="findings"/>, sorted by file and
    /// line; when there is any, nothing should be run. A mapping with findings of its own is left out of the library.
    /// </summary>
    /// <param name="folders">The shipped folder first, a site's own after it. A folder that does not exist is empty.</param>
    /// <param name="wanted">The names of the mappings to read, with their overlays and includes; null reads all.</param>
    public static MappingLibrary Load(IEnumerable<string> folders, MappingOptions options, ICollection<Issue> findings, IReadOnlySet<string>? wanted = null)
    {
        var found = new List<Issue>();
        var files = new MappingFiles(found, wanted);
        var sources = files.Read(folders).ToList();
        var mappings = new Dictionary<string, IMapping>();
        foreach (var source in files.Bases)
        {
            Read(source, options, found);
        }

        foreach (var source in sources)
        {
            var before = found.Count;
            if (Read(source, options, found) is { } mapping && found.Count == before)
            {
                mappings[source.Name] = mapping;
            }
        }

        foreach (var finding in found.Distinct().OrderBy(issue => issue.At?.Source, StringComparer.Ordinal).ThenBy(issue => issue.At?.Line).ThenBy(issue => issue.At?.Column))
        {
            findings.Add(finding);
        }

        return new(mappings);
    }

    private static IMapping? Read(MappingSource source, MappingOptions options, List<Issue> findings)
    {
        var kinds = options.Kinds.Prepend(new DocumentReader()).ToArray();
        if (source.Root.Find("kind") is not { Value: YamlScalar word })
        {
            findings.Add(new(MappingErrors.MissingKey, "the mapping does not say its kind.", source.At, "kind", $"kind: {kinds[0].Kind}"));
            return null;
        }

        if (kinds.FirstOrDefault(kind => kind.Kind == word.Text) is not { } kindReader)
        {
            var names = kinds.Select(kind => kind.Kind).ToArray();
            findings.Add(new(MappingErrors.UnknownKind, $"there is no kind \"{word.Text}\".", word.At, "kind", Suggestion.For(word.Text, names) ?? $"one of {string.Join(", ", names)}."));
            return null;
        }

        var reader = new MappingReader(source, options, findings);
        reader.CheckKeys(source.Root, MappingKeys.Common.Concat(kindReader.Keys), source.Name);
        var mapping = kindReader.Read(reader);
        if (mapping is not null)
        {
            reader.CheckLookupsUsed();
        }

        return mapping;
    }
}
