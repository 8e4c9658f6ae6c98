using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report;
using Sharespine.Etl.Report.Html;

namespace Sharespine.Etl.Tests.Report;

/// <summary>The page: complete in itself, safe whatever the files said, and true to the figures.</summary>
public sealed class ReportHtmlTests
{
    private static readonly ReconciliationReport Sample = SampleReport.BuildWithEverything();

    [Theory]
    [InlineData(ReportLanguage.Swedish)]
    [InlineData(ReportLanguage.English)]
    public void The_page_needs_nothing_else(ReportLanguage language)
    {
        var page = Page(Sample, language);

        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"" + (language == ReportLanguage.Swedish ? "sv" : "en") + "\">", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script|<link|<img|<iframe|url\\(|@import|https?:|src=", page);
        Assert.Empty(Document(page).Descendants("a").Select(link => link.Attribute("href")!.Value).Where(target => target[0] != '#').ToList());
    }

    [Fact]
    public void Every_link_leads_to_a_place_in_the_page_and_ids_are_unique()
    {
        var page = Document(Page(Sample));
        var ids = page.Descendants().Select(element => element.Attribute("id")?.Value).OfType<string>().ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Empty(page.Descendants("a").Select(link => link.Attribute("href")!.Value[1..]).Except(ids));
    }

    [Fact]
    public void Text_from_outside_never_becomes_markup()
    {
        const string Hostile = "<script>alert(1)</script>\" onload='x' \u0001\uD800";
        var report = Sample with
        {
            Company = Hostile,
            Exceptions = [Sample.Exceptions[0] with { OrderReference = Hostile, Evidence = Hostile }],
            Lines = [.. Sample.Lines.Select((line, i) => i == 0 ? line with { OrderReference = Hostile } : line)],
        };
        var page = Page(report);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains(Document(page).Descendants("td"), cell => cell.Value == "<script>alert(1)</script>\" onload='x' \uFFFD\uFFFD");
    }

    [Fact]
    public void Exceptions_stand_by_falling_amount_with_cause_evidence_and_action()
    {
        var rows = Rows("exceptions");

        Assert.Equal(["12 682,50", "2 300,00", "1 890,00", "1 250,00", "995,00"], rows.Take(5).Select(row => row[2]));
        Assert.Equal(
            ["Saknas i bokföringen", "Ny", "12 682,50", "SEK", "1109", "KLR-20261007-0001", "", "2026-10-14", "17", "Klarna har betalat order 1109 men ingen verifikation finns.", "Bokför försäljningen eller hitta den under en annan referens.", "klarna-settlement-2026-10-07.csv rad 18"],
            rows[0].Take(12));
    }

    [Fact]
    public void The_waterfall_is_drawn_from_sales_to_the_bank_and_its_steps_meet()
    {
        var chart = Document(Page(Sample)).Descendants("figure").First();
        var bars = chart.Descendants("rect").ToList();
        var tops = bars.Select(bar => Number(bar, "y")).ToList();

        Assert.Equal("Från försäljning till bank, EUR", chart.Element("figcaption")!.Value);
        Assert.Equal(
            ["Försäljning, brutto: 12 058,00 EUR", "Returer: -349,50 EUR", "Avgifter: -203,50 EUR", "Moms på avgifter: -27,50 EUR", "Innehållet och frisläppt: -500,00 EUR", "Övrigt: 0,00 EUR", "Netto: 10 977,50 EUR"],
            bars.Select(bar => bar.Element("title")!.Value));
        // A step begins where the one before it ended: at most a tenth of a point apart by rounding.
        Assert.True(Math.Abs(tops[0] - tops[1]) <= 0.1m && Math.Abs(tops[1] + Number(bars[1], "height") - tops[2]) <= 0.2m, "the steps meet");
        Assert.Equal(Number(bars[^1], "y") + Number(bars[^1], "height"), Number(bars[0], "y") + Number(bars[0], "height"));
        Assert.Contains("Till banken: 44 748,00 SEK", Document(Page(Sample)).Descendants("title").Select(title => title.Value));
    }

    [Fact]
    public void The_ages_of_open_items_are_drawn_and_summed()
    {
        var chart = Document(Page(Sample)).Descendants("figure").Single(figure => figure.Element("figcaption")!.Value == "Öppna poster efter ålder, konto 1511 SEK");

        Assert.Equal(
            ["0–30 dagar: 3 300,00 SEK", "31–60 dagar: 7 500,00 SEK", "61–90 dagar: 7 300,00 SEK", "Över 90 dagar: 4 500,00 SEK"],
            chart.Descendants("rect").Select(bar => bar.Element("title")!.Value));
        Assert.Equal("Summa SEK", Rows("ageing")[^1][0]);
        Assert.Equal("22 600,00", Rows("ageing")[^1][7]);
    }

    [Fact]
    public void A_long_table_goes_on_in_the_file_that_it_names_and_still_sums_all_rows()
    {
        var page = Document(Page(SampleReport.WithLines(2_500)));
        var section = page.Descendants("details").Last();

        Assert.Equal(2_000, section.Descendants("tbody").Single().Elements("tr").Count());
        Assert.Equal("25 000,00", section.Descendants("tfoot").Single().Descendants("td").ElementAt(6).Value);
        Assert.Equal("… och 500 till; alla finns i x_lines.csv.", section.Element("p")!.Value);
    }

    [Fact]
    public void An_empty_report_is_a_page_that_says_so() =>
        Assert.Contains("Inget att göra: allt är avstämt.", Page(Sample with { Payouts = [], Lines = [], Exceptions = [], Accounts = [], OpenItems = [], Fees = [], Vouchers = [], Payments = [], Days = [], Resolutions = [], Files = [] }), StringComparison.Ordinal);

    [Fact]
    public void A_row_may_lack_what_its_column_usually_has()
    {
        var page = Document(Page(Sample with { Exceptions = [Sample.Exceptions[1] with { IsNew = false, OrderReference = null, PayoutReference = null }], Payouts = [Sample.Payouts[2]], Lines = [.. Sample.Lines.Skip(94).Take(42).Select(line => line with { FileLine = 0 })] }));

        Assert.Equal("num", page.Descendants("th").Single(heading => heading.Value == "Till banken").Attribute("class")!.Value);
        Assert.Equal("", page.Descendants("th").Single(heading => heading.Value == "Filrad").Attribute("class")!.Value);
    }

    [Fact]
    public void The_same_report_gives_the_same_page() => Assert.Equal(Page(Sample), Page(SampleReport.BuildWithEverything()));

    private static string Page(ReconciliationReport report, ReportLanguage language = ReportLanguage.Swedish)
    {
        using var target = new MemoryStream();
        HtmlReport.Write(report, target, language, new("x_lines.csv", "x_exceptions.csv", "x_open-items.csv", "x_payouts.csv"));
        return Encoding.UTF8.GetString(target.ToArray());
    }

    // Our own pages are well-formed, so an XML reader can look at them.
    private static XElement Document(string page) => XElement.Parse(page[(page.IndexOf('\n', StringComparison.Ordinal) + 1)..]);

    /// <summary>The cells of the table behind a heading, its sums last.</summary>
    private static List<List<string>> Rows(string id)
    {
        var heading = Document(Page(Sample)).Descendants("h2").Single(element => element.Attribute("id")!.Value == id);
        var table = heading.ElementsAfterSelf("div").First().Element("table")!;
        return [.. table.Elements("tbody").Concat(table.Elements("tfoot")).Elements("tr").Select(row => row.Elements("td").Select(cell => cell.Value).ToList())];
    }

    private static decimal Number(XElement bar, string name) => decimal.Parse(bar.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
