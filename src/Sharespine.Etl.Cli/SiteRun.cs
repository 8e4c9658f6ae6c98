using System.Text;
using System.Text.Json;
using Sharespine.Etl.Cli.Output;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Files;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Cli;

/// <summary>Runs jobs of a site, prints the result and leaves run-result.json beside the log.</summary>
internal static class SiteRun
{
    /// <param name="names">Null: all jobs.</param>
    public static async Task<RunResult> RunAsync(OpenSite site, RunRequest request, IReadOnlyCollection<string>? names, bool json, CancellationToken stop)
    {
        using var copy = request.IsDryRun ? DryRunStore.CopyOf(site.Database, site.World) : null;
        var database = copy?.Database ?? site.Database;
        var jobs = site.Jobs(request.IsDryRun).Where(job => names is null || names.Contains(job.Name)).ToList();
        var runner = new Runner(database, site.World, site.RunSettings, json ? new SilentObserver() : new ConsoleObserver());
        var result = await runner.RunAsync(request, jobs, stop);
        WriteResult(site.Site.Folders.Logs, result);
        Print(result, json);
        return result;
    }

    /// <summary>The job of that name, arrows written either way. Throws <c>RUN002</c>.</summary>
    public static Job Find(IReadOnlyList<Job> jobs, string name)
    {
        var wanted = Job.Canonical(name);
        return jobs.FirstOrDefault(job => job.Name == wanted)
            ?? throw new EtlException(new Issue(RunErrors.UnknownJob, $"there is no job \"{name}\".",
                Try: Suggestion.For(wanted, jobs.Select(job => job.Name)) ?? "jobs: " + string.Join(", ", jobs.Select(job => job.Name)) + "."));
    }

    internal static void Print(RunResult result, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(result, RunResult.Json));
        }
        else
        {
            RunPrinter.Print(result);
        }
    }

    internal static void WriteResult(string folder, RunResult result)
    {
        var text = JsonSerializer.Serialize(result, RunResult.Json);
        foreach (var name in new[] { $"{result.RunId}.result.json", "run-result.json" })
        {
            WholeFile.Write(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text + "\n"));
        }
    }
}
