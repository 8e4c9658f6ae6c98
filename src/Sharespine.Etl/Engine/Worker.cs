using System.Data.Common;
using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Engine;

/// <summary>
/// Works at a run that several workers share, on this machine or others: takes one job after the other until the run is over. No job is
/// in two hands at once; one whose worker died goes on with another from its last commit; whoever finds all jobs ended closes the run.
/// </summary>
/// <param name="identity">Who it is; this process when left out.</param>
public sealed class Worker(Database database, World world, RunSettings settings, IRunObserver observer, ProcessIdentity? identity = null)
{
    private readonly Leases _leases = new(database, world, settings.LeaseDuration, identity);

    /// <summary>Starts a shared run and works at it until it is over, or joins the one that is open. Throws <c>RUN013</c> when that one is of another plan.</summary>
    /// <param name="build">Makes the jobs afresh.</param>
    /// <param name="stop">Asks to stop after the batch in hand, and to give the job back.</param>
    public async Task<SharedResult> RunAsync(string kind, RunPlan plan, Func<IReadOnlyList<Job>> build, CancellationToken stop)
    {
        while (true)
        {
            if (TryStart(kind, plan) is (var runId, { } presence))
            {
                return await WorkAsync(runId, presence, isFirst: true, build, stop);
            }

            if (await JoinAsync(plan, build, stop) is { } result)
            {
                return result;
            }
        }
    }

    /// <summary>Joins the open shared run; null when there is none. Throws <c>RUN013</c> when it is of another plan.</summary>
    public async Task<SharedResult?> JoinAsync(RunPlan plan, Func<IReadOnlyList<Job>> build, CancellationToken stop)
    {
        if (database.Read(SharedRuns.Open) is not { } run)
        {
            return null;
        }

        if (run.PlanHash != RunPlan.Hash(plan.ToJson()) && plan.DifferencesFrom(RunPlan.Parse(run.SharedPlan)) is { Count: > 0 } differences)
        {
            throw new EtlException(new Issue(RunErrors.OtherPlan, $"run {run.RunId}, started by {run.Host}/{run.ProcessId}: {string.Join("; ", differences)}."));
        }

        return database.Write("join run", null, session => SharedRuns.Join(session, world, _leases, run.RunId)) is { } presence
            ? await WorkAsync(run.RunId, presence, isFirst: false, build, stop)
            : Over(run.RunId, hasClosed: false);
    }

    /// <summary>Waits until a shared run is open. False when none came within <paramref name="wait"/> (null: for ever), or at a stop.</summary>
    public async Task<bool> WaitAsync(TimeSpan? wait, CancellationToken stop)
    {
        for (var waited = TimeSpan.Zero; !stop.IsCancellationRequested; waited += settings.PollEvery)
        {
            if (database.Read(SharedRuns.Open) is not null)
            {
                return true;
            }

            if (waited >= wait)
            {
                return false;
            }

            await PauseAsync(stop);
        }

        return false;
    }

    /// <summary>The run with this worker in it; nothing when another is open.</summary>
    private (string RunId, LeaseToken? Presence) TryStart(string kind, RunPlan plan)
    {
        var run = new RunRow
        {
            RunId = world.NewId(),
            Kind = kind,
            IsShared = true,
            State = RunStore.Word(RunState.Running),
            Host = _leases.Self.Host,
            ProcessId = _leases.Self.ProcessId,
            ProcessStarted = _leases.Self.ProcessStarted,
            ProgramVersion = Runner.ProgramVersion,
            StartedAt = world.UtcNow,
        };
        try
        {
            return database.Write("start run", null, session =>
            {
                if (SharedRuns.Open(session) is not null)
                {
                    return ("", null);
                }

                DeadRuns.Mark(session, world, _leases.Self);
                session.Dialect.ForgetMarks(session);
                SharedRuns.Start(session, run, plan);
                return (run.RunId, SharedRuns.Join(session, world, _leases, run.RunId));
            });
        }
        catch (DbException exception) when (database.Dialect.IsDuplicate(exception))
        {
            // Another started one at the same moment.
            return ("", null);
        }
    }

    private async Task<SharedResult> WorkAsync(string runId, LeaseToken token, bool isFirst, Func<IReadOnlyList<Job>> build, CancellationToken stop)
    {
        using var log = new RunLog(world, settings.LogFolder is null ? null : Path.Combine(settings.LogFolder, isFirst ? $"{runId}.jsonl" : $"{runId}.{_leases.Self.Host}-{_leases.Self.ProcessId}.jsonl"));
        var scope = new RunScope(runId, database, world, log, observer, IsDryRun: false) { IsShared = true };
        using var presence = _leases.Hold(token);
        log.Write(isFirst ? "run started" : "run joined", text: _leases.Self.ToString());
        observer.Remark(isFirst ? $"Shared run {runId} started; other workers may join it." : $"Joined the shared run {runId}.");
        return await new Hands(this, scope, token, build).WorkAsync(stop);
    }

    private SharedResult Over(string runId, bool hasClosed) =>
        new(database.Read(session => RunStore.Result(session, runId, settings.OverdueAfter)), IsOver: true, hasClosed);

    private async Task PauseAsync(CancellationToken stop)
    {
        try
        {
            // Not all at the same moment: between three quarters and five quarters of the time.
            await Task.Delay(settings.PollEvery * (0.75 + (world.Jitter() / 2)), world.Time, stop);
        }
        catch (OperationCanceledException)
        {
            // Whoever pauses looks at the token next.
        }
    }

    /// <summary>One worker at one run.</summary>
    private sealed class Hands(Worker worker, RunScope scope, LeaseToken presence, Func<IReadOnlyList<Job>> build)
    {
        private readonly Database _database = scope.Database;
        private readonly HashSet<string> _begun = [];
        private Dictionary<string, Job> _jobs = build().ToDictionary(job => job.Name);

        public async Task<SharedResult> WorkAsync(CancellationToken stop)
        {
            var queue = new JobQueue(_database, scope.World, worker._leases, scope.RunId, presence, _jobs);
            while (!stop.IsCancellationRequested)
            {
                switch (Next(queue))
                {
                    case Pick.Taken taken:
                        await RunAsync(taken, stop);
                        break;
                    case Pick.Ended ended:
                        foreach (var job in ended.Jobs)
                        {
                            Tell(job);
                        }

                        break;
                    case Pick.Finished when TryClose():
                        return worker.Over(scope.RunId, hasClosed: true);
                    case Pick.Closed:
                        return worker.Over(scope.RunId, hasClosed: false);
                    default:
                        await worker.PauseAsync(stop);
                        break;
                }
            }

            return Leave();
        }

        private Pick Next(JobQueue queue)
        {
            try
            {
                return queue.Next();
            }
            catch (EtlException exception) when (exception.Code == StoreErrors.LeaseLost && !IsOpen())
            {
                // This worker was away so long that the run was closed or given up without it.
                return new Pick.Closed();
            }
        }

        private bool IsOpen() => _database.Read(session => SharedRuns.State(session, scope.RunId)) == RunState.Running;

        private async Task RunAsync(Pick.Taken taken, CancellationToken stop)
        {
            using var lease = taken.Lease;
            var job = Fresh(taken.Job.Name);
            if (taken.From is { } from)
            {
                scope.Log.Write("job taken over", job.Name, text: $"from {from}, who no longer holds it; it goes on from its last commit");
            }

            var end = await TryAsync(job, lease.Token, stop);
            if (end.Code == StoreErrors.LeaseLost.Code || !TryEnd(taken, end))
            {
                scope.Log.Write("job lost", job.Name, text: "another worker has it, or the run was given up; it was dropped here");
                scope.Observer.Remark($"{job.Name} was taken over by another worker and dropped here.");
                return;
            }

            Tell(job.Name);
        }

        private async Task<JobEnd> TryAsync(Job job, LeaseToken lease, CancellationToken stop)
        {
            try
            {
                await JobStages.RunAsync(scope, job, null, lease, stop);
                return JobEnd.Done;
            }
#pragma warning disable CA1031 // The other jobs of the night go on whatever this one came to; nothing is swallowed: it is the job's reason.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                return JobEnd.Of(exception, scope.Log, job, stop);
            }
        }

        // A job keeps things in mind between its stages: one that was begun here before starts with an empty one.
        private Job Fresh(string name)
        {
            if (!_begun.Add(name))
            {
                _jobs = build().ToDictionary(job => job.Name);
                _begun.Clear();
                _begun.Add(name);
            }

            return _jobs[name];
        }

        private bool TryEnd(Pick.Taken taken, JobEnd end)
        {
            try
            {
                var isOurs = false;
                taken.Lease.GiveBack("job ended", session => isOurs = end.State == JobState.Interrupted
                    ? SharedRuns.TryHandBack(session, scope.RunId, taken.Job.Name, taken.Attempts)
                    : SharedRuns.TryEndJob(session, scope.RunId, taken.Job.Name, taken.Attempts, end, scope.World.UtcNow));
                return isOurs;
            }
            catch (EtlException exception) when (exception.Code == StoreErrors.LeaseLost)
            {
                return false;
            }
        }

        private void Tell(string job)
        {
            var result = _database.Read(session => RunStore.Job(session, scope.RunId, job));
            scope.Log.Write(result.State == JobState.Pending ? "job handed back" : "job ended", job, text: RunStore.Word(result.State), data: new { code = result.ReasonCode, result.Reason });
            scope.Observer.JobEnded(result);
        }

        private bool TryClose()
        {
            var ended = scope.World.UtcNow;
            var (jobs, matters) = _database.Read(session =>
            {
                var all = RunStore.Jobs(session, scope.RunId);
                return (all, OpenMatters.Find(session, scope.RunId, all, ended - worker.Settings.OverdueAfter));
            });
            var verdict = Verdict.Of(jobs, matters, interrupted: false, worker.Settings.NotAuthorised);
            var closed = _database.Write("run ended", null, session => SharedRuns.TryClose(session, scope.RunId, verdict, ended));
            if (closed)
            {
                scope.Log.Write("run ended", text: RunStore.Word(verdict.State), data: new { exit = verdict.Exit, reason = verdict.Reason });
            }

            return closed;
        }

        private SharedResult Leave()
        {
            // The last job may have ended at the very moment of the stop.
            var hasClosed = TryClose();
            if (hasClosed || !IsOpen())
            {
                return worker.Over(scope.RunId, hasClosed);
            }

            var (result, others) = _database.Read(session => (
                RunStore.Result(session, scope.RunId, worker.Settings.OverdueAfter),
                SharedRuns.Workers(session, scope.RunId, worker._leases.Self, session.Now(scope.World)) - 1));
            var reason = others > 0
                ? string.Create(CultureInfo.InvariantCulture, $"this worker was asked to stop; {others} more at work on run {scope.RunId}")
                : $"this worker was asked to stop and was the last; run {scope.RunId} stays open: worker or nightly --share goes on with it";
            scope.Log.Write("left", text: reason);
            scope.Observer.Remark(char.ToUpperInvariant(reason[0]) + reason[1..] + ".");
            return new(result with { State = RunState.Interrupted, ExitCode = ExitCodes.Interrupted, Reason = reason }, IsOver: false, HasClosed: false);
        }
    }

    private RunSettings Settings => settings;
}

/// <summary>How working at a shared run ended for one worker.</summary>
/// <param name="IsOver">False: the worker left, and the run goes on without it.</param>
/// <param name="HasClosed">This worker closed the run; exactly one does.</param>
public sealed record SharedResult(RunResult Result, bool IsOver, bool HasClosed);
