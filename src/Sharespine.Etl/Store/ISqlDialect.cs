using System.Data.Common;

namespace Sharespine.Etl.Store;

/// <summary>Everything that one database does differently from another. Statements elsewhere keep to what all of them run.</summary>
public interface ISqlDialect
{
    /// <summary>The folder of numbered scripts under Store/Sql.</summary>
    string Name { get; }

    /// <summary>An open connection, ready for use.</summary>
    DbConnection Open();

    /// <summary>Starts a transaction that may write and holds its place from the start.</summary>
    DbTransaction BeginWrite(DbConnection connection);

    /// <summary>Reads of one state of the store, whatever is committed meanwhile.</summary>
    DbTransaction BeginRead(DbConnection connection);

    /// <summary>The statement with at most <paramref name="count"/> rows; it must end in its ORDER BY.</summary>
    string Limit(string select, int count);

    /// <summary>True for a unique or primary key violation.</summary>
    bool IsDuplicate(DbException exception);

    /// <summary>True when the same transaction may succeed if tried again whole (lock, deadlock, lost connection).</summary>
    bool IsTransient(DbException exception);

    /// <summary>Inserts many rows inside the transaction, the fastest way the database has.</summary>
    void BulkInsert(DbConnection connection, DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows);

    /// <summary>
    /// Runs one update for many rows inside the transaction, the fastest way the database has: row by row with a prepared
    /// statement, or set-based from a temporary table of these columns.
    /// </summary>
    /// <param name="update">UPDATE table SET … WHERE …, in which "$column" stands for the row's value.</param>
    /// <returns>Rows changed.</returns>
    int BulkUpdate(DbConnection connection, DbTransaction transaction, string update, IReadOnlyList<string> columns, IEnumerable<object?[]> rows);
}
