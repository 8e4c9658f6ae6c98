using System.Diagnostics;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Documents;

/// <summary>The configuration that the README shows can be used as it stands.</summary>
public sealed class ReadmeConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("readme-configuration-").FullName;

    public void Dispose() => TestStores.Discard(_folder);

    [Fact]
    public void The_reconciliation_without_a_shop_is_read_without_a_finding_and_gives_one_job()
    {
        var path = WriteConfiguration();
        var issues = new List<Issue>();

        var site = ConfigurationReader.Read(path, _ => null, ConnectorCatalog.Types, new(TimeProvider.System), issues);
        var mappings = site is null ? null : SiteMappings.Read(site, ConnectorCatalog.Targets, issues);

        Findings.None(issues.Select(issue => issue.ToString()));
        Assert.Equal(["klarna-se↔books"], SiteJobs.Build(site!, mappings!, dryRun: false).Select(job => job.Name));
    }

    [StoreFact]
    public void A_site_with_only_a_provider_and_a_ledger_reconciles_by_the_command_that_the_README_gives()
    {
        var config = WriteConfiguration();
        Deliver("klarna.settlement", "inbox/klarna");
        Deliver("sie", "sie-export");
        var command = MarkdownPage.Read("README.md").Below("Reconciliation only").Single(line => line.StartsWith("`./run.cmd reconcile ", StringComparison.Ordinal)).Split('`')[1];

        var (exit, output) = Run([.. command["./run.cmd ".Length..].Split(' ').Select(word => word.Trim('"')), "--config", config]);

        Assert.True(exit == 3, output);
        Assert.Contains("klarna-se↔books: done", output, StringComparison.Ordinal);
        Assert.Contains("  report:   412300517            2026-10-02     34 882,08 SEK  Avstämd", output, StringComparison.Ordinal);
        Assert.Contains("klarna-se/412300517/1", File.ReadAllText(Directory.GetFiles(Path.Combine(_folder, "sie-import"), "*.si").Single()), StringComparison.Ordinal);
        Assert.Equal([".html", ".json", ".xlsx"], Directory.GetFiles(Path.Combine(_folder, "reports")).Select(Path.GetExtension).Where(ending => ending != ".csv").Order(StringComparer.Ordinal));
        Assert.Equal(10, Directory.GetFiles(Path.Combine(_folder, "inbox/klarna")).Length);
    }

    /// <summary>The section's first block, as it stands.</summary>
    private string WriteConfiguration()
    {
        var lines = MarkdownPage.Read("README.md").Lines.SkipWhile(line => line != "```yaml").Skip(1).TakeWhile(line => line != "```");
        var path = Path.Combine(_folder, "etl.yaml");
        File.WriteAllLines(path, lines);
        return path;
    }

    private void Deliver(string from, string to)
    {
        Directory.CreateDirectory(Path.Combine(_folder, to));
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Demo, from)))
        {
            var copy = Path.Combine(_folder, to, Path.GetFileName(file));
            File.Copy(file, copy);
            File.SetLastWriteTimeUtc(copy, new(2026, 11, 1, 12, 0, 0, DateTimeKind.Utc));
        }
    }

    private (int Exit, string Output) Run(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "etl.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ETL_CLOCK"] = "2026-11-02T01:00:00Z";
        TestStores.HandOver(Path.Combine(_folder, "data", "etl.db"), start);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
