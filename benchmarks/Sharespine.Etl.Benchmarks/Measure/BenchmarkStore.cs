using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Dapper;
using Microsoft.Data.SqlClient;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>On what a step measures.</summary>
public enum MeasuredStore
{
    Sqlite,
    SqlServer,
}

/// <summary>
/// An empty store with the schema: a file, or a database of its own on the server that ETL_TEST_SQLSERVER names, dropped at the
/// end.
/// </summary>
internal sealed class BenchmarkStore : IDisposable
{
    private const string Variable = "ETL_TEST_SQLSERVER";
    private const int Attempts = 5;

    private static int _made;

    private readonly string? _server;
    private readonly string _name;
    private readonly bool _trustsAnyCertificate;

    private BenchmarkStore(MeasuredStore on, string path, World world)
    {
        On = on;
        if (on == MeasuredStore.Sqlite)
        {
            _name = path;
            Database = new(new SqliteDialect(path));
        }
        else
        {
            var server = new SqlConnectionStringBuilder(Environment.GetEnvironmentVariable(Variable));
            _trustsAnyCertificate = server.TrustServerCertificate;
            _server = server.ConnectionString;
            _name = string.Create(CultureInfo.InvariantCulture, $"etl_measure_{Environment.ProcessId}_{++_made}");
            Patiently($"CREATE DATABASE {_name}");
            // What a server refuses, the store's own check of the database tells.
            Try($"ALTER DATABASE {_name} SET ALLOW_SNAPSHOT_ISOLATION ON");
            Try($"ALTER DATABASE {_name} SET READ_COMMITTED_SNAPSHOT ON");
            Database = new(new SqlServerDialect(ConnectionString(server), _trustsAnyCertificate));
        }

        Schema.Apply(Database, world);
    }

    public MeasuredStore On { get; }

    public Database Database { get; }

    /// <summary>What the yardstick is called there.</summary>
    public string Yardstick => YardstickOf(On);

    /// <param name="path">Of the file, where it is one.</param>
    public static BenchmarkStore Make(MeasuredStore on, string path, World world) => new(on, path, world);

    public static string YardstickOf(MeasuredStore on) => on == MeasuredStore.Sqlite ? "bare insert" : "bare bulk copy";

    /// <summary>Why nothing can be measured there; null when it can.</summary>
    public static string? WhyNot(MeasuredStore on) =>
        on == MeasuredStore.SqlServer && Environment.GetEnvironmentVariable(Variable) is null or "" ? $"not measured: {Variable} holds no connection string." : null;

    /// <summary>Tells a process that is to be started to work on this store.</summary>
    public void HandOver(ProcessStartInfo process)
    {
        process.Environment["ETL_STORE"] = _server is null ? _name : ConnectionString(new(_server));
        process.Environment["ETL_STORE_TRUST_ANY_CERTIFICATE"] = _trustsAnyCertificate ? "true" : "false";
    }

    /// <summary>
    /// The yardstick: the rows and nothing around them, by one prepared statement into a file, by one bulk copy to a server, which
    /// then looks at no constraints but keys.
    /// </summary>
    /// <param name="rows">Values in the order of the columns, ready for the database.</param>
    public void BareInsert(DbConnection connection, DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object[]> rows)
    {
        if (On == MeasuredStore.Sqlite)
        {
            PreparedInsert.Insert(connection, transaction, table, columns, rows);
            return;
        }

        // The rows are to be the same: nulls and numbers arrive as they are.
        using var copy = new SqlBulkCopy((SqlConnection)connection, SqlBulkCopyOptions.KeepNulls | SqlBulkCopyOptions.KeepIdentity, (SqlTransaction)transaction)
        {
            DestinationTableName = table,
            BulkCopyTimeout = 0,
        };
        foreach (var column in columns)
        {
            copy.ColumnMappings.Add(column, column);
        }

        using var reader = new RowReader(columns, rows);
        copy.WriteToServer(reader);
    }

    public void Dispose()
    {
        if (_server is null)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            return;
        }

        SqlConnection.ClearAllPools();
        Try($"ALTER DATABASE {_name} SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
        try
        {
            Patiently($"DROP DATABASE {_name}");
        }
        catch (SqlException exception)
        {
            // What was measured is worth more than this.
            Console.Error.WriteLine($"the database {_name} is still there: {exception.Message}");
        }
    }

    private string ConnectionString(SqlConnectionStringBuilder server)
    {
        // The program does not take this from a connection string, and has a setting for it.
        server.Remove("TrustServerCertificate");
        server.InitialCatalog = _name;
        return server.ConnectionString;
    }

    /// <summary>A server makes and drops one database at a time; somebody else may be doing it.</summary>
    private void Patiently(string statement)
    {
        for (var attempt = 1; attempt < Attempts; attempt++)
        {
            if (Try(statement))
            {
                return;
            }

            Thread.Sleep(1000);
        }

        Execute(statement);
    }

    private void Execute(string statement)
    {
        using var connection = new SqlConnection(new SqlConnectionStringBuilder(_server) { Encrypt = true }.ConnectionString);
        connection.Execute(statement);
    }

    private bool Try(string statement)
    {
        try
        {
            Execute(statement);
            return true;
        }
        catch (SqlException)
        {
            return false;
        }
    }
}
