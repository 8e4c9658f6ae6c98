using System.Data.Common;
using Microsoft.Data.SqlClient;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Store;

/// <summary>What only a server shows: sessions beside each other, locks, lost connections, its own words for what went wrong.</summary>
public sealed class SqlServerDialectTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("etl-server-").FullName;

    private static World World => new(TimeProvider.System, seed: 1);

    public void Dispose() => TestStores.Discard(_folder);

    [SqlServerFact]
    public async Task Programs_that_start_at_once_make_the_schema_once()
    {
        var bare = TestStores.Bare(nameof(SqlServerDialectTests));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Schema.Apply(new Database(bare.Dialect()), World))));
        var database = new Database(bare.Dialect());
        var applied = database.Read(session => session.Query<long>("SELECT version FROM schema_version ORDER BY version"));
        Assert.Equal(applied.Distinct(), applied);
        Assert.Equal(1L, database.Read(session => session.Scalar<long>("SELECT next_id FROM reconcile_sequence")));
    }

    [SqlServerFact]
    public void A_database_newer_than_the_program_is_refused()
    {
        var database = Store();
        database.Write("test", null, session => session.Execute("INSERT INTO schema_version (version, name, sha256, applied_at) VALUES (9999, '9999_later.sql', 'x', 'x')"));
        try
        {
            Assert.Equal("STO001", Assert.Throws<EtlException>(() => Schema.Apply(database, World)).Code.Code);
        }
        finally
        {
            database.Write("test", null, session => session.Execute("DELETE FROM schema_version WHERE version = 9999"));
        }
    }

    [SqlServerFact]
    public void A_second_row_of_the_same_key_is_a_duplicate_whatever_kind_of_key_it_is()
    {
        var database = Store();
        foreach (var (sql, what) in new[]
        {
            ("INSERT INTO lease (job, fence) VALUES ('a', 1)", "primary key"),
            ("INSERT INTO settlement_file (id, connection, sha256, name, archived_path, row_count, received_at) SELECT COALESCE(MAX(id), 0) + 1, 'k', 's', 'n', 'p', 0, 't' FROM settlement_file", "unique constraint"),
        })
        {
            using var connection = database.Dialect.Open();
            Execute(connection, sql);
            var twice = Assert.ThrowsAny<DbException>(() => Execute(connection, sql));
            Assert.True(database.Dialect.IsDuplicate(twice), what);
            Assert.False(database.Dialect.IsTransient(twice), what);
        }
    }

    [SqlServerFact]
    public async Task A_named_lock_is_held_until_the_transaction_ends()
    {
        var database = Store();
        using var isHeld = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var order = new List<string>();
        var first = Task.Run(() => database.Write("first", null, session =>
        {
            session.Exclusive("thing");
            isHeld.Set();
            mayEnd.Wait();
            order.Add("first ends");
        }));
        isHeld.Wait();
        var second = Task.Run(() => database.Write("second", null, session =>
        {
            session.Exclusive("thing");
            order.Add("second has it");
        }));
        database.Write("other", null, session => session.Exclusive("another thing"));
        Assert.False(second.Wait(TimeSpan.FromMilliseconds(300)));
        mayEnd.Set();
        await Task.WhenAll(first, second);
        Assert.Equal(["first ends", "second has it"], order);
    }

    [SqlServerFact]
    public async Task Transactions_that_wait_for_each_other_both_come_through()
    {
        var database = Store();
        database.Write("rows", null, session => session.Execute("INSERT INTO lease (job, fence) VALUES ('a', 0), ('b', 0)"));
        using var bothHaveOne = new Barrier(2);
        var tries = 0;
        await Task.WhenAll(Both("a", "b"), Both("b", "a"));
        Assert.Equal([2L, 2L], database.Read(session => session.Query<long>("SELECT fence FROM lease ORDER BY job")));
        Assert.True(tries > 2, "no transaction was the deadlock's victim.");

        Task Both(string one, string other)
        {
            var isFirstTry = true;
            return Task.Run(() => database.Write("both", null, session =>
            {
                Interlocked.Increment(ref tries);
                session.Execute("UPDATE lease SET fence = fence + 1 WHERE job = @one", new { one });
                if (isFirstTry)
                {
                    isFirstTry = false;
                    bothHaveOne.SignalAndWait(TimeSpan.FromSeconds(30));
                }

                session.Execute("UPDATE lease SET fence = fence + 1 WHERE job = @other", new { other });
            }));
        }
    }

    [SqlServerFact]
    public void A_connection_that_is_cut_in_the_middle_costs_one_more_try()
    {
        var database = Store();
        var tries = 0;
        database.Write("cut", null, session =>
        {
            session.Execute("INSERT INTO lease (job, fence) VALUES ('a', 1)");
            if (++tries == 1)
            {
                Cut(database, session.Scalar<int>("SELECT @@SPID"));
            }

            session.Execute("INSERT INTO lease (job, fence) VALUES ('b', 1)");
        });
        Assert.Equal(2, tries);
        Assert.Equal(2L, database.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM lease")));
    }

    [SqlServerFact]
    public void A_report_reads_one_state_whatever_is_committed_meanwhile()
    {
        var database = Store();
        database.Write("one", null, session => session.Execute("INSERT INTO lease (job, fence) VALUES ('a', 1)"));
        var (before, after) = database.ReadWhole(session =>
        {
            var first = session.Scalar<long>("SELECT COUNT(*) FROM lease");
            database.Write("two", null, other => other.Execute("INSERT INTO lease (job, fence) VALUES ('b', 1)"));
            return (first, session.Scalar<long>("SELECT COUNT(*) FROM lease"));
        });
        Assert.Equal((1L, 1L), (before, after));
        Assert.Equal(2L, database.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM lease")));
    }

    [SqlServerFact]
    public void Keys_are_compared_to_the_letter()
    {
        var database = Store();
        database.Write("keys", null, session => session.BulkInsert("lease", ["job", "fence"], new[] { "Ärende", "ärende", "Arende", "ARENDE", "ss", "ß" }.Select(job => new object?[] { job, 1L })));
        Assert.Equal(1L, database.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM lease WHERE job = @job", new { job = "Ärende" })));
        Assert.Equal(["ARENDE", "Arende", "ss", "Ärende", "ß", "ärende"], database.Read(session => session.Query<string>("SELECT job FROM lease ORDER BY job")));
    }

    [SqlServerFact]
    public void A_bulk_insert_does_not_pass_by_the_constraints()
    {
        var refused = Assert.ThrowsAny<Exception>(() => Store().Write("open", null, session => session.BulkInsert("bank_line",
            ["id", "source", "account", "line_key", "line_date", "amount_minor", "currency", "texts", "label", "content_hash", "open_minor", "is_vanished"],
            [[1L, "s", "1930", "k", "2026-11-01", 100L, "SEK", "", "", "h", 101L, 0L]])));
        Assert.Contains("bank_line_open", refused.ToString(), StringComparison.Ordinal);
    }

    [SqlServerFact]
    public void A_key_that_is_too_long_is_refused_by_name()
    {
        var database = Store();
        var inBulk = Assert.Throws<EtlException>(() => database.Write("long", null, session => session.BulkInsert("lease", ["job", "fence"], [[new string('x', 400), 1L]])));
        Assert.EndsWith("STO007 a value for lease.job is longer than the column.", inBulk.Message, StringComparison.Ordinal);
        var single = Assert.Throws<EtlException>(() => database.Write("long", null, session => session.Execute("INSERT INTO lease (job, fence) VALUES (@job, 1)", new { job = new string('x', 400) })));
        Assert.Equal("STO007", single.Code.Code);
        Assert.DoesNotContain("xxx", single.Message, StringComparison.Ordinal);
        Assert.Equal(0L, database.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM lease")));
    }

    [SqlServerFact]
    public void Passing_rows_leave_nothing_in_the_intake()
    {
        var database = Store();
        database.Write("rows", null, session => session.Execute("INSERT INTO reconciliation (name, settings_hash) VALUES ('r', 'h')"));
        var changed = database.Write("update", null, session => session.BulkUpdate("entry_verdict_intake", "UPDATE reconciliation SET settings_hash = $disposition WHERE name = $reconciliation",
            ["reconciliation", "id", "disposition"], [["r", 1L, "new"], ["other", 2L, "new"]]));
        Assert.Equal(1, changed);
        Assert.Equal(("new", 0L), database.Read(session => (session.Scalar<string>("SELECT settings_hash FROM reconciliation"), session.Scalar<long>("SELECT COUNT(*) FROM entry_verdict_intake"))));
    }

    private Database Store()
    {
        using (TestStores.Use(StoreKind.SqlServer, nameof(SqlServerDialectTests)))
        {
            return TestStores.Open(Path.Combine(_folder, "etl.db"), World);
        }
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>As a fail-over does it.</summary>
    private static void Cut(Database database, int session)
    {
        using var other = database.Dialect.Open();
        Execute(other, $"KILL {session}");
        SqlConnection.ClearPool((SqlConnection)other);
    }
}
