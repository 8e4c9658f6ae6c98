using Sharespine.Etl.Model;

namespace Sharespine.Etl.Report.Html;

/// <param name="Class">num, date, pill good, pill warn, pill bad, muted, or nothing.</param>
/// <param name="Target">The id of another place in the page.</param>
internal readonly record struct HtmlCell(string? Text, string Class = "", string? Target = null)
{
    public static HtmlCell Blank { get; } = new(null);

    public static HtmlCell Of(int number, ReportTexts texts) => new(number.ToString("N0", texts.Numbers), "num");

    public static HtmlCell Of(DateOnly? date) => new(date is { } known ? ReportTexts.Write(known) : null, "date");

    /// <summary>Without its currency, which has a column of its own.</summary>
    public static HtmlCell Of(Money? money, ReportTexts texts) => new(money is { } known ? Number(known, texts) : null, money is { Minor: < 0 } ? "num minus" : "num");

    public static HtmlCell Pill(string word, string look) => new(word, $"pill {look}");

    private static string Number(Money money, ReportTexts texts) =>
        money.Major.ToString("N" + money.Currency.Decimals.ToString(System.Globalization.CultureInfo.InvariantCulture), texts.Numbers);
}

/// <summary>One column of a table of <typeparamref name="T"/>.</summary>
/// <param name="Sum">What is added up under the column, per currency; null for none.</param>
internal sealed record HtmlColumn<T>(string Heading, Func<T, HtmlCell> Cell, Func<T, Money>? Sum = null);

/// <summary>A table with headings that are repeated on every printed page, and its sums per currency under it.</summary>
internal static class HtmlTable
{
    /// <param name="most">Rows beyond this are left to <paramref name="file"/>, which the table then names; the sums are of all rows.</param>
    /// <param name="id">The row's id for links to it; null for none.</param>
    public static void Write<T>(HtmlWriter html, ReportTexts texts, IReadOnlyCollection<T> rows, IReadOnlyList<HtmlColumn<T>> columns, Func<T, Currency> currency, int most, string file, Func<T, string>? id = null)
    {
        if (rows.Count == 0)
        {
            html.Element("p", texts.Nothing, ("class", "muted"));
            return;
        }

        html.Open("div", ("class", "scroll")).Open("table").NewLine();
        html.Open("thead").Open("tr");
        var first = rows.Take(50).ToList();
        foreach (var column in columns)
        {
            // A column's first cells may be blank; one of the next tells what it holds.
            var isNumber = first.Any(row => column.Cell(row).Class.StartsWith("num", StringComparison.Ordinal));
            html.Element("th", column.Heading, ("scope", "col"), ("class", isNumber ? "num" : ""));
        }

        html.Close().Close().NewLine().Open("tbody").NewLine();
        foreach (var row in rows.Take(most))
        {
            Row(html, columns.Select(column => column.Cell(row)), id is null ? [] : [("id", id(row))]);
        }

        html.Close();
        if (columns.Any(column => column.Sum is not null))
        {
            Foot(html, texts, rows, columns, currency);
        }

        html.Close().Close().NewLine();
        if (rows.Count > most)
        {
            html.Element("p", texts.Fill(texts.More, (rows.Count - most).ToString("N0", texts.Numbers), file), ("class", "muted"));
        }
    }

    private static void Foot<T>(HtmlWriter html, ReportTexts texts, IReadOnlyCollection<T> rows, IReadOnlyList<HtmlColumn<T>> columns, Func<T, Currency> currency)
    {
        html.Open("tfoot").NewLine();
        var sums = new Dictionary<Currency, Money[]>();
        foreach (var row in rows)
        {
            var of = currency(row);
            var sum = sums.TryGetValue(of, out var known) ? known : sums[of] = [.. columns.Select(_ => Money.Zero(of))];
            for (var i = 0; i < columns.Count; i++)
            {
                sum[i] = columns[i].Sum is { } amount ? sum[i] + amount(row) : sum[i];
            }
        }

        foreach (var (of, sum) in sums.OrderBy(pair => pair.Key.Code, StringComparer.Ordinal))
        {
            Row(html, columns.Select((column, i) => column.Sum is not null ? HtmlCell.Of(sum[i], texts)
                : i == 0 ? new HtmlCell(texts.Fill(texts.Total, of.Code))
                : HtmlCell.Blank), []);
        }

        html.Close();
    }

    private static void Row(HtmlWriter html, IEnumerable<HtmlCell> cells, (string, string)[] attributes)
    {
        html.Open("tr", attributes);
        foreach (var cell in cells)
        {
            Cell(html, cell);
        }

        html.Close().NewLine();
    }

    private static void Cell(HtmlWriter html, HtmlCell cell)
    {
        if (cell.Class.StartsWith("pill", StringComparison.Ordinal) && cell.Text is { Length: > 0 })
        {
            html.Open("td").Element("span", cell.Text, ("class", cell.Class)).Close();
        }
        else if (cell.Target is { } target && cell.Text is { Length: > 0 })
        {
            html.Open("td", ("class", cell.Class)).Element("a", cell.Text, ("href", "#" + target)).Close();
        }
        else
        {
            html.Element("td", cell.Text, ("class", cell.Class));
        }
    }
}
