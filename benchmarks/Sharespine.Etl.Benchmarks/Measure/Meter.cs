using System.Diagnostics;
using System.Globalization;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <param name="Cpu">Of all threads: on a busy machine the figure to compare.</param>
/// <param name="Allocated">Bytes, given back or not.</param>
/// <param name="Peak">Bytes of memory that the process held at most during the step; since its start where that cannot be told apart.</param>
public sealed record Step(string Name, long Rows, TimeSpan Wall, TimeSpan Cpu, long Allocated, long Peak)
{
    public static string Heading => $"{"",-44} {"rows",11} {"seconds",9} {"cpu s",9} {"rows/s",10} {"MB made",9} {"MB peak",9}";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name,-44} {Rows,11:N0} {Wall.TotalSeconds,9:0.00} {Cpu.TotalSeconds,9:0.00} {Rows / Math.Max(Wall.TotalSeconds, 1e-6),10:N0} {Allocated / 1048576.0,9:N0} {Peak / 1048576.0,9:N0}");
}

/// <summary>Wall clock, processor time and memory from here on.</summary>
public sealed class Meter
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TimeSpan _cpu;
    private readonly long _allocated = GC.GetTotalAllocatedBytes();

    /// <param name="resetPeak">The peak counts from here on; not for a part within a step.</param>
    public Meter(bool resetPeak = true)
    {
        if (resetPeak)
        {
            // What an earlier step left behind is not this one's.
            GC.Collect();
            ResetPeak();
        }

        using var process = Process.GetCurrentProcess();
        _cpu = process.TotalProcessorTime;
    }

    public Step Stop(string name, long rows)
    {
        var wall = Stopwatch.GetElapsedTime(_start);
        using var process = Process.GetCurrentProcess();
        return new(name, rows, wall, process.TotalProcessorTime - _cpu, GC.GetTotalAllocatedBytes() - _allocated, process.PeakWorkingSet64);
    }

    public static Step Of(string name, Func<long> work)
    {
        var meter = new Meter();
        return meter.Stop(name, work());
    }

    // Linux counts the peak anew when told so; elsewhere it stays that of the whole process.
    private static void ResetPeak()
    {
        const string Peak = "/proc/self/clear_refs";
        if (File.Exists(Peak))
        {
            File.WriteAllText(Peak, "5");
        }
    }
}
