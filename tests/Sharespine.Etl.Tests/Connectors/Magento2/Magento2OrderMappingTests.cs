using System.Text.Json;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Model;
using Sharespine.Etl.Tests.Mappings;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

public sealed class Magento2OrderMappingTests
{
    private const string Orders = "samples/shops/magento2/orders.json";
    private const string Configurable = "samples/shops/magento2/SYNTHETIC_orders_search_configurable.json";

    [SharedSampleFact(Orders)]
    public void Every_real_order_maps_and_sums_to_what_the_customer_paid()
    {
        var mapping = Magento2Reading.Mapping("magento2.order");
        var orders = Read(Orders).EnumerateArray().ToList();
        Assert.Equal(36, orders.Count);
        foreach (var source in orders)
        {
            var order = mapping.Map<Order>(source);
            Assert.Equal(source.GetProperty("grand_total").GetDecimal(), order.Total.Major);
            Assert.Equal(order.Total.Major, order.Lines.Sum(line => line.Net + line.Vat));
            Assert.Equal(order.TotalVat.Major, order.Lines.Sum(line => line.Vat));
            Assert.Equal(order.TotalVat.Major, order.Vat.Sum(rate => rate.Vat));
            Assert.Equal(order.Lines.Sum(line => line.Kind == OrderLineKind.Product ? line.Quantity : 0), source.GetProperty("total_qty_ordered").GetDecimal());
            Assert.Equal(source.GetProperty("is_virtual").GetInt32() == 1, order.ShippingAddress is null);
            var assembled = OrderAssembler.Assemble(order, "shop", new OrderFlowSettings(), TimeZoneInfo.Utc);
            Assert.Empty(assembled.Issues);
        }
    }

    [SharedSampleFact(Orders)]
    public void Real_invoices_and_shipments_beside_their_orders_tell_when_these_were_paid()
    {
        var mapping = Magento2Reading.Mapping("magento2.order");
        var invoices = Read("samples/shops/magento2/invoices.json").EnumerateArray().ToLookup(i => i.GetProperty("order_id").GetInt64());
        var shipments = Read("samples/shops/magento2/shipments.json").EnumerateArray().ToLookup(i => i.GetProperty("order_id").GetInt64());
        var paid = 0;
        foreach (var source in Read(Orders).EnumerateArray())
        {
            var id = source.GetProperty("entity_id").GetInt64();
            var whole = System.Text.Json.Nodes.JsonObject.Create(source)!;
            whole["invoice_details"] = JsonSerializer.SerializeToNode(invoices[id]);
            whole["shipment_details"] = JsonSerializer.SerializeToNode(shipments[id]);
            whole["creditmemo_details"] = JsonSerializer.SerializeToNode(Read("samples/shops/magento2/creditmemos.json"));
            var order = mapping.Map<Order>(Parse(whole.ToJsonString()));
            Assert.Equal(invoices[id].Any(), order.PaidAt is not null);
            paid += order.PaidAt is null ? 0 : 1;
        }

        Assert.Equal(18, paid);
    }

    [SharedSampleFact(Configurable)]
    public void A_configurable_product_counts_once_though_it_stands_in_four_places()
    {
        var order = Magento2Reading.Mapping("magento2.order").Map<Order>(Read(Configurable).GetProperty("items")[0]);

        Assert.Equal(["TSHIRT-BLK-M 2 318.4 79.6", "MUGG-1 1 79.2 19.8", " 1 39.2 9.8"], order.Lines.Select(l => FormattableString.Invariant($"{l.Sku} {l.Quantity:0.##} {l.Net:0.##} {l.Vat:0.##}")));
        Assert.Equal((546m, OrderStatus.Paid, "klarna"), (order.Total.Major, order.Status, order.Payments[0].Provider));
        Assert.Equal((25m, 25m), (order.Lines[0].VatRate, order.Lines[2].VatRate));
    }

    [SharedSampleFact(Orders)]
    public void Nothing_with_meaning_in_real_orders_is_dropped_unnoticed()
    {
        // What the mapping does not read, by name: each line is a decision.
        string[] meaningless =
        [
            "base_", "store_currency_code", "global_currency_code", "store_to_", "protect_code", "quote_", "remote_ip", "email_sent", "x_forwarded_for",
            "billing_address_id", "address_type", "region", "parent_id", "converting_from_quote", "updated_at", "weight", "row_weight",
            "subtotal", "total_due", "total_invoiced", "total_item_count", "total_qty_ordered", "_invoiced", "_canceled", "_refunded", "discount_percent",
            "original_price", "price", "row_total_incl_tax", "shipping_incl_tax", "tax_before_discount", "product_option", "configurable_item_options", "option_id", "is_customer_notified", "is_visible_on_front", "free_shipping", "is_qty_decimal", "no_discount",
            "weee_tax_applied", "order_id", "product_id", "store_id", "is_virtual", "account_status", "cc_last4", "amount_paid", "amount_ordered", "shipping_captured", "po_number",
            "store_name", "status_histories", "customer_group_id", "customer_firstname", "customer_lastname", "customer_note_notify", "email", "entity_id",
            "code", "title", "type", "method", "total", "discount_amount", "shipping_amount", "shipping_discount_amount", "shipping_discount_tax_compensation_amount", "additional_information",
            "discount_tax_compensation_amount", "created_at", "item_id", "items", "parent_item", "key", "value", "amount", "percent", "qty_shipped",
        ];
        var mapping = File.ReadAllText(Path.Combine(Repository.Mappings, "magento2.order.yaml"));
        var unknown = Names(Read(Orders)).Distinct()
            .Where(name => !mapping.Contains(name, StringComparison.Ordinal) && !meaningless.Any(m => name == m || name.StartsWith(m, StringComparison.Ordinal) || name.EndsWith(m, StringComparison.Ordinal)))
            .ToList();

        Assert.Empty(unknown);
    }

    [Fact]
    public void The_states_and_an_emptied_status_are_understood()
    {
        var mapping = Magento2Reading.Mapping("magento2.order");
        Assert.Equal(
            ["new Pending", "pending_payment AwaitingPayment", "payment_review AwaitingPayment", "processing Paid", "complete Completed", "closed Refunded", "canceled Cancelled", "holded OnHold"],
            new[] { "new", "pending_payment", "payment_review", "processing", "complete", "closed", "canceled", "holded" }.Select(state => $"{state} {mapping.Map<Order>(Minimal(state, "null")).Status}"));
        Assert.Equal("canceled", mapping.Map<Order>(Minimal("canceled", "null")).ShopStatus);
        Assert.Equal(OrderStatus.Cancelled, mapping.Map<Order>(Minimal("canceled", "\"complete\"")).Status);
    }

    [Fact]
    public void A_state_that_Magento_does_not_have_is_rejected_by_name()
    {
        var result = Magento2Reading.Mapping("magento2.order").Map(Minimal("packed", "null"), MappingInputs.None);

        Assert.Contains("packed", Assert.IsType<MappingResult.Rejected>(result).Issues[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Amounts_with_binary_dust_are_read_exactly_and_rounded()
    {
        var order = Magento2Reading.Mapping("magento2.order").Map<Order>(Parse("""
            { "entity_id": 1, "increment_id": "1", "state": "new", "created_at": "2026-11-02 08:00:00", "order_currency_code": "EUR", "base_currency_code": "SEK", "base_grand_total": 425.1,
              "billing_address": { "city": "Lund" }, "store_details": {},
              "items": [ { "item_id": 5, "sku": "A", "name": "A", "product_type": "simple", "qty_ordered": 1.0, "row_total": 29.949999999999999, "tax_amount": 7.4900000000000002, "tax_percent": 25 } ],
              "grand_total": 37.439999999999998, "tax_amount": 7.4900000000000002 }
            """));

        Assert.Equal(("37.44 EUR", 29.95m, 7.49m), (order.Total.ToString(), order.Lines[0].Net, order.Lines[0].Vat));
    }

    [Fact]
    public void No_personal_number_comes_through()
    {
        var mapping = Magento2Reading.Mapping("magento2.order");
        foreach (var number in new[] { "811218-9876", "19811218-9876", "8112189876", "SE811218987601", "010170-1234" })
        {
            var order = Parse($$"""
                { "entity_id": 1, "increment_id": "1", "state": "new", "created_at": "2026-11-02 08:00:00", "order_currency_code": "SEK", "customer_taxvat": "{{number}}",
                  "billing_address": { "city": "Lund" }, "store_details": {}, "items": [], "grand_total": 0, "tax_amount": 0 }
                """);
            var result = Assert.IsType<MappingResult.Document>(mapping.Map(order, MappingInputs.None));
            Assert.DoesNotContain(number[2..8], System.Text.Encoding.UTF8.GetString(result.Utf8.Span), StringComparison.Ordinal);
        }
    }

    private static JsonElement Minimal(string state, string status) => Parse($$"""
        { "entity_id": 1, "increment_id": "1", "state": "{{state}}", "status": {{status}}, "created_at": "2026-11-02 08:00:00", "order_currency_code": "SEK",
          "billing_address": { "city": "Lund" }, "store_details": {}, "items": [], "grand_total": 10, "tax_amount": 0 }
        """);

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static JsonElement Read(string path) => Parse(File.ReadAllText(Path.Combine(Repository.Shared, path)));

    private static IEnumerable<string> Names(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(p => Names(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Names),
        _ => [],
    };
}
