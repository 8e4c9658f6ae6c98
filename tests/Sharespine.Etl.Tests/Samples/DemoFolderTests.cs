using Sharespine.Etl.Benchmarks.Generate.Demo;

namespace Sharespine.Etl.Tests.Samples;

public sealed class DemoFolderTests
{
    [Fact]
    public void The_committed_samples_are_what_the_generator_makes_byte_for_byte()
    {
        using var folder = new TemporaryFolder();
        DemoFolder.Write(folder.Path);
        var made = SampleFolders.Contents(folder.Path);
        // The site's own configuration and overlays lie there too; those are written by hand.
        var committed = SampleFolders.Contents(SampleFolders.Demo)
            .Where(file => file.Key != "etl.yaml" && !file.Key.StartsWith("mappings/", StringComparison.Ordinal))
            .ToDictionary();
        Assert.Equal(committed.Keys.Order(StringComparer.Ordinal), made.Keys.Order(StringComparer.Ordinal));
        Assert.All(committed, file => Assert.True(file.Value.AsSpan().SequenceEqual(made[file.Key]), $"{file.Key} differs: run 'generate demo' and look at what changed."));
    }

    [Fact]
    public void Another_seed_makes_another_month()
    {
        var one = DemoMonth.Make(DemoMonth.Seed);
        var other = DemoMonth.Make(DemoMonth.Seed + 1);
        Assert.NotEqual(one.Orders.Sum(order => order.Total), other.Orders.Sum(order => order.Total));
    }
}
