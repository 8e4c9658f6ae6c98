using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Connectors.Soap;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

public sealed class Magento1ProbeTests : Magento1WriteTests
{
    [Fact]
    public async Task A_role_with_every_right_is_well_and_nothing_is_changed()
    {
        Shop.Add(42);
        Shop.AddProduct(18, "MUGG");

        Assert.Empty(await Client.ProbeAsync(default));

        Assert.Empty(Shop.Shipments);
        Assert.Empty(Shop.Invoices);
        Assert.Single(Shop.Products);
        Assert.Single(Shop.Order(42).List("status_history"));
    }

    [Fact]
    public async Task Every_right_that_is_missing_is_named_at_once()
    {
        Server.Denied.UnionWith(["salesOrderShipmentCreate", "salesOrderInvoiceCapture", "catalogInventoryStockItemUpdate"]);

        var issues = await Client.ProbeAsync(default);

        Assert.All(issues, issue => Assert.Equal(Magento1Errors.NoRights, issue.Code));
        Assert.Equal(3, issues.Count);
        Assert.Contains(issues, issue => issue.Message.Contains("Order invoices > Capture", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_key_a_wrong_address_and_a_misspelt_store_are_told_apart()
    {
        using var wrongKey = Server.Client(Server.Settings with { ApiKey = "wrong-key" });
        Assert.Equal(Magento1Errors.WrongLogin, Assert.Single(await wrongKey.ProbeAsync(default)).Code);

        using var misspelt = Server.Client(Server.Settings with { PriceStores = ["sv"] });
        var store = Assert.Single(await misspelt.ProbeAsync(default));
        Assert.Equal((Magento1Errors.UnknownStore, "price-stores", "se, fi"), (store.Code, store.Field, store.Try));

        Server.Wsdl = "<html><body>404</body></html>";
        using var wrongAddress = Server.Client();
        Assert.Equal(SoapErrors.WsdlUnreadable, Assert.Single(await wrongAddress.ProbeAsync(default)).Code);
    }

    [Fact]
    public async Task An_operation_that_an_old_shop_does_not_have_is_named()
    {
        Server.Wsdl = FakeWsdl.Text("urn:OpenMage", literal: false).Replace("salesOrderShipmentSendInfo", "somethingElse", StringComparison.Ordinal);

        var issue = Assert.Single(await Client.ProbeAsync(default));

        Assert.Equal(SoapErrors.NotInWsdl, issue.Code);
        Assert.Contains("salesOrderShipmentSendInfo", issue.Message, StringComparison.Ordinal);
    }
}
