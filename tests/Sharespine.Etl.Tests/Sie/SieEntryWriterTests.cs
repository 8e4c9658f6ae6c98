using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Tests.Sie;

public sealed class SieEntryWriterTests
{
    private const string Schema = "../shared/specs/erp/sie5.xsd";

    [Fact]
    public void Vouchers_become_journal_entries_with_our_reference() => Assert.Equal(
        """
        <?xml version="1.0" encoding="utf-8"?>
        <SieEntry xmlns="http://www.sie.se/sie5">
          <FileInfo>
            <SoftwareProduct name="Sharespine.Etl" version="1.0" />
            <FileCreation time="2026-11-05T00:00:00Z" by="Sharespine.Etl" />
            <Company organizationId="559999-0008" name="Åkers &amp; Söner AB" />
            <AccountingCurrency currency="SEK" />
          </FileInfo>
          <Dimensions>
            <Dimension id="1" name="Resultatenhet">
              <Object id="WEB" name="WEB" />
            </Dimension>
          </Dimensions>
          <Journal id="K">
            <JournalEntry journalDate="2026-11-03" text="klarna-se/K1/1 Klarna utbetalning K1" referenceId="klarna-se/K1/1">
              <OriginalEntryInfo date="2026-11-05" by="Sharespine.Etl" />
              <LedgerEntry accountId="1684" amount="450.00" text="Utbetalning K1" />
              <LedgerEntry accountId="6064" amount="50.00" text="Avgift &lt;a&gt; &quot;b&quot;">
                <ObjectReference dimId="1" objectId="WEB" />
              </LedgerEntry>
              <LedgerEntry accountId="1580" amount="-500.00" text="1001 A 1" />
            </JournalEntry>
            <JournalEntry journalDate="2026-11-04" text="klarna-se/K2/1" referenceId="klarna-se/K2/1">
              <OriginalEntryInfo date="2026-11-05" by="Sharespine.Etl" />
              <LedgerEntry accountId="1684" amount="1.00" text="" />
              <LedgerEntry accountId="1580" amount="-1.00" text="" />
            </JournalEntry>
          </Journal>
        </SieEntry>
        """.ReplaceLineEndings("\n"), Text(SieEntryWriter.Write(File()).Single()));

    [Fact]
    public void Each_fiscal_year_gets_a_file()
    {
        var file = File() with { FiscalYears = [new(new(2025, 11, 1), new(2026, 11, 3)), new(new(2026, 11, 4), new(2027, 10, 31))] };
        Assert.Equal(["klarna-se/K1/1", "klarna-se/K2/1"], SieEntryWriter.Write(file).Select(output => output.Vouchers.Single().Reference));
    }

    [Fact]
    public void A_voucher_that_does_not_balance_is_not_written()
    {
        var file = File() with { Vouchers = [Voucher("klarna-se/K3/1", new(2026, 11, 3), new VoucherRow("1684", new(100, Currency.Sek)))] };
        Assert.Equal("SIE301", Assert.Throws<EtlException>(() => SieEntryWriter.Write(file)).Code.Code);
    }

    [Fact]
    public void Characters_that_xml_cannot_carry_become_blanks()
    {
        var file = File() with { Vouchers = [Voucher("klarna-se/K3/1", new(2026, 11, 3), new VoucherRow("1684", new(100, Currency.Sek), "a\u0001b\tc"), new VoucherRow("1580", new(-100, Currency.Sek)))] };
        Assert.Equal("a b c", XDocument.Parse(Text(SieEntryWriter.Write(file).Single())).Descendants(XName.Get("LedgerEntry", SieEntryWriter.Namespace)).First().Attribute("text")!.Value);
    }

    [SharedSampleFact]
    public void The_file_is_valid_by_the_formats_own_schema()
    {
        var schemas = new XmlSchemaSet { XmlResolver = null };
        // The signature is optional in an import file and lives in a schema of its own; a stand-in lets the rest compile.
        using (var standIn = XmlReader.Create(new StringReader("""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/2000/09/xmldsig#"><xs:element name="Signature"/></xs:schema>"""), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }))
        {
            schemas.Add("http://www.w3.org/2000/09/xmldsig#", standIn);
        }

        using (var reader = XmlReader.Create(Path.Combine(Support.Repository.Root, Schema), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }))
        {
            schemas.Add(SieEntryWriter.Namespace, reader);
        }

        schemas.Compile();
        var errors = new List<string>();
        XDocument.Parse(Text(SieEntryWriter.Write(File()).Single())).Validate(schemas, (_, problem) => errors.Add(problem.Message));
        Assert.Empty(errors);
    }

    private static string Text(SieOutput output) => Encoding.UTF8.GetString(output.Content.Span).ReplaceLineEndings("\n");

    private static SieFile File() => new()
    {
        ProgramName = "Sharespine.Etl",
        ProgramVersion = "1.0",
        GeneratedOn = new(2026, 11, 5),
        CompanyName = "Åkers & Söner AB",
        OrganisationNumber = "559999-0008",
        FiscalYears = [new(new(2026, 1, 1), new(2026, 12, 31))],
        Vouchers =
        [
            Voucher("klarna-se/K2/1", new(2026, 11, 4), new VoucherRow("1684", new(100, Currency.Sek)), new VoucherRow("1580", new(-100, Currency.Sek))),
            Voucher("klarna-se/K1/1", new(2026, 11, 3), new VoucherRow("1684", new(45000, Currency.Sek), "Utbetalning K1"), new VoucherRow("6064", new(5000, Currency.Sek), "Avgift <a> \"b\"", [(1, "WEB")]),
                new VoucherRow("1580", new(-50000, Currency.Sek), "1001 A 1")) with { Text = "klarna-se/K1/1 Klarna utbetalning K1" },
        ],
    };

    private static Voucher Voucher(string reference, DateOnly date, params VoucherRow[] rows) => new() { Reference = reference, Series = "K", Date = date, Text = reference, Rows = rows };
}
