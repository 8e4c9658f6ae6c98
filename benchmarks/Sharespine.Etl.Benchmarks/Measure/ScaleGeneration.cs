using Sharespine.Etl.Benchmarks.Generate.Scale;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>How fast the large year is made: it must not be what a measurement waits for.</summary>
public sealed class ScaleGeneration : IBenchmark
{
    public string Name => "generate-scale";

    public void Run(BenchmarkContext context) =>
        context.Measure("make settlement files and ledger, per line", () => ScaleFolder.Write(context.Folder, context.Rows(300_000), orders: 0));
}
