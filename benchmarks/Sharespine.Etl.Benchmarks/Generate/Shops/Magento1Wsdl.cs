namespace Sharespine.Etl.Benchmarks.Generate.Shops;

/// <summary>What the recorded Magento 1 shop says of itself (rpc, encoded), cut down to what reading orders asks for.</summary>
internal static class Magento1Wsdl
{
    // operation: its parts, all texts but for filters.
    private static readonly string[] Operations =
    [
        "login username apiKey", "storeList sessionId", "salesOrderList sessionId filters", "salesOrderInfo sessionId orderIncrementId",
        "salesOrderInvoiceList sessionId filters", "salesOrderCreditmemoList sessionId filters",
    ];

    public static string Text { get; } = $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:typens="urn:Magento" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
            xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" name="Magento" targetNamespace="urn:Magento">
          <types>
            <schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:Magento">
              <complexType name="associativeEntity"><all><element name="key" type="xsd:string"/><element name="value" type="xsd:string"/></all></complexType>
              <complexType name="associativeArray"><complexContent><restriction base="soapenc:Array"><attribute ref="soapenc:arrayType" wsdl:arrayType="typens:associativeEntity[]"/></restriction></complexContent></complexType>
              <complexType name="complexFilter"><all><element name="key" type="xsd:string"/><element name="value" type="typens:associativeEntity"/></all></complexType>
              <complexType name="complexFilterArray"><complexContent><restriction base="soapenc:Array"><attribute ref="soapenc:arrayType" wsdl:arrayType="typens:complexFilter[]"/></restriction></complexContent></complexType>
              <complexType name="filters"><all><element name="filter" type="typens:associativeArray" minOccurs="0"/><element name="complex_filter" type="typens:complexFilterArray" minOccurs="0"/></all></complexType>
            </schema>
          </types>
          {Each((name, parts) => $"<message name=\"{name}Request\">{string.Concat(parts.Select(Part))}</message><message name=\"{name}Response\"/>")}
          <portType name="PortType">{Each((name, _) => $"<operation name=\"{name}\"><input message=\"typens:{name}Request\"/><output message=\"typens:{name}Response\"/></operation>")}</portType>
          <binding name="Binding" type="typens:PortType"><soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
            {Each((name, _) => $"<operation name=\"{name}\"><soap:operation soapAction=\"urn:Action\"/><input><soap:body namespace=\"urn:Magento\" use=\"encoded\"/></input></operation>")}</binding>
        </definitions>
        """;

    private static string Part(string part) => $"<part name=\"{part}\" type=\"{(part == "filters" ? "typens:filters" : "xsd:string")}\"/>";

    private static string Each(Func<string, string[], string> text) =>
        string.Concat(Operations.Select(operation => operation.Split(' ')).Select(words => text(words[0], words[1..])));
}
