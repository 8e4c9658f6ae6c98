using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Kill;

/// <summary>
/// Everything a site comes to, as sorted lines: tables, files, what the shop holds and how often it was written to. Left out
/// is only what tells runs apart: the run tables, run ids, attempts, the lease, the counter that ids are drawn from, and the number of a
/// quarantine entry, of which a database may leave some out where a transaction was undone.
/// </summary>
internal static partial class SiteState
{
    private static readonly string[] LeftOutTables = ["run", "job_run", "stage_run", "lease", "schema_version", "reconcile_sequence"];
    private static readonly string[] LeftOutColumns = ["run_id", "first_run", "last_run", "attempts", "first_run_id", "closed_run_id", "quarantine_id"];
    private static readonly string[] OrderAsRead = ["payload", "payload_hash", "position", "version", "is_pending", "outcome"];
    private static readonly string[] LeftOutFolders = ["data", "logs"];

    /// <param name="withOrdersAsRead">
    /// False where statuses are written: a write changes the order in the shop, and a run that starts again after some of them
    /// reads those orders earlier than the run after an undisturbed one would.
    /// </param>
    public static IReadOnlyList<string> Of(KillSite site, bool withOrdersAsRead = true) =>
        [.. Tables(site.Store, withOrdersAsRead ? [] : OrderAsRead).Concat(Files(site.Folder)).Concat(Shop(site)).Select(line => Address().Replace(line, "SHOP"))];

    private static List<string> Tables(string store, string[] also)
    {
        return TestStores.Open(store, new World(TimeProvider.System)).Read(session => TestStores.Tables(session)
            .Where(table => !LeftOutTables.Contains(table))
            .SelectMany(table => session.Query<dynamic>($"SELECT * FROM {table}")
                .Select(row => $"table {table}: " + string.Join('|', ((IDictionary<string, object?>)row).Where(cell => !LeftOutColumns.Contains(cell.Key) && !also.Contains(cell.Key)).Select(cell => $"{cell.Key}={WithoutRun(cell.Key == "changed_after" ? ToMinute($"{cell.Value}") : $"{cell.Value}")}")))
                .Order(StringComparer.Ordinal))
            .ToList());
    }

    private static IEnumerable<string> Files(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(folder, path))
        .Where(path => !LeftOutFolders.Contains(path.Split(Path.DirectorySeparatorChar)[0]) && path != "etl.yaml")
        .Order(StringComparer.Ordinal)
        .SelectMany(path => Content(Path.Combine(folder, path)).Select(content => $"file {path}: {WithoutRun(content)}"));

    private static IEnumerable<string> Content(string path)
    {
        if (!path.EndsWith(".xlsx", StringComparison.Ordinal))
        {
            return [Encoding.Latin1.GetString(File.ReadAllBytes(path))];
        }

        using var zip = ZipFile.OpenRead(path);
        return [.. zip.Entries.Select(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return entry.FullName + " " + reader.ReadToEnd();
        })];
    }

    private static IEnumerable<string> Shop(KillSite site) =>
    [
        .. Orders(site),
        .. site.Shop.Products.All.Select(product => $"shop product {product["id"]}: {product["stock_quantity"]}, written {site.Shop.Posts.Count(post => Regex.IsMatch(post.Body, $"\"id\":{product["id"]}\\b"))} times"),
        .. site.Shop.Posts.Where(post => !post.Target.Contains("batch", StringComparison.Ordinal)).Select(post => $"shop post {post.Target.Split('?')[0]} {post.Body}"),
    ];

    private static IEnumerable<string> Orders(KillSite site) => site.Shop.Orders.Ids.Order().Select(id =>
        $"shop {id}: {site.Shop.Orders.StatusOf(id)} {site.Shop.Orders[id]["meta_data"]} written {site.Shop.Puts.Count(put => put.Target.Contains($"/orders/{id}", StringComparison.Ordinal))} times");

    /// <summary>A walk is dated back by the whole seconds that its first answer took: some, on a busy machine.</summary>
    private static string ToMinute(string time) => DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out var at)
        ? at.AddSeconds(30).ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture)
        : time;

    private static string WithoutRun(string text) => RunId().Replace(text, "RUN");

    // Each site's shop listens on a port of its own.
    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex(@"\d{8}-\d{6}-[0-9a-f]{8}")]
    private static partial Regex RunId();
}
