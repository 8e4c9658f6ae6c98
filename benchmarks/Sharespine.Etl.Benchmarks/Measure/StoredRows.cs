using System.Data.Common;
using System.Globalization;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>
/// The yardstick of a reconciliation: every row that it left in its store, inserted again into the same tables with the same
/// indexes, in the order it came, by one prepared statement or bulk copy per table, the values in memory, a transaction for each
/// that the reconciliation took.
/// </summary>
internal static class StoredRows
{
    private const int InMemory = 20_000;

    /// <returns>One step per table that holds rows worth measuring, and their sum.</returns>
    public static IReadOnlyList<Step> InsertAgain(Database from, BenchmarkStore to)
    {
        var steps = StoredTable.All(from, to.Database).Select(table => Insert(from, to, table)).ToList();
        var sum = steps.Aggregate((a, b) => new($"{to.Yardstick} of all rows stored", a.Rows + b.Rows, a.Wall + b.Wall, a.Cpu + b.Cpu, a.Allocated + b.Allocated, Math.Max(a.Peak, b.Peak)));
        return [.. steps.Where(step => step.Rows > 100), sum];
    }

    private static Step Insert(Database from, BenchmarkStore to, StoredTable table)
    {
        using var source = from.Dialect.Open();
        using var select = source.CreateCommand();
        select.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT {table.Name}.*, {table.Together} FROM {table.Name} ORDER BY {table.Order}");
        using var reader = select.ExecuteReader();
        var columns = Enumerable.Range(0, reader.FieldCount - 1).Select(reader.GetName).ToArray();
        using var target = to.Database.Dialect.Open();
        return Insert(to, target, table.Name, columns, reader);
    }

    private static Step Insert(BenchmarkStore to, DbConnection target, string table, string[] columns, DbDataReader reader)
    {
        var step = new Step($"{to.Yardstick}: {table}", 0, default, default, 0, 0);
        var transaction = to.Database.Dialect.BeginWrite(target);
        object? current = null;
        foreach (var (key, rows) in Chunks(reader))
        {
            var meter = new Meter();
            if (current is not null && !current.Equals(key))
            {
                transaction.Commit();
                transaction.Dispose();
                transaction = to.Database.Dialect.BeginWrite(target);
            }

            current = key;
            to.BareInsert(target, transaction, table, columns, rows);
            step = Add(step, meter.Stop("", rows.Count));
        }

        var last = new Meter();
        transaction.Commit();
        transaction.Dispose();
        return Add(step, last.Stop("", 0));
    }

    /// <summary>Rows of one transaction, or as many of them as are held in memory at a time.</summary>
    private static IEnumerable<(object Key, List<object[]> Rows)> Chunks(DbDataReader reader)
    {
        var rows = new List<object[]>();
        object? key = null;
        while (reader.Read())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            if (rows.Count == InMemory || (key is not null && !key.Equals(values[^1])))
            {
                yield return (key!, rows);
                rows = [];
            }

            key = values[^1];
            rows.Add(values[..^1]);
        }

        if (key is not null)
        {
            yield return (key, rows);
        }
    }

    private static Step Add(Step sum, Step part) => sum with
    {
        Rows = sum.Rows + part.Rows,
        Wall = sum.Wall + part.Wall,
        Cpu = sum.Cpu + part.Cpu,
        Allocated = sum.Allocated + part.Allocated,
        Peak = Math.Max(sum.Peak, part.Peak),
    };
}
