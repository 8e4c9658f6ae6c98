using System.Data.Common;
using System.Globalization;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Store;

/// <summary>
/// Copies the state of a store into an empty one, of the same kind of database or of another. All of it arrives in one transaction, or
/// nothing does. Rows are streamed: memory does not grow with the store.
/// </summary>
public static class StoreCopy
{
    /// <summary>The one table that is not empty when it is made.</summary>
    private const string Seeded = "reconcile_sequence";

    /// <summary>A copy to work on for a while, as the store is at this moment, running jobs or not.</summary>
    public static void MakePassing(Database from, Database to, World world)
    {
        Prepare(to, world);
        from.ReadWhole(source => to.Write("store copy", null, target => Transfer(source, target)));
    }

    /// <summary>
    /// A copy to go on with instead of the store: refused while a job is running, and read back and compared, row counts and contents,
    /// before it is kept. Throws <c>STO010</c>, <c>STO011</c> or <c>STO012</c>; the target is then as empty as it was.
    /// </summary>
    /// <returns>What was copied, table by table.</returns>
    public static IReadOnlyList<CopiedTable> Move(Database from, Database to, World world)
    {
        Prepare(to, world);
        return from.ReadWhole(source =>
        {
            RefuseInUse(source, world);
            var steps = Steps(source);
            return to.Write("store copy", null, target =>
            {
                var copied = Transfer(source, target);
                foreach (var table in copied)
                {
                    Compare(table, target);
                }

                if (from.Read(Steps) != steps)
                {
                    throw new EtlException(new Issue(StoreErrors.CopyInUse, "something was done in the store while it was copied.", new(source.Dialect.Place)));
                }

                return copied;
            });
        });
    }

    /// <summary>What is copied: all but what belongs to a single transaction or to the database itself.</summary>
    internal static bool IsState(string table) => table is not ("schema_version" or "commit_mark") && !table.EndsWith("_intake", StringComparison.Ordinal);

    private static void Prepare(Database to, World world)
    {
        var tables = to.Read(session => session.Dialect.TableNames(session));
        if (tables.Count > 0 && !tables.Contains("schema_version"))
        {
            throw NotEmpty(to.Dialect, $"it holds tables of something else, e.g. {tables[0]}.");
        }

        Schema.Apply(to, world);
    }

    private static List<CopiedTable> Transfer(Session source, Session target)
    {
        // A table can only refer to one that was made before it, so the order of the scripts is the order of foreign keys.
        var tables = Schema.Tables(target.Dialect.Name).Where(IsState).ToList();
        foreach (var table in tables)
        {
            var used = table == Seeded ? " WHERE next_id > 1" : "";
            var rows = target.Scalar<long>($"SELECT COUNT(*) FROM {table}{used}");
            if (rows > 0)
            {
                throw NotEmpty(target.Dialect, string.Create(CultureInfo.InvariantCulture, $"{table} holds {rows} rows."));
            }
        }

        target.Execute($"DELETE FROM {Seeded}");
        return [.. tables.Select(table => Transfer(table, source, target))];
    }

    private static CopiedTable Transfer(string table, Session source, Session target)
    {
        var columns = Columns(table, source);
        if (!columns.SequenceEqual(Columns(table, target)))
        {
            throw new InvalidOperationException($"The table {table} has other columns in {target.Dialect.Name} than in {source.Dialect.Name}.");
        }

        var digest = new RowDigest();
        target.BulkInsert(table, columns, Read(table, columns, source, digest));
        return new(table, digest.Rows, digest.ToString());
    }

    private static void Compare(CopiedTable table, Session target)
    {
        var digest = new RowDigest();
        foreach (var _ in Read(table.Table, Columns(table.Table, target), target, digest))
        {
            // The digest takes what it needs.
        }

        if (digest.Rows != table.Rows || digest.ToString() != table.Content)
        {
            throw new EtlException(new Issue(StoreErrors.CopyDiffers,
                digest.Rows != table.Rows
                    ? string.Create(CultureInfo.InvariantCulture, $"{table.Table} has {table.Rows} rows, its copy {digest.Rows}.")
                    : $"{table.Table} has other content in the copy.",
                new(target.Dialect.Place)));
        }
    }

    private static IEnumerable<object?[]> Read(string table, List<string> columns, Session session, RowDigest digest)
    {
        // A row may refer to an earlier one of its own table, which has a smaller id.
        var order = columns.Contains("id") ? " ORDER BY id" : "";
        var list = string.Join(", ", columns);
        return session.Rows($"SELECT {list} FROM {table}{order}", null, reader =>
        {
            var row = Values(reader, columns.Count);
            digest.Add(row);
            return row;
        });
    }

    private static object?[] Values(DbDataReader reader, int count)
    {
        var row = new object?[count];
        for (var i = 0; i < count; i++)
        {
            row[i] = reader.GetValue(i) is var value and not DBNull ? value : null;
        }

        return row;
    }

    private static List<string> Columns(string table, Session session) => [.. session.Columns(table).Order(StringComparer.Ordinal)];

    private static void RefuseInUse(Session source, World world)
    {
        var now = source.Now(world);
        var living = source.Query<Owner>("SELECT job, host, process_id, process_started, expires_at FROM lease WHERE owner IS NOT NULL ORDER BY job")
            .FirstOrDefault(owner => owner.IsAlive(now));
        if (living is not null)
        {
            throw new EtlException(new Issue(StoreErrors.CopyInUse, string.Create(CultureInfo.InvariantCulture, $"{living.Job} is being run by process {living.ProcessId} on {living.Host}."), new(source.Dialect.Place)));
        }
    }

    /// <summary>Grows with everything that runs and people do.</summary>
    private static long Steps(Session session) => session.Scalar<long>("""
        SELECT CAST(COALESCE(SUM(fence), 0) + (SELECT COUNT(*) FROM run) + (SELECT COUNT(*) FROM audit) + (SELECT COUNT(*) FROM resolution)
            + (SELECT COUNT(*) FROM reconcile_start) AS BIGINT)
        FROM lease
        """);

    private static EtlException NotEmpty(ISqlDialect dialect, string what) => new(new Issue(StoreErrors.CopyNotEmpty, what, new(dialect.Place)));

    private sealed class Owner
    {
        public string Job { get; init; } = "";

        public string Host { get; init; } = "";

        public long ProcessId { get; init; }

        public string ProcessStarted { get; init; } = "";

        public DateTimeOffset ExpiresAt { get; init; }

        public bool IsAlive(DateTimeOffset now) => Host == ProcessIdentity.Current.Host ? ProcessIdentity.IsRunning((int)ProcessId, ProcessStarted) : ExpiresAt > now;
    }
}

/// <param name="Content">A digest of its rows, the same in every kind of database.</param>
public sealed record CopiedTable(string Table, long Rows, string Content);
