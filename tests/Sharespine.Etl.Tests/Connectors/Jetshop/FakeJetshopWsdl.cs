using System.Text;

namespace Sharespine.Etl.Tests.Connectors.Jetshop;

/// <summary>
/// The WSDL of an invented shop, as asmx writes one: what is known of product and price operations, and order operations
/// under names of its own, so that nothing in the connector can know them.
/// </summary>
internal static class FakeJetshopWsdl
{
    private static readonly (string Name, string[] Fields)[] Types =
    [
        ("ProductOptions", ["ArticleNumber", "Culture"]),
        ("StockData", ["ArticleNumber", "NewStockCount:int", "DeliveryDate:dateTime", "StockStatusId", "StockStatusName", "UseAdvancedStatus:boolean", "StockStatusWhenOutOfStock"]),
        ("ProductInCategoryData", ["ArticleNumber", "CategoryId", "CategoryName"]),
        ("ArrayOfProductInCategoryData", ["ProductInCategoryData*:tns:ProductInCategoryData"]),
        ("ProductData",
        [
            "ArticleNumber", "Culture", "TemplateId", "Name", "EanCode", "StockData:tns:StockData", "DiscountEndDate:dateTime", "DiscountStartDate:dateTime", "DiscountedPrice:decimal",
            "FreightClassId", "HasAttributes:boolean", "HidePrice:boolean", "HideProduct:boolean", "Price:decimal", "PriceListIdOrName", "ProductDescription", "ProductId", "ProductInCategories:tns:ArrayOfProductInCategoryData",
            "QuantitySuffix", "ShortDescription", "StockStatusName", "Permalink", "UseDiscountDateSpan:boolean", "Vat:decimal", "Volume:decimal", "Weight:decimal", "UseStockNotification:boolean", "ModifiedDate:dateTime",
            "Manufacturer", "ManufacturerArtnr", "MetaDescription", "PageTitle", "SubName",
        ]),
        ("ArrayOfProductData", ["ProductData*:tns:ProductData"]),
        ("ProductResult", ["ArticleNumber", "ProductId", "Culture", "StatusMainProductCreateDelete", "ResultStockCreateUpdate", "ResultAttributeCreateUpdate", "ResultAttributeCreateMissing"]),
        ("ArrayOfProductResult", ["ProductResult*:tns:ProductResult"]),
        ("ProductDeleteRequest", ["ArticleNumber"]),
        ("ProductDeleteResult", ["Identifier", "Result", "Message"]),
        ("ArticlePriceListIncVat",
        [
            "ArticleNumber", "PriceListId", "PriceIncVat:decimal", "DiscountedPriceIncVat:decimal", "HideProduct:boolean", "DiscountedPriceIsMemberPrice:boolean", "UseDiscountDateSpan:boolean",
            "DiscountStartDate:dateTime", "DiscountEndDate:dateTime",
        ]),
        ("ArrayOfArticlePriceListIncVat", ["ArticlePriceListIncVat*:tns:ArticlePriceListIncVat"]),
        ("Localization", ["Culture", "Value"]),
        ("ArrayOfLocalization", ["Localization*:tns:Localization"]),
        ("Nothing", []),
        ("DynamicFieldOnProductInput", ["ArticleNumber", "Key", "ClearExistingListData:boolean", "ItemValues:tns:ArrayOfLocalization", "DynamicFieldItemListData:tns:Nothing", "DynamicFieldItemMultiLevelListData:tns:Nothing"]),
        ("ArrayOfDynamicFieldOnProductInput", ["DynamicFieldOnProductInput*:tns:DynamicFieldOnProductInput"]),
        ("DynamicFieldItemResult", ["ProductId", "ArticleNumber", "Key", "Success:boolean", "Message"]),
        ("ArrayOfDynamicFieldItemResult", ["DynamicFieldItemResult*:tns:DynamicFieldItemResult"]),
        ("ArticlePriceListResult", ["ArticleNumber", "PriceListId", "Success:boolean", "Message"]),
        ("ArrayOfArticlePriceListResult", ["ArticlePriceListResult*:tns:ArticlePriceListResult"]),
        ("Urval", ["AndradEfter:dateTime", "Sida:int", "Hoppa:int", "EfterNummer", "Antal:int"]),
        ("OrderRow", ["RowId", "ArticleNumber", "Name", "Quantity:decimal", "RowTotalExVat:decimal", "RowVat:decimal", "VatRate:decimal"]),
        ("ArrayOfOrderRow", ["OrderRow*:tns:OrderRow"]),
        ("Fraktsedlar", ["Nummer*"]),
        ("OrderData",
        [
            "OrderId", "OrderNumber", "OrderDate:dateTime", "ModifiedDate:dateTime", "StatusId", "CurrencyCode", "CustomerId", "Email", "PersonalNumber", "ShipToFirstName", "ShipToLastName", "ShipToAddress", "ShipToZipCode", "ShipToCity",
            "ShipToCountryCode", "ShipToMobilePhone", "PaymentMethod", "PaymentReference", "OrderRows:tns:ArrayOfOrderRow", "TotalIncVat:decimal", "TotalVat:decimal", "Fraktsedlar:tns:Fraktsedlar", "Betalningar:tns:Betalningar",
        ]),
        ("Betalningar", ["Dragning*:tns:Dragning"]),
        ("Dragning", ["Referens", "Belopp:decimal"]),
        ("ArrayOfOrderData", ["OrderData*:tns:OrderData"]),
        ("Lista", ["Summa:int", "Rader:tns:ArrayOfOrderData"]),
        ("Svar", ["Lyckades:boolean", "Text"]),
        ("KolliRad", ["Artikel", "Antal:decimal"]),
        ("KolliRader", ["KolliRad*:tns:KolliRad"]),
        ("Kolli", ["Bestallning", "Transportor", "Sedlar:tns:Fraktsedlar", "Rader:tns:KolliRader"]),
        ("Status", ["Id", "Namn"]),
        ("ArrayOfStatus", ["Status*:tns:Status"]),
    ];

    private static readonly (string Name, string[] Input, string Output)[] Operations =
    [
        ("Product_Get", ["productOptions:tns:ProductOptions"], "tns:ArrayOfProductData"),
        ("Product_AddUpdate", ["products:tns:ArrayOfProductData"], "tns:ArrayOfProductResult"),
        ("Product_Delete", ["productDeleteRequest:tns:ProductDeleteRequest"], "tns:ProductDeleteResult"),
        ("PriceList_UpdateArticleIncVAT", ["articlePriceLists:tns:ArrayOfArticlePriceListIncVat"], "tns:ArrayOfArticlePriceListResult"),
        ("ProductDynamicField_SaveProductDynamicFieldData", ["dynamicFieldOnProductInputs:tns:ArrayOfDynamicFieldOnProductInput"], "tns:ArrayOfDynamicFieldItemResult"),
        ("Bestallning_Lista", ["urval:tns:Urval"], "tns:Lista"),
        ("Bestallning_Hamta", ["nummer"], "tns:OrderData"),
        ("Bestallning_SattStatus", ["nummer", "status"], "tns:Svar"),
        ("Utleverans_Anmal", ["kolli:tns:Kolli"], "tns:Svar"),
        ("Betalning_Dra", ["nummer", "belopp:decimal", "referens"], "tns:Svar"),
        ("Status_Lista", [], "tns:ArrayOfStatus"),
    ];

    public static string Text { get; } = Write();

    private static string Write()
    {
        var xml = new StringBuilder("""
            <?xml version="1.0" encoding="utf-8"?>
            <wsdl:definitions xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:tns="WebServiceProvider" targetNamespace="WebServiceProvider" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">
            <wsdl:types><s:schema elementFormDefault="qualified" targetNamespace="WebServiceProvider">
            """);
        void Add(string text) => xml.Append(text);

        foreach (var (name, fields) in Types)
        {
            Add($"<s:complexType name=\"{name}\">{Sequence(fields)}</s:complexType>");
        }

        foreach (var (name, input, output) in Operations)
        {
            Add($"<s:element name=\"{name}\"><s:complexType>{Sequence(input)}</s:complexType></s:element>");
            Add($"<s:element name=\"{name}Response\"><s:complexType>{Sequence([$"{name}Result:{output}"])}</s:complexType></s:element>");
        }

        Add("</s:schema></wsdl:types>");
        foreach (var (name, _, _) in Operations)
        {
            Add($"<wsdl:message name=\"{name}SoapIn\"><wsdl:part name=\"parameters\" element=\"tns:{name}\"/></wsdl:message>");
            Add($"<wsdl:message name=\"{name}SoapOut\"><wsdl:part name=\"parameters\" element=\"tns:{name}Response\"/></wsdl:message>");
        }

        Add("<wsdl:portType name=\"Soap\">");
        foreach (var (name, _, _) in Operations)
        {
            Add($"<wsdl:operation name=\"{name}\"><wsdl:input message=\"tns:{name}SoapIn\"/><wsdl:output message=\"tns:{name}SoapOut\"/></wsdl:operation>");
        }

        Add("</wsdl:portType><wsdl:binding name=\"Soap12\" type=\"tns:Soap\"><soap12:binding transport=\"http://schemas.xmlsoap.org/soap/http\"/>");
        foreach (var (name, _, _) in Operations)
        {
            Add($"<wsdl:operation name=\"{name}\"><soap12:operation soapAction=\"WebServiceProvider/{name}\" style=\"document\"/><wsdl:input><soap12:body use=\"literal\"/></wsdl:input></wsdl:operation>");
        }

        return xml.Append("</wsdl:binding></wsdl:definitions>").ToString();
    }

    /// <summary>name, name:int, name*:tns:Type for one that repeats.</summary>
    private static string Sequence(string[] fields) => "<s:sequence>" + string.Concat(fields.Select(field =>
    {
        var parts = field.Split(':', 2);
        var type = parts.Length == 1 ? "s:string" : parts[1].StartsWith("tns:", StringComparison.Ordinal) ? parts[1] : "s:" + parts[1];
        var many = parts[0].EndsWith('*');
        return $"<s:element minOccurs=\"0\" maxOccurs=\"{(many ? "unbounded" : "1")}\" name=\"{parts[0].TrimEnd('*')}\" type=\"{type}\"/>";
    })) + "</s:sequence>";
}
