using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Engine.Sharing;

/// <summary>Several workers on one store, each as if on a host of its own: with its own database object, ids and jitter.</summary>
internal sealed class SharedNight(TestStore store)
{
    public static readonly IReadOnlyDictionary<string, string> NoParts = new Dictionary<string, string>();

    public Worker Worker(int number) => new(
        new Database(store.Database.Dialect),
        new World(store.Clock, seed: 100 + number),
        new() { LogFolder = Path.Combine(store.Folder, "logs"), PollEvery = TimeSpan.FromMilliseconds(5), LeaseDuration = TimeSpan.FromMinutes(5) },
        new SilentObserver(),
        Identity(number));

    public static ProcessIdentity Identity(int number) => new($"host-{number}", number, "2026-01-01T00:00:00.000Z");

    /// <summary>As nightly --share on the host of that number.</summary>
    public Task<SharedResult> StartAsync(int number, Func<IReadOnlyList<Job>> build, CancellationToken stop = default) =>
        Task.Run(() => Worker(number).RunAsync("nightly", RunPlan.Of(build(), NoParts), build, stop));

    /// <summary>As worker on the host of that number, while a run is open.</summary>
    public Task<SharedResult?> JoinAsync(int number, Func<IReadOnlyList<Job>> build, CancellationToken stop = default) =>
        Task.Run(() => Worker(number).JoinAsync(RunPlan.Of(build(), NoParts), build, stop));

    /// <summary>That many workers at one run, all of them there before its first job is taken.</summary>
    public async Task<IReadOnlyList<SharedResult>> TogetherAsync(int workers, Func<IReadOnlyList<Job>> build)
    {
        IReadOnlyList<Job> Gated() => [new Gate(store, workers), .. build().Select(job => new TestJob(job.Name, [.. job.After, Gate.GateName], [.. job.Stages]) { Slots = job.Slots })];
        return await Task.WhenAll(Enumerable.Range(1, workers).Select(number => StartAsync(number, Gated)));
    }

    /// <summary>Longer than a lease holds.</summary>
    public void LeasesRunOut() => store.Clock.Now += TimeSpan.FromMinutes(6);

    /// <summary>Leaves a trace of work that can be counted.</summary>
    public static void Mark(StageContext context, string what) => context.Commit(what, new StageCounts(1, Done: 1), session => session.Execute(
        "INSERT INTO audit (at, who, what, subject) VALUES (@At, @Job, @what, 'test')", new { At = context.World.UtcNow, context.Job, what }));

    /// <summary>The traces, in the order in which they were committed: job what.</summary>
    public IReadOnlyList<string> Marks() => store.Database.Read(session => session.Query<MarkRow>("SELECT who, what FROM audit ORDER BY audit_id").Select(row => $"{row.Who} {row.What}").ToList());

    public IReadOnlyList<string> Logged(string what) =>
    [
        .. Directory.GetFiles(Path.Combine(store.Folder, "logs"), "*.jsonl").SelectMany(File.ReadAllLines).Where(line => line.Contains($"\"what\":\"{what}\"", StringComparison.Ordinal)),
    ];

    public static TestJob Marking(string name, params string[] after) => TestJob.Doing(name, context => Mark(context, "done"), after);

    public static TestJob With(TestJob job, params Slot[] slots) => new(job.Name, job.After, [.. job.Stages]) { Slots = slots };

    public static Stage Stage(string name, Func<StageContext, CancellationToken, Task> run) => new(name, run);

    public static EtlException Trouble() => new(new Issue(RunErrors.Disk, "no room."));

    /// <summary>Ends when all workers are there.</summary>
    private sealed class Gate(TestStore store, int workers) : Job
    {
        public const string GateName = "0";

        public override string Name => GateName;

        public override IReadOnlyList<Stage> Stages =>
        [
            new("extract", async (_, stop) =>
            {
                while (store.Count("lease", "job LIKE 'worker/%' AND owner IS NOT NULL") < workers)
                {
                    await Task.Delay(5, stop);
                }
            }),
        ];
    }

    private sealed class MarkRow
    {
        public string Who { get; init; } = "";

        public string What { get; init; } = "";
    }
}
