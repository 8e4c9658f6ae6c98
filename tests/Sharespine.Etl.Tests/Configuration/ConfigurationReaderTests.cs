using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Configuration;

public sealed class ConfigurationReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("etl-test-").FullName;
    private readonly Dictionary<string, string> _environment = new() { ["WOO_KEY"] = "ck_1", ["WOO_SECRET"] = "cs_1" };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (Site? Site, List<Issue> Issues) Read(string yaml)
    {
        var path = Path.Combine(_folder, "etl.yaml");
        File.WriteAllText(path, yaml);
        var issues = new List<Issue>();
        var site = ConfigurationReader.Read(path, _environment.GetValueOrDefault, ConnectorCatalog.Types, new World(new SettableClock(default)), issues);
        return (site, issues);
    }

    private static string[] Texts(IEnumerable<Issue> issues) => [.. issues.Select(issue => issue.ToString())];

    [Fact]
    public void The_starter_that_init_writes_reads_without_a_finding()
    {
        var (site, issues) = Read(Cli.Commands.InitCommand.Starter());
        Assert.Empty(Texts(issues));
        Assert.Equal(Path.Combine(_folder, "data", "etl.db"), site!.Store.Place);
        Assert.Equal("Europe/Stockholm", site.Zone.Id);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_each_with_its_place_and_what_to_write_instead()
    {
        var (site, issues) = Read("""
            company:
              name: A
              organisation-numer: 559999-0008
              fiscal-year-start-month: january
            langage: swedish
            connections:
              shop-se:
                type: woocomerce
            nightly:
              overdue-after: 3
            """);
        Assert.Null(site);
        Assert.Equal(
        [
            "etl.yaml:3:3: CFG010 organisation-numer: there is no such setting here. Try: did you mean \"organisation-number\"?",
            "etl.yaml:4:28: CFG011 fiscal-year-start-month: \"january\" is not a whole number.",
            "etl.yaml:2:3: CFG012 organisation-number: the setting \"organisation-number\" is missing. It says: With hyphen: 559999-0008. Stands in voucher files and recognises the company's ledger.",
            "etl.yaml:5:1: CFG010 langage: there is no such setting here. Try: did you mean \"language\"?",
            "etl.yaml:10:18: CFG011 overdue-after: \"3\" is not a duration such as 30 s, 5 min, 2 h or 7 d.",
        ], Texts(issues));
    }

    [Fact]
    public void A_secret_in_the_file_itself_is_refused_and_not_repeated_in_the_message()
    {
        var (_, issues) = Read(Site("consumer-secret: ${WOO_SECRET}", "consumer-secret: cs_open"));
        var text = Assert.Single(Texts(issues));
        Assert.Equal("etl.yaml:10:22: CFG013 consumer-secret: a secret stands in the file itself. Try: put it in the environment and write ${NAME}, or in a file and write ${file:path}.", text);
    }

    [Fact]
    public void A_secret_that_is_not_set_is_named_by_its_reference()
    {
        _environment.Remove("WOO_SECRET");
        var (_, issues) = Read(Site());
        Assert.Equal("etl.yaml:10:22: CFG021 ${WOO_SECRET} is not set. Try: set the environment variable WOO_SECRET.", Assert.Single(Texts(issues)));
    }

    [Fact]
    public void A_secret_file_is_read_relative_to_the_configuration()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "secrets"));
        File.WriteAllText(Path.Combine(_folder, "secrets", "woo"), "cs_file\n");
        var (site, issues) = Read(Site("${WOO_SECRET}", "${file:secrets/woo}"));
        Assert.Empty(Texts(issues));
        Assert.NotNull(site);
    }

    [Fact]
    public void A_flow_names_connections_that_exist_and_can_do_it()
    {
        var (_, issues) = Read(Site() + """

            flows:
              - shop: shop-sw
                erp: shop-se
            """);
        Assert.Equal(
        [
            "etl.yaml:1:1: CFG022 shop: there is no connection \"shop-sw\". Try: did you mean \"shop-se\"?",
            "etl.yaml:1:1: CFG024 erp: \"shop-se\" (woocommerce) is not an ERP.",
        ], Texts(issues));
    }

    [Theory]
    [InlineData("a: 1\n\tb: 2\n", "etl.yaml:1:4: CFG001")]
    [InlineData("a: \"x\n", "etl.yaml:1:4: CFG001")]
    [InlineData("", "etl.yaml:1:1: CFG004 the file is empty.")]
    [InlineData("company: &x\n  name: a\n", "etl.yaml:1:10: CFG003")]
    [InlineData("company: a\ncompany: b\n", "etl.yaml:2:1: CFG002 company: \"company\" was already given in line 1. Try: keep one of the two.")]
    [InlineData("- a\n- b\n", "etl.yaml:1:1: CFG011 EtlConfiguration: this is not a block of settings.")]
    [InlineData("company: \0\n", "etl.yaml:1:9: CFG011 company: nothing is written behind the colon.")]
    public void A_damaged_file_is_refused_with_its_place(string yaml, string expected)
    {
        var (site, issues) = Read(yaml);
        Assert.Null(site);
        Assert.Contains(Texts(issues), text => text.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void The_json_schema_in_docs_is_the_one_the_code_makes()
    {
        var path = Path.Combine(Repository.Root, "docs", "etl.schema.json");
        var made = ConfigurationSchema.Text(ConnectorCatalog.Types);
        if (Environment.GetEnvironmentVariable("ETL_ACCEPT") == "1")
        {
            File.WriteAllText(path, made);
        }

        Assert.Equal(made, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    private static string Site(string find = "", string replace = "")
    {
        const string yaml = """
            company:
              name: A
              organisation-number: 559999-0008
            connections:
              shop-se:
                type: woocommerce
                url: https://shop.example
                # a key
                consumer-key: ${WOO_KEY}
                consumer-secret: ${WOO_SECRET}
            """;
        return find.Length == 0 ? yaml : yaml.Replace(find, replace, StringComparison.Ordinal);
    }
}
