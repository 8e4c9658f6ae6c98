using System.Data.Common;
using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>
/// The yardstick: ten columns inserted with one prepared statement and nothing around it, on the store's own connection
/// settings, 10 000 rows to a transaction. What the store does on top is compared with this.
/// </summary>
public sealed class BareInsert : IBenchmark
{
    private const int RowsPerTransaction = 10_000;

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
        for (var first = 0; first < count; first += RowsPerTransaction)
        {
            using var transaction = connection.BeginTransaction();
            InsertBatch(connection, transaction, first, Math.Min(count, first + RowsPerTransaction));
            transaction.Commit();
        }

        return count;
    }

    private static void InsertBatch(DbConnection connection, DbTransaction transaction, int first, int end)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO bare VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)";
        for (var column = 0; column < 10; column++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "$" + Amounts.Number(column);
            command.Parameters.Add(parameter);
        }

        command.Prepare();
        for (var row = first; row < end; row++)
        {
            Fill(command.Parameters, row);
            command.ExecuteNonQuery();
        }
    }

    private static void Fill(DbParameterCollection values, int row)
    {
        values[0].Value = row;
        values[1].Value = row % 3 == 0 ? "SALE" : "FEE";
        values[2].Value = Amounts.Number(1_000_000 + (row / 3));
        values[3].Value = DBNull.Value;
        values[4].Value = 10_000L + (row % 9973);
        values[5].Value = 25L;
        values[6].Value = "SEK";
        values[7].Value = "2026-10-15";
        values[8].Value = row % 50_000;
        values[9].Value = "PURCHASE_FEE_PERCENTAGE";
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
