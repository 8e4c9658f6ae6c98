namespace Sharespine.Etl.Mappings.Library;

/// <summary>A mapping that was checked and compiled.</summary>
public interface IMapping
{
    string Name { get; }

    /// <summary>document, file.</summary>
    string Kind { get; }

    /// <summary>The shipped file first, then the overlays over it, as paths.</summary>
    IReadOnlyList<string> Files { get; }
}

/// <summary>Reads one kind of mapping from its merged YAML. The file kind plugs in here.</summary>
public interface IMappingKindReader
{
    /// <summary>The word under <c>kind:</c>.</summary>
    string Kind { get; }

    /// <summary>The keys that this kind has beside the common ones (<see cref="MappingKeys.Common"/>).</summary>
    IReadOnlyList<MappingKey> Keys { get; }

    /// <summary>
    /// Compiles the mapping and runs its examples. Adds everything wrong to <see cref="MappingReader.Findings"/>; the result
    /// is null when nothing usable can be made. Lookups are read and known keys checked before.
    /// </summary>
    IMapping? Read(MappingReader reader);
}
