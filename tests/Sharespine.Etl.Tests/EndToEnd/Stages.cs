using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>Looking at results.</summary>
internal static class Stages
{
    public static JobResult Job(this RunResult run, string name) => run.Jobs.Single(job => job.Job == name);

    public static StageResult Stage(this RunResult run, string job, string stage) => run.Job(job).Stages.Single(result => result.Stage == stage);

    public static StageCounts Counts(this RunResult run, string job, string stage) => run.Stage(job, stage).Counts;

    /// <summary>"job stage: counts" of every stage, without documents.</summary>
    public static IReadOnlyList<string> AllCounts(this RunResult run) =>
        [.. run.Jobs.SelectMany(job => job.Stages.Select(stage => $"{job.Job} {stage.Stage}: {stage.Counts}"))];
}
