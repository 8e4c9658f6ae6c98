using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.SqlClient;

namespace Sharespine.Etl.Tests.Support;

/// <summary>
/// The SQL Server that tests run on. Each test class has databases of its own; since making one with the schema takes seconds, a
/// test gives its database back empty and the next test of the class takes it again. All are dropped when the tests have run,
/// and those of a run that did not come so far by the next one on the same machine.
/// </summary>
internal sealed class TestServer
{
    private const int NameLength = 28;

    private readonly string _connectionString;
    private readonly bool _trustsAnyCertificate;
    private readonly string _machine = "etl_test_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName)))[..6] + "_";
    private readonly ConcurrentDictionary<string, ConcurrentBag<TestDatabase>> _idle = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _made = [];
    private readonly Lock _gate = new();

    public TestServer(string connectionString)
    {
        var builder = new SqlConnectionStringBuilder(connectionString);
        _trustsAnyCertificate = builder.TrustServerCertificate;
        // The program does not take this from a connection string, and has a setting for it.
        builder.Remove("TrustServerCertificate");
        _connectionString = builder.ConnectionString;
        DropLeftovers();
    }

    public TestDatabase Lend(string testClass) => _idle.GetOrAdd(testClass, _ => []).TryTake(out var idle) ? idle : Make(testClass);

    public void TakeBack(TestDatabase database)
    {
        database.Empty();
        _idle[database.TestClass].Add(database);
    }

    public void DropAll()
    {
        SqlConnection.ClearAllPools();
        using var server = Open();
        while (_made.TryDequeue(out var name))
        {
            Drop(server, name);
        }
    }

    public TestDatabase Make(string testClass)
    {
        // A server makes one database at a time.
        lock (_gate)
        {
            var simple = testClass[(testClass.LastIndexOf('.') + 1)..].ToLowerInvariant();
            var name = string.Create(CultureInfo.InvariantCulture, $"{_machine}{Environment.ProcessId}_{_made.Count + 1}_{simple[..Math.Min(simple.Length, NameLength)]}");
            using var server = Open();
            server.Execute($"CREATE DATABASE {name}");
            _made.Enqueue(name);
            // What a server refuses, the store's own check of the database tells.
            Try(server, $"ALTER DATABASE {name} SET ALLOW_SNAPSHOT_ISOLATION ON");
            Try(server, $"ALTER DATABASE {name} SET READ_COMMITTED_SNAPSHOT ON");
            return new(testClass, new SqlConnectionStringBuilder(_connectionString) { InitialCatalog = name }.ConnectionString, _trustsAnyCertificate);
        }
    }

    private void DropLeftovers()
    {
        using var server = Open();
        foreach (var name in server.Query<string>("SELECT name FROM sys.databases").AsList())
        {
            if (name.StartsWith(_machine, StringComparison.Ordinal)
                && int.TryParse(name[_machine.Length..].Split('_')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && process != Environment.ProcessId && !IsRunning(process))
            {
                Drop(server, name);
            }
        }
    }

    private SqlConnection Open()
    {
        var connection = new SqlConnection(new SqlConnectionStringBuilder(_connectionString) { Encrypt = true, TrustServerCertificate = _trustsAnyCertificate }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static void Drop(SqlConnection server, string name)
    {
        Try(server, $"ALTER DATABASE {name} SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
        Try(server, $"DROP DATABASE {name}");
    }

    private static void Try(SqlConnection server, string statement)
    {
        try
        {
            server.Execute(statement);
        }
        catch (SqlException)
        {
            // A database that stays is dropped by the next run.
        }
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
