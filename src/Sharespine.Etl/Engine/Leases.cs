using System.Data.Common;
using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Engine;

/// <summary>
/// One lease per job, with a fencing number that grows each time it is taken and is checked in every commit. On the same
/// host a dead owner is recognised at once (process id and start time); elsewhere its lease has to run out, by the store's clock.
/// </summary>
/// <param name="self">Who takes them; this process when left out.</param>
public sealed class Leases(Database database, World world, TimeSpan duration, ProcessIdentity? self = null)
{
    private const string Columns = "job, fence, owner, host, process_id, process_started, expires_at";

    public ProcessIdentity Self { get; } = self ?? ProcessIdentity.Current;

    internal TimeSpan Duration => duration;

    /// <summary>Throws <c>RUN001</c> when the job's owner lives.</summary>
    public HeldLease Take(string job)
    {
        try
        {
            // Renewed from here on, and not from within the transaction, which may be tried twice.
            return Hold(database.Write("take lease", null, session =>
            {
                var now = session.Now(world);
                if (Find(session, job) is { } row && row.IsAlive(Self, now))
                {
                    throw new EtlException(new Issue(RunErrors.AlreadyRunning,
                        string.Create(CultureInfo.InvariantCulture, $"{job} is being run by process {row.ProcessId} on {row.Host}.")));
                }

                return TryTake(session, job, now) ?? throw JustTaken(job);
            }));
        }
        catch (DbException exception) when (database.Dialect.IsDuplicate(exception))
        {
            throw JustTaken(job);
        }
    }

    /// <summary>
    /// Takes a lease within a transaction; null when its owner lives or another was faster. Two that take a new one at once: the second
    /// gets the database's error for a duplicate.
    /// </summary>
    internal LeaseToken? TryTake(Session session, string name, DateTimeOffset now)
    {
        var row = Find(session, name);
        if (row is not null && row.IsAlive(Self, now))
        {
            return null;
        }

        var fence = (row?.Fence ?? 0) + 1;
        var parameters = new
        {
            name,
            fence,
            Owner = Self.ToString(),
            Self.Host,
            Self.ProcessId,
            Self.ProcessStarted,
            ExpiresAt = now + duration,
            Before = fence - 1,
        };
        var taken = row is null
            ? session.Execute("INSERT INTO lease (job, fence, owner, host, process_id, process_started, expires_at) VALUES (@name, @fence, @Owner, @Host, @ProcessId, @ProcessStarted, @ExpiresAt)", parameters)
            : session.Execute("UPDATE lease SET fence = @fence, owner = @Owner, host = @Host, process_id = @ProcessId, process_started = @ProcessStarted, expires_at = @ExpiresAt WHERE job = @name AND fence = @Before", parameters);
        return taken == 1 ? new(name, fence) : null;
    }

    /// <summary>Renews a lease and its slots in the background from now on.</summary>
    internal HeldLease Hold(LeaseToken token) => new(this, token);

    /// <summary>Every lease that somebody holds, the dead included.</summary>
    internal static IReadOnlyList<LeaseRow> Owned(Session session) => session.Query<LeaseRow>($"SELECT {Columns} FROM lease WHERE owner IS NOT NULL ORDER BY job");

    internal void Renew(LeaseToken lease) => database.Write("renew lease", null, session =>
    {
        var expires = session.Now(world) + duration;
        foreach (var token in lease.Slots.Prepend(lease))
        {
            session.Execute("UPDATE lease SET expires_at = @expires WHERE job = @Job AND fence = @Fence AND owner IS NOT NULL", new { token.Job, token.Fence, expires });
        }
    });

    internal void Release(LeaseToken lease) => database.Write("release lease", null, session => Release(session, lease));

    /// <summary>Commits <paramref name="work"/> while the lease is still ours, and gives it back in the same transaction.</summary>
    internal void Release(LeaseToken lease, string what, Action<Session> work) => database.Write(what, lease, session =>
    {
        work(session);
        Release(session, lease);
    });

    private static void Release(Session session, LeaseToken lease)
    {
        foreach (var token in lease.Slots.Prepend(lease))
        {
            session.Execute("UPDATE lease SET owner = NULL, host = NULL, process_id = NULL, process_started = NULL, expires_at = NULL WHERE job = @Job AND fence = @Fence", new { token.Job, token.Fence });
        }
    }

    private static LeaseRow? Find(Session session, string name) => session.First<LeaseRow>($"SELECT {Columns} FROM lease WHERE job = @name", new { name });

    private static EtlException JustTaken(string job) => new(new Issue(RunErrors.AlreadyRunning, $"{job} was taken by another process just now."));
}

/// <summary>A lease as stored: of a job, of a slot (slot/…) or of a worker's presence (worker/…).</summary>
internal sealed class LeaseRow
{
    public string Job { get; init; } = "";

    public long Fence { get; init; }

    public string? Owner { get; init; }

    public string? Host { get; init; }

    public long? ProcessId { get; init; }

    public string? ProcessStarted { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether its owner still works, as far as <paramref name="self"/> can tell.</summary>
    public bool IsAlive(ProcessIdentity self, DateTimeOffset now) => Owner is not null
        && (Host == self.Host ? ProcessIdentity.IsRunning((int)ProcessId!.Value, ProcessStarted!) : ExpiresAt > now);
}

/// <summary>A lease in hand, renewed in the background until disposed.</summary>
public sealed class HeldLease : IDisposable
{
    private readonly Leases _leases;
    private readonly Timer _timer;
    private bool _isGivenBack;

    internal HeldLease(Leases leases, LeaseToken token)
    {
        _leases = leases;
        Token = token;
        var third = leases.Duration / 3;
        _timer = new(_ => TryRenew(), null, third, third);
    }

    public LeaseToken Token { get; }

    public void Dispose()
    {
        StopRenewing();
        if (!_isGivenBack)
        {
            _leases.Release(Token);
        }
    }

    /// <summary>Commits what is left to say of the job and gives the lease back with it. Throws <c>RUN004</c> when it is no longer ours.</summary>
    internal void GiveBack(string what, Action<Session> work)
    {
        StopRenewing();
        _leases.Release(Token, what, work);
        _isGivenBack = true;
    }

    private void StopRenewing()
    {
        using var stopped = new ManualResetEvent(false);
        if (_timer.Dispose(stopped))
        {
            stopped.WaitOne();
        }
    }

    private void TryRenew()
    {
        try
        {
            _leases.Renew(Token);
        }
        catch (Exception exception) when (exception is DbException or EtlException or InvalidOperationException)
        {
            // The store is busy or away, or all connections are in use: the next tick tries again, and a lost lease is found in the next commit.
        }
    }
}
