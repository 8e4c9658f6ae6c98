using Sharespine.Etl.Engine;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Tests.Support;

/// <summary>A real store and a folder of its own, a clock that stands still until told, a seeded world.</summary>
public sealed class TestStore : IDisposable
{
    public TestStore()
    {
        Folder = Directory.CreateTempSubdirectory("etl-test-").FullName;
        Clock = new(new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero));
        World = new(Clock, seed: 1);
        Database = TestStores.Open(Path.Combine(Folder, "etl.db"), World);
    }

    public string Folder { get; }

    public SettableClock Clock { get; }

    public World World { get; }

    public Database Database { get; }

    public Task<RunResult> RunAsync(params Job[] jobs) => RunAsync(new RunRequest("nightly"), CancellationToken.None, jobs);

    public Task<RunResult> RunAsync(RunRequest request, CancellationToken stop, params Job[] jobs) =>
        new Runner(Database, World, new() { LogFolder = Path.Combine(Folder, "logs") }, new SilentObserver()).RunAsync(request, jobs, stop);

    public long Count(string table, string where = "1 = 1") => Database.Read(session => session.Scalar<long>($"SELECT COUNT(*) FROM {table} WHERE {where}"));

    public void Dispose() => TestStores.Discard(Folder);
}

/// <summary>Stands still until set.</summary>
public sealed class SettableClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>A job made of functions.</summary>
public sealed class TestJob : Job
{
    public TestJob(string name, IReadOnlyList<string> after, params Stage[] stages) => (Name, After, Stages) = (name, after, stages);

    public override string Name { get; }

    public override IReadOnlyList<Stage> Stages { get; }

    public static TestJob Doing(string name, Action<StageContext> work, params string[] after) => new(name, after, new Stage("extract", (context, _) =>
    {
        work(context);
        return Task.CompletedTask;
    }));
}
