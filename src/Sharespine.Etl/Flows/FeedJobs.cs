using Sharespine.Etl.Configuration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Load;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Flows;

/// <summary>The jobs of a feed, one per entity.</summary>
internal static class FeedJobs
{
    private const string Product = "product";

    public static IEnumerable<RecordJob> Of(Site site, SiteMappings mappings, FeedConfiguration feed)
    {
        var flow = $"{feed.From}→{feed.To}";
        // A price or a stock level belongs to a product. It does not wait for other prices: what one guard stops, the others need not.
        var product = feed.Names().Contains(Product) ? $"{flow}/{Product}" : null;
        return feed.Names().Select(entity => Of(site, mappings, feed, flow, entity, entity switch
        {
            Product => null,
            StatusMaker.Status => $"{feed.To}→{feed.From}/order",
            _ => product,
        }));
    }

    private static RecordJob Of(Site site, SiteMappings mappings, FeedConfiguration feed, string flow, string entity, string? before)
    {
        var isStatus = entity == StatusMaker.Status;
        IReadOnlyList<string> written = isStatus ? SiteMappings.StatusEntities(site, feed) : [entity];
        // Each target has its own copy of what the source said: what one has taken in, another may not have.
        var path = new RecordPath($"{feed.From}/{entity}@{feed.To}", flow, new(mappings.FeedMapping(feed, entity), feed.From),
            written.ToDictionary(what => what, what => new BoundMapping(mappings.FeedTargetMapping(feed, what), feed.To)));
        var extractor = new Extractor(path.Source, entity, site.Connections[feed.From].Records!, feed.Extract);
        var targets = site.Connections[feed.To].Targets;
        var parts = written.Select(what => new LoadPart(what, targets[what], isStatus ? null : feed.Guard, mappings.Document(path.Out[what].Name).WritePolicies)).ToList();
        var limit = site.Configuration.Nightly.StopAfterEqualRejections;
        return new($"{flow}/{entity}", path)
        {
            ExtractAsync = extractor.RunAsync,
            Extractor = extractor,
            Transformer = () => new Transformer(path.Source, flow, Maker(mappings, feed, entity, path), new() { ChangedAfterSent = ChangedAfterSent.Update, StopAfterEqualRejections = limit }),
            LoadAsync = new RecordLoader(flow, feed.To, parts, limit).RunAsync,
            After = SiteJobs.After(site, $"{flow}/{entity}", [.. new[] { before }.OfType<string>()]),
            Slots = [.. SiteJobs.Connections(site, feed.From, feed.To), Slot.Intake(path.Source)],
        };
    }

    private static IDocumentMaker Maker(SiteMappings mappings, FeedConfiguration feed, string entity, RecordPath path) => entity == StatusMaker.Status
        ? new StatusMaker(mappings.Bind(path.In!), path.Out.ToDictionary(pair => pair.Key, pair => mappings.Bind(pair.Value)), feed.NotifyCustomer)
        : new FeedMaker(entity, mappings.Bind(path.In!), mappings.Bind(path.Out[entity]));
}
