using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>A site in an empty folder: the shipped mappings, a new store, and a clock at the night of 2 November 2026.</summary>
internal sealed record BenchmarkSite(Site Site, SiteMappings Mappings, BenchmarkStore Store, World World) : IDisposable
{
    public static readonly DateTimeOffset Night = new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);

    public static readonly DateOnly AsOf = new(2026, 11, 2);

    public Database Database => Store.Database;

    /// <param name="orderOverlay">What the site changes of the ERP's order mapping.</param>
    /// <exception cref="EtlException">The shipped mappings or this configuration have findings.</exception>
    public static BenchmarkSite Make(string folder, MeasuredStore on = MeasuredStore.Sqlite, string? orderOverlay = null)
    {
        Directory.CreateDirectory(Path.Combine(folder, "shop"));
        // A recorded shop must have orders, even none.
        File.WriteAllText(Path.Combine(folder, "shop", "orders-1.json"), "[]");
        var config = Path.Combine(folder, "etl.yaml");
        File.WriteAllText(config, orderOverlay is null ? Configuration : Configuration + "folders: { mappings: mappings }\n");
        if (orderOverlay is not null)
        {
            Directory.CreateDirectory(Path.Combine(folder, "mappings"));
            File.WriteAllText(Path.Combine(folder, "mappings", "visma-administration.order.yaml"), orderOverlay);
        }

        var world = new World(new ShiftedClock(Night, TimeProvider.System), seed: 1);
        var issues = new List<Issue>();
        var site = ConfigurationReader.Read(config, _ => null, ConnectorCatalog.Types, world, issues);
        var mappings = site is null ? null : SiteMappings.Read(site, ConnectorCatalog.Targets, issues);
        if (site is null || mappings is null || issues.Count > 0)
        {
            throw new EtlException(issues);
        }

        return new(site, mappings, BenchmarkStore.Make(on, site.Store.Place, world), world);
    }

    public void Dispose() => Store.Dispose();

    private static string Configuration => $$"""
        company:
          name: {{SieFile.Company}}
          organisation-number: {{SieFile.CompanyNumber}}
        language: swedish
        store: data/etl.db
        connections:
          shop-se: { type: woocommerce-recorded, folder: shop, work: shop/written }
          visma: { type: visma-administration, exchange: exchange, ledger: sie-export, vouchers: sie-import, unknown-characters: replace }
          klarna-se: { type: settlement-files, provider: Klarna, folder: inbox/klarna, mapping: klarna.settlement }
        flows:
          - { shop: shop-se, erp: visma, status-back: true }
        reconciliations:
          - provider: klarna-se
            ledger: visma
            booking-rules: klarna
            accounts: [ { account: "{{ChartOfAccounts.Klarna}}", name: Fordran Klarna } ]
            matching: { tolerances: { SEK: 1.00 } }
            posting: { series: K }

        """;
}
