using System.Globalization;
using System.Text.RegularExpressions;

namespace Sharespine.Etl.Benchmarks.Generate.Shops;

/// <summary>SOAP v2: orders listed by when they changed, then each by its number, and the invoices of many. Nothing was given back.</summary>
public sealed partial class Magento1Pages : ShopPages
{
    private const string Open = """
        <?xml version="1.0" encoding="UTF-8"?>
        <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="urn:Magento"
            xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">
        <SOAP-ENV:Body>

        """;

    private const string Stores = """
        <stores SOAP-ENC:arrayType="ns1:storeEntity[1]" xsi:type="ns1:storeEntityArray">
        <item xsi:type="ns1:storeEntity"><store_id xsi:type="xsd:int">1</store_id><code xsi:type="xsd:string">default</code><name xsi:type="xsd:string">Svenska</name></item>
        </stores>
        """;

    private readonly Lazy<OrderTemplate[]> _infos;
    private readonly Lazy<OrderTemplate[]> _invoices;

    public Magento1Pages(int count)
        : base(count)
    {
        _infos = new(() => Templates((random, _) => Magento1Text.Info(DrawnOrder.Draw(random))));
        _invoices = new(() => Templates((random, _) => Magento1Text.Invoice(DrawnOrder.Draw(random))));
    }

    protected override string TimeFormat => "yyyy-MM-dd HH:mm:ss";

    protected override HttpResponseMessage Answer(HttpRequestMessage request, string body)
    {
        if (request.Method == HttpMethod.Get)
        {
            return Page("text/xml; charset=utf-8", page => Write(page, Magento1Wsdl.Text));
        }

        var filters = Filters().Matches(body).Select(filter => (Condition: filter.Groups[1].Value, filter.Groups[2].Value)).ToDictionary(filter => filter.Condition, filter => filter.Value);
        var operation = SoapText.Operation(body);
        switch (operation)
        {
            case "login":
                return Envelope(operation, page => Write(page, "<loginReturn xsi:type=\"xsd:string\">0123456789abcdef0123456789abcdef</loginReturn>"));
            case "storeList":
                return Envelope(operation, page => Write(page, Stores));
            case "salesOrderList":
                // Both limits belong to the span.
                var from = From(Time(filters["from"]));
                return List(operation, from, filters.TryGetValue("to", out var to) ? From(Time(to).AddSeconds(1)) : Count, null);
            case "salesOrderInvoiceList":
                var ids = filters["in"].Split(',');
                return List(operation, From(Number(ids[0])), From(Number(ids[^1])) + 1, _invoices.Value);
            case "salesOrderInfo":
                // The number is 10 and the id.
                return Envelope(operation, page => Write(page, From(Number(SoapText.Value(body, "orderIncrementId")![2..])), 1, _infos.Value));
            default:
                return NotHere(request, body);
        }
    }

    protected override string Text(SplitMix64 random, int variant) => Magento1Text.ListRow(DrawnOrder.Draw(random));

    private HttpResponseMessage List(string operation, int from, int end, OrderTemplate[]? templates)
    {
        var count = Math.Max(0, Math.Min(end, Count) - from);
        return Envelope(operation, page =>
        {
            Write(page, $"<result SOAP-ENC:arrayType=\"ns1:salesOrderListEntity[{Amounts.Number(count)}]\" xsi:type=\"ns1:salesOrderListEntityArray\">\n");
            Write(page, from, count, templates, separator: "");
            Write(page, "</result>");
        });
    }

    private HttpResponseMessage Envelope(string operation, Action<System.Buffers.IBufferWriter<byte>> write) => Page("text/xml; charset=utf-8", page =>
    {
        Write(page, $"{Open}<ns1:{operation}Response>\n");
        write(page);
        Write(page, $"</ns1:{operation}Response>\n</SOAP-ENV:Body>\n</SOAP-ENV:Envelope>\n");
    });

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    [GeneratedRegex("<key[^>]*>(from|to|in)</key><value[^>]*>([^<]*)</value>")]
    private static partial Regex Filters();
}
