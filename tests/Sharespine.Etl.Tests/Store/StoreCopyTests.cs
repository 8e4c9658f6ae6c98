using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.EndToEnd;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Store;

/// <summary>A store is moved whole or not at all, and the copy does what the store would have done.</summary>
public sealed class StoreCopyTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_new_store_has_rows_only_where_the_copy_expects_them() =>
        Assert.Equal(["reconcile_sequence"], _store.Database.Read(session => session.Dialect.TableNames(session)).Where(table => StoreCopy.IsState(table) && _store.Count(table) > 0));

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("SqlServer")]
    public void Both_kinds_of_database_have_the_same_tables_of_state_in_the_same_order(string dialect) =>
        Assert.Equal(Schema.Tables("Sqlite").Where(StoreCopy.IsState), Schema.Tables(dialect).Where(StoreCopy.IsState));

    [StoreFact]
    public async Task A_night_s_store_is_copied_table_by_table_and_back()
    {
        await using var site = await SiteFixture.CreateAsync();
        await site.NightAsync();
        var to = Target("copy.db");

        var copied = StoreCopy.Move(site.Database, to, site.World);

        Assert.Equal(site.Database.Read(session => session.Dialect.TableNames(session)).Where(table => StoreCopy.IsState(table)).Order(StringComparer.Ordinal), copied.Select(table => table.Table).Order(StringComparer.Ordinal));
        Assert.All(copied, table => Assert.Equal(site.Count(table.Table), table.Rows));
        Assert.All(["source_record", "document", "outbox", "settlement_line", "ledger_entry", "allocation", "voucher_row", "stage_run"], name => Assert.True(copied.Single(table => table.Table == name).Rows > 0, name));
        Assert.Equal(Dump(site.Database), Dump(to));

        // And back into a store of the kind that it came from.
        var back = TestStores.Open(Path.Combine(_store.Folder, "back.db"), site.World);
        Assert.Equal(copied, StoreCopy.Move(to, back, site.World));
        Assert.Equal(Dump(site.Database), Dump(back));
        back.Write("test", null, session => Audit.Write(session, site.World, "looked", "here", null));
        Assert.Equal(1, back.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM audit WHERE who <> ''")));
    }

    [Fact]
    public void A_store_in_which_a_job_is_running_is_not_copied()
    {
        using (new Leases(_store.Database, _store.World, TimeSpan.FromMinutes(5)).Take("a→b/order"))
        {
            var refusal = Assert.Throws<EtlException>(() => StoreCopy.Move(_store.Database, Target("copy.db"), _store.World));
            Assert.Equal(StoreErrors.CopyInUse, refusal.Code);
            Assert.Contains("a→b/order is being run by process ", refusal.Message, StringComparison.Ordinal);
        }

        // The lease has been given back; its row and fence go with the copy.
        Assert.Equal(1, StoreCopy.Move(_store.Database, Target("copy.db"), _store.World).Single(table => table.Table == "lease").Rows);
    }

    [Fact]
    public void A_lease_that_ran_out_on_another_machine_does_not_hold_up_the_copy()
    {
        _store.Database.Write("test", null, session => session.Execute("""
            INSERT INTO lease (job, fence, owner, host, process_id, process_started, expires_at)
            VALUES ('a', 4, 'elsewhere/1', 'elsewhere', 1, '2026-11-02T00:00:00.000Z', '2026-11-02T01:00:00.000Z')
            """));

        _store.Clock.Now -= TimeSpan.FromMinutes(1);
        Assert.Equal(StoreErrors.CopyInUse, Assert.Throws<EtlException>(() => StoreCopy.Move(_store.Database, Target("copy.db"), _store.World)).Code);
        _store.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Contains(StoreCopy.Move(_store.Database, Target("copy.db"), _store.World), table => table is { Table: "lease", Rows: 1 });
    }

    [Fact]
    public void A_target_that_was_used_is_refused_and_left_as_it_was()
    {
        var used = Target("used.db");
        Schema.Apply(used, _store.World);
        used.Write("test", null, session => Audit.Write(session, _store.World, "used", "here", null));

        var refusal = Assert.Throws<EtlException>(() => StoreCopy.Move(_store.Database, used, _store.World));

        Assert.Equal((StoreErrors.CopyNotEmpty, true), (refusal.Code, refusal.Message.Contains("audit holds 1 rows.", StringComparison.Ordinal)));
        Assert.Equal(1, used.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM audit")));
    }

    [Fact]
    public void A_database_of_something_else_is_refused_before_a_table_is_made()
    {
        var other = Target("other.db");
        other.Write("test", null, session => session.Execute("CREATE TABLE orders (id INTEGER NOT NULL)"));

        Assert.Equal(StoreErrors.CopyNotEmpty, Assert.Throws<EtlException>(() => StoreCopy.Move(_store.Database, other, _store.World)).Code);
        Assert.Equal(["orders"], other.Read(session => session.Dialect.TableNames(session)));
    }

    [Theory]
    [InlineData("CREATE TRIGGER spoil AFTER INSERT ON audit BEGIN UPDATE audit SET subject = 'orden 1' WHERE audit_id = NEW.audit_id; END", "audit has other content in the copy.")]
    [InlineData("CREATE TRIGGER spoil AFTER INSERT ON audit BEGIN DELETE FROM audit WHERE audit_id = NEW.audit_id; END", "audit has 1 rows, its copy 0.")]
    public void A_copy_that_differs_is_not_kept(string spoil, string expected)
    {
        _store.Database.Write("test", null, session => Audit.Write(session, _store.World, "decided", "order 1", null));
        var to = Target("spoilt.db");
        Schema.Apply(to, _store.World);
        to.Write("test", null, session => session.Execute(spoil));

        var refusal = Assert.Throws<EtlException>(() => StoreCopy.Move(_store.Database, to, _store.World));

        Assert.Equal(StoreErrors.CopyDiffers, refusal.Code);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, to.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM audit")));
    }

    [Fact]
    public void What_is_decided_while_the_copy_is_made_is_not_lost_with_it()
    {
        var to = new Database(new InterruptedDialect(Path.Combine(_store.Folder, "late.db"), () =>
            _store.Database.Write("test", null, session => Audit.Write(session, _store.World, "decided", "order 1", null))));

        Assert.Equal(StoreErrors.CopyInUse, Assert.Throws<EtlException>(() => StoreCopy.Move(_store.Database, to, _store.World)).Code);
        Assert.Equal("1", to.Read(session => session.Scalar<string>("SELECT CAST(next_id AS TEXT) FROM reconcile_sequence")));
    }

    [Fact]
    public void A_digest_tells_rows_apart_and_not_their_order()
    {
        Assert.Equal(Digest(["a", 1L, null], ["b", 2L, ""]), Digest(["b", 2L, ""], ["a", 1L, null]));
        var digests = new[] { Digest(["a", "bc"]), Digest(["ab", "c"]), Digest(["a", null]), Digest(["a", ""]), Digest(["a", 0L]), Digest(["a", "0"]), Digest(), Digest(["a", "bc"], ["a", "bc"]), Digest(["a", "BC"]) };
        Assert.Equal(digests.Length, digests.Distinct().Count());
        Assert.Throws<InvalidOperationException>(() => Digest([1.5m]));
    }

    private static string Digest(params object?[][] rows)
    {
        var digest = new RowDigest();
        foreach (var row in rows)
        {
            digest.Add(row);
        }

        return digest.ToString();
    }

    private Database Target(string name) => new(new SqliteDialect(Path.Combine(_store.Folder, name)));

    private static string Dump(Database database) => database.ReadWhole(session => string.Join('\n', Schema.Tables("Sqlite").Where(StoreCopy.IsState)
        .SelectMany(table => session.Rows($"SELECT * FROM {table}", null, reader =>
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            return $"{table}: {string.Join('|', values)}";
        }).Order(StringComparer.Ordinal).ToList())));

    /// <summary>Somebody does something while rows are inserted.</summary>
    private sealed class InterruptedDialect(string path, Action meanwhile) : SqliteDialect(path), ISqlDialect
    {
        private Action? _meanwhile = meanwhile;

        long ISqlDialect.BulkInsert(System.Data.Common.DbConnection connection, System.Data.Common.DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
        {
            _meanwhile?.Invoke();
            _meanwhile = null;
            return BulkInsert(connection, transaction, table, columns, rows);
        }
    }
}
