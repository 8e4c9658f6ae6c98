using System.Data.Common;
using Sharespine.Etl.Benchmarks.Generate.Scale;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>Settlement lines saved file by file, each file in a transaction of its own.</summary>
internal static class StagedLines
{
    private static readonly string[] Columns =
    [
        "id", "payout_id", "line_key", "file_line", "line_type", "provider_type", "detailed_type", "amount_minor", "vat_minor", "currency", "vat_rate_scaled",
        "order_reference", "other_references", "provider_order_id", "capture_id", "refund_id", "sale_date", "event_date", "payment_method", "from_total", "open_minor",
    ];

    /// <param name="context">Null measures nothing: a warm-up.</param>
    public static void Compare(BenchmarkContext? context, string folder, int lines)
    {
        var site = BenchmarkSite.Make(folder);
        ScaleFolder.Write(folder, lines, orders: 0);
        var files = Read(site, Path.Combine(folder, "klarna.settlement"));
        var staged = Timed(context, "settlement lines, saved", () => Save(site, files));
        var saved = Saved(site.Database);
        var yardstick = BenchmarkSite.NewStore(Path.Combine(folder, "bare.db"), site.World);
        CopyPayouts(site.Database, yardstick);
        var bare = Timed(context, "settlement lines, bare insert", () => Insert(yardstick, saved));
        context?.Ratio("settlement lines", staged, bare);
        if (Saved(yardstick).Sum(rows => rows.Count) != files.Sum(file => file.Rows.Taken))
        {
            throw new InvalidOperationException("the two stores do not hold the same settlement lines.");
        }
    }

    private static TimeSpan Timed(BenchmarkContext? context, string what, Func<long> work)
    {
        if (context is not null)
        {
            return context.Measure(what, work);
        }

        work();
        return TimeSpan.Zero;
    }

    private static List<SettlementFile> Read(BenchmarkSite site, string folder) =>
        [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(path => SettlementReader.Read(FileBytes.FromPath(path), site.Mappings.File("klarna.settlement")))];

    private static long Save(BenchmarkSite site, List<SettlementFile> files)
    {
        var configuration = site.Site.Configuration.Reconciliations[0];
        var reconciliation = new Reconciliation(site.Database, site.World, configuration.Settings(site.Site), site.Mappings.Rules(configuration));
        foreach (var file in files)
        {
            reconciliation.SaveSettlement(new(file.Name, file.Name, file.Name, file.Rows.Read), file.Payouts, lease: null);
        }

        return files.Sum(file => file.Rows.Taken);
    }

    /// <summary>What was saved, by payout: the yardstick inserts the very same values.</summary>
    private static List<List<object[]>> Saved(Database database)
    {
        using var connection = database.Dialect.Open();
        return [.. Rows(connection, $"SELECT {string.Join(", ", Columns)} FROM settlement_line ORDER BY id").GroupBy(row => (long)row[1]).Select(group => group.ToList())];
    }

    private static long Insert(Database database, List<List<object[]>> files)
    {
        using var connection = database.Dialect.Open();
        foreach (var file in files)
        {
            using var transaction = database.Dialect.BeginWrite(connection);
            PreparedInsert.Insert(connection, transaction, "settlement_line", Columns, file);
            transaction.Commit();
        }

        return files.Sum(file => file.Count);
    }

    /// <summary>The lines' foreign keys need their payouts.</summary>
    private static void CopyPayouts(Database from, Database to)
    {
        using var source = from.Dialect.Open();
        using var target = to.Dialect.Open();
        using var transaction = to.Dialect.BeginWrite(target);
        foreach (var table in new[] { "settlement_file", "payout" })
        {
            using var command = source.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            using var reader = command.ExecuteReader();
            var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
            PreparedInsert.Insert(target, transaction, table, columns, Rows(reader));
        }

        transaction.Commit();
    }

    private static List<object[]> Rows(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        return [.. Rows(reader)];
    }

    private static IEnumerable<object[]> Rows(DbDataReader reader)
    {
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            yield return row;
        }
    }
}
