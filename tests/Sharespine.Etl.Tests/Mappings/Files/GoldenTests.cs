using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Mappings.Library;

namespace Sharespine.Etl.Tests.Mappings.Files;

/// <summary>
/// Each sample beside what is to be read from it, for every shipped file mapping. A golden is written when ETL_ACCEPT=1 asks
/// for it, never otherwise: look at what changed before it is committed.
/// </summary>
public sealed class GoldenTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "sample-files");

    /// <summary>mapping/file for every file in a folder that has a file mapping's name.</summary>
    public static TheoryData<string> Samples =>
    [
        .. ShippedMappings.Files.Select(mapping => mapping.Name)
            .Where(name => Directory.Exists(Path.Combine(Folder, name)))
            .SelectMany(name => Directory.GetFiles(Path.Combine(Folder, name)).Where(path => !path.EndsWith(".expected", StringComparison.Ordinal)).Select(path => $"{name}/{Path.GetFileName(path)}"))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_reads_as_its_golden_says(string sample)
    {
        // Messages name the mapping's rules: by the path within the repository.
        var read = (string.Join('\n', Lines(sample)) + "\n").Replace(Repository.Root.Replace('\\', '/').TrimEnd('/') + "/", "", StringComparison.Ordinal);
        var golden = Path.Combine(Folder, sample + ".expected");
        if (Environment.GetEnvironmentVariable("ETL_ACCEPT") == "1")
        {
            File.WriteAllText(golden, read);
        }

        Assert.True(File.Exists(golden), $"{golden} is missing: run the tests with ETL_ACCEPT=1, read what was written, and commit it.");
        Assert.Equal(File.ReadAllText(golden), read);
    }

    [Fact]
    public void Every_file_mapping_checks_clean_and_has_samples() =>
        Assert.All(ShippedMappings.Files, mapping => Assert.True(Directory.Exists(Path.Combine(Folder, mapping.Name)), mapping.Name));

    [Fact]
    public void Every_golden_has_its_sample()
    {
        var goldens = ShippedMappings.Files.Select(mapping => Path.Combine(Folder, mapping.Name)).Where(Directory.Exists).SelectMany(folder => Directory.GetFiles(folder, "*.expected")).ToList();

        Assert.NotEmpty(goldens);
        Assert.All(goldens, golden => Assert.True(File.Exists(golden[..^".expected".Length]), golden));
    }

    [Fact]
    public void A_payout_sent_again_in_another_layout_has_the_same_keys()
    {
        var first = Read("klarna.settlement/default-columns.csv").Payouts.Single();
        var again = Read("klarna.settlement/default-columns-resent.csv").Payouts.Single();

        Assert.Equal(first.Reference, again.Reference);
        Assert.Equal(
            first.Lines.Where(line => !line.FromTotal).Select(line => line.Key),
            again.Lines.Select(line => line.Key));
        Assert.Equal(8, again.Lines.Count);
    }

    private static IEnumerable<string> Lines(string sample)
    {
        try
        {
            return SettlementText.Lines(Read(sample));
        }
        catch (EtlException exception)
        {
            return exception.Issues.Select(issue => $"refused file: {issue}");
        }
    }

    private static SettlementFile Read(string sample) =>
        SettlementReader.Read(FileBytes.FromPath(Path.Combine(Folder, sample)), ShippedMappings.File(sample.Split('/')[0]));
}

/// <summary>The mappings as they are shipped, read once.</summary>
internal static class ShippedMappings
{
    private static readonly MappingLibrary Library = Load();

    public static IReadOnlyList<FileMapping> Files { get; } = [.. Library.All.OfType<FileMapping>()];

    public static FileMapping File(string name) => Files.Single(mapping => mapping.Name == name);

    /// <summary>A sample of the repository, read by the mapping that its folder is called after.</summary>
    public static SettlementFile Read(string mapping, string sample) =>
        SettlementReader.Read(FileBytes.FromPath(Path.Combine(Repository.Root, "sample-files", mapping, sample)), File(mapping));

    private static MappingLibrary Load()
    {
        var findings = new List<Issue>();
        var library = MappingLibrary.Load([Path.Combine(Repository.Root, "mappings")], new() { Targets = Sharespine.Etl.Connectors.ConnectorCatalog.Targets }, findings);
        Assert.True(findings.Count == 0, string.Join("\n", findings));
        return library;
    }
}
