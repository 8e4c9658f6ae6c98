using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Documents;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Store;

/// <summary>
/// Without a server: every script and every statement of the program is T-SQL to Microsoft's own parser, and names only tables and
/// columns that the scripts make.
/// </summary>
public sealed partial class TransactSqlTests
{
    private static readonly string[] OnlyThere = ["schema_version", "commit_mark", "line_verdict_intake", "entry_take_intake", "entry_verdict_intake"];

    private static readonly IReadOnlyList<(string Place, string Sql)> Batches =
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "src/Sharespine.Etl/Store/Sql/SqlServer"), "*.sql").Order(StringComparer.Ordinal)
            .SelectMany(path => Dialect.Batches(File.ReadAllText(path)).Select(batch => (Path.GetFileName(path), batch))),
    ];

    private static readonly IReadOnlyList<ProgramStatement> Statements = [.. ProgramStatement.All().Select(statement => statement with { Sql = AsSent(statement.Sql) })];

    private static SqlServerDialect Dialect => new("Server=unused");

    [Fact]
    public void Every_script_is_transact_sql() => Findings.None(Batches.SelectMany(batch => TransactSql.Faults(batch.Place, batch.Sql)));

    [Fact]
    public void Every_statement_of_the_program_is_transact_sql()
    {
        Assert.True(Statements.Count > 250, $"only {Statements.Count} statements were found in the sources.");
        Findings.None(Statements.SelectMany(statement => TransactSql.Faults(statement.Place, statement.Sql)));
    }

    [Fact]
    public void Scripts_and_statements_keep_to_plain_constructs() => Findings.None(
        Batches.Concat(Statements.Select(statement => (statement.Place, statement.Sql))).SelectMany(item => TransactSql.Forbidden(item.Item1, TransactSql.Parse(item.Item2))));

    /// <summary>SQL Server reads a plain literal in its own code page, and has no N'…' in common with SQLite.</summary>
    [Fact]
    public void Literals_are_of_plain_letters() => Findings.None(
        Batches.Concat(Statements.Select(statement => (statement.Place, statement.Sql))).Where(item => Foreign().IsMatch(Comment().Replace(item.Item2, ""))).Select(item => $"{item.Item1}: {item.Item2}"));

    /// <summary>SQL Server makes no difference between upper and lower case in the names of parameters.</summary>
    [Fact]
    public void Parameters_of_a_statement_differ_in_more_than_their_letters_case() => Findings.None(Statements.SelectMany(statement => Parameters().Matches(statement.Sql).Select(match => match.Value).Distinct()
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(names => names.Count() > 1).Select(names => $"{statement.Place}: {string.Join(" and ", names)}")));

    [Fact]
    public void Every_table_and_column_that_a_statement_names_is_in_the_scripts()
    {
        var schema = Schema();
        Findings.None(Statements.SelectMany(statement => schema.Unknown(TransactSql.Parse(statement.Sql)).Select(fault => $"{statement.Place}: {fault}")));
    }

    [Fact]
    public void Every_table_and_column_that_a_bulk_insert_names_is_in_the_scripts()
    {
        var schema = Schema();
        var inserts = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => Inserts().Matches(File.ReadAllText(path)).Select(match => (File: Path.GetFileName(path), Match: match))).ToList();
        Assert.True(inserts.Count > 15, $"only {inserts.Count} bulk inserts were found in the sources.");
        Findings.None(inserts.SelectMany(insert =>
        {
            var table = insert.Match.Groups["table"].Value;
            return schema.Tables.TryGetValue(table, out var columns)
                ? Names().Matches(insert.Match.Groups["columns"].Value).Select(name => name.Groups[1].Value).Where(name => !columns.Contains(name)).Select(name => $"{insert.File}: {table} has no column {name}")
                : [$"{insert.File}: there is no table {table}"];
        }));
    }

    [Fact]
    public void Both_databases_have_the_same_tables_and_views_with_the_same_columns()
    {
        var there = Schema().Tables.Where(table => !OnlyThere.Contains(table.Key))
            .Select(table => $"{table.Key}: {string.Join(", ", table.Value.Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal);
        Assert.Equal(there, SqliteTables());
    }

    [Fact]
    public void What_is_wrong_would_be_found()
    {
        Assert.NotEmpty(TransactSql.Faults("here", "SELECT job FROM lease WHERE (fence = 1 ORDER BY job"));
        Assert.NotEmpty(TransactSql.Faults("here", "SELECT job FROM lease ORDER BY job LIMIT 1"));
        Assert.Equal(["here: MERGE"], TransactSql.Forbidden("here", TransactSql.Parse("MERGE lease AS a USING run AS b ON a.job = b.run_id WHEN MATCHED THEN DELETE;")));
        Assert.Equal(["here: the hint UpdLock"], TransactSql.Forbidden("here", TransactSql.Parse("SELECT job FROM lease WITH (UPDLOCK)")));
        Assert.Equal(["there is no table leases"], Schema().Unknown(TransactSql.Parse("SELECT job FROM leases WHERE job = ''")).Where(fault => fault.Contains("table", StringComparison.Ordinal)));
        Assert.Equal(["there is no column l.fense in lease"], Schema().Unknown(TransactSql.Parse("SELECT l.job FROM lease l WHERE l.fense = 1")));
        Assert.Equal(["there is no column fense in lease"], Schema().Unknown(TransactSql.Parse("UPDATE lease SET fense = 1")));
    }

    [Fact]
    public void A_bulk_update_becomes_one_set_based_update() => Assert.Equal(
        "UPDATE ledger_entry SET open_minor = open_minor - i.in_take FROM ledger_entry JOIN entry_take_intake i ON i.batch = @batch WHERE id = i.in_id AND open_minor >= i.in_take",
        SqlServerDialect.SetBased("entry_take_intake", "UPDATE ledger_entry SET open_minor = open_minor - $take WHERE id = $id AND open_minor >= $take"));

    private static ScriptedSchema Schema() => new([TransactSql.Parse(Etl.Store.Schema.VersionTable), .. Batches.Select(batch => TransactSql.Parse(batch.Sql))]);

    /// <summary>As the dialect sends it: lists expanded, bulk updates set-based; with a condition where one is put behind.</summary>
    private static string AsSent(string sql)
    {
        var sent = Lists().Replace(sql.EndsWith(" WHERE", StringComparison.Ordinal) ? sql + " 1 = 1" : sql, " IN ($1, $1)");
        return sent.Contains('$', StringComparison.Ordinal) && sent.StartsWith("UPDATE", StringComparison.Ordinal) ? SqlServerDialect.SetBased(Intake(sent), sent) : sent;
    }

    private static string Intake(string update) => update.StartsWith("UPDATE settlement_line", StringComparison.Ordinal) ? "line_verdict_intake"
        : update.StartsWith("UPDATE ledger_entry", StringComparison.Ordinal) ? "entry_take_intake" : "entry_verdict_intake";

    private static List<string> SqliteTables()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("etl-schema-").FullName, "etl.db");
        var database = new Database(new SqliteDialect(path));
        Etl.Store.Schema.Apply(database, new World(TimeProvider.System));
        try
        {
            return database.Read(session => session.Query<string>("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' AND name <> 'schema_version'")
                .Select(name => $"{name}: {string.Join(", ", session.Query<string>("SELECT name FROM pragma_table_info(@name)", new { name }).Order(StringComparer.Ordinal))}")
                .Order(StringComparer.Ordinal).ToList());
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [GeneratedRegex(@" IN (@\w+)")]
    private static partial Regex Lists();

    [GeneratedRegex(@"BulkInsert\(\s*""(?<table>\w+)"",\s*\[(?<columns>[^\]]*)\]")]
    private static partial Regex Inserts();

    [GeneratedRegex(@"""(\w+)""")]
    private static partial Regex Names();

    [GeneratedRegex(@"'[^']*[^\x00-\x7F'][^']*'")]
    private static partial Regex Foreign();

    [GeneratedRegex(@"--.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameters();
}
