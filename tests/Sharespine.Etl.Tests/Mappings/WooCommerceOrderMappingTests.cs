using System.Text.Json;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Mappings;

public sealed class WooCommerceOrderMappingTests
{
    private const string Orders = "samples/shops/woocommerce/orders.json";
    private const string Refunds = "samples/shops/woocommerce/order-272-refunds.json";

    private static MappingOptions Options => new()
    {
        Targets = Sharespine.Etl.Connectors.ConnectorCatalog.Targets,
    };

    [Fact]
    public void The_shipped_mappings_check_without_a_finding()
    {
        var findings = new List<Issue>();
        var library = MappingLibrary.Load([Repository.Mappings], Options, findings);
        Assert.Equal("", string.Join(Environment.NewLine, findings));
        Assert.NotNull(library.Document("woocommerce.order"));
    }

    [SharedSampleFact(Orders)]
    public void Every_real_order_maps_or_names_the_plugin_status_that_the_site_has_to_explain()
    {
        var mapping = Load([Repository.Mappings]);
        foreach (var order in Read(Orders))
        {
            var result = mapping.Map(order, new(new Dictionary<string, Etl.Mappings.Expressions.Value>(), Record: $"order {order.GetProperty("id")}"));
            if (order.GetProperty("status").GetString() == "dellevererad")
            {
                var issue = Assert.Single(Assert.IsType<MappingResult.Rejected>(result).Issues);
                Assert.Equal("status (\"dellevererad\") is not in the table \"order-status\".", issue.Message);
                Assert.Equal("status", issue.Field);
                continue;
            }

            AssertWhole(order, result);
        }
    }

    [SharedSampleFact(Orders)]
    public void With_the_site_s_word_for_its_own_status_in_an_overlay_all_real_orders_map_and_sum_to_their_total()
    {
        using var site = new TemporaryFolder();
        site.Write("woocommerce.order.yaml", "overlays: woocommerce.order\nlookups:\n  order-status:\n    inline:\n      dellevererad: partiallyShipped\n");
        var mapping = Load([Repository.Mappings, site.Path]);
        var orders = Read(Orders);
        Assert.Equal(71, orders.Count);
        foreach (var order in orders)
        {
            AssertWhole(order, mapping.Map(order, MappingInputs.None));
        }
    }

    [SharedSampleFact(Refunds)]
    public void A_real_refund_keeps_its_amount_row_and_rate()
    {
        var refunds = File.ReadAllText(Path.Combine(Repository.Shared, Refunds));
        var order = $$"""
            {"id":272,"number":"272","status":"completed","currency":"SEK","date_created_gmt":"2026-11-10T09:00:00","customer_id":0,"billing":{"city":"Lund"},
             "tax_lines":[{"rate_id":1,"rate_percent":25,"tax_total":"0.00","shipping_tax_total":"0.00"}],"total":"0.00","total_tax":"0.00",
             "refunds":[{"id":303},{"id":302}],"refund_details":{{refunds}}}
            """;
        var mapped = Order(Load([Repository.Mappings]).Map(System.Text.Encoding.UTF8.GetBytes(order), MappingInputs.None));
        Assert.Equal(["303 5.00 SEK", "302 699.00 SEK"], mapped.Refunds.Select(refund => $"{refund.Id} {refund.Amount}"));
        Assert.Empty(mapped.Refunds[0].Lines);
        var line = Assert.Single(mapped.Refunds[1].Lines);
        Assert.Equal((1m, 559.20m, 139.80m, (decimal?)25m), (line.Quantity, line.Net, line.Vat, line.VatRate));
    }

    [Fact]
    public void No_personal_number_comes_through()
    {
        var mapping = Load([Repository.Mappings]);
        foreach (var number in new[] { "811218-9876", "19811218-9876", "8112189876", "010170-1234", "01017012345", "131052-308T", "SE811218987601", "SE198112189876" })
        {
            var order = $$"""
                {"id":1,"number":"1","status":"processing","currency":"SEK","date_created_gmt":"2026-11-10T09:00:00","customer_id":1,"billing":{"city":"Lund"},
                 "meta_data":[{"key":"_billing_orgnr","value":"{{number}}"},{"key":"_vat_number","value":"{{number}}"},{"key":"other","value":"{{number}}"}],"total":"0.00","total_tax":"0.00"}
                """;
            var result = mapping.Map(System.Text.Encoding.UTF8.GetBytes(order), MappingInputs.None);
            Assert.DoesNotContain(number[2..8], System.Text.Encoding.UTF8.GetString(Assert.IsType<MappingResult.Document>(result).Utf8.Span), StringComparison.Ordinal);
        }
    }

    private static void AssertWhole(JsonElement source, MappingResult result)
    {
        var order = Order(result);
        Assert.Equal(source.GetProperty("total").GetString() + " SEK", order.Total.ToString());
        Assert.Equal(order.Total.Major, order.Lines.Sum(line => line.Net + line.Vat));
        Assert.Equal(order.TotalVat.Major, order.Vat.Sum(rate => rate.Vat));
        Assert.Equal(order.TotalVat.Major, order.Lines.Sum(line => line.Vat));
        Assert.Equal(TimeSpan.Zero, order.PlacedAt.Offset);
        foreach (var line in order.Lines.Where(line => line.VatRate is not null))
        {
            Assert.InRange(Math.Abs((line.Net * line.VatRate!.Value / 100) - line.Vat), 0m, 0.015m);
        }
    }

    private static Order Order(MappingResult result)
    {
        if (result is MappingResult.Rejected rejected)
        {
            Assert.Fail(string.Join(Environment.NewLine, rejected.Issues));
        }

        return JsonSerializer.Deserialize<Order>(Assert.IsType<MappingResult.Document>(result).Utf8.Span, TargetJson.Options)!;
    }

    private static DocumentMapping Load(string[] folders)
    {
        var findings = new List<Issue>();
        var mapping = MappingLibrary.Load(folders, Options, findings).Document("woocommerce.order");
        Assert.Equal("", string.Join(Environment.NewLine, findings));
        return mapping!;
    }

    private static List<JsonElement> Read(string path) =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Shared, path))).RootElement.EnumerateArray()];
}
