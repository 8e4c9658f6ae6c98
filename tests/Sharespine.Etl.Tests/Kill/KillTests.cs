using System.Collections.Concurrent;
using System.Globalization;
using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Tests.Support;
using Xunit.Abstractions;

namespace Sharespine.Etl.Tests.Kill;

/// <summary>
/// The promise: killed anywhere and run again, a night comes to the same tables, files and remote effects as one that was
/// never killed. Each point is a real process ended by SIGKILL; the night after it goes on from what that one left on disk and in
/// the shop, in this process or in one of its own. By default a part of the points is tried, by command all of them.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int SideBySide = 3;

    /// <summary>Every so many points the night after the kill is a process too; between them it runs in this one.</summary>
    private const int AgainAsProcess = 8;

    [StoreFact]
    public async Task A_night_killed_at_any_commit_or_file_and_run_again_ends_as_if_it_had_never_been_killed()
    {
        using var samples = new Samples(orders: 20);
        await using var undisturbed = await KillSite.MakeAsync(samples.Folder);
        var log = Path.Combine(samples.Folder, "points.log");
        Assert.Equal(3, await undisturbed.NightAsync(log: log));
        var expected = SiteState.Of(undisturbed);

        await KillEverywhereAsync(samples.Folder, from: null, File.ReadAllLines(log), expected);
    }

    [StoreFact]
    public async Task The_run_that_reads_receipts_and_writes_statuses_killed_anywhere_writes_each_status_once()
    {
        using var samples = new Samples(orders: 10);
        await using var undisturbed = await KillSite.MakeAsync(samples.Folder);
        await undisturbed.NightAsync();
        undisturbed.Agent();
        var before = Path.Combine(samples.Folder, "before");
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        KillSite.Copy(undisturbed.Folder, before);
        TestStores.Copy(undisturbed.Store, KillSite.StoreIn(before));
        var log = Path.Combine(samples.Folder, "points.log");
        Assert.Equal(0, await undisturbed.NightAsync(log: log));
        var expected = SiteState.Of(undisturbed, withOrdersAsRead: false);
        Assert.Contains(expected, line => line.StartsWith("shop", StringComparison.Ordinal) && line.EndsWith("written 1 times", StringComparison.Ordinal));

        await KillEverywhereAsync(samples.Folder, before, File.ReadAllLines(log), expected);
    }

    [StoreFact]
    public async Task Feeds_killed_anywhere_and_run_again_write_each_stock_once_and_ship_and_collect_each_delivery_once()
    {
        using var folder = new Mappings.TemporaryFolder();
        await using var undisturbed = await KillSite.MakeFeedsAsync();
        var log = Path.Combine(folder.Path, "points.log");
        Assert.Equal(0, await undisturbed.NightAsync(log: log));
        var expected = SiteState.Of(undisturbed, withOrdersAsRead: false);
        Assert.Contains(expected, line => line.StartsWith("shop product 101: 21, written 1 times", StringComparison.Ordinal));
        Assert.Contains(expected, line => line.StartsWith("shop 42: completed", StringComparison.Ordinal));

        await KillEverywhereAsync(KillSite.MakeFeedsAsync, File.ReadAllLines(log), expected, withOrdersAsRead: false);
    }

    private Task KillEverywhereAsync(string samples, string? from, string[] points, IReadOnlyList<string> expected) =>
        KillEverywhereAsync(() => KillSite.MakeAsync(samples, from), points, expected, withOrdersAsRead: from is null);

    private async Task KillEverywhereAsync(Func<Task<KillSite>> make, string[] points, IReadOnlyList<string> expected, bool withOrdersAsRead)
    {
        var differences = new ConcurrentBag<string>();
        var chosen = Chosen(points);
        await Parallel.ForEachAsync(chosen, new ParallelOptions { MaxDegreeOfParallelism = SideBySide }, async (point, _) =>
        {
            await using var site = await make();
            var killed = await site.NightAsync(point);
            if (killed != 137)
            {
                differences.Add(string.Create(CultureInfo.InvariantCulture, $"{points[point - 1]}: was not killed, exit code {killed}: {site.LastOutput}"));
                return;
            }

            await (point % AgainAsProcess == 0 ? site.NightAsync() : site.NightInsideAsync());
            var actual = SiteState.Of(site, withOrdersAsRead);
            var missing = expected.Except(actual).Select(line => "  - " + Shorten(line));
            var extra = actual.Except(expected).Select(line => "  + " + Shorten(line));
            var difference = missing.Concat(extra).Take(8).ToList();
            if (difference.Count > 0 || actual.Count != expected.Count)
            {
                differences.Add($"killed at {points[point - 1]}:\n{string.Join('\n', difference)}");
            }
        });
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{points.Length} points, {chosen.Count} tried, {chosen.Count - differences.Count} the same"));
        Assert.True(differences.IsEmpty, string.Join("\n", differences.Take(10)) + string.Create(CultureInfo.InvariantCulture, $"\n{differences.Count} of {chosen.Count} points"));
    }

    /// <summary>Of each kind of point the first and the last, and every fifth of the rest; all of them by command: ETL_KILL_ALL=1.</summary>
    private static IReadOnlyList<int> Chosen(string[] points)
    {
        var all = Environment.GetEnvironmentVariable("ETL_KILL_ALL") == "1";
        return
        [
            .. points.Select((point, index) => (Number: index + 1, Kind: point[(point.IndexOf(' ', StringComparison.Ordinal) + 1)..]))
                .GroupBy(point => point.Kind)
                .SelectMany(kind => kind.Where((point, index) => all || index == 0 || index == kind.Count() - 1 || point.Number % 5 == 0))
                .Select(point => point.Number)
                .Order(),
        ];
    }

    private static string Shorten(string line) => line.Length <= 600 ? line : line[..600] + "…";

    private sealed class Samples : IDisposable
    {
        /// <summary>A larger night by command: ETL_KILL_ORDERS=400.</summary>
        public Samples(int orders) => NightFolder.Write(Folder,
            int.TryParse(Environment.GetEnvironmentVariable("ETL_KILL_ORDERS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : orders);

        public string Folder { get; } = Directory.CreateTempSubdirectory("etl-kill-samples-").FullName;

        public void Dispose() => TestStores.Discard(Folder);
    }
}
