namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>One thing that is measured. Add it to <see cref="RunCommand.Steps"/>.</summary>
public interface IBenchmark
{
    /// <summary>What <c>run</c> calls it.</summary>
    string Name { get; }

    /// <summary>Prepares, then measures with <see cref="BenchmarkContext.Measure"/>.</summary>
    void Run(BenchmarkContext context);
}
