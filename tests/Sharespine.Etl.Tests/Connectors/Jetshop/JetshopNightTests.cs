using Sharespine.Etl.Cli;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Tests.Connectors.WooCommerce;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Connectors.Jetshop;

/// <summary>Whole nights: an ERP's export files into the shop, by configuration alone.</summary>
public sealed class JetshopNightTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _site = new();
    private FakeJetshop _shop = null!;
    private World _world = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeJetshop.StartAsync();
        _world = new World(_shop.Time, seed: 3);
        _shop.Orders.Add("42");
        Directory.CreateDirectory(Path.Combine(_site.Path, "in"));
        Directory.CreateDirectory(Path.Combine(_site.Path, "mappings", "jetshop"));
        _site.Write("mappings/jetshop/operations.yaml", JetshopSite.OperationsFile);
        _site.Write("mappings/jetshop.order-status.yaml", "overlays: jetshop.order-status\nlookups: { shop-status: { inline: { delivered: \"30\" } } }\n");
        _site.Write("etl.yaml", $$"""
            company: { name: Exempelbolaget, organisation-number: 559999-0008 }
            folders: { mappings: mappings }
            connections:
              shop:
                type: jetshop
                url: {{_shop.Settings.Url}}
                user: api
                password: ${SHOP_PASSWORD}
                transport: { allow-http: true, retries: 1, retry-delay: 1 ms }
              erp:
                type: record-files
                folder: in
                files:
                  product: { pattern: products*.csv, key: Product, grouped: true }
                  price: { pattern: prices*.csv, key: Sku }
                  stock: { pattern: stock*.csv, key: Sku }
                  order-status: { pattern: events*.csv, key: [Document, Event, DeliveryId], grouped: true }
            feeds:
              - from: erp
                to: shop
                entities: [product, price, stock, order-status]
                capture: on-delivery
                extract: { overlap: 10 min }
            """);
        Put("products.csv", "Product;Sku;Name;Ean;Price\nA-1;A-1;Vas;7330026113402;249,00\nA-2;A-2;Kruka;;\n");
        Put("prices.csv", "Sku;Price\nA-1;249,00\nA-2;99,00\n");
        Put("stock.csv", "Sku;Available\nA-1;12\nA-2;3,5\nX-1;1\n");
        Put("events.csv", "Document;OrderId;Event;At;DeliveryId;Carrier;TrackingNumber;LineId;Sku;Quantity\norder/shop/42;42;Delivered;2026-11-27 15:00:00;F-77;PostNord;SE1;1;A-1;1\n");
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task What_the_erp_exports_is_in_the_shop_in_the_morning_and_once_only()
    {
        var night = await NightAsync();

        Assert.Equal("", string.Join(Environment.NewLine, night.Jobs.Where(job => job.State == JobState.Failed).Select(job => job.Job + " " + night.Reason)));
        Assert.Equal(("Vas", "199.2000", "12"), (_shop.Articles["A-1", "Name"], _shop.Articles["A-1", "Price"], _shop.Articles["A-1", "Stock.NewStockCount"]));
        Assert.Equal(("79.2000", "3"), (_shop.Articles["A-2", "Price"], _shop.Articles["A-2", "Stock.NewStockCount"]));
        Assert.Equal(("30", "SE1", 1), (_shop.Orders.Status("42"), _shop.Orders.Parcels("42"), _shop.Orders.Collected["42"]));
        // The article that the shop does not have waits by name; the product without a price is shown by the next night.
        Assert.Contains(night.OpenMatters, matter => matter.ToString().Contains("X-1", StringComparison.Ordinal));
        Assert.Equal("true", _shop.Articles["A-2", "HideProduct"]);

        await NightAsync();
        Assert.Equal("false", _shop.Articles["A-2", "HideProduct"]);

        var writes = Writes();
        await NightAsync();
        Assert.Equal(writes, Writes());
        Assert.Equal(1, _shop.Orders.Collected["42"]);
    }

    [Fact]
    public async Task A_newer_file_changes_only_what_differs()
    {
        await NightAsync();
        await NightAsync();
        var writes = Writes();
        Put("stock-2.csv", "Sku;Available\nA-1;12\nA-2;7\n");

        await NightAsync();

        Assert.Equal("7", _shop.Articles["A-2", "Stock.NewStockCount"]);
        Assert.Equal(writes + 1, Writes());
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_takes_nothing_from_the_night()
    {
        await NightAsync(dryRun: true);
        Assert.Equal(0, Writes());

        await NightAsync();
        Assert.Equal("12", _shop.Articles["A-1", "Stock.NewStockCount"]);
    }

    [Fact]
    public void A_mistake_in_the_operations_file_is_told_by_line_and_no_night_starts()
    {
        _site.Write("mappings/jetshop/operations.yaml", JetshopSite.OperationsFile.Replace("{changedAfter}", "{changedAftr}", StringComparison.Ordinal));

        var error = Assert.Throws<EtlException>(Open);

        var issue = Assert.Single(error.Issues);
        Assert.EndsWith("operations.yaml", issue.At!.Value.Source, StringComparison.Ordinal);
        Assert.Equal(4, issue.At.Value.Line);
        Assert.Contains("changedAfter", issue.Try, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_come_from_export_files_where_the_site_says_so_and_never_from_both()
    {
        const string orderFiles = "    password: ${SHOP_PASSWORD}\n    order-files:\n      folder: in\n      files: { pattern: orders*.xml, key: OrderId, records: Export/OrderData, lists: [OrderRow] }\n";
        _site.Write("etl.yaml", (await File.ReadAllTextAsync(Path.Combine(_site.Path, "etl.yaml"))).Replace("    password: ${SHOP_PASSWORD}\n", orderFiles, StringComparison.Ordinal));
        Assert.Equal("shop.order-files", Assert.Single(Assert.Throws<EtlException>(Open).Issues).Field);

        var operations = JetshopSite.OperationsFile;
        _site.Write("mappings/jetshop/operations.yaml", operations[operations.IndexOf("order:", StringComparison.Ordinal)..]);
        Put("orders.xml", """
            <Export><OrderData><OrderId>77</OrderId><OrderDate>2026-11-27T12:00:00</OrderDate><StatusId>10</StatusId><CurrencyCode>SEK</CurrencyCode><PersonalNumber>800101-1234</PersonalNumber>
            <OrderRows><OrderRow><RowId>1</RowId><ArticleNumber>A-1</ArticleNumber><Name>Vas</Name><Quantity>1</Quantity><RowTotalExVat>80.0000</RowTotalExVat><RowVat>20.0000</RowVat><VatRate>0.25</VatRate></OrderRow></OrderRows>
            <TotalIncVat>100.0000</TotalIncVat><TotalVat>20.0000</TotalVat></OrderData></Export>
            """);

        var source = Open().Site.Connections["shop"].Records!;
        var record = Assert.Single((await source.PagesAsync("order"))[0].Records);

        Assert.Equal("77", record.Key);
        Assert.DoesNotContain("800101", System.Text.Encoding.UTF8.GetString(record.Payload.Span), StringComparison.Ordinal);
        Assert.IsType<Sharespine.Etl.Mappings.Documents.MappingResult.Document>(JetshopOrdersTests.Mapping("jetshop.order").Map(record.Payload, Sharespine.Etl.Mappings.Documents.MappingInputs.None));
        Assert.Equal("77", (await source.FetchAsync("order", "77", default))!.Key);
    }

    [Fact]
    public void A_feed_of_what_nobody_described_does_not_start()
    {
        File.Delete(Path.Combine(_site.Path, "mappings/jetshop/operations.yaml"));

        var error = Assert.Throws<EtlException>(Open);

        Assert.Contains("order-status", string.Join(' ', error.Issues), StringComparison.Ordinal);
    }

    private OpenSite Open() => OpenSite.Open(Path.Combine(_site.Path, "etl.yaml"), _world, name => name == "SHOP_PASSWORD" ? "s3cret-word" : null);

    private int Writes() => _shop.Requests.Count(request => request.Operation is not ("Product_Get" or "Bestallning_Hamta"));

    private Task<RunResult> NightAsync(bool dryRun = false)
    {
        ((FixedClock)_shop.Time).Advance(TimeSpan.FromDays(1));
        return SiteRun.RunAsync(Open(), new("nightly", IsDryRun: dryRun), null, json: true, CancellationToken.None);
    }

    private void Put(string name, string text)
    {
        var path = _site.Write("in/" + name, text);
        File.SetLastWriteTimeUtc(path, _shop.Time.GetUtcNow().AddHours(-1).UtcDateTime);
    }
}
