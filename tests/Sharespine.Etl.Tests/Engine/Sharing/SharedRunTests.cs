using System.Globalization;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Engine.Sharing;

/// <summary>Workers that all live: who starts, who takes what, who closes.</summary>
public sealed class SharedRunTests : IDisposable
{
    private readonly TestStore _store = new();
    private readonly SharedNight _night;

    public SharedRunTests() => _night = new(_store);

    public void Dispose() => _store.Dispose();

    [StoreFact]
    public async Task Eight_workers_do_each_of_two_hundred_jobs_once()
    {
        IReadOnlyList<Job> Build() => [.. Enumerable.Range(0, 200).Select(i => SharedNight.Marking(string.Create(CultureInfo.InvariantCulture, $"job-{i:D3}")))];
        var results = await _night.TogetherAsync(8, Build);

        Assert.Equal(Build().Select(job => $"{job.Name} done"), _night.Marks().Order(StringComparer.Ordinal));
        Assert.Equal(200, _store.Count("job_run", "state = 'done' AND attempts = 1 AND position > 0"));
        Assert.Equal(1, _store.Count("run"));
        Assert.Single(results, result => result.HasClosed);
        Assert.All(results, result => Assert.Equal((RunState.Done, ExitCodes.Done, true), (result.Result.State, result.Result.ExitCode, result.IsOver)));
        Assert.Equal(0, _store.Count("lease", "owner IS NOT NULL"));
    }

    [StoreFact]
    public async Task Of_those_that_start_a_run_at_once_one_does_and_the_others_join_it()
    {
        var results = await _night.TogetherAsync(6, () => [SharedNight.Marking("a")]);

        Assert.Single(results.Select(result => result.Result.RunId).Distinct());
        Assert.Equal(1, _store.Count("run", "is_shared = 1 AND state = 'done'"));
        Assert.Single(_night.Logged("run started"));
        Assert.Equal(["a done"], _night.Marks());
    }

    [StoreFact]
    public async Task Jobs_go_behind_those_they_wait_for_also_when_others_have_them()
    {
        IReadOnlyList<Job> Build() =>
        [
            .. Enumerable.Range(0, 10).SelectMany(i => new Job[]
            {
                SharedNight.Marking($"c{i}", $"b{i}"),
                SharedNight.Marking($"b{i}", $"a{i}"),
                SharedNight.Marking($"a{i}"),
            }),
        ];
        await _night.TogetherAsync(4, Build);

        var marks = _night.Marks().Select(mark => mark.Split(' ')[0]).ToList();
        Assert.Equal(30, marks.Count);
        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal([$"a{i}", $"b{i}", $"c{i}"], marks.Where(mark => mark[1..] == i.ToString(CultureInfo.InvariantCulture))));
    }

    [StoreFact]
    public async Task A_failed_job_holds_what_needs_it_as_in_a_night_on_one_machine()
    {
        IReadOnlyList<Job> Build() =>
        [
            TestJob.Doing("a", _ => throw SharedNight.Trouble()),
            SharedNight.Marking("b", "a"),
            SharedNight.Marking("c", "b"),
            SharedNight.Marking("d"),
        ];
        var alone = await _store.RunAsync([.. Build()]);
        var shared = (await _night.TogetherAsync(2, Build))[0].Result;

        Assert.Equal(alone.Jobs.Select(job => (job.Job, job.State, job.ReasonCode, job.Reason)), shared.Jobs.Skip(1).Select(job => (job.Job, job.State, job.ReasonCode, job.Reason)));
        Assert.Equal((alone.State, alone.ExitCode, alone.Reason), (shared.State, shared.ExitCode, shared.Reason));
        Assert.Equal(["waits for a, which did not finish", "waits for b, which did not finish"], shared.Jobs.Where(job => job.State == JobState.Held).Select(job => job.Reason));
    }

    [StoreFact]
    public async Task What_a_job_tells_of_on_one_machine_is_in_the_result_of_all()
    {
        IReadOnlyList<Job> Build() => [TestJob.Doing("a", context => context.Tell(new("exception", "a", "42", "duplicate", "settled twice", IsNew: true)))];
        var results = await _night.TogetherAsync(3, Build);

        Assert.All(results, result => Assert.Equal((ExitCodes.DoneWithExceptions, "42"), (result.Result.ExitCode, Assert.Single(result.Result.OpenMatters).Record)));
    }

    [StoreFact]
    public async Task A_worker_of_another_plan_is_refused_with_what_differs()
    {
        IReadOnlyList<Job> Theirs() => [SharedNight.Marking("a"), SharedNight.Marking("b", "a")];
        IReadOnlyList<Job> Mine() => [SharedNight.Marking("a"), SharedNight.Marking("b"), SharedNight.Marking("c")];
        var plan = RunPlan.Of(Mine(), new Dictionary<string, string> { ["mapping x.yaml"] = "1" });
        EtlException? refused = null;
        await _night.StartAsync(1, () => [.. Theirs().Skip(1), new TestJob("a", [], SharedNight.Stage("extract", async (_, _) =>
            refused = await Assert.ThrowsAsync<EtlException>(() => _night.Worker(2).RunAsync("nightly", plan, Mine, default))))]);

        Assert.Equal("RUN013", refused!.Code.Code);
        Assert.EndsWith("started by host-1/1: jobs only here: c; jobs with other stages or dependencies: b; only here: mapping x.yaml.", refused.Message, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Without_an_open_run_there_is_nothing_to_join()
    {
        Assert.Null(await _night.JoinAsync(1, () => [SharedNight.Marking("a")]));
        Assert.False(await _night.Worker(1).WaitAsync(TimeSpan.FromMilliseconds(10), default));
    }

    [StoreFact]
    public async Task A_run_of_no_jobs_is_over_at_once()
    {
        var result = await _night.StartAsync(1, () => []);
        Assert.Equal((RunState.Done, true), (result.Result.State, result.HasClosed));
    }
}
