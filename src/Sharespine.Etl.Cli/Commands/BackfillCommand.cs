using System.CommandLine;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Flows;

namespace Sharespine.Etl.Cli.Commands;

internal static class BackfillCommand
{
    public static Command Create(CancellationToken stop)
    {
        var job = new Argument<string>("job") { Description = "A job that reads records, e.g. shop-se->visma/order." };
        var keys = new Argument<string[]>("id") { Description = "The source's own ids.", Arity = ArgumentArity.OneOrMore };
        var (config, json) = (Options.Config(), Options.Json());
        var command = new Command("backfill", "Fetches single records again from the source and runs them through the job.") { job, keys, config, json };
        command.SetAction(async (parsed, _) =>
        {
            var site = OpenSite.Open(parsed.GetValue(config)!);
            if ((SiteRun.Find(site.Jobs(), parsed.GetValue(job)!) as RecordJob)?.Backfill(parsed.GetValue(keys)!) is not { } backfill)
            {
                Console.Error.WriteLine("Only jobs that read a source record by record can be backfilled.");
                return ExitCodes.Usage;
            }

            var runner = new Runner(site.Database, site.World, site.RunSettings, new Output.ConsoleObserver());
            var result = await runner.RunAsync(new("backfill"), [backfill], stop);
            Output.RunPrinter.Print(result);
            return result.ExitCode;
        });
        return command;
    }
}
