using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Engine;

/// <summary>Runs, their jobs and stages in the store.</summary>
public static class RunStore
{
    public static void Start(Session session, RunRow run, IReadOnlyList<(string Job, string? Stages)> jobs)
    {
        session.Execute("""
            INSERT INTO run (run_id, kind, rerun_of, is_dry_run, state, host, process_id, process_started, program_version, started_at)
            VALUES (@RunId, @Kind, @RerunOf, @IsDryRun, @State, @Host, @ProcessId, @ProcessStarted, @ProgramVersion, @StartedAt)
            """, run);
        session.BulkInsert("job_run", ["run_id", "job", "position", "stages", "state"],
            jobs.Select((job, position) => new object?[] { run.RunId, job.Job, position, job.Stages, Word(JobState.Pending) }));
    }

    public static void SetJob(Session session, string runId, string job, JobState state, DateTimeOffset at, string? code = null, string? reason = null) => session.Execute(
        state == JobState.Running
            ? "UPDATE job_run SET state = @State, started_at = @at WHERE run_id = @runId AND job = @job"
            : "UPDATE job_run SET state = @State, reason_code = @code, reason = @reason, ended_at = @at WHERE run_id = @runId AND job = @job",
        new { runId, job, State = Word(state), at, code, reason });

    public static void StartStage(Session session, string runId, string job, string stage, int position, DateTimeOffset at) => session.Execute(
        "INSERT INTO stage_run (run_id, job, stage, position, state, started_at) VALUES (@runId, @job, @stage, @position, @State, @at)",
        new { runId, job, stage, position, State = Word(JobState.Running), at });

    public static void AddCounts(Session session, string runId, string job, string stage, StageCounts counts)
    {
        if (counts != default)
        {
            session.Execute("""
                UPDATE stage_run SET records_in = records_in + @In, done = done + @Done, unchanged = unchanged + @Unchanged, skipped = skipped + @Skipped,
                    rejected = rejected + @Rejected, held = held + @Held, documents_out = documents_out + @DocumentsOut
                WHERE run_id = @runId AND job = @job AND stage = @stage
                """, new { runId, job, stage, counts.In, counts.Done, counts.Unchanged, counts.Skipped, counts.Rejected, counts.Held, counts.DocumentsOut });
        }
    }

    public static void EndStage(Session session, string runId, string job, string stage, JobState state, string notes, DateTimeOffset at) => session.Execute(
        "UPDATE stage_run SET state = @State, notes = @notes, ended_at = @at WHERE run_id = @runId AND job = @job AND stage = @stage",
        new { runId, job, stage, State = Word(state), notes, at });

    public static void End(Session session, string runId, RunState state, string? reason, DateTimeOffset at) => session.Execute(
        "UPDATE run SET state = @State, reason = @reason, ended_at = @at WHERE run_id = @runId",
        new { runId, State = Word(state), reason, at });

    /// <summary>Runs that stand as running and whose process is gone are marked interrupted, with what they were doing.</summary>
    public static IReadOnlyList<string> MarkDeadRuns(Session session, DateTimeOffset at)
    {
        var dead = session.Query<RunRow>("SELECT run_id, kind, rerun_of, is_dry_run, state, host, process_id, process_started, program_version, started_at FROM run WHERE state = 'running'")
            .Where(run => run.Host == ProcessIdentity.Current.Host && !ProcessIdentity.IsRunning((int)run.ProcessId, run.ProcessStarted))
            .Select(run => run.RunId)
            .ToList();
        foreach (var runId in dead)
        {
            var parameters = new { runId, at, Code = RunErrors.Interrupted.Code, Reason = "the process ended in the middle of it" };
            session.Execute("UPDATE stage_run SET state = 'interrupted', ended_at = @at WHERE run_id = @runId AND state = 'running'", parameters);
            session.Execute("UPDATE job_run SET state = 'interrupted', reason_code = @Code, reason = @Reason, ended_at = @at WHERE run_id = @runId AND state IN ('running', 'pending')", parameters);
            session.Execute("UPDATE run SET state = 'interrupted', reason = @Reason, ended_at = @at WHERE run_id = @runId", parameters);
        }

        return dead;
    }

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<RunRow> Latest(Session session, int count) => session.Top<RunRow>(count,
        "SELECT run_id, kind, rerun_of, is_dry_run, state, reason, host, process_id, process_started, program_version, started_at, ended_at FROM run ORDER BY started_at DESC, run_id DESC");

    /// <summary>Throws <c>RUN003</c> when there is none; "last" is the newest.</summary>
    public static RunRow Find(Session session, string runId) =>
        Latest(session, 10_000).FirstOrDefault(run => runId == "last" || run.RunId == runId)
        ?? throw new EtlException(new Issue(RunErrors.UnknownRun, $"no run \"{runId}\" in this store."));

    public static IReadOnlyList<JobResult> Jobs(Session session, string runId)
    {
        var stages = session.Query<StageRow>("""
            SELECT job, stage, records_in, done, unchanged, skipped, rejected, held, documents_out, notes, started_at, ended_at
            FROM stage_run WHERE run_id = @runId ORDER BY job, position
            """, new { runId }).ToLookup(stage => stage.Job);
        return
        [
            .. session.Query<JobRow>("SELECT job, state, reason_code, reason FROM job_run WHERE run_id = @runId ORDER BY position", new { runId })
                .Select(job => new JobResult
                {
                    Job = job.Job,
                    State = ParseState(job.State),
                    ReasonCode = job.ReasonCode,
                    Reason = job.Reason,
                    Stages = [.. stages[job.Job].Select(Result)],
                }),
        ];
    }

    public static string Word(Enum state) => YamlBinder.Kebab(state.ToString());

    private static JobState ParseState(string word) => Enum.GetValues<JobState>().First(state => Word(state) == word);

    private static StageResult Result(StageRow row)
    {
        var notes = row.Notes is null ? null : JsonSerializer.Deserialize<StoredNotes>(row.Notes, RunResult.Json);
        return new()
        {
            Job = row.Job,
            Stage = row.Stage,
            Counts = new((int)row.RecordsIn, (int)row.Done, (int)row.Unchanged, (int)row.Skipped, (int)row.Rejected, (int)row.Held, (int)row.DocumentsOut),
            Reasons = notes?.Reasons ?? new Dictionary<string, int>(),
            Notes = notes?.Notes ?? [],
            Seconds = row.EndedAt is { } ended ? Math.Round((ended - row.StartedAt).TotalSeconds, 3) : 0,
        };
    }

    private sealed record StoredNotes(Dictionary<string, int> Reasons, List<string> Notes);

    private sealed class JobRow
    {
        public string Job { get; init; } = "";

        public string State { get; init; } = "";

        public string? ReasonCode { get; init; }

        public string? Reason { get; init; }
    }

    private sealed class StageRow
    {
        public string Job { get; init; } = "";

        public string Stage { get; init; } = "";

        public long RecordsIn { get; init; }

        public long Done { get; init; }

        public long Unchanged { get; init; }

        public long Skipped { get; init; }

        public long Rejected { get; init; }

        public long Held { get; init; }

        public long DocumentsOut { get; init; }

        public string? Notes { get; init; }

        public DateTimeOffset StartedAt { get; init; }

        public DateTimeOffset? EndedAt { get; init; }
    }
}

/// <summary>A run as stored. Instants UTC.</summary>
public sealed class RunRow
{
    public string RunId { get; init; } = "";

    /// <summary>nightly, job or rerun.</summary>
    public string Kind { get; init; } = "";

    public string? RerunOf { get; init; }

    public bool IsDryRun { get; init; }

    public string State { get; init; } = "";

    public string? Reason { get; init; }

    public string Host { get; init; } = "";

    public long ProcessId { get; init; }

    public string ProcessStarted { get; init; } = "";

    public string ProgramVersion { get; init; } = "";

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}
