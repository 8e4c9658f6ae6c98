using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Cli;

/// <summary>A site ready to work with: configuration and the mappings that it uses read without findings, store at this program's version.</summary>
internal sealed record OpenSite(Site Site, SiteMappings Mappings, Database Database, World World)
{
    /// <summary>Throws with every finding when the configuration or a mapping that it uses has any: a run starts nothing then.</summary>
    /// <param name="configPath">The site's etl.yaml.</param>
    /// <param name="world">Null: that of this process.</param>
    /// <param name="environment">Where references to variables are looked up; null: the environment of this process.</param>
    public static OpenSite Open(string configPath, World? world = null, Func<string, string?>? environment = null)
    {
        var site = Read(configPath, world, environment);
        site.Database.Reach();
        Schema.Apply(site.Database, site.World);
        return site;
    }

    /// <summary>As <see cref="Open"/>, without touching the store.</summary>
    /// <param name="types">The types of connection that there are; null: the program's own.</param>
    public static OpenSite Read(string configPath, World? world = null, Func<string, string?>? environment = null, IReadOnlyList<ConnectionType>? types = null)
    {
        world ??= WorldOfProcess.Create();
        var issues = new List<Issue>();
        var site = ConfigurationReader.Read(configPath, environment ?? Environment.GetEnvironmentVariable, types ?? ConnectorCatalog.Types, world, issues);
        var mappings = site is null ? null : SiteMappings.ReadUsed(site, ConnectorCatalog.Targets, issues);
        if (site is null || mappings is null || issues.Count > 0)
        {
            throw new EtlException(issues);
        }

        return new(site, mappings, new(site.Store.Dialect()), world);
    }

    /// <summary>Every job of the site, as the night runs them.</summary>
    public IReadOnlyList<Job> Jobs(bool dryRun = false) => SiteJobs.Build(Site, Mappings, dryRun);

    public RunSettings RunSettings => new()
    {
        LogFolder = Site.Folders.Logs,
        LeaseDuration = Site.Configuration.Nightly.Lease,
        PollEvery = Site.Configuration.Nightly.PollEvery,
        OverdueAfter = Site.Configuration.Nightly.OverdueAfter,
        NotAuthorised = ConnectorCatalog.NotAuthorised,
    };
}
