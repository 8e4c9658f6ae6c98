using Sharespine.Etl.Store;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Errors;

/// <summary>Every error code of the core, area by area; the connectors add theirs in ConnectorCatalog. <c>explain CODE</c> reads it.</summary>
public static class ErrorCatalog
{
    public static IReadOnlyList<ErrorCode> Core { get; } =
    [
        .. YamlErrors.All,
        .. StoreErrors.All,
    ];
}
