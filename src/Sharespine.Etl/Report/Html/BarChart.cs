using System.Globalization;

namespace Sharespine.Etl.Report.Html;

/// <summary>One bar, from one value to another in major units.</summary>
/// <param name="Value">As it is written at the bar.</param>
/// <param name="Class">total, plus, minus, or a look of the style sheet.</param>
internal sealed record Bar(string Label, string Value, decimal From, decimal To, string Class);

/// <summary>Bars side by side as a drawing within the page: no script, nothing fetched.</summary>
internal static class BarChart
{
    private const int Width = 960;
    private const int PlotTop = 34;
    private const int PlotHeight = 200;
    private const int Height = PlotTop + PlotHeight + 58;
    private const int LettersPerLine = 16;

    public static void Write(HtmlWriter html, string title, IReadOnlyList<Bar> bars)
    {
        var (low, high) = (Math.Min(0m, bars.Min(bar => Math.Min(bar.From, bar.To))), Math.Max(0m, bars.Max(bar => Math.Max(bar.From, bar.To))));
        var span = high - low == 0 ? 1 : high - low;
        decimal Y(decimal value) => PlotTop + (high - value) * PlotHeight / span;
        var slot = (decimal)Width / Math.Max(bars.Count, 5);
        html.Open("figure");
        html.Element("figcaption", title);
        html.Open("svg", ("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}")), ("role", "img"), ("aria-label", title)).NewLine();
        html.Empty("line", ("class", "axis"), ("x1", "0"), ("x2", Number(slot * bars.Count)), ("y1", Number(Y(0))), ("y2", Number(Y(0))));
        for (var i = 0; i < bars.Count; i++)
        {
            Draw(html, bars[i], slot * i, slot, Y);
            if (i + 1 < bars.Count && bars[i].Class != "age")
            {
                // From where this one ends to where the next begins.
                html.Empty("line", ("class", "step"), ("x1", Number(slot * i + slot * 0.85m)), ("x2", Number(slot * (i + 1) + slot * 0.15m)), ("y1", Number(Y(bars[i].To))), ("y2", Number(Y(bars[i].To))));
            }
        }

        html.Close().Close().NewLine();
    }

    private static void Draw(HtmlWriter html, Bar bar, decimal left, decimal slot, Func<decimal, decimal> y)
    {
        var (top, bottom) = (y(Math.Max(bar.From, bar.To)), y(Math.Min(bar.From, bar.To)));
        var middle = Number(left + slot / 2);
        html.Open("rect", ("class", bar.Class), ("x", Number(left + slot * 0.15m)), ("y", Number(top)), ("width", Number(slot * 0.7m)), ("height", Number(Math.Max(1, bottom - top))))
            .Element("title", $"{bar.Label}: {bar.Value}").Close();
        html.Element("text", bar.Value, ("class", "value"), ("x", middle), ("y", Number(top - 6)));
        var line = 0;
        foreach (var words in Lines(bar.Label))
        {
            html.Element("text", words, ("class", "label"), ("x", middle), ("y", Number(PlotTop + PlotHeight + 20 + 15 * line++)));
        }

        html.NewLine();
    }

    /// <summary>A label in lines that fit under its bar.</summary>
    private static List<string> Lines(string label)
    {
        var lines = new List<string> { "" };
        foreach (var word in label.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + word.Length >= LettersPerLine)
            {
                lines.Add("");
            }

            lines[^1] = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
        }

        return lines;
    }

    private static string Number(decimal number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
