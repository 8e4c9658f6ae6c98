using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Flows;

/// <summary>What workers of one site have to agree on, and what its jobs need a place at.</summary>
public sealed class SharingTests : IDisposable
{
    private const string Yaml = """
        company:
          name: Norrsken Handel AB
          organisation-number: 559999-0008
        connections:
          shop-se:
            type: woocommerce
            url: https://shop.example
            consumer-key: ${WOO_KEY}
            consumer-secret: ${WOO_SECRET}
            jobs-at-once: 5
          visma:
            type: visma-administration
            exchange: exchange
            ledger: ledger
            vouchers: vouchers
          klarna-se:
            type: settlement-files
            provider: Klarna
            folder: inbox
            mapping: klarna.settlement
        flows:
          - shop: shop-se
            erp: visma
            status-back: true
        reconciliations:
          - provider: klarna-se
            ledger: visma
            accounts:
              - account: "1580"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("etl-sharing-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_job_needs_a_place_at_its_connections_and_takes_in_alone()
    {
        var jobs = Jobs(Read(Yaml)).ToDictionary(job => job.Name, job => job.Slots.Select(slot => $"{slot.Name} {slot.Limit}"));

        Assert.Equal(["connection/shop-se 5", "connection/visma 2", "intake/shop-se/order 1"], jobs["shop-se→visma/order"]);
        Assert.Equal(["connection/shop-se 5", "connection/visma 2", "intake/visma/order-status@shop-se 1"], jobs["visma→shop-se/order-status"]);
        Assert.Equal(["connection/klarna-se 2", "connection/visma 2", "intake/klarna-se 1", "intake/visma 1"], jobs["klarna-se↔visma"]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    [InlineData("many")]
    [InlineData("[1]")]
    public void How_many_jobs_a_connection_bears_is_a_number_that_makes_sense(string value)
    {
        var issues = new List<Issue>();
        Assert.Null(Read(Yaml.Replace("jobs-at-once: 5", $"jobs-at-once: {value}", StringComparison.Ordinal), issues));
        Assert.Contains("CFG025 shop-se.jobs-at-once: it is a whole number from 1 to 100.", Assert.Single(issues).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_that_differ_in_folders_addresses_and_secrets_only_are_of_one_plan()
    {
        var here = Plan(Yaml);
        var there = Plan(Yaml.Replace("exchange: exchange", "exchange: /elsewhere/exchange", StringComparison.Ordinal).Replace("https://shop.example", "https://10.0.0.7", StringComparison.Ordinal), "another secret");

        Assert.Empty(here.DifferencesFrom(there));
        Assert.Equal(here.ToJson(), there.ToJson());
    }

    [Theory]
    [InlineData("status-back: true", "status-back: true\n    orders: { from: 2026-01-01 }", "of other content: flow shop-se→visma")]
    [InlineData("account: \"1580\"", "account: \"1581\"", "of other content: reconciliation klarna-se↔visma")]
    [InlineData("jobs-at-once: 5", "jobs-at-once: 4", "of other content: connection shop-se")]
    [InlineData("status-back: true", "status-back: false", "jobs only in the run: visma→shop-se/order-status; of other content: flow shop-se→visma")]
    [InlineData("company:", "folders: { mappings: own }\ncompany:", "only here: own mapping klarna.settlement.yaml")]
    public void What_would_make_a_job_come_to_something_else_is_told(string setting, string other, string difference)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "own"));
        File.WriteAllText(Path.Combine(_folder, "own", "klarna.settlement.yaml"), "overlays: klarna.settlement\n");

        Assert.Equal([difference], [string.Join("; ", Plan(Yaml.Replace(setting, other, StringComparison.Ordinal)).DifferencesFrom(Plan(Yaml)))]);
    }

    [Fact]
    public void A_plan_is_the_same_when_it_comes_back_from_the_store()
    {
        var plan = Plan(Yaml);
        Assert.Equal(plan.ToJson(), RunPlan.Parse(plan.ToJson()).ToJson());
        Assert.Empty(plan.DifferencesFrom(RunPlan.Parse(plan.ToJson())));
        Assert.Contains("mapping booking/klarna.yaml", plan.Parts.Keys);
    }

    private RunPlan Plan(string yaml, string secret = "cs_1")
    {
        var site = Read(yaml, secret: secret);
        return SitePlan.Of(site, Jobs(site));
    }

    private static IReadOnlyList<Job> Jobs(Site site)
    {
        var issues = new List<Issue>();
        var mappings = SiteMappings.Read(site, ConnectorCatalog.Targets, issues);
        Assert.Empty(issues);
        return SiteJobs.Build(site, mappings, dryRun: false);
    }

    private Site Read(string yaml, string secret = "cs_1")
    {
        var issues = new List<Issue>();
        var site = Read(yaml, issues, secret);
        Assert.Empty(issues.Select(issue => issue.ToString()));
        return site!;
    }

    private Site? Read(string yaml, List<Issue> issues, string secret = "cs_1")
    {
        var path = Path.Combine(_folder, "etl.yaml");
        File.WriteAllText(path, yaml);
        return ConfigurationReader.Read(path, name => name switch { "WOO_KEY" => "ck_1", "WOO_SECRET" => secret, _ => null }, ConnectorCatalog.Types, new World(new SettableClock(default)), issues);
    }
}
