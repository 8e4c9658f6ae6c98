using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Engine;

/// <summary>Runs, their jobs and stages in the store.</summary>
public static class RunStore
{
    internal const string Columns = "run_id, kind, rerun_of, is_dry_run, is_shared, state, reason, exit_code, host, process_id, process_started, program_version, started_at, ended_at";

    private const string StageColumns = "job, stage, state, records_in, done, unchanged, skipped, rejected, held, documents_out, notes, started_at, ended_at";

    public static void Start(Session session, RunRow run, IReadOnlyList<(string Job, string? Stages)> jobs)
    {
        session.Execute("""
            INSERT INTO run (run_id, kind, rerun_of, is_dry_run, is_shared, state, host, process_id, process_started, program_version, started_at)
            VALUES (@RunId, @Kind, @RerunOf, @IsDryRun, @IsShared, @State, @Host, @ProcessId, @ProcessStarted, @ProgramVersion, @StartedAt)
            """, run);
        session.BulkInsert("job_run", ["run_id", "job", "position", "stages", "state", "attempts"],
            jobs.Select((job, position) => new object?[] { run.RunId, job.Job, position, job.Stages, Word(JobState.Pending), 0L }));
    }

    public static void SetJob(Session session, string runId, string job, JobState state, DateTimeOffset at, string? code = null, string? reason = null) => session.Execute(
        state == JobState.Running
            ? "UPDATE job_run SET state = @State, started_at = @at WHERE run_id = @runId AND job = @job"
            : "UPDATE job_run SET state = @State, reason_code = @code, reason = @reason, ended_at = @at WHERE run_id = @runId AND job = @job",
        new { runId, job, State = Word(state), at, code, reason });

    /// <summary>A stage that was begun before in this run goes on with the counts it has.</summary>
    public static void StartStage(Session session, string runId, string job, string stage, int position, DateTimeOffset at)
    {
        var parameters = new { runId, job, stage, position, State = Word(JobState.Running), at };
        if (session.Execute("UPDATE stage_run SET state = @State, ended_at = NULL WHERE run_id = @runId AND job = @job AND stage = @stage", parameters) == 0)
        {
            session.Execute("INSERT INTO stage_run (run_id, job, stage, position, state, started_at) VALUES (@runId, @job, @stage, @position, @State, @at)", parameters);
        }
    }

    /// <param name="notes">Null: those that are stored stay.</param>
    public static void AddCounts(Session session, string runId, string job, string stage, StageCounts counts, string? notes)
    {
        if (counts != default || notes is not null)
        {
            session.Execute("""
                UPDATE stage_run SET records_in = records_in + @In, done = done + @Done, unchanged = unchanged + @Unchanged, skipped = skipped + @Skipped,
                    rejected = rejected + @Rejected, held = held + @Held, documents_out = documents_out + @DocumentsOut, notes = COALESCE(@notes, notes)
                WHERE run_id = @runId AND job = @job AND stage = @stage
                """, new { runId, job, stage, counts.In, counts.Done, counts.Unchanged, counts.Skipped, counts.Rejected, counts.Held, counts.DocumentsOut, notes });
        }
    }

    public static void EndStage(Session session, string runId, string job, string stage, JobState state, string notes, DateTimeOffset at) => session.Execute(
        "UPDATE stage_run SET state = @State, notes = @notes, ended_at = @at WHERE run_id = @runId AND job = @job AND stage = @stage",
        new { runId, job, stage, State = Word(state), notes, at });

    internal static void End(Session session, string runId, Verdict verdict, DateTimeOffset at) => session.Execute(
        "UPDATE run SET state = @State, exit_code = @Exit, reason = @Reason, ended_at = @at WHERE run_id = @runId",
        new { runId, State = Word(verdict.State), verdict.Exit, verdict.Reason, at });

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<RunRow> Latest(Session session, int count) => session.Top<RunRow>(count, $"SELECT {Columns} FROM run ORDER BY started_at DESC, run_id DESC");

    /// <summary>Throws <c>RUN003</c> when there is none; "last" is the newest.</summary>
    public static RunRow Find(Session session, string runId) =>
        Latest(session, 10_000).FirstOrDefault(run => runId == "last" || run.RunId == runId)
        ?? throw new EtlException(new Issue(RunErrors.UnknownRun, $"no run \"{runId}\" in this store."));

    public static IReadOnlyList<JobResult> Jobs(Session session, string runId)
    {
        var stages = session.Query<StageRow>($"SELECT {StageColumns} FROM stage_run WHERE run_id = @runId ORDER BY job, position", new { runId }).ToLookup(stage => stage.Job);
        return [.. session.Query<JobRow>("SELECT job, state, reason_code, reason FROM job_run WHERE run_id = @runId ORDER BY position", new { runId }).Select(job => Result(job, stages[job.Job].Select(Result)))];
    }

    /// <summary>A run as the store has it, for those who did not run all of it themselves.</summary>
    public static RunResult Result(Session session, string runId, TimeSpan overdueAfter)
    {
        var run = session.First<RunRow>($"SELECT {Columns} FROM run WHERE run_id = @runId", new { runId })!;
        var jobs = Jobs(session, runId);
        var ended = run.EndedAt ?? run.StartedAt;
        return new()
        {
            RunId = run.RunId,
            Kind = run.Kind,
            RerunOf = run.RerunOf,
            IsDryRun = run.IsDryRun,
            State = ParseRunState(run.State),
            ExitCode = (int)(run.ExitCode ?? ExitCodes.Interrupted),
            Reason = run.Reason,
            StartedAt = run.StartedAt,
            EndedAt = ended,
            Jobs = jobs,
            OpenMatters = OpenMatters.Find(session, runId, jobs, ended - overdueAfter),
        };
    }

    /// <summary>One job of a run.</summary>
    public static JobResult Job(Session session, string runId, string job) => Result(
        session.First<JobRow>("SELECT job, state, reason_code, reason FROM job_run WHERE run_id = @runId AND job = @job", new { runId, job })!,
        Stages(session, runId, job));

    /// <summary>The stages of a job that were begun in this run.</summary>
    public static IReadOnlyList<StageResult> Stages(Session session, string runId, string job) =>
        [.. session.Query<StageRow>($"SELECT {StageColumns} FROM stage_run WHERE run_id = @runId AND job = @job ORDER BY position", new { runId, job }).Select(Result)];

    public static string Word(Enum state) => YamlBinder.Kebab(state.ToString());

    internal static RunState ParseRunState(string word) => Enum.GetValues<RunState>().First(state => Word(state) == word);

    internal static JobState ParseState(string word) => Enum.GetValues<JobState>().First(state => Word(state) == word);

    private static JobResult Result(JobRow job, IEnumerable<StageResult> stages) => new()
    {
        Job = job.Job,
        State = ParseState(job.State),
        ReasonCode = job.ReasonCode,
        Reason = job.Reason,
        Stages = [.. stages],
    };

    private static StageResult Result(StageRow row)
    {
        var notes = row.Notes is null ? null : JsonSerializer.Deserialize<StoredNotes>(row.Notes, RunResult.Json);
        return new()
        {
            Job = row.Job,
            Stage = row.Stage,
            State = ParseState(row.State),
            Counts = new((int)row.RecordsIn, (int)row.Done, (int)row.Unchanged, (int)row.Skipped, (int)row.Rejected, (int)row.Held, (int)row.DocumentsOut),
            Reasons = notes?.Reasons ?? new Dictionary<string, int>(),
            Notes = notes?.Notes ?? [],
            Matters = notes?.Matters ?? [],
            Seconds = row.EndedAt is { } ended ? Math.Round((ended - row.StartedAt).TotalSeconds, 3) : 0,
        };
    }

    private sealed record StoredNotes(Dictionary<string, int> Reasons, List<string> Notes, List<OpenMatter>? Matters);

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

        public string State { get; init; } = "";

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
