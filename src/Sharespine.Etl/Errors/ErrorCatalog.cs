using Sharespine.Etl.Bank;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report;
using Sharespine.Etl.Sie;
using Sharespine.Etl.Store;
using Sharespine.Etl.Transform;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Errors;

/// <summary>Every error code of the core, area by area; the connectors add theirs in ConnectorCatalog. <c>explain CODE</c> reads it.</summary>
public static class ErrorCatalog
{
    public static IReadOnlyList<ErrorCode> Core { get; } =
    [
        .. YamlErrors.All,
        .. BindErrors.All,
        .. ConfigurationErrors.All,
        .. StoreErrors.All,
        .. RunErrors.All,
        .. ExtractErrors.All,
        .. MappingErrors.All,
        .. FileMappingErrors.All,
        .. Mappings.Files.Ledgers.LedgerErrors.All,
        .. TransformErrors.All,
        .. LoadErrors.All,
        .. SieErrors.All,
        .. BankErrors.All,
        .. ReconcileErrors.All,
        .. ReportErrors.All,
        .. FlowErrors.All,
    ];
}
