using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Tests.Store;

/// <summary>What doctor says of a server, by what was found there.</summary>
public sealed class SqlServerFitnessTests
{
    private const long Pages = 128; // a MiB

    private static readonly SqlServerFacts Well = new()
    {
        Place = "sql1/etl",
        TrustsAnyCertificate = false,
        Client = "2.1.7",
        Server = new() { Version = "15.0.4420.2", Edition = "Standard Edition (64-bit)", EngineEdition = 2 },
        Database = new() { Collation = "Finnish_Swedish_CI_AS", Snapshot = 1, CommittedSnapshot = 1, Recovery = "FULL", LogWait = "NOTHING" },
        Rights = new() { DefaultSchema = "etl", LoginUser = "etl", SchemaOwner = "etl", CreateTable = 1, CreateView = 1, AlterSchema = 1, IsSysadmin = 0, IsOwner = 0 },
        Files = [File("etl", "ROWS", pages: 2000 * Pages, max: -1, growth: 8192, used: 100 * Pages), File("etl_log", "LOG", pages: 100 * Pages, max: 268_435_456, growth: 8192, used: null)],
        DiskFree = 40L << 30,
        Encrypted = "TRUE",
        ClockAhead = TimeSpan.FromMilliseconds(-300),
        RoundTrip = TimeSpan.FromMilliseconds(0.6),
    };

    [Fact]
    public void A_server_that_is_well_has_neither_faults_nor_notes()
    {
        var diagnosis = SqlServerFitness.Judge(Well);

        Assert.Empty(diagnosis.Faults);
        Assert.Empty(diagnosis.Notes);
        Assert.Equal(
        [
            "Standard Edition (64-bit), version 15.0.4420.2",
            "collation Finnish_Swedish_CI_AS; the store's columns have their own, so that keys are compared exactly whatever it is",
            "snapshots on, read-committed snapshots on, recovery model FULL, log waits for NOTHING",
            "schema etl, owned by etl",
            "file etl (ROWS): 2000 MiB, grows with the disk",
            "file etl_log (LOG): 100 MiB, grows with the disk",
            "free on disk: 40 GiB",
            "encryption: the server says TRUE",
            "client 2.1.7",
            "round trip 0.6 ms",
            "the store's clock is 0.3 s behind this machine's",
        ], diagnosis.Facts);
    }

    [Fact]
    public void What_the_login_may_not_see_is_said_and_is_neither_fault_nor_note()
    {
        var diagnosis = SqlServerFitness.Judge(Well with { Server = null, Database = null, Rights = null, Files = null, DiskFree = null, Encrypted = null, ClockAhead = null, RoundTrip = null });

        Assert.Empty(diagnosis.Faults);
        Assert.Empty(diagnosis.Notes);
        Assert.Equal(
        [
            "version: not allowed to look",
            "collation and snapshots: not allowed to look",
            "rights: not allowed to look",
            "files: not allowed to look",
            "free on disk: not allowed to look",
            "encryption: on by the program; the server does not let this login see for itself",
            "client 2.1.7",
        ], diagnosis.Facts);
    }

    [Fact]
    public void An_old_server_is_a_fault_but_not_one_in_the_cloud_whose_number_means_something_else()
    {
        var old = new SqlServerFacts.ServerFacts { Version = "13.0.1601.5", Edition = "Express", EngineEdition = 4 };
        Assert.Equal("sql1/etl: STO003 it is SQL Server 13.0.1601.5; the store needs 2016 SP1 (13.0.4001) or later.", Fault(Well with { Server = old }));
        Assert.Empty(SqlServerFitness.Judge(Well with { Server = old with { Version = "13.0.4001.0" } }).Faults);
        Assert.Empty(SqlServerFitness.Judge(Well with { Server = old with { Version = "12.0.2000.8", EngineEdition = 5 } }).Faults);
        Assert.Empty(SqlServerFitness.Judge(Well with { Server = old with { Version = "12.0.2000.8", EngineEdition = 8 } }).Faults);
    }

    [Fact]
    public void Snapshots_that_are_off_come_with_the_statement_that_turns_them_on()
    {
        Assert.Equal(
            "sql1/etl: STO003 snapshot isolation is off. An administrator says: ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON; ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;",
            Fault(Well with { Database = Well.Database! with { Snapshot = 0 } }));
        Assert.Equal(
            "readers wait for writers. An administrator says: ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;",
            Note(Well with { Database = Well.Database! with { CommittedSnapshot = 0 } }));
    }

    [Fact]
    public void A_log_that_waits_for_its_backup_is_noted_unless_it_needs_none()
    {
        Assert.Contains("grows until then", Note(Well with { Database = Well.Database! with { LogWait = "LOG_BACKUP" } }), StringComparison.Ordinal);
        Assert.Empty(SqlServerFitness.Judge(Well with { Database = Well.Database! with { LogWait = "LOG_BACKUP", Recovery = "SIMPLE" } }).Notes);
    }

    [Fact]
    public void Missing_rights_are_a_fault_and_too_many_are_noted()
    {
        Assert.Equal("sql1/etl: STO006 the login lacks CREATE TABLE, ALTER on the schema etl; the next version's tables could not be made.",
            Fault(Well with { Rights = Well.Rights! with { CreateTable = 0, AlterSchema = 0 } }));
        Assert.Contains("(sysadmin)", Note(Well with { Rights = Well.Rights! with { IsSysadmin = 1, IsOwner = 1 } }), StringComparison.Ordinal);
        Assert.Contains("(db_owner)", Note(Well with { Rights = Well.Rights! with { IsOwner = 1, SchemaOwner = "dbo" } }), StringComparison.Ordinal);
        Assert.Equal("the schema belongs to dbo, not to the login's user. An administrator says: ALTER AUTHORIZATION ON SCHEMA::[etl] TO [etl];", Note(Well with { Rights = Well.Rights! with { SchemaOwner = "dbo" } }));
        Assert.StartsWith("the tables lie in dbo", Note(Well with { Rights = Well.Rights! with { DefaultSchema = "dbo" } }), StringComparison.Ordinal);
    }

    [Fact]
    public void Room_is_what_fits_before_a_limit_of_file_or_disk()
    {
        var limited = File("etl", "ROWS", pages: 1000 * Pages, max: 1200 * Pages, growth: 8192, used: 800 * Pages);
        Assert.Equal("sql1/etl: STO008 the file etl has room for 400 MiB only. Raise its MAXSIZE or let it grow.", Fault(Well with { Files = [limited] }));
        Assert.Equal("sql1/etl: STO008 the file etl has room for 200 MiB only. Raise its MAXSIZE or let it grow.", Fault(Well with { Files = [limited with { Growth = 0 }] }));
        Assert.Empty(SqlServerFitness.Judge(Well with { Files = [limited with { MaxPages = 1300 * Pages }] }).Faults);
        Assert.Equal("sql1/etl: STO008 only 499 MiB are free on the disk of the database.", Fault(Well with { DiskFree = 499L << 20 }));
        Assert.Equal("the log file etl_log does not grow; a long transaction that fills it fails (STO008).", Note(Well with { Files = [File("etl_log", "LOG", pages: 100 * Pages, max: -1, growth: 0, used: null)] }));
    }

    [Fact]
    public void A_connection_that_somebody_could_listen_to_is_told_of()
    {
        Assert.Equal("sql1/etl: STO003 the server says that this connection is not encrypted; something between decrypts it.", Fault(Well with { Encrypted = "FALSE" }));
        Assert.StartsWith("the server's certificate is not looked at", Note(Well with { TrustsAnyCertificate = true }), StringComparison.Ordinal);
        Assert.Equal("Microsoft.Data.SqlClient is 2.1.4; before 2.1.7 somebody between could break the encryption (CVE-2024-0056). Build the program with a package source that has 2.1.7.", Note(Well with { Client = "2.1.4" }));
        Assert.Empty(SqlServerFitness.Judge(Well with { Client = "2.2.0" }).Notes);
    }

    [Fact]
    public void Clocks_that_differ_and_a_server_far_away_are_noted()
    {
        Assert.StartsWith("the clocks differ", Note(Well with { ClockAhead = TimeSpan.FromSeconds(-3) }), StringComparison.Ordinal);
        Assert.StartsWith("the server is far away", Note(Well with { RoundTrip = TimeSpan.FromMilliseconds(25) }), StringComparison.Ordinal);
    }

    private static SqlServerFacts.FileFacts File(string name, string kind, long pages, long max, long growth, long? used) =>
        new() { Name = name, Kind = kind, Pages = pages, MaxPages = max, Growth = growth, UsedPages = used };

    private static string Fault(SqlServerFacts facts)
    {
        var diagnosis = SqlServerFitness.Judge(facts);
        Assert.Empty(diagnosis.Notes);
        return Assert.Single(diagnosis.Faults).ToString();
    }

    private static string Note(SqlServerFacts facts)
    {
        var diagnosis = SqlServerFitness.Judge(facts);
        Assert.Empty(diagnosis.Faults);
        return Assert.Single(diagnosis.Notes);
    }
}
