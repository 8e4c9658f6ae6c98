using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.SqlClient;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Store;

/// <summary>
/// The production store: SQL Server 2016 SP1 and later, and Azure SQL. Transactions read what is committed and take the locks of the
/// rows they write; reports read a snapshot. Tables lie in the default schema of the login.
/// </summary>
public sealed partial class SqlServerDialect : ISqlDialect
{
    /// <summary>A transaction that waits longer than this for a named lock gives up (STO009).</summary>
    private const int LockMilliseconds = 600_000;

    private readonly string _connectionString;
    private readonly bool _trustAnyCertificate;

    /// <param name="connectionString">As Microsoft.Data.SqlClient takes it; the connection is encrypted whatever it says.</param>
    /// <param name="trustAnyCertificate">Does not look at the server's certificate: for a server of one's own on a network of one's own.</param>
    public SqlServerDialect(string connectionString, bool trustAnyCertificate = false)
    {
        var builder = new SqlConnectionStringBuilder(connectionString)
        {
            Encrypt = true,
            TrustServerCertificate = trustAnyCertificate,
            MultipleActiveResultSets = false,
            PersistSecurityInfo = false,
            // A pool that repeats its last failure for seconds without asking the server would make our own tries count for nothing.
            PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock,
            ApplicationName = "Sharespine.Etl",
            // A set-based step over a million rows takes minutes; a server that is gone is noticed by the connection.
            CommandTimeout = 1800,
        };
        Place = $"{builder.DataSource}/{builder.InitialCatalog}";
        _connectionString = builder.ConnectionString;
        _trustAnyCertificate = trustAnyCertificate;
    }

    public string Name => "SqlServer";

    public string Place { get; }

    public bool MarksCommits => true;

    public DbConnection Open()
    {
        var connection = new SqlConnection(_connectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public DbTransaction BeginWrite(DbConnection connection) => connection.BeginTransaction(IsolationLevel.ReadCommitted);

    public DbTransaction BeginRead(DbConnection connection) => connection.BeginTransaction(IsolationLevel.Snapshot);

    public void Exclusive(DbConnection connection, DbTransaction transaction, string resource)
    {
        var parameters = new DynamicParameters(new { Resource = "etl/" + resource, LockMode = "Exclusive", LockOwner = "Transaction", LockTimeout = LockMilliseconds });
        parameters.Add("Answer", dbType: DbType.Int32, direction: ParameterDirection.ReturnValue);
        connection.Execute("sp_getapplock", parameters, transaction, commandType: CommandType.StoredProcedure);
        if (parameters.Get<int>("Answer") < 0)
        {
            throw new EtlException(new Issue(StoreErrors.Busy, $"another process held \"{resource}\" in {Place} for more than {LockMilliseconds / 60_000} minutes.")) { IsTransient = true };
        }
    }

    public DateTimeOffset? Now(Session session) => new DateTimeOffset(session.Scalar<DateTime>("SELECT SYSUTCDATETIME()"), TimeSpan.Zero);

    public IReadOnlyList<string> TableNames(Session session) =>
        session.Query<string>("SELECT t.name FROM sys.tables t WHERE t.schema_id = SCHEMA_ID() ORDER BY t.name");

    public IEnumerable<string> Batches(string script) => BatchEnd().Split(script).Where(batch => !string.IsNullOrWhiteSpace(batch));

    public void Examine(Session session) => SqlServerFitness.Demand(session);

    public StoreDiagnosis Diagnose(Session session, World world) => SqlServerFitness.Judge(SqlServerFacts.Read(session, world, _trustAnyCertificate));

    public string Limit(string select, int count) => $"{select} OFFSET 0 ROWS FETCH NEXT {count.ToString(CultureInfo.InvariantCulture)} ROWS ONLY";

    public bool IsDuplicate(DbException exception) => exception is SqlException { Number: 2601 or 2627 };

    public bool IsTransient(Exception exception) => SqlServerFailures.IsTransient(exception);

    public Issue? Explain(Exception exception) => SqlServerFailures.Explain(exception, Place);

    public long BulkInsert(DbConnection connection, DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        // Without CheckConstraints a bulk copy passes by the constraints that guard open amounts.
        using var copy = new SqlBulkCopy((SqlConnection)connection, SqlBulkCopyOptions.CheckConstraints | SqlBulkCopyOptions.KeepNulls | SqlBulkCopyOptions.KeepIdentity, (SqlTransaction)transaction)
        {
            DestinationTableName = table,
            BulkCopyTimeout = 0,
        };
        foreach (var column in columns)
        {
            copy.ColumnMappings.Add(column, column);
        }

        using var reader = new RowReader(columns, rows);
        if (reader.HasRows)
        {
            copy.WriteToServer(reader);
        }

        return reader.Count;
    }

    public int BulkUpdate(DbConnection connection, DbTransaction transaction, string intake, string update, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        var batch = ProcessIdentity.NextName();
        if (BulkInsert(connection, transaction, intake, ["batch", .. columns.Select(column => "in_" + column)], rows.Select(row => (object?[])[batch, .. row])) == 0)
        {
            return 0;
        }

        var changed = connection.Execute(SetBased(intake, update), new { batch }, transaction);
        connection.Execute($"DELETE FROM {intake} WHERE batch = @batch", new { batch }, transaction);
        return changed;
    }

    /// <summary>"UPDATE t SET a = $x WHERE id = $id" for all rows of the batch at once.</summary>
    internal static string SetBased(string intake, string update)
    {
        var parts = Update().Match(update);
        var (table, set, where) = (parts.Groups["table"].Value, parts.Groups["set"].Value, parts.Groups["where"].Value);
        return $"UPDATE {table} SET {Of(set)} FROM {table} JOIN {intake} i ON i.batch = @batch WHERE {Of(where)}";

        static string Of(string part) => Value().Replace(part, "i.in_$1");
    }

    public void ForgetMarks(Session session) => session.Execute("DELETE FROM commit_mark WHERE made_at < DATEADD(DAY, -2, SYSUTCDATETIME())");

    [GeneratedRegex(@"^\s*GO\s*$", RegexOptions.Multiline)]
    private static partial Regex BatchEnd();

    [GeneratedRegex(@"^UPDATE (?<table>\w+) SET (?<set>.+?) WHERE (?<where>.+)$", RegexOptions.Singleline)]
    private static partial Regex Update();

    [GeneratedRegex(@"\$(\w+)")]
    private static partial Regex Value();
}
