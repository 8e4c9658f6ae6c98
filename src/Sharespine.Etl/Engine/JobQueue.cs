using System.Data.Common;
using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Engine;

/// <summary>
/// The jobs of a shared run as one worker sees them: which is the next that it may take, in the run's order. A job is taken when its
/// lease, its slots and its row were all still free at the commit; else another was faster, and the next one is tried.
/// </summary>
internal sealed class JobQueue(Database database, World world, Leases leases, string runId, LeaseToken presence, IReadOnlyDictionary<string, Job> jobs)
{
    /// <summary>A job that ends its worker each time is not handed on for ever.</summary>
    public const int MaxAttempts = 5;

    private const int Wanted = 8;
    private const int FirstPage = 50;
    private const int NextPages = 1000;
    private const int NamesAtOnce = 400;

    // What has ended stays ended: it is asked for once.
    private readonly Dictionary<string, JobState> _ended = [];
    private bool _isContended;

    /// <summary>Takes the next job there is.</summary>
    public Pick Next()
    {
        var sight = database.Read(Look);
        if (sight.State != RunState.Running)
        {
            return new Pick.Closed();
        }

        if (sight.IsFinished)
        {
            return new Pick.Finished();
        }

        var ended = End(sight.ToEnd);
        foreach (var candidate in InTurn(sight.Ready))
        {
            if (TryTake(candidate) is { } lease)
            {
                _isContended = false;
                return new Pick.Taken(jobs[candidate.Job], lease, candidate.Attempts + 1, candidate.State == JobState.Running ? candidate.Owner : null);
            }

            _isContended = true;
        }

        return ended.Count > 0 ? new Pick.Ended(ended) : new Pick.Nothing();
    }

    // Workers that come in each other's way start at different places.
    private IEnumerable<JobCandidate> InTurn(List<JobCandidate> ready)
    {
        var start = _isContended ? (int)(world.Jitter() * ready.Count) : 0;
        return ready.Skip(start).Concat(ready.Take(start));
    }

    private Sight Look(Session session)
    {
        var sight = new Sight(SharedRuns.State(session, runId));
        if (sight.State != RunState.Running)
        {
            return sight;
        }

        // Running jobs before leases: whoever takes one between the two is seen in neither.
        var running = session.Query<JobRow>("SELECT job, position, attempts, owner FROM job_run WHERE run_id = @runId AND state = 'running' ORDER BY position", new { runId });
        var now = session.Now(world);
        var held = Leases.Owned(session).Where(row => row.IsAlive(leases.Self, now)).Select(row => row.Job).ToHashSet(StringComparer.Ordinal);
        foreach (var row in running.Where(row => !held.Contains(row.Job)))
        {
            Consider(sight, row, JobState.Running, held);
        }

        var pending = 0;
        for (var (after, size) = (-1L, FirstPage); sight.Ready.Count < Wanted; size = NextPages)
        {
            var page = session.Top<JobRow>(size, "SELECT job, position, attempts, owner FROM job_run WHERE run_id = @runId AND state = 'pending' AND position > @after ORDER BY position", new { runId, after });
            pending += page.Count;
            Learn(session, page);
            foreach (var row in page.TakeWhile(_ => sight.Ready.Count < Wanted))
            {
                Consider(sight, row, JobState.Pending, held);
            }

            if (page.Count < size)
            {
                break;
            }

            after = page[^1].Position;
        }

        return sight with { IsFinished = running.Count == 0 && pending == 0 };
    }

    private void Consider(Sight sight, JobRow row, JobState state, HashSet<string> held)
    {
        if (held.Contains(row.Job))
        {
            return;
        }

        var before = jobs[row.Job].After.Where(jobs.ContainsKey).ToList();
        if (state == JobState.Pending && before.FirstOrDefault(name => _ended.TryGetValue(name, out var end) && end != JobState.Done) is { } failed)
        {
            sight.ToEnd.Add((new(row.Job, state, row.Attempts, null, []), new(JobState.Held, RunErrors.WaitsForJob.Code, $"waits for {failed}, which did not finish")));
        }
        else if (state == JobState.Running && row.Attempts >= MaxAttempts)
        {
            sight.ToEnd.Add((new(row.Job, state, row.Attempts, row.Owner, []), new(JobState.Failed, RunErrors.KeepsDying.Code,
                string.Create(CultureInfo.InvariantCulture, $"{row.Attempts} workers took it and ended in the middle, the last was {row.Owner}."))));
        }
        else if (state == JobState.Running || before.TrueForAll(_ended.ContainsKey))
        {
            var free = jobs[row.Job].Slots.DistinctBy(slot => slot.Name).Select(slot => slot.Free(held)).ToList();
            if (free.TrueForAll(lease => lease is not null))
            {
                sight.Ready.Add(new(row.Job, state, row.Attempts, row.Owner, [.. free.OfType<string>().Order(StringComparer.Ordinal)]));
            }
        }
    }

    private void Learn(Session session, IReadOnlyList<JobRow> rows)
    {
        foreach (var names in rows.SelectMany(row => jobs[row.Job].After).Where(name => jobs.ContainsKey(name) && !_ended.ContainsKey(name)).Distinct().Chunk(NamesAtOnce))
        {
            foreach (var row in session.Query<JobRow>("SELECT job, state FROM job_run WHERE run_id = @runId AND state NOT IN ('pending', 'running') AND job IN @names", new { runId, names }))
            {
                _ended[row.Job] = RunStore.ParseState(row.State);
            }
        }
    }

    private HeldLease? TryTake(JobCandidate candidate)
    {
        try
        {
            var token = database.Write("take job", presence, session =>
            {
                var now = session.Now(world);
                return SharedRuns.TryTakeJob(session, runId, candidate, leases.Self, now)
                    ? Leased(session, candidate, now)
                    : null;
            });
            return token is null ? null : leases.Hold(token);
        }
        catch (Exception exception) when (exception is TakenByOtherException || (exception is DbException failure && database.Dialect.IsDuplicate(failure)))
        {
            return null;
        }
    }

    private LeaseToken Leased(Session session, JobCandidate candidate, DateTimeOffset now)
    {
        var slots = candidate.Slots.Select(slot => leases.TryTake(session, slot, now) ?? throw new TakenByOtherException()).ToList();
        return (leases.TryTake(session, candidate.Job, now) ?? throw new TakenByOtherException()) with { Slots = slots };
    }

    private List<string> End(List<(JobCandidate Job, JobEnd End)> without) => without.Count == 0 ? [] : database.Write("jobs ended", presence, session =>
        without.Where(item => SharedRuns.TryEndWithout(session, runId, item.Job, item.End, world.UtcNow)).Select(item => item.Job.Job).ToList());

    /// <summary>What a look at the store came to.</summary>
    private sealed record Sight(RunState State)
    {
        /// <summary>No job is pending or running.</summary>
        public bool IsFinished { get; init; }

        public List<JobCandidate> Ready { get; } = [];

        /// <summary>Jobs that end without having been run.</summary>
        public List<(JobCandidate Job, JobEnd End)> ToEnd { get; } = [];
    }

    private sealed class JobRow
    {
        public string Job { get; init; } = "";

        public long Position { get; init; }

        public long Attempts { get; init; }

        public string? Owner { get; init; }

        public string State { get; init; } = "";
    }

    /// <summary>Takes the transaction back: nothing of the job is ours.</summary>
    private sealed class TakenByOtherException : Exception;
}

/// <summary>What a worker finds when it looks for its next job.</summary>
internal abstract record Pick
{
    /// <param name="Attempts">How many workers have had it, this one included.</param>
    /// <param name="From">Who had it and died.</param>
    public sealed record Taken(Job Job, HeldLease Lease, long Attempts, string? From) : Pick;

    /// <summary>Jobs were ended without being run; there may be more.</summary>
    public sealed record Ended(IReadOnlyList<string> Jobs) : Pick;

    /// <summary>What is left is in other hands, or waits.</summary>
    public sealed record Nothing : Pick;

    /// <summary>All jobs have ended; somebody has to close the run.</summary>
    public sealed record Finished : Pick;

    public sealed record Closed : Pick;
}
