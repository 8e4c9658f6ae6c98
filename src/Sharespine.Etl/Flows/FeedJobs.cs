using Sharespine.Etl.Configuration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Load;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Flows;

/// <summary>The jobs of a feed, one per entity.</summary>
internal static class FeedJobs
{
    public static IEnumerable<RecordJob> Of(Site site, SiteMappings mappings, FeedConfiguration feed)
    {
        var flow = $"{feed.From}→{feed.To}";
        string? before = null;
        foreach (var entity in feed.Names())
        {
            var job = Of(site, mappings, feed, flow, entity, before);
            // A price or stock belongs to a product; what became of an order does not.
            before = entity == StatusMaker.Status ? before : job.Name;
            yield return job;
        }
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
            After = SiteJobs.After(site, $"{flow}/{entity}", [.. new[] { isStatus ? $"{feed.To}→{feed.From}/order" : before }.OfType<string>()]),
            Slots = [.. SiteJobs.Connections(site, feed.From, feed.To), Slot.Intake(path.Source)],
        };
    }

    private static IDocumentMaker Maker(SiteMappings mappings, FeedConfiguration feed, string entity, RecordPath path) => entity == StatusMaker.Status
        ? new StatusMaker(mappings.Bind(path.In!), path.Out.ToDictionary(pair => pair.Key, pair => mappings.Bind(pair.Value)), feed.NotifyCustomer)
        : new FeedMaker(entity, mappings.Bind(path.In!), mappings.Bind(path.Out[entity]));
}
