namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>Which resource of a SOAP role each operation needs, as the shop's administration names it.</summary>
internal static class Magento1Rights
{
    private static readonly Dictionary<string, string> Resources = new(StringComparer.Ordinal)
    {
        ["storeList"] = "Core > Store > List",
        ["customerGroupList"] = "Customers > Customer groups (Retrieve)",
        ["salesOrderList"] = "Sales > Order > Retrieve orders info",
        ["salesOrderInfo"] = "Sales > Order > Retrieve orders info",
        ["salesOrderAddComment"] = "Sales > Order > Change status, add comments",
        ["salesOrderCancel"] = "Sales > Order > Change status, add comments",
        ["salesOrderShipmentList"] = "Sales > Order > Order shipments > Retrieve shipment info",
        ["salesOrderShipmentInfo"] = "Sales > Order > Order shipments > Retrieve shipment info",
        ["salesOrderShipmentCreate"] = "Sales > Order > Order shipments > Create",
        ["salesOrderShipmentAddComment"] = "Sales > Order > Order shipments > Comments",
        ["salesOrderShipmentAddTrack"] = "Sales > Order > Order shipments > Tracking",
        ["salesOrderShipmentGetCarriers"] = "Sales > Order > Order shipments > Tracking",
        ["salesOrderShipmentSendInfo"] = "Sales > Order > Order shipments > Send shipment info",
        ["salesOrderInvoiceList"] = "Sales > Order > Order invoices > Retrieve invoice info",
        ["salesOrderInvoiceInfo"] = "Sales > Order > Order invoices > Retrieve invoice info",
        ["salesOrderInvoiceCreate"] = "Sales > Order > Order invoices > Create",
        ["salesOrderInvoiceAddComment"] = "Sales > Order > Order invoices > Comments",
        ["salesOrderInvoiceCapture"] = "Sales > Order > Order invoices > Capture",
        ["salesOrderCreditmemoList"] = "Sales > Order > Order credit memos > List of credit memos",
        ["salesOrderCreditmemoInfo"] = "Sales > Order > Order credit memos > Retrieve credit memo info",
        ["catalogProductList"] = "Catalog > Product > Retrieve products data",
        ["catalogProductInfo"] = "Catalog > Product > Retrieve products data",
        ["catalogProductCreate"] = "Catalog > Product > Create",
        ["catalogProductUpdate"] = "Catalog > Product > Update",
        ["catalogProductAttributeTierPriceInfo"] = "Catalog > Product > Product attributes (Retrieve)",
        ["catalogProductAttributeTierPriceUpdate"] = "Catalog > Product > Update tier price",
        ["catalogInventoryStockItemList"] = "Catalog inventory > Retrieve stock data",
        ["catalogInventoryStockItemUpdate"] = "Catalog inventory > Update stock data",
        ["catalogInventoryStockItemMultiUpdate"] = "Catalog inventory > Update stock data",
    };

    public static string Of(string operation) => Resources.GetValueOrDefault(operation) ?? operation;
}
