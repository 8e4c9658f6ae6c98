using System.Data.Common;
using Microsoft.Data.Sqlite;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Tests.Store;

/// <summary>What goes wrong at a commit.</summary>
public enum Fault
{
    None,

    /// <summary>The connection is lost before the commit: nothing was saved.</summary>
    BeforeCommit,

    /// <summary>The connection is lost after it: everything was saved, and nobody said so.</summary>
    AfterCommit,
}

/// <summary>
/// SQLite as a server far away is: the connection breaks at commits, where <see cref="Next"/> says so, and commits are marked.
/// The table of marks is this dialect's own to make.
/// </summary>
internal sealed class FlakyDialect(string path) : SqliteDialect(path), ISqlDialect
{
    /// <summary>Asked at every commit of a transaction that has something to save.</summary>
    public Func<Fault> Next { get; set; } = () => Fault.None;

    /// <summary>Commits that broke.</summary>
    public int Broken { get; private set; }

    bool ISqlDialect.MarksCommits => true;

    bool ISqlDialect.IsTransient(Exception exception) => exception is BrokenException || IsTransient(exception);

    public override DbConnection Open()
    {
        var connection = new FlakyConnection(this, new SqliteConnectionStringBuilder { DataSource = Path, Pooling = true, ForeignKeys = true }.ToString());
        connection.Open();
        return connection;
    }

    public void MakeTableOfMarks()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE commit_mark (mark TEXT NOT NULL PRIMARY KEY)";
        command.ExecuteNonQuery();
    }

    private Fault Take()
    {
        var fault = Next();
        Broken += fault == Fault.None ? 0 : 1;
        return fault;
    }

    private sealed class FlakyConnection(FlakyDialect dialect, string connectionString) : SqliteConnection(connectionString)
    {
        public FlakyDialect Dialect { get; } = dialect;

        /// <summary>The transaction is over, and whoever began it does not know.</summary>
        public bool IsLost { get; set; }

        public override SqliteCommand CreateCommand() => new FlakyCommand(this) { Connection = this, CommandTimeout = DefaultTimeout, Transaction = Transaction };
    }

    private sealed class FlakyCommand(FlakyConnection connection) : SqliteCommand
    {
        public override int ExecuteNonQuery()
        {
            if (CommandText == "ROLLBACK;" && connection.IsLost)
            {
                return 0;
            }

            var fault = CommandText == "COMMIT;" ? connection.Dialect.Take() : Fault.None;
            if (fault == Fault.BeforeCommit)
            {
                throw new BrokenException();
            }

            var result = base.ExecuteNonQuery();
            if (fault == Fault.AfterCommit)
            {
                connection.IsLost = true;
                throw new BrokenException();
            }

            return result;
        }
    }

    private sealed class BrokenException() : Exception("the connection broke");
}
