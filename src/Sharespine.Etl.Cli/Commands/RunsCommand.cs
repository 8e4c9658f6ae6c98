using System.CommandLine;
using System.Text.Json;
using Sharespine.Etl.Cli.Output;
using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Cli.Commands;

internal static class RunsCommand
{
    public static Command Create()
    {
        var run = new Argument<string?>("run") { Description = "Shows this run in full.", Arity = ArgumentArity.ZeroOrOne };
        var count = new Option<int>("--count") { Description = "How many runs to list.", DefaultValueFactory = _ => 20 };
        var (config, json) = (Options.Config(), Options.Json());
        var command = new Command("runs", "Lists runs, or shows one in full.") { run, count, config, json };
        command.SetAction(parsed =>
        {
            var site = OpenSite.Open(parsed.GetValue(config)!);
            if (parsed.GetValue(run) is { } id)
            {
                Show(site, id, parsed.GetValue(json));
            }
            else
            {
                List(site, parsed.GetValue(count), parsed.GetValue(json));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static void Show(OpenSite site, string id, bool json)
    {
        var (run, jobs) = site.Database.Read(session =>
        {
            var found = RunStore.Find(session, id);
            return (found, RunStore.Jobs(session, found.RunId));
        });
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { run, jobs }, RunResult.Json));
            return;
        }

        Console.Out.WriteLine($"Run {run.RunId} ({run.Kind}{(run.RerunOf is null ? "" : " of " + run.RerunOf)}): {run.State}{(run.Reason is null ? "" : ", " + run.Reason)}");
        RunPrinter.PrintJobs(jobs);
    }

    private static void List(OpenSite site, int count, bool json)
    {
        var runs = site.Database.Read(session => RunStore.Latest(session, count));
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(runs, RunResult.Json));
            return;
        }

        var table = Tables.Plain("run", "kind", "state", "started (UTC)", "ended (UTC)", "reason");
        foreach (var run in runs)
        {
            Tables.Row(table, [run.RunId, run.Kind, run.State, $"{run.StartedAt:yyyy-MM-dd HH:mm:ss}", $"{run.EndedAt:yyyy-MM-dd HH:mm:ss}", run.Reason]);
        }

        Tables.Write(table);
    }
}
