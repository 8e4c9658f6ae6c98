using System.Text;
using Sharespine.Etl.Cli;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Sie;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Documents;

/// <summary>The page's provider is added by exactly the files that the page shows, and reconciled.</summary>
public sealed class AddingAProviderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("adding-a-provider-").FullName;
    private readonly World _world = new(new Clock(), 1);

    public AddingAProviderTests()
    {
        foreach (var (path, content) in Files())
        {
            var target = Path.Combine(_folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, path.EndsWith(".se", StringComparison.Ordinal) ? CodePagesEncodingProvider.Instance.GetEncoding(437)!.GetBytes(content) : Encoding.UTF8.GetBytes(content));
            File.SetLastWriteTimeUtc(target, _world.UtcNow.UtcDateTime.AddHours(-6));
        }
    }

    public void Dispose() => TestStores.Discard(_folder);

    [Fact]
    public void The_page_shows_every_file_that_a_provider_needs() =>
        Assert.Equal(
            ["etl.yaml", "inbox/paysmall/paysmall-2026-10-05.csv", "mappings/booking/paysmall.yaml", "mappings/paysmall.settlement.yaml", "sie-export/books.se"],
            Files().Select(file => file.Path).Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_s_files_check_without_a_finding()
    {
        Open(out var issues);
        Findings.None(issues.Select(issue => issue.ToString()));
    }

    [StoreFact]
    public async Task The_first_night_gives_what_the_page_says()
    {
        var site = Open(out _)!;

        var result = await SiteRun.RunAsync(site, new("nightly"), null, json: true, CancellationToken.None);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["P-1001"], site.Database.Read(session => session.Query<string>("SELECT reference FROM payout")));
        var voucher = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "sie-import"), "*", SearchOption.AllDirectories), path => path.EndsWith(".si", StringComparison.OrdinalIgnoreCase));
        var rows = File.ReadAllLines(voucher, CodePagesEncodingProvider.Instance.GetEncoding(437)!).Select(line => line.Trim()).Where(line => line.StartsWith("#TRANS", StringComparison.Ordinal)).Select(line => string.Join(' ', line.Split(' ')[1..4])).ToList();
        Assert.Equal(0m, rows.Sum(row => decimal.Parse(row.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Contains("1684 {} 1372.50", rows);
        Assert.Contains(rows, row => row.StartsWith("6570 ", StringComparison.Ordinal));
    }

    private OpenSite? Open(out List<Issue> issues)
    {
        issues = [];
        var site = ConfigurationReader.Read(Path.Combine(_folder, "etl.yaml"), _ => null, ConnectorCatalog.Types, _world, issues);
        var mappings = site is null ? null : SiteMappings.Read(site, ConnectorCatalog.Targets, issues);
        if (mappings is null || issues.Count > 0)
        {
            return null;
        }

        return new(site!, mappings, TestStores.Open(site!.Store.Place, _world), _world);
    }

    /// <summary>Blocks that begin with "# file:".</summary>
    private static IEnumerable<(string Path, string Content)> Files()
    {
        var lines = MarkdownPage.Read("docs/adding-a-provider.md").Lines.ToList();
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].StartsWith("# file: ", StringComparison.Ordinal) && lines[i - 1].StartsWith("```", StringComparison.Ordinal))
            {
                yield return (lines[i]["# file: ".Length..], string.Join('\n', lines.Skip(i + 1).TakeWhile(line => line != "```")) + "\n");
            }
        }
    }

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);
    }
}
