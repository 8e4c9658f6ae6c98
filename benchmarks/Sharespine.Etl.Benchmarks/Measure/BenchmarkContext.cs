using System.Diagnostics;
using System.Globalization;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>An empty folder to work in, the options given, and the stopwatch.</summary>
public sealed class BenchmarkContext(string folder, Arguments arguments, TextWriter output)
{
    public string Folder { get; } = folder;

    public Arguments Arguments { get; } = arguments;

    public TextWriter Output { get; } = output;

    /// <summary>How many rows were asked for.</summary>
    public int Rows(int otherwise) => Arguments.Number("rows", otherwise);

    public int? RowsAsked => Arguments.Has("rows") ? Rows(0) : null;

    public int FeesPerSale(int otherwise) => Arguments.Number("fees", otherwise);

    /// <summary>
    /// Runs <paramref name="work"/> once and prints rows per second, elapsed time and the process's peak memory so far,
    /// preparation included: prepare in a stream when the peak matters.
    /// </summary>
    /// <param name="work">Gives the number of rows it handled.</param>
    /// <returns>How long it took.</returns>
    public TimeSpan Measure(string what, Func<long> work)
    {
        var start = Stopwatch.GetTimestamp();
        var handled = work();
        var elapsed = Stopwatch.GetElapsedTime(start);
        Print(what, handled, elapsed);
        return elapsed;
    }

    /// <summary>Prints what was timed elsewhere, in the same columns.</summary>
    public void Print(string what, long handled, TimeSpan elapsed)
    {
        using var process = Process.GetCurrentProcess();
        Print(what, handled, elapsed, process.PeakWorkingSet64);
    }

    /// <param name="peak">Bytes.</param>
    public void Print(string what, long handled, TimeSpan elapsed, long peak)
    {
        var perSecond = handled / Math.Max(elapsed.TotalSeconds, 1e-6);
        Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-52} {handled,12:N0} rows {elapsed.TotalSeconds,9:0.00} s {perSecond,12:N0} rows/s {peak / 1048576.0,8:0} MB peak"));
    }

    public void Say(string line) => Output.WriteLine(line);

    /// <summary>How the store compares with the yardstick.</summary>
    /// <param name="name">What the yardstick is.</param>
    public void Ratio(string what, TimeSpan store, TimeSpan yardstick, string name) =>
        Say(string.Create(CultureInfo.InvariantCulture, $"{what,-52} {store / yardstick,12:0.00} × the {name}"));
}
