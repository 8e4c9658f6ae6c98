using System.Globalization;
using Sharespine.Etl.Engine;
using Spectre.Console;

namespace Sharespine.Etl.Cli.Output;

/// <summary>A run for people: stage by stage with counts, reasons and remarks, then what somebody has to look at.</summary>
internal static class RunPrinter
{
    public static void Print(RunResult result)
    {
        Console.Out.WriteLine($"{(result.IsDryRun ? "DRY RUN " : "Run ")}{result.RunId} ({result.Kind}), {result.StartedAt:yyyy-MM-dd HH:mm} UTC");
        PrintJobs(result.Jobs);
        PrintMatters(result.OpenMatters);
        Console.Out.WriteLine();
        Console.Out.WriteLine(Verdict(result));
    }

    public static void PrintJobs(IReadOnlyList<JobResult> jobs)
    {
        foreach (var job in jobs)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine($"{job.Job}: {RunStore.Word(job.State)}{(job.Reason is null ? "" : ", " + job.Reason)}");
            if (job.Stages.Count > 0)
            {
                PrintStages(job.Stages);
            }
        }
    }

    public static void PrintMatters(IReadOnlyList<OpenMatter> matters)
    {
        if (matters.Count == 0)
        {
            return;
        }

        Console.Out.WriteLine();
        Console.Out.WriteLine("To look at:");
        foreach (var matter in matters)
        {
            var number = matter.Number is { } value ? string.Create(CultureInfo.InvariantCulture, $" #{value}") : "";
            Console.Out.WriteLine($"  {(matter.IsNew ? "new    " : "overdue")} {matter.Kind}{number} {matter.Record}: {matter.Code} {matter.Message}");
        }
    }

    private static void PrintStages(IReadOnlyList<StageResult> stages)
    {
        var table = Tables.Plain("stage", "in", "done", "unchanged", "skipped", "rejected", "held", "documents");
        foreach (var stage in stages)
        {
            var counts = stage.Counts;
            Tables.Row(table, [stage.Stage, .. new[] { counts.In, counts.Done, counts.Unchanged, counts.Skipped, counts.Rejected, counts.Held, counts.DocumentsOut }.Select(Number)]);
        }

        Tables.Write(table);
        foreach (var stage in stages)
        {
            foreach (var (reason, count) in stage.Reasons)
            {
                Console.Out.WriteLine($"  {stage.Stage}: {Number(count)} × {reason}");
            }

            foreach (var note in stage.Notes)
            {
                Console.Out.WriteLine($"  {stage.Stage}: {note}");
            }
        }
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Verdict(RunResult result)
    {
        var seconds = (result.EndedAt - result.StartedAt).TotalSeconds;
        var text = result.State switch
        {
            RunState.Done => result.Jobs.All(job => job.Stages.All(stage => stage.Counts.Done == 0)) ? "Done: nothing new." : "Done.",
            RunState.DoneWithExceptions => $"Done, with {Number(result.OpenMatters.Count)} to look at.",
            RunState.Interrupted => "Interrupted: " + result.Reason,
            _ => "Failed: " + result.Reason,
        };
        return string.Create(CultureInfo.InvariantCulture, $"{text} Exit code {result.ExitCode}, {seconds:F1} s.");
    }
}
