using System.Text.Json;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Flows;

/// <summary>What the workers of a shared run have to agree on, from a site's settings and mappings. Machine paths, addresses and secrets are no part of it.</summary>
public static class SitePlan
{
    private static readonly string[] MappingEndings = [".yaml", ".yml", ".csv"];

    public static RunPlan Of(Site site, IReadOnlyList<Job> jobs) => RunPlan.Of(jobs, Parts(site));

    private static Dictionary<string, string> Parts(Site site)
    {
        var configuration = site.Configuration;
        var parts = new Dictionary<string, string>
        {
            ["company"] = Hash(new { configuration.Company, configuration.Language }),
            ["nightly"] = Hash(new { configuration.Nightly.Without, configuration.Nightly.After, configuration.Nightly.StopAfterEqualRejections, configuration.Nightly.OverdueAfter, configuration.Nightly.Lease }),
        };
        foreach (var (name, connection) in site.Connections)
        {
            parts[$"connection {name}"] = Hash(new { connection.Type, connection.JobsAtOnce });
        }

        foreach (var flow in configuration.Flows)
        {
            parts[$"flow {flow.Shop}→{flow.Erp}"] = Hash(flow);
        }

        foreach (var feed in configuration.Feeds)
        {
            parts[$"feed {feed.From}→{feed.To} {string.Join(' ', feed.Names())}"] = Hash(feed);
        }

        foreach (var reconciliation in configuration.Reconciliations)
        {
            parts[$"reconciliation {reconciliation.Name}"] = Hash(reconciliation with { Posting = reconciliation.Posting with { Rates = null } });
        }

        AddMappings(parts, "mapping", ShippedFolder.Find("mappings"));
        if (site.Folders.Mappings is { } own)
        {
            AddMappings(parts, "own mapping", own);
        }

        return parts;
    }

    private static void AddMappings(Dictionary<string, string> parts, string kind, string folder)
    {
        foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [])
        {
            if (MappingEndings.Contains(Path.GetExtension(path)))
            {
                parts[$"{kind} {Path.GetRelativePath(folder, path).Replace('\\', '/')}"] = RunPlan.Hash(File.ReadAllText(path).ReplaceLineEndings("\n"));
            }
        }
    }

    private static string Hash<T>(T settings) => RunPlan.Hash(JsonSerializer.Serialize(settings, RunResult.Json));
}
