using Sharespine.Etl.Model;

namespace Sharespine.Etl.Configuration;

/// <summary>One provider against one ledger.</summary>
public sealed record ReconciliationConfiguration
{
    [About("The provider's connection.")]
    public required string Provider { get; init; }

    [About("The ledger's connection.")]
    public required string Ledger { get; init; }
}
