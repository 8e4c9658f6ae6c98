using Sharespine.Etl.Configuration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Cli;

/// <summary>One reconciliation of a site, for commands that work beside the night.</summary>
internal sealed record OpenReconciliation(OpenSite Site, ReconciliationConfiguration Configuration, ReconciliationSettings Settings, BookingRules Rules)
{
    public Reconciliation Stages => new(Site.Database, Site.World, Settings, Rules);

    public DateOnly Today => Site.World.Today(Site.Site.Zone);

    /// <summary>Arrows may be written either way. Throws <c>RUN002</c> with the nearest name.</summary>
    public static OpenReconciliation Open(string config, string name)
    {
        var site = OpenSite.Open(config);
        var known = site.Site.Configuration.Reconciliations;
        var wanted = Job.Canonical(name);
        var found = known.FirstOrDefault(reconciliation => reconciliation.Name == wanted)
            ?? throw new EtlException(new Issue(RunErrors.UnknownJob, $"there is no reconciliation \"{name}\".",
                Try: Suggestion.For(wanted, known.Select(reconciliation => reconciliation.Name)) ?? (known.Count == 0 ? "the configuration has none" : "reconciliations: " + string.Join(", ", known.Select(reconciliation => reconciliation.Name)))));
        return new(site, found, found.Settings(site.Site), site.Mappings.Rules(found));
    }
}
