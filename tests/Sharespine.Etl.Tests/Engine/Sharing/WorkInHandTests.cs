using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Engine.Sharing;

/// <summary>What status shows of those who work.</summary>
public sealed class WorkInHandTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [StoreFact]
    public async Task Who_is_at_what_since_when_and_how_long_the_lease_holds()
    {
        var night = new SharedNight(_store);
        WorkInHand? seen = null;
        var result = await night.StartAsync(7, () => [SharedNight.With(new TestJob("a", [], SharedNight.Stage("transform", (_, _) =>
        {
            _store.Clock.Now += TimeSpan.FromSeconds(30);
            seen = _store.Database.Read(session => WorkInHand.Read(session, _store.World));
            return Task.CompletedTask;
        })), Slot.Connection("shop", 2), Slot.Intake("shop/order"))]);

        var run = result.Result.RunId;
        Assert.Equal([new("a", run, "transform", "host-7/7", new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero), 270, IsAlive: true)], seen!.Jobs);
        Assert.Equal([new("connection/shop/1", "host-7/7"), new("intake/shop/order/1", "host-7/7")], seen.Slots);
        Assert.Equal([new("host-7/7", run, IsAlive: true)], seen.Workers);

        var afterwards = _store.Database.Read(session => WorkInHand.Read(session, _store.World));
        Assert.Equal((0, 0, 0), (afterwards.Jobs.Count, afterwards.Slots.Count, afterwards.Workers.Count));
    }

    [StoreFact]
    public async Task A_job_of_a_night_on_one_machine_is_shown_the_same_way()
    {
        WorkInHand? seen = null;
        await _store.RunAsync(TestJob.Doing("a", _ => seen = _store.Database.Read(session => WorkInHand.Read(session, _store.World))));

        var job = Assert.Single(seen!.Jobs);
        Assert.Equal(("a", "extract", true), (job.Job, job.Stage, job.IsAlive));
        Assert.Empty(seen.Workers);
    }
}
