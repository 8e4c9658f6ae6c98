using System.Text;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Tests.Connectors.Soap;

public sealed class WsdlTests
{
    private const string Asmx = """
        <wsdl:definitions xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
            xmlns:tns="Provider" targetNamespace="Provider" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">
          <wsdl:types><s:schema elementFormDefault="qualified" targetNamespace="Provider">
            <s:element name="Get"><s:complexType><s:sequence><s:element minOccurs="0" maxOccurs="1" name="options" type="tns:Options" /></s:sequence></s:complexType></s:element>
            <s:complexType name="Options"><s:complexContent><s:extension base="tns:Base"><s:sequence>
              <s:element minOccurs="0" maxOccurs="unbounded" name="Row" nillable="true" type="s:string" /></s:sequence></s:extension></s:complexContent></s:complexType>
            <s:complexType name="Base"><s:sequence><s:element minOccurs="1" maxOccurs="1" name="Id" type="s:int" /></s:sequence></s:complexType>
            <s:element name="GetResponse"><s:complexType /></s:element>
          </s:schema></wsdl:types>
          <wsdl:message name="GetSoapIn"><wsdl:part name="parameters" element="tns:Get" /></wsdl:message>
          <wsdl:message name="GetSoapOut"><wsdl:part name="parameters" element="tns:GetResponse" /></wsdl:message>
          <wsdl:portType name="ServiceSoap"><wsdl:operation name="Get"><wsdl:input message="tns:GetSoapIn" /><wsdl:output message="tns:GetSoapOut" /></wsdl:operation></wsdl:portType>
          <wsdl:binding name="ServiceSoap" type="tns:ServiceSoap"><soap:binding transport="http://schemas.xmlsoap.org/soap/http" />
            <wsdl:operation name="Get"><soap:operation soapAction="Provider/Get" style="document" /><wsdl:input><soap:body use="literal" /></wsdl:input></wsdl:operation></wsdl:binding>
          <wsdl:binding name="ServiceSoap12" type="tns:ServiceSoap"><soap12:binding transport="http://schemas.xmlsoap.org/soap/http" />
            <wsdl:operation name="Get"><soap12:operation soapAction="Provider/Get" style="document" /><wsdl:input><soap12:body use="literal" /></wsdl:input></wsdl:operation></wsdl:binding>
          <wsdl:service name="Service"><wsdl:port name="ServiceSoap12" binding="tns:ServiceSoap12"><soap12:address location="https://shop.example/service.asmx" /></wsdl:port></wsdl:service>
        </wsdl:definitions>
        """;

    [Fact]
    public void A_wsdl_of_asmx_tells_version_style_operations_and_fields()
    {
        var wsdl = Wsdl.Read(Encoding.UTF8.GetBytes(Asmx), "x", SoapVersion.V12);

        Assert.Equal((SoapVersion.V12, SoapStyle.DocumentLiteral, "Provider", true), (wsdl.Version, wsdl.Style, wsdl.TargetNamespace, wsdl.Qualified));
        Assert.Equal("https://shop.example/service.asmx", wsdl.Address?.ToString());
        var get = Assert.Single(wsdl.Operations).Value;
        Assert.Equal(("Get", "Provider/Get", "Get"), (get.Name, get.Action, get.Input.Element));
        Assert.Equal(new WsdlField("options", "Options", Required: false, Repeated: false, Nillable: false), Assert.Single(get.Input.Parts));
        Assert.Equal(
            [new WsdlField("Id", "xsd:int", true, false, false), new WsdlField("Row", "xsd:string", false, true, true)],
            wsdl.Type("Options")!.Fields);
    }

    [Fact]
    public void The_version_asked_for_is_taken_when_there_are_both() =>
        Assert.Equal(SoapVersion.V11, Wsdl.Read(Encoding.UTF8.GetBytes(Asmx), "x").Version);

    [Theory]
    [InlineData("<html><body>Not found</body></html>")]
    [InlineData("<html><br></html>")]
    [InlineData("not found")]
    [InlineData("<!DOCTYPE x [<!ENTITY y \"z\">]><definitions/>")]
    public void Something_else_than_a_wsdl_is_named(string text)
    {
        var error = Assert.Throws<EtlException>(() => Wsdl.Read(Encoding.UTF8.GetBytes(text), "https://shop.example/?wsdl"));

        Assert.Equal(SoapErrors.WsdlUnreadable, error.Code);
        Assert.Contains("https://shop.example/?wsdl", error.Message, StringComparison.Ordinal);
    }
}
