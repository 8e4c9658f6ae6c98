using System.Xml.Linq;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Documents;

public sealed class DependencyTableTests
{
    [Fact]
    public void The_readme_names_every_package_with_the_version_that_is_pinned()
    {
        var table = MarkdownPage.Read("README.md").Below("Dependencies");
        var pinned = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => $"| {package.Attribute("Include")!.Value} | {package.Attribute("Version")!.Value.Replace("*", "\\*", StringComparison.Ordinal)} | ")
            .ToList();

        Assert.True(pinned.Count > 10, "the versions are pinned in one place");
        Assert.DoesNotContain(pinned, row => !table.Any(line => line.StartsWith(row, StringComparison.Ordinal)));
        Assert.Equal(pinned.Count, table.Count(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains('.', StringComparison.Ordinal)));
    }
}
