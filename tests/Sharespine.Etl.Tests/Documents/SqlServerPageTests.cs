using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.SqlClient;
using Sharespine.Etl.Cli;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Store;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Documents;

/// <summary>docs/sql-server.md is what a database administrator works from: its statements run, and nothing in the store is left out.</summary>
public sealed partial class SqlServerPageTests : IDisposable
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/sql-server.md");

    private readonly string _folder = Directory.CreateTempSubdirectory("sql-server-page-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_index_and_view_of_the_scripts_is_told_of_and_no_other()
    {
        var scripts = string.Join('\n', Directory.GetFiles(Path.Combine(Repository.Root, "src/Sharespine.Etl/Store/Sql/SqlServer"), "*.sql").Select(File.ReadAllText));
        var indexes = Made("INDEX", scripts);
        var views = Made("VIEW", scripts);
        Assert.True(indexes.Count > 30 && views.Count > 10);

        Assert.Equal(indexes, Told("Tables and indexes").Where(name => !Made("TABLE", scripts).Contains(name)));
        Assert.Equal(views, Told("Views"));
    }

    [Fact]
    public void Its_statements_are_transact_sql() => Findings.None(Blocks().SelectMany(block => TransactSql.Faults("docs/sql-server.md", block)));

    [SqlServerFact]
    public async Task The_rights_script_lets_the_program_run_a_night_in_its_own_schema_and_do_nothing_outside()
    {
        var admin = new SqlConnectionStringBuilder(Environment.GetEnvironmentVariable(TestStores.Variable)) { Encrypt = true };
        var (database, login, password) = ($"etl_rights_{Environment.ProcessId}", $"etl_rights_login_{Environment.ProcessId}", $"Aa1-{Path.GetFileName(_folder)}");
        var trusts = admin.TrustServerCertificate;
        using var server = new SqlConnection(admin.ConnectionString);
        await server.OpenAsync();
        try
        {
            foreach (var batch in Batches().Select(batch => batch
                .Replace("EtlStore", database, StringComparison.Ordinal).Replace("etl_program", login, StringComparison.Ordinal)
                .Replace("etl_reader", login + "_reader", StringComparison.Ordinal).Replace("a long random password", password, StringComparison.Ordinal)))
            {
                await TryAsync(server, batch);
            }

            var own = new SqlConnectionStringBuilder { DataSource = admin.DataSource, InitialCatalog = database, UserID = login, Password = password };
            await NightAsync(own.ConnectionString, trusts);

            own.Encrypt = true;
            own.TrustServerCertificate = trusts;
            using var program = new SqlConnection(own.ConnectionString);
            await program.OpenAsync();
            Assert.True(program.ExecuteScalar<int>("SELECT COUNT(*) FROM etl.payout_status") > 0);
            Assert.Throws<SqlException>(() => program.Execute("CREATE TABLE dbo.probe (id BIGINT NOT NULL)"));
        }
        finally
        {
            SqlConnection.ClearAllPools();
            await TryAsync(server, "USE master");
            await TryAsync(server, $"ALTER DATABASE {database} SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
            await TryAsync(server, $"DROP DATABASE {database}");
            await TryAsync(server, $"DROP LOGIN {login}");
        }
    }

    /// <summary>A night of the site that the readme shows: a provider and a ledger.</summary>
    private async Task NightAsync(string store, bool trusts)
    {
        var path = Path.Combine(_folder, "etl.yaml");
        await File.WriteAllLinesAsync(path, MarkdownPage.Read("README.md").Lines.SkipWhile(line => line != "```yaml").Skip(1).TakeWhile(line => line != "```"));
        foreach (var (from, to) in new[] { ("klarna.settlement", "inbox/klarna"), ("sie", "sie-export") })
        {
            Directory.CreateDirectory(Path.Combine(_folder, to));
            foreach (var file in Directory.GetFiles(Path.Combine(Repository.Demo, from)))
            {
                var copy = Path.Combine(_folder, to, Path.GetFileName(file));
                File.Copy(file, copy);
                File.SetLastWriteTimeUtc(copy, new(2026, 11, 1, 12, 0, 0, DateTimeKind.Utc));
            }
        }

        var world = new World(new SettableClock(new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero)), seed: 1);
        var site = OpenSite.Open(path, world, name => name == "ETL_STORE" ? store : name == "ETL_STORE_TRUST_ANY_CERTIFICATE" ? (trusts ? "true" : "false") : null);
        var night = await new Runner(site.Database, world, site.RunSettings, new SilentObserver()).RunAsync(new("nightly"), site.Jobs(), CancellationToken.None);

        Assert.Equal((RunState.DoneWithExceptions, null), (night.State, night.Reason));
        Assert.True(site.Database.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM voucher_booking")) > 0);
    }

    /// <summary>What a server refuses shows in what the login can do afterwards.</summary>
    private static async Task TryAsync(SqlConnection server, string batch)
    {
        try
        {
            await server.ExecuteAsync(batch);
        }
        catch (SqlException)
        {
            // As above.
        }
    }

    private static IEnumerable<string> Batches() => BatchEnd().Split(Blocks().First()).Where(batch => !string.IsNullOrWhiteSpace(batch));

    private static IEnumerable<string> Blocks() => SqlBlock().Matches(string.Join('\n', Page.Lines)).Select(match => match.Groups[1].Value);

    private static IReadOnlyList<string> Told(string heading) =>
        [.. Page.Below(heading).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(line => Name().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal)];

    private static IReadOnlyList<string> Made(string kind, string scripts) =>
        [.. Regex.Matches(scripts, $@"(?m)^CREATE (?:UNIQUE )?{kind} (\w+)").Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"^\s*GO\s*$", RegexOptions.Multiline)]
    private static partial Regex BatchEnd();

    [GeneratedRegex(@"```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex SqlBlock();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Name();
}
