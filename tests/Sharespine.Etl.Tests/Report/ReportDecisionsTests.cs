using ClosedXML.Excel;
using Sharespine.Etl.Report;

namespace Sharespine.Etl.Tests.Report;

public sealed class ReportDecisionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("report-decisions-").FullName;

    [Theory]
    [InlineData(ReportLanguage.Swedish, "Avvikelser", "Godkänn")]
    [InlineData(ReportLanguage.English, "Exceptions", "Accept")]
    public void Decisions_come_back_with_id_state_and_reason_after_the_workbook_was_saved_again(ReportLanguage language, string sheet, string word)
    {
        var path = Fill(language, sheet, rows =>
        {
            rows.Cell("M5").Value = word;
            rows.Cell("O5").Value = "Delbetalt, resten kommer i november";
            rows.Cell("M8").Value = " VÄNTA ";
            rows.Cell("O8").Value = "Rabatt";
        });

        var read = ReportDecisions.Read(path);

        Assert.Empty(read.Issues);
        Assert.Equal(
            [
                ("klarna-se-visma/PartiallySettled/1022/2", "00003dde", Decision.Accept, "Delbetalt, resten kommer i november", 5),
                ("klarna-se-visma/Ambiguous//5", "00009aab", Decision.Wait, "Rabatt", 8),
            ],
            read.Decisions.Select(decision => (decision.ExceptionId, decision.State, decision.Decision, decision.Reason, decision.At.Line)));
    }

    [Fact]
    public void A_link_names_its_vouchers_and_a_write_off_its_account()
    {
        var path = Fill(ReportLanguage.English, "Exceptions", rows =>
        {
            rows.Cell("M4").Value = "Link";
            rows.Cell("N4").Value = "A 5; A 6 = 300.00";
            rows.Cell("O4").Value = "collective order";
            rows.Cell("M5").Value = "Skriv av";
            rows.Cell("N5").Value = 6351;
            rows.Cell("O5").Value = "bankrupt";
            rows.Cell("M6").Value = "Undo";
            rows.Cell("O6").Value = "wrong voucher";
        });

        var read = ReportDecisions.Read(path);

        Assert.Empty(read.Issues);
        Assert.Equal(
            [(Decision.Link, "A 5; A 6 = 300.00", "collective order"), (Decision.WriteOff, "6351", "bankrupt"), (Decision.Undo, null, "wrong voucher")],
            read.Decisions.Select(decision => (decision.Decision, decision.Target, decision.Reason)));
    }

    [Fact]
    public void A_report_nobody_wrote_in_holds_no_decisions()
    {
        var read = ReportDecisions.Read(Fill(ReportLanguage.Swedish, "Avvikelser", _ => { }));

        Assert.Empty(read.Decisions);
        Assert.Empty(read.Issues);
    }

    [Fact]
    public void Decisions_are_read_from_the_file_as_we_wrote_it_too()
    {
        var path = Path.Combine(_folder, "raw.xlsx");
        using (var stream = File.Create(path))
        {
            ReportWorkbook.Write(SampleReport.Build(), stream, ReportLanguage.Swedish, "l", "o");
        }

        Assert.Empty(ReportDecisions.Read(path).Issues);
    }

    [Fact]
    public void Everything_wrong_is_told_at_once_with_its_row()
    {
        var path = Fill(ReportLanguage.Swedish, "Avvikelser", rows =>
        {
            rows.Cell("M4").Value = "Godkänd";
            rows.Cell("O4").Value = "ok";
            rows.Cell("M5").Value = "Vänta";
            rows.Cell("O6").Value = "varför då";
            rows.Cell("M20").Value = "Vänta";
            rows.Cell("O20").Value = "ok";
            rows.Cell("M7").Value = "Vänta";
            rows.Cell("O7").Value = "ok";
            rows.Cell("M8").Value = "Godkänn";
            rows.Cell("O8").Value = "ok";
            rows.Cell("P8").Value = rows.Cell("P7").Value;
            rows.Cell("M9").Value = "Koppla";
            rows.Cell("O9").Value = "ok";
            rows.Cell("M10").Value = "Godkänn";
            rows.Cell("N10").Value = "A 5";
            rows.Cell("O10").Value = "ok";
        });

        var issues = ReportDecisions.Read(path).Issues.Select(issue => issue.ToString());

        Assert.Equal(
            [
                "filled.xlsx:4 (klarna-se-visma/MatchedWithDifference/1017/1): RPT012 Beslut: \"Godkänd\" is not a decision. Try: did you mean \"Godkänn\"?",
                "filled.xlsx:5 (klarna-se-visma/PartiallySettled/1022/2): RPT013 Motivering: The row has a decision but no reason.",
                "filled.xlsx:6 (klarna-se-visma/Duplicate/1003/3): RPT013 Beslut: The row has a reason but no decision.",
                "filled.xlsx:8 (klarna-se-visma/WrongCurrency/1305/4): RPT015 Beslut: The exception was decided otherwise on row 7.",
                "filled.xlsx:9 (klarna-se-visma/MissingInLedger/1309/8): RPT016 Mot: \"Koppla\" names no target.",
                "filled.xlsx:10 (klarna-se-visma/MissingInLedger/1109/7): RPT016 Mot: \"Godkänn\" takes no target, and \"A 5\" stands there.",
                "filled.xlsx:20: RPT014 Id: The row has a decision, a target or a reason, but no id or state.",
            ],
            issues);
    }

    [Fact]
    public void Another_workbook_is_refused()
    {
        var path = Path.Combine(_folder, "other.xlsx");
        using (var other = new XLWorkbook())
        {
            other.AddWorksheet("Blad1").Cell("A1").Value = "Id";
            other.SaveAs(path);
        }

        var issue = Assert.Single(ReportDecisions.Read(path).Issues);
        Assert.Equal("other.xlsx: RPT011 No sheet has the headings Id, Läge, Beslut, Mot, Motivering / Id, State, Decision, Target, Reason.", issue.ToString());
    }

    [Theory]
    [InlineData("Id;Läge;Beslut\r\n1;2;Godkänn\r\n")]
    [InlineData("")]
    [InlineData("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1")]
    public void What_is_no_workbook_is_refused_without_an_exception(string content)
    {
        var path = Path.Combine(_folder, "no.xlsx");
        File.WriteAllText(path, content);

        var issue = Assert.Single(ReportDecisions.Read(path).Issues);
        Assert.StartsWith("no.xlsx: RPT010 The workbook cannot be read: ", issue.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_workbook_is_refused_without_an_exception()
    {
        var issue = Assert.Single(ReportDecisions.Read(Path.Combine(_folder, "gone.xlsx")).Issues);
        Assert.Equal("RPT010", issue.Code.Code);
    }

    [Fact]
    public void A_truncated_workbook_is_refused_without_an_exception()
    {
        var path = Fill(ReportLanguage.Swedish, "Avvikelser", _ => { });
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);

        Assert.Equal("RPT010", Assert.Single(ReportDecisions.Read(path).Issues).Code.Code);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Fill(ReportLanguage language, string sheet, Action<IXLWorksheet> fill)
    {
        using var written = new WrittenWorkbook(SampleReport.Build(), language);
        fill(written.Sheet(sheet));
        var path = Path.Combine(_folder, "filled.xlsx");
        written.Book.SaveAs(path);
        return path;
    }
}
