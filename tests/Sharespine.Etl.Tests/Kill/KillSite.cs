using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Cli;
using Sharespine.Etl.Cli.Commands;
using Sharespine.Etl.Connectors.Erps.VismaAdministration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.Connectors.WooCommerce;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Kill;

/// <summary>A site in a folder of its own with a shop on the network; the program runs on it as a real process.</summary>
internal sealed class KillSite : IAsyncDisposable
{
    private static readonly string Clock = NightFolder.AsOf.AddDays(1).ToString("yyyy-MM-dd'T01:00:00Z'", CultureInfo.InvariantCulture);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "etl.dll");

    private KillSite(string folder, FakeWooCommerce shop) => (Folder, Shop) = (folder, shop);

    public string Folder { get; }

    public string Store => StoreIn(Folder);

    public FakeWooCommerce Shop { get; }

    /// <summary>A new site; with <paramref name="from"/>, one that stands where that folder stands.</summary>
    public static async Task<KillSite> MakeAsync(string samples, string? from = null)
    {
        var folder = Directory.CreateTempSubdirectory("etl-kill-").FullName;
        var shop = await FakeWooCommerce.StartAsync(new FixedClock(Clock));
        Fill(shop, Path.Combine(samples, "woocommerce.order"));
        if (from is null)
        {
            Copy(Path.Combine(samples, "klarna.settlement"), Path.Combine(folder, "inbox"));
            Copy(Path.Combine(samples, "sie"), Path.Combine(folder, "ledger"));
        }
        else
        {
            Copy(from, folder);
            TestStores.Copy(StoreIn(from), StoreIn(folder));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "etl.yaml"), Configuration(shop.BaseUrl));
        return new(folder, shop);
    }

    /// <summary>A new site in which an ERP's files go into the shop: stock of twelve articles and a delivery of each of two orders.</summary>
    public static async Task<KillSite> MakeFeedsAsync()
    {
        var folder = Directory.CreateTempSubdirectory("etl-kill-").FullName;
        var shop = await FakeWooCommerce.StartAsync(new FixedClock(Clock));
        shop.Orders.Add(41);
        shop.Orders.Add(42);
        var stock = new StringBuilder("Sku;Available\n");
        for (var number = 1; number <= 12; number++)
        {
            shop.Products.Add(100 + number, string.Create(CultureInfo.InvariantCulture, $"A-{number}"));
            stock.Append(CultureInfo.InvariantCulture, $"A-{number};{number + 20}\n");
        }

        Put("stock.csv", stock.ToString());
        Put("status.csv", """
            OrderId;Document;Event;At;DeliveryId;Carrier;TrackingNumber
            41;order/shop-se/41;PartlyDelivered;2026-10-01 09:00:00;F-76;PostNord;SE0
            41;order/shop-se/41;Delivered;2026-10-02 09:00:00;F-77;PostNord;SE1
            42;order/shop-se/42;Delivered;2026-10-02 09:00:00;F-78;PostNord;SE2

            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "etl.yaml"), FeedsConfiguration(shop.BaseUrl));
        return new(folder, shop);

        void Put(string name, string text)
        {
            var path = Path.Combine(folder, "in", name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddYears(50));
        }
    }

    /// <summary>Runs the night as a process. Returns its exit code; 137 when it was killed.</summary>
    /// <param name="killAt">The fault point to be killed at, counted from 1; 0 is none.</param>
    /// <param name="log">Where the fault points are listed.</param>
    public async Task<int> NightAsync(int killAt = 0, string? log = null)
    {
        (var exit, LastOutput) = await RunAsync(["nightly"], killAt, log);
        return exit;
    }

    /// <summary>Runs a command, beside others if need be. Returns its exit code and what it printed.</summary>
    public async Task<(int Exit, string Output)> RunAsync(IReadOnlyList<string> command, int killAt = 0, string? log = null)
    {
        var start = Command(command);
        start.Environment["ETL_FAULT_AT"] = killAt.ToString(CultureInfo.InvariantCulture);
        if (log is not null)
        {
            start.Environment["ETL_FAULT_LOG"] = log;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    public string LastOutput { get; private set; } = "";

    /// <summary>
    /// The same night in the tests' own process, which is warm. What it goes on from is as for a process of its own: nothing but
    /// the store, the files and the shop.
    /// </summary>
    public async Task NightInsideAsync()
    {
        var environment = Command(["nightly"]).Environment;
        var site = OpenSite.Open(Path.Combine(Folder, "etl.yaml"), new World(new FixedClock(Clock)), name => environment.TryGetValue(name, out var value) ? value : null);
        await new Runner(site.Database, site.World, site.RunSettings, new SilentObserver()).RunAsync(new("nightly"), PlanCommand.Night(site), CancellationToken.None);
    }

    private ProcessStartInfo Command(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. command, "--config", "etl.yaml", "--json"])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ETL_CLOCK"] = Clock;
        start.Environment["WOO_KEY"] = Shop.Keys.Key;
        start.Environment["WOO_SECRET"] = Shop.Keys.Secret;
        // A night of seconds is mostly the start of the runtime: profiling and a second mapping of the code's pages only add to it.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        TestStores.HandOver(Store, start);
        return start;
    }

    /// <summary>The ERP's agent takes the files and acknowledges.</summary>
    public void Agent() => new DemoAgent(Path.Combine(Folder, "exchange")).Run();

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        TestStores.Discard(Folder);
    }

    internal static string StoreIn(string folder) => Path.Combine(folder, "data", "etl.db");

    internal static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
            File.SetLastWriteTimeUtc(target, DateTime.UnixEpoch.AddYears(50));
        }
    }

    private static void Fill(FakeWooCommerce shop, string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "orders-*.json"))
        {
            foreach (var order in JsonNode.Parse(File.ReadAllText(file))!.AsArray())
            {
                var copy = (JsonObject)order!.DeepClone();
                copy["refunds"] = new JsonArray();
                shop.Orders.Add(copy);
                var refunds = Path.Combine(folder, $"refunds-{copy["id"]}.json");
                foreach (var refund in File.Exists(refunds) ? JsonNode.Parse(File.ReadAllText(refunds))!.AsArray() : [])
                {
                    shop.Orders.AddRefund(copy["id"]!.GetValue<long>(), (JsonObject)refund!.DeepClone());
                }
            }
        }
    }

    private static string FeedsConfiguration(string shop) => $$"""
        company:
          name: Norrsken Handel AB
          organisation-number: 559999-0008
        connections:
          shop-se:
            type: woocommerce
            url: {{shop}}
            consumer-key: ${WOO_KEY}
            consumer-secret: ${WOO_SECRET}
            auth: basic
            transport: { allow-http: true }
          erp-files:
            type: record-files
            folder: in
            page-size: 5
            files:
              stock: { pattern: "stock*.csv", key: [Sku] }
              order-status: { pattern: "status*.csv", key: [Document, Event, DeliveryId], grouped: true }
        feeds:
          - from: erp-files
            to: shop-se
            entities: [stock, order-status]
            capture: on-delivery
            notify-customer: true
        """;

    private static string Configuration(string shop) => $$"""
        company:
          name: Norrsken Handel AB
          organisation-number: 559999-0008
        language: swedish
        connections:
          shop-se:
            type: woocommerce
            url: {{shop}}
            consumer-key: ${WOO_KEY}
            consumer-secret: ${WOO_SECRET}
            auth: basic
            page-size: 8
            transport: { allow-http: true }
          visma:
            type: visma-administration
            exchange: exchange
            ledger: ledger
            vouchers: vouchers
            unknown-characters: replace
          klarna-se:
            type: settlement-files
            provider: Klarna
            folder: inbox
            mapping: klarna.settlement
        flows:
          - shop: shop-se
            erp: visma
            status-back: true
        reconciliations:
          - provider: klarna-se
            ledger: visma
            accounts:
              - account: "1580"
            start: { date: 2026-09-01, amounts: { "1580": 0 } }
        """;
}
