using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Store;

/// <summary>What a SQL Server has to be and to allow before the store can live in it.</summary>
internal static class SqlServerFitness
{
    /// <summary>SQL Server 2016 SP1: the first with filtered indexes, snapshots and compression in every edition.</summary>
    private static readonly Version Oldest = new(13, 0, 4001);

    private const int AzureDatabase = 5;
    private const int ManagedInstance = 8;

    /// <summary>Throws <c>STO003</c> where the store could not work.</summary>
    public static void Demand(Session session)
    {
        var server = session.First<ServerRow>("""
            SELECT CAST(SERVERPROPERTY('ProductVersion') AS NVARCHAR(50)) AS version, CAST(SERVERPROPERTY('EngineEdition') AS BIGINT) AS edition, d.snapshot_isolation_state AS snapshot
            FROM sys.databases d WHERE d.database_id = DB_ID()
            """)!;
        if (server.Edition is not (AzureDatabase or ManagedInstance) && Version.TryParse(server.Version, out var version) && version < Oldest)
        {
            throw Unfit(session, $"it is SQL Server {server.Version}; the store needs 2016 SP1 ({Oldest}) or later.");
        }

        if (server.Snapshot == 0)
        {
            throw Unfit(session, "snapshot isolation is off. An administrator says: ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON; ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;");
        }
    }

    private static EtlException Unfit(Session session, string what) => new(new Issue(StoreErrors.Unfit, what, new SourcePosition(session.Dialect.Place)));

    private sealed class ServerRow
    {
        public string Version { get; init; } = "";

        public long Edition { get; init; }

        public int Snapshot { get; init; }
    }
}
