using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Engine.Sharing;

/// <summary>Workers that die, sleep or are asked to stop, and what becomes of their jobs.</summary>
public sealed class TakeOverTests : IDisposable
{
    private readonly TestStore _store = new();
    private readonly SharedNight _night;

    public TakeOverTests() => _night = new(_store);

    public void Dispose() => _store.Dispose();

    [StoreFact]
    public async Task A_job_whose_worker_died_goes_on_with_another_from_its_last_finished_stage()
    {
        var (awake, asleep) = (new TaskCompletionSource(), new TaskCompletionSource());
        IReadOnlyList<Job> Build(string who, bool sleeps) =>
        [
            new TestJob("a", [],
                SharedNight.Stage("extract", (context, _) =>
                {
                    SharedNight.Mark(context, $"extract by {who}");
                    return Task.CompletedTask;
                }),
                SharedNight.Stage("transform", async (context, _) =>
                {
                    context.CountReason($"seen by {who}");
                    context.Note($"transformed by {who}");
                    SharedNight.Mark(context, $"transform by {who}");
                    if (sleeps)
                    {
                        asleep.SetResult();
                        await awake.Task;
                        SharedNight.Mark(context, "late");
                    }
                }),
                SharedNight.Stage("load", (context, _) =>
                {
                    SharedNight.Mark(context, $"load by {who}");
                    return Task.CompletedTask;
                })),
        ];
        var first = _night.StartAsync(1, () => Build("first", sleeps: true));
        await asleep.Task;
        _night.LeasesRunOut();
        var second = await _night.JoinAsync(2, () => Build("second", sleeps: false));
        awake.SetResult();
        var late = await first;

        Assert.Equal(["a extract by first", "a transform by first", "a transform by second", "a load by second"], _night.Marks());
        Assert.True(second!.HasClosed);
        Assert.Equal((RunState.Done, true, false), (late.Result.State, late.IsOver, late.HasClosed));
        var stages = late.Result.Jobs[0].Stages;
        Assert.Equal([new(1, Done: 1), new(2, Done: 2), new(1, Done: 1)], stages.Select(stage => stage.Counts));
        Assert.Equal(["seen by first", "seen by second"], stages[1].Reasons.Keys);
        Assert.Equal(["transformed by first", "transformed by second"], stages[1].Notes);
        Assert.Equal(1, _store.Count("job_run", "state = 'done' AND attempts = 2 AND owner = 'host-2/2'"));
        Assert.Contains("from host-1/1", Assert.Single(_night.Logged("job taken over")), StringComparison.Ordinal);
        Assert.Single(_night.Logged("job lost"));
    }

    [StoreFact]
    public async Task A_worker_that_slept_drops_its_job_and_goes_on_with_the_next()
    {
        var (awake, asleep, go) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        IReadOnlyList<Job> Build(bool sleeps) =>
        [
            new TestJob("a", [], SharedNight.Stage("extract", async (context, _) =>
            {
                if (sleeps)
                {
                    asleep.SetResult();
                    await awake.Task;
                }

                SharedNight.Mark(context, sleeps ? "late" : "in time");
            })),
            new TestJob("b", [], SharedNight.Stage("extract", async (context, stop) =>
            {
                if (!sleeps)
                {
                    go.SetResult();
                    await Task.Delay(Timeout.Infinite, stop);
                }
            })),
            SharedNight.Marking("c"),
        ];
        using var done = new CancellationTokenSource();
        var first = _night.StartAsync(1, () => Build(sleeps: true));
        await asleep.Task;
        _night.LeasesRunOut();
        var second = _night.JoinAsync(2, () => Build(sleeps: false), done.Token);
        await go.Task;
        awake.SetResult();
        while (_store.Count("audit", "who = 'c'") == 0)
        {
            await Task.Delay(5);
        }

        await done.CancelAsync();
        await second;
        await first;

        Assert.Equal(["a in time", "c done"], _night.Marks());
        Assert.Equal(1, _store.Count("job_run", "job = 'c' AND owner = 'host-1/1'"));
    }

    [StoreFact]
    public async Task The_run_is_finished_by_the_others_when_the_worker_that_started_it_dies()
    {
        var (awake, asleep) = (new TaskCompletionSource(), new TaskCompletionSource());
        IReadOnlyList<Job> Build(bool dies) =>
        [
            new TestJob("a", [], SharedNight.Stage("extract", async (context, _) =>
            {
                if (dies)
                {
                    asleep.SetResult();
                    await awake.Task;
                }

                SharedNight.Mark(context, "done");
            })),
            SharedNight.Marking("b", "a"),
        ];
        var first = _night.StartAsync(1, () => Build(dies: true));
        await asleep.Task;
        var second = _night.JoinAsync(2, () => Build(dies: false));
        _night.LeasesRunOut();
        var result = await second;

        Assert.Equal((RunState.Done, true), (result!.Result.State, result.HasClosed));
        Assert.Equal(["a done", "b done"], _night.Marks());
        awake.SetResult();
        Assert.Equal(result.Result.RunId, (await first).Result.RunId);
    }

    [StoreFact]
    public async Task Asked_to_stop_a_worker_gives_its_job_back_and_another_goes_on_with_it()
    {
        using var stop = new CancellationTokenSource();
        IReadOnlyList<Job> Build(string who, bool stops) =>
        [
            new TestJob("a", [],
                SharedNight.Stage("extract", (context, _) =>
                {
                    SharedNight.Mark(context, $"extract by {who}");
                    return Task.CompletedTask;
                }),
                SharedNight.Stage("transform", (context, token) =>
                {
                    SharedNight.Mark(context, $"transform by {who}");
                    if (stops)
                    {
                        stop.Cancel();
                    }

                    token.ThrowIfCancellationRequested();
                    return Task.CompletedTask;
                })),
            SharedNight.Marking("b", "a"),
        ];
        var left = await _night.StartAsync(1, () => Build("first", stops: true), stop.Token);

        Assert.Equal((RunState.Interrupted, ExitCodes.Interrupted, false), (left.Result.State, left.Result.ExitCode, left.IsOver));
        Assert.Equal($"this worker was asked to stop and was the last; run {left.Result.RunId} stays open: worker or nightly --share goes on with it", left.Result.Reason);
        Assert.Equal(1, _store.Count("run", "state = 'running'"));
        Assert.Equal(1, _store.Count("job_run", "job = 'a' AND state = 'pending' AND attempts = 1"));
        Assert.Equal(0, _store.Count("lease", "owner IS NOT NULL"));

        var result = await _night.StartAsync(2, () => Build("second", stops: false));
        Assert.Equal((left.Result.RunId, RunState.Done), (result.Result.RunId, result.Result.State));
        Assert.Equal(["a extract by first", "a transform by first", "a transform by second", "b done"], _night.Marks());
    }

    [StoreFact]
    public async Task Asked_to_stop_in_the_last_job_that_ends_all_the_same_a_worker_closes_the_run()
    {
        using var stop = new CancellationTokenSource();
        var result = await _night.StartAsync(1, () => [TestJob.Doing("a", context =>
        {
            SharedNight.Mark(context, "done");
            stop.Cancel();
        })], stop.Token);

        Assert.Equal((RunState.Done, ExitCodes.Done, true, true), (result.Result.State, result.Result.ExitCode, result.IsOver, result.HasClosed));
    }

    [StoreFact]
    public async Task A_job_that_ends_every_worker_that_takes_it_is_not_taken_for_ever()
    {
        await StartedBy(1, SharedNight.Marking("a"), SharedNight.Marking("b", "a"));
        _store.Database.Write("test", null, session => session.Execute("UPDATE job_run SET state = 'running', attempts = 5, owner = 'host-1/1' WHERE job = 'a'"));
        var result = (await _night.JoinAsync(2, () => [SharedNight.Marking("a"), SharedNight.Marking("b", "a")]))!.Result;

        Assert.Equal((JobState.Failed, "RUN014", JobState.Held), (result.Jobs[0].State, result.Jobs[0].ReasonCode, result.Jobs[1].State));
        Assert.Equal("5 workers took it and ended in the middle, the last was host-1/1.", result.Jobs[0].Reason);
        Assert.Empty(_night.Marks());
    }

    [StoreFact]
    public async Task A_night_on_one_machine_leaves_a_shared_run_alone_while_a_worker_of_it_lives()
    {
        var (awake, asleep) = (new TaskCompletionSource(), new TaskCompletionSource());
        var shared = _night.StartAsync(1, () => [new TestJob("a", [], SharedNight.Stage("extract", async (context, _) =>
        {
            asleep.SetResult();
            await awake.Task;
            SharedNight.Mark(context, "shared");
        }))]);
        await asleep.Task;
        var alone = await _store.RunAsync(SharedNight.Marking("a"), SharedNight.Marking("b"));
        awake.SetResult();
        var result = (await shared).Result;

        Assert.Equal((ExitCodes.AlreadyRunning, "RUN001"), (alone.ExitCode, alone.Jobs[0].ReasonCode));
        Assert.Equal(RunState.Done, result.State);
        Assert.Equal(["b done", "a shared"], _night.Marks());
    }

    [StoreFact]
    public async Task A_night_on_one_machine_marks_a_shared_run_that_everybody_left_for_dead_as_interrupted()
    {
        var runId = await StartedBy(1, SharedNight.Marking("a"));
        _night.LeasesRunOut();
        await _store.RunAsync(SharedNight.Marking("a"));

        Assert.Equal(1, _store.Count("run", $"run_id = '{runId}' AND state = 'interrupted' AND exit_code = 130"));
        Assert.Equal(1, _store.Count("job_run", $"run_id = '{runId}' AND state = 'interrupted' AND reason_code = 'RUN010'"));
        Assert.Null(await _night.JoinAsync(2, () => [SharedNight.Marking("a")]));
    }

    [StoreFact]
    public async Task A_run_that_everybody_left_is_continued_by_the_next_that_starts_one()
    {
        var runId = await StartedBy(1, SharedNight.Marking("a"));
        _night.LeasesRunOut();
        var result = await _night.StartAsync(2, () => [SharedNight.Marking("a")]);

        Assert.Equal((runId, RunState.Done), (result.Result.RunId, result.Result.State));
        Assert.Equal(["a done"], _night.Marks());
    }

    // A worker that started the run and then died without a word.
    private async Task<string> StartedBy(int number, params Job[] jobs)
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var left = await _night.StartAsync(number, () => jobs, stop.Token);
        _store.Database.Write("test", null, session => session.Execute("UPDATE lease SET owner = @Owner, host = @Host, process_id = @ProcessId, process_started = @ProcessStarted, expires_at = @Expires",
            new { Owner = SharedNight.Identity(number).ToString(), SharedNight.Identity(number).Host, SharedNight.Identity(number).ProcessId, SharedNight.Identity(number).ProcessStarted, Expires = _store.World.UtcNow.AddMinutes(5) }));
        return left.Result.RunId;
    }
}
