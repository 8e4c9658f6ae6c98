using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Model;
using Sharespine.Etl.Tests.Mappings;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

/// <summary>Recorded answers of a running OpenMage 20, through the shipped mapping.</summary>
public sealed class Magento1OrderMappingTests
{
    private const string Folder = "samples/shops/openmage";
    private const string ListFile = Folder + "/salesOrderList.response.xml";

    [Fact]
    public void The_shipped_mapping_and_its_examples_check_without_a_finding() =>
        Assert.Equal("order", Magento1Reading.Mapping("magento1.order").TargetName);

    [Theory]
    [InlineData("new", "pending", OrderStatus.AwaitingPayment)]
    [InlineData("pending_payment", "pending_klarna", OrderStatus.AwaitingPayment)]
    [InlineData("payment_review", "fraud", OrderStatus.OnHold)]
    [InlineData("processing", "plockas", OrderStatus.Paid)]
    [InlineData("complete", "complete", OrderStatus.Completed)]
    [InlineData("closed", "closed", OrderStatus.Refunded)]
    [InlineData("canceled", "canceled", OrderStatus.Cancelled)]
    // A comment set another status than the state has: the state counts.
    [InlineData("holded", "processing", OrderStatus.OnHold)]
    public void The_state_tells_how_an_order_stands_and_the_status_is_the_merchants_own_word(string state, string status, OrderStatus expected)
    {
        var payload = Encoding.UTF8.GetBytes($$"""
            { "order_id": "1", "increment_id": "100000001", "state": "{{state}}", "status": "{{status}}", "created_at": "2026-07-25 02:00:53", "order_currency_code": "SEK", "grand_total": "10.0000", "total_paid": "10.0000",
              "tax_amount": "2.0000", "billing_address": { "lastname": "Ek" }, "list_row": { "order_id": "1" } }
            """);

        var order = Magento1Reading.Mapping("magento1.order").Map<Order>(payload);

        Assert.Equal((expected, status), (order.Status, order.ShopStatus));
    }

    [SharedSampleFact(ListFile)]
    public void Every_recorded_order_maps_and_its_rows_sum_to_what_was_charged()
    {
        var mapping = Magento1Reading.Mapping("magento1.order");
        var orders = Payloads().Select(payload => mapping.Map<Order>(payload)).ToList();

        Assert.Equal(34, orders.Count);
        foreach (var order in orders)
        {
            var assembled = OrderAssembler.Assemble(order, "openmage", new(), TimeZoneInfo.Utc);
            Assert.True(assembled.Issues.Count == 0, $"{order.Number}: {string.Join("; ", assembled.Issues)}");
            Assert.Equal(order.TotalVat.Major, order.Lines.Sum(line => line.Vat), 2);
        }
    }

    [SharedSampleFact(ListFile)]
    public void A_configurable_is_one_row_and_no_sku_is_counted_twice()
    {
        var order = Mapped("100000002");

        Assert.Equal(["MUGG-001", "CSV;TEST\"1", "TS-ANG-M", null], order.Lines.Select(line => line.Sku));
        Assert.Equal((2m, 318.40m), (order.Lines[2].Quantity, order.Lines[2].Net));
    }

    [SharedSampleFact(ListFile)]
    public void Row_totals_count_and_not_price_times_quantity()
    {
        // 159.2 x 2 is 318.40; at 25.5 % the shop charged 318.41.
        var row = Mapped("100000014").Lines.Single(line => line.Sku == "TS-ANG-M");

        Assert.Equal((2m, 318.41m, 25.5m), (row.Quantity, row.Net, row.VatRate));
    }

    [SharedSampleFact(ListFile)]
    public void An_order_in_another_currency_is_taken_in_that_currency()
    {
        var order = Mapped("100000008");

        Assert.Equal(("EUR", "26.79 EUR"), (order.Currency, order.Total.ToString()));
    }

    [SharedSampleFact(ListFile)]
    public void The_vat_in_a_discount_goes_back_into_the_rows_to_the_ore()
    {
        var order = Mapped("100000059");

        Assert.Equal(order.Total.Major, order.Lines.Sum(line => line.Net + line.Vat), 1);
        Assert.Contains(order.Lines, line => line.DiscountNet > 0);
    }

    [SharedSampleFact(ListFile)]
    public void A_credit_memo_is_a_refund_with_its_rows()
    {
        var refund = Assert.Single(Mapped("100000004").Refunds);

        Assert.Equal("1149.60 SEK", refund.Amount.ToString());
        Assert.Equal(refund.Amount.Major, refund.Lines.Sum(line => line.Net + line.Vat), 2);
        Assert.Equal(["MUGG-001", "EL-65W", null], refund.Lines.Select(line => line.Sku));
    }

    [SharedSampleFact(ListFile)]
    public void Every_recorded_answer_is_read()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Shared, Folder), "*.response.xml"))
        {
            var outcome = Judge(file);
            Assert.True(Path.GetFileName(file).StartsWith("fault", StringComparison.Ordinal) ? SoapFault.Of(outcome!)?.Code == "100" : outcome is HttpOutcome.Done, file);
        }
    }

    [SharedSampleFact(ListFile)]
    public void Every_field_of_a_recorded_order_is_in_the_payload()
    {
        var xml = File.ReadAllText(Path.Combine(Repository.Shared, Folder, "salesOrderInfo-100000014.response.xml"));
        var payload = Encoding.UTF8.GetString(Payloads("100000014").Single().Span);
        var names = System.Text.RegularExpressions.Regex.Matches(xml, "<([a-z_]+) xsi:type=\"xsd:string\">").Select(match => match.Groups[1].Value).Distinct();

        Assert.Equal([], names.Where(name => !payload.Contains($"\"{name}\":", StringComparison.Ordinal)));
    }

    private static Order Mapped(string increment) => Magento1Reading.Mapping("magento1.order").Map<Order>(Payloads(increment).Single());

    /// <summary>As the source makes them, of recorded answers.</summary>
    internal static IEnumerable<ReadOnlyMemory<byte>> Payloads(string? increment = null)
    {
        var rows = Result(ListFile).AsArray().ToDictionary(row => (string)row!["increment_id"]!, row => row!);
        var invoices = Result(Folder + "/salesOrderInvoiceList.response.xml").AsArray();
        var memos = Result(Folder + "/salesOrderCreditmemoList.response.xml").AsArray();
        var files = Directory.GetFiles(Path.Combine(Repository.Shared, Folder), "salesOrderInfo*.response.xml");
        foreach (var info in files.Select(file => Result(Path.GetRelativePath(Repository.Shared, file)).AsObject()).DistinctBy(info => (string)info["increment_id"]!))
        {
            var row = rows.GetValueOrDefault((string)info["increment_id"]!);
            if (row is null || (increment is not null && (string)info["increment_id"]! != increment))
            {
                continue;
            }

            var id = (string)info["order_id"]!;
            info["list_row"] = row.DeepClone();
            info["invoices"] = new JsonArray([.. invoices.Where(invoice => (string)invoice!["order_id"]! == id).Select(invoice => invoice!.DeepClone())]);
            var detail = Result(Folder + "/salesOrderCreditmemoInfo.response.xml");
            info["creditmemos"] = new JsonArray([.. memos.Where(memo => (string)memo!["order_id"]! == id && (string)detail["increment_id"]! == (string)memo["increment_id"]!).Select(_ => detail.DeepClone())]);
            info["store"] = new JsonObject { ["code"] = "default" };
            yield return JsonSerializer.SerializeToUtf8Bytes(info);
        }
    }

    internal static JsonNode Result(string file)
    {
        var done = Assert.IsType<HttpOutcome.Done>(Judge(Path.Combine(Repository.Shared, file)));
        return JsonNode.Parse(done.Answer.Body.Span)!.AsObject().First().Value!;
    }

    private static HttpOutcome? Judge(string file) =>
        new SoapService(new SoapDialect { Style = SoapStyle.RpcEncoded, Namespace = "urn:OpenMage" }, new Redactor(), new Notes())
            .Judge("x", new HttpAnswer(200, new Dictionary<string, string>(), File.ReadAllBytes(file), "POST https://shop.example/", TimeSpan.Zero));
}
