using Sharespine.Etl.Store;

namespace Sharespine.Etl.Engine;

/// <summary>What a run leaves for people: rejections, holds and exceptions that are new in it, or overdue.</summary>
public static class OpenMatters
{
    public static IReadOnlyList<OpenMatter> Find(Session session, string runId, IReadOnlyList<JobResult> jobs, DateTimeOffset overdueBefore)
    {
        var names = jobs.Select(job => job.Job).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Quarantine.Open(session)
                .Where(row => names.Contains(row.Job) && (row.FirstRun == runId || row.FirstAt < overdueBefore))
                .Select(row => new OpenMatter(row.Outcome, row.Job, row.RecordKey, row.Code, row.Message, row.FirstRun == runId, row.QuarantineId)),
            .. jobs.SelectMany(job => job.Stages).SelectMany(stage => stage.Matters),
        ];
    }
}
