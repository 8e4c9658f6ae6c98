using System.IO.Compression;
using System.Text;
using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Load;
using Sharespine.Etl.Tests.Mappings;
using Sharespine.Etl.Tests.Support.Soap;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

/// <summary>Every request that the connector sends, held against the WSDLs of running shops.</summary>
public sealed class Magento1ContractTests
{
    private const string Folder = "specs/shops/magento1";

    [SharedSampleFact(Folder + "/openmage-v2_soap-merged.wsdl.gz")]
    public Task OpenMage_takes_every_request() => CheckAsync("openmage-v2_soap-merged.wsdl.gz", SoapStyle.RpcEncoded, "urn:OpenMage");

    [SharedSampleFact(Folder + "/magento-1.9.3.1-v2_soap-merged.wsdl.gz")]
    public Task Magento_1_9_takes_every_request() => CheckAsync("magento-1.9.3.1-v2_soap-merged.wsdl.gz", SoapStyle.RpcEncoded, "urn:Magento");

    [SharedSampleFact(Folder + "/openmage-v2_soap-wsi-merged.wsdl.gz")]
    public Task A_shop_in_wsi_mode_takes_every_request() => CheckAsync("openmage-v2_soap-wsi-merged.wsdl.gz", SoapStyle.DocumentLiteral, "urn:OpenMage");

    [SharedSampleFact(Folder + "/openmage-v2_soap-merged.wsdl.gz")]
    public void The_check_finds_what_a_shop_would_object_to()
    {
        var wsdl = Read("openmage-v2_soap-merged.wsdl.gz").Wsdl;
        var message = new SoapMessage("salesOrderShipmentCreate",
        [
            new("sessionId", "s"), new("itemsQty", new SoapValue.List("orderItemIdQtyArray", "orderItemIdQty", [new SoapValue.Fields("orderItemIdQty", new SoapField("order_item_id", new SoapValue.Text("x", "xsd:int")))])),
            new("orderIncrementId", "1"), new("grid", "1"),
        ]);

        var findings = WsdlCheck.Request(wsdl, SoapEnvelope.Write(wsdl.Dialect(), message).Span);

        Assert.Contains("salesOrderShipmentCreate/itemsQty[0]/order_item_id: \"x\" is no xsd:int", findings);
        Assert.Contains("salesOrderShipmentCreate/orderIncrementId: stands after itemsQty", findings);
        Assert.Contains("salesOrderShipmentCreate/grid: the WSDL has no such field", findings);
        Assert.Contains("salesOrderShipmentCreate/email: is missing", findings);
    }

    [SharedSampleFact(Folder + "/openmage-v2_soap-merged.wsdl.gz")]
    public void Recorded_answers_are_what_the_wsdl_says()
    {
        var wsdl = Read("openmage-v2_soap-merged.wsdl.gz").Wsdl;
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Shared, "samples/shops/openmage"), "salesOrderInfo-1*.response.xml"))
        {
            Assert.Empty(WsdlCheck.Answer(wsdl, File.ReadAllBytes(file)));
        }
    }

    [SharedSampleFact(Folder + "/openmage-v2_soap-wsi-merged.wsdl.gz")]
    public async Task Attributes_that_a_shop_in_wsi_mode_has_no_place_for_are_refused_before_anything_is_made()
    {
        await using var shop = await FakeOpenMage.StartAsync(literal: true);
        shop.Wsdl = Read("openmage-v2_soap-wsi-merged.wsdl.gz").Text;
        using var client = shop.Client();
        var document = Magento1WriteTests.Document("product", """{"sku":"A","articles":[{"sku":"A","name":"A","attributes":[{"code":"ean","value":"1"}]}]}""");

        var state = await Magento1WriteTests.FindAsync(new Magento1ProductTarget(client), document);

        Assert.Equal((Magento1Errors.BadPayload, "attributes"), (Assert.IsType<TargetState.CannotAsk>(state).Issue.Code, ((TargetState.CannotAsk)state).Issue.Field));
    }

    private static async Task CheckAsync(string file, SoapStyle style, string space)
    {
        var (text, wsdl) = Read(file);
        Assert.Equal((style, space), (wsdl.Style, wsdl.TargetNamespace));
        await using var shop = await FakeOpenMage.StartAsync(style == SoapStyle.DocumentLiteral, space);
        shop.Wsdl = text;
        await UseAsync(shop, style == SoapStyle.DocumentLiteral ? "" : """
            "attributes":[{"code":"ean","value":"1"}],
            """);

        var sent = shop.Calls.Select(call => call.Operation).ToHashSet();
        foreach (var operation in Operations)
        {
            Assert.Contains(operation, sent);
        }

        Assert.Equal([], shop.Calls.SelectMany(call => WsdlCheck.Request(wsdl, Encoding.UTF8.GetBytes(call.Envelope))).Distinct());
    }

    private static readonly string[] Operations =
    [
        "login", "storeList", "customerGroupList", "salesOrderList", "salesOrderInfo", "salesOrderAddComment", "salesOrderCancel", "salesOrderShipmentList", "salesOrderShipmentInfo",
        "salesOrderShipmentCreate", "salesOrderShipmentAddTrack", "salesOrderShipmentSendInfo", "salesOrderShipmentAddComment", "salesOrderShipmentGetCarriers", "salesOrderInvoiceList",
        "salesOrderInvoiceInfo", "salesOrderInvoiceCreate", "salesOrderInvoiceAddComment", "salesOrderInvoiceCapture", "salesOrderCreditmemoList", "salesOrderCreditmemoInfo", "catalogProductList",
        "catalogProductInfo", "catalogProductCreate", "catalogProductUpdate", "catalogProductAttributeTierPriceInfo", "catalogProductAttributeTierPriceUpdate", "catalogInventoryStockItemList",
        "catalogInventoryStockItemUpdate", "catalogInventoryStockItemMultiUpdate",
    ];

    /// <summary>Everything that the connector can do, once.</summary>
    private static async Task UseAsync(FakeOpenMage shop, string attributes)
    {
        shop.Shop.Gateway = true;
        shop.Shop.Add(42)["total_refunded"] = "1.0000";
        shop.Shop.Add(43);
        shop.Shop.CreditMemos.Add(new() { ["increment_id"] = "3", ["order_id"] = "42" });
        shop.Shop.AddProduct(18, "MUGG")["tier_price"] = new List<Row> { new() { ["customer_group_id"] = "2", ["website"] = "all", ["qty"] = "1", ["price"] = "150" } };
        using var client = shop.Client(shop.Settings with { Stores = ["se"], PriceStores = ["se"] });
        foreach (var entity in new Magento1Source(client).Entities)
        {
            Assert.NotEmpty(await client.RecordsAsync(entity, entity == "order" ? new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero) : null));
        }

        await DoneAsync(new Magento1StatusTarget(client), """{"id":"43","reference":"r","comment":"c","notify":true,"cancel":true}""");
        await DoneAsync(new Magento1ShipmentTarget(client), """{"id":"42","reference":"r","notify":true,"tracks":[{"title":"PostNord","number":"1"}],"lines":[{"sku":"TS-M","quantity":1.5}]}""");
        await DoneAsync(new Magento1CaptureTarget(client), """{"id":"42","reference":"r","lines":[{"sku":"TS-M","quantity":2}]}""");
        await DoneAsync(new Magento1ProductTarget(client), $$$"""
            {"sku":"A","articles":[{"sku":"A","name":"A","weight":1,"active":true,"tax_class_id":"2",{{{attributes}}}"new":{"attribute_set":"4","websites":["base"],"visibility":"4","price":10}},{"sku":"MUGG","name":"Mugg"}]}
            """);
        await DoneAsync(new Magento1PriceTarget(client), """{"sku":"MUGG","price":10,"special_price":5,"special_from_date":"2026-11-01"}""");
        await DoneAsync(new Magento1PriceListTarget(client), """{"sku":"MUGG","customer_group":"Wholesale","tiers":[{"qty":1,"price":9.5}]}""");
        shop.Fail("catalogInventoryStockItemMultiUpdate", FakeFault.Says(FakeXml.Fault("104", "not updated")));
        await DoneAsync(new Magento1StockTarget(client), """{"sku":"MUGG","qty":1.5,"is_in_stock":true}""");
        Assert.Empty(await client.ProbeAsync(default));
    }

    private static async Task DoneAsync(IRecordTarget target, string json)
    {
        var document = Magento1WriteTests.Document("x", json);
        var state = await Magento1WriteTests.FindAsync(target, document);
        var answer = (await target.SendAsync([new PlannedWrite(document, state)], default))[0];
        Assert.True(answer is TargetAnswer.Done, answer.ToString());
        Assert.IsType<TargetState.AsWanted>(await Magento1WriteTests.FindAsync(target, document));
    }

    private static (string Text, Wsdl Wsdl) Read(string file)
    {
        using var zip = new GZipStream(File.OpenRead(Path.Combine(Repository.Shared, Folder, file)), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zip.CopyTo(bytes);
        return (Encoding.UTF8.GetString(bytes.ToArray()), Wsdl.Read(bytes.ToArray(), file));
    }
}
