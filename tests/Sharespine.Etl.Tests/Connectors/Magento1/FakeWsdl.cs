using System.Text;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

/// <summary>A WSDL in either of Magento's two styles, with what the tests use; the shops' own are in the contract tests.</summary>
internal static class FakeWsdl
{
    // operation: its parts. A part is a text unless it names its type.
    private static readonly string[] Operations =
    [
        "login username apiKey", "storeList sessionId", "customerGroupList sessionId",
        "salesOrderList sessionId filters:filters", "salesOrderInfo sessionId orderIncrementId",
        "salesOrderAddComment sessionId orderIncrementId status comment notify", "salesOrderCancel sessionId orderIncrementId",
        "salesOrderShipmentList sessionId filters:filters", "salesOrderShipmentInfo sessionId shipmentIncrementId",
        "salesOrderShipmentCreate sessionId orderIncrementId itemsQty:orderItemIdQtyArray comment email:int includeComment:int",
        "salesOrderShipmentAddTrack sessionId shipmentIncrementId carrier title trackNumber weight:double",
        "salesOrderShipmentSendInfo sessionId shipmentIncrementId comment",
        "salesOrderShipmentAddComment sessionId shipmentIncrementId comment email includeInEmail",
        "salesOrderShipmentGetCarriers sessionId orderIncrementId",
        "salesOrderInvoiceList sessionId filters:filters", "salesOrderInvoiceInfo sessionId invoiceIncrementId",
        "salesOrderInvoiceCreate sessionId invoiceIncrementId itemsQty:orderItemIdQtyArray comment email includeComment",
        "salesOrderInvoiceAddComment sessionId invoiceIncrementId comment email includeComment",
        "salesOrderInvoiceCapture sessionId invoiceIncrementId",
        "salesOrderCreditmemoList sessionId filters:filters", "salesOrderCreditmemoInfo sessionId creditmemoIncrementId",
        "catalogProductList sessionId filters:filters storeView",
        "catalogProductInfo sessionId productId storeView attributes:catalogProductRequestAttributes identifierType",
        "catalogProductCreate sessionId type set sku productData:catalogProductCreateEntity storeView",
        "catalogProductUpdate sessionId product productData:catalogProductCreateEntity storeView identifierType",
        "catalogProductAttributeTierPriceInfo sessionId product identifierType",
        "catalogProductAttributeTierPriceUpdate sessionId product tier_price:catalogProductTierPriceEntityArray identifierType",
        "catalogInventoryStockItemList sessionId products:ArrayOfString",
        "catalogInventoryStockItemUpdate sessionId product data:catalogInventoryStockItemUpdateEntity",
        "catalogInventoryStockItemMultiUpdate sessionId productIds:ArrayOfString productData:catalogInventoryStockItemUpdateEntityArray",
    ];

    private static readonly string[] Types =
    [
        "associativeEntity key value", "complexFilter key value:associativeEntity", "filters filter:associativeArray complex_filter:complexFilterArray",
        "orderItemIdQty order_item_id:int qty:double", "catalogProductRequestAttributes attributes:ArrayOfString additional_attributes:ArrayOfString",
        "catalogProductTierPriceEntity customer_group_id website qty:int price:double", "catalogInventoryStockItemUpdateEntity qty is_in_stock:int",
        "catalogProductAdditionalAttributesEntity single_data:associativeArray",
        "catalogProductCreateEntity websites:ArrayOfString name description short_description weight status visibility price special_price special_from_date special_to_date tax_class_id additional_attributes:catalogProductAdditionalAttributesEntity",
    ];

    private static readonly string[] Lists =
    [
        "associativeArray associativeEntity", "complexFilterArray complexFilter", "orderItemIdQtyArray orderItemIdQty", "ArrayOfString string",
        "catalogProductTierPriceEntityArray catalogProductTierPriceEntity", "catalogInventoryStockItemUpdateEntityArray catalogInventoryStockItemUpdateEntity",
    ];

    public static string Text(string space, bool literal)
    {
        var text = new StringBuilder($"<definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\" xmlns:t=\"{space}\" xmlns:x=\"http://www.w3.org/2001/XMLSchema\" "
            + $"xmlns:soap=\"http://schemas.xmlsoap.org/wsdl/soap/\" xmlns:enc=\"http://schemas.xmlsoap.org/soap/encoding/\" xmlns:w=\"http://schemas.xmlsoap.org/wsdl/\" targetNamespace=\"{space}\"><types><x:schema targetNamespace=\"{space}\">");
        foreach (var type in Types.Select(type => type.Split(' ')))
        {
            text.Append($"<x:complexType name=\"{type[0]}\"><x:{(literal ? "sequence" : "all")}>{string.Concat(type[1..].Select(field => Element(field, 0)))}</x:{(literal ? "sequence" : "all")}></x:complexType>");
        }

        foreach (var list in Lists.Select(list => list.Split(' ')))
        {
            text.Append($"<x:complexType name=\"{list[0]}\">").Append(literal
                ? $"<x:sequence><x:element minOccurs=\"0\" maxOccurs=\"unbounded\" name=\"complexObjectArray\" type=\"{Type(list[1])}\"/></x:sequence>"
                : $"<x:complexContent><x:restriction base=\"enc:Array\"><x:attribute ref=\"enc:arrayType\" w:arrayType=\"{Type(list[1])}[]\"/></x:restriction></x:complexContent>").Append("</x:complexType>");
        }

        foreach (var operation in Operations.Select(operation => operation.Split(' ')).Where(_ => literal))
        {
            text.Append($"<x:element name=\"{Request(operation[0])}\"><x:complexType><x:sequence>{string.Concat(operation[1..].Select(part => Element(part, Optional(part) ? 0 : 1)))}</x:sequence></x:complexType></x:element>");
        }

        text.Append("</x:schema></types>");
        foreach (var operation in Operations.Select(operation => operation.Split(' ')))
        {
            text.Append($"<message name=\"{operation[0]}Request\">{(literal ? $"<part name=\"parameters\" element=\"t:{Request(operation[0])}\"/>" : string.Concat(operation[1..].Select(part => $"<part name=\"{part.Split(':')[0]}\" type=\"{Type(part)}\"/>")))}</message>");
        }

        var names = Operations.Select(operation => operation.Split(' ')[0]).ToList();
        text.Append($"<portType name=\"p\">{string.Concat(names.Select(name => $"<operation name=\"{name}\"><input message=\"t:{name}Request\"/></operation>"))}</portType>");
        text.Append($"<binding name=\"b\" type=\"t:p\"><soap:binding style=\"{(literal ? "document" : "rpc")}\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>");
        text.Append(string.Concat(names.Select(name => $"<operation name=\"{name}\"><soap:operation soapAction=\"{(literal ? "" : "urn:Action")}\"/><input><soap:body use=\"{(literal ? "literal" : "encoded")}\"/></input></operation>")));
        return text.Append("</binding></definitions>").ToString();
    }

    private static string Request(string operation) => operation + (operation == "login" ? "Param" : "RequestParam");

    private static bool Optional(string part) => part is "filters:filters" or "storeView" or "identifierType" or "comment" or "weight:double" || part.StartsWith("attributes", StringComparison.Ordinal);

    private static string Element(string field, int least) => $"<x:element minOccurs=\"{least}\" name=\"{field.Split(':')[0]}\" type=\"{Type(field)}\"/>";

    private static string Type(string field) => field.Split(':')[^1] switch
    {
        _ when !field.Contains(':', StringComparison.Ordinal) && !char.IsUpper(field[0]) && !Types.Any(type => type.StartsWith(field + " ", StringComparison.Ordinal)) => "x:string",
        var simple and ("int" or "double" or "string") => "x:" + simple,
        var own => "t:" + own,
    };
}
