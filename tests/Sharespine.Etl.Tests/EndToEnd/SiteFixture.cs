using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Cli;
using Sharespine.Etl.Cli.Commands;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Connectors.Erps.VismaAdministration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Connectors.WooCommerce;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>
/// A whole site in a folder of its own: etl.yaml, a shop that answers over http, the demo ERP's agent, a provider's inbox and
/// the books. Runs are those of the program; the clock, which shop and program share, stands still between them.
/// </summary>
internal sealed class SiteFixture : IAsyncDisposable
{
    public const string Orders = "shop-se→visma/order";
    public const string Status = "visma→shop-se/order-status";
    public const string Klarna = "klarna-se↔visma";
    public const string NumberKey = "_erp_order_number";

    private readonly SiteOptions _options;
    private OpenSite? _open;

    private SiteFixture(SiteOptions options, FakeWooCommerce shop, SettableClock clock)
    {
        (_options, Shop, Clock) = (options, shop, clock);
        Root = Directory.CreateTempSubdirectory("etl-site-").FullName;
        World = new(clock, seed: 1);
    }

    public string Root { get; }

    public FakeWooCommerce Shop { get; }

    public SettableClock Clock { get; }

    public World World { get; }

    /// <summary>The site as the program reads it; read again after <see cref="Reopen"/>.</summary>
    public OpenSite Site => _open ??= Open();

    public Database Database => Site.Database;

    public static async Task<SiteFixture> CreateAsync(SiteOptions? options = null)
    {
        var clock = new SettableClock(new(NightFolder.AsOf.ToDateTime(new(1, 0)), TimeSpan.Zero));
        var fixture = new SiteFixture(options ?? new(), await FakeWooCommerce.StartAsync(clock), clock);
        fixture.Fill();
        return fixture;
    }

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        TestStores.Discard(Root);
    }

    /// <summary>Configuration and mappings are read anew, as by the next process.</summary>
    public void Reopen() => _open = null;

    /// <summary>What the program would say to the configuration as it stands.</summary>
    public IReadOnlyList<Issue> Check()
    {
        var issues = new List<Issue>();
        if (ConfigurationReader.Read(PathOf("etl.yaml"), Environment, ConnectorCatalog.Types, World, issues) is { } site)
        {
            SiteMappings.Read(site, ConnectorCatalog.Targets, issues);
        }

        return issues;
    }

    /// <summary>The whole night, a minute after what was before it.</summary>
    public Task<RunResult> NightAsync(bool dryRun = false, CancellationToken stop = default) => RunAsync(new("nightly", IsDryRun: dryRun), null, stop);

    /// <summary>The night, the ERP's agent, and the run after it.</summary>
    public async Task<(RunResult Night, RunResult Morning)> NightAndMorningAsync()
    {
        var night = await NightAsync();
        Agent().Run();
        return (night, await NightAsync());
    }

    public Task<RunResult> JobAsync(string job) => RunAsync(new("job"), [job]);

    public Task<RunResult> RerunLastAsync()
    {
        var (earlier, again) = RerunCommand.Again(Site, "last");
        return RunAsync(new("rerun", RerunOf: earlier.RunId), [.. again.Select(job => job.Job)]);
    }

    public Task<RunResult> BackfillAsync(params string[] ids)
    {
        Pass(TimeSpan.FromMinutes(1));
        var job = (RecordJob)SiteRun.Find(Site.Jobs(), Orders);
        return new Runner(Database, World, Site.RunSettings, new SilentObserver()).RunAsync(new("backfill"), [job.Backfill(ids)!], CancellationToken.None);
    }

    public Task<RunResult> RunAsync(RunRequest request, IReadOnlyCollection<string>? jobs, CancellationToken stop = default)
    {
        Pass(TimeSpan.FromMinutes(1));
        return SiteRun.RunAsync(Site, request, jobs, json: true, stop);
    }

    public void Pass(TimeSpan time) => Clock.Now += time;

    public DemoAgent Agent(params string[] rejects) => new(PathOf("exchange"), new() { Reject = rejects.ToHashSet() });

    public string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>Writes a file as if it had come the evening before.</summary>
    public void Put(string relative, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllBytes(PathOf(relative), content);
        File.SetLastWriteTimeUtc(PathOf(relative), Clock.Now.UtcDateTime.AddHours(-6));
    }

    public void Put(string relative, string content) => Put(relative, Encoding.UTF8.GetBytes(content));

    public string SettlementFile => Directory.GetFiles(PathOf("inbox/klarna")).Single();

    public long Count(string table, string where = "1 = 1") => Database.Read(session => session.Scalar<long>($"SELECT COUNT(*) FROM {table} WHERE {where}"));

    /// <summary>Documents for the ERP: orders, credits, articles.</summary>
    public int DocumentCount => (int)Database.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM document WHERE flow = @flow", new { flow = "shop-se→visma" }));

    /// <summary>Single values of the first column.</summary>
    public IReadOnlyList<string?> Column(string sql, object? parameters = null) => Database.Read(session => session.Query<string?>(sql, parameters));

    public IReadOnlyList<QuarantineRow> Open(Outcome outcome) => Database.Read(session => Quarantine.Open(session, outcome));

    /// <summary>What "rejected retry", "held ignore" and their kind do.</summary>
    public void Decide(QuarantineRow row, string decision) =>
        Assert.True(Database.Write("decision", null, session => Quarantine.Decide(session, row.QuarantineId, decision, "tester", "because", World.UtcNow)));

    /// <summary>Every row of every table that the program keeps, less the history of its runs.</summary>
    public string StoreHash() => Hash(Database.Read(session => TestStores.Tables(session)
        .Except(["run", "job_run", "stage_run", "lease"])
        .Select(table => table + "\n" + Dump(session, table)).ToList()));

    /// <summary>All of a table as text.</summary>
    public static string Dump(Session session, string table) => string.Join('\n', session.Query<dynamic>($"SELECT * FROM {table}")
        .Select(row => string.Join('|', ((IDictionary<string, object?>)row).Select(column => Convert.ToString(column.Value, CultureInfo.InvariantCulture))))
        .Order(StringComparer.Ordinal));

    /// <summary>Files that the program makes for others, by name with their hash; data and logs are its own.</summary>
    public SortedDictionary<string, string> Files(params string[] folders)
    {
        string[] wanted = folders.Length > 0 ? folders : ["exchange", "sie-import", "archive", "reports"];
        return new(wanted.Select(PathOf).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            .ToDictionary(path => Path.GetRelativePath(Root, path).Replace('\\', '/'), path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))), StringComparer.Ordinal);
    }

    /// <summary>
    /// Where everything stands, on all sides, in a form that does not tell how it came there: no run ids, times or attempts.
    /// </summary>
    public string State()
    {
        var text = new StringBuilder();
        foreach (var (title, sql) in new[]
        {
            ("records", "SELECT source, record_key, outcome FROM source_record WHERE is_pending = 0"),
            ("documents", "SELECT flow, entity, document_key, payload_hash, load_state FROM document"),
            ("links", "SELECT target, entity, document_key, role, target_key, sent_hash FROM link"),
            ("outbox", "SELECT outbox_id, state FROM outbox"),
            ("open", "SELECT job, stage, record_key, outcome, code FROM quarantine WHERE state <> 'resolved'"),
        })
        {
            var rows = Database.Read(session => session.Query<dynamic>(sql)).Select(row => string.Join('|', ((IDictionary<string, object?>)row).Values));
            text.AppendLine(title).AppendJoin('\n', rows.Order(StringComparer.Ordinal)).AppendLine();
        }

        text.AppendLine("erp").AppendJoin('\n', Agent().Documents.Select(row => $"{row.Entity}|{row.Key}|{row.Number}|{row.Total}|{row.Imports}").Order(StringComparer.Ordinal)).AppendLine();
        text.AppendLine("shop").AppendJoin('\n', Shop.Orders.Ids.Select(id => $"{id}|{Shop.Orders.StatusOf(id)}|{Shop.Orders.Meta(id, NumberKey)}|{Shop.Orders.WritesTo(id)}"));
        return text.ToString();
    }

    /// <summary>A further order like the shop's first, placed now.</summary>
    public void AddOrder(long id, Action<JsonObject>? change = null)
    {
        var order = (JsonObject)Shop.Orders[Shop.Orders.Ids.First()].DeepClone();
        order["id"] = id;
        order["number"] = id.ToString(CultureInfo.InvariantCulture);
        order["meta_data"] = new JsonArray();
        order["date_created_gmt"] = Clock.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        Shop.Orders.Add(order);
        Shop.Orders.Touch(id);
        change?.Invoke(order);
    }

    /// <summary>Something in an order's address is corrected in the shop.</summary>
    public void Edit(long id, string street)
    {
        Shop.Orders[id]["billing"]!["address_1"] = street;
        Shop.Orders.Touch(id);
    }

    private static string Hash(IEnumerable<string> parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));

    private string? Environment(string name) => name switch
    {
        "WOO_KEY" => Shop.Keys.Key,
        "WOO_SECRET" => Shop.Keys.Secret,
        _ => null,
    };

    private OpenSite Open()
    {
        var issues = new List<Issue>();
        var site = ConfigurationReader.Read(PathOf("etl.yaml"), Environment, ConnectorCatalog.Types, World, issues);
        var mappings = site is null ? null : SiteMappings.Read(site, ConnectorCatalog.Targets, issues);
        if (site is null || mappings is null || issues.Count > 0)
        {
            throw new EtlException(issues);
        }

        return new(site, mappings, TestStores.Open(site.Store.Place, World), World);
    }

    private void Fill()
    {
        NightFolder.Write(PathOf("made"), _options.OrderCount);
        Shop.Orders.Load(File.ReadAllText(PathOf("made/woocommerce.order/orders-1.json")));
        foreach (var file in Directory.GetFiles(PathOf("made/woocommerce.order"), "refunds-*.json"))
        {
            var order = long.Parse(Path.GetFileNameWithoutExtension(file).AsSpan("refunds-".Length), NumberStyles.None, CultureInfo.InvariantCulture);
            Shop.Orders.Details(order).AddRange(JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(refund => (JsonObject)refund!.DeepClone()));
        }

        foreach (var (from, to) in new[] { ("klarna.settlement", "inbox/klarna"), ("sie", "sie-export") })
        {
            foreach (var file in Directory.GetFiles(PathOf("made/" + from)))
            {
                Put($"{to}/{Path.GetFileName(file)}", File.ReadAllBytes(file));
            }
        }

        Directory.Delete(PathOf("made"), recursive: true);
        // The shop sells products without article number: the demo company's overlays say how they are booked.
        foreach (var name in new[] { "article", "order", "credit" })
        {
            var overlay = $"visma-administration.{name}.yaml";
            Put("mappings/" + overlay, File.ReadAllBytes(Path.Combine(Repository.Demo, "mappings", overlay)));
        }

        File.WriteAllText(PathOf("etl.yaml"), SiteYaml.Text(Shop.BaseUrl, _options));
    }
}

/// <summary>What differs from one site to the next.</summary>
internal sealed record SiteOptions
{
    public int OrderCount { get; init; } = 20;

    /// <summary>Without it the night has the flow's two jobs only.</summary>
    public bool Reconciles { get; init; } = true;

    public int PageSize { get; init; } = 100;

    public int Retries { get; init; }

    public int AttemptTimeoutMilliseconds { get; init; } = 20_000;

    /// <summary>Further lines of the flow's orders block, each indented by six.</summary>
    public string Orders { get; init; } = "";
}
