using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>What every mapping of tables in a file has: how it is written, and which tables it holds.</summary>
public interface ITableMapping
{
    string Name { get; }

    SourcePosition At { get; }

    FileFormat Format { get; }

    IReadOnlyList<Section> Sections { get; }
}
