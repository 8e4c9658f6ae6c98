using System.Text;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Connectors.Transport;

namespace Sharespine.Etl.Tests.Connectors.Soap;

public sealed class SoapAnswerTests
{
    private const string Open = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:n=\"urn:Shop\" xmlns:e=\"http://schemas.xmlsoap.org/soap/encoding/\""
        + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><s:Body>";
    private const string Close = "</s:Body></s:Envelope>";
    private readonly Notes _notes = new();

    [Theory]
    [InlineData("<a>1.1100</a><b/><c xsi:nil=\"true\"/>", """{"a":"1.1100","b":"","c":null}""")]
    [InlineData("<result e:arrayType=\"n:x[0]\"/>", """{"result":[]}""")]
    [InlineData("<result e:arrayType=\"n:x[1]\"><item><k>1</k></item></result>", """{"result":[{"k":"1"}]}""")]
    [InlineData("<result xsi:type=\"e:Array\"><item>a</item></result>", """{"result":["a"]}""")]
    [InlineData("<result><complexObjectArray><k>1</k></complexObjectArray></result>", """{"result":[{"k":"1"}]}""")]
    [InlineData("<lines/>", """{"lines":[]}""")]
    [InlineData("<lines><row>1</row></lines>", """{"lines":["1"]}""")]
    [InlineData("<p><Price>1</Price></p>", """{"p":{"Price":["1"]}}""")]
    [InlineData("<p><x>1</x><y>2</y><x>3</x></p>", """{"p":{"x":["1","3"],"y":"2"}}""")]
    [InlineData("<a><![CDATA[<b>]]> &amp; c</a>", """{"a":"\u003Cb\u003E \u0026 c"}""")]
    [InlineData("<a id=\"ref1\"><k>1</k></a><b href=\"#ref1\"/>", """{"a":{"k":"1"},"b":{"k":"1"}}""")]
    [InlineData("<a>x&#x1;y</a>", """{"a":"x\u0001y"}""")]
    public void Xml_becomes_json_with_its_names_and_its_lists(string xml, string json) =>
        Assert.Equal(json, Done($"{Open}<n:xResponse>{xml}</n:xResponse>{Close}"));

    [Fact]
    public void An_answer_with_nothing_in_it_is_an_empty_object()
    {
        Assert.Equal("{}", Done($"{Open}<n:xResponse/>{Close}"));
        Assert.Equal("{}", Done(Open + Close));
    }

    [Theory]
    [InlineData("\uFEFF", "byte order mark")]
    [InlineData("\n<br />\n<b>Notice</b>: Undefined index: x in <b>/app/Foo.php</b> on line 3<br />\n<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "Undefined index: x in")]
    public void Noise_before_the_envelope_is_skipped_and_noted(string noise, string told)
    {
        Assert.Equal("""{"a":"1"}""", Done($"{noise}{Open}<n:x><a>1</a></n:x>{Close}"));

        var note = Assert.Single(_notes.All).First;
        Assert.Equal(SoapErrors.NoiseSkipped, note.Code);
        Assert.Contains(told, note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_php_prints_after_the_envelope_does_no_harm() =>
        Assert.Equal("""{"a":"1"}""", Done($"{Open}<n:x><a>1</a></n:x>{Close}\n<br /><b>Warning</b>: late"));

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public void A_fault_refuses_whatever_the_http_status(int status)
    {
        var outcome = Judge($"{Open}<s:Fault><faultcode>100</faultcode><faultstring>Requested order not exists.</faultstring></s:Fault>{Close}", status);

        var refused = Assert.IsType<HttpOutcome.Refused>(outcome);
        Assert.Equal(SoapErrors.Fault, refused.Issue.Code);
        Assert.Contains("Fault 100: \"Requested order not exists.\"", refused.Issue.Message, StringComparison.Ordinal);
        Assert.Equal(new SoapFault("100", "Requested order not exists."), SoapFault.Of(refused));
    }

    [Fact]
    public void A_fault_of_the_server_leaves_open_whether_it_was_done() =>
        Assert.Equal(SoapErrors.ServerFault, Assert.IsType<HttpOutcome.Unknown>(
            Judge($"{Open}<s:Fault><faultcode>s:Server</faultcode><faultstring>oops</faultstring></s:Fault>{Close}", 500)).Issue.Code);

    [Fact]
    public void A_fault_of_soap_12_is_read_too()
    {
        const string xml = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode>"
            + "<s:Value>x:Denied</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang=\"en\">No access</s:Text></s:Reason><s:Detail><r>7</r></s:Detail></s:Fault></s:Body></s:Envelope>";

        var refused = Assert.IsType<HttpOutcome.Refused>(Judge(xml, 500));

        Assert.Equal(new SoapFault("Sender", "No access") { Subcode = "Denied", Detail = "7" }, SoapFault.Of(refused));
    }

    [Fact]
    public void A_secret_in_a_fault_is_not_told()
    {
        var outcome = Judge($"{Open}<s:Fault><faultcode>1</faultcode><faultstring>session s3cr3t-session is bad</faultstring></s:Fault>{Close}", 200);

        Assert.DoesNotContain("s3cr3t", Assert.IsType<HttpOutcome.Refused>(outcome).Issue.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><title>Maintenance</title></html>", "SOP005")]
    [InlineData("Fatal error: Allowed memory size exhausted", "SOP006")]
    [InlineData("", "SOP006")]
    [InlineData(Open + "<n:x><a>1</a>", "SOP008")]
    [InlineData(Open + "<n:x><a>1</b></n:x>" + Close, "SOP007")]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY y \"z\">]>" + Open + "<n:x><a>&y;</a></n:x>" + Close, "SOP007")]
    [InlineData(Open + "<n:x><a href=\"#gone\"/></n:x>" + Close, "SOP007")]
    public void What_is_no_whole_envelope_is_named_and_leaves_the_outcome_open(string body, string code) =>
        Assert.Equal(code, Assert.IsType<HttpOutcome.Unknown>(Judge(body, 200)).Issue.Code.Code);

    [Fact]
    public void Without_an_envelope_the_http_status_decides() =>
        Assert.Null(Judge("<html>Service Unavailable</html>", 503));

    private string Done(string xml) => Encoding.UTF8.GetString(Assert.IsType<HttpOutcome.Done>(Judge(xml, 200)).Answer.Body.Span);

    private HttpOutcome? Judge(string body, int status)
    {
        var service = new SoapService(new SoapDialect { Style = SoapStyle.RpcEncoded, Namespace = "urn:Shop" }, new Redactor("s3cr3t-session"), _notes)
        {
            Shape = new SoapShape
            {
                Lists = new HashSet<string> { "lines" },
                Items = new HashSet<string> { "complexObjectArray" },
                Repeated = new HashSet<string> { "Price" },
            },
        };
        var headers = new Dictionary<string, string> { ["Content-Type"] = "text/xml" };
        return service.Judge("x", new HttpAnswer(status, headers, Encoding.UTF8.GetBytes(body), "POST https://shop.example/", TimeSpan.Zero));
    }
}
