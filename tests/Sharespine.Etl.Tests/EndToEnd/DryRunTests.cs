using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>A dry run says what the run would do, and does none of it.</summary>
public sealed class DryRunTests
{
    [StoreFact]
    public async Task A_dry_first_night_counts_what_the_night_counts_and_leaves_everything_as_it_was()
    {
        await using var site = await SiteFixture.CreateAsync();
        var (store, files) = (site.StoreHash(), site.Files("exchange", "sie-import", "archive"));

        var dry = await site.NightAsync(dryRun: true);

        Assert.True(dry.IsDryRun);
        Assert.Contains("\"isDryRun\": true", await File.ReadAllTextAsync(site.PathOf("logs/run-result.json")), StringComparison.Ordinal);
        Assert.Equal(store, site.StoreHash());
        Assert.Equal(files, site.Files("exchange", "sie-import", "archive"));
        Assert.Equal(0, site.Count("run"));
        Assert.Empty(site.Shop.Puts);

        var night = await site.NightAsync();
        Assert.Equal(night.AllCounts(), dry.AllCounts());
        Assert.Equal(night.ExitCode, dry.ExitCode);
        Assert.Equal(night.OpenMatters.Select(matter => matter.Record), dry.OpenMatters.Select(matter => matter.Record));
    }

    [StoreFact]
    public async Task A_dry_morning_reads_the_receipts_and_writes_nothing_to_the_shop()
    {
        await using var site = await SiteFixture.CreateAsync();
        await site.NightAsync();
        site.Agent().Run();
        var (store, files) = (site.StoreHash(), site.Files("exchange", "sie-import", "archive"));

        var dry = await site.NightAsync(dryRun: true);

        Assert.Equal(20, dry.Counts(SiteFixture.Status, "load").Done);
        Assert.Equal(store, site.StoreHash());
        Assert.Equal(files, site.Files("exchange", "sie-import", "archive"));
        Assert.Empty(site.Shop.Puts);

        // The dry run's reports lie in a folder of their own, so they are new there.
        var morning = await site.NightAsync();
        Assert.Equal(morning.AllCounts().Where(line => !line.Contains(" report:", StringComparison.Ordinal)), dry.AllCounts().Where(line => !line.Contains(" report:", StringComparison.Ordinal)));
    }
}
