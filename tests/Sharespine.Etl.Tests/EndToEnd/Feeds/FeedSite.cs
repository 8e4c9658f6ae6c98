using System.Text;
using Sharespine.Etl.Cli;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Load;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd.Feeds;

/// <summary>A site of feeds in a folder of its own. Runs are those of the program; its clock stands still between them.</summary>
internal sealed class FeedSite : IDisposable
{
    private readonly Func<string, string?> _environment;
    private readonly IReadOnlyList<ConnectionType>? _types;
    private OpenSite? _open;

    /// <param name="connections">The block below connections:, indented by two.</param>
    /// <param name="feeds">The block below feeds:, indented by two.</param>
    /// <param name="types">The types of connection that the site knows; null: the program's own.</param>
    /// <param name="section">What the second block stands below: feeds or flows.</param>
    public FeedSite(SettableClock clock, string connections, string feeds, Func<string, string?>? environment = null, IReadOnlyList<ConnectionType>? types = null, string section = "feeds")
    {
        _types = types;
        Clock = clock;
        World = new(clock, seed: 1);
        _environment = environment ?? (_ => null);
        Root = Directory.CreateTempSubdirectory("etl-feeds-").FullName;
        Put("etl.yaml", $"""
            company:
              name: Norrsken Handel AB
              organisation-number: 559999-0008
            folders:
              mappings: mappings
            connections:
            {connections.TrimEnd()}
            {section}:
            {feeds.TrimEnd()}

            """);
        Directory.CreateDirectory(PathOf("mappings"));
    }

    public string Root { get; }

    public SettableClock Clock { get; }

    public World World { get; }

    public OpenSite Site => _open ??= Open();

    public Database Database => Site.Database;

    public string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>Writes a file as if it had come an hour ago.</summary>
    public void Put(string relative, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllBytes(PathOf(relative), Encoding.UTF8.GetBytes(content));
        File.SetLastWriteTimeUtc(PathOf(relative), Clock.Now.UtcDateTime.AddHours(-1));
    }

    /// <summary>The night, a day after what was before it.</summary>
    public Task<RunResult> NightAsync(params string[] approved) => RunAsync(new("nightly") { Approved = approved.ToHashSet() }, null);

    public Task<RunResult> JobAsync(string job, params string[] approved) => RunAsync(new("job") { Approved = approved.ToHashSet() }, [job]);

    public Task<RunResult> RunAsync(RunRequest request, IReadOnlyCollection<string>? jobs)
    {
        Clock.Now += TimeSpan.FromDays(1);
        return SiteRun.RunAsync(Site, request, jobs, json: true, CancellationToken.None);
    }

    /// <summary>What plan JOB lists.</summary>
    public IReadOnlyList<string> Plan(string job)
    {
        var path = ((RecordJob)SiteRun.Find(Site.Jobs(), job)).Path;
        return [.. Database.Read(session => OutboxStore.Intents(session, path.Flow, path.Out.Keys.ToList())).Select(row => $"{row.DocumentKey}: {row.Answer}")];
    }

    public IReadOnlyList<string> Open(Outcome outcome) =>
        [.. Database.Read(session => Quarantine.Open(session, outcome)).Select(row => $"{row.Job} {row.RecordKey} {row.Code}{(row.WaitsFor is null ? "" : " waits for " + row.WaitsFor)}").Order(StringComparer.Ordinal)];

    public void Dispose() => TestStores.Discard(Root);

    private OpenSite Open()
    {
        var site = OpenSite.Read(PathOf("etl.yaml"), World, _environment, _types);
        return site with { Database = TestStores.Open(site.Site.Store.Place, World) };
    }
}

internal static class RunResultReading
{
    public static StageCounts Load(this RunResult run, string job) => run.Jobs.Single(result => result.Job == job).Stages.Single(stage => stage.Stage == "load").Counts;

    public static JobResult Of(this RunResult run, string job) => run.Jobs.Single(result => result.Job == job);
}
