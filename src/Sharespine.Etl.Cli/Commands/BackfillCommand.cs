using System.CommandLine;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Flows;

namespace Sharespine.Etl.Cli.Commands;

internal static class BackfillCommand
{
    public static Command Create(CancellationToken stop)
    {
        var job = new Argument<string>("job") { Description = "A job that reads records, e.g. shop-se->visma/order." };
        var keys = new Argument<string[]>("id") { Description = "The source's own ids.", Arity = ArgumentArity.ZeroOrMore };
        var since = new Option<DateOnly?>("--since") { Description = "Instead of ids: what changed on or after this day (company time), e.g. 2026-11-01." };
        var (config, json) = (Options.Config(), Options.Json());
        var command = new Command("backfill", "Fetches records again from the source, by id or since a day, and runs them through the job. The cursor stays.") { job, keys, since, config, json };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(since) is null == parsed.GetValue(keys) is null or { Length: 0 })
            {
                parsed.AddError("Name the ids, or a day with --since.");
            }
        });
        command.SetAction(async (parsed, _) =>
        {
            var site = OpenSite.Open(parsed.GetValue(config)!);
            var found = SiteRun.Find(site.Jobs(), parsed.GetValue(job)!) as RecordJob;
            var backfill = parsed.GetValue(since) is { } day
                ? found?.Backfill(new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), site.Site.Zone)))
                : found?.Backfill(parsed.GetValue(keys)!);
            if (backfill is null)
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
