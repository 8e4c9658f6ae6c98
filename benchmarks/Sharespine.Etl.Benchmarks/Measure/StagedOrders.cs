using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>Orders of a shop taken in page by page, each page in a transaction of its own.</summary>
internal sealed class StagedOrders
{
    private const string Source = "shop-se/order";
    private const string RunId = "20261102-010000-00000001";
    private const int Distinct = 2_000;

    private static readonly string[] Columns =
        ["source", "record_key", "payload", "payload_hash", "position", "version", "is_pending", "run_id", "seen_at", "expires_at"];

    private readonly string _folder;
    private readonly MeasuredStore _on;
    private readonly (string Payload, string Hash)[] _orders;

    public StagedOrders(string folder, MeasuredStore on)
    {
        (_folder, _on) = (folder, on);
        var file = Path.Combine(folder, "orders.ndjson");
        OrderLines.Write(file, Distinct, lines: 5);
        _orders = [.. File.ReadLines(file).Select(line => (line, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)))))];
    }

    /// <param name="context">Null measures nothing: a warm-up.</param>
    public void Compare(BenchmarkContext? context, int count, int pageSize)
    {
        var world = new World(new ShiftedClock(BenchmarkSite.Night, TimeProvider.System), seed: 1);
        var pages = string.Create(CultureInfo.InvariantCulture, $"{pageSize:N0} a page");
        var yardstick = BenchmarkStore.YardstickOf(_on);
        var bare = Timed(context, $"orders, {yardstick}, {pages}", world, store => Bare(store, world, count, pageSize), count);
        var staged = Timed(context, $"orders, staged, {pages}", world, store => Staged(store.Database, world, count, pageSize), count);
        context?.Ratio($"orders, {pages}", staged, bare, yardstick);
        if (context is not null)
        {
            context.Say(string.Create(CultureInfo.InvariantCulture, $"  (payload {_orders.Average(order => order.Payload.Length) / 1024:0.0} kB on average)"));
        }
    }

    private TimeSpan Timed(BenchmarkContext? context, string what, World world, Func<BenchmarkStore, long> work, int count)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "store")).FullName;
        TimeSpan elapsed;
        long found;
        using (var store = BenchmarkStore.Make(_on, Path.Combine(folder, "etl.db"), world))
        {
            elapsed = context?.Measure(what, () => work(store)) ?? Ignored(work(store));
            found = store.Database.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM source_record"));
        }

        Directory.Delete(folder, recursive: true);
        return found == count ? elapsed : throw new InvalidOperationException($"{what}: {found} rows are in the store instead of {count}.");
    }

    private static TimeSpan Ignored(long _) => TimeSpan.Zero;

    private long Staged(Database database, World world, int count, int pageSize)
    {
        long taken = 0;
        foreach (var page in Enumerable.Range(0, count).Chunk(pageSize))
        {
            var now = world.UtcNow;
            taken += database.Write("extract page", null, session =>
                SourceStore.TakeIn(session, Source, RunId + "/" + Source, page.Select(Row), RunId, now, now.AddDays(90)));
        }

        return taken;
    }

    private long Bare(BenchmarkStore store, World world, int count, int pageSize)
    {
        using var connection = store.Database.Dialect.Open();
        foreach (var page in Enumerable.Range(0, count).Chunk(pageSize))
        {
            var now = world.UtcNow;
            var (seen, expires) = (SqlValues.Text(now), SqlValues.Text(now.AddDays(90)));
            using var transaction = store.Database.Dialect.BeginWrite(connection);
            store.BareInsert(connection, transaction, "source_record", Columns, page.Select(index =>
            {
                var row = Row(index);
                return new object[] { Source, row.Key, row.Payload, row.Hash, row.Position, 1L, 1L, RunId, seen, expires };
            }));
            transaction.Commit();
        }

        return count;
    }

    private IntakeRow Row(int index)
    {
        var (payload, hash) = _orders[index % Distinct];
        var number = index.ToString("0000000", CultureInfo.InvariantCulture);
        return new(number, payload, hash, $"orders?page={number[..5]} [{number[5..]}]");
    }
}
