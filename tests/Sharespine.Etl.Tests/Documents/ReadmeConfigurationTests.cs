using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;

namespace Sharespine.Etl.Tests.Documents;

/// <summary>The configuration that the README shows can be used as it stands.</summary>
public sealed class ReadmeConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("readme-configuration-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_reconciliation_without_a_shop_is_read_without_a_finding_and_gives_one_job()
    {
        var lines = MarkdownPage.Read("README.md").Lines.SkipWhile(line => line != "```yaml").Skip(1).TakeWhile(line => line != "```");
        var path = Path.Combine(_folder, "etl.yaml");
        File.WriteAllLines(path, lines);
        var issues = new List<Issue>();

        var site = ConfigurationReader.Read(path, _ => null, ConnectorCatalog.Types, new(TimeProvider.System), issues);
        var mappings = site is null ? null : SiteMappings.Read(site, ConnectorCatalog.Targets, issues);

        Findings.None(issues.Select(issue => issue.ToString()));
        Assert.Equal(["klarna-se↔books"], SiteJobs.Build(site!, mappings!, dryRun: false).Select(job => job.Name));
    }
}
