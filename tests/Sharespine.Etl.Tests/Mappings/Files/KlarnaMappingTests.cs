using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;

namespace Sharespine.Etl.Tests.Mappings.Files;

public sealed class KlarnaMappingTests
{
    [Fact]
    public void The_shipped_mapping_has_no_findings_and_its_examples_hold()
    {
        var findings = new List<Issue>();

        var mapping = FileMappingReader.Read(KlarnaMapping.Text, "mappings/klarna.settlement.yaml", findings);

        Assert.Empty(findings.Select(finding => finding.ToString()));
        Assert.Equal(5, mapping!.Examples.Count);
    }
}
