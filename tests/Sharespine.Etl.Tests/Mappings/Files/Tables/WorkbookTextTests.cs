using System.IO.Compression;
using System.Text;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Mappings.Files.Tables;

namespace Sharespine.Etl.Tests.Mappings.Files.Tables;

/// <summary>A sheet becomes delimited text in which line 17 is row 17, and nothing in a cell can break a column.</summary>
public sealed class WorkbookTextTests
{
    [Fact]
    public void Rows_keep_their_numbers_and_every_row_has_all_columns()
    {
        var rows = RawWorkbook.Row(2, "Order", "Belopp", "Text") + RawWorkbook.Row(5, "a-1", "=12.5") + RawWorkbook.Row(6, "", "", "sist");

        Assert.Equal(["", "\"Order\";\"Belopp\";\"Text\"", "", "", "\"a-1\";\"12.5\";\"\"", "\"\";\"\";\"sist\""], Lines(new RawWorkbook().Sheet("Blad1", rows)));
    }

    [Fact]
    public void What_stands_in_a_cell_cannot_break_columns_or_lines() =>
        Assert.Equal(["\"x\"\";\"\"y\";\"ett två\""], Lines(new RawWorkbook().Sheet("Blad1", RawWorkbook.Row(1, "x&quot;;&quot;y", "ett&#10;två"))));

    [Theory]
    [InlineData("342", "342")]
    [InlineData("1234567890123456", "1234567890123456")]
    [InlineData("0.30000000000000004", "0.3")]
    [InlineData("1234.5599999999999", "1234.56")]
    [InlineData("-19.989999999999998", "-19.99")]
    [InlineData("1.0000000000000001E-2", "0.01")]
    [InlineData("1.5E3", "1500")]
    [InlineData("99999999999999.996", "100000000000000")]
    [InlineData("1.234", "1.2340")]
    [InlineData("0.0", "0")]
    public void A_number_is_the_decimal_text_stored_without_binary_noise(string stored, string text) =>
        Assert.Equal([$"\"{text}\""], Lines(new RawWorkbook().Sheet("Blad1", RawWorkbook.Row(1, "=" + stored))));

    [Fact]
    public void Numbers_take_the_decimal_mark_of_the_texts_beside_them() =>
        Assert.Equal("\"12,5\"\n", TextOf(WorkbookText.Sheet(new RawWorkbook().Sheet("Blad1", RawWorkbook.Row(1, "=12.5")).ToFile(), "blad1", DecimalMark.Comma)));

    [Theory]
    [InlineData(false, "45667", 1, "2025-01-10")]
    [InlineData(false, "45667.322916666664", 2, "2025-01-10 07:45:00")]
    [InlineData(false, "59", 1, "1900-02-28")]
    [InlineData(false, "61", 1, "1900-03-01")]
    [InlineData(false, "0.5", 2, "12:00:00")]
    [InlineData(true, "44205", 1, "2025-01-10")]
    [InlineData(true, "0", 1, "1904-01-01")]
    [InlineData(false, "45667", 3, "45667")]
    public void A_number_under_a_date_format_is_a_date_in_the_workbooks_own_system(bool from1904, string serial, int style, string text) =>
        Assert.Equal([$"\"{text}\""], Lines(new RawWorkbook { From1904 = from1904 }.Sheet("Blad1", $"<row r=\"1\"><c r=\"A1\" s=\"{style}\"><v>{serial}</v></c></row>")));

    [Theory]
    [InlineData("yyyy-mm-dd", true)]
    [InlineData("[$-41D]d mmmm yyyy;@", true)]
    [InlineData("h:mm", true)]
    [InlineData("[h]:mm", false)]
    [InlineData("#,##0.00 \"days\"", false)]
    [InlineData("#,##0.00\\ \\d", false)]
    [InlineData("_-* #,##0.00_d_-;-* #,##0.00_m_-", false)]
    [InlineData("[Red]0.00", false)]
    [InlineData("General", false)]
    public void A_format_code_is_a_dates_when_it_has_days_or_hours_outside_of_quotes(string code, bool isDate) =>
        Assert.Equal([isDate ? "\"2025-01-10\"" : "\"45667\""], Lines(new RawWorkbook { FormatCode = code.Replace("\"", "&quot;", StringComparison.Ordinal) }.Sheet("Blad1", "<row r=\"1\"><c r=\"A1\" s=\"2\"><v>45667</v></c></row>")));

    [Fact]
    public void Texts_are_shared_inline_rich_or_results_of_formulas()
    {
        var book = new RawWorkbook { SharedStrings = ["<t>delad</t>", "<r><t>två </t></r><r><t>bitar</t></r><rPh sb=\"0\" eb=\"1\"><t>uttal</t></rPh>"] }.Sheet("Blad1",
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"str\"><f>A1</f><v>delad</v></c><c r=\"D1\"><f>1+1</f><v>2</v></c><c r=\"E1\" t=\"b\"><v>1</v></c><c r=\"F1\" t=\"e\"><v>#N/A</v></c></row>");

        Assert.Equal(["\"delad\";\"två bitar\";\"delad\";\"2\";\"true\";\"#N/A\""], Lines(book));
    }

    [Fact]
    public void A_formula_without_the_value_that_it_had_is_refused_with_its_cell() =>
        Refused("file.xlsx:3: FIL013 the cell B3 is a formula without the value that it had. Try: open the workbook in Excel and save it, or write the value in place of the formula.",
            new RawWorkbook().Sheet("Blad1", "<row r=\"3\"><c r=\"B3\"><f>1+1</f></c></row>").ToFile());

    [Fact]
    public void A_workbook_with_macros_is_refused() =>
        Refused("file.xlsx: FIL013 the workbook can hold macros or is a template, and neither is read. Try: save it as an Excel workbook (.xlsx).",
            new RawWorkbook { ContentType = "application/vnd.ms-excel.sheet.macroEnabled.main+xml" }.Sheet("Blad1", "").ToFile());

    [Fact]
    public void A_workbook_that_unpacks_to_more_than_any_real_one_is_refused()
    {
        var bomb = new MemoryStream();
        using (var package = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var stream = package.CreateEntry("xl/workbook.xml", CompressionLevel.Fastest).Open();
            var block = new byte[1 << 24];
            for (var i = 0; i < 65; i++)
            {
                stream.Write(block);
            }
        }

        Refused("file.xlsx: FIL013 the workbook cannot be read: it unpacks to more than 1 GiB. Try: fetch the file again, or save it anew as an Excel workbook (.xlsx).",
            FileBytes.FromMemory("file.xlsx", bomb.ToArray()));
    }

    [Fact]
    public void A_cut_workbook_is_refused()
    {
        var bytes = new RawWorkbook().Sheet("Blad1", RawWorkbook.Row(1, "a")).ToBytes();

        var issue = Assert.Single(Assert.Throws<EtlException>(() => WorkbookText.Sheet(FileBytes.FromMemory("file.xlsx", bytes[..^200]), "Blad1")).Issues);

        Assert.StartsWith("file.xlsx: FIL013 the workbook cannot be read: ", issue.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_is_found_by_its_header_and_hidden_ones_are_not()
    {
        var book = new RawWorkbook().Sheet("Om", RawWorkbook.Row(1, "Rapport")).Sheet("Gömd", RawWorkbook.Row(1, "Belopp"), state: "hidden")
            .Sheet("Data", RawWorkbook.Row(1, "Belopp")).Sheet("Mer", RawWorkbook.Row(1, "Belopp")).ToFile();

        var sheet = WorkbookText.FirstSheet(book, text => TextOf(text).Contains("Belopp", StringComparison.Ordinal));

        Assert.Equal("Data", sheet.Name);
        Assert.Equal(["Om", "Mer"], sheet.OtherSheets);
    }

    [Fact]
    public void A_hidden_sheet_with_the_header_is_named_in_the_refusal()
    {
        var book = new RawWorkbook().Sheet("Om", RawWorkbook.Row(1, "Rapport")).Sheet("Gömd", RawWorkbook.Row(1, "Belopp"), state: "veryHidden").ToFile();

        var issue = Assert.Single(Assert.Throws<EtlException>(() => WorkbookText.FirstSheet(book, text => TextOf(text).Contains("Belopp", StringComparison.Ordinal))).Issues);

        Assert.Equal("file.xlsx: FIL014 only the hidden sheet \"Gömd\" has a header that is looked for, and hidden sheets are not read. Try: check that the file is of the kind that is expected, or name the sheet.", issue.ToString());
    }

    [Fact]
    public void A_sheet_that_is_not_there_is_told_with_those_that_are() =>
        Refused("file.xlsx: FIL014 the workbook has no sheet \"Data\"; it has \"Om\". Try: check that the file is of the kind that is expected, or name the sheet.",
            new RawWorkbook().Sheet("Om", RawWorkbook.Row(1, "Rapport")).ToFile(), "Data");

    [Fact]
    public void Merged_cells_are_told()
    {
        var sheet = WorkbookText.Sheet(new RawWorkbook().Sheet("Blad1", RawWorkbook.Row(1, "a", "b"), "<mergeCells count=\"1\"><mergeCell ref=\"A1:B2\"/></mergeCells>").ToFile(), "Blad1");

        Assert.Equal([new MergedCells("A1:B2", 1, 2)], sheet.Merged);
    }

    private static void Refused(string expected, FileBytes file, string sheet = "Blad1") =>
        Assert.Equal([expected], Assert.Throws<EtlException>(() => WorkbookText.Sheet(file, sheet)).Issues.Select(issue => issue.ToString()));

    private static string[] Lines(RawWorkbook book) => TextOf(WorkbookText.Sheet(book.ToFile(), "Blad1"))[..^1].Split('\n');

    private static string TextOf(SheetText sheet) => TextOf(sheet.Text);

    private static string TextOf(FileBytes file)
    {
        using var reader = new StreamReader(file.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
