using System.CommandLine;
using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Cli.Commands;

internal static class NightlyCommand
{
    public static Command Create(CancellationToken stop)
    {
        var (config, dryRun, json) = (Options.Config(), Options.DryRun(), Options.Json());
        var command = new Command("nightly", "Runs the whole night: every job, dependencies first.") { config, dryRun, json };
        command.SetAction(async (parsed, _) =>
        {
            var site = OpenSite.Open(parsed.GetValue(config)!);
            var names = PlanCommand.Night(site).Select(job => job.Name).ToHashSet();
            var result = await SiteRun.RunAsync(site, new("nightly", IsDryRun: parsed.GetValue(dryRun)), names, parsed.GetValue(json), stop);
            return result.ExitCode;
        });
        return command;
    }
}
