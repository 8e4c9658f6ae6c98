using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Store;

/// <summary>What a SQL Server has to be and to allow before the store can live in it, and what is better so.</summary>
internal static class SqlServerFitness
{
    /// <summary>SQL Server 2016 SP1: the first with filtered indexes, snapshots and compression in every edition.</summary>
    private static readonly Version Oldest = new(13, 0, 4001);

    /// <summary>Of the client: before it, who is between could read an encrypted connection (CVE-2024-0056).</summary>
    private static readonly Version SafeClient = new(2, 1, 7);

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan NearEnough = TimeSpan.FromMilliseconds(10);

    private const long AzureDatabase = 5;
    private const long ManagedInstance = 8;

    private const string Snapshots = "ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON;";
    private const string CommittedSnapshots = "ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;";

    /// <summary>Throws <c>STO003</c> where the store could not work.</summary>
    public static void Demand(Session session)
    {
        var server = session.First<ServerRow>("""
            SELECT CAST(SERVERPROPERTY('ProductVersion') AS NVARCHAR(50)) AS version, CAST(SERVERPROPERTY('EngineEdition') AS BIGINT) AS edition, d.snapshot_isolation_state AS snapshot
            FROM sys.databases d WHERE d.database_id = DB_ID()
            """)!;
        if ((TooOld(server.Version, server.Edition) ?? NoSnapshots(server.Snapshot)) is { } unfit)
        {
            throw new EtlException(new Issue(StoreErrors.Unfit, unfit, new SourcePosition(session.Dialect.Place)));
        }
    }

    /// <summary>Everything that can be said of what was found.</summary>
    public static StoreDiagnosis Judge(SqlServerFacts facts)
    {
        var found = new Findings(facts.Place);
        Server(facts, found);
        Database(facts, found);
        Rights(facts, found);
        Room(facts, found);
        Connection(facts, found);
        return found.Diagnosis;
    }

    private static void Server(SqlServerFacts facts, Findings found)
    {
        if (facts.Server is not { } server)
        {
            found.Fact("version: not allowed to look");
            return;
        }

        found.Fact($"{server.Edition}, version {server.Version}");
        found.Fault(StoreErrors.Unfit, TooOld(server.Version, server.EngineEdition));
    }

    private static void Database(SqlServerFacts facts, Findings found)
    {
        if (facts.Database is not { } database)
        {
            found.Fact("collation and snapshots: not allowed to look");
            return;
        }

        found.Fact($"collation {database.Collation}; the store's columns have their own, so that keys are compared exactly whatever it is");
        found.Fact($"snapshots {(database.Snapshot == 0 ? "off" : "on")}, read-committed snapshots {(database.CommittedSnapshot == 0 ? "off" : "on")}, recovery model {database.Recovery}, log waits for {database.LogWait}");
        found.Fault(StoreErrors.Unfit, NoSnapshots(database.Snapshot));
        if (database.CommittedSnapshot == 0)
        {
            found.Note($"readers wait for writers. An administrator says: {CommittedSnapshots}");
        }

        if (database.LogWait == "LOG_BACKUP" && database.Recovery != "SIMPLE")
        {
            found.Note("the log waits for its backup and grows until then. Back up the log every few minutes to hours, or set the recovery model SIMPLE if full backups are enough.");
        }
    }

    private static void Rights(SqlServerFacts facts, Findings found)
    {
        if (facts.Rights is not { } rights)
        {
            found.Fact("rights: not allowed to look");
            return;
        }

        found.Fact($"schema {rights.DefaultSchema}, owned by {rights.SchemaOwner ?? "nobody that we may see"}");
        string[] missing =
        [
            .. rights.CreateTable == 0 ? ["CREATE TABLE"] : Array.Empty<string>(),
            .. rights.CreateView == 0 ? ["CREATE VIEW"] : Array.Empty<string>(),
            .. rights.AlterSchema == 0 ? [$"ALTER on the schema {rights.DefaultSchema}"] : Array.Empty<string>(),
        ];
        found.Fault(StoreErrors.NoRight, missing.Length == 0 ? null : $"the login lacks {string.Join(", ", missing)}; the next version's tables could not be made.");
        if (rights.IsSysadmin == 1 || rights.IsOwner == 1)
        {
            found.Note($"the login may do far more than it needs ({(rights.IsSysadmin == 1 ? "sysadmin" : "db_owner")}). Give it one that owns a schema and nothing else: rights script in docs/sql-server.md.");
        }
        else if (rights.SchemaOwner is not null && rights.SchemaOwner != rights.LoginUser)
        {
            found.Note($"the schema belongs to {rights.SchemaOwner}, not to the login's user. An administrator says: ALTER AUTHORIZATION ON SCHEMA::[{rights.DefaultSchema}] TO [{rights.LoginUser}];");
        }

        if (rights.DefaultSchema == "dbo")
        {
            found.Note("the tables lie in dbo, among whatever else is there. A schema of its own keeps rights apart: rights script in docs/sql-server.md, then store copy.");
        }
    }

    private static void Room(SqlServerFacts facts, Findings found)
    {
        if (facts.Files is null)
        {
            found.Fact("files: not allowed to look");
        }

        foreach (var file in facts.Files ?? [])
        {
            found.Fact($"file {file.Name} ({file.Kind}): {StoreDiagnosis.Size(file.Bytes)}, {(file.Room is { } room && !file.IsLog ? $"room for {StoreDiagnosis.Size(room)}" : file.Growth == 0 ? "does not grow" : "grows with the disk")}");
            found.Fault(StoreErrors.Full, !file.IsLog && file.Room < StoreDiagnosis.FreeWanted ? $"the file {file.Name} has room for {StoreDiagnosis.Size(file.Room.Value)} only. Raise its MAXSIZE or let it grow." : null);
            if (file.IsLog && file.Growth == 0)
            {
                found.Note($"the log file {file.Name} does not grow; a long transaction that fills it fails (STO008).");
            }
        }

        found.Fact(facts.DiskFree is { } free ? $"free on disk: {StoreDiagnosis.Size(free)}" : "free on disk: not allowed to look");
        found.Fault(StoreErrors.Full, facts.DiskFree < StoreDiagnosis.FreeWanted ? $"only {StoreDiagnosis.Size(facts.DiskFree.Value)} are free on the disk of the database." : null);
    }

    private static void Connection(SqlServerFacts facts, Findings found)
    {
        found.Fact(facts.Encrypted is null ? "encryption: on by the program; the server does not let this login see for itself" : $"encryption: the server says {facts.Encrypted}");
        found.Fault(StoreErrors.Unfit, facts.Encrypted == "FALSE" ? "the server says that this connection is not encrypted; something between decrypts it." : null);
        if (facts.TrustsAnyCertificate)
        {
            found.Note("the server's certificate is not looked at (store-certificate, ETL_STORE_TRUST_ANY_CERTIFICATE): anybody who is between can pass for it. Give it one that this machine trusts.");
        }

        found.Fact($"client {facts.Client}");
        if (!Version.TryParse(facts.Client, out var client) || client < SafeClient)
        {
            found.Note($"Microsoft.Data.SqlClient is {facts.Client}; before {SafeClient} somebody between could break the encryption (CVE-2024-0056). Build the program with a package source that has {SafeClient}.");
        }

        if (facts.RoundTrip is { } trip)
        {
            found.Fact(string.Create(CultureInfo.InvariantCulture, $"round trip {trip.TotalMilliseconds:F1} ms"));
            if (trip > NearEnough)
            {
                found.Note("the server is far away; a night makes many round trips. Run the program near it.");
            }
        }

        if (facts.ClockAhead is { } ahead)
        {
            found.Fact(string.Create(CultureInfo.InvariantCulture, $"the store's clock is {ahead.Duration().TotalSeconds:F1} s {(ahead < TimeSpan.Zero ? "behind" : "ahead of")} this machine's"));
            if (ahead.Duration() > ClockTolerance)
            {
                found.Note("the clocks differ. Leases go by the store's, so nothing is lost; have both set by the same time server, so that logs can be read side by side.");
            }
        }
    }

    private static string? TooOld(string version, long edition) =>
        edition is not (AzureDatabase or ManagedInstance) && Version.TryParse(version, out var number) && number < Oldest
            ? $"it is SQL Server {version}; the store needs 2016 SP1 ({Oldest}) or later."
            : null;

    private static string? NoSnapshots(long state) => state == 0 ? $"snapshot isolation is off. An administrator says: {Snapshots} {CommittedSnapshots}" : null;

    private sealed class Findings(string place)
    {
        private readonly List<string> _facts = [];
        private readonly List<Issue> _faults = [];
        private readonly List<string> _notes = [];

        public StoreDiagnosis Diagnosis => new(_facts, _faults, _notes);

        public void Fact(string text) => _facts.Add(text);

        public void Note(string text) => _notes.Add(text);

        public void Fault(ErrorCode code, string? text)
        {
            if (text is not null)
            {
                _faults.Add(new(code, text, new SourcePosition(place)));
            }
        }
    }

    private sealed class ServerRow
    {
        public string Version { get; init; } = "";

        public long Edition { get; init; }

        public long Snapshot { get; init; }
    }
}
