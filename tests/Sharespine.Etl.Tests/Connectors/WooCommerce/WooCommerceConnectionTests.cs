using Sharespine.Etl.Connectors.Shops.WooCommerce;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>What doctor is told of a shop that is used both ways.</summary>
public sealed class WooCommerceConnectionTests : IAsyncLifetime
{
    private FakeWooCommerce _shop = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync();
        _shop.Orders.Add(1);
        _shop.Products.Add(12, "MUGG");
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task A_key_with_all_rights_gives_no_findings_and_nothing_is_changed()
    {
        var before = _shop.Products[12].ToJsonString();

        Assert.Empty(await ProbeAsync());
        Assert.Equal(before, _shop.Products[12].ToJsonString());
        Assert.Equal("""{"update":[]}""", Assert.Single(_shop.Posts).Body);
    }

    [Fact]
    public async Task Each_missing_right_is_named()
    {
        _shop.Products.MayBeRead = false;
        _shop.Products.MayBeWritten = false;
        _shop.Settled.MayBeRead = false;

        Assert.Equal(
            ["WOO003 read products", "WOO003 read product attributes", "WOO003 read settings", "WOO003 read reports", "WOO025 write products"],
            (await ProbeAsync(_shop.Settings with { Auth = WooCommerceAuth.Query })).Select(issue => $"{issue.Code.Code} {issue.Field}"));
    }

    [Fact]
    public async Task The_right_to_products_does_not_hold_that_to_their_attributes()
    {
        _shop.Products.AttributesMayBeRead = false;

        Assert.Equal("read product attributes", Assert.Single(await ProbeAsync()).Field);
    }

    [Theory]
    [InlineData(WooCommerceTracking.Auto, null)]
    [InlineData(WooCommerceTracking.ShipmentTracking, "WOO043 tracking: The shop's API has no /wc-shipment-tracking/v3/orders/{id}/shipment-trackings.")]
    [InlineData(WooCommerceTracking.Fulfillments, "WOO043 tracking: The shop's API has no orders/{id}/fulfillments.")]
    public async Task A_place_for_tracking_numbers_that_is_configured_and_not_there_is_told(WooCommerceTracking tracking, string? finding)
    {
        Assert.Equal(finding, (await ProbeAsync(_shop.Settings with { Tracking = tracking })).SingleOrDefault()?.ToString());
        _shop.Deliveries.HasFulfillments = true;
        _shop.Deliveries.HasShipmentTracking = true;
        Assert.Empty(await ProbeAsync(_shop.Settings with { Tracking = tracking }));
    }

    [Fact]
    public async Task A_wrong_key_is_told_once()
    {
        using var client = _shop.Client(_shop.Settings with { ConsumerSecret = "cs_wrong" });

        Assert.Equal("WOO002", Assert.Single(await client.ProbeAllAsync(default)).Code.Code);
    }

    [Fact]
    public async Task A_shop_whose_settings_say_nothing_of_prices_is_told()
    {
        _shop.Settled.Recorded["settings/tax"] = "[]";

        var issue = Assert.Single(await ProbeAsync());

        Assert.Equal(("WOO026", "The shop's settings have no woocommerce_prices_include_tax."), (issue.Code.Code, issue.Message));
    }

    [Fact]
    public async Task The_statuses_to_choose_from_are_the_shops_with_those_of_its_extensions()
    {
        using var client = _shop.Client();

        Assert.Equal(["processing Behandlas", "dellevererad Dellevererad"], (await client.StatusesAsync(default)).Select(status => $"{status.Code} {status.Name}"));
    }

    [RecordedShopFact]
    public async Task The_recorded_statuses_and_settings_are_read()
    {
        _shop.Settled.Recorded["reports/orders/totals"] = await File.ReadAllTextAsync(Path.Combine(RecordedShopFactAttribute.Folder!, "reports-orders-totals.json"));
        _shop.Settled.Recorded["settings/tax"] = await File.ReadAllTextAsync(Path.Combine(RecordedShopFactAttribute.Folder!, "settings-tax.json"));
        using var client = _shop.Client();

        var statuses = await client.StatusesAsync(default);
        Assert.Equal(9, statuses.Count);
        Assert.Contains(new("dellevererad", "Dellevererad"), statuses);
        Assert.True((await client.BasisAsync(default)).PricesIncludeTax);
    }

    [Theory]
    [InlineData("wc-completed", "completed")]
    [InlineData("", "none")]
    public void A_capture_status_that_cannot_work_is_told(string status, string hint)
    {
        var issue = Assert.Single((_shop.Settings with { CaptureStatus = status }).Check());

        Assert.Equal(("capture-status", hint), (issue.Field, issue.Try));
    }

    private async Task<IReadOnlyList<Etl.Errors.Issue>> ProbeAsync(WooCommerceSettings? settings = null)
    {
        using var client = _shop.Client(settings);
        return await client.ProbeAllAsync(default);
    }
}
