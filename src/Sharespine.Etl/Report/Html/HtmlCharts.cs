using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Report.Html;

/// <summary>The report's two drawings: the way from sales to the bank, and how old the open items are.</summary>
internal static class HtmlCharts
{
    /// <summary>Of payouts in one currency.</summary>
    public static void WaterfallOf(HtmlWriter html, string title, IReadOnlyList<PayoutReport> payouts, ReportTexts texts)
    {
        var bars = new List<Bar>();
        var at = 0m;
        foreach (var step in Waterfall.Of(payouts, texts))
        {
            var amount = step.Amount.Major;
            bars.Add(step.IsTotal
                ? new(step.Label, texts.Write(step.Amount), 0, amount, "total")
                : new(step.Label, texts.Write(step.Amount), at, at + amount, amount < 0 ? "minus" : "plus"));
            at = step.IsTotal ? amount : at + amount;
        }

        BarChart.Write(html, title, bars);
    }

    /// <summary>Of one account and currency.</summary>
    public static void AgeingOf(HtmlWriter html, string title, IReadOnlyList<AgeingRow> rows, ReportTexts texts)
    {
        var currency = rows[0].Currency;
        var sums = Enumerable.Range(0, Ageing.BucketCount).Select(bucket => ReportFooting.Sum(rows.Select(row => row.Amounts[bucket]), currency));
        BarChart.Write(html, title, [.. Ageing.Headings(texts).Zip(sums, (heading, sum) => new Bar(heading, texts.Write(sum), 0, sum.Major, "age"))]);
    }
}
