using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Engine;

/// <summary>What a stage works with, and its running accounts: every commit carries the counts of what it decided.</summary>
public sealed class StageContext(RunScope run, string job, string stage, LeaseToken lease)
{
    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];
    private StageCounts _counts;

    public string RunId => run.RunId;

    public string Job => job;

    public string Stage => stage;

    public Database Database => run.Database;

    public World World => run.World;

    public RunLog Log => run.Log;

    public LeaseToken Lease => lease;

    /// <summary>Nothing outside the (copied) store may be changed: targets plan instead of sending, files go to a dry-run folder.</summary>
    public bool IsDryRun => run.IsDryRun;

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
            RunStore.AddCounts(session, RunId, job, stage, counts);
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
            RunStore.AddCounts(session, RunId, job, stage, counts);
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
            RunStore.AddCounts(session, RunId, job, stage, counts);
        });
        Count(counts);
    }

    public void Commit(string what, StageCounts counts, Action<Session> work) => Commit(what, counts, session =>
    {
        work(session);
        return true;
    });

    /// <summary>Adds to the accounts what a commit of the stage's own has already put in the store (<see cref="RunStore.AddCounts"/>).</summary>
    public void Count(StageCounts counts)
    {
        _counts += counts.Adds ? counts : throw new EtlException(new Issue(RunErrors.DoesNotAdd, $"{job}, stage {stage}: {counts}."));
        run.Observer.Progress(job, stage, _counts);
    }

    /// <summary>Counts one more record that was skipped for this reason.</summary>
    public void CountReason(string reason) => _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;

    /// <summary>A remark for the stage's report: an amount, a file written, something noteworthy. No personal data.</summary>
    public void Note(string text)
    {
        _notes.Add(text);
        Log.Write("note", job, stage, text);
    }


    /// <summary>Something that somebody has to look at beside rejections and holds, new in this run or overdue.</summary>
    public void Tell(OpenMatter matter) => run.Matters.Add(matter);

    internal string NotesJson => JsonSerializer.Serialize(new { reasons = _reasons, notes = _notes }, RunResult.Json);
}

/// <summary>What all jobs of a run share.</summary>
public sealed record RunScope(string RunId, Database Database, World World, RunLog Log, IRunObserver Observer, bool IsDryRun)
{
    /// <summary>What the stages told of beside rejections and holds.</summary>
    public List<OpenMatter> Matters { get; } = [];
}

/// <summary>Is told how the run goes on, for a terminal. Does nothing that matters to the result.</summary>
public interface IRunObserver
{
    void StageStarted(string job, string stage);

    void Progress(string job, string stage, StageCounts counts);

    void StageEnded(StageResult result);

    void JobEnded(JobResult result);
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
}
