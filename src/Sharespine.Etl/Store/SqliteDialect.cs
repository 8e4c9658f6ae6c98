using System.Data.Common;
using Microsoft.Data.Sqlite;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Store;

/// <summary>The embedded default: one file, WAL, a busy timeout instead of lock errors.</summary>
public class SqliteDialect : ISqlDialect
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int Constraint = 19;
    private const int ConstraintPrimaryKey = 1555;
    private const int ConstraintUnique = 2067;

    private readonly string _connectionString;

    static SqliteDialect() => SQLitePCL.Batteries_V2.Init();

    /// <param name="path">The database file; its folder is created.</param>
    public SqliteDialect(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path, DefaultTimeout = 60, Pooling = true }.ToString();
    }

    public string Path { get; }

    public string Name => "Sqlite";

    public string Place => Path;

    public bool MarksCommits => false;

    public virtual DbConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        using var pragma = connection.CreateCommand();
        // NORMAL is safe against a killed process in WAL mode; FULL also survives a power cut, and a night's commits are few.
        pragma.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;";
        pragma.ExecuteNonQuery();
        return connection;
    }

    public DbTransaction BeginWrite(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: false);

    // A reader that began before a commit does not see it, and holds nobody up.
    public DbTransaction BeginRead(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    // Every transaction that may write is alone from its start.
    public void Exclusive(DbConnection connection, DbTransaction transaction, string resource)
    {
    }

    // The file is on this machine, and so is the clock.
    public DateTimeOffset? Now(Session session) => null;

    public IReadOnlyList<string> TableNames(Session session) =>
        session.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name");

    public IEnumerable<string> Batches(string script) => [script];

    public void Examine(Session session)
    {
    }

    public StoreDiagnosis Diagnose(Session session, World world) => StoreDiagnosis.OfFile(Path, session.Scalar<string>("PRAGMA quick_check"));

    public void ForgetMarks(Session session)
    {
    }

    public string Limit(string select, int count) => $"{select} LIMIT {count.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    public bool IsDuplicate(DbException exception) => exception is SqliteException
    {
        SqliteErrorCode: Constraint,
        SqliteExtendedErrorCode: ConstraintPrimaryKey or ConstraintUnique,
    };

    public bool IsTransient(Exception exception) => exception is SqliteException { SqliteErrorCode: Busy or Locked };

    public Issue? Explain(Exception exception) => null;

    public long BulkInsert(DbConnection connection, DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        using var bulk = new SqliteBulk((SqliteConnection)connection, $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(column => "$" + column))})", columns);
        return bulk.Run(rows);
    }

    public int BulkUpdate(DbConnection connection, DbTransaction transaction, string intake, string update, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        using var bulk = new SqliteBulk((SqliteConnection)connection, update, columns);
        return bulk.Run(rows);
    }
}
