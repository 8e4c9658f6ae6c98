using System.Globalization;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Engine.Sharing;

/// <summary>How many jobs of all workers together may be at one thing.</summary>
public sealed class SlotTests : IDisposable
{
    private readonly TestStore _store = new();
    private readonly SharedNight _night;

    public SlotTests() => _night = new(_store);

    public void Dispose() => _store.Dispose();

    [StoreFact]
    public async Task No_more_jobs_are_at_a_connection_than_it_bears_however_many_workers_there_are()
    {
        var (shop, erp) = (new Crowd(), new Crowd());
        IReadOnlyList<Job> Build() =>
        [
            .. Enumerable.Range(0, 40).Select(i => i % 2 == 0
                ? Job($"shop-{i:D2}", shop, Slot.Connection("shop", 3))
                : Job($"erp-{i:D2}", erp, Slot.Connection("erp", 1), Slot.Intake("ledger"))),
        ];
        var results = await _night.TogetherAsync(6, Build);

        Assert.Equal(40, _night.Marks().Count);
        Assert.All(results, result => Assert.Equal(RunState.Done, result.Result.State));
        Assert.InRange(shop.Most, 1, 3);
        Assert.Equal(1, erp.Most);
        Assert.Equal(0, _store.Count("lease", "owner IS NOT NULL"));
        Assert.InRange(_store.Count("lease", "job LIKE 'slot/connection/shop/%'"), 1, 3);
    }

    [StoreFact]
    public async Task A_job_that_has_to_wait_for_a_slot_lets_the_next_one_go_first()
    {
        var (there, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        IReadOnlyList<Job> Build() =>
        [
            SharedNight.With(new TestJob("a", [], SharedNight.Stage("extract", async (context, _) =>
            {
                there.SetResult();
                await go.Task;
                SharedNight.Mark(context, "done");
            })), Slot.Intake("shop/order")),
            SharedNight.With(SharedNight.Marking("b"), Slot.Intake("shop/order")),
            SharedNight.Marking("c"),
        ];
        var first = _night.StartAsync(1, Build);
        await there.Task;
        var second = _night.JoinAsync(2, Build);
        while (_night.Marks().Count == 0)
        {
            await Task.Delay(5);
        }

        go.SetResult();
        await first;
        await second;
        Assert.Equal(["c done", "a done", "b done"], _night.Marks());
    }

    [StoreFact]
    public async Task A_worker_that_slept_cannot_commit_once_another_job_has_its_slot()
    {
        var (awake, asleep) = (new TaskCompletionSource(), new TaskCompletionSource());
        var times = 0;
        IReadOnlyList<Job> Build() =>
        [
            SharedNight.With(new TestJob("a", [], SharedNight.Stage("extract", async (context, _) =>
            {
                if (Interlocked.Increment(ref times) == 1)
                {
                    asleep.SetResult();
                    await awake.Task;
                    SharedNight.Mark(context, "late");
                }
                else
                {
                    SharedNight.Mark(context, "done");
                }
            })), Slot.Intake("shop/order")),
        ];
        var first = _night.StartAsync(1, Build);
        await asleep.Task;
        // Another job had the slot in the meantime; the job's own lease nobody took.
        _store.Database.Write("test", null, session => session.Execute("UPDATE lease SET fence = fence + 1, owner = NULL, host = NULL, expires_at = NULL WHERE job LIKE 'slot/%'"));
        awake.SetResult();
        var result = await first;

        Assert.Equal(["a done"], _night.Marks());
        Assert.Equal(RunState.Done, result.Result.State);
        Assert.Equal(1, _store.Count("job_run", "state = 'done' AND attempts = 2"));
    }

    private static TestJob Job(string name, Crowd crowd, params Slot[] slots) => SharedNight.With(new TestJob(name, [], SharedNight.Stage("extract", async (context, stop) =>
    {
        crowd.Come();
        await Task.Delay(2, stop);
        SharedNight.Mark(context, "done");
        crowd.Go();
    })), slots);

    private sealed class Crowd
    {
        private int _now;
        private int _most;

        public int Most => _most;

        public void Come()
        {
            var now = Interlocked.Increment(ref _now);
            for (var most = _most; now > most && Interlocked.CompareExchange(ref _most, now, most) != most; most = _most)
            {
            }
        }

        public void Go() => Interlocked.Decrement(ref _now);
    }
}
