using Sharespine.Etl.Benchmarks.Generate;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>How fast orders of five lines are made.</summary>
public sealed class OrderGeneration : IBenchmark
{
    public string Name => "generate-orders";

    public void Run(BenchmarkContext context)
    {
        var count = context.Rows(20_000);
        context.Measure("make orders of 5 lines (NDJSON)", () =>
        {
            OrderLines.Write(Path.Combine(context.Folder, "orders.ndjson"), count, lines: 5);
            return count;
        });
    }
}
