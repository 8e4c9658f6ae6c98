using System.Globalization;
using System.Text.RegularExpressions;
using Sharespine.Etl.Cli;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.EndToEnd;

namespace Sharespine.Etl.Tests.Store;

/// <summary>
/// Two whole nights, with an order that the ERP refuses, on a connection that breaks at every single commit: everywhere the work of a
/// transaction bears being done twice.
/// </summary>
public sealed partial class RetriedNightTests
{
    [Fact]
    public async Task Nights_in_which_every_commit_breaks_once_end_as_undisturbed_ones()
    {
        var undisturbed = await NightsAsync(Fault.None);
        var repeated = await NightsAsync(Fault.BeforeCommit);
        var unanswered = await NightsAsync(Fault.AfterCommit);

        Assert.Equal(0, undisturbed.Broken);
        Assert.True(repeated.Broken > 60, $"only {repeated.Broken} commits broke.");
        Assert.Equal(repeated.Broken, unanswered.Broken);
        foreach (var ends in new[] { repeated.Ends, unanswered.Ends })
        {
            Assert.Empty(ends.Except(undisturbed.Ends));
            Assert.Equal(undisturbed.Ends, ends);
        }
    }

    private static async Task<(int Broken, IReadOnlyList<string> Ends)> NightsAsync(Fault fault)
    {
        await using var site = await SiteFixture.CreateAsync();
        var dialect = new FlakyDialect(site.PathOf("data/flaky.db"));
        var database = new Database(dialect, TimeSpan.Zero);
        dialect.MakeTableOfMarks();
        Schema.Apply(database, site.World);
        // Each commit that is tried breaks, and the one tried after it does not: where the answer alone was lost, that is the next transaction's.
        var isWhole = true;
        dialect.Next = () => fault == Fault.AfterCommit ? fault : (isWhole = !isWhole) ? Fault.None : fault;

        var night = await NightAsync(site, database);
        site.Agent($"order/{site.Shop.Orders.Ids.First()}").Run();
        site.Edit(site.Shop.Orders.Ids.Skip(1).First(), "Ny gata 1");
        site.AddOrder(9001);
        var morning = await NightAsync(site, database);

        dialect.Next = () => Fault.None;
        return (dialect.Broken, [.. Said(night).Concat(Said(morning)).Concat(Tables(database)).Select(Comparable), .. site.Files().Select(file => $"file {file.Key} {file.Value}"), .. Shop(site)]);
    }

    private static Task<RunResult> NightAsync(SiteFixture site, Database database)
    {
        site.Pass(TimeSpan.FromMinutes(1));
        return SiteRun.RunAsync(site.Site with { Database = database }, new("nightly"), null, json: true, CancellationToken.None);
    }

    private static IEnumerable<string> Said(RunResult run) => run.AllCounts()
        .Concat(run.Jobs.SelectMany(job => job.Stages.SelectMany(stage => stage.Notes.Concat(stage.Reasons.Select(reason => $"{reason.Value} × {reason.Key}")).Select(text => $"{job.Job} {stage.Stage}: {text}"))))
        .Concat(run.OpenMatters.Select(matter => matter.ToString()))
        .Select(line => $"{run.State} {line}");

    /// <summary>Every row, the counts of the runs among them; less the lease, marks, and what tells one site or moment from another.</summary>
    private static List<string> Tables(Database database) => database.Read(session =>
        database.Dialect.TableNames(session).Except(["lease", "commit_mark", "schema_version", "run"])
            .SelectMany(table => session.Query<dynamic>($"SELECT * FROM {table}")
                .Select(row => $"{table} {string.Join('|', ((IDictionary<string, object?>)row).Select(cell => Convert.ToString(cell.Value, CultureInfo.InvariantCulture)))}")
                .Order(StringComparer.Ordinal))
            .ToList());

    private static IEnumerable<string> Shop(SiteFixture site) =>
        site.Shop.Orders.Ids.Order().Select(id => $"shop {id} {site.Shop.Orders.StatusOf(id)} {site.Shop.Orders.Meta(id, SiteFixture.NumberKey)} written {site.Shop.Orders.WritesTo(id)} times");

    /// <summary>A walk is dated back by the whole seconds that its first answer took: some, on a busy machine.</summary>
    private static string Comparable(string line) => Instant().Replace(Address().Replace(line, "SHOP"), instant => DateTime
        .Parse(instant.Value.Replace("%3A", ":", StringComparison.Ordinal), CultureInfo.InvariantCulture).AddSeconds(30).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d(:|%3A)\d\d(:|%3A)\d\d")]
    private static partial Regex Instant();

    // Each site's shop listens on a port of its own.
    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
