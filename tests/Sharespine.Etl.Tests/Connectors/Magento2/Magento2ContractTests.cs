using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.Magento2;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;
using Sharespine.Etl.Tests.Mappings;
using Sharespine.Etl.Tests.Support.OpenApi;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

/// <summary>Every request that the connector can send, held against Adobe's own description of the API.</summary>
public sealed class Magento2ContractTests : IAsyncLifetime
{
    private const string Spec = "specs/shops/magento2/admin-schema-2.4.8.swagger2.json.gz";
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 2, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Where we knowingly do otherwise: actions without content get an empty object, since Magento wants a content type with
    /// every POST; a stock item names only what is to change, though the description calls each of its fields required; and
    /// the probe of the right to make products must not be able to make one.
    /// </summary>
    private static readonly (string Path, string Problem)[] Known =
    [
        ("/cancel", "A body was sent, and none is described."),
        ("/capture", "A body was sent, and none is described."),
        ("/stockItems/", " is required."),
        ("/V1/products {}", "body.product is required."),
    ];

    private FakeMagento _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeMagento.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [SharedSampleFact(Spec)]
    public async Task Every_request_that_can_be_sent_is_described()
    {
        await ReadEverythingAsync();
        await WriteOrdersAsync();
        await WriteCatalogAsync();
        await Magento2Connection.Open("shop", _shop.Client()).ProbeAsync!(default);
        await Magento2Connection.Open("shop", _shop.Client(_shop.Settings with { Stock = Magento2Stock.Legacy })).ProbeAsync!(default);
        await Magento2Connection.Open("shop", _shop.Client()).StatusesAsync!(default);

        var api = OpenApiDocument.Load(Path.Combine(Repository.Shared, Spec));
        var problems = _shop.Calls.SelectMany(call =>
        {
            var path = call.Target[call.Target.IndexOf("/V1/", StringComparison.Ordinal)..];
            return api.Problems(call.Method, path, call.Body.Length == 0 ? null : call.Body, "fields")
                .Where(problem => !Known.Any(known => (path + " " + call.Body).Contains(known.Path, StringComparison.Ordinal) && problem.EndsWith(known.Problem, StringComparison.Ordinal)))
                .Select(problem => $"{call.Method} {path}: {problem}");
        }).Distinct().ToList();

        Assert.Empty(problems);
        Assert.Equal(
            [
                "GET creditmemos", "GET customerGroups/search", "GET inventory/source-items", "GET inventory/sources", "GET invoices", "GET invoices/{}", "GET invoices/{}/comments", "GET orders", "GET orders/{}",
                "GET products", "GET products/attributes", "GET products/attributes/{}", "GET shipment/{}", "GET shipment/{}/comments", "GET shipments", "GET stockItems/{}", "GET store/storeConfigs", "GET store/storeViews", "GET store/websites",
                "POST configurable-products/{}/child", "POST configurable-products/{}/options", "POST inventory/source-items", "POST invoices/{}/capture", "POST order/{}/invoice", "POST order/{}/ship",
                "POST orders/{}/cancel", "POST orders/{}/comments", "POST products", "POST products/attributes/{}/options", "POST products/base-prices", "POST products/base-prices-information",
                "POST products/special-price", "POST products/special-price-delete", "POST products/special-price-information", "POST products/tier-prices", "POST products/tier-prices-delete",
                "POST products/tier-prices-information", "PUT products/{}/stockItems/{}",
            ],
            _shop.Calls.Select(Shape).Distinct().Order(StringComparer.Ordinal));
    }

    private async Task ReadEverythingAsync()
    {
        _shop.Sales.Add(41);
        _shop.Sales.Refund(41, 10);
        _shop.Catalog.Add("c,d", price: 20);
        _shop.Catalog.Add("TS-S", attributes: ("size", "4"));
        _shop.Catalog.Add("TS", "configurable");
        _shop.Catalog.Link("TS", 137, "Storlek", "TS-S");
        _shop.Catalog.SourceItems.Add(new JsonObject { ["sku"] = "c,d", ["source_code"] = "default", ["quantity"] = 1, ["status"] = 1 });
        _shop.Catalog.TierPrices.Add(new JsonObject { ["sku"] = "c,d", ["customer_group"] = "ALL GROUPS", ["website_id"] = 0, ["quantity"] = 5, ["price"] = 10, ["price_type"] = "discount" });
        var settings = _shop.Settings with { Websites = ["base"] };
        foreach (var entity in new[] { "order", "product", "stock", "price", "price-list" })
        {
            Assert.NotEmpty(await _shop.Client(settings).RecordsAsync(entity, Now.AddDays(-1)));
            await _shop.Client(settings).SweepAsync(entity, Now.AddDays(-1));
            await new Magento2Source(_shop.Client(settings)).FetchAsync(entity, entity is "order" or "product" ? "41" : "default/c,d", default);
        }

        await _shop.Client(settings with { Stock = Magento2Stock.Legacy }).RecordsAsync("stock");
    }

    private async Task WriteOrdersAsync()
    {
        var client = _shop.Client();
        _shop.Sales.ListsComments = false;
        _shop.Sales.Add(42, rows: [(1, "A", 3, 100)]);
        _shop.Sales.Add(43);
        DeliveredLine[] part = [new() { Sku = "A", Quantity = 1 }];
        await DoneAsync(new Magento2StatusTarget(client), "magento2.order-status", new OrderStatusChange { OrderId = "42", DocumentKey = "k", Event = ErpEvent.Received, ErpNumber = "1", At = Now });
        await DoneAsync(new Magento2StatusTarget(client), "magento2.order-status", new OrderStatusChange { OrderId = "43", DocumentKey = "k", Event = ErpEvent.Cancelled, ErpNumber = "1", At = Now });
        foreach (var id in new[] { "F-1", "F-2" })
        {
            await DoneAsync(new Magento2ShipmentTarget(client), "magento2.shipment", new Shipment
            {
                Key = id,
                OrderId = "42",
                Delivery = new() { Id = id, Carrier = "PostNord", TrackingNumbers = [id], Lines = part },
                NotifyCustomer = true,
                At = Now,
            });
            await DoneAsync(new Magento2CaptureTarget(client), "magento2.capture", new Capture { Key = id, OrderId = "42", IsFinal = false, Lines = part });
        }

        _shop.Sales.Add(44);
        _shop.Sales.LeavesInvoicesOpen = true;
        await new Magento2CaptureTarget(client).LoadAsync(Magento2Writing.Mapped("magento2.capture", new Capture { Key = "HAND", OrderId = "44", IsFinal = true }));
        await DoneAsync(new Magento2CaptureTarget(client), "magento2.capture", new Capture { Key = "F-3", OrderId = "44", IsFinal = true });
    }

    private async Task WriteCatalogAsync()
    {
        var client = _shop.Client();
        await DoneAsync(new Magento2ProductTarget(client), "magento2.product-in", new Product
        {
            Id = "1",
            Sku = "NY/1",
            Name = "Ny",
            Description = "d",
            Variants = [new() { Id = "1", Sku = "NY-XXL", Ean = "7350000000017", FirstPrice = 10, Weight = 1.5m, Options = [new() { Name = "Storlek", Value = "XXL" }] }],
        });
        await DoneAsync(new Magento2StockTarget(client), "magento2.stock-in", new StockLevel { Sku = "NY-XXL", Available = 2.5m });
        var price = new Price { Sku = "NY-XXL", Currency = "SEK", IncludesVat = true, Regular = 99.5m, Campaign = 80 };
        await DoneAsync(new Magento2PriceTarget(client), "magento2.price-in", price);
        await DoneAsync(new Magento2PriceTarget(client), "magento2.price-in", price with { Campaign = null });
        await DoneAsync(new Magento2PriceTarget(client), "magento2.price-in", price with { Store = "fi", Currency = "EUR" });
        var list = new ListPrice { List = "Wholesale", Sku = "NY-XXL", Currency = "SEK", IncludesVat = true, Tiers = [new() { FromQuantity = 1, Price = 90 }, new() { FromQuantity = 10, Price = 80 }] };
        await DoneAsync(new Magento2PriceListTarget(client), "magento2.price-list-in", list);
        await DoneAsync(new Magento2PriceListTarget(client), "magento2.price-list-in", list with { Tiers = [list.Tiers[0]] });
        _shop.Catalog.StockItems["NY-XXL"] = new JsonObject { ["item_id"] = 7, ["qty"] = 1, ["is_in_stock"] = true };
        await DoneAsync(new LegacyStockTarget(_shop.Client(_shop.Settings with { Stock = Magento2Stock.Legacy })), "magento2.stock-in", new StockLevel { Sku = "NY-XXL", Available = 5 });
    }

    private static async Task DoneAsync<T>(IRecordTarget target, string mapping, T record) =>
        Assert.IsType<TargetAnswer.Done>(await target.LoadAsync(Magento2Writing.Mapped(mapping, record)));

    private static string Shape(FakeCall call)
    {
        string[] words = ["no-such-article", "NY%2F1", "NY-XXL", "c%2Cd", "TS-S", "TS", "size", "price"];
        return call.Method + " " + string.Join('/', call.Path.Split('/').Select((part, i) => i > 0 && (part.All(char.IsAsciiDigit) || words.Contains(part)) ? "{}" : part));
    }
}
