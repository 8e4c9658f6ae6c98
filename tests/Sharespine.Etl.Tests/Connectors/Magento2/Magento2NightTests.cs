using System.Text.Json.Nodes;
using Sharespine.Etl.Cli;
using Sharespine.Etl.Connectors.Shops.Magento2;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.EndToEnd.Feeds;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

/// <summary>Whole nights from configuration: an ERP's files into a shop, and one shop into another.</summary>
public sealed class Magento2NightTests : IAsyncLifetime, IDisposable
{
    private readonly SettableClock _clock = new(new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
    private FakeMagento _shop = null!;
    private FakeMagento _other = null!;
    private FeedSite? _site;

    public async Task InitializeAsync()
    {
        _shop = await FakeMagento.StartAsync(_clock);
        _other = await FakeMagento.StartAsync(_clock);
    }

    public async Task DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _other.DisposeAsync();
    }

    public void Dispose() => _site?.Dispose();

    [StoreFact]
    public async Task Products_stock_prices_and_lists_of_files_reach_the_shop_and_the_same_again_sends_nothing()
    {
        Open("""
              - from: erp-files
                to: shop-se
                entities: [product, stock, price, price-list]
            """);
        Put("");
        var night = await _site!.NightAsync();

        Assert.Equal(ExitCodes.Done, night.ExitCode);
        Assert.Equal(["T-1 configurable", "T-1-M simple", "T-1-S simple"], _shop.Catalog.Products.Select(p => $"{p["sku"]} {p["type_id"]}").Order(StringComparer.Ordinal));
        Assert.Equal(["T-1-M 3", "T-1-S 0"], _shop.Catalog.SourceItems.Select(s => $"{s["sku"]} {s["quantity"]}").Order(StringComparer.Ordinal));
        Assert.Equal("249", _shop.Catalog.BasePrices.Single(p => p["sku"]!.ToString() == "T-1-S")["price"]!.ToString());
        Assert.Equal(["Wholesale 1 200", "Wholesale 10 180"], _shop.Catalog.TierPrices.Select(t => $"{t["customer_group"]} {t["quantity"]} {t["price"]}"));
        var writes = _shop.Writes.Count;

        Put("-2");
        await _site.NightAsync();

        Assert.Equal(writes, _shop.Writes.Count);
    }

    [StoreFact]
    public async Task A_delivery_is_shipped_collected_and_told_each_once_whatever_is_read_again()
    {
        Open("""
              - from: erp-files
                to: shop-se
                entities: [order-status]
                capture: on-delivery
                notify-customer: true
            """);
        _shop.Sales.Add(42);
        const string header = "OrderId;Document;Event;ErpNumber;At;DeliveryId;Carrier;TrackingNumber\n";
        _site!.Put("in/status.csv", header + "42;order/shop-se/42;Received;10025;2026-11-21 08:00:00;;;\n42;order/shop-se/42;Delivered;10025;2026-11-21 09:00:00;F-77;PostNord;SE1\n");

        var night = await _site.NightAsync();

        Assert.Equal(ExitCodes.Done, night.ExitCode);
        Assert.Equal(("complete", "SE1"), (_shop.Sales.Order(42)["state"]!.ToString(), Assert.Single(_shop.Sales.Shipments)["tracks"]![0]!["track_number"]!.ToString()));
        Assert.Equal(0, FakeSales.Number(_shop.Sales.Order(42), "total_due"));
        Assert.Single(_shop.Sales.Invoices);
        Assert.Single(_shop.Sales.Order(42)["status_histories"]!.AsArray());

        _site.Put("in/status-2.csv", header + "42;order/shop-se/42;Delivered;10025;2026-11-21 09:00:00;F-77;PostNord;SE1\n");
        await _site.NightAsync();

        Assert.Equal(["order/42/invoice", "order/42/ship", "orders/42/comments"], _shop.Writes.Select(w => w.Path).Order(StringComparer.Ordinal));
    }

    [StoreFact]
    public async Task One_shops_products_stock_and_prices_come_into_another_as_they_are()
    {
        Open("""
              - from: shop-se
                to: shop-fi
                entities: [product, stock, price, price-list]
            """);
        _shop.Catalog.Add("TS-S", price: 199, attributes: ("size", "4"));
        _shop.Catalog.Add("TS-M", price: 199, attributes: ("size", "5"));
        _shop.Catalog.Add("TS", "configurable");
        _shop.Catalog.Link("TS", 137, "Storlek", "TS-S", "TS-M");
        _shop.Catalog.Add("KAFFE/500", price: 89.9m);
        _shop.Catalog.SourceItems.Add(new JsonObject { ["sku"] = "KAFFE/500", ["source_code"] = "default", ["quantity"] = 5, ["status"] = 1 });
        _shop.Catalog.TierPrices.Add(new JsonObject { ["sku"] = "KAFFE/500", ["customer_group"] = "all groups", ["website_id"] = 0, ["quantity"] = 10, ["price"] = 79.9m, ["price_type"] = "fixed" });

        var night = await _site!.NightAsync();

        Assert.Equal(ExitCodes.Done, night.ExitCode);
        Assert.Equal(["KAFFE/500", "TS", "TS-M", "TS-S"], _other.Catalog.Products.Select(p => p["sku"]!.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(2, _other.Catalog.Product("TS")["extension_attributes"]!["configurable_product_links"]!.AsArray().Count);
        Assert.Equal("5", Assert.Single(_other.Catalog.SourceItems)["quantity"]!.ToString());
        Assert.Equal("79.9", Assert.Single(_other.Catalog.TierPrices)["price"]!.ToString());
        var writes = _other.Writes.Count;

        await _site.NightAsync();

        Assert.Equal(writes, _other.Writes.Count);
        Assert.Empty(_shop.Writes);
    }

    [StoreFact]
    public async Task Orders_reach_the_ERP_once_and_a_credit_memo_that_comes_later_as_a_credit()
    {
        Open("""
              []
            flows:
              - shop: shop-se
                erp: visma
                orders:
                  as: order
            """);
        foreach (var document in new[] { "order", "credit" })
        {
            _site!.Put($"mappings/visma-administration.{document}.yaml", $"overlays: visma-administration.{document}\nlookups:\n  terms-of-payment:\n    inline: {{ klarna_kp: \"30\" }}\n");
        }

        _shop.Sales.Add(41);
        _shop.Sales.Add(42, rows: [(1, "A", 1, 100), (2, "B", 3, 10)]);
        _shop.Sales.Add(43, "canceled");
        const string job = "shop-se→visma/order";

        var night = await _site!.NightAsync();

        Assert.Equal((3, 2, 1), (Stage(night, "transform").In, Stage(night, "transform").Done, Stage(night, "transform").Skipped));
        Assert.Equal(2, _site.Database.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM document WHERE entity = 'order'")));

        // Shipped and collected by what the ERP tells, the order is another in the shop and the same to the ERP.
        _shop.Sales.Add(41 + 100);
        await new Magento2ShipmentTarget(_shop.Client()).LoadAsync(Magento2Writing.Document("shipment", new Magento2Shipment { OrderId = "41", Reference = "F-1" }));
        await new Magento2CaptureTarget(_shop.Client()).LoadAsync(Magento2Writing.Document("capture", new Magento2Capture { OrderId = "41", Reference = "F-1" }));
        Assert.Equal("complete", _shop.Sales.Order(41)["state"]!.ToString());
        await _site.NightAsync();

        Assert.Equal(3, _site.Database.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM document WHERE entity = 'order'")));
        Assert.DoesNotContain(_site.Open(Outcome.Held), row => row.Contains("TRN004", StringComparison.Ordinal));

        _shop.Sales.Refund(42, 25);
        _shop.Sales.Order(42)["total_refunded"] = 25;
        await _site.NightAsync();

        Assert.Equal(1, _site.Database.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM document WHERE entity = 'credit'")));
        Assert.Empty(_site.Open(Outcome.Rejected));

        StageCounts Stage(RunResult run, string stage) => run.Of(job).Stages.Single(s => s.Stage == stage).Counts;
    }

    private void Open(string feeds) => _site = new(_clock, $$"""
          {{Shop("shop-se", _shop)}}
          {{Shop("shop-fi", _other)}}
          visma:
            type: visma-administration
            exchange: exchange
            unknown-characters: replace
          erp-files:
            type: record-files
            folder: in
            files:
              product: { pattern: "product*.csv", key: [Product], grouped: true }
              stock: { pattern: "stock*.csv", key: [Sku] }
              price: { pattern: "price-0*.csv", key: [Sku] }
              price-list: { pattern: "list*.csv", key: [List, Sku], grouped: true }
              order-status: { pattern: "status*.csv", key: [Document, Event, DeliveryId], grouped: true }
        """.Replace("\n", "\n  ", StringComparison.Ordinal).Insert(0, "  "), feeds, name => name switch
    {
        "KEY" => _shop.Settings.ConsumerKey,
        "SECRET" => FakeMagento.ConsumerSecret,
        "TOKEN" => _shop.Settings.AccessToken,
        "TOKEN_SECRET" => FakeMagento.TokenSecret,
        _ => null,
    });

    private static string Shop(string name, FakeMagento shop) =>
        $"{name}: {{ type: magento2, url: \"{shop.BaseUrl}\", consumer-key: \"${{KEY}}\", consumer-secret: \"${{SECRET}}\", access-token: \"${{TOKEN}}\", access-token-secret: \"${{TOKEN_SECRET}}\", "
        + "prices-include-tax: true, transport: { allow-http: true, retries: 2, retry-delay: 1 ms, retry-delay-max: 5 ms } }";

    private void Put(string suffix)
    {
        Directory.CreateDirectory(_site!.PathOf("in"));
        _site.Put($"in/product{suffix}.csv", "Product;Sku;Name;VariantName;Size;Price;Active\nT-1;T-1-S;Tröja;Tröja S;S;249,00;true\nT-1;T-1-M;Tröja;Tröja M;M;249,00;true\n");
        _site.Put($"in/stock{suffix}.csv", "Sku;Available\nT-1-S;0\nT-1-M;3\n");
        _site.Put($"in/price-0{suffix}.csv", "Sku;Price;Currency;IncludesVat\nT-1-S;249,00;SEK;true\n");
        _site.Put($"in/list{suffix}.csv", "List;Sku;FromQuantity;Price;Currency;IncludesVat;CustomerGroup\nAGENT;T-1-S;;200,00;SEK;true;Wholesale\nAGENT;T-1-S;10;180,00;SEK;true;Wholesale\n");
    }
}
