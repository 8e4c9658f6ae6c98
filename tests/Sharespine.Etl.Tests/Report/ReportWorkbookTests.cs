using System.IO.Compression;
using System.Text.RegularExpressions;
using ClosedXML.Excel;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report;

namespace Sharespine.Etl.Tests.Report;

public class ReportWorkbookTests
{
    private static readonly ReconciliationReport Sample = SampleReport.Build();

    [Fact]
    public void The_sheets_stand_in_the_order_an_accountant_reads_them()
    {
        using var workbook = new WrittenWorkbook(Sample);

        Assert.Equal(
            ["Sammanfattning", "Utbetalningar", "Avvikelser", "Matchade", "Balansspecifikation", "Åldersfördelning", "Avgifter", "Verifikationer", "Om rapporten"],
            workbook.Book.Worksheets.Select(sheet => sheet.Name));
    }

    [Fact]
    public void Amounts_are_numbers_dates_are_dates_and_order_numbers_are_text()
    {
        using var workbook = new WrittenWorkbook(Sample);
        var lines = workbook.Sheet("Matchade");

        Assert.Equal(XLDataType.Number, lines.Cell("H4").DataType);
        Assert.Equal(149.5, lines.Cell("H4").Value);
        Assert.Equal("#,##0.00", lines.Cell("H4").Style.NumberFormat.Format);
        Assert.Equal(XLDataType.DateTime, lines.Cell("B4").DataType);
        Assert.Equal(new DateTime(2026, 10, 7), lines.Cell("B4").Value);
        Assert.Equal(XLDataType.Text, lines.Cell("F4").DataType);
        Assert.Equal("1000", lines.Cell("F4").Value);
    }

    [Fact]
    public void Every_formula_carries_the_value_that_recalculation_gives()
    {
        using var workbook = new WrittenWorkbook(Sample);
        var count = 0;
        for (var number = 1; number <= 9; number++)
        {
            var sheet = workbook.Book.Worksheet(number);
            foreach (var (address, formula, value) in workbook.Formulas(number))
            {
                count++;
                Assert.True(value is not null, $"{sheet.Name}!{address} ={formula} has no value");
                var calculated = Convert.ToDecimal(workbook.Book.Evaluate(OnSheet(formula, sheet.Name)));
                Assert.True(Math.Abs(calculated - value!.Value) < 0.000001m, $"{sheet.Name}!{address} ={formula} is written as {value} but calculates to {calculated}");
            }
        }

        Assert.Equal(119, count);
    }

    [Theory]
    [InlineData(ReportLanguage.Swedish)]
    [InlineData(ReportLanguage.English)]
    public void The_workbook_follows_the_schema_of_its_format(ReportLanguage language)
    {
        using var workbook = new WrittenWorkbook(Sample, language);
        using var document = SpreadsheetDocument.Open(new MemoryStream(workbook.Bytes), isEditable: false);

        var faults = new OpenXmlValidator(FileFormatVersions.Office2013).Validate(document)
            .Select(fault => $"{fault.Part?.Uri} {fault.Path?.XPath}: {fault.Description}");

        Assert.Empty(faults);
    }

    [Fact]
    public void The_waterfall_leads_from_gross_sales_to_the_difference_per_currency()
    {
        using var workbook = new WrittenWorkbook(Sample);
        var summary = workbook.Sheet("Sammanfattning");
        var row = RowOf(summary, "Försäljning, brutto");

        Assert.Equal(["SEK", "EUR", "NOK"], new[] { "C", "D", "E" }.Select(column => summary.Cell($"{column}{row - 1}").GetString()));
        Assert.Equal(
            ["68301.5", "-1048.5", "-1137.75", "-153.75", "-1500", "0", "64461.5", "64341.5", "-120", "0", "44748", "0"],
            Values(workbook, 1, "C", row, 12));
        Assert.Equal(
            ["12058", "-349.5", "-203.5", "-27.5", "-500", "0", "10977.5", "10977.5", "0", "0", "0", "0"],
            Values(workbook, 1, "D", row, 12));
        Assert.True(summary.Cell($"E{row}").IsEmpty(), "NOK was never paid out, so there is no zero either");
    }

    [Fact]
    public void The_balance_specification_sums_to_the_closing_balance_with_the_difference_named()
    {
        using var workbook = new WrittenWorkbook(Sample);
        var sheet = workbook.Sheet("Balansspecifikation");
        var row = RowOf(sheet, "Utgående saldo enligt bokföringsfilen", "D");

        Assert.Equal(["58920.75", "22600", "36120.75", "200", "58920.75"], Values(workbook, 5, "H", row, 5));
        Assert.Equal("Oförklarat", sheet.Cell($"D{row + 3}").GetString());
        Assert.Equal(["3300", "7500", "7300", "4500"], new[] { "K", "L", "M", "N" }.SelectMany(column => Values(workbook, 5, column, RowOf(sheet, "Summa 1511 SEK", "D"), 1)));
    }

    [Fact]
    public void Exceptions_stand_by_cause_and_falling_amount_with_empty_decisions_to_choose()
    {
        using var workbook = new WrittenWorkbook(Sample);
        var sheet = workbook.Sheet("Avvikelser");

        Assert.Equal(
            ["Matchad med differens", "Delvis reglerad", "Dubblett", "Fel valuta", "Flera möjliga", "Saknas i bokföringen", "Saknas i bokföringen", "Saknas i bokföringen", "Saknas i avräkningen", "Saknas i avräkningen"],
            Enumerable.Range(4, 10).Select(row => sheet.Cell(row, 1).GetString()));
        Assert.Equal(["1109", "1009"], new[] { 10, 11 }.Select(row => sheet.Cell(row, 5).GetString()));
        Assert.Equal(["Beslut", "Mot", "Motivering", "Id", "Läge"], Enumerable.Range(13, 5).Select(column => sheet.Cell(3, column).GetString()));
        var choice = Assert.Single(sheet.DataValidations);
        Assert.Equal("\"Godkänn,Vänta,Koppla,Skriv av,Ångra\"", choice.Value);
        Assert.Equal("M4:M13", choice.Ranges.Single().RangeAddress.ToString());
        Assert.True(sheet.Cell("M4").IsEmpty());
    }

    [Fact]
    public void Vouchers_show_debit_and_credit_that_foot()
    {
        using var workbook = new WrittenWorkbook(Sample);
        var sheet = workbook.Sheet("Verifikationer");

        Assert.Equal(["1684", "1511", "6064", "2641", "1685"], Enumerable.Range(4, 5).Select(row => sheet.Cell(row, 4).GetString()));
        Assert.Equal("24508", Values(workbook, 8, "G", 5, 1).Single());
        Assert.Equal(["46640.5"], Values(workbook, 8, "F", 14, 1));
        Assert.Equal(["46640.5"], Values(workbook, 8, "G", 14, 1));
    }

    [Theory]
    [InlineData(2, "Utbetalningar")]
    [InlineData(3, "Avvikelser")]
    [InlineData(4, "Matchade")]
    [InlineData(5, "Balansspecifikation")]
    [InlineData(6, "Åldersfördelning")]
    [InlineData(7, "Avgifter")]
    [InlineData(8, "Verifikationer")]
    public void Tables_are_frozen_filtered_and_printed_on_A4_landscape_with_repeated_headings(int number, string name)
    {
        using var workbook = new WrittenWorkbook(Sample);
        var sheet = workbook.Sheet(name);

        Assert.Equal(3, sheet.SheetView.SplitRow);
        Assert.True(sheet.AutoFilter.IsEnabled);
        Assert.Equal(XLPaperSize.A4Paper, sheet.PageSetup.PaperSize);
        Assert.Equal(XLPageOrientation.Landscape, sheet.PageSetup.PageOrientation);
        Assert.Equal((1, 0), (sheet.PageSetup.PagesWide, sheet.PageSetup.PagesTall));
        Assert.Contains($"{name}!$3:$3<", workbook.Part("xl/workbook.xml"), StringComparison.Ordinal);
        var xml = workbook.Part($"xl/worksheets/sheet{number}.xml");
        Assert.Contains("&amp;LÅkessons Böcker &amp;&amp; Papper AB&amp;RAvstämning klarna-se↔visma", xml, StringComparison.Ordinal);
        Assert.Contains("&amp;RSida &amp;P / &amp;N", xml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+46 70 123")]
    [InlineData("-x")]
    [InlineData("@x")]
    [InlineData("\t=1+1")]
    [InlineData("\r=1+1")]
    public void Text_from_outside_never_becomes_a_formula(string text)
    {
        var report = Sample with { Lines = [.. Sample.Lines.Select((line, i) => i == 0 ? line with { OrderReference = text } : line)] };
        using var workbook = new WrittenWorkbook(report);
        var cell = workbook.Sheet("Matchade").Cell("F4");

        Assert.False(cell.HasFormula);
        Assert.True(cell.Style.IncludeQuotePrefix);
        Assert.Equal(text.Replace("\r", "_x000D_", StringComparison.Ordinal), Raw(workbook, 4, "F4"));
        Assert.DoesNotContain(workbook.Formulas(4), formula => formula.Address == "F4");
    }

    [Fact]
    public void Characters_that_a_workbook_cannot_hold_are_coded_and_do_not_stop_the_report()
    {
        var report = Sample with { Lines = [.. Sample.Lines.Select((line, i) => i == 0 ? line with { OrderReference = "a\u0001b_x0041_\uD800c\uD83D\uDE00" } : line)] };
        using var workbook = new WrittenWorkbook(report);

        Assert.Equal("a_x0001_b_x005F_x0041_\uFFFDc\uD83D\uDE00", Raw(workbook, 4, "F4"));
    }

    [Fact]
    public void The_same_report_gives_the_same_bytes()
    {
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        ReportWorkbook.Write(Sample, first, ReportLanguage.Swedish, "a", "b");
        ReportWorkbook.Write(SampleReport.Build(), second, ReportLanguage.Swedish, "a", "b");

        Assert.Equal(first.ToArray(), second.ToArray());
        using var package = new ZipArchive(first);
        Assert.All(package.Entries, entry => Assert.Equal(new DateTime(2026, 11, 1, 2, 15, 30), entry.LastWriteTime.DateTime));
        Assert.DoesNotContain(package.Entries, entry => Regex.IsMatch(entry.FullName, "[0-9a-f]{32}"));
    }

    [Fact]
    public void A_hundred_thousand_lines_stand_in_the_workbook_and_one_more_goes_to_the_csv_file()
    {
        using var all = new MemoryStream();
        ReportWorkbook.Write(SampleReport.WithLines(100_000), all, ReportLanguage.Swedish, "name_lines.csv", "o");
        using (var package = new ZipArchive(all))
        using (var reader = new StreamReader(package.GetEntry("xl/worksheets/sheet4.xml")!.Open()))
        {
            Assert.Contains("<c r=\"F100003\"", reader.ReadToEnd(), StringComparison.Ordinal);
        }

        using var workbook = new WrittenWorkbook(SampleReport.WithLines(100_001));
        var sheet = workbook.Sheet("Matchade");
        Assert.Equal(
            "100 001 rader är för många för ett blad som ska vara lätt att arbeta i. Raderna finns i filen name_lines.csv; här visas summor per utfall.",
            sheet.Cell("A2").GetString());
        Assert.Equal("Matchad", sheet.Cell("A4").GetString());
        Assert.Equal(["100001", "1000010"], new[] { "C", "D" }.SelectMany(column => Values(workbook, 4, column, 4, 1)));
    }

    [Fact]
    public void An_empty_report_is_a_readable_workbook_that_says_so()
    {
        using var workbook = new WrittenWorkbook(Sample with { Payouts = [], Lines = [], Exceptions = [], Accounts = [], OpenItems = [], Fees = [], Vouchers = [], Files = [] });

        Assert.Equal("Inget att visa.", workbook.Sheet("Avvikelser").Cell("A4").GetString());
        Assert.True(RowOf(workbook.Sheet("Sammanfattning"), "Inget att göra: allt är avstämt.") > 0);
    }

    [Fact]
    public void Without_an_opening_balance_the_control_is_not_provable_rather_than_zero()
    {
        var report = Sample with { Accounts = [Sample.Accounts[0] with { Opening = null }] };
        using var workbook = new WrittenWorkbook(report);
        var sheet = workbook.Sheet("Sammanfattning");

        Assert.Equal("saknas", sheet.Cell($"C{RowOf(sheet, "Ingående saldo")}").GetString());
        Assert.Equal("Går inte att bevisa", sheet.Cell($"C{RowOf(sheet, "(b) Konto 1511 Kundfordringar Klarna")}").GetString());
        Assert.DoesNotContain(workbook.Formulas(1), formula => formula.Address == $"C{RowOf(sheet, "= Utgående saldo, beräknat")}");
    }

    [Fact]
    public void The_to_do_list_leads_to_the_sheets()
    {
        using var workbook = new WrittenWorkbook(Sample);
        var sheet = workbook.Sheet("Sammanfattning");
        var links = sheet.Hyperlinks.ToDictionary(link => link.Cell.GetString(), link => link.InternalAddress);

        Assert.Equal("'Avvikelser'!A9", links["Saknas i bokföringen"]);
        Assert.Equal("'Utbetalningar'!A1", links["Utbetalningar i obalans eller stoppade"]);
    }

    [Fact]
    public void A_dry_run_says_so_at_the_top()
    {
        using var workbook = new WrittenWorkbook(Sample with { IsDryRun = true }, ReportLanguage.English);

        Assert.Equal("DRY RUN: nothing has been posted or sent", workbook.Sheet("Summary").Cell("A4").GetString());
    }

    [Fact]
    public void Payouts_lead_to_their_lines_exceptions_and_vouchers_and_these_lead_back()
    {
        using var workbook = new WrittenWorkbook(Sample);
        string Target(string sheet, string cell) => workbook.Sheet(sheet).Cell(cell).Hyperlink.InternalAddress;

        Assert.Equal("'Matchade'!A53", Target("Utbetalningar", "A5"));
        Assert.Equal("'Avvikelser'!A4", Target("Utbetalningar", "T4"));
        Assert.Equal("'Verifikationer'!A9", Target("Utbetalningar", "U5"));
        Assert.Equal("'Utbetalningar'!A5", Target("Matchade", "A53"));
        Assert.Equal("'Utbetalningar'!A4", Target("Avvikelser", "F4"));
        Assert.Equal("'Utbetalningar'!A5", Target("Verifikationer", "A9"));
    }

    [Fact]
    public void A_payout_s_row_ends_in_the_bank_line_and_a_foreign_one_says_what_the_bank_has()
    {
        using var workbook = new WrittenWorkbook(Sample);
        var sheet = workbook.Sheet("Utbetalningar");

        Assert.Equal(["23535.5", "0"], new[] { "O", "P" }.SelectMany(column => Values(workbook, 2, column, 4, 1)));
        Assert.Equal(["På banken", "1930 A 300, 2026-10-08"], new[] { "Q4", "R4" }.Select(cell => sheet.Cell(cell).GetString()));
        Assert.True(sheet.Cell("Q6").IsEmpty(), "no bank line is known");
        Assert.True(sheet.Cell("O7").IsEmpty(), "kronor are no euro");
        Assert.Equal("1930 A 303, 2026-10-23, 125 143,50 SEK", sheet.Cell("R7").GetString());
    }

    [Fact]
    public void Ages_are_summed_by_account_and_outcome_over_the_open_items()
    {
        using var workbook = new WrittenWorkbook(Sample);
        var sheet = workbook.Sheet("Åldersfördelning");

        Assert.Equal(["Delvis reglerad", "Saknas i avräkningen", "Väntar"], new[] { "C4", "C5", "C6" }.Select(cell => sheet.Cell(cell).GetString()));
        Assert.Equal(["0", "0", "2100", "4500", "6600"], new[] { "E", "F", "G", "H", "I" }.SelectMany(column => Values(workbook, 6, column, 5, 1)));
        Assert.Equal(["3300", "7500", "7300", "4500", "22600"], new[] { "E", "F", "G", "H", "I" }.SelectMany(column => Values(workbook, 6, column, 7, 1)));
    }

    [Fact]
    public void Payments_remainder_days_and_decisions_have_sheets_when_there_are_any()
    {
        using var workbook = new WrittenWorkbook(SampleReport.BuildWithEverything());

        Assert.Equal(["Kundbetalningar", "Rest", "Dag för dag", "Beslut"], workbook.Book.Worksheets.Select(sheet => sheet.Name).Skip(8).Take(4));
        Assert.Equal(["-200"], Values(workbook, 9, "F", 6, 1));
        Assert.Equal(["Utan verifikation", "Mer än bokfört"], new[] { "C4", "C5" }.Select(cell => workbook.Sheet("Rest").Cell(cell).GetString()));
        Assert.Equal(["482.5"], Values(workbook, 10, "E", 6, 1));
        Assert.Equal(["10"], Values(workbook, 11, "E", 4, 1));
        Assert.Equal(["Avskriven", "1017", "3740", "<b>rabatt</b>", "anna", "2026-10-30 09:15", "Ångrat"], new[] { "A4", "B4", "E4", "F4", "G4", "H4", "I4" }.Select(cell => workbook.Sheet("Beslut").Cell(cell).GetString()));
    }

    internal static int RowOf(IXLWorksheet sheet, string text, string column = "A") =>
        Enumerable.Range(1, 300).First(row => sheet.Cell($"{column}{row}").GetString() == text);

    private static string OnSheet(string formula, string sheet) =>
        formula.Contains('!', StringComparison.Ordinal) ? formula : Regex.Replace(formula, @"(\$?[A-Z]{1,2}\$?\d+)(:\$?[A-Z]{1,2}\$?\d+)?", match => $"'{sheet}'!{match.Value}");

    private static string Raw(WrittenWorkbook workbook, int sheet, string address) =>
        workbook.SheetXml(sheet).Descendants().Single(element => element.Attribute("r")?.Value == address).Value;

    private static IEnumerable<string> Values(WrittenWorkbook workbook, int sheet, string column, int row, int count) =>
        Enumerable.Range(row, count).Select(number => workbook.SheetXml(sheet).Descendants()
            .Single(element => element.Attribute("r")?.Value == $"{column}{number}").Elements().Single(element => element.Name.LocalName == "v").Value);
}
