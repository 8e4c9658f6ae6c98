using Sharespine.Etl.Cli;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

/// <summary>Whole nights by configuration alone: the shop's orders to the ERP, and the ERP's export files into the shop.</summary>
public sealed class Magento1NightTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _site = new();
    private FakeOpenMage _shop = null!;
    private World _world = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeOpenMage.StartAsync();
        _world = new World(_shop.Clock, seed: 3);
        _shop.Shop.Gateway = true;
        _shop.Shop.Add(42);
        _shop.Shop.AddProduct(18, "TS-M", quantity: 5);
        Directory.CreateDirectory(Path.Combine(_site.Path, "in"));
        _site.Write("etl.yaml", $$"""
            company: { name: Exempelbolaget, organisation-number: 559999-0008 }
            connections:
              shop:
                type: magento1
                url: {{_shop.BaseUrl}}
                user: {{FakeOpenMage.User}}
                api-key: ${SHOP_KEY}
                chunk-size: 500
                transport: { allow-http: true, retries: 1, retry-delay: 1 ms }
              visma:
                type: visma-administration
                exchange: exchange
                unknown-characters: replace
              erp:
                type: record-files
                folder: in
                files:
                  product: { pattern: products*.csv, key: Product, grouped: true }
                  price: { pattern: prices*.csv, key: Sku }
                  stock: { pattern: stock*.csv, key: Sku }
                  order-status: { pattern: events*.csv, key: [Document, Event, DeliveryId], grouped: true }
            flows:
              - shop: shop
                erp: visma
                orders: { as: order }
            feeds:
              - from: erp
                to: shop
                entities: [product, price, stock, order-status]
                capture: on-delivery
                notify-customer: true
                extract: { overlap: 10 min }
            """);
        Put("products.csv", "Product;Sku;Name;Ean;Price\nA-1;A-1;Vas;7330026113402;249,00\n");
        Put("prices.csv", "Sku;Price\nA-1;249,00\nTS-M;189,00\n");
        Put("stock.csv", "Sku;Available\nA-1;12\nTS-M;7\nX-1;1\n");
        Put("events.csv", "Document;OrderId;Event;At;DeliveryId;Carrier;TrackingNumber;LineId;Sku;Quantity\norder/shop/42;42;Delivered;2026-11-20 15:00:00;F-77;PostNord;SE1;420;TS-M;2\n");
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task Orders_are_with_the_erp_and_its_news_in_the_shop_in_the_morning_and_once_only()
    {
        var night = await NightAsync();

        Assert.Equal("", string.Join(Environment.NewLine, night.Jobs.Where(job => job.State == JobState.Failed).Select(job => job.Job + " " + night.Reason)));
        Assert.Contains(Directory.GetFiles(Path.Combine(_site.Path, "exchange"), "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains("100000042", StringComparison.Ordinal));

        var made = _shop.Shop.Products.Single(product => product.Text("sku") == "A-1");
        Assert.Equal(("Vas", "249.00", "12.0000"), (made.Text("name"), made.Text("price"), made.Text("qty")));
        Assert.Equal(("189.00", "7.0000"), (_shop.Shop.Product(18).Text("price"), _shop.Shop.Product(18).Text("qty")));

        var shipment = Assert.Single(_shop.Shop.Shipments);
        Assert.Equal("SE1", Assert.Single(shipment.List("tracks")).Text("number"));
        Assert.EndsWith(" SE1", Assert.Single(_shop.Shop.Mails), StringComparison.Ordinal);
        Assert.Equal("2", Assert.Single(_shop.Shop.Invoices).Text("state"));

        // The article that the shop does not have waits by name.
        Assert.Contains(night.OpenMatters, matter => matter.ToString().Contains("X-1", StringComparison.Ordinal));

        var writes = Writes();
        await NightAsync();
        Assert.Equal(writes, Writes());
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_takes_nothing_from_the_night()
    {
        await NightAsync(dryRun: true);
        Assert.Equal(0, Writes());

        await NightAsync();
        Assert.Equal("7.0000", _shop.Shop.Product(18).Text("qty"));
    }

    private int Writes() => _shop.Calls.Count(call => !call.Operation.EndsWith("List", StringComparison.Ordinal) && !call.Operation.EndsWith("Info", StringComparison.Ordinal) && call.Operation is not ("login" or "salesOrderShipmentGetCarriers"));

    private Task<RunResult> NightAsync(bool dryRun = false)
    {
        _shop.Clock.Advance(TimeSpan.FromHours(1));
        var site = OpenSite.Open(Path.Combine(_site.Path, "etl.yaml"), _world, name => name == "SHOP_KEY" ? FakeOpenMage.Key : null);
        return SiteRun.RunAsync(site, new("nightly", IsDryRun: dryRun), null, json: true, CancellationToken.None);
    }

    private void Put(string name, string text)
    {
        var path = _site.Write("in/" + name, text);
        File.SetLastWriteTimeUtc(path, _shop.Clock.GetUtcNow().AddHours(-1).UtcDateTime);
    }
}
