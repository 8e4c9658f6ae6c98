using Sharespine.Etl.Store;

namespace Sharespine.Etl.Engine;

/// <summary>
/// Runs that several workers share, in the store. Who may do what is decided by unique keys, by leases and by updates that are judged
/// by how many rows they changed; nothing here rests on how the database locks.
/// </summary>
internal static class SharedRuns
{
    internal const string WorkerPrefix = "worker/";

    /// <summary>The open shared run, with its plan; there is at most one.</summary>
    public static SharedRun? Open(Session session) =>
        session.First<SharedRun>("SELECT run_id, kind, host, process_id, started_at, shared_plan, plan_hash FROM run WHERE is_shared = 1 AND state = 'running'");

    /// <summary>Enters the run and its jobs. When another is open, the database refuses it as a duplicate.</summary>
    public static void Start(Session session, RunRow run, RunPlan plan)
    {
        // Workers that left their last run without saying so.
        session.Execute("DELETE FROM lease WHERE job LIKE @Workers AND owner IS NULL", new { Workers = WorkerPrefix + "%" });
        RunStore.Start(session, run, [.. plan.Jobs.Select(job => (job.Name, (string?)null))]);
        var json = plan.ToJson();
        session.Execute("UPDATE run SET shared_plan = @json, plan_hash = @Hash WHERE run_id = @RunId", new { run.RunId, json, Hash = RunPlan.Hash(json) });
    }

    /// <summary>
    /// Makes it known that a worker is at the run: as long as one is, nobody takes the run for abandoned. Null when the run is over.
    /// </summary>
    public static LeaseToken? Join(Session session, World world, Leases leases, string runId)
    {
        session.Exclusive(Gate(runId));
        return State(session, runId) == RunState.Running ? leases.TryTake(session, $"{WorkerPrefix}{runId}/{world.NewId()}", session.Now(world)) : null;
    }

    public static RunState State(Session session, string runId) => RunStore.ParseRunState(session.Scalar<string>("SELECT state FROM run WHERE run_id = @runId", new { runId }));

    /// <summary>Whether no worker of the run lives. Nobody joins it until the transaction ends.</summary>
    public static bool IsAbandoned(Session session, World world, ProcessIdentity self, string runId)
    {
        session.Exclusive(Gate(runId));
        if (Workers(session, runId, self, session.Now(world)) > 0)
        {
            return false;
        }

        ForgetWorkers(session, runId);
        return true;
    }

    /// <summary>How many workers are at the run.</summary>
    public static int Workers(Session session, string runId, ProcessIdentity self, DateTimeOffset now) =>
        Leases.Owned(session).Count(row => row.Job.StartsWith($"{WorkerPrefix}{runId}/", StringComparison.Ordinal) && row.IsAlive(self, now));

    /// <summary>Enters a worker as the one who runs the job, if it still stands as <paramref name="job"/> says.</summary>
    public static bool TryTakeJob(Session session, string runId, JobCandidate job, ProcessIdentity self, DateTimeOffset now) => session.Execute("""
        UPDATE job_run SET state = 'running', owner = @Owner, taken_at = @now, started_at = COALESCE(started_at, @now), attempts = attempts + 1
        WHERE run_id = @runId AND job = @Job AND state = @State AND attempts = @Attempts
        """, new { runId, job.Job, State = RunStore.Word(job.State), job.Attempts, Owner = self.ToString(), now }) == 1;

    /// <summary>Ends a job that its owner still has. False when it is another's by now, or the run was given up.</summary>
    public static bool TryEndJob(Session session, string runId, string job, long attempts, JobEnd end, DateTimeOffset at) => session.Execute("""
        UPDATE job_run SET state = @State, reason_code = @Code, reason = @Reason, ended_at = @at
        WHERE run_id = @runId AND job = @job AND state = 'running' AND attempts = @attempts
        """, new { runId, job, attempts, State = RunStore.Word(end.State), end.Code, end.Reason, at }) == 1;

    /// <summary>Gives a job back that was not finished: the next worker goes on from its last commit.</summary>
    public static bool TryHandBack(Session session, string runId, string job, long attempts) => session.Execute(
        "UPDATE job_run SET state = 'pending', owner = NULL, taken_at = NULL WHERE run_id = @runId AND job = @job AND state = 'running' AND attempts = @attempts",
        new { runId, job, attempts }) == 1;

    /// <summary>Ends a job that nobody has, e.g. since what it waits for failed.</summary>
    public static bool TryEndWithout(Session session, string runId, JobCandidate job, JobEnd end, DateTimeOffset at) => session.Execute("""
        UPDATE job_run SET state = @State, reason_code = @Code, reason = @Reason, ended_at = @at
        WHERE run_id = @runId AND job = @Job AND state = @From AND attempts = @Attempts
        """, new { runId, job.Job, From = RunStore.Word(job.State), job.Attempts, State = RunStore.Word(end.State), end.Code, end.Reason, at }) == 1;

    /// <summary>Closes the run when all its jobs have ended; true for the one worker that did it.</summary>
    public static bool TryClose(Session session, string runId, Verdict verdict, DateTimeOffset at)
    {
        var closed = session.Execute("""
            UPDATE run SET state = @State, exit_code = @Exit, reason = @Reason, ended_at = @at
            WHERE run_id = @runId AND state = 'running'
                AND NOT EXISTS (SELECT 1 FROM job_run WHERE job_run.run_id = @runId AND job_run.state IN ('pending', 'running'))
            """, new { runId, State = RunStore.Word(verdict.State), verdict.Exit, verdict.Reason, at }) == 1;
        if (closed)
        {
            ForgetWorkers(session, runId);
        }

        return closed;
    }

    private static void ForgetWorkers(Session session, string runId) => session.Execute("DELETE FROM lease WHERE job LIKE @Workers", new { Workers = $"{WorkerPrefix}{runId}/%" });

    private static string Gate(string runId) => "run/" + runId;
}

/// <summary>An open shared run.</summary>
internal sealed class SharedRun
{
    public string RunId { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Host { get; init; } = "";

    public long ProcessId { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public string SharedPlan { get; init; } = "";

    public string PlanHash { get; init; } = "";
}

/// <summary>A job that a worker may take, as it stood when it was looked at.</summary>
/// <param name="State">Pending; running when its owner has died.</param>
/// <param name="Slots">The leases of the slots that are free for it, in the order in which they are taken.</param>
internal sealed record JobCandidate(string Job, JobState State, long Attempts, string? Owner, IReadOnlyList<string> Slots);
