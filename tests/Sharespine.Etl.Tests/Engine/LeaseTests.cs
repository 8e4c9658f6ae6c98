using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Engine;

public sealed class LeaseTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    private Leases Leases => new(_store.Database, _store.World, TimeSpan.FromMinutes(5));

    [StoreFact]
    public void A_job_that_runs_cannot_be_taken_a_second_time()
    {
        using var held = Leases.Take("a");
        var exception = Assert.Throws<EtlException>(() => Leases.Take("a"));
        Assert.Equal($"RUN001 a is being run by process {Environment.ProcessId} on {Environment.MachineName}.", exception.Message);
    }

    [StoreFact]
    public void A_job_given_back_can_be_taken_again_under_a_higher_fence()
    {
        long first;
        using (var held = Leases.Take("a"))
        {
            first = held.Token.Fence;
        }

        using var again = Leases.Take("a");
        Assert.Equal(first + 1, again.Token.Fence);
    }

    [StoreFact]
    public void A_dead_owner_on_this_machine_is_recognised_at_once()
    {
        Owned(Environment.MachineName, expires: _store.World.UtcNow.AddHours(1));
        using var held = Leases.Take("a");
        Assert.Equal(8, held.Token.Fence);
    }

    [StoreFact]
    public void An_owner_elsewhere_keeps_the_job_until_its_lease_runs_out()
    {
        Owned("another-machine", expires: _store.World.UtcNow.AddMinutes(1));
        Assert.Throws<EtlException>(() => Leases.Take("a"));
        _store.Clock.Now += TimeSpan.FromMinutes(2);
        using var held = Leases.Take("a");
        Assert.Equal(8, held.Token.Fence);
    }

    [StoreFact]
    public void A_commit_under_a_lost_lease_is_refused_whole()
    {
        var stale = new LeaseToken("a", 7);
        Owned("another-machine", expires: _store.World.UtcNow.AddMinutes(-1));
        using var taken = Leases.Take("a");

        var exception = Assert.Throws<EtlException>(() => _store.Database.Write("late", stale, session =>
            session.Execute("INSERT INTO job_source (job, source, flow) VALUES ('x', 'y', 'z')")));
        Assert.Equal("RUN004", exception.Code.Code);
        Assert.Equal(0, _store.Count("job_source"));
    }

    private void Owned(string host, DateTimeOffset expires) => _store.Database.Write("test", null, session => session.Execute(
        "INSERT INTO lease (job, fence, owner, host, process_id, process_started, expires_at) VALUES ('a', 7, 'x', @host, 999999, '2026-01-01T00:00:00.000Z', @expires)", new { host, expires }));
}
