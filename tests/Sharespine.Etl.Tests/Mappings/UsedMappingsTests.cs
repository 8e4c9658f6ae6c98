using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Tests.Documents;

namespace Sharespine.Etl.Tests.Mappings;

/// <summary>A run reads what its site names, and that as strictly as check reads everything.</summary>
public sealed class UsedMappingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_reads_the_mappings_that_the_configuration_names_and_no_others()
    {
        var (run, check) = Read();

        Assert.Equal("", run.Findings);
        Assert.Equal(["generic.ledger", "klarna.settlement"], run.Names);
        Assert.Contains("woocommerce.order", check.Names);
        Assert.Superset(run.Names.ToHashSet(), check.Names.ToHashSet());
    }

    [Fact]
    public void An_overlay_over_a_named_mapping_is_read_whatever_its_file_is_called()
    {
        Own("our-changes.yaml", "overlays: klarna.settlement\nfieldz: {}\n");

        var (run, check) = Read();

        Assert.Contains("there is no key \"fieldz\" here.", run.Findings, StringComparison.Ordinal);
        Assert.Equal(check.Findings, run.Findings);
    }

    [Fact]
    public void A_fault_in_a_mapping_that_no_job_uses_is_told_by_check_and_stops_no_run()
    {
        Own("our.order.yaml", "mapping: our.order\nkind: document\ntarget: ordre\nfields: {}\n");

        var (run, check) = Read();

        Assert.Contains("there is no target \"ordre\".", check.Findings, StringComparison.Ordinal);
        Assert.Equal("", run.Findings);
    }

    [Fact]
    public void Where_a_named_mapping_is_wrong_the_run_tells_of_everything_that_check_tells_of()
    {
        Own("our.order.yaml", "mapping: our.order\nkind: document\ntarget: ordre\nfields: {}\n");
        Own("klarna.settlement.yaml", "overlays: klarna.settlement\nfieldz: {}\n");

        var (run, check) = Read();

        Assert.Contains("ordre", run.Findings, StringComparison.Ordinal);
        Assert.Contains("fieldz", run.Findings, StringComparison.Ordinal);
        Assert.Equal(check.Findings, run.Findings);
    }

    [Fact]
    public void A_misspelt_mapping_is_told_with_the_one_that_was_meant()
    {
        var (run, check) = Read(settlements: "klarna.setlement");

        Assert.Contains("there is no mapping \"klarna.setlement\" of that kind.", run.Findings, StringComparison.Ordinal);
        Assert.Contains("did you mean \"klarna.settlement\"?", run.Findings, StringComparison.Ordinal);
        Assert.Equal(check.Findings, run.Findings);
    }

    private void Own(string file, string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "own"));
        _folder.Write(Path.Combine("own", file), text);
    }

    private ((string[] Names, string Findings) Run, (string[] Names, string Findings) Check) Read(string settlements = "klarna.settlement")
    {
        var path = _folder.Write("etl.yaml", $$"""
            company:
              name: Norrsken Handel AB
              organisation-number: 559999-0008
            folders: { mappings: own }
            connections:
              klarna-se:
                type: settlement-files
                provider: Klarna
                folder: inbox
                mapping: {{settlements}}
              books:
                type: ledger-files
                folder: ledger
                mapping: generic.ledger
                account: "1580"
            reconciliations:
              - provider: klarna-se
                ledger: books
                accounts:
                  - account: "1580"
            """);
        var issues = new List<Issue>();
        var site = ConfigurationReader.Read(path, _ => null, ConnectorCatalog.Types, new(TimeProvider.System), issues)!;
        Findings.None(issues.Select(issue => issue.ToString()));
        return (Said(SiteMappings.ReadUsed), Said(SiteMappings.Read));

        (string[] Names, string Findings) Said(Func<Site, Sharespine.Etl.Mappings.Targets.TargetCatalog, ICollection<Issue>, SiteMappings> read)
        {
            var found = new List<Issue>();
            var mappings = read(site, ConnectorCatalog.Targets, found);
            return ([.. mappings.All.Select(mapping => mapping.Name).Order(StringComparer.Ordinal)], string.Join('\n', found));
        }
    }
}
