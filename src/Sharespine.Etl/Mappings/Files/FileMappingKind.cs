using Sharespine.Etl.Mappings.Library;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>Mappings of <c>kind: file</c> in the library: <c>new MappingOptions { Kinds = [new FileMappingKind()] }</c>.</summary>
public sealed class FileMappingKind : IMappingKindReader
{
    internal const string Word = "file";

    public string Kind => Word;

    public IReadOnlyList<MappingKey> Keys => FileMappingReader.Keys;

    public IMapping? Read(MappingReader reader) => FileMappingReader.Read(reader);
}
