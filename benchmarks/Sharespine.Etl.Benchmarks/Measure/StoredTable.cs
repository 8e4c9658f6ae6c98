using Sharespine.Etl.Store;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>A table that a reconciliation wrote to.</summary>
/// <param name="Order">In which its rows came.</param>
/// <param name="Together">What rows of one transaction share.</param>
internal sealed record StoredTable(string Name, string Order, string Together)
{
    /// <summary>Every table with rows that a new store has none in, in the order in which foreign keys allow it.</summary>
    public static IReadOnlyList<StoredTable> All(Database from, Database to)
    {
        var empty = to.Read(session => Tables(session).Where(table => !HasRows(session, table)).ToHashSet());
        return from.Read<List<StoredTable>>(session => [.. Tables(session).Where(table => empty.Contains(table) && HasRows(session, table)).Select(table => Of(session, table))]);
    }

    private static IEnumerable<string> Tables(Session session) => Schema.Tables(session.Dialect.Name).Where(StoreCopy.IsState);

    private static bool HasRows(Session session, string table) => session.Scalar<long>($"SELECT COUNT(*) FROM {table}") > 0;

    private static StoredTable Of(Session session, string name) => new(
        name, string.Join(", ", session.Dialect is SqliteDialect ? OrderInFile(session, name) : OrderOnServer(session, name)), name == "settlement_line" ? "payout_id" : "''");

    // A table without row ids is filled by what its rows belong to, not by its own key.
    private static IEnumerable<string> OrderInFile(Session session, string name)
    {
        var hasRowIds = session.Scalar<string>($"SELECT sql FROM sqlite_master WHERE name = '{name}'").Contains("WITHOUT ROWID", StringComparison.Ordinal) is false;
        return hasRowIds
            ? ["rowid"]
            : session.Query<string>($"SELECT \"from\" FROM pragma_foreign_key_list('{name}') ORDER BY 1")
                .Concat(session.Query<string>($"SELECT name FROM pragma_table_info('{name}') WHERE pk > 0 ORDER BY pk")).Distinct();
    }

    // Rows lie there in the order of the primary key.
    private static IReadOnlyList<string> OrderOnServer(Session session, string name) => session.Query<string>("""
        SELECT u.COLUMN_NAME FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS c
        JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE u ON u.CONSTRAINT_NAME = c.CONSTRAINT_NAME AND u.TABLE_NAME = c.TABLE_NAME
        WHERE c.CONSTRAINT_TYPE = 'PRIMARY KEY' AND c.TABLE_NAME = @name ORDER BY u.ORDINAL_POSITION
        """, new { name });
}
