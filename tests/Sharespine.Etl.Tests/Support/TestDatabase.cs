using Sharespine.Etl.Store;

namespace Sharespine.Etl.Tests.Support;

/// <summary>A database of a test class on the SQL Server.</summary>
internal sealed class TestDatabase(string testClass, string connectionString, bool trustsAnyCertificate)
{
    /// <summary>The statements that empty any of the databases: finding them out takes longer than they do.</summary>
    private static readonly List<string> Emptying = [];

    public string TestClass => testClass;

    public string ConnectionString => connectionString;

    public bool TrustsAnyCertificate => trustsAnyCertificate;

    public SqlServerDialect Dialect() => new(connectionString, trustsAnyCertificate);

    /// <summary>As the scripts made it: no rows, numbers from 1, and no trigger of a test.</summary>
    public void Empty() => new Database(Dialect()).WriteUnmarked("empty", session =>
    {
        foreach (var trigger in session.Query<string>("SELECT name FROM sys.triggers WHERE parent_class = 1"))
        {
            session.Execute($"DROP TRIGGER {trigger}");
        }

        lock (Emptying)
        {
            if (Emptying.Count == 0)
            {
                // Only truncating begins the numbers anew; nothing refers to tables that number their rows.
                var numbered = session.Query<string>("SELECT OBJECT_NAME(object_id) FROM sys.identity_columns").ToHashSet();
                Emptying.AddRange(ReferencesFirst(session).Select(table => numbered.Contains(table) ? $"TRUNCATE TABLE {table}" : $"DELETE FROM {table}"));
            }
        }

        session.Execute(string.Join(";\n", Emptying));
    });

    public void TakeRowsOf(TestDatabase other)
    {
        var from = new Database(other.Dialect());
        var to = new Database(Dialect());
        Schema.Apply(to, new World(TimeProvider.System));
        foreach (var table in to.Read(ReferencesFirst).Reverse().Where(table => table != "commit_mark"))
        {
            var rows = from.Read(session => session.Query<dynamic>($"SELECT * FROM {table}")).Select(row => (IDictionary<string, object?>)row).ToList();
            if (rows.Count > 0)
            {
                to.WriteUnmarked("copy", session => session.BulkInsert(table, [.. rows[0].Keys], rows.Select(row => row.Values.ToArray())));
            }
        }
    }

    /// <summary>The tables, each behind those that refer to it.</summary>
    private static IReadOnlyList<string> ReferencesFirst(Session session)
    {
        var left = session.Dialect.TableNames(session).Where(table => table != "schema_version").ToList();
        var references = session.Query<Reference>(
            "SELECT OBJECT_NAME(parent_object_id) AS owner, OBJECT_NAME(referenced_object_id) AS referred FROM sys.foreign_keys WHERE parent_object_id <> referenced_object_id");
        var ordered = new List<string>();
        while (left.Count > 0)
        {
            var free = left.Where(table => !references.Any(reference => reference.Referred == table && left.Contains(reference.Owner))).ToList();
            Assert.NotEmpty(free);
            ordered.AddRange(free);
            left = [.. left.Except(free)];
        }

        return ordered;
    }

    private sealed class Reference
    {
        public string Owner { get; init; } = "";

        public string Referred { get; init; } = "";
    }
}
