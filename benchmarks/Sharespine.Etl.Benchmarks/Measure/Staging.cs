namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>
/// What the store costs on top of the database: records and settlement lines taken in as the jobs do it, against one bare
/// prepared insert, or a bare bulk copy, of the same rows into the same tables and indexes, with the same connection settings and
/// transactions.
/// </summary>
public sealed class Staging(MeasuredStore on) : IBenchmark
{
    private const int WarmUp = 2_000;

    public string Name => on == MeasuredStore.Sqlite ? "stage" : "stage-sqlserver";

    public void Run(BenchmarkContext context)
    {
        if (BenchmarkStore.WhyNot(on) is { } reason)
        {
            context.Say(reason);
            return;
        }

        var count = context.Rows(100_000);
        var orders = new StagedOrders(context.Folder, on);
        orders.Compare(null, WarmUp, pageSize: 100);
        foreach (var pageSize in new[] { 100, 1_000 })
        {
            orders.Compare(context, count, pageSize);
        }

        StagedLines.Compare(null, Path.Combine(context.Folder, "lines-warm-up"), WarmUp, on);
        StagedLines.Compare(context, Path.Combine(context.Folder, "lines"), count, on);
    }
}
