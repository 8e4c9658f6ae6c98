using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Engine;

/// <summary>
/// One lease per job, with a fencing number that grows each time it is taken and is checked in every commit. On the same
/// host a dead owner is recognised at once (process id and start time); elsewhere its lease has to run out.
/// </summary>
public sealed class Leases(Database database, World world, TimeSpan duration)
{
    /// <summary>Throws <c>RUN001</c> when the job's owner lives.</summary>
    public HeldLease Take(string job)
    {
        var self = ProcessIdentity.Current;
        // Renewed from here on, and not from within the transaction, which may be tried twice.
        return new(this, database.Write("take lease", null, session =>
        {
            var row = session.First<LeaseRow>("SELECT fence, owner, host, process_id, process_started, expires_at FROM lease WHERE job = @job", new { job });
            if (row?.Owner is not null && IsAlive(row, self))
            {
                throw new EtlException(new Issue(RunErrors.AlreadyRunning,
                    string.Create(CultureInfo.InvariantCulture, $"{job} is being run by process {row.ProcessId} on {row.Host}.")));
            }

            var fence = (row?.Fence ?? 0) + 1;
            var parameters = new
            {
                job,
                fence,
                Owner = self.ToString(),
                self.Host,
                self.ProcessId,
                self.ProcessStarted,
                ExpiresAt = world.UtcNow + duration,
                Before = fence - 1,
            };
            var taken = row is null
                ? session.Execute("INSERT INTO lease (job, fence, owner, host, process_id, process_started, expires_at) VALUES (@job, @fence, @Owner, @Host, @ProcessId, @ProcessStarted, @ExpiresAt)", parameters)
                : session.Execute("UPDATE lease SET fence = @fence, owner = @Owner, host = @Host, process_id = @ProcessId, process_started = @ProcessStarted, expires_at = @ExpiresAt WHERE job = @job AND fence = @Before", parameters);
            return taken == 1
                ? new LeaseToken(job, fence)
                : throw new EtlException(new Issue(RunErrors.AlreadyRunning, $"{job} was taken by another process just now."));
        }), duration);
    }

    internal void Renew(LeaseToken token) => database.Write("renew lease", null, session =>
        session.Execute("UPDATE lease SET expires_at = @ExpiresAt WHERE job = @Job AND fence = @Fence AND owner IS NOT NULL",
            new { token.Job, token.Fence, ExpiresAt = world.UtcNow + duration }));

    internal void Release(LeaseToken token) => database.Write("release lease", null, session =>
        session.Execute("UPDATE lease SET owner = NULL, host = NULL, process_id = NULL, process_started = NULL, expires_at = NULL WHERE job = @Job AND fence = @Fence", token));

    private bool IsAlive(LeaseRow row, ProcessIdentity self) => row.Host == self.Host
        ? ProcessIdentity.IsRunning((int)row.ProcessId!.Value, row.ProcessStarted!)
        : row.ExpiresAt > world.UtcNow;

    private sealed class LeaseRow
    {
        public long Fence { get; init; }

        public string? Owner { get; init; }

        public string? Host { get; init; }

        public long? ProcessId { get; init; }

        public string? ProcessStarted { get; init; }

        public DateTimeOffset? ExpiresAt { get; init; }
    }
}

/// <summary>A lease in hand, renewed in the background until disposed.</summary>
public sealed class HeldLease : IDisposable
{
    private readonly Leases _leases;
    private readonly Timer _timer;

    internal HeldLease(Leases leases, LeaseToken token, TimeSpan duration)
    {
        _leases = leases;
        Token = token;
        var third = duration / 3;
        _timer = new(_ => TryRenew(), null, third, third);
    }

    public LeaseToken Token { get; }

    public void Dispose()
    {
        using (var stopped = new ManualResetEvent(false))
        {
            if (_timer.Dispose(stopped))
            {
                stopped.WaitOne();
            }
        }

        _leases.Release(Token);
    }

    private void TryRenew()
    {
        try
        {
            _leases.Renew(Token);
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or EtlException)
        {
            // The store is busy or away: the next tick tries again, and a lost lease is found in the next commit.
        }
    }
}

/// <summary>This process, told apart from a later one with the same number by its start time.</summary>
public sealed record ProcessIdentity(string Host, int ProcessId, string ProcessStarted)
{
    // The kernel's tick arithmetic may differ by a fraction of a second between two readings of one process.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    public static ProcessIdentity Current { get; } = Of(Process.GetCurrentProcess());

    private static long _names;

    /// <summary>A name that no other process gives and this one gives once: for marks and batches that outlive neither.</summary>
    public static string NextName() => string.Create(CultureInfo.InvariantCulture, $"{Current}/{Current.ProcessStarted}/{Interlocked.Increment(ref _names)}");

    public static bool IsRunning(int processId, string started)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited && (Start(Of(process).ProcessStarted) - Start(started)).Duration() < Tolerance;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}/{ProcessId}");

    private static ProcessIdentity Of(Process process) =>
        new(Environment.MachineName, process.Id, SqlValues.Text(new DateTimeOffset(process.StartTime)));

    private static DateTimeOffset Start(string text) =>
        DateTimeOffset.ParseExact(text, SqlValues.InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
