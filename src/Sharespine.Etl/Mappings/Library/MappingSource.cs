using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Library;

/// <summary>A mapping's YAML with its includes and overlays merged in; every node still knows its own file and line.</summary>
/// <param name="Root">The merged keys.</param>
/// <param name="Files">The shipped file, then overlays: paths as shown in messages.</param>
/// <param name="Texts">Each file's text, by that path.</param>
/// <param name="Includes">Paths of included files: what they define need not be used.</param>
/// <param name="Folders">The real folder of each file, by path: lookup files lie there.</param>
public sealed record MappingSource(
    string Name,
    YamlMap Root,
    IReadOnlyList<string> Files,
    IReadOnlyDictionary<string, string> Texts,
    IReadOnlySet<string> Includes,
    IReadOnlyDictionary<string, string> Folders)
{
    public SourcePosition At => Root.At;

    /// <summary>True for a shipped mapping with a site's overlay over it; it carries only the overlay's examples.</summary>
    public bool IsOverlaid => Files.Count > 1;

    /// <summary>
    /// True for what the mapping itself defines: of an overlaid one what the overlays say, since the shipped file is checked
    /// alone too; never what an include defines, since others use it.
    /// </summary>
    public bool IsOwn(SourcePosition at) => !Includes.Contains(at.Source) && (!IsOverlaid || at.Source != Files[0]);
}
