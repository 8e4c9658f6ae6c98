using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;

namespace Sharespine.Etl.Tests.Mappings.Files.Tables;

/// <summary>A settlement in a workbook is read by the mapping of its CSV, and messages name Excel's own rows and columns.</summary>
public sealed class WorkbookSettlementTests
{
    private const string Mapping = """
        mapping: sheet.settlement
        kind: file
        sections:
          rows:
            found-by: [Händelse, Brutto]
            required: [Utbetalning, Order]
            columns:
              Utbetalning: text
              Datum: date
              Händelse: text
              Brutto: amount
              Valuta: text
              Order: text
        payout: {from: rows, reference: Utbetalning, currency: Valuta, date: Datum}
        lines: {from: rows, type: Händelse, amount: Brutto, order-reference: Order, key: [Händelse, Order, Brutto]}
        types:
          KÖP: {is: Sale, sign: plus}
          RETUR: {is: Return, sign: minus}
        examples:
          - name: a sale
            given: |
              Utbetalning;Datum;Händelse;Brutto;Valuta;Order
              P-1;2025-01-10;KÖP;12,50;SEK;7
            expect: ["line 2: Sale 12.50, KÖP, order 7"]
        """;

    private static readonly string[] Header = ["Utbetalning", "Datum", "Händelse", "Brutto", "Valuta", "Order"];

    [Fact]
    public void A_sheet_reads_as_its_delimited_text_does()
    {
        var file = Read(Sheet(RawWorkbook.Row(1, "Rapport") + RawWorkbook.Row(3, Header)
            + "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>P-1</t></is></c><c r=\"B4\" s=\"1\"><v>45667</v></c><c r=\"C4\" t=\"inlineStr\"><is><t>KÖP</t></is></c><c r=\"D4\"><v>1234.5599999999999</v></c><c r=\"E4\" t=\"inlineStr\"><is><t>SEK</t></is></c><c r=\"F4\"><v>10042</v></c></row>"
            + RawWorkbook.Row(6, "P-1", "2025-01-10", "RETUR", "=1.234E2", "SEK", "10007")));

        Assert.Equal(
            [
                "file file.xlsx by sheet.settlement: workbook, sheet \"Blad1\"",
                "rows 2: 2 taken, 0 filtered, 0 refused",
                "payout P-1, 2025-01-10, SEK, net, total not stated",
                "  line 4: Sale 1234.56, KÖP, order 10042, key KÖP/10042/1234.56#1",
                "  line 6: Return -123.40, RETUR, order 10007, key RETUR/10007/123.40#1",
                "  sum of 2 lines 1111.16: not provable, the file states no total",
                "note file.xlsx:1: FIL044 the line stands before the first section and is not read.",
                "note file.xlsx:4 (payout P-1): FIL041 the file states no total for the payout: the sum of its lines cannot be proven.",
            ],
            SettlementText.Lines(file));
    }

    [Fact]
    public void An_unreadable_cell_is_named_by_its_row_and_column()
    {
        var file = Read(Sheet(RawWorkbook.Row(1, Header) + RawWorkbook.Row(2, "P-1", "2025-01-10", "KÖP", "tolv", "SEK", "7")));

        Assert.StartsWith("file.xlsx:2:4 (payout P-1): FIL021 amount: cannot read \"tolv\" as an amount", Assert.Single(Assert.Single(file.Refused).Issues).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_that_is_only_a_number_is_refused_and_not_guessed()
    {
        var file = Read(Sheet(RawWorkbook.Row(1, Header) + RawWorkbook.Row(2, "P-1", "=45667", "KÖP", "=1", "SEK", "7")));

        Assert.StartsWith("file.xlsx:2:2 (payout P-1): FIL022 date: cannot read \"45667\" as a date", Assert.Single(Assert.Single(file.Refused).Issues).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_remark_beside_the_table_is_noted_once()
    {
        var file = Read(Sheet(RawWorkbook.Row(1, Header) + RawWorkbook.Row(2, "P-1", "2025-01-10", "KÖP", "=1", "SEK", "7", "kolla") + RawWorkbook.Row(3, "P-1", "2025-01-10", "KÖP", "=2", "SEK", "8", "denna")));

        Assert.Contains("file.xlsx:2:7: FIL047 the column has no caption in section rows, and what stands in it is not read.", file.Notes.Select(note => note.ToString()));
        Assert.Single(file.Notes, note => note.Code == FileMappingErrors.NoCaption);
    }

    [Theory]
    [InlineData("C1:D1", "file.xlsx:1")]
    [InlineData("A2:A3", "file.xlsx:2")]
    public void Merged_captions_and_values_over_several_rows_are_refused(string merged, string place)
    {
        var rows = RawWorkbook.Row(1, Header) + RawWorkbook.Row(2, "P-1", "2025-01-10", "KÖP", "=1", "SEK", "7");

        Assert.Equal(
            [$"{place}: FIL015 the cells {merged} of sheet \"Blad1\" are merged, and only the first of them has the value. Try: undo the merging, or fetch the report without layout."],
            Refusal(new RawWorkbook().Sheet("Blad1", rows, $"<mergeCells><mergeCell ref=\"{merged}\"/></mergeCells>").ToFile()));
    }

    [Fact]
    public void A_merged_title_above_the_table_is_no_matter()
    {
        var rows = RawWorkbook.Row(1, "Rapport") + RawWorkbook.Row(2, Header) + RawWorkbook.Row(3, "P-1", "2025-01-10", "KÖP", "=1", "SEK", "7");

        Assert.Single(Read(new RawWorkbook().Sheet("Blad1", rows, "<mergeCells><mergeCell ref=\"A1:F1\"/></mergeCells>").ToFile()).Payouts);
    }

    [Fact]
    public void Sheets_that_are_not_read_are_noted()
    {
        var file = Read(new RawWorkbook().Sheet("Om", RawWorkbook.Row(1, "Text")).Sheet("Data", RawWorkbook.Row(1, Header) + RawWorkbook.Row(2, "P-1", "2025-01-10", "KÖP", "=1", "SEK", "7")).ToFile());

        Assert.Equal("file.xlsx: FIL045 sheet \"Data\" is read, and not \"Om\".", file.Notes[0].ToString());
    }

    [Fact]
    public void A_mapping_that_reads_text_only_refuses_a_workbook_and_one_for_a_sheet_takes_that_sheet()
    {
        var book = new RawWorkbook().Sheet("Ett", RawWorkbook.Row(1, Header) + RawWorkbook.Row(2, "P-1", "2025-01-10", "KÖP", "=1", "SEK", "7"))
            .Sheet("Två", RawWorkbook.Row(1, Header) + RawWorkbook.Row(2, "P-2", "2025-01-10", "KÖP", "=2", "SEK", "8")).ToFile();

        Assert.Equal(
            ["file.xlsx:1:1: FIL019 the file is an Excel workbook, and the mapping sheet.settlement reads text. Try: look at format: container in sheet.yaml."],
            Refusal(book, "format: {container: text}"));
        Assert.Equal("P-2", Assert.Single(Read(book, "format: {sheet: två}").Payouts).Reference);
    }

    private static FileBytes Sheet(string rows) => new RawWorkbook().Sheet("Blad1", rows).ToFile();

    private static SettlementFile Read(FileBytes book, string format = "format: {}") => SettlementReader.Read(book, Checked(format));

    private static string[] Refusal(FileBytes book, string format = "format: {}") =>
        [.. Assert.Throws<EtlException>(() => Read(book, format)).Issues.Select(issue => issue.ToString())];

    private static FileMapping Checked(string format)
    {
        var findings = new List<Issue>();
        var mapping = FileMappingReader.Read(Mapping.Replace("kind: file", "kind: file\n" + format, StringComparison.Ordinal), "sheet.yaml", findings);
        Assert.Empty(findings.Select(finding => finding.ToString()));
        return mapping!;
    }
}
