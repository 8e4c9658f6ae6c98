using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sharespine.Etl.Engine;

/// <summary>
/// What all workers of a shared run have to agree on, since each runs the jobs as its own program, mappings and settings say. Kept with
/// the run by the one that started it.
/// </summary>
/// <param name="Version">Of the program.</param>
/// <param name="Jobs">In the order of the run.</param>
/// <param name="Parts">Mappings and settings by name, each as a hash of its content.</param>
public sealed record RunPlan(string Version, IReadOnlyList<PlannedJob> Jobs, IReadOnlyDictionary<string, string> Parts)
{
    private const int Named = 5;

    private static readonly JsonSerializerOptions Compact = new(RunResult.Json) { WriteIndented = false };

    public static RunPlan Of(IReadOnlyList<Job> jobs, IReadOnlyDictionary<string, string> parts) => new(
        Runner.ProgramVersion,
        [.. Runner.Order(jobs).Select(job => new PlannedJob(job.Name, [.. job.After.Order(StringComparer.Ordinal)], [.. job.Stages.Select(stage => stage.Name)]))],
        new SortedDictionary<string, string>(parts.ToDictionary(), StringComparer.Ordinal));

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static RunPlan Parse(string json) => JsonSerializer.Deserialize<RunPlan>(json, Compact)!;

    public string ToJson() => JsonSerializer.Serialize(this, Compact);

    /// <summary>In what this plan differs from the run's, in a few words each; nothing when they agree.</summary>
    public IReadOnlyList<string> DifferencesFrom(RunPlan run)
    {
        var found = new List<string>();
        if (Version != run.Version)
        {
            found.Add($"this program is version {Version}, the run's is {run.Version}");
        }

        var (mine, theirs) = (Jobs.ToDictionary(job => job.Name), run.Jobs.ToDictionary(job => job.Name));
        Tell("jobs only here", mine.Keys.Where(name => !theirs.ContainsKey(name)));
        Tell("jobs only in the run", theirs.Keys.Where(name => !mine.ContainsKey(name)));
        Tell("jobs with other stages or dependencies", mine.Values.Where(job => theirs.TryGetValue(job.Name, out var other) && !job.IsAs(other)).Select(job => job.Name));
        if (found.Count == 0 && !Jobs.Select(job => job.Name).SequenceEqual(run.Jobs.Select(job => job.Name)))
        {
            found.Add("the jobs stand in another order");
        }

        Tell("only here", Parts.Keys.Where(name => !run.Parts.ContainsKey(name)));
        Tell("only in the run", run.Parts.Keys.Where(name => !Parts.ContainsKey(name)));
        Tell("of other content", Parts.Where(part => run.Parts.TryGetValue(part.Key, out var other) && other != part.Value).Select(part => part.Key));
        return found;

        void Tell(string what, IEnumerable<string> names)
        {
            var all = names.Order(StringComparer.Ordinal).ToList();
            if (all.Count > 0)
            {
                found.Add($"{what}: {string.Join(", ", all.Take(Named))}{(all.Count > Named ? FormattableString.Invariant($" and {all.Count - Named} more") : "")}");
            }
        }
    }
}

/// <summary>A job as the plan knows it.</summary>
public sealed record PlannedJob(string Name, IReadOnlyList<string> After, IReadOnlyList<string> Stages)
{
    internal bool IsAs(PlannedJob other) => After.SequenceEqual(other.After) && Stages.SequenceEqual(other.Stages);
}
