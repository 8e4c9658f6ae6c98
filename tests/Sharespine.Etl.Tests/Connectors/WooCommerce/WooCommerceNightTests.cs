using System.Text.Json.Nodes;
using Sharespine.Etl.Cli;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>Whole nights by configuration alone: one shop's products, prices and stock into another, and what an ERP did with an order.</summary>
public sealed class WooCommerceNightTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _site = new();
    private readonly FixedClock _clock = new("2026-11-21T02:00:00Z");
    private FakeWooCommerce _from = null!;
    private FakeWooCommerce _to = null!;

    public async Task InitializeAsync()
    {
        _from = await FakeWooCommerce.StartAsync(_clock);
        _to = await FakeWooCommerce.StartAsync(_clock);
        _from.Products.Add(12, "MUGG")["regular_price"] = "199";
        _from.Products[12]["stock_quantity"] = 40;
        _from.Products.Add(37, "TS", "variable")["manage_stock"] = false;
        _from.Products.AddVariation(37, 38, "TS-S", ("Storlek", "S"));
        _from.Products.AddVariation(37, 39, "TS-M", ("Storlek", "M"));
        _from.Products[39]["sale_price"] = "80";
        _from.Products.Add(60, "PAKET", "grouped");
        _to.Orders.Add(42)["payment_method"] = "bacs";
        Directory.CreateDirectory(Path.Combine(_site.Path, "in"));
        _site.Write("etl.yaml", $$"""
            company: { name: Exempelbolaget, organisation-number: 559999-0008 }
            connections:
              from: {{Shop(_from)}}
              to: {{Shop(_to)}}
              erp:
                type: record-files
                folder: in
                files:
                  order-status: { pattern: events*.csv, key: [Document, Event, DeliveryId], grouped: true }
            feeds:
              - { from: from, to: to, entities: [product, price, stock] }
              - { from: erp, to: to, entities: [order-status], notify-customer: true }
            """);
        Put("events.csv", "Document;OrderId;Event;At;DeliveryId;Carrier;TrackingNumber;LineId;Sku;Quantity\norder/to/42;42;Delivered;2026-11-20 15:00:00;F-77;PostNord;SE1;1;MUGG;1\n");
    }

    public async Task DisposeAsync()
    {
        await _from.DisposeAsync();
        await _to.DisposeAsync();
    }

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task One_shops_range_is_in_the_other_in_the_morning_and_an_order_is_delivered()
    {
        var night = await NightAsync();

        Assert.Equal("", string.Join(Environment.NewLine, night.Jobs.Where(job => job.State == JobState.Failed).Select(job => job.Job + " " + night.Reason)));
        Assert.Equal(("199", "40", "draft"), (Field("MUGG", "regular_price"), Field("MUGG", "stock_quantity"), Field("MUGG", "status")));
        Assert.Equal(("100", "80", "5"), (Field("TS-M", "regular_price"), Field("TS-M", "sale_price"), Field("TS-M", "stock_quantity")));
        Assert.Equal("variable", Field("TS", "type"));
        Assert.Empty(_to.Products.WithSku("PAKET"));
        Assert.Equal("completed", _to.Orders.StatusOf(42));
        Assert.Contains("PostNord", Assert.Single(_to.Deliveries.Notes)["note"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["42"], _to.Deliveries.Mails);
    }

    [Fact]
    public async Task The_next_night_writes_nothing_and_one_change_writes_one_article()
    {
        await NightAsync();
        var writes = Writes();
        await NightAsync();
        Assert.Equal(writes, Writes());
        _from.Products[12]["stock_quantity"] = 39;

        await NightAsync();

        Assert.Equal(("39", writes + 1), (Field("MUGG", "stock_quantity"), Writes()));
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        await NightAsync(dryRun: true);

        Assert.Equal(0, Writes());
    }

    private static string Shop(FakeWooCommerce shop) => $$"""
        { type: woocommerce, url: "{{shop.BaseUrl}}", auth: basic, consumer-key: "${KEY}", consumer-secret: "${SECRET}", transport: { allow-http: true, retries: 1, retry-delay: 1 ms } }
        """;

    private string? Field(string sku, string field) => Assert.Single(_to.Products.WithSku(sku))[field]?.ToString();

    private int Writes() => _to.Requests.Count(request => request.Method != "GET");

    private Task<RunResult> NightAsync(bool dryRun = false)
    {
        _clock.Advance(TimeSpan.FromDays(1));
        var site = OpenSite.Open(Path.Combine(_site.Path, "etl.yaml"), new World(_clock, seed: 3), name => name switch { "KEY" => _to.Keys.Key, "SECRET" => _to.Keys.Secret, _ => null });
        return SiteRun.RunAsync(site, new("nightly", IsDryRun: dryRun), null, json: true, CancellationToken.None);
    }

    private void Put(string name, string text) => File.SetLastWriteTimeUtc(_site.Write("in/" + name, text), _clock.GetUtcNow().AddHours(-1).UtcDateTime);
}
