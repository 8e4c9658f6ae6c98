namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>
/// What the store costs on top of the database: records and settlement lines taken in as the jobs do it, against one bare
/// prepared insert of the same rows into the same tables and indexes, with the same connection settings and transactions.
/// </summary>
public sealed class Staging : IBenchmark
{
    private const int WarmUp = 2_000;

    public string Name => "stage";

    public void Run(BenchmarkContext context)
    {
        var count = context.Rows(100_000);
        var orders = new StagedOrders(context.Folder);
        orders.Compare(null, WarmUp, pageSize: 100);
        foreach (var pageSize in new[] { 100, 1_000 })
        {
            orders.Compare(context, count, pageSize);
        }

        StagedLines.Compare(null, Path.Combine(context.Folder, "lines-warm-up"), WarmUp);
        StagedLines.Compare(context, Path.Combine(context.Folder, "lines"), count);
    }
}
