using Sharespine.Etl.Cli.Commands;
using Sharespine.Etl.Cli.Output;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Flows;

namespace Sharespine.Etl.Cli;

/// <summary>Works at a site's shared run, and tells of the run when it is over as of one that this process ran alone.</summary>
internal sealed class SharedSiteRun(OpenSite site, bool json)
{
    private readonly Worker _worker = new(site.Database, site.World, site.RunSettings, json ? new SilentObserver() : new ConsoleObserver());

    /// <summary>Starts the night, or joins the one that is open. Returns the exit code.</summary>
    public async Task<int> StartAsync(CancellationToken stop) => Tell(await _worker.RunAsync("nightly", Plan(), Jobs, stop));

    /// <summary>Joins the run that is open; null when it is over already.</summary>
    public async Task<int?> JoinAsync(CancellationToken stop) => await _worker.JoinAsync(Plan(), Jobs, stop) is { } result ? Tell(result) : null;

    /// <summary>False when no shared run came within that time, or at a stop.</summary>
    public Task<bool> WaitAsync(TimeSpan? wait, CancellationToken stop) => _worker.WaitAsync(wait, stop);

    private RunPlan Plan() => SitePlan.Of(site.Site, Jobs());

    private IReadOnlyList<Job> Jobs() => PlanCommand.Night(site);

    private int Tell(SharedResult shared)
    {
        if (shared.IsOver)
        {
            WriteResult(shared);
        }

        SiteRun.Print(shared.Result, json);
        return shared.Result.ExitCode;
    }

    // Workers may have their logs in one folder: then the one that closed the run has written it, or is about to.
    private void WriteResult(SharedResult shared)
    {
        var folder = site.Site.Folders.Logs;
        if (!shared.HasClosed && File.Exists(Path.Combine(folder, $"{shared.Result.RunId}.result.json")))
        {
            return;
        }

        try
        {
            SiteRun.WriteResult(folder, shared.Result);
        }
        catch (IOException) when (!shared.HasClosed)
        {
            // It is being written by the other this very moment.
        }
    }
}
