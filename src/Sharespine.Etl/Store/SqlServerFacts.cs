using System.Data.Common;
using System.Reflection;
using Microsoft.Data.SqlClient;

namespace Sharespine.Etl.Store;

/// <summary>What can be seen of a server by the program's login. Null: the login may not look, or the server has no such thing.</summary>
internal sealed record SqlServerFacts
{
    public required string Place { get; init; }

    public required bool TrustsAnyCertificate { get; init; }

    /// <summary>Of Microsoft.Data.SqlClient.</summary>
    public required string Client { get; init; }

    public ServerFacts? Server { get; init; }

    public DatabaseFacts? Database { get; init; }

    public RightFacts? Rights { get; init; }

    public IReadOnlyList<FileFacts>? Files { get; init; }

    /// <summary>Bytes free on the disk that has the least.</summary>
    public long? DiskFree { get; init; }

    /// <summary>Of the server's list of connections, for ours: TRUE or FALSE.</summary>
    public string? Encrypted { get; init; }

    /// <summary>The store's clock less this machine's.</summary>
    public TimeSpan? ClockAhead { get; init; }

    public TimeSpan? RoundTrip { get; init; }

    public static SqlServerFacts Read(Session session, World world, bool trustsAnyCertificate)
    {
        var (ahead, roundTrip) = Clocks(session, world);
        return new()
        {
            Place = session.Dialect.Place,
            TrustsAnyCertificate = trustsAnyCertificate,
            Client = typeof(SqlConnection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "",
            Server = Look(() => session.First<ServerFacts>("""
                SELECT CAST(SERVERPROPERTY('ProductVersion') AS NVARCHAR(50)) AS version, CAST(SERVERPROPERTY('Edition') AS NVARCHAR(100)) AS edition,
                    CAST(SERVERPROPERTY('EngineEdition') AS BIGINT) AS engine_edition
                """)),
            Database = Look(() => session.First<DatabaseFacts>("""
                SELECT d.collation_name AS collation, CAST(d.snapshot_isolation_state AS BIGINT) AS snapshot, CAST(d.is_read_committed_snapshot_on AS BIGINT) AS committed_snapshot,
                    d.recovery_model_desc AS recovery, d.log_reuse_wait_desc AS log_wait
                FROM sys.databases d WHERE d.database_id = DB_ID()
                """)),
            Rights = Look(() => session.First<RightFacts>("""
                SELECT s.name AS default_schema, USER_NAME() AS login_user, USER_NAME(s.principal_id) AS schema_owner,
                    CAST(HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'CREATE TABLE') AS BIGINT) AS create_table,
                    CAST(HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'CREATE VIEW') AS BIGINT) AS create_view,
                    CAST(HAS_PERMS_BY_NAME(SCHEMA_NAME(), 'SCHEMA', 'ALTER') AS BIGINT) AS alter_schema,
                    CAST(IS_SRVROLEMEMBER('sysadmin') AS BIGINT) AS is_sysadmin, CAST(IS_MEMBER('db_owner') AS BIGINT) AS is_owner
                FROM sys.schemas s WHERE s.schema_id = SCHEMA_ID()
                """)),
            Files = Look(() => session.Query<FileFacts>("""
                SELECT f.name, f.type_desc AS kind, CAST(f.size AS BIGINT) AS pages, CAST(f.max_size AS BIGINT) AS max_pages, CAST(f.growth AS BIGINT) AS growth,
                    CAST(FILEPROPERTY(f.name, 'SpaceUsed') AS BIGINT) AS used_pages
                FROM sys.database_files f
                """)),
            DiskFree = Look(() => session.First<DiskFacts>("SELECT MIN(available_bytes) AS available_bytes FROM sys.database_files f CROSS APPLY sys.dm_os_volume_stats(DB_ID(), f.file_id)"))?.AvailableBytes,
            Encrypted = Look(() => session.First<string>("SELECT c.encrypt_option FROM sys.dm_exec_connections c WHERE c.session_id = @@SPID")),
            ClockAhead = ahead,
            RoundTrip = roundTrip,
        };
    }

    // Another machine's clock is known to half the time that asking it takes.
    private static (TimeSpan? Ahead, TimeSpan? RoundTrip) Clocks(Session session, World world)
    {
        (TimeSpan? Ahead, TimeSpan? RoundTrip) best = (null, null);
        for (var i = 0; i < 5; i++)
        {
            var (started, before) = (world.Time.GetTimestamp(), world.UtcNow);
            var there = session.Dialect.Now(session);
            var took = world.Time.GetElapsedTime(started);
            if (best.RoundTrip is not { } least || took < least)
            {
                best = (world.IsReplay ? null : there - (before + (took / 2)), took);
            }
        }

        return best;
    }

    private static T? Look<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (DbException exception) when (exception is SqlException { Class: < 20 })
        {
            return null;
        }
    }

    public sealed record ServerFacts
    {
        public string Version { get; init; } = "";

        public string Edition { get; init; } = "";

        public long EngineEdition { get; init; }
    }

    public sealed record DatabaseFacts
    {
        public string? Collation { get; init; }

        public long Snapshot { get; init; }

        public long CommittedSnapshot { get; init; }

        public string? Recovery { get; init; }

        public string? LogWait { get; init; }
    }

    public sealed record RightFacts
    {
        public string DefaultSchema { get; init; } = "";

        public string LoginUser { get; init; } = "";

        public string? SchemaOwner { get; init; }

        public long? CreateTable { get; init; }

        public long? CreateView { get; init; }

        public long? AlterSchema { get; init; }

        public long? IsSysadmin { get; init; }

        public long? IsOwner { get; init; }
    }

    public sealed record FileFacts
    {
        private const long PageBytes = 8192;

        /// <summary>What the server writes for 2 TiB, the limit of a log that has none.</summary>
        private const long NoLimit = 268_435_456;

        public string Name { get; init; } = "";

        public string Kind { get; init; } = "";

        public long Pages { get; init; }

        public long MaxPages { get; init; }

        public long Growth { get; init; }

        public long? UsedPages { get; init; }

        public bool IsLog => Kind == "LOG";

        public long Bytes => Pages * PageBytes;

        /// <summary>What fits before the file's own limit; null where only the disk limits it.</summary>
        public long? Room => Growth == 0 ? (Pages - (UsedPages ?? 0)) * PageBytes
            : MaxPages is -1 or >= NoLimit ? null
            : (MaxPages - (UsedPages ?? Pages)) * PageBytes;
    }

    private sealed class DiskFacts
    {
        public long? AvailableBytes { get; init; }
    }
}
