using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Cli.Commands;

/// <summary>rejected and held: list, retry, ignore. Short transactions that a running night does not block.</summary>
internal static class QuarantineCommand
{
    public static Command Create(string name, Outcome outcome)
    {
        var command = new Command(name, outcome == Outcome.Rejected ? "Records that were rejected, each with its reason." : "Records that wait for a named thing.");
        command.Subcommands.Add(List(outcome));
        command.Subcommands.Add(Decide("retry", outcome == Outcome.Rejected
            ? "Takes the record up again in the next run."
            : "Takes the record up again in the next run; a file that was never acknowledged is sent anew."));
        command.Subcommands.Add(Decide("ignore", "Leaves the record out from now on; the decision is kept."));
        return command;
    }

    private static Command List(Outcome outcome)
    {
        var (config, json) = (Options.Config(), Options.Json());
        var list = new Command("list", "Lists them, oldest first.") { config, json };
        list.SetAction(parsed =>
        {
            var site = OpenSite.Open(parsed.GetValue(config)!);
            var rows = site.Database.Read(session => Quarantine.Open(session, outcome));
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(rows, RunResult.Json));
                return ExitCodes.Done;
            }

            foreach (var row in rows)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"#{row.QuarantineId} {row.Job} {row.Stage} {row.RecordKey}: {row.Code} {row.Message}{(row.WaitsFor is null ? "" : " Waits for " + row.WaitsFor + ".")} (since {row.FirstAt:yyyy-MM-dd})"));
            }

            Console.Error.WriteLine(rows.Count == 0 ? "None." : "What to do: run.cmd explain CODE; then retry or ignore by number.");
            return ExitCodes.Done;
        });
        return list;
    }

    private static Command Decide(string decision, string description)
    {
        var numbers = new Argument<long[]>("number") { Description = "The numbers that list shows.", Arity = ArgumentArity.OneOrMore };
        var because = new Option<string?>("--because") { Description = "Why; kept with the decision." };
        var config = Options.Config();
        var command = new Command(decision, description) { numbers, because, config };
        command.SetAction(parsed =>
        {
            var site = OpenSite.Open(parsed.GetValue(config)!);
            var exit = ExitCodes.Done;
            foreach (var number in parsed.GetValue(numbers)!)
            {
                var done = site.Database.Write("decision", null, session =>
                    Quarantine.Decide(session, number, decision, Environment.UserName, parsed.GetValue(because), site.World.UtcNow));
                Console.Error.WriteLine(done
                    ? string.Create(CultureInfo.InvariantCulture, $"#{number}: {(decision == "retry" ? "is taken up again in the next run." : "is left out from now on.")}")
                    : string.Create(CultureInfo.InvariantCulture, $"#{number} is not open; nothing was changed."));
                exit = done ? exit : ExitCodes.Usage;
            }

            return exit;
        });
        return command;
    }
}
