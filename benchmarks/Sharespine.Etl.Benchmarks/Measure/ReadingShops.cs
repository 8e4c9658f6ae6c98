using System.Globalization;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>
/// Orders of five rows of each shop vendor: the connector's own order source reads them page by page from a shop in memory,
/// the shipped mapping makes our order of each, and the ERP's mappings its documents. Every order has to come, once, and to
/// come through.
/// </summary>
public sealed class ReadingShops : IBenchmark
{
    private const int Few = 10_000;
    private const int WarmUp = 2_000;

    /// <summary>Every vendor has its own word for Klarna; the shipped table knows WooCommerce's.</summary>
    private const string PaymentMethods = """
        overlays: visma-administration.order
        lookups:
          terms-of-payment:
            inline: { klarna_kp: KL, klarna_checkout: KL, klarna: KL, KlarnaCheckout: KL }
        """;

    private readonly List<string> _table = [];

    public string Name => "shops";

    public void Run(BenchmarkContext context)
    {
        var count = context.Rows(100_000);
        using var site = BenchmarkSite.Make(Path.Combine(context.Folder, "site"), orderOverlay: PaymentMethods);
        context.Say(Heading);
        foreach (var shop in MeasuredShop.All.Where(shop => (context.Arguments.Word(1) ?? shop.Name) == shop.Name))
        {
            Measure(context, site, shop, count);
        }

        context.Say("");
        context.Say($"| shop | kB an order | read, orders/s | read and map | read, map, ERP documents | peak at {Whole(Math.Min(Few, count))} | peak at {Whole(count)} |");
        context.Say("|---|---:|---:|---:|---:|---:|---:|");
        foreach (var line in _table)
        {
            context.Say(line);
        }
    }

    private void Measure(BenchmarkContext context, BenchmarkSite site, MeasuredShop shop, int count)
    {
        IReadOnlyList<(string Name, Action<ReadOnlyMemory<byte>> Take)> ways =
        [
            ("read", _ => { }),
            ("read and map", Mapping(site, shop)),
            ("read, map, ERP documents", Making(site, shop)),
        ];
        // Once through, so that the compiler has seen what is hot.
        foreach (var (_, take) in ways)
        {
            shop.Walk(Math.Min(WarmUp, count), site.World, take);
        }

        List<ShopStep> few = count > Few ? [.. ways.Select(way => Measure(context, site, shop, Few, way.Name, way.Take))] : [];
        List<ShopStep> all = [.. ways.Select(way => Measure(context, site, shop, count, way.Name, way.Take))];
        _table.Add(string.Create(CultureInfo.InvariantCulture,
            $"| {shop.Name} | {all[0].Walk.Bytes / 1024 / count} | {string.Join(" | ", all.Select(step => Whole(step.PerSecond)))} | {Peak(few.Count > 0 ? few : all)} | {Peak(all)} |"));
    }

    private static ShopStep Measure(BenchmarkContext context, BenchmarkSite site, MeasuredShop shop, int count, string name, Action<ReadOnlyMemory<byte>> take)
    {
        var meter = new Meter();
        var walk = shop.Walk(count, site.World, take);
        var step = new ShopStep(meter.Stop($"{shop.Name}: {name}", count), walk);
        context.Say(step.ToString());
        return step;
    }

    /// <summary>The JSON of the shop to ours, as a flow maps it.</summary>
    private static Action<ReadOnlyMemory<byte>> Mapping(BenchmarkSite site, MeasuredShop shop)
    {
        var (document, inputs) = (site.Mappings.Document(shop.Mapping), site.Mappings.Inputs("shop-se"));
        return payload =>
        {
            if (document.Map(payload, inputs) is not MappingResult.Document)
            {
                throw new InvalidOperationException($"{shop.Name}: an order did not map: {Problem(document.Map(payload, inputs))}");
            }
        };
    }

    private static Action<ReadOnlyMemory<byte>> Making(BenchmarkSite site, MeasuredShop shop)
    {
        var flow = site.Site.Configuration.Flows[0];
        var erp = SiteMappings.Entities(flow).ToDictionary(entity => entity, entity => site.Mappings.Bind(new(site.Mappings.ErpMapping(flow, entity), flow.Erp)));
        var maker = new OrderMaker(flow.Shop, site.Mappings.Bind(new(shop.Mapping, flow.Shop)), erp, site.Site.Connections[flow.Erp].Files!, flow.Orders, site.Site.Zone);
        return payload =>
        {
            var decision = maker.Make("1", payload);
            if (decision.Issues.Count > 0 || decision.Documents.Count == 0)
            {
                throw new InvalidOperationException($"{shop.Name}: no documents were made of an order: {(decision.Issues.Count > 0 ? decision.Issues[0].ToString() : "it was skipped")}");
            }
        };
    }

    private static string Problem(MappingResult result) => result is MappingResult.Rejected rejected ? string.Join("; ", rejected.Issues) : result.ToString()!;

    private static string Peak(IEnumerable<ShopStep> steps) => $"{Whole(steps.Max(step => step.Step.Peak) / 1048576)} MB";

    private static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Heading => $"{"",-40} {"orders",9} {"requests",9} {"seconds",9} {"of it shop",10} {"cpu s",9} {"orders/s",10} {"MB made",9} {"MB peak",9}";
}

/// <summary>A walk that was measured. Orders a second leave out what the shop in memory took to answer.</summary>
internal sealed record ShopStep(Step Step, ShopWalk Walk)
{
    public long PerSecond => Step.Rows * TimeSpan.TicksPerSecond / Math.Max(1, (Step.Wall - Walk.Answering).Ticks);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Step.Name,-40} {Step.Rows,9:N0} {Walk.Requests,9:N0} {Step.Wall.TotalSeconds,9:0.00} {Walk.Answering.TotalSeconds,10:0.00} {Step.Cpu.TotalSeconds,9:0.00} {PerSecond,10:N0} {Step.Allocated / 1048576,9:N0} {Step.Peak / 1048576,9:N0}");
}
