using System.Data.Common;
using Dapper;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Store;

/// <summary>
/// The store: short reads and whole transactions. Nothing is half-written: a <see cref="Write{T}"/> commits all of its work
/// or none, and one made under a lease commits only while that lease is still ours.
/// </summary>
public sealed class Database
{
    static Database() => SqlValues.Register();

    public Database(ISqlDialect dialect) => Dialect = dialect;

    public ISqlDialect Dialect { get; }

    /// <summary>Runs queries outside a transaction.</summary>
    public T Read<T>(Func<Session, T> work)
    {
        using var connection = Dialect.Open();
        return work(new(connection, null, Dialect));
    }

    /// <summary>Runs queries on one state of the store, whatever others commit meanwhile.</summary>
    public T ReadWhole<T>(Func<Session, T> work)
    {
        using var connection = Dialect.Open();
        using var transaction = Dialect.BeginRead(connection);
        return work(new(connection, transaction, Dialect));
    }

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction. With a <paramref name="lease"/> the commit is refused
    /// (<see cref="EtlException"/> <c>RUN004</c>) when another owner has taken the job since.
    /// </summary>
    /// <param name="what">Names the commit in the kill test's log, e.g. "extract page".</param>
    public T Write<T>(string what, LeaseToken? lease, Func<Session, T> work)
    {
        using var connection = Dialect.Open();
        using var transaction = Dialect.BeginWrite(connection);
        var session = new Session(connection, transaction, Dialect);
        var result = work(session);
        if (lease is { } token
            && session.Execute("UPDATE lease SET fence = @Fence WHERE job = @Job AND fence = @Fence", token) != 1)
        {
            throw new EtlException(new Issue(StoreErrors.LeaseLost,
                $"the job {token.Job} was taken over by another process while this one was working; nothing of this step was saved."));
        }

        // One point a commit: what lies behind a commit lies before the next one, or before the file or call between them.
        FaultPoints.Pass("commit: " + what);
        transaction.Commit();
        return result;
    }

    public void Write(string what, LeaseToken? lease, Action<Session> work) => Write(what, lease, session =>
    {
        work(session);
        return true;
    });
}

/// <summary>Proof of a job lease: the job's name and the fencing number that grew when the lease was taken.</summary>
public sealed record LeaseToken(string Job, long Fence);

/// <summary>A connection, within a transaction or not, with Dapper behind short names. Parameters for values, always.</summary>
public sealed class Session(DbConnection connection, DbTransaction? transaction, ISqlDialect dialect)
{
    public ISqlDialect Dialect { get; } = dialect;

    /// <summary>Rows affected.</summary>
    public int Execute(string sql, object? parameters = null) => connection.Execute(sql, parameters, transaction);

    public IReadOnlyList<T> Query<T>(string sql, object? parameters = null) => connection.Query<T>(sql, parameters, transaction).AsList();

    /// <summary>Rows as they come, without holding all of them; enumerate at once, inside the session.</summary>
    public IEnumerable<T> Stream<T>(string sql, object? parameters = null) => connection.Query<T>(sql, parameters, transaction, buffered: false);

    /// <summary>The first row, or default.</summary>
    public T? First<T>(string sql, object? parameters = null) => connection.QueryFirstOrDefault<T>(sql, parameters, transaction);

    public T Scalar<T>(string sql, object? parameters = null) => connection.ExecuteScalar<T>(sql, parameters, transaction)!;

    /// <summary>At most <paramref name="count"/> rows; the statement ends in its ORDER BY.</summary>
    public IReadOnlyList<T> Top<T>(int count, string sql, object? parameters = null) => Query<T>(Dialect.Limit(sql, count), parameters);

    /// <summary>Inserts many rows the fastest way there is. Values as <see cref="SqlValues.ToColumn"/> takes them.</summary>
    public void BulkInsert(string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows) =>
        Dialect.BulkInsert(connection, transaction ?? throw new InvalidOperationException("A bulk insert belongs in a transaction."), table, columns, rows);

    /// <summary>Runs "UPDATE … SET x = $x … WHERE id = $id" for many rows; returns how many it changed.</summary>
    public int BulkUpdate(string update, IReadOnlyList<string> columns, IEnumerable<object?[]> rows) =>
        Dialect.BulkUpdate(connection, transaction ?? throw new InvalidOperationException("A bulk update belongs in a transaction."), update, columns, rows);

    /// <summary>
    /// Rows straight from the driver, for tables of a million: <paramref name="read"/> sees the reader on each row and takes what it
    /// wants of it. Enumerate at once, inside the session.
    /// </summary>
    public IEnumerable<T> Rows<T>(string sql, object? parameters, Func<DbDataReader, T> read)
    {
        using var reader = (DbDataReader)connection.ExecuteReader(sql, parameters, transaction);
        while (reader.Read())
        {
            yield return read(reader);
        }
    }
}
