using System.Data.Common;

namespace Sharespine.Etl.Store;

/// <summary>Everything that one database does differently from another. Statements elsewhere keep to what all of them run.</summary>
public interface ISqlDialect
{
    /// <summary>The folder of numbered scripts under Store/Sql.</summary>
    string Name { get; }

    /// <summary>Where the store is, for people: the file, or server and database. Never a user or a password.</summary>
    string Place { get; }

    /// <summary>An open connection, ready for use.</summary>
    DbConnection Open();

    /// <summary>
    /// Starts a transaction that may write. It reads what is committed: where two transactions could read the same and then write,
    /// they name it first by <see cref="Exclusive"/>.
    /// </summary>
    DbTransaction BeginWrite(DbConnection connection);

    /// <summary>Reads of one state of the store, whatever is committed meanwhile.</summary>
    DbTransaction BeginRead(DbConnection connection);

    /// <summary>Waits until no other transaction holds <paramref name="resource"/>; ours does then until it ends.</summary>
    void Exclusive(DbConnection connection, DbTransaction transaction, string resource);

    /// <summary>
    /// The store's own clock in UTC, where several machines work on it and theirs may differ; null where the store has none.
    /// </summary>
    DateTimeOffset? Now(Session session);

    /// <summary>True where the answer to a commit can be lost on its way, so that commits have to be marked to be asked about.</summary>
    bool MarksCommits { get; }

    /// <summary>Drops marks of commits that nobody can ask about any more.</summary>
    void ForgetMarks(Session session);

    /// <summary>The names of the store's tables, without views.</summary>
    IReadOnlyList<string> TableNames(Session session);

    /// <summary>The parts of a script that have to be sent one by one.</summary>
    IEnumerable<string> Batches(string script);

    /// <summary>Throws an <see cref="Errors.EtlException"/> where the database is of a kind or in a state that the store cannot work with.</summary>
    void Examine(Session session);

    /// <summary>Everything that can be said of the database's health, its settings and the login's rights.</summary>
    StoreDiagnosis Diagnose(Session session, World world);

    /// <summary>The statement with at most <paramref name="count"/> rows; it must end in its ORDER BY.</summary>
    string Limit(string select, int count);

    /// <summary>True for a unique or primary key violation.</summary>
    bool IsDuplicate(DbException exception);

    /// <summary>True when the same transaction may succeed if tried again whole (lock, deadlock, lost connection).</summary>
    bool IsTransient(Exception exception);

    /// <summary>An error of the database in our words, where it has a cause that people can mend; else null.</summary>
    Errors.Issue? Explain(Exception exception);

    /// <summary>Inserts many rows inside the transaction, the fastest way the database has. Returns how many.</summary>
    long BulkInsert(DbConnection connection, DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows);

    /// <summary>
    /// Runs one update for many rows inside the transaction, the fastest way the database has: row by row with a prepared
    /// statement, or set-based from an intake table.
    /// </summary>
    /// <param name="intake">The table that rows pass through where the update is set-based: a column "batch", and one "in_column" for each.</param>
    /// <param name="update">UPDATE table SET … WHERE …, in which "$column" stands for the row's value. No two rows may change the same one.</param>
    /// <returns>Rows changed.</returns>
    int BulkUpdate(DbConnection connection, DbTransaction transaction, string intake, string update, IReadOnlyList<string> columns, IEnumerable<object?[]> rows);
}
