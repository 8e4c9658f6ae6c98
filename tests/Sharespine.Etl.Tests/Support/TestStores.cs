using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Tests.Support;

public enum StoreKind
{
    Sqlite,
    SqlServer,
}

/// <summary>
/// The one place that makes stores for tests. A store has a path: on SQLite that is its file; on SQL Server a database stands for
/// it, from the first time the path is opened until <see cref="Discard"/>.
/// </summary>
public static class TestStores
{
    public const string Variable = "ETL_TEST_SQLSERVER";

    private static readonly AsyncLocal<Scope?> Current = new();
    private static readonly Lazy<TestServer> Server = new(() => new(ConnectionString ?? throw new InvalidOperationException(WhyNot(StoreKind.SqlServer))));
    private static readonly Dictionary<string, TestDatabase> Lent = new(StringComparer.Ordinal);
    private static readonly Lock Gate = new();

    /// <summary>The kind of store that the running test is to use.</summary>
    public static StoreKind Kind => Current.Value?.Kind ?? StoreKind.Sqlite;

    private static string? ConnectionString { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    /// <summary>Why tests on that kind of store cannot run here; null when they can.</summary>
    public static string? WhyNot(StoreKind kind) => WhyNot(kind, ConnectionString);

    internal static string? WhyNot(StoreKind kind, string? connectionString) => kind == StoreKind.SqlServer && connectionString is null ? $"{Variable} holds no connection string" : null;

    /// <summary>Until disposed, what is called from here on uses that kind of store.</summary>
    public static IDisposable Use(StoreKind kind, string testClass)
    {
        var before = Current.Value;
        Current.Value = new(kind, testClass);
        return new Ending(() => Current.Value = before);
    }

    /// <summary>The store of that path, with the schema.</summary>
    public static Database Open(string path, World world)
    {
        var database = new Database(Dialect(path));
        Schema.Apply(database, world);
        return database;
    }

    /// <summary>Tells a process that is to be started of the store of that path, which is the one it would open by itself on SQLite.</summary>
    public static void HandOver(string path, ProcessStartInfo process)
    {
        process.Environment.Remove("ETL_STORE");
        process.Environment.Remove("ETL_STORE_TRUST_ANY_CERTIFICATE");
        if (Kind == StoreKind.SqlServer)
        {
            var store = Lend(path);
            process.Environment["ETL_STORE"] = store.ConnectionString;
            process.Environment["ETL_STORE_TRUST_ANY_CERTIFICATE"] = store.TrustsAnyCertificate ? "true" : "false";
        }
    }

    /// <summary>The tables that say where a site stands: without those that a transaction's rows pass through or are marked in.</summary>
    public static IEnumerable<string> Tables(Session session) =>
        session.Dialect.TableNames(session).Where(StoreCopy.IsState);

    /// <summary>Makes the store of <paramref name="to"/> equal to that of <paramref name="from"/>. A file is expected to have been copied with its folder.</summary>
    public static void Copy(string from, string to)
    {
        if (Kind == StoreKind.SqlServer)
        {
            StoreCopy.MakePassing(new(Dialect(from)), new(Dialect(to)), new World(TimeProvider.System));
        }
    }

    /// <summary>Deletes a test's folder and gives back the stores of the paths in it.</summary>
    public static void Discard(string folder)
    {
        SqliteConnection.ClearAllPools();
        foreach (var database in Take(Path.GetFullPath(folder) + Path.DirectorySeparatorChar))
        {
            Server.Value.TakeBack(database);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A database on the server without anything in it, for tests of what makes the schema.</summary>
    internal static TestDatabase Bare(string testClass) => Server.Value.Make(testClass);

    /// <summary>Drops the databases of this run, at its end.</summary>
    public static void DropAll()
    {
        if (Server.IsValueCreated)
        {
            Server.Value.DropAll();
        }
    }

    private static ISqlDialect Dialect(string path) => Kind == StoreKind.Sqlite ? new SqliteDialect(path) : Lend(path).Dialect();

    private static TestDatabase Lend(string path)
    {
        lock (Gate)
        {
            path = Path.GetFullPath(path);
            return Lent.TryGetValue(path, out var database) ? database : Lent[path] = Server.Value.Lend(Current.Value!.TestClass);
        }
    }

    private static List<TestDatabase> Take(string folder)
    {
        lock (Gate)
        {
            var paths = Lent.Keys.Where(path => path.StartsWith(folder, StringComparison.Ordinal)).ToList();
            return [.. paths.Select(path =>
            {
                Lent.Remove(path, out var database);
                return database!;
            })];
        }
    }

    private sealed record Scope(StoreKind Kind, string TestClass);

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
