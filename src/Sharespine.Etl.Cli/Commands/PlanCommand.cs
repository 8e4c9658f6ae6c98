using System.CommandLine;
using Sharespine.Etl.Cli.Output;
using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Cli.Commands;

internal static class PlanCommand
{
    public static Command Create()
    {
        var config = Options.Config();
        var command = new Command("plan", "Prints the night: its jobs in order, their stages and what they wait for.") { config };
        command.SetAction(parsed =>
        {
            var site = OpenSite.Open(parsed.GetValue(config)!);
            var table = Tables.Plain("job", "stages", "after");
            foreach (var job in Runner.Order(Night(site)))
            {
                Tables.Row(table, [job.Name, string.Join(", ", job.Stages.Select(stage => stage.Name)), string.Join(", ", job.After)]);
            }

            Tables.Write(table);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The site's jobs but for those that the configuration leaves out.</summary>
    public static IReadOnlyList<Job> Night(OpenSite site)
    {
        var without = site.Site.Configuration.Nightly.Without.Select(Job.Canonical).ToHashSet();
        return [.. site.Jobs().Where(job => !without.Contains(job.Name))];
    }
}
