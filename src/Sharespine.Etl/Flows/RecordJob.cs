using Sharespine.Etl.Engine;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Flows;

/// <summary>Records of one system into another: extract, transform, load.</summary>
/// <param name="name">shop-se→visma/order.</param>
/// <param name="path">Where its records are staged and which mappings they pass.</param>
public sealed class RecordJob(string name, RecordPath path) : Job
{
    public override string Name { get; } = name;

    public RecordPath Path { get; } = path;

    public required Func<StageContext, CancellationToken, Task> ExtractAsync { get; init; }

    public required Func<Transformer> Transformer { get; init; }

    public required Func<StageContext, CancellationToken, Task> LoadAsync { get; init; }

    /// <summary>Reads single records; null where the source is not read record by record.</summary>
    public Extractor? Extractor { get; init; }

    public override IReadOnlyList<Stage> Stages => WithExtract(ExtractAsync);

    /// <summary>The same job under the same lease, reading these records only. The cursor stays where it is. Null where that cannot be.</summary>
    public Job? Backfill(IReadOnlyList<string> keys) => Backfill((extractor, context, stop) => extractor.FetchAsync(context, keys, stop));

    /// <summary>The same, reading what changed since then.</summary>
    public Job? Backfill(DateTimeOffset changedAfter) => Backfill((extractor, context, stop) => extractor.FetchSinceAsync(context, changedAfter, stop));

    private BackfillJob? Backfill(Func<Extractor, StageContext, CancellationToken, Task> fetch) =>
        Extractor is { } extractor ? new(this, WithExtract((context, stop) => fetch(extractor, context, stop))) : null;

    private IReadOnlyList<Stage> WithExtract(Func<StageContext, CancellationToken, Task> extract) =>
    [
        new("extract", (context, stop) =>
        {
            JobSource.Remember(context, Path.Source, Path.Flow);
            return extract(context, stop);
        }),
        new("transform", (context, stop) => Transformer().RunAsync(context, stop)),
        new("load", LoadAsync),
    ];

    private sealed class BackfillJob(RecordJob job, IReadOnlyList<Stage> stages) : Job
    {
        public override string Name => job.Name;

        public override IReadOnlyList<Stage> Stages => stages;
    }
}

/// <param name="Source">The name under which the records are staged: connection/entity, with @ and the target where each target has its own.</param>
/// <param name="Flow">The flow that the documents belong to.</param>
/// <param name="In">The mapping from the source's record to the hub's; null where the hub makes the record itself.</param>
/// <param name="Out">The mappings from the hub's documents to the target's, by entity.</param>
public sealed record RecordPath(string Source, string Flow, BoundMapping? In, IReadOnlyDictionary<string, BoundMapping> Out);

/// <param name="Name">Of the mapping.</param>
/// <param name="Connection">The connection that it works for.</param>
public sealed record BoundMapping(string Name, string Connection);

internal static class JobSource
{
    /// <summary>Writes down which staged source and flow the job works on, so that a retry finds its rows.</summary>
    public static void Remember(StageContext context, string source, string flow)
    {
        if (context.Database.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM job_source WHERE job = @Job AND source = @source AND flow = @flow", new { context.Job, source, flow })) == 0)
        {
            context.Database.Write("job source", context.Lease, session =>
            {
                session.Execute("DELETE FROM job_source WHERE job = @Job", new { context.Job });
                session.Execute("INSERT INTO job_source (job, source, flow) VALUES (@Job, @source, @flow)", new { context.Job, source, flow });
            });
        }
    }
}
