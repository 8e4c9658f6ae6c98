using System.Diagnostics;
using System.Globalization;
using Sharespine.Etl.Configuration;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>
/// The demo's night as it is started by a scheduler: a process of its own (etl nightly), from an empty store, and once more when
/// there is nothing new.
/// </summary>
public sealed class NightProcess : IBenchmark
{
    private const int Done = 0;
    private const int DoneWithExceptions = 3;

    public string Name => "night";

    public void Run(BenchmarkContext context)
    {
        var site = Path.Combine(context.Folder, "night");
        CopyDemo(Path.Combine(ShippedFolder.Find("sample-files"), "demo"), site);
        var start = BenchmarkSite.Night;
        var orders = Directory.GetFiles(Path.Combine(site, "shop"), "orders-*.json").Sum(file => File.ReadLines(file).Count(line => line.StartsWith('{')));
        Night(context, "etl nightly, demo, empty store, per order", site, start, orders);
        Night(context, "etl nightly again, nothing new, per order", site, start.AddHours(1), orders);
    }

    private static void Night(BenchmarkContext context, string what, string site, DateTimeOffset clock, int orders)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start(site, clock);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var peak = Peak(process);
        process.WaitForExit();
        watch.Stop();
        if (process.ExitCode is not (Done or DoneWithExceptions))
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"the night ended with {process.ExitCode}: {errors.Result} {output.Result}"));
        }

        context.Print(what, orders, watch.Elapsed, peak);
    }

    private static Process Start(string site, DateTimeOffset clock)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "etl.dll"), "nightly", "--config", Path.Combine(site, "etl.yaml") })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ETL_CLOCK"] = clock.ToString("O", CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }

    /// <summary>Looked at every few milliseconds: a process that has ended no longer tells.</summary>
    private static long Peak(Process process)
    {
        long peak = 0;
        while (!process.WaitForExit(10))
        {
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                // It ended between the two.
            }
        }

        return peak;
    }

    private static void CopyDemo(string samples, string site)
    {
        foreach (var (from, to) in new[] { (".", "."), ("woocommerce.order", "shop"), ("klarna.settlement", "inbox/klarna"), ("sie", "sie-export"), ("mappings", "mappings") })
        {
            Directory.CreateDirectory(Path.Combine(site, to));
            foreach (var file in Directory.GetFiles(Path.Combine(samples, from)))
            {
                var copy = Path.Combine(site, to, Path.GetFileName(file));
                File.Copy(file, copy);
                // A file younger than the night could still be growing.
                File.SetLastWriteTimeUtc(copy, BenchmarkSite.Night.UtcDateTime.AddHours(-6));
            }
        }
    }
}
