using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Mappings.Targets;

namespace Sharespine.Etl.Mappings.Library;

/// <summary>What mappings may name: the program's own, and what plugins add.</summary>
public sealed record MappingOptions
{
    public TargetCatalog Targets { get; init; } = TargetCatalog.Hub;

    public FunctionCatalog Functions { get; init; } = FunctionCatalog.BuiltIn;

    public IReadOnlyList<IRecordHook> Hooks { get; init; } = [];

    /// <summary>Further kinds of mapping beside document.</summary>
    public IReadOnlyList<IMappingKindReader> Kinds { get; init; } = [new FileMappingKind(), new Files.Ledgers.LedgerMappingKind(), new Files.Ledgers.OrderListMappingKind()];

    /// <summary>The names under <c>inputs.</c> and their types; the caller of <see cref="DocumentMapping.Map(System.Text.Json.JsonElement, MappingInputs)"/> gives the values.</summary>
    public IReadOnlyDictionary<string, MappingType> Inputs { get; init; } = new Dictionary<string, MappingType>
    {
        ["connection"] = MappingType.Text,
        ["timeZone"] = MappingType.Text,
    };
}
