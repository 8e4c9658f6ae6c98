using System.Text;
using System.Text.RegularExpressions;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Mappings.Library;

namespace Sharespine.Etl.Tests.Mappings.Files;

/// <summary>Records whose field names are not public: a site says by an overlay what its file has.</summary>
public sealed class NetsMappingTests
{
    [Fact]
    public void The_overlay_of_the_page_reads_records_without_a_header_by_place()
    {
        var file = Read("100,ENTRY-TYPE,BATCH-NUMBER,MERCHANT-ID,SETTLEMENT-DATE,CURRENCY,BATCH-AMOUNT\n100,1,4711,7100001,20261002,SEK,300.00\n110,20001,20261001,300.00,VISA\n");

        Assert.Equal(["Sale 300.00 20001 VISA"], file.Payouts.Single().Lines.Select(line => $"{line.Type} {line.Amount.AmountText} {line.OrderReference} {line.PaymentMethod}"));
        Assert.True(file.Controls[0].IsProven);
    }

    [Fact]
    public void A_record_of_another_length_than_the_overlay_says_is_named()
    {
        var file = Read("100,ENTRY-TYPE,BATCH-NUMBER,MERCHANT-ID,SETTLEMENT-DATE,CURRENCY,BATCH-AMOUNT\n100,1,4711,7100001,20261002,SEK,300.00\n110,20001,20261001,300.00\n");

        Assert.Empty(file.Payouts);
        Assert.Contains("n.csv:3 (payout 7100001-4711): FIL020 the 110 record has 4 fields, the mapping says 5", file.Issues.Single().ToString(), StringComparison.Ordinal);
    }

    private static SettlementFile Read(string text)
    {
        using var site = new TemporaryFolder();
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "settlement-formats.md")).ReplaceLineEndings("\n");
        site.Write("nets.acquiring.yaml", Regex.Match(page, "```yaml\n(overlays: nets.acquiring\n.*?)```", RegexOptions.Singleline).Groups[1].Value);
        var findings = new List<Issue>();
        var mapping = MappingLibrary.Load([Path.Combine(Repository.Root, "mappings"), site.Path], new() { Targets = Sharespine.Etl.Connectors.ConnectorCatalog.Targets }, findings).Find<FileMapping>("nets.acquiring");
        Assert.Empty(findings.Select(finding => finding.ToString()));
        return SettlementReader.Read(FileBytes.FromMemory("n.csv", Encoding.UTF8.GetBytes(text)), mapping!);
    }
}
