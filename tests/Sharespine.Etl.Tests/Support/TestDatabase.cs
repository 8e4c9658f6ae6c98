using Sharespine.Etl.Store;

namespace Sharespine.Etl.Tests.Support;

/// <summary>A database of a test class on the SQL Server.</summary>
internal sealed class TestDatabase(string testClass, string connectionString, bool trustsAnyCertificate)
{
    private static readonly Lock Gate = new();

    /// <summary>The statements that empty any of the databases: finding them out takes longer than they do.</summary>
    private static string? _emptying;

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

        lock (Gate)
        {
            _emptying ??= Emptying(session);
        }

        session.Execute(_emptying);
    });

    /// <summary>Only truncating begins the numbers anew; nothing refers to tables that number their rows. One table has its row from the scripts.</summary>
    private static string Emptying(Session session)
    {
        var numbered = session.Query<string>("SELECT OBJECT_NAME(object_id) FROM sys.identity_columns").ToHashSet();
        return string.Join(";\n", Schema.Tables(session.Dialect.Name).Reverse().Where(table => table != "schema_version").Select(table => table switch
        {
            "reconcile_sequence" => "UPDATE reconcile_sequence SET next_id = 1",
            _ when numbered.Contains(table) => $"TRUNCATE TABLE {table}",
            _ => $"DELETE FROM {table}",
        }));
    }
}
