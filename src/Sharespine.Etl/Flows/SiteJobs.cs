using Sharespine.Etl.Configuration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Load;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Flows;

/// <summary>From a site's configuration to the jobs of its night.</summary>
public static class SiteJobs
{
    public static IReadOnlyList<Job> Build(Site site, SiteMappings mappings, bool dryRun)
    {
        var jobs = new List<Job>();
        foreach (var flow in site.Configuration.Flows)
        {
            jobs.Add(Orders(site, mappings, flow, dryRun));
            if (flow.StatusBack)
            {
                jobs.Add(Status(site, mappings, flow));
            }
        }

        jobs.AddRange(site.Configuration.Feeds.SelectMany(feed => FeedJobs.Of(site, mappings, feed)));

        jobs.AddRange(site.Configuration.Reconciliations.Select(reconciliation =>
            ReconciliationJob.Of(site, mappings, reconciliation, dryRun, After(site, reconciliation.Name), Slots(site, reconciliation))));
        return jobs;
    }

    internal static IEnumerable<Slot> Connections(Site site, params IEnumerable<string> names) => names.Distinct().Select(name => Slot.Connection(name, site.Connections[name].JobsAtOnce));

    // What it takes files or entries from, it takes alone: snapshots of a ledger and vouchers for it follow each other.
    private static IReadOnlyList<Slot> Slots(Site site, ReconciliationConfiguration reconciliation)
    {
        List<string> alone = [reconciliation.Provider, reconciliation.Ledger];
        if (reconciliation.Bank?.Connection is { } bank)
        {
            alone.Add(bank);
        }

        if (reconciliation.Orders is { From: OrderListFrom.Files } list)
        {
            alone.Add(list.Connection);
        }

        var orders = reconciliation.Orders is { From: not OrderListFrom.Files } staged ? [staged.Connection] : Array.Empty<string>();
        return [.. Connections(site, [.. alone, .. orders]), .. alone.Distinct().Select(Slot.Intake)];
    }

    internal static IReadOnlyList<string> After(Site site, string job, params string[] builtIn) =>
    [
        .. builtIn,
        .. site.Configuration.Nightly.After.Where(pair => Job.Canonical(pair.Key) == job).SelectMany(pair => pair.Value).Select(Job.Canonical),
    ];

    private static RecordJob Orders(Site site, SiteMappings mappings, FlowConfiguration flow, bool dryRun)
    {
        var name = $"{flow.Shop}→{flow.Erp}";
        var source = $"{flow.Shop}/order";
        var entities = SiteMappings.Entities(flow);
        var files = site.Connections[flow.Erp].Files!;
        var path = new RecordPath(source, name, new(mappings.OrderMapping(flow), flow.Shop), entities.ToDictionary(entity => entity, entity => new BoundMapping(mappings.ErpMapping(flow, entity), flow.Erp)));
        var maker = new OrderMaker(flow.Shop, mappings.Bind(path.In!), path.Out.ToDictionary(pair => pair.Key, pair => mappings.Bind(pair.Value)), files, flow.Orders, site.Zone);
        var extractor = new Extractor(source, "order", site.Connections[flow.Shop].Records!, flow.Extract);
        return new($"{name}/order", path)
        {
            ExtractAsync = extractor.RunAsync,
            Extractor = extractor,
            Transformer = () => new Transformer(source, name, maker, Transform(site, flow)),
            LoadAsync = new FileLoader(name, flow.Erp, dryRun ? new PlannedFiles(files) : files, entities, flow.Load).RunAsync,
            After = After(site, $"{name}/order"),
            Slots = [.. Connections(site, flow.Shop, flow.Erp), Slot.Intake(source)],
        };
    }

    private static RecordJob Status(Site site, SiteMappings mappings, FlowConfiguration flow)
    {
        var there = $"{flow.Shop}→{flow.Erp}";
        var back = $"{flow.Erp}→{flow.Shop}";
        var path = new RecordPath($"{flow.Erp}/order-status@{flow.Shop}", back, null, new Dictionary<string, BoundMapping> { [StatusMaker.Status] = new(mappings.StatusMapping(flow), flow.Shop) });
        var maker = new StatusMaker(null, path.Out.ToDictionary(pair => pair.Key, pair => mappings.Bind(pair.Value)), notifyCustomer: false);
        return new($"{back}/order-status", path)
        {
            ExtractAsync = new LinkSource(path.Source, flow.Erp, there).RunAsync,
            Transformer = () => new Transformer(path.Source, back, maker, Transform(site, flow) with { ChangedAfterSent = ChangedAfterSent.Update }),
            LoadAsync = new RecordLoader(back, flow.Shop, [new(StatusMaker.Status, site.Connections[flow.Shop].Targets[StatusMaker.Status])], site.Configuration.Nightly.StopAfterEqualRejections).RunAsync,
            After = After(site, $"{back}/order-status", $"{there}/order"),
            Slots = [.. Connections(site, flow.Shop, flow.Erp), Slot.Intake(path.Source)],
        };
    }

    private static TransformSettings Transform(Site site, FlowConfiguration flow) => new()
    {
        ChangedAfterSent = flow.Orders.ChangedAfterSent,
        StopAfterEqualRejections = site.Configuration.Nightly.StopAfterEqualRejections,
    };
}
