using System.Globalization;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>
/// Eight workers on one shared run of many small jobs: each job writes one row under its lease. It fails unless every job was done
/// once, by the rows they wrote and by the run's own accounts.
/// </summary>
public sealed class Draining(MeasuredStore on) : IBenchmark
{
    private const int Workers = 8;
    private const int WarmUp = 100;

    public string Name => on == MeasuredStore.Sqlite ? "workers" : "workers-sqlserver";

    public void Run(BenchmarkContext context)
    {
        if (BenchmarkStore.WhyNot(on) is { } reason)
        {
            context.Say(reason);
            return;
        }

        Drain(null, Path.Combine(context.Folder, "warm-up.db"), WarmUp);
        Drain(context, Path.Combine(context.Folder, "workers.db"), context.Rows(10_000));
    }

    private void Drain(BenchmarkContext? context, string path, int count)
    {
        var world = new World(TimeProvider.System);
        using var store = BenchmarkStore.Make(on, path, world);
        IReadOnlyList<Job> Build() => [.. Enumerable.Range(0, count).Select(number => new SmallJob(string.Create(CultureInfo.InvariantCulture, $"job-{number:D5}")))];
        var plan = RunPlan.Of(Build(), new Dictionary<string, string>());
        Worker Worker() => new(new Database(store.Database.Dialect), new World(TimeProvider.System), new() { PollEvery = TimeSpan.FromMilliseconds(200) }, new SilentObserver());

        // Starts the run and leaves at once: the workers only have to join it.
        Worker().RunAsync("nightly", plan, Build, new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        SharedResult[] results = [];

        long All()
        {
            var workers = Enumerable.Range(0, Workers).Select(_ => Task.Run(() => Worker().JoinAsync(plan, Build, CancellationToken.None)));
            results = [.. Task.WhenAll(workers).GetAwaiter().GetResult().OfType<SharedResult>()];
            return count;
        }

        if (context is null)
        {
            All();
        }
        else
        {
            context.Measure(string.Create(CultureInfo.InvariantCulture, $"jobs drained by {Workers} workers, {on}"), All);
        }

        Prove(store.Database, count, results);
    }

    private static void Prove(Database database, int count, SharedResult[] results)
    {
        Expect("rows that jobs wrote", count, "SELECT COUNT(*) FROM audit");
        Expect("jobs that wrote one", count, "SELECT COUNT(DISTINCT who) FROM audit");
        Expect("jobs done at the first attempt", count, "SELECT COUNT(*) FROM job_run WHERE state = 'done' AND attempts = 1");
        Expect("records in the run's accounts", count, "SELECT SUM(done) FROM stage_run");
        Expect("runs", 1, "SELECT COUNT(*) FROM run");
        if (results.Count(result => result.HasClosed) != 1)
        {
            throw new InvalidOperationException("The run has to be closed by one worker.");
        }

        void Expect(string what, long expected, string sql)
        {
            var found = database.Read(session => session.Scalar<long>(sql));
            if (found != expected)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{what}: {found} instead of {expected}."));
            }
        }
    }

    private sealed class SmallJob(string name) : Job
    {
        public override string Name => name;

        public override IReadOnlyList<Stage> Stages =>
        [
            new("extract", (context, _) =>
            {
                context.Commit("row", new StageCounts(1, Done: 1), session => session.Execute(
                    "INSERT INTO audit (at, who, what, subject) VALUES (@At, @Job, 'done', 'measure')", new { At = context.World.UtcNow, context.Job }));
                return Task.CompletedTask;
            }),
        ];
    }
}
