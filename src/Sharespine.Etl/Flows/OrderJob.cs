using Sharespine.Etl.Engine;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Load;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Flows;

/// <summary>Orders from a shop into an ERP, with their customers and articles: extract, transform, load.</summary>
public sealed class OrderJob(string flow, string sourceName, Extractor extractor, Func<Transformer> transformer, FileLoader loader) : Job
{
    public override string Name { get; } = $"{flow}/order";

    public override IReadOnlyList<Stage> Stages =>
    [
        new("extract", (context, stop) =>
        {
            JobSource.Remember(context, sourceName, flow);
            return extractor.RunAsync(context, stop);
        }),
        new("transform", (context, stop) => transformer().RunAsync(context, stop)),
        new("load", loader.RunAsync),
    ];

    /// <summary>The same job under the same lease, reading these records only. The cursor stays where it is.</summary>
    public Job Backfill(IReadOnlyList<string> keys) => new BackfillJob(this, (context, stop) =>
    {
        JobSource.Remember(context, sourceName, flow);
        return extractor.FetchAsync(context, keys, stop);
    });

    private sealed class BackfillJob(OrderJob job, Func<StageContext, CancellationToken, Task> fetch) : Job
    {
        public override string Name => job.Name;

        public override IReadOnlyList<Stage> Stages => [new("extract", fetch), .. job.Stages.Skip(1)];
    }
}

/// <summary>What the ERP did with orders, back into the shop: extract (acknowledged links), transform, load.</summary>
public sealed class OrderStatusJob(string flow, string sourceName, LinkSource links, Func<Transformer> transformer, RecordLoader loader) : Job
{
    public override string Name { get; } = $"{flow}/order-status";

    public override IReadOnlyList<Stage> Stages =>
    [
        new("extract", (context, stop) =>
        {
            JobSource.Remember(context, sourceName, flow);
            return links.RunAsync(context, stop);
        }),
        new("transform", (context, stop) => transformer().RunAsync(context, stop)),
        new("load", loader.RunAsync),
    ];
}

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
