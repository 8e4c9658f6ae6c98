using System.CommandLine;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Cli.Commands;

internal static class RerunCommand
{
    public static Command Create(CancellationToken stop)
    {
        var run = new Argument<string>("run") { Description = "A run's id, or last.", DefaultValueFactory = _ => "last" };
        var (config, stage, approve, dryRun, json) = (Options.Config(), Options.Stage(), Options.Approve(), Options.DryRun(), Options.Json());
        var command = new Command("rerun", "Runs again what failed, was interrupted or waited in an earlier run, and only that.") { run, config, stage, approve, dryRun, json };
        command.SetAction(async (parsed, _) =>
        {
            var site = OpenSite.Open(parsed.GetValue(config)!);
            var (earlier, again) = Again(site, parsed.GetValue(run)!);
            foreach (var job in again)
            {
                await Console.Error.WriteLineAsync($"again: {job.Job} ({RunStore.Word(job.State)}{(job.Reason is null ? "" : ": " + job.Reason)})");
            }

            var stages = parsed.GetValue(stage) is { Length: > 0 } wanted ? wanted : null;
            var request = new RunRequest("rerun", stages, earlier.RunId, parsed.GetValue(dryRun)) { Approved = (parsed.GetValue(approve) ?? []).ToHashSet() };
            var result = await SiteRun.RunAsync(site, request, [.. again.Select(job => job.Job)], parsed.GetValue(json), stop);
            return result.ExitCode;
        });
        return command;
    }

    /// <summary>The run, and its jobs that are not done. Throws <c>RUN011</c> when all are.</summary>
    internal static (RunRow Earlier, IReadOnlyList<JobResult> Again) Again(OpenSite site, string run)
    {
        var (earlier, jobs) = site.Database.Write("recover", null, session =>
        {
            DeadRuns.Mark(session, site.World, ProcessIdentity.Current);
            var found = RunStore.Find(session, run);
            return (found, RunStore.Jobs(session, found.RunId));
        });
        IReadOnlyList<JobResult> again = [.. jobs.Where(job => job.State != JobState.Done)];
        return again.Count > 0 ? (earlier, again) : throw new EtlException(new Issue(RunErrors.NothingToRerun, $"every job of {earlier.RunId} is done."));
    }
}
