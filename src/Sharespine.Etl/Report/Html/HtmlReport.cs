using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;
using Sharespine.Etl.Report.Sheets;

namespace Sharespine.Etl.Report.Html;

/// <summary>
/// The reconciliation as one page that needs nothing else: no script, no fetched font or picture. Says the same as the
/// workbook, with drawings of the waterfall and of the open items' ages.
/// </summary>
public static class HtmlReport
{
    /// <param name="target">Is left open.</param>
    /// <param name="files">The files beside it that hold what is too long for a page.</param>
    public static void Write(ReconciliationReport report, Stream target, ReportLanguage language, ReportFileNames files)
    {
        var texts = ReportTexts.For(language);
        using var html = new HtmlWriter(target);
        html.Open("html", ("lang", language == ReportLanguage.Swedish ? "sv" : "en")).NewLine();
        Head(html, report, texts);
        html.Open("body").NewLine();
        Top(html, report, texts);
        Tiles(html, report, texts);
        var tables = new HtmlTables(html, report, texts, files);
        Section(html, texts.ExceptionSheet, "exceptions", tables.Exceptions);
        Section(html, texts.WaterfallSection, "waterfall", () => Charts(html, report, texts));
        Section(html, texts.PayoutSheet, "payouts", tables.Payouts, texts.PayoutNote);
        Section(html, texts.ControlSection, "control", tables.Accounts);
        Section(html, texts.AgeingSheet, "ageing", () => Ages(html, report, texts, tables), texts.Fill(texts.AgeingNote, ReportTexts.Write(report.AsOf)));
        Section(html, texts.OpenItemSheet, "open-items", tables.OpenItems, texts.Fill(texts.OpenItemNote, ReportTexts.Write(report.AsOf)));
        Section(html, texts.FeeSheet, "fees", tables.Fees, texts.FeeNote);
        Section(html, texts.VoucherSheet, "vouchers", tables.Vouchers, texts.VoucherNote);
        SectionIf(report.Payments.Count > 0, html, texts.PaymentSheet, "payments", tables.Payments, texts.PaymentNote);
        SectionIf(RemainderSheet.IsWanted(report), html, texts.RemainderSheet, "remainder", tables.Remainder, texts.RemainderSheetNote);
        SectionIf(report.Days.Count > 0, html, texts.DaySheet, "days", tables.Days, texts.DayNote);
        SectionIf(report.Resolutions.Count > 0, html, texts.ResolutionSheet, "decisions", tables.Resolutions, texts.ResolutionNote);
        Section(html, texts.LineSheet, "lines", tables.Lines, texts.LineNote);
        Section(html, texts.FileSection, "files", tables.Files);
        html.Close().Close().NewLine();
    }

    private static void Head(HtmlWriter html, ReconciliationReport report, ReportTexts texts)
    {
        html.Open("head").NewLine().Empty("meta", ("charset", "utf-8")).NewLine();
        // Nothing is ever fetched, whatever a text from outside tries.
        html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", "default-src 'none'; style-src 'unsafe-inline'")).NewLine();
        html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).NewLine();
        html.Element("title", $"{texts.Fill(texts.ReportTitle, report.Name)} {ReportTexts.Write(report.AsOf)}").NewLine();
        html.Style(StyleSheet.Value).NewLine().Close().NewLine();
    }

    private static void Top(HtmlWriter html, ReconciliationReport report, ReportTexts texts)
    {
        html.Element("h1", texts.Fill(texts.ReportTitle, report.Name)).NewLine();
        html.Open("p").Element("b", $"{report.Company} · {report.Provider} · {texts.Fill(texts.AsOf, ReportTexts.Write(report.AsOf))}").Close().NewLine();
        html.Element("p", texts.Fill(texts.Made, SummarySheet.MadeAt(report), report.RunId), ("class", "muted")).NewLine();
        if (report.IsDryRun)
        {
            html.Element("p", texts.DryRun, ("class", "dry")).NewLine();
        }

        html.Open("nav");
        foreach (var (name, id) in new[] { (texts.ExceptionSheet, "exceptions"), (texts.WaterfallSection, "waterfall"), (texts.PayoutSheet, "payouts"), (texts.AgeingSheet, "ageing"), (texts.OpenItemSheet, "open-items"), (texts.FeeSheet, "fees"), (texts.VoucherSheet, "vouchers"), (texts.LineSheet, "lines") })
        {
            html.Element("a", name, ("href", "#" + id));
        }

        html.Close().NewLine();
    }

    private static void Tiles(HtmlWriter html, ReconciliationReport report, ReportTexts texts)
    {
        html.Open("div", ("class", "tiles")).NewLine();
        foreach (var (label, (look, word, sentence), _) in SummaryStatus.All(report, texts))
        {
            html.Open("div", ("class", $"tile {Look(look)}")).Element("b", label).Element("div", word, ("class", "word")).Element("div", sentence).Close().NewLine();
        }

        html.Close().NewLine();
    }

    private static void Charts(HtmlWriter html, ReconciliationReport report, ReportTexts texts)
    {
        foreach (var payouts in report.Payouts.GroupBy(payout => payout.Currency).OrderBy(group => group.Key.Code, StringComparer.Ordinal))
        {
            HtmlCharts.WaterfallOf(html, texts.Fill(texts.WaterfallOf, payouts.Key.Code), [.. payouts], texts);
        }
    }

    private static void Ages(HtmlWriter html, ReconciliationReport report, ReportTexts texts, HtmlTables tables)
    {
        foreach (var account in Ageing.Of(report.OpenItems).GroupBy(row => (row.Account, row.Currency)))
        {
            HtmlCharts.AgeingOf(html, texts.Fill(texts.AgeingOf, $"{account.Key.Account} {account.Key.Currency}"), [.. account], texts);
        }

        tables.AgeingRows();
    }

    private static void SectionIf(bool isWanted, HtmlWriter html, string heading, string id, Action content, string note)
    {
        if (isWanted)
        {
            Section(html, heading, id, content, note);
        }
    }

    private static void Section(HtmlWriter html, string heading, string id, Action content, string? note = null)
    {
        html.Element("h2", heading, ("id", id)).NewLine();
        if (note is not null)
        {
            html.Element("p", note, ("class", "muted")).NewLine();
        }

        content();
    }

    /// <summary>The style sheet's word for a look of the workbook.</summary>
    internal static string Look(CellLook look) => look switch
    {
        CellLook.Good => "good",
        CellLook.Warn => "warn",
        CellLook.Bad => "bad",
        CellLook.Muted => "muted",
        _ => "plain",
    };

    private static readonly Lazy<string> StyleSheet = new(() =>
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("Report/report.css")!;
        using var reader = new StreamReader(stream);
        return "\n" + reader.ReadToEnd().ReplaceLineEndings("\n");
    });
}

/// <summary>The names of the files beside the page and the workbook, which hold what is too long for either.</summary>
public sealed record ReportFileNames(string Lines, string Exceptions, string OpenItems, string Payouts);
