using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Engine;

/// <summary>What a stage works with, and its running accounts: every commit carries the counts of what it decided.</summary>
/// <param name="earlier">What another worker had come to in this stage of this run.</param>
public sealed class StageContext(RunScope run, string job, string stage, LeaseToken lease, StageResult? earlier = null)
{
    private readonly SortedDictionary<string, int> _reasons = new(earlier?.Reasons.ToDictionary() ?? [], StringComparer.Ordinal);
    private readonly List<string> _notes = [.. earlier?.Notes ?? []];
    private readonly List<OpenMatter> _matters = [.. earlier?.Matters ?? []];
    private StageCounts _counts = earlier?.Counts ?? default;
    private bool _hasUnsavedNotes;

    public string RunId => run.RunId;

    public string Job => job;

    public string Stage => stage;

    public Database Database => run.Database;

    public World World => run.World;

    public RunLog Log => run.Log;

    public LeaseToken Lease => lease;

    /// <summary>Nothing outside the (copied) store may be changed: targets plan instead of sending, files go to a dry-run folder.</summary>
    public bool IsDryRun => run.IsDryRun;

    /// <summary>Hashes of plans that a person lets through although a guard would stop them.</summary>
    public IReadOnlySet<string> Approved => run.Approved;

    public StageCounts Counts => _counts;

    /// <summary>Reasons of skips with their counts, and remarks, in the order they came.</summary>
    public IReadOnlyDictionary<string, int> Reasons => _reasons;

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>
    /// Commits a batch together with its counts, under the job's lease.
    /// </summary>
    /// <param name="what">Names the commit, e.g. "extract page".</param>
    /// <param name="counts">What this batch adds to the stage's accounts; must add up by itself.</param>
    public T Commit<T>(string what, StageCounts counts, Func<Session, T> work)
    {
        if (!counts.Adds)
        {
            throw new EtlException(new Issue(RunErrors.DoesNotAdd, $"{job}, stage {stage}: {counts}."));
        }

        var result = Database.Write(what, lease, session =>
        {
            var value = work(session);
            Save(session, counts);
            return value;
        });
        Count(counts);
        return result;
    }

    /// <summary>Commits a batch in which all records came in and <paramref name="work"/> tells how many of them were done; the others are unchanged.</summary>
    public void Commit<T>(string what, IReadOnlyCollection<T> records, Func<Session, int> work)
    {
        var counts = default(StageCounts);
        Database.Write(what, lease, session =>
        {
            var done = work(session);
            counts = new(records.Count, Done: done, Unchanged: records.Count - done);
            Save(session, counts);
        });
        Count(counts);
    }

    /// <summary>Commits a batch record by record, each with the outcome that <paramref name="decide"/> gives it.</summary>
    public void Commit<T>(string what, IReadOnlyCollection<T> records, Func<Session, T, Outcome> decide, Action<Session> alongside)
    {
        var counts = default(StageCounts);
        Database.Write(what, lease, session =>
        {
            // It may be the second try.
            counts = default;
            foreach (var record in records)
            {
                counts += StageCounts.One(decide(session, record));
            }

            alongside(session);
            Save(session, counts);
        });
        Count(counts);
    }

    public void Commit(string what, StageCounts counts, Action<Session> work) => Commit(what, counts, session =>
    {
        work(session);
        return true;
    });

    /// <summary>Within a commit of the stage's own: stores what it adds to the accounts, and the notes so far. <see cref="Count"/> follows it.</summary>
    public void Save(Session session, StageCounts counts) => RunStore.AddCounts(session, RunId, job, stage, counts, _hasUnsavedNotes ? NotesJson : null);

    /// <summary>Adds to the accounts what a commit of the stage's own has already put in the store (<see cref="Save"/>).</summary>
    public void Count(StageCounts counts)
    {
        _hasUnsavedNotes = false;
        _counts += counts.Adds ? counts : throw new EtlException(new Issue(RunErrors.DoesNotAdd, $"{job}, stage {stage}: {counts}."));
        run.Observer.Progress(job, stage, _counts);
    }

    /// <summary>Counts one more record that was skipped for this reason.</summary>
    public void CountReason(string reason)
    {
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
        _hasUnsavedNotes = true;
    }

    /// <summary>A remark for the stage's report: an amount, a file written, something noteworthy. No personal data.</summary>
    public void Note(string text)
    {
        _notes.Add(text);
        _hasUnsavedNotes = true;
        Log.Write("note", job, stage, text);
    }

    /// <summary>Something that somebody has to look at beside rejections and holds, new in this run or overdue.</summary>
    public void Tell(OpenMatter matter)
    {
        _matters.Add(matter);
        _hasUnsavedNotes = true;
    }

    internal string NotesJson => JsonSerializer.Serialize(new { reasons = _reasons, notes = _notes, matters = _matters.Count == 0 ? null : _matters }, RunResult.Json);

    internal StageResult Result(JobState state, TimeSpan time) => new()
    {
        Job = job,
        Stage = stage,
        State = state,
        Counts = _counts,
        Reasons = _reasons,
        Notes = _notes,
        Matters = _matters,
        Seconds = Math.Round(time.TotalSeconds, 3),
    };
}

/// <summary>What all jobs of a run share.</summary>
public sealed record RunScope(string RunId, Database Database, World World, RunLog Log, IRunObserver Observer, bool IsDryRun)
{
    /// <summary>Other workers may be at the run's other jobs, and take over this one.</summary>
    public bool IsShared { get; init; }

    /// <summary>Hashes of plans that a person lets through although a guard would stop them.</summary>
    public IReadOnlySet<string> Approved { get; init; } = new HashSet<string>();
}

/// <summary>Is told how the run goes on, for a terminal. Does nothing that matters to the result.</summary>
public interface IRunObserver
{
    void StageStarted(string job, string stage);

    void Progress(string job, string stage, StageCounts counts);

    void StageEnded(StageResult result);

    void JobEnded(JobResult result);

    /// <summary>Something to know about the run as a whole: whose it is, that it is waited for.</summary>
    void Remark(string text);
}

/// <summary>For runs that nobody watches.</summary>
public sealed class SilentObserver : IRunObserver
{
    public void StageStarted(string job, string stage)
    {
    }

    public void Progress(string job, string stage, StageCounts counts)
    {
    }

    public void StageEnded(StageResult result)
    {
    }

    public void JobEnded(JobResult result)
    {
    }

    public void Remark(string text)
    {
    }
}
