using System.Reflection;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Engine;

/// <summary>
/// START HERE: runs a graph of jobs. Jobs go in the order of their dependencies; one that fails does not stop those that
/// do not need it; what needs it is held, named, and picked up by a rerun. Killed anywhere, the next run goes on from the
/// last commit. (A run that several workers share is <see cref="Worker"/>'s.)
/// </summary>
public sealed class Runner(Database database, World world, RunSettings settings, IRunObserver observer)
{
    public static string ProgramVersion { get; } =
        typeof(Runner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <param name="jobs">All jobs that may run, in any order.</param>
    /// <param name="stop">Asks to stop after the batch in hand.</param>
    public async Task<RunResult> RunAsync(RunRequest request, IReadOnlyList<Job> jobs, CancellationToken stop)
    {
        var order = Order(jobs);
        var runId = world.NewId();
        var started = world.UtcNow;
        using var log = new RunLog(world, settings.LogFolder is null ? null : Path.Combine(settings.LogFolder, $"{runId}.jsonl"));
        var scope = new RunScope(runId, database, world, log, observer, request.IsDryRun) { Approved = request.Approved };
        foreach (var dead in database.Write("start run", null, session => Begin(session, request, order, runId, started)))
        {
            log.Write("recovered", text: $"run {dead} had ended in the middle; this run goes on from its last commit");
        }

        log.Write("run started", text: request.Kind, data: order.Select(job => job.Name));

        foreach (var job in order)
        {
            await RunJobAsync(scope, job, request, stop);
        }

        return Finish(scope, request, started, stop.IsCancellationRequested);
    }

    /// <summary>Dependencies first, otherwise by name: the same night every night. Throws <c>RUN009</c> for a circle.</summary>
    public static IReadOnlyList<Job> Order(IReadOnlyList<Job> jobs)
    {
        var byName = jobs.ToDictionary(job => job.Name);
        var result = new List<Job>();
        var placed = new HashSet<Job>();
        var path = new List<string>();
        foreach (var job in jobs.OrderBy(job => job.Name, StringComparer.Ordinal))
        {
            Visit(job);
        }

        return result;

        void Visit(Job job)
        {
            if (placed.Contains(job))
            {
                return;
            }

            if (path.Contains(job.Name))
            {
                throw new EtlException(new Issue(RunErrors.Cycle, string.Join(" waits for ", path.Append(job.Name)) + "."));
            }

            path.Add(job.Name);
            foreach (var before in job.After.Where(byName.ContainsKey).Order(StringComparer.Ordinal))
            {
                Visit(byName[before]);
            }

            path.RemoveAt(path.Count - 1);
            placed.Add(job);
            result.Add(job);
        }
    }

    /// <summary>Enters the run; returns the runs that it found dead.</summary>
    private IReadOnlyList<string> Begin(Session session, RunRequest request, IReadOnlyList<Job> order, string runId, DateTimeOffset started)
    {
        var dead = DeadRuns.Mark(session, world, ProcessIdentity.Current);
        session.Dialect.ForgetMarks(session);
        var self = ProcessIdentity.Current;
        RunStore.Start(session, new()
        {
            RunId = runId,
            Kind = request.Kind,
            RerunOf = request.RerunOf,
            IsDryRun = request.IsDryRun,
            State = RunStore.Word(RunState.Running),
            Host = self.Host,
            ProcessId = self.ProcessId,
            ProcessStarted = self.ProcessStarted,
            ProgramVersion = ProgramVersion,
            StartedAt = started,
        }, [.. order.Select(job => (job.Name, request.Stages is null ? null : string.Join(',', request.Stages)))]);
        return dead;
    }

    private async Task RunJobAsync(RunScope scope, Job job, RunRequest request, CancellationToken stop)
    {
        var (state, code, reason) = stop.IsCancellationRequested
            ? new(JobState.Interrupted, RunErrors.Interrupted.Code, "the run was asked to stop before this job started")
            : FailedBefore(scope.RunId, job) is { } failed
                ? new(JobState.Held, RunErrors.WaitsForJob.Code, $"waits for {failed}, which did not finish")
                : await TryAsync(scope, job, request, stop);
        database.Write("job ended", null, session => RunStore.SetJob(session, scope.RunId, job.Name, state, world.UtcNow, code, reason));
        scope.Log.Write("job ended", job.Name, text: RunStore.Word(state), data: new { code, reason });
        observer.JobEnded(database.Read(session => RunStore.Job(session, scope.RunId, job.Name)));
    }

    private string? FailedBefore(string runId, Job job) => database.Read(session => RunStore.Jobs(session, runId))
        .Where(result => job.After.Contains(result.Job) && result.State != JobState.Done)
        .Select(result => result.Job)
        .FirstOrDefault();

    private async Task<JobEnd> TryAsync(RunScope scope, Job job, RunRequest request, CancellationToken stop)
    {
        try
        {
            using var lease = new Leases(database, world, settings.LeaseDuration).Take(job.Name);
            database.Write("job started", null, session => RunStore.SetJob(session, scope.RunId, job.Name, JobState.Running, world.UtcNow));
            await JobStages.RunAsync(scope, job, request.Stages, lease.Token, stop);
            return JobEnd.Done;
        }
#pragma warning disable CA1031 // The other jobs of the night go on whatever this one came to; nothing is swallowed: it is the job's reason.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return JobEnd.Of(exception, scope.Log, job, stop);
        }
    }

    private RunResult Finish(RunScope scope, RunRequest request, DateTimeOffset started, bool interrupted)
    {
        var ended = world.UtcNow;
        var jobs = database.Read(session => RunStore.Jobs(session, scope.RunId));
        var matters = database.Read(session => OpenMatters.Find(session, scope.RunId, jobs, ended - settings.OverdueAfter));
        var (state, exit, reason) = Verdict.Of(jobs, matters, interrupted, settings.NotAuthorised);
        database.Write("run ended", null, session => RunStore.End(session, scope.RunId, new(state, exit, reason), ended));
        scope.Log.Write("run ended", text: RunStore.Word(state), data: new { exit, reason });
        return new()
        {
            RunId = scope.RunId,
            Kind = request.Kind,
            RerunOf = request.RerunOf,
            IsDryRun = request.IsDryRun,
            State = state,
            ExitCode = exit,
            Reason = reason,
            StartedAt = started,
            EndedAt = ended,
            Jobs = jobs,
            OpenMatters = matters,
        };
    }
}

/// <param name="Kind">nightly, job or rerun.</param>
/// <param name="Stages">Null: all of each job.</param>
public sealed record RunRequest(string Kind, IReadOnlyList<string>? Stages = null, string? RerunOf = null, bool IsDryRun = false)
{
    /// <summary>Hashes of plans that a person lets through although a guard would stop them.</summary>
    public IReadOnlySet<string> Approved { get; init; } = new HashSet<string>();
}

public sealed record RunSettings
{
    /// <summary>Null: no log file.</summary>
    public string? LogFolder { get; init; }

    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a worker of a shared run looks for a job to take when it found none.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a rejection or hold may stand before every run's exit code speaks of it again.</summary>
    public TimeSpan OverdueAfter { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Codes of failures that mean "not authorised" and end the run with exit code 4: the connectors' own.</summary>
    public IReadOnlySet<string> NotAuthorised { get; init; } = new HashSet<string>();
}
