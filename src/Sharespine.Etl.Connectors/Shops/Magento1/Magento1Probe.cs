using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>
/// What <c>doctor</c> asks of a shop: the WSDL, the login, and every right by name. It changes nothing: each write is tried on
/// an order or product that cannot exist, and the shop says whether it would have been allowed before it looks for it.
/// </summary>
internal static class Magento1Probe
{
    private const string NoSuchNumber = "no-such-number";
    private const string NoSuchId = "999999999";

    private static readonly (string Operation, Func<Dictionary<string, object?>> Values)[] Calls =
    [
        ("storeList", () => []),
        ("customerGroupList", () => []),
        ("salesOrderList", () => Values.Filter(("order_id", "eq", NoSuchId))),
        ("salesOrderInvoiceList", () => Values.Filter(("order_id", "eq", NoSuchId))),
        ("salesOrderShipmentList", () => Values.Filter(("order_id", "eq", NoSuchId))),
        ("salesOrderCreditmemoList", () => Values.Filter(("order_id", "eq", NoSuchId))),
        ("salesOrderCreditmemoInfo", () => Values.Of("creditmemoIncrementId", NoSuchNumber)),
        ("catalogProductList", () => Values.Filter(("product_id", "eq", NoSuchId))),
        ("catalogInventoryStockItemList", () => Values.Of("products", new[] { NoSuchNumber })),
        ("catalogProductAttributeTierPriceInfo", () => new() { ["product"] = NoSuchId, ["identifierType"] = "id" }),
        ("salesOrderAddComment", () => new() { ["orderIncrementId"] = NoSuchNumber, ["status"] = "", ["comment"] = "", ["notify"] = "0" }),
        ("salesOrderShipmentCreate", () => new() { ["orderIncrementId"] = NoSuchNumber, ["itemsQty"] = Array.Empty<object>(), ["comment"] = "", ["email"] = 0, ["includeComment"] = 0 }),
        ("salesOrderShipmentAddTrack", () => new() { ["shipmentIncrementId"] = NoSuchNumber, ["carrier"] = "custom", ["title"] = "", ["trackNumber"] = "" }),
        ("salesOrderShipmentSendInfo", () => new() { ["shipmentIncrementId"] = NoSuchNumber, ["comment"] = "" }),
        ("salesOrderShipmentAddComment", () => new() { ["shipmentIncrementId"] = NoSuchNumber, ["comment"] = "", ["email"] = "0", ["includeInEmail"] = "0" }),
        ("salesOrderInvoiceCreate", () => new() { ["invoiceIncrementId"] = NoSuchNumber, ["itemsQty"] = Array.Empty<object>(), ["comment"] = "", ["email"] = "0", ["includeComment"] = "0" }),
        ("salesOrderInvoiceAddComment", () => new() { ["invoiceIncrementId"] = NoSuchNumber, ["comment"] = "", ["email"] = "0", ["includeComment"] = "0" }),
        ("salesOrderInvoiceCapture", () => Values.Of("invoiceIncrementId", NoSuchNumber)),
        ("catalogInventoryStockItemUpdate", () => new() { ["product"] = NoSuchNumber, ["data"] = Values.Of("qty", "0") }),
        ("catalogProductCreate", () => new() { ["type"] = "simple", ["set"] = "", ["sku"] = "", ["productData"] = Values.Of("name", "") }),
        ("catalogProductUpdate", () => new() { ["product"] = NoSuchId, ["productData"] = Values.Of("name", ""), ["identifierType"] = "id" }),
        ("catalogProductAttributeTierPriceUpdate", () => new() { ["product"] = NoSuchId, ["tier_price"] = Array.Empty<object>(), ["identifierType"] = "id" }),
    ];

    public static async Task<IReadOnlyList<Issue>> RunAsync(Magento1Client client, CancellationToken cancellation)
    {
        var issues = new List<Issue>();
        try
        {
            foreach (var (operation, values) in Calls)
            {
                await TryAsync(client, operation, values(), issues, cancellation);
            }

            await CheckStoresAsync(client, issues, cancellation);
        }
        catch (EtlException e)
        {
            issues.AddRange(e.Issues);
        }

        return [.. issues.DistinctBy(issue => (issue.Code, issue.Message))];
    }

    /// <summary>A refusal because of what does not exist is that of one who may.</summary>
    private static async Task TryAsync(Magento1Client client, string operation, Dictionary<string, object?> values, List<Issue> issues, CancellationToken cancellation)
    {
        try
        {
            var outcome = await client.CallAsync(operation, values, safeToRepeat: true, cancellation);
            if (outcome is not (HttpOutcome.Done or HttpOutcome.Refused) || (outcome is HttpOutcome.Refused && SoapFault.Of(outcome) is null))
            {
                Magento1Client.AnswerOrThrow(outcome, operation);
            }
        }
        catch (EtlException e) when (e.Code == Magento1Errors.NoRights || e.Code == SoapErrors.NotInWsdl || e.Code == SoapErrors.ServerFault)
        {
            issues.AddRange(e.Issues);
        }
    }

    private static async Task CheckStoresAsync(Magento1Client client, List<Issue> issues, CancellationToken cancellation)
    {
        if (issues.Exists(issue => issue.Code == Magento1Errors.NoRights && issue.Message.StartsWith("storeList", StringComparison.Ordinal)))
        {
            return;
        }

        var known = (await client.StoresAsync(cancellation)).Select(store => store.Text("code") ?? "").ToList();
        foreach (var (field, code) in client.Settings.Stores.Select(code => ("stores", code)).Concat(client.Settings.PriceStores.Select(code => ("price-stores", code))))
        {
            if (!known.Contains(code))
            {
                issues.Add(new(Magento1Errors.UnknownStore, $"\"{code}\" is no store view.", Field: field, Try: string.Join(", ", known)));
            }
        }
    }
}
