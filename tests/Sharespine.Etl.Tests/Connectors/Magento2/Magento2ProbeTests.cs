using Sharespine.Etl.Connectors.Shops.Magento2;
using Sharespine.Etl.Tests.Connectors.WooCommerce;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

public sealed class Magento2ProbeTests : IAsyncLifetime
{
    private readonly FixedClock _clock = new("2026-11-21T02:00:00Z");
    private FakeMagento _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeMagento.StartAsync(_clock);

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task All_is_well_with_every_right_and_nothing_is_changed()
    {
        _shop.Sales.Add(42);

        Assert.Empty(await ProbeAsync());
        Assert.Empty(_shop.Sales.Shipments);
        Assert.Empty(_shop.Sales.Invoices);
        Assert.Empty(_shop.Catalog.Products);
        Assert.Empty(_shop.Catalog.SourceItems);
    }

    [Fact]
    public async Task Every_missing_right_is_named_by_its_resource()
    {
        _shop.Forbidden["creditmemos"] = "Magento_Sales::sales_creditmemo";
        _shop.Forbidden["POST order/999999999999/ship"] = "Magento_Sales::ship";
        _shop.Forbidden["POST inventory/source-items"] = "Magento_InventoryApi::source";

        var issues = await ProbeAsync();

        Assert.Equal(["MGT002", "MGT002", "MGT002"], issues.Select(i => i.Code.Code));
        Assert.Equal(3, issues.Count(i => i.Message.Contains("Magento_", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Only_rights_for_what_the_connection_is_used_for_are_asked_for()
    {
        _shop.Forbidden["products"] = "Magento_Catalog::products";

        Assert.Empty(await ProbeAsync(_shop.Settings with { UsedFor = ["order", "shipment"] }));
        Assert.NotEmpty(await ProbeAsync(_shop.Settings with { UsedFor = ["price"] }));
    }

    [Fact]
    public async Task A_shop_without_sources_is_told_to_be_set_so()
    {
        _shop.Faults.Add(new FakeFault { Path = "inventory/sources", Instead = FakeReply.Error(404, "Request does not match any route.") });

        var issue = Assert.Single(await ProbeAsync(_shop.Settings with { UsedFor = ["stock"] }));
        Assert.Equal(("MGT001", "stock: legacy"), (issue.Code.Code, issue.Try));
        Assert.Empty(await ProbeAsync(_shop.Settings with { UsedFor = ["stock"], Stock = Magento2Stock.Legacy }));
    }

    [Fact]
    public async Task Clocks_that_differ_and_unknown_stores_are_told()
    {
        var world = new World(new FixedClock("2026-11-21T02:11:00Z"), 1);
        using var late = new Magento2Client(_shop.Settings, world);

        Assert.Equal("MGT029", Assert.Single(await Magento2Connection.Open("shop", late).ProbeAsync!(default)).Code.Code);
        Assert.Equal("MGT010", Assert.Single(await ProbeAsync(_shop.Settings with { Stores = ["norge"] })).Code.Code);
        Assert.Equal("MGT010", Assert.Single(await ProbeAsync(_shop.Settings with { ProductStore = "norge" })).Code.Code);
    }

    [Fact]
    public async Task A_wrong_token_is_told_once()
    {
        Assert.Equal("MGT003", Assert.Single(await ProbeAsync(_shop.Settings with { AccessTokenSecret = "something-else" })).Code.Code);
    }

    [Fact]
    public async Task Statuses_are_those_that_Magento_has_and_those_seen_on_orders()
    {
        _shop.Sales.Add(1, status: "packing");
        _shop.Sales.Add(2)["status"] = null;

        var statuses = await Magento2Connection.Open("shop", _shop.Client()).StatusesAsync!(default);

        Assert.Contains(statuses, s => s is { Code: "packing", Name: "in state processing" });
        Assert.Contains(statuses, s => s is { Code: "fraud", Name: "in state payment_review, processing" });
        Assert.Equal(10, statuses.Count);
    }

    private async Task<IReadOnlyList<Errors.Issue>> ProbeAsync(Magento2Settings? settings = null) => await Magento2Connection.Open("shop", _shop.Client(settings)).ProbeAsync!(default);
}
