using Sharespine.Etl.Model;

namespace Sharespine.Etl.Yaml;

/// <summary>
/// A YAML document as we use it: mappings, lists and scalars, every scalar read as text (no surprise from YAML's own
/// typing), each node with its file, line and column.
/// </summary>
public abstract record YamlNode(SourcePosition At);

/// <param name="Quoted">True when written in quotes or as a block: then an empty text is a text, not "nothing".</param>
public sealed record YamlScalar(string Text, bool Quoted, SourcePosition At) : YamlNode(At)
{
    /// <summary>Nothing was written after the colon (or a bare null or ~).</summary>
    public bool IsNothing => !Quoted && Text is "" or "~" or "null";
}

public sealed record YamlList(IReadOnlyList<YamlNode> Items, SourcePosition At) : YamlNode(At);

/// <summary>Entries in file order; keys are unique (the reader reports a repeated one).</summary>
public sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, SourcePosition At) : YamlNode(At)
{
    public YamlEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);
}

public sealed record YamlEntry(string Key, SourcePosition KeyAt, YamlNode Value);
