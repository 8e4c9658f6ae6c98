using System.Text.Json;

namespace Sharespine.Etl.Tests.Samples;

public sealed class DemoOrdersTests
{
    private static readonly string Folder = Path.Combine(SampleFolders.Demo, "woocommerce.order");
    private static readonly string[] LineLists = ["line_items", "shipping_lines", "fee_lines"];

    [Fact]
    public void Every_order_total_is_the_sum_of_its_lines_and_their_tax()
    {
        Assert.All(Orders(), order => Assert.Equal(Minor(order, "total"), LineLists.Sum(list => Sum(order, list, "total") + Sum(order, list, "total_tax"))));
    }

    [Fact]
    public void Tax_lines_sum_to_the_order_tax_except_where_one_was_taken_away()
    {
        var wrong = Orders().Where(order => Minor(order, "total_tax") != Sum(order, "tax_lines", "tax_total") + Sum(order, "tax_lines", "shipping_tax_total"));
        Assert.Equal("10271", Text(Assert.Single(wrong), "number"));
    }

    [Fact]
    public void Discounts_are_the_difference_between_subtotals_and_totals()
    {
        Assert.All(Orders(), order =>
        {
            Assert.Equal(Minor(order, "discount_total"), Sum(order, "line_items", "subtotal") - Sum(order, "line_items", "total"));
            Assert.Equal(Minor(order, "discount_total"), Sum(order, "coupon_lines", "discount"));
        });
    }

    [Fact]
    public void Refund_files_agree_with_the_orders_and_with_their_own_lines()
    {
        var refunded = Orders().Where(order => order.GetProperty("refunds").GetArrayLength() > 0).ToList();
        Assert.Equal(11, refunded.Count);
        foreach (var order in refunded)
        {
            var refunds = Read($"refunds-{Text(order, "number")}.json");
            Assert.Equal(order.GetProperty("refunds").EnumerateArray().Select(refund => (refund.GetProperty("id").GetInt32(), -Minor(refund, "total"))),
                refunds.Select(refund => (refund.GetProperty("id").GetInt32(), Minor(refund, "amount"))));
            Assert.All(refunds.Where(refund => refund.GetProperty("line_items").GetArrayLength() > 0), refund =>
                Assert.Equal(-Minor(refund, "amount"), LineLists.Sum(list => Sum(refund, list, "total") + Sum(refund, list, "total_tax"))));
        }
    }

    [Fact]
    public void Pages_hold_a_hundred_orders_in_order_of_id_and_no_id_twice()
    {
        var pages = Enumerable.Range(1, 5).Select(page => Read($"orders-{page}.json").ToList()).ToList();
        Assert.Equal([100, 100, 100, 100, 5], pages.Select(page => page.Count));
        var ids = pages.SelectMany(page => page).Select(order => order.GetProperty("id").GetInt32()).ToList();
        Assert.Equal(ids.Distinct().Order(), ids);
    }

    [Fact]
    public void The_variety_that_breaks_careless_code_is_there()
    {
        var orders = Orders();
        var lines = orders.SelectMany(order => order.GetProperty("line_items").EnumerateArray()).ToList();
        Assert.Superset(new HashSet<string> { "completed", "processing", "on-hold", "cancelled", "refunded", "checkout-draft", "dellevererad" }, orders.Select(order => Text(order, "status")).ToHashSet());
        Assert.Contains(orders, order => order.GetProperty("tax_lines").GetArrayLength() > 2);
        Assert.Contains(orders, order => order.GetProperty("meta_data").EnumerateArray().Any(meta => meta.GetProperty("value").ValueKind == JsonValueKind.Object));
        Assert.Contains(orders, order => order.GetProperty("coupon_lines").EnumerateArray().Any(coupon => Text(coupon, "discount") == "40"));
        Assert.Contains(orders, order => Sum(order, "fee_lines", "total") < 0 && Sum(order, "fee_lines", "total_tax") < 0);
        Assert.Contains(lines, line => line.GetProperty("product_id").GetInt32() == 0 && line.GetProperty("sku").ValueKind == JsonValueKind.Null);
        Assert.Contains(lines, line => line.GetProperty("price").GetRawText().EndsWith("00000003", StringComparison.Ordinal));
        Assert.Contains(lines, line => !Text(line, "name").IsNormalized());
        Assert.Contains(lines, line => Text(line, "name").Contains('&', StringComparison.Ordinal));
        Assert.Contains(orders, order => Text(order, "date_created") == "2026-10-25T02:30:00" && Text(order, "date_created_gmt") == "2026-10-25T01:30:00");
        Assert.InRange(orders.Count(order => Text(order, "currency") == "EUR"), 20, 30);
        Assert.InRange(orders.Count(order => Text(order, "payment_method") == "kco") * 100 / orders.Count, 70, 80);
    }

    private static List<JsonElement> Orders() => [.. Directory.EnumerateFiles(Folder, "orders-*.json").SelectMany(path => Read(Path.GetFileName(path)))];

    private static List<JsonElement> Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name)));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static long Minor(JsonElement element, string name) => SieText.Minor(Text(element, name));

    private static long Sum(JsonElement element, string list, string name) => element.GetProperty(list).EnumerateArray().Sum(item => Minor(item, name));
}
