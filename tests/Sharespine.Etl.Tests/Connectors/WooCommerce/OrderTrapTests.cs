using System.Text;
using System.Text.Json.Nodes;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Model;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>Orders as shops were measured to give them, through the shipped mapping to the documents of an ERP.</summary>
public sealed class OrderTrapTests
{
    private static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    [Fact]
    public void VAT_rounded_at_the_subtotal_leaves_a_rounding_of_its_own_and_the_customers_total_to_the_ore()
    {
        // woocommerce_tax_round_at_subtotal: three times 2.525 VAT is 7.58, and not three times 2.53.
        var order = Order("37.88", "7.58");
        order["line_items"] = new JsonArray(Row(1, "10.10", "2.525"), Row(2, "10.10", "2.525"), Row(3, "10.10", "2.525"));
        order["tax_lines"] = new JsonArray(new JsonObject { ["rate_id"] = 1, ["rate_percent"] = 25, ["tax_total"] = "7.575", ["shipping_tax_total"] = "0" });

        var document = Document(order);

        Assert.Equal(("37.88 SEK", "-0.01 SEK"), (document.Total.ToString(), document.Rounding.ToString()));
        Assert.Equal(document.Total, document.Rows.Aggregate(document.Rounding, (sum, row) => sum + row.Net + row.Vat));
    }

    [Fact]
    public void A_rounding_that_the_shop_has_a_row_for_is_that_row()
    {
        var order = Order("125.00", "24.90");
        order["line_items"] = new JsonArray(Row(1, "99.60", "24.90"));
        order["fee_lines"] = new JsonArray(new JsonObject { ["id"] = 2, ["name"] = "Öresavrundning", ["total"] = "0.50", ["total_tax"] = "0.00", ["taxes"] = new JsonArray() });
        order["tax_lines"] = new JsonArray(new JsonObject { ["rate_id"] = 1, ["rate_percent"] = 25, ["tax_total"] = "24.90", ["shipping_tax_total"] = "0" });

        var document = Document(order);

        Assert.Equal("Öresavrundning", document.Rows[^1].Text);
        Assert.Equal("0.00 SEK", document.Rounding.ToString());
    }

    [Fact]
    public void A_gift_card_without_a_trace_is_refused_and_not_rounded_away()
    {
        var order = Order("49.00", "29.80");
        order["line_items"] = new JsonArray(Row(1, "119.20", "29.80"));

        var assembled = OrderAssembler.Assemble(Mapped(order), "shop-se", new OrderFlowSettings(), Stockholm);

        Assert.Contains("sum to 149.00 SEK with VAT, the shop charged 49.00 SEK", Assert.Single(assembled.Issues).Message, StringComparison.Ordinal);
    }

    [RecordedShopFact]
    public void Every_recorded_row_of_a_deleted_variation_comes_without_its_products_SKU()
    {
        var orders = JsonNode.Parse(File.ReadAllText(Path.Combine(RecordedShopFactAttribute.Folder!, "orders.json")))!.AsArray();
        var order = Mapped(orders.Single(o => o!["id"]!.GetValue<int>() == 120)!.AsObject());

        Assert.Equal("T-shirt Ängelholm - XL, Svart/Vit", Assert.Single(order.Lines, line => line.Id == "257").Name);
        Assert.DoesNotContain(order.Lines, line => line.Sku == "TS-ANG");
    }

    private static Order Mapped(JsonObject order) => ShippedMappings.Load("woocommerce.order").Record<Order>(Encoding.UTF8.GetBytes(order.ToJsonString()));

    private static CommercialDocument Document(JsonObject order)
    {
        var assembled = OrderAssembler.Assemble(Mapped(order), "shop-se", new OrderFlowSettings(), Stockholm);
        Assert.Empty(assembled.Issues);
        return assembled.Documents.Select(document => document.Content).OfType<CommercialDocument>().Single();
    }

    private static JsonObject Order(string total, string vat) => new()
    {
        ["id"] = 1,
        ["number"] = "1",
        ["status"] = "processing",
        ["currency"] = "SEK",
        ["prices_include_tax"] = false,
        ["date_created_gmt"] = "2026-11-10T09:00:00",
        ["customer_id"] = 0,
        ["billing"] = new JsonObject { ["city"] = "Lund", ["country"] = "SE" },
        ["payment_method"] = "",
        ["total"] = total,
        ["total_tax"] = vat,
        ["refunds"] = new JsonArray(),
        ["tax_lines"] = new JsonArray(new JsonObject { ["rate_id"] = 1, ["rate_percent"] = 25, ["tax_total"] = vat, ["shipping_tax_total"] = "0" }),
    };

    private static JsonObject Row(int id, string net, string vat) => new()
    {
        ["id"] = id,
        ["name"] = $"Sak {id}",
        ["sku"] = $"S-{id}",
        ["quantity"] = 1,
        ["subtotal"] = net,
        ["total"] = net,
        ["total_tax"] = vat,
        ["taxes"] = new JsonArray(new JsonObject { ["id"] = 1, ["total"] = vat }),
    };
}
