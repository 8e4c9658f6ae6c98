using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Engine;

public sealed class RunnerTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [StoreFact]
    public async Task Jobs_run_behind_those_they_wait_for_whatever_order_they_are_given_in()
    {
        var ran = new List<string>();
        var result = await _store.RunAsync(
            TestJob.Doing("c", context => ran.Add(context.Job), "b"),
            TestJob.Doing("a", context => ran.Add(context.Job)),
            TestJob.Doing("b", context => ran.Add(context.Job), "a"));

        Assert.Equal(["a", "b", "c"], ran);
        Assert.Equal(ExitCodes.Done, result.ExitCode);
    }

    [StoreFact]
    public async Task A_failed_job_holds_what_needs_it_and_lets_the_others_go_on()
    {
        var ran = new List<string>();
        var result = await _store.RunAsync(
            TestJob.Doing("a", _ => throw new EtlException(new Issue(RunErrors.Disk, "no room."))),
            TestJob.Doing("b", context => ran.Add(context.Job), "a"),
            TestJob.Doing("c", context => ran.Add(context.Job)));

        Assert.Equal(["c"], ran);
        Assert.Equal([JobState.Failed, JobState.Held, JobState.Done], result.Jobs.Select(job => job.State));
        Assert.Equal("waits for a, which did not finish", result.Jobs[1].Reason);
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
        Assert.Equal("a: RUN012 no room.", result.Reason);
    }

    [StoreFact]
    public async Task What_a_held_job_waits_for_holds_the_next_one_too()
    {
        var result = await _store.RunAsync(
            TestJob.Doing("a", _ => throw new EtlException(new Issue(RunErrors.Disk, "no room."))),
            TestJob.Doing("b", _ => { }, "a"),
            TestJob.Doing("c", _ => { }, "b"));

        Assert.Equal("waits for b, which did not finish", result.Jobs[2].Reason);
    }

    [StoreFact]
    public async Task An_exception_nobody_foresaw_is_the_jobs_reason_and_not_the_end_of_the_night()
    {
        var result = await _store.RunAsync(
            TestJob.Doing("a", _ => throw new InvalidOperationException("odd")),
            TestJob.Doing("b", _ => { }));

        Assert.Equal("RUN008", result.Jobs[0].ReasonCode);
        Assert.Equal("InvalidOperationException: odd", result.Jobs[0].Reason);
        Assert.Equal(JobState.Done, result.Jobs[1].State);
    }

    [StoreFact]
    public async Task Jobs_that_wait_for_each_other_in_a_circle_are_refused()
    {
        var exception = await Assert.ThrowsAsync<EtlException>(() => _store.RunAsync(
            TestJob.Doing("a", _ => { }, "b"), TestJob.Doing("b", _ => { }, "a")));
        Assert.Equal("RUN009 a waits for b waits for a.", exception.Message);
    }

    [StoreFact]
    public async Task Counts_that_do_not_add_up_stop_the_job_and_nothing_of_the_batch_is_saved()
    {
        var result = await _store.RunAsync(TestJob.Doing("a", context =>
            context.Commit("batch", new StageCounts(In: 3, Done: 2), session => session.Execute("INSERT INTO job_source (job, source, flow) VALUES ('x', 'y', 'z')"))));

        Assert.Equal("RUN005", result.Jobs[0].ReasonCode);
        Assert.Equal(0, _store.Count("job_source"));
    }

    [StoreFact]
    public async Task Asked_to_stop_a_run_ends_interrupted_and_a_rerun_finds_its_jobs()
    {
        using var stop = new CancellationTokenSource();
        var result = await _store.RunAsync(new RunRequest("nightly"), stop.Token,
            new TestJob("a", [], new Stage("extract", (context, token) =>
            {
                context.Commit("one", new StageCounts(1, Done: 1), _ => { });
                stop.Cancel();
                token.ThrowIfCancellationRequested();
                return Task.CompletedTask;
            })),
            TestJob.Doing("b", _ => { }));

        Assert.Equal(ExitCodes.Interrupted, result.ExitCode);
        Assert.Equal([JobState.Interrupted, JobState.Interrupted], result.Jobs.Select(job => job.State));
        Assert.Equal(1, result.Jobs[0].Stages[0].Counts.Done);
    }

    [StoreFact]
    public async Task Only_the_stages_asked_for_run()
    {
        var ran = new List<string>();
        Stage Named(string name) => new(name, (_, _) =>
        {
            ran.Add(name);
            return Task.CompletedTask;
        });
        await _store.RunAsync(new RunRequest("job", ["transform"]), CancellationToken.None, new TestJob("a", [], Named("extract"), Named("transform"), Named("load")));
        Assert.Equal(["transform"], ran);
    }

    [StoreFact]
    public async Task A_run_whose_process_died_is_marked_interrupted_by_the_next_one()
    {
        _store.Database.Write("test", null, session =>
        {
            RunStore.Start(session, new RunRow
            {
                RunId = "dead",
                Kind = "nightly",
                State = "running",
                Host = Environment.MachineName,
                ProcessId = 999_999,
                ProcessStarted = "2026-01-01T00:00:00.000Z",
                ProgramVersion = "0",
                StartedAt = _store.World.UtcNow,
            }, [("a", null)]);
            RunStore.SetJob(session, "dead", "a", JobState.Running, _store.World.UtcNow);
            RunStore.StartStage(session, "dead", "a", "extract", 0, _store.World.UtcNow);
        });

        await _store.RunAsync(TestJob.Doing("a", _ => { }));

        Assert.Equal(1, _store.Count("run", "run_id = 'dead' AND state = 'interrupted'"));
        Assert.Equal(1, _store.Count("job_run", "run_id = 'dead' AND state = 'interrupted' AND reason_code = 'RUN010'"));
        Assert.Equal(1, _store.Count("stage_run", "run_id = 'dead' AND state = 'interrupted'"));
    }

    [StoreFact]
    public async Task New_rejections_make_exit_code_3_once_and_again_when_overdue()
    {
        var reject = true;
        TestJob Job() => TestJob.Doing("a", context =>
        {
            if (reject)
            {
                context.Commit("batch", StageCounts.One(Outcome.Rejected), session => Quarantine.Put(session, context, "42", Outcome.Rejected, [new(RunErrors.Disk, "bad")]));
            }
        });

        Assert.Equal(ExitCodes.DoneWithExceptions, (await _store.RunAsync(Job())).ExitCode);
        reject = false;
        Assert.Equal(ExitCodes.Done, (await _store.RunAsync(Job())).ExitCode);

        _store.Clock.Now += TimeSpan.FromDays(4);
        var overdue = await _store.RunAsync(Job());
        Assert.Equal(ExitCodes.DoneWithExceptions, overdue.ExitCode);
        Assert.False(Assert.Single(overdue.OpenMatters).IsNew);
    }
}
