using System.Text.RegularExpressions;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Documents;

/// <summary>Rules of the house that no compiler checks. Each names the file and line that breaks it.</summary>
public sealed partial class HouseRulesTests
{
    /// <summary>Jitter of waits and seconds that a stage took, neither of them money; and members of a base class that throw.</summary>
    private static readonly string[] MayCountInDoubles = ["src/Sharespine.Etl/World.cs", "src/Sharespine.Etl/Engine/RunResult.cs", "src/Sharespine.Etl/Store/RowReader.cs"];

    private static readonly IReadOnlyList<(string Path, string[] Lines)> Sources =
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), Lines: File.ReadAllLines(path)))
            .OrderBy(source => source.Path, StringComparer.Ordinal),
    ];

    [Fact]
    public void Nothing_that_may_be_money_is_counted_in_doubles() =>
        Findings.None(Found(Doubles(), source => !MayCountInDoubles.Contains(source)));

    [Fact]
    public void Time_ids_and_randomness_come_from_the_world() =>
        Findings.None(Found(Outside(), source => source != "src/Sharespine.Etl/World.cs"));

    [Fact]
    public void The_core_names_no_vendor() =>
        Findings.None(Found(Vendor(), source => source.StartsWith("src/Sharespine.Etl/", StringComparison.Ordinal)));

    [Fact]
    public void The_core_knows_neither_connectors_nor_command_line_and_the_connectors_not_the_command_line()
    {
        Findings.None(Found(OuterProject(), source => source.StartsWith("src/Sharespine.Etl/", StringComparison.Ordinal)));
        Findings.None(Found(CommandLine(), source => source.StartsWith("src/Sharespine.Etl.Connectors/", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_source_file_is_longer_than_four_hundred_lines() =>
        Findings.None(Sources.Where(source => source.Lines.Length > 400).Select(source => $"{source.Path}: {source.Lines.Length} lines"));

    [Fact]
    public void Nothing_is_left_for_later_or_folded_away() =>
        Findings.None(Sources.SelectMany(source => source.Lines
            .Select((line, index) => (line, index))
            .Where(item => Leftover().IsMatch(item.line))
            .Select(item => $"{source.Path}:{item.index + 1}: {item.line.Trim()}")));

    [Fact]
    public void The_rules_would_find_what_they_forbid()
    {
        Assert.Matches(Doubles(), "double amount = 1;");
        Assert.Matches(Outside(), "var now = DateTime.Now;");
        Assert.Matches(Vendor(), "new KlarnaReader()");
        Assert.DoesNotMatch(Vendor(), WithoutText("Read(\"klarna\"); // Klarna sends it"));
        Assert.Matches(Leftover(), "// TODO: later");
    }

    private static IEnumerable<string> Found(Regex what, Func<string, bool> where) => Sources
        .Where(source => where(source.Path))
        .SelectMany(source => source.Lines
            .Select((line, index) => (line, index))
            .Where(item => what.IsMatch(WithoutText(item.line)))
            .Select(item => $"{source.Path}:{item.index + 1}: {item.line.Trim()}"));

    // Comments and texts may speak of what code may not name.
    private static string WithoutText(string line) => Comment().Replace(Text().Replace(line, "\"\""), "");

    [GeneratedRegex(@"\b(double|float)\b|\bSystem\.(Double|Single)\b")]
    private static partial Regex Doubles();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bGuid\.NewGuid\b|\bnew Random\b|\bRandom\.Shared\b")]
    private static partial Regex Outside();

    [GeneratedRegex("woocommerce|klarna|visma|dibs|svea", RegexOptions.IgnoreCase)]
    private static partial Regex Vendor();

    [GeneratedRegex(@"\bSharespine\.Etl\.(Connectors|Cli)\b")]
    private static partial Regex OuterProject();

    [GeneratedRegex(@"\bSharespine\.Etl\.Cli\b")]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b|^\s*#region")]
    private static partial Regex Leftover();

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"")]
    private static partial Regex Text();

    [GeneratedRegex("//.*$")]
    private static partial Regex Comment();
}
