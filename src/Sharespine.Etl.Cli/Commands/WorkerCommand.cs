using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Cli.Commands;

internal static partial class WorkerCommand
{
    private const string UsualWait = "10m";

    public static Command Create(CancellationToken stop)
    {
        var wait = new Option<string?>("--wait") { Description = $"How long to wait for a shared run to be started, e.g. 30s or 2h; 0s does not wait. When left out: {UsualWait}." };
        var stay = new Option<bool>("--stay") { Description = "Goes on to the next shared run, and the next, until it is stopped." };
        var (config, json) = (Options.Config(), Options.Json());
        var command = new Command("worker", "Takes jobs of the shared run (nightly --share) until it is over; on any number of machines.") { config, wait, stay, json };
        command.Validators.Add(parsed =>
        {
            if (Duration(parsed.GetValue(wait) ?? UsualWait) is null)
            {
                parsed.AddError($"--wait {parsed.GetValue(wait)}: write a time such as 30s, 10m or 2h.");
            }
        });
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(config)!, parsed.GetValue(stay) ? null : Duration(parsed.GetValue(wait) ?? UsualWait), parsed.GetValue(json), stop));
        return command;
    }

    private static TimeSpan? Duration(string text)
    {
        var match = Time().Match(text);
        if (!match.Success || !int.TryParse(match.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        return match.Groups["unit"].Value switch
        {
            "s" => TimeSpan.FromSeconds(count),
            "h" => TimeSpan.FromHours(count),
            _ => TimeSpan.FromMinutes(count),
        };
    }

    /// <param name="patience">Null: stays.</param>
    private static async Task<int> RunAsync(string config, TimeSpan? patience, bool json, CancellationToken stop)
    {
        while (true)
        {
            var waiting = new SharedSiteRun(OpenSite.Open(config), json);
            if (!await waiting.WaitAsync(patience, stop))
            {
                await Console.Error.WriteLineAsync(stop.IsCancellationRequested ? "Stopped while no shared run was open." : "No shared run was started in that time; nightly --share starts one.");
                return ExitCodes.Done;
            }

            // Configuration and mappings as they are now, which may be long after the worker was started.
            if (await new SharedSiteRun(OpenSite.Open(config), json).JoinAsync(stop) is { } exit && (patience is not null || stop.IsCancellationRequested))
            {
                return exit;
            }
        }
    }

    [GeneratedRegex("^(?<count>[0-9]{1,6}) ?(?<unit>s|m|min|h)$")]
    private static partial Regex Time();
}
