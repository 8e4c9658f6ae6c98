using System.Text;
using System.Xml.Linq;
using Sharespine.Etl.Connectors.Soap;

namespace Sharespine.Etl.Tests.Connectors.Soap;

public sealed class SoapEnvelopeTests
{
    private static readonly SoapDialect Rpc = new() { Style = SoapStyle.RpcEncoded, Namespace = "urn:Shop" };

    private static readonly SoapMessage List = new("orderList",
    [
        new("sessionId", "s1"),
        new("filters", new SoapValue.Fields("filters",
            new SoapField("complex_filter", new SoapValue.List("complexFilterArray", "complexFilter",
            [
                new SoapValue.Fields("complexFilter", new SoapField("key", "updated_at")),
            ])))),
        new("store", new SoapValue.Nil()),
        new("limit", SoapValue.Of(5)),
        new("flag", SoapValue.Of(true)),
    ]);

    [Fact]
    public void An_rpc_message_names_the_type_of_every_value_and_the_length_of_every_list()
    {
        var text = Text(Rpc, List);

        Assert.Contains("<sessionId xsi:type=\"xsd:string\">s1</sessionId>", text, StringComparison.Ordinal);
        Assert.Contains("<complex_filter enc:arrayType=\"ns1:complexFilter[1]\" xsi:type=\"ns1:complexFilterArray\"><item xsi:type=\"ns1:complexFilter\">", text, StringComparison.Ordinal);
        Assert.Contains("<store xsi:nil=\"true\" />", text, StringComparison.Ordinal);
        Assert.Contains("<limit xsi:type=\"xsd:int\">5</limit><flag xsi:type=\"xsd:boolean\">true</flag>", text, StringComparison.Ordinal);
        Assert.Equal("{http://schemas.xmlsoap.org/soap/envelope/}Envelope", XDocument.Parse(text).Root!.Name.ToString());
    }

    [Fact]
    public void A_literal_message_names_no_types_and_is_called_as_the_schema_says()
    {
        var literal = Rpc with { Style = SoapStyle.DocumentLiteral, RequestSuffix = "RequestParam", ItemName = "complexObjectArray" };

        var text = Text(literal, List);

        Assert.Contains("<ns1:orderListRequestParam><sessionId>s1</sessionId>", text, StringComparison.Ordinal);
        Assert.Contains("<complex_filter><complexObjectArray><key>updated_at</key></complexObjectArray></complex_filter>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("xsi:type", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_qualified_schema_gets_its_namespace_on_every_element_but_not_on_headers()
    {
        var asmx = new SoapDialect { Version = SoapVersion.V12, Style = SoapStyle.DocumentLiteral, Namespace = "Provider", Qualified = true };
        var message = new SoapMessage("Product_Get", [new("options", new SoapValue.Fields("Options", new SoapField("ArticleNumber", "A&1")))]) { Headers = [new("ShopId", "7")] };

        var root = XDocument.Parse(Text(asmx, message)).Root!;

        Assert.Equal("http://www.w3.org/2003/05/soap-envelope", root.Name.NamespaceName);
        Assert.Equal("7", root.Descendants("ShopId").Single().Value);
        Assert.Equal("A&1", root.Descendants(XName.Get("ArticleNumber", "Provider")).Single().Value);
    }

    [Fact]
    public void Characters_that_xml_cannot_carry_are_left_out()
    {
        var text = Text(Rpc, new("x", [new("comment", "å\u0001\u000b😀\n")]));

        Assert.Equal("å😀\n", XDocument.Parse(text).Root!.Descendants("comment").Single().Value);
    }

    [Theory]
    [InlineData(SoapVersion.V11, "text/xml")]
    [InlineData(SoapVersion.V12, "application/soap+xml; action=\"urn:do/x\"")]
    public void The_media_type_is_the_versions(SoapVersion version, string expected) =>
        Assert.Equal(expected, (Rpc with { Version = version, Action = operation => "urn:do/" + operation }).ContentType("x"));

    private static string Text(SoapDialect dialect, SoapMessage message) => Encoding.UTF8.GetString(SoapEnvelope.Write(dialect, message).Span);
}
