using System.Text.RegularExpressions;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Documents;

public sealed partial class LinkTests
{
    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading_that_are_there()
    {
        var links = MarkdownPage.All.SelectMany(page => page.Links.Select(link => (page, link.Number, link.Target)))
            .Where(link => !link.Target.StartsWith("http", StringComparison.Ordinal))
            .ToList();

        Assert.True(links.Count > 20, "the pages refer to each other");
        Findings.None(links.Select(link => Fault(link.page, link.Number, link.Target)).OfType<string>());
    }

    [Fact]
    public void Every_page_in_docs_is_linked_from_the_readme()
    {
        var linked = MarkdownPage.Read("README.md").Links.Select(link => link.Target).ToHashSet();

        Assert.DoesNotContain(MarkdownPage.All.Select(page => page.Name), name => name.StartsWith("docs/", StringComparison.Ordinal) && !linked.Contains(name));
    }

    [Fact]
    public void No_page_mentions_tickets()
    {
        var mentions = MarkdownPage.All.SelectMany(page => page.Prose
            .Where(line => Ticket().IsMatch(line.Text))
            .Select(line => $"{page.Name}:{line.Number}: {line.Text}"));

        Findings.None(mentions);
    }

    private static string? Fault(MarkdownPage page, int line, string target)
    {
        var parts = target.Split('#', 2);
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page.Name))!;
        var path = parts[0].Length == 0 ? Path.Combine(Repository.Root, page.Name) : Path.GetFullPath(parts[0], folder);
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            return $"{page.Name}:{line}: {target} is not there";
        }

        if (parts.Length == 1)
        {
            return null;
        }

        var name = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
        return MarkdownPage.Read(name).Anchors.Contains(parts[1]) ? null : $"{page.Name}:{line}: {name} has no heading {parts[1]}";
    }

    [GeneratedRegex(@"(^|[\s(])#\d+\b|\b(GH|ISSUE|TICKET|JIRA)-\d+|\b(issue|ticket|pull request) #?\d+", RegexOptions.IgnoreCase)]
    private static partial Regex Ticket();
}
