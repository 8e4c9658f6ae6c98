using System.Data.Common;
using Dapper;

namespace Sharespine.Etl.Store;

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

    /// <summary>
    /// Waits until no other transaction holds <paramref name="resource"/>, and holds it until this one ends. For work that first looks
    /// and then writes what other jobs write too; what was read before has to be read again.
    /// </summary>
    public void Exclusive(string resource) => Dialect.Exclusive(connection, Transaction("A lock"), resource);

    /// <summary>Now: by the store's clock where it has one, unless the night is replayed with a clock of its own.</summary>
    public DateTimeOffset Now(World world) => world.IsReplay ? world.UtcNow : Dialect.Now(this) ?? world.UtcNow;

    /// <summary>
    /// Inserts many rows the fastest way there is; returns how many. Values as <see cref="SqlValues.ToColumn"/> takes them. A column that
    /// is left out is null, whatever its default is.
    /// </summary>
    public long BulkInsert(string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows) =>
        Dialect.BulkInsert(connection, Transaction("A bulk insert"), table, columns, rows);

    /// <summary>Runs "UPDATE … SET x = $x … WHERE id = $id" for many rows; returns how many it changed. See <see cref="ISqlDialect.BulkUpdate"/>.</summary>
    public int BulkUpdate(string intake, string update, IReadOnlyList<string> columns, IEnumerable<object?[]> rows) =>
        Dialect.BulkUpdate(connection, Transaction("A bulk update"), intake, update, columns, rows);

    /// <summary>The columns of a table, in the order in which they were made.</summary>
    public IReadOnlyList<string> Columns(string table)
    {
        using var reader = (DbDataReader)connection.ExecuteReader($"SELECT * FROM {table} WHERE 1 = 0", null, transaction);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

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

    private DbTransaction Transaction(string what) => transaction ?? throw new InvalidOperationException($"{what} belongs in a transaction.");
}
