using System.Globalization;
using System.Text;
using System.Text.Json;
using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>
/// Orders of five lines, on one thread: from the shop's JSON through the shipped woocommerce.order mapping, and on through the
/// assembler and the ERP's mappings to the documents. Every order has to come through.
/// </summary>
public sealed class MappingOrders : IBenchmark
{
    private const string Mapping = "woocommerce.order";
    private const int Distinct = 2_000;

    public string Name => "map-orders";

    public void Run(BenchmarkContext context)
    {
        var count = context.Rows(50_000);
        using var site = BenchmarkSite.Make(Path.Combine(context.Folder, "site"));
        var orders = Orders(Path.Combine(context.Folder, "orders.ndjson"));
        var (document, inputs) = (site.Mappings.Document(Mapping), site.Mappings.Inputs("shop-se"));
        context.Say(Fields(document, inputs, orders));

        long Map(int times)
        {
            for (var i = 0; i < times; i++)
            {
                if (document.Map(orders[i % orders.Length], inputs) is MappingResult.Rejected rejected)
                {
                    throw new InvalidOperationException($"an order was rejected: {rejected.Issues[0]}");
                }
            }

            return times;
        }

        // Twice through, so that the compiler has seen what is hot.
        Map(2 * Distinct);
        context.Measure($"{Mapping}: JSON to our order, 1 thread", () => Map(count));

        // Those that the demo's ERP tables cannot take (a Finnish rate, a name too long) are another matter.
        var maker = Maker(site);
        orders = [.. orders.Where(order => maker.Make("1", order).Issues.Count == 0)];
        Make(maker, orders, orders.Length);
        context.Measure("order to ERP documents (OrderMaker), 1 thread", () => Make(maker, orders, count));
    }

    private static byte[][] Orders(string file)
    {
        OrderLines.Write(file, Distinct, lines: 5);
        // A plugin's own status is the site's to explain; here only mapping is measured.
        return [.. File.ReadLines(file).Select(line => Encoding.UTF8.GetBytes(line.Replace("dellevererad", "completed", StringComparison.Ordinal)))];
    }

    /// <summary>The maker as the site's order job has it.</summary>
    private static OrderMaker Maker(BenchmarkSite site)
    {
        var flow = site.Site.Configuration.Flows[0];
        var erp = SiteMappings.Entities(flow).ToDictionary(entity => entity, entity => site.Mappings.Bind(new(site.Mappings.ErpMapping(flow, entity), flow.Erp)));
        return new(flow.Shop, site.Mappings.Bind(new(Mapping, flow.Shop)), erp, site.Site.Connections[flow.Erp].Files!, flow.Orders, site.Site.Zone);
    }

    private static long Make(OrderMaker maker, byte[][] orders, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var decision = maker.Make("1", orders[i % orders.Length]);
            if (decision.Issues.Count > 0)
            {
                throw new InvalidOperationException($"an order was rejected: {decision.Issues[0]}");
            }
        }

        return times;
    }

    private static string Fields(DocumentMapping document, MappingInputs inputs, byte[][] orders)
    {
        using var json = JsonDocument.Parse(orders[0]);
        var fields = document.Explain(json.RootElement, inputs).Fields;
        return string.Create(CultureInfo.InvariantCulture,
            $"an order of 5 lines: {orders.Average(order => order.Length) / 1024:0.0} kB of JSON on average, {fields.Count} field rules answered, {fields.Count(field => field.Value is not null)} fields with a value");
    }
}
