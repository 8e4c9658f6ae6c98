using Sharespine.Etl.Mappings.Files;

namespace Sharespine.Etl.Tests.Mappings.Files;

/// <summary>
/// Each sample beside what is to be read from it. A golden is written when ETL_ACCEPT=1 asks for it, never otherwise: look at
/// what changed before it is committed.
/// </summary>
public sealed class GoldenTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "sample-files", "klarna.settlement");

    public static TheoryData<string> Samples => [.. Directory.GetFiles(Folder, "*.csv").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_reads_as_its_golden_says(string sample)
    {
        var file = SettlementReader.Read(FileBytes.FromPath(Path.Combine(Folder, sample)), KlarnaMapping.Shipped);
        var read = string.Join('\n', SettlementText.Lines(file)) + "\n";
        var golden = Path.Combine(Folder, sample + ".expected");
        if (Environment.GetEnvironmentVariable("ETL_ACCEPT") == "1")
        {
            File.WriteAllText(golden, read);
        }

        Assert.True(File.Exists(golden), $"{golden} is missing: run the tests with ETL_ACCEPT=1, read what was written, and commit it.");
        Assert.Equal(File.ReadAllText(golden), read);
    }

    [Fact]
    public void Every_golden_has_its_sample()
    {
        var goldens = Directory.GetFiles(Folder, "*.csv.expected");

        Assert.NotEmpty(goldens);
        Assert.All(goldens, golden => Assert.True(File.Exists(golden[..^".expected".Length]), golden));
    }

    [Fact]
    public void A_payout_sent_again_in_another_layout_has_the_same_keys()
    {
        var first = Read("default-columns.csv").Payouts.Single();
        var again = Read("default-columns-resent.csv").Payouts.Single();

        Assert.Equal(first.Reference, again.Reference);
        Assert.Equal(
            first.Lines.Where(line => !line.FromTotal).Select(line => line.Key),
            again.Lines.Select(line => line.Key));
        Assert.Equal(8, again.Lines.Count);
    }

    private static SettlementFile Read(string sample) => SettlementReader.Read(FileBytes.FromPath(Path.Combine(Folder, sample)), KlarnaMapping.Shipped);
}
