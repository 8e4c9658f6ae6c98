using System.CommandLine;

namespace Sharespine.Etl.Cli.Commands;

internal static class RunCommand
{
    public static Command Create(CancellationToken stop) => Create("run", "Runs one job, or single stages of it from what is staged.", stop);

    public static Command Create(string name, string description, CancellationToken stop)
    {
        var job = new Argument<string>("job") { Description = "As plan lists it; -> and <-> may be written for the arrows." };
        var (config, stage, approve, dryRun, json) = (Options.Config(), Options.Stage(), Options.Approve(), Options.DryRun(), Options.Json());
        var command = new Command(name, description) { job, config, stage, approve, dryRun, json };
        command.SetAction(async (parsed, _) =>
        {
            var site = OpenSite.Open(parsed.GetValue(config)!);
            var found = SiteRun.Find(site.Jobs(), parsed.GetValue(job)!);
            var stages = parsed.GetValue(stage) is { Length: > 0 } wanted ? wanted : null;
            if (stages?.FirstOrDefault(name => found.Stages.All(known => known.Name != name)) is { } unknown)
            {
                Console.Error.WriteLine($"{found.Name} has no stage \"{unknown}\"; it has {string.Join(", ", found.Stages.Select(known => known.Name))}.");
                return Engine.ExitCodes.Usage;
            }

            var result = await SiteRun.RunAsync(site, new("job", stages, IsDryRun: parsed.GetValue(dryRun)) { Approved = (parsed.GetValue(approve) ?? []).ToHashSet() }, [found.Name], parsed.GetValue(json), stop);
            return result.ExitCode;
        });
        return command;
    }
}
