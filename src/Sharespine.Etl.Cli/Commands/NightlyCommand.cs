using System.CommandLine;
using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Cli.Commands;

internal static class NightlyCommand
{
    public static Command Create(CancellationToken stop)
    {
        var share = new Option<bool>("--share") { Description = "Lets workers on this and other machines take part; joins the shared run that is open, if there is one." };
        var (config, dryRun, json) = (Options.Config(), Options.DryRun(), Options.Json());
        var command = new Command("nightly", "Runs the whole night: every job, dependencies first.") { config, share, dryRun, json };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(share) && parsed.GetValue(dryRun))
            {
                parsed.AddError("A dry run works on a copy of the store, which nobody else can take part in: leave out --share or --dry-run.");
            }
        });
        command.SetAction(async (parsed, _) =>
        {
            var site = OpenSite.Open(parsed.GetValue(config)!);
            if (parsed.GetValue(share))
            {
                return await new SharedSiteRun(site, parsed.GetValue(json)).StartAsync(stop);
            }

            var names = PlanCommand.Night(site).Select(job => job.Name).ToHashSet();
            var result = await SiteRun.RunAsync(site, new("nightly", IsDryRun: parsed.GetValue(dryRun)), names, parsed.GetValue(json), stop);
            return result.ExitCode;
        });
        return command;
    }
}
