using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Tests.Reconcile.Simulation;

/// <summary>
/// The same SQLite store in memory, overwritten with an empty one that has the schema: a month of its own in a few milliseconds.
/// Stores are used again under their name, since the compiled queries are kept by connection string.
/// </summary>
internal sealed class MemoryStore : IDisposable
{
    private static readonly Lazy<SqliteConnection> Template = new(MakeTemplate);
    private static readonly ConcurrentBag<MemoryDialect> Idle = [];
    private static long _count;

    private readonly MemoryDialect _dialect = Idle.TryTake(out var idle) ? idle : new();

    public MemoryStore()
    {
        lock (Template)
        {
            Template.Value.BackupDatabase(_dialect.Kept);
        }

        Database = new(_dialect);
    }

    public Database Database { get; }

    public void Dispose() => Idle.Add(_dialect);

    private static SqliteConnection MakeTemplate()
    {
        var dialect = new MemoryDialect();
        var kept = dialect.Kept;
        Schema.Apply(new Database(dialect), new World(new SettableClock(), 1));
        return kept;
    }

    /// <summary>As the file's dialect in everything but where the pages are.</summary>
    private sealed class MemoryDialect() : SqliteDialect(System.IO.Path.Combine(System.IO.Path.GetTempPath(), "etl-simulation", "unused.db"))
    {
        private readonly string _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = "simulation-" + Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture),
            Mode = SqliteOpenMode.Memory,
            Cache = SqliteCacheMode.Shared,
            Pooling = true,
        }.ToString();

        private SqliteConnection? _kept;

        /// <summary>Open as long as the store is to live.</summary>
        public SqliteConnection Kept => _kept ??= (SqliteConnection)Open();

        public override DbConnection Open()
        {
            var connection = new SqliteConnection(_connectionString);
            connection.Open();
            using var pragma = connection.CreateCommand();
            pragma.CommandText = "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;";
            pragma.ExecuteNonQuery();
            return connection;
        }
    }
}
