using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Kill;

/// <summary>Two real processes at one night, and what is left when one of them is killed.</summary>
public sealed class SharedNightTests : IDisposable
{
    private readonly string _samples = Directory.CreateTempSubdirectory("etl-share-samples-").FullName;

    public SharedNightTests() => NightFolder.Write(_samples, 10);

    public void Dispose() => Directory.Delete(_samples, recursive: true);

    [StoreFact]
    public async Task A_night_whose_first_worker_is_killed_in_the_middle_of_a_job_ends_with_the_other_as_if_one_machine_had_run_it()
    {
        await using var alone = await KillSite.MakeAsync(_samples);
        Assert.Equal(3, await alone.NightAsync());
        var expected = SiteState.Of(alone);

        await using var undisturbed = await KillSite.MakeAsync(_samples);
        var log = Path.Combine(_samples, "points.log");
        Assert.Equal(3, (await undisturbed.RunAsync(["nightly", "--share"], log: log)).Exit);
        Assert.Equal(expected, SiteState.Of(undisturbed));

        foreach (var point in new[] { "commit: match", "file: after " })
        {
            var number = 1 + Array.FindIndex(File.ReadAllLines(log), line => line.Contains(point, StringComparison.Ordinal));
            await using var site = await KillSite.MakeAsync(_samples);
            var other = site.RunAsync(["worker", "--wait", "2m"]);
            var first = await site.RunAsync(["nightly", "--share"], killAt: number);
            var (exit, output) = await other;

            Assert.True(first.Exit == 137, $"not killed at {point}: {first.Exit} {first.Output}");
            Assert.True(exit == 3, output);
            Assert.Equal(expected, SiteState.Of(site));
            Assert.Contains(Directory.GetFiles(Path.Combine(site.Folder, "logs"), "*.jsonl").SelectMany(File.ReadAllLines), line => line.Contains("job taken over", StringComparison.Ordinal));
        }
    }
}
