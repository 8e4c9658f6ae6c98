using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Cli.Output;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Cli.Commands;

internal static class StatusCommand
{
    public static Command Create()
    {
        var (config, json) = (Options.Config(), Options.Json());
        var command = new Command("status", "How the last run went, who is running what, what waits and what is open.") { config, json };
        command.SetAction(parsed =>
        {
            var site = OpenSite.Open(parsed.GetValue(config)!);
            var status = site.Database.Read(session => Read(session, site.World));
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(status, RunResult.Json));
            }
            else
            {
                Print(status);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Status Read(Session session, World world)
    {
        var runs = RunStore.Latest(session, 1);
        var last = runs.Count > 0 ? runs[0] : null;
        return new(
            last,
            last is null ? [] : RunStore.Jobs(session, last.RunId),
            WorkInHand.Read(session, world),
            session.Query<Waiting>("SELECT batch_id, target, state, record_count, made_at FROM file_batch WHERE state IN ('intent', 'written', 'taken') ORDER BY made_at, batch_id"),
            session.Query<Cursor>("SELECT source, changed_after, walk_resume FROM extract_cursor ORDER BY source"),
            [.. Quarantine.Open(session).GroupBy(row => (row.Outcome, row.Code)).Select(group => new OpenGroup(group.Key.Outcome, group.Key.Code, group.Count(), group.First().Message))]);
    }

    private static void Print(Status status)
    {
        if (status.LastRun is not { } run)
        {
            Console.Out.WriteLine("No run yet.");
            return;
        }

        Console.Out.WriteLine($"Last run {run.RunId} ({run.Kind}): {run.State}, started {run.StartedAt:yyyy-MM-dd HH:mm} UTC{(run.Reason is null ? "" : ", " + run.Reason)}");
        RunPrinter.PrintJobs(status.Jobs);
        Section("Running now", status.Now.Jobs.Select(Line));
        Section("Slots in use", status.Now.Slots.Select(slot => $"{slot.Slot} by {slot.Worker}"));
        Section("Workers of the shared run", status.Now.Workers.Select(worker => $"{worker.Worker} at {worker.RunId}{(worker.IsAlive ? "" : ", gone")}"));
        Section("Files not acknowledged", status.Waiting.Select(batch => string.Create(CultureInfo.InvariantCulture, $"{batch.BatchId} to {batch.Target}: {batch.RecordCount} records, {batch.State} since {batch.MadeAt:yyyy-MM-dd HH:mm} UTC")));
        Section("Cursors", status.Cursors.Select(cursor => $"{cursor.Source}: {cursor.ChangedAfter?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "never read"}{(cursor.WalkResume is null ? "" : ", a walk is under way")}"));
        Section("Open", status.Open.Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count} {group.Outcome} {group.Code}, e.g. {group.Example}")));
    }

    private static string Line(JobInHand job)
    {
        var since = job.Since is { } at ? $" since {at:yyyy-MM-dd HH:mm:ss} UTC" : "";
        var lease = job.IsAlive ? string.Create(CultureInfo.InvariantCulture, $"lease holds {job.LeaseLeft} s") : "gone: the next worker or run goes on with it";
        return $"{job.Job}{(job.Stage is null ? "" : " " + job.Stage)} by {job.Worker}{since}, {lease}";
    }

    private static void Section(string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count > 0)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine(title + ":");
            all.ForEach(line => Console.Out.WriteLine("  " + line));
        }
    }

    private sealed record Status(RunRow? LastRun, IReadOnlyList<JobResult> Jobs, WorkInHand Now, IReadOnlyList<Waiting> Waiting, IReadOnlyList<Cursor> Cursors, IReadOnlyList<OpenGroup> Open);

    private sealed record OpenGroup(string Outcome, string Code, int Count, string Example);

    private sealed class Waiting
    {
        public string BatchId { get; init; } = "";

        public string Target { get; init; } = "";

        public string State { get; init; } = "";

        public long RecordCount { get; init; }

        public DateTimeOffset MadeAt { get; init; }
    }

    private sealed class Cursor
    {
        public string Source { get; init; } = "";

        public DateTimeOffset? ChangedAfter { get; init; }

        public string? WalkResume { get; init; }
    }
}
