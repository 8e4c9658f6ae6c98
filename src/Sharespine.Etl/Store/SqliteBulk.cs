using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sharespine.Etl.Store;

/// <summary>
/// One statement prepared once and run for many rows, bound straight to SQLite's own functions: the ADO.NET layer costs about
/// as much as the insert itself.
/// </summary>
internal sealed class SqliteBulk : IDisposable
{
    private const int OnStack = 512;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _parameters;

    /// <param name="columns">The parameters in the order in which rows hold their values, each written "$column" in the statement.</param>
    public SqliteBulk(SqliteConnection connection, string sql, IReadOnlyList<string> columns)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out _statement), _database);
        _parameters = [.. columns.Select(column => raw.sqlite3_bind_parameter_index(_statement, "$" + column))];
    }

    /// <summary>Rows affected, of all together.</summary>
    public int Run(IEnumerable<object?[]> rows)
    {
        var before = raw.sqlite3_total_changes(_database);
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                Check(Bind(_parameters[i], row[i]));
            }

            var result = raw.sqlite3_step(_statement);
            if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
            {
                Check(result);
            }

            Check(raw.sqlite3_reset(_statement));
        }

        return raw.sqlite3_total_changes(_database) - before;
    }

    public void Dispose() => _statement.Dispose();

    private int Bind(int parameter, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(_statement, parameter),
        string text => Bind(parameter, text),
        long number => raw.sqlite3_bind_int64(_statement, parameter, number),
        int number => raw.sqlite3_bind_int64(_statement, parameter, number),
        DateOnly date => Bind(parameter, date),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, parameter, bytes),
        _ => SqlValues.ToColumn(value) is var column && column != value
            ? Bind(parameter, column)
            : throw new ArgumentException($"A column cannot hold a value of type {value.GetType().Name}.", nameof(value)),
    };

    private int Bind(int parameter, DateOnly date)
    {
        Span<byte> text = stackalloc byte[SqlValues.DateFormat.Length];
        date.TryFormat(text, out var written, SqlValues.DateFormat, System.Globalization.CultureInfo.InvariantCulture);
        return raw.sqlite3_bind_text(_statement, parameter, text[..written]);
    }

    private int Bind(int parameter, string text)
    {
        if (text.Length <= OnStack / 3)
        {
            Span<byte> bytes = stackalloc byte[OnStack];
            return raw.sqlite3_bind_text(_statement, parameter, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return raw.sqlite3_bind_text(_statement, parameter, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            // The extended code (which constraint) is the database's to tell, and a reset would lose it.
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}
