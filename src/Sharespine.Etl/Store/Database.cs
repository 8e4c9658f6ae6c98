using System.Data;
using System.Data.Common;
using Polly;
using Polly.Retry;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Store;

/// <summary>
/// The store: short reads and whole transactions. Nothing is half-written: a <see cref="Write{T}"/> commits all of its work
/// or none, and one made under a lease commits only while that lease is still ours. What fails for a passing cause (deadlock,
/// lost connection, fail-over) is done again whole, here and nowhere else; so the work handed in has to bear being done twice.
/// A duplicate key counts as one such cause, once: another process may have inserted the row between our look and our insert, and
/// the second look finds it. Where the row is a duplicate in truth, the second attempt ends as the first did.
/// </summary>
public sealed class Database
{
    private readonly ResiliencePipeline _retries;
    private readonly ResiliencePipeline _firstTries;

    static Database() => SqlValues.Register();

    public Database(ISqlDialect dialect)
        : this(dialect, TimeSpan.FromMilliseconds(200))
    {
    }

    /// <param name="firstDelay">Before the second try; then twice as long each time.</param>
    internal Database(ISqlDialect dialect, TimeSpan firstDelay)
    {
        Dialect = dialect;
        _retries = Retries(attempts: 6, firstDelay)
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is DbException exception && dialect.IsDuplicate(exception)),
                MaxRetryAttempts = 1,
                Delay = TimeSpan.Zero,
            })
            .Build();
        _firstTries = Retries(attempts: 1, TimeSpan.FromSeconds(1)).Build();
    }

    private ResiliencePipelineBuilder Retries(int attempts, TimeSpan delay) => new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } exception && (exception is ConnectionLostException || Dialect.IsTransient(exception))),
            MaxRetryAttempts = attempts,
            BackoffType = DelayBackoffType.Exponential,
            Delay = delay,
            UseJitter = true,
        });

    public ISqlDialect Dialect { get; }

    /// <summary>
    /// Opens the store and lets go of it. A server that does not answer is given up after the second try, sooner than in the middle
    /// of a night: at its start somebody may be waiting. (Each try goes on for the connection's own timeout, 15 seconds.)
    /// </summary>
    public void Reach() => Explained(() =>
    {
        try
        {
            return _firstTries.Execute(() =>
            {
                Dialect.Open().Dispose();
                return true;
            });
        }
        catch (DbException exception) when (Dialect.Explain(exception) is null)
        {
            throw new EtlException(new Issue(StoreErrors.Unreachable, exception.Message, new(Dialect.Place)), exception);
        }
    });

    /// <summary>Runs queries outside a transaction; all of them again after a passing failure.</summary>
    public T Read<T>(Func<Session, T> work) => Explained(() => _retries.Execute(() =>
    {
        using var connection = Dialect.Open();
        try
        {
            return work(new(connection, null, Dialect));
        }
        catch (InvalidOperationException exception) when (connection.State != ConnectionState.Open)
        {
            throw new ConnectionLostException(exception);
        }
    }));

    /// <summary>Runs queries on one state of the store, whatever others commit meanwhile. Not tried again: the work may hand its rows on.</summary>
    public T ReadWhole<T>(Func<Session, T> work) => Explained(() =>
    {
        using var connection = Dialect.Open();
        using var transaction = Dialect.BeginRead(connection);
        return work(new(connection, transaction, Dialect));
    });

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction, and all of it again after a passing failure: it may be called more than once,
    /// and only its last result counts. With a <paramref name="lease"/> the commit is refused
    /// (<see cref="EtlException"/> <c>RUN004</c>) when another owner has taken the job since.
    /// </summary>
    /// <param name="what">Names the commit in the kill test's log, e.g. "extract page".</param>
    public T Write<T>(string what, LeaseToken? lease, Func<Session, T> work) =>
        Transact(what, lease, Dialect.MarksCommits ? ProcessIdentity.NextName() : null, work);

    /// <summary>As <see cref="Write{T}"/>, for work that finds out by itself whether it was done before, and for the script that makes the table of marks.</summary>
    internal void WriteUnmarked(string what, Action<Session> work) => Transact(what, null, null, session =>
    {
        work(session);
        return true;
    });

    public void Write(string what, LeaseToken? lease, Action<Session> work) => Write(what, lease, session =>
    {
        work(session);
        return true;
    });

    private T Transact<T>(string what, LeaseToken? lease, string? mark, Func<Session, T> work)
    {
        var (asked, result) = (false, default(T)!);
        return Explained(() => _retries.Execute(() =>
        {
            using var connection = Dialect.Open();
            try
            {
                using var transaction = Dialect.BeginWrite(connection);
                var session = new Session(connection, transaction, Dialect);
                if (mark is not null && !TryMark(session, mark, asked))
                {
                    return result;
                }

                result = work(session);
                CheckLease(session, lease);

                // One point a commit: what lies behind a commit lies before the next one, or before the file or call between them.
                FaultPoints.Pass("commit: " + what);
                asked = true;
                transaction.Commit();
                return result;
            }
            catch (InvalidOperationException exception) when (connection.State != ConnectionState.Open)
            {
                // The statement after the one at which the connection broke.
                throw new ConnectionLostException(exception);
            }
        }));
    }

    /// <summary>
    /// The transaction's own mark, its first row. A commit whose answer was lost may have been made all the same, or may still be
    /// under way on the server: writing the same mark again waits for that to end, and then says which it was.
    /// </summary>
    /// <param name="asked">Whether a commit with this mark was asked for before.</param>
    /// <returns>False when that commit was made.</returns>
    private bool TryMark(Session session, string mark, bool asked)
    {
        try
        {
            session.Execute("INSERT INTO commit_mark (mark) VALUES (@mark)", new { mark });
            return true;
        }
        catch (DbException exception) when (asked && Dialect.IsDuplicate(exception))
        {
            return false;
        }
    }

    private static void CheckLease(Session session, LeaseToken? lease)
    {
        if (lease is null)
        {
            return;
        }

        foreach (var token in lease.Slots.Prepend(lease))
        {
            if (session.Execute("UPDATE lease SET fence = @Fence WHERE job = @Job AND fence = @Fence", new { token.Job, token.Fence }) != 1)
            {
                throw new EtlException(new Issue(StoreErrors.LeaseLost,
                    $"{(token == lease ? "the job " : "")}{token.Job} was taken over by another process while this one was working; nothing of this step was saved."));
            }
        }
    }

    private T Explained<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ConnectionLostException exception)
        {
            throw new EtlException(new Issue(StoreErrors.Unreachable, "the connection broke in the middle of the work, again and again.", new SourcePosition(Dialect.Place)), exception) { IsTransient = true };
        }
        catch (Exception exception) when (Dialect.Explain(exception) is { } issue)
        {
            throw new EtlException(issue, exception) { IsTransient = Dialect.IsTransient(exception) };
        }
    }

    private sealed class ConnectionLostException(Exception inner) : Exception("The connection to the store was lost.", inner);
}

/// <summary>Proof of a job lease: the job's name and the fencing number that grew when the lease was taken.</summary>
public sealed record LeaseToken(string Job, long Fence)
{
    /// <summary>The slots that the job holds: a commit needs them as well.</summary>
    public IReadOnlyList<LeaseToken> Slots { get; init; } = [];
}
