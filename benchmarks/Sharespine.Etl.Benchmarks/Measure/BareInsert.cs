using System.Data.Common;
using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>
/// What the database gives at best: ten columns inserted with one prepared statement and nothing around it, on the store's own
/// connection settings, 10 000 rows to a transaction.
/// </summary>
public sealed class BareInsert : IBenchmark
{
    private const int RowsPerTransaction = 10_000;

    private static readonly string[] Columns = ["id", "type", "reference", "other_reference", "amount", "vat", "currency", "event_date", "file_line", "comment"];

    public string Name => "bare-insert";

    public void Run(BenchmarkContext context)
    {
        var dialect = new SqliteDialect(Path.Combine(context.Folder, "bare.db"));
        var count = context.Rows(500_000);
        using var connection = dialect.Open();
        Execute(connection, "CREATE TABLE bare (id INTEGER PRIMARY KEY, type TEXT, reference TEXT, other_reference TEXT, amount INTEGER, vat INTEGER, currency TEXT, event_date TEXT, file_line INTEGER, comment TEXT)");
        context.Measure("bare prepared insert, SQLite, 10 columns", () => Insert(connection, count));
    }

    private static long Insert(DbConnection connection, int count)
    {
        foreach (var batch in Enumerable.Range(0, count).Chunk(RowsPerTransaction))
        {
            using var transaction = connection.BeginTransaction();
            PreparedInsert.Insert(connection, transaction, "bare", Columns, batch.Select(Values));
            transaction.Commit();
        }

        return count;
    }

    private static object[] Values(int row) =>
    [
        (long)row, row % 3 == 0 ? "SALE" : "FEE", Amounts.Number(1_000_000 + (row / 3)), DBNull.Value, 10_000L + (row % 9973), 25L, "SEK", "2026-10-15",
        (long)(row % 50_000), "PURCHASE_FEE_PERCENTAGE",
    ];

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
