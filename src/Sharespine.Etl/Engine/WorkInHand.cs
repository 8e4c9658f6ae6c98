using Sharespine.Etl.Store;

namespace Sharespine.Etl.Engine;

/// <summary>Who is at what at this moment: jobs in hand, slots in use, and the workers of the shared run.</summary>
public sealed record WorkInHand(IReadOnlyList<JobInHand> Jobs, IReadOnlyList<SlotInUse> Slots, IReadOnlyList<WorkerThere> Workers)
{
    public static WorkInHand Read(Session session, World world)
    {
        var running = session.Query<RunningRow>("""
            SELECT j.job, j.run_id, COALESCE(j.taken_at, j.started_at) AS since, s.stage
            FROM run r
            JOIN job_run j ON j.run_id = r.run_id AND j.state = 'running'
            LEFT JOIN stage_run s ON s.run_id = j.run_id AND s.job = j.job AND s.state = 'running'
            WHERE r.state = 'running' ORDER BY r.started_at
            """).ToLookup(row => row.Job);
        var now = session.Now(world);
        var owned = Leases.Owned(session).ToLookup(row => row.Job.StartsWith(Slot.Prefix, StringComparison.Ordinal) ? "slot" : row.Job.StartsWith(SharedRuns.WorkerPrefix, StringComparison.Ordinal) ? "worker" : "job");
        return new(
            [.. owned["job"].Select(row => Job(row, running[row.Job].LastOrDefault(), now))],
            [.. owned["slot"].Select(row => new SlotInUse(row.Job[Slot.Prefix.Length..], row.Owner!))],
            [.. owned["worker"].Select(row => new WorkerThere(row.Owner!, row.Job.Split('/')[1], row.IsAlive(ProcessIdentity.Current, now)))]);
    }

    private static JobInHand Job(LeaseRow lease, RunningRow? row, DateTimeOffset now) => new(
        lease.Job, row?.RunId, row?.Stage, lease.Owner!, row?.Since, Math.Max(0, (long)((lease.ExpiresAt ?? now) - now).TotalSeconds), lease.IsAlive(ProcessIdentity.Current, now));

    private sealed class RunningRow
    {
        public string Job { get; init; } = "";

        public string RunId { get; init; } = "";

        public string? Stage { get; init; }

        public DateTimeOffset? Since { get; init; }
    }
}

/// <param name="Worker">host/process.</param>
/// <param name="LeaseLeft">Seconds until the lease runs out, if it is not renewed.</param>
/// <param name="IsAlive">False: its worker is gone, and the next takes the job over.</param>
public sealed record JobInHand(string Job, string? RunId, string? Stage, string Worker, DateTimeOffset? Since, long LeaseLeft, bool IsAlive);

/// <param name="Slot">connection/shop-se/1, intake/visma/1.</param>
public sealed record SlotInUse(string Slot, string Worker);

/// <summary>A worker of a shared run, at a job or waiting for one.</summary>
public sealed record WorkerThere(string Worker, string RunId, bool IsAlive);
