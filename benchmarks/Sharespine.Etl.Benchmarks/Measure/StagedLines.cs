using System.Data.Common;
using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Benchmarks.Generate.Scale;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Sie;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>Settlement lines saved file by file, each file in a transaction of its own, and a ledger saved in one.</summary>
internal static class StagedLines
{
    private static readonly string[] Columns =
    [
        "id", "payout_id", "line_key", "file_line", "line_type", "provider_type", "detailed_type", "amount_minor", "vat_minor", "currency", "vat_rate_scaled",
        "order_reference", "other_references", "provider_order_id", "capture_id", "refund_id", "sale_date", "event_date", "payment_method", "from_total", "open_minor",
    ];

    /// <param name="context">Null measures nothing: a warm-up.</param>
    public static void Compare(BenchmarkContext? context, string folder, int lines, MeasuredStore on)
    {
        using var site = BenchmarkSite.Make(folder, on);
        ScaleFolder.Write(folder, lines, orders: 0);
        var files = Read(site, Path.Combine(folder, "klarna.settlement"));
        var staged = Timed(context, "settlement lines, saved", () => Save(site, files));
        var saved = Saved(site.Database);
        using var store = BenchmarkStore.Make(on, Path.Combine(folder, "bare.db"), site.World);
        CopyPayouts(site.Database, store);
        var bare = Timed(context, $"settlement lines, {store.Yardstick}", () => Insert(store, saved));
        context?.Ratio("settlement lines", staged, bare, store.Yardstick);
        if (Saved(store.Database).Sum(rows => rows.Count) != files.Sum(file => file.Rows.Taken))
        {
            throw new InvalidOperationException("the two stores do not hold the same settlement lines.");
        }

        CompareLedger(context, folder, on);
    }

    private static void CompareLedger(BenchmarkContext? context, string folder, MeasuredStore on)
    {
        using var site = BenchmarkSite.Make(Path.Combine(folder, "ledger"), on);
        var path = Path.Combine(folder, "ledger.se");
        using var stream = File.OpenRead(path);
        var ledger = SieLedger.Read(stream, Path.GetFileName(path), [ChartOfAccounts.Klarna], []);
        var count = ledger.Receivables.Sum(snapshot => snapshot.Entries.Count);
        var saved = Timed(context, "ledger entries, saved", () =>
        {
            Reconciliation(site).SaveLedger(new(path, path, path, count), ledger.Receivables, "20261102-010000-00000001", lease: null);
            return count;
        });
        using var store = BenchmarkStore.Make(on, Path.Combine(folder, "bare-ledger.db"), site.World);
        // Entries and what was read of their texts: two tables.
        var bare = StoredRows.InsertAgain(site.Database, store)[^1];
        context?.Print($"ledger entries and readings, {store.Yardstick}", bare.Rows, bare.Wall);
        context?.Ratio("ledger entries", saved, bare.Wall, store.Yardstick);
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
        var reconciliation = Reconciliation(site);
        foreach (var file in files)
        {
            reconciliation.SaveSettlement(new(file.Name, file.Name, file.Name, file.Rows.Read), file.Payouts, lease: null);
        }

        return files.Sum(file => file.Rows.Taken);
    }

    private static Reconciliation Reconciliation(BenchmarkSite site)
    {
        var configuration = site.Site.Configuration.Reconciliations[0];
        return new(site.Database, site.World, configuration.Settings(site.Site), site.Mappings.Rules(configuration));
    }

    /// <summary>What was saved, by payout: the yardstick inserts the very same values.</summary>
    private static List<List<object[]>> Saved(Database database)
    {
        using var connection = database.Dialect.Open();
        return [.. Rows(connection, $"SELECT {string.Join(", ", Columns)} FROM settlement_line ORDER BY id").GroupBy(row => (long)row[1]).Select(group => group.ToList())];
    }

    private static long Insert(BenchmarkStore store, List<List<object[]>> files)
    {
        using var connection = store.Database.Dialect.Open();
        foreach (var file in files)
        {
            using var transaction = store.Database.Dialect.BeginWrite(connection);
            store.BareInsert(connection, transaction, "settlement_line", Columns, file);
            transaction.Commit();
        }

        return files.Sum(file => file.Count);
    }

    /// <summary>The lines' foreign keys need their payouts.</summary>
    private static void CopyPayouts(Database from, BenchmarkStore to)
    {
        using var source = from.Dialect.Open();
        using var target = to.Database.Dialect.Open();
        using var transaction = to.Database.Dialect.BeginWrite(target);
        foreach (var table in new[] { "settlement_file", "payout" })
        {
            using var command = source.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            using var reader = command.ExecuteReader();
            var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
            to.BareInsert(target, transaction, table, columns, Rows(reader));
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
