using System.CommandLine;
using Sharespine.Etl.Cli.Output;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Cli.Commands;

internal static class PlanCommand
{
    public static Command Create()
    {
        var job = new Argument<string?>("job") { Description = "Prints what the load of this job would write, as far as it is planned.", Arity = ArgumentArity.ZeroOrOne };
        var config = Options.Config();
        var command = new Command("plan", "Prints the night: its jobs in order, their stages and what they wait for.") { job, config };
        command.SetAction(parsed =>
        {
            var site = OpenSite.Open(parsed.GetValue(config)!);
            if (parsed.GetValue(job) is { } name)
            {
                return Writes(site, SiteRun.Find(site.Jobs(), name));
            }

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

    private static int Writes(OpenSite site, Job job)
    {
        if (job is not RecordJob { Path: var path })
        {
            Console.Error.WriteLine("Only jobs that write record by record have a plan of their own.");
            return ExitCodes.Usage;
        }

        var table = Tables.Plain("record", "action", "would do");
        foreach (var row in site.Database.Read(session => OutboxStore.Intents(session, path.Flow, path.Out.Keys.ToList())))
        {
            Tables.Row(table, [$"{row.Entity} {row.DocumentKey}", row.Action, row.Answer ?? ""]);
        }

        Tables.Write(table);
        return ExitCodes.Done;
    }

    /// <summary>The site's jobs but for those that the configuration leaves out.</summary>
    public static IReadOnlyList<Job> Night(OpenSite site)
    {
        var without = site.Site.Configuration.Nightly.Without.Select(Job.Canonical).ToHashSet();
        return [.. site.Jobs().Where(job => !without.Contains(job.Name))];
    }
}
