using System.Text.RegularExpressions;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Documents;

/// <summary>The trace through the code is only worth reading while it is true.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly MarkdownPage[] Pages = [MarkdownPage.Read("ARCHITECTURE.md"), MarkdownPage.Read("DECISIONS.md")];

    [Fact]
    public void Every_path_in_backticks_is_there()
    {
        var paths = Pages.SelectMany(page => page.Code.Where(code => Located().IsMatch(code.Text)).Select(code => (page.Name, code.Number, code.Text))).ToList();

        Assert.True(paths.Count > 40, "the trace names its files");
        Findings.None(paths.Where(path => !Exists(path.Text)).Select(path => $"{path.Name}:{path.Number}: {path.Text} is not there"));
    }

    [Fact]
    public void Every_method_named_behind_a_file_is_in_that_file()
    {
        var (wrong, named) = (new List<string>(), 0);
        foreach (var page in Pages)
        {
            var (file, line) = ("", 0);
            foreach (var (number, text) in page.Code)
            {
                // A file holds for the rest of its paragraph.
                if (page.Lines.Skip(line).Take(number - line).Any(string.IsNullOrWhiteSpace))
                {
                    file = "";
                }

                line = number;
                if (text.EndsWith(".cs", StringComparison.Ordinal) && Located().IsMatch(text))
                {
                    file = text;
                }
                else if (file.Length > 0 && Method().IsMatch(text))
                {
                    named++;
                    if (!Regex.IsMatch(File.ReadAllText(Path.Combine(Repository.Root, file)), $@"\b{text}\b"))
                    {
                        wrong.Add($"{page.Name}:{number}: {file} has no {text}");
                    }
                }
            }
        }

        Assert.True(named > 40, "the trace names its methods");
        Findings.None(wrong);
    }

    [Fact]
    public void Every_table_named_is_made_by_a_script()
    {
        var scripts = string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "src/Sharespine.Etl/Store/Sql"), "*.sql", SearchOption.AllDirectories).Order().Select(File.ReadAllText));
        var tables = Pages.SelectMany(page => page.Code.Where(code => code.Text.StartsWith("table ", StringComparison.Ordinal)).Select(code => (page.Name, code.Number, Table: code.Text[6..]))).ToList();

        Assert.True(tables.Count > 10, "the trace names its tables");
        Findings.None(tables.Where(table => !scripts.Contains($"CREATE TABLE {table.Table} (", StringComparison.Ordinal)).Select(table => $"{table.Name}:{table.Number}: no table {table.Table}"));
    }

    private static bool Exists(string path)
    {
        var full = Path.Combine(Repository.Root, path.TrimEnd('/'));
        return path.EndsWith('/') ? Directory.Exists(full) : File.Exists(full);
    }

    [GeneratedRegex(@"^(src|mappings|tests|docs|sample-files|benchmarks)/[\w./-]*$")]
    private static partial Regex Located();

    [GeneratedRegex(@"^[A-Z]\w+$")]
    private static partial Regex Method();
}
