using System.Text;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;

namespace Sharespine.Etl.Tests.Mappings.Files;

/// <summary>The shipped Klarna mapping and ways to read texts by it.</summary>
internal static class KlarnaMapping
{
    public static readonly FileMapping Shipped = Load();

    public static SettlementFile Read(string text, string name = "file.csv") => Read(Encoding.UTF8.GetBytes(text), name);

    public static SettlementFile Read(byte[] bytes, string name = "file.csv") => SettlementReader.Read(FileBytes.FromMemory(name, bytes), Shipped);

    /// <summary>The messages of a file that is refused whole.</summary>
    public static string[] Refusal(byte[] bytes, FileMapping? mapping = null) =>
        [.. Assert.Throws<EtlException>(() => SettlementReader.Read(FileBytes.FromMemory("file.csv", bytes), mapping ?? Shipped)).Issues.Select(issue => issue.ToString())];

    public static string[] Refusal(string text) => Refusal(Encoding.UTF8.GetBytes(text));

    public static string Text => File.ReadAllText(Path.Combine(Repository.Root, "mappings", "klarna.settlement.yaml"));

    /// <summary>Where a key of the shipped mapping stands, as messages name it.</summary>
    public static string KeyAt(string line) => At(line, 1);

    /// <summary>Where a key's value stands.</summary>
    public static string ValueAt(string line) => At(line, line.IndexOf(": ", StringComparison.Ordinal) + 3);

    private static string At(string line, int column)
    {
        var lines = Text.Split('\n');
        var found = Array.FindLastIndex(lines, text => text.TrimStart() == line);
        Assert.True(found >= 0, line);
        return $"mappings/klarna.settlement.yaml:{found + 1}:{lines[found].Length - line.Length + column}";
    }

    private static FileMapping Load()
    {
        var findings = new List<Issue>();
        var mapping = FileMappingReader.Read(Text, "mappings/klarna.settlement.yaml", findings);
        Assert.Empty(findings.Select(finding => finding.ToString()));
        return mapping!;
    }
}

/// <summary>The repository's folder, found by its solution.</summary>
internal static class Repository
{
    public static readonly string Root = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sharespine.Etl.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        return folder.FullName;
    }
}

/// <summary>A test that reads the shared samples beside the repository; reported as skipped where they are not there.</summary>
internal sealed class SharedSampleFactAttribute : FactAttribute
{
    public SharedSampleFactAttribute()
    {
        if (!Directory.Exists(Folder))
        {
            Skip = "the folder ../shared/samples is not here";
        }
    }

    public static string Folder => Path.Combine(Repository.Root, "..", "shared", "samples");
}
