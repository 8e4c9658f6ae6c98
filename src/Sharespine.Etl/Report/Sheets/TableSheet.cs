using Sharespine.Etl.Model;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

internal sealed record TableColumn(string Heading, CellFormat Format, Column Column)
{
    public static TableColumn Text(string heading, int widest = 40) => new(heading, CellFormat.Text, new Column(widest));

    public static TableColumn Wrapped(string heading, int width) => new(heading, CellFormat.Wrapped, Column.Fixed(width));

    /// <summary>As wide as its content up to a limit, and on several lines beyond it.</summary>
    public static TableColumn Folded(string heading, int widest) => new(heading, CellFormat.Wrapped, new Column(widest));

    public static TableColumn Code(string heading, int widest) => new(heading, CellFormat.Code, new Column(widest));

    public static TableColumn Money(string heading) => new(heading, CellFormat.Money, new Column(20, 10));

    public static TableColumn Count(string heading) => new(heading, CellFormat.Integer, new Column(12));

    public static TableColumn Date(string heading) => new(heading, CellFormat.Date, new Column(18, 12));
}

/// <summary>The sheets that are one table: title, a sentence, headings, rows, totals.</summary>
internal static class TableSheet
{
    public const int HeaderRow = 3;
    public const int FirstRow = HeaderRow + 1;
    private const int LineHeight = 13;

    /// <param name="count">How many rows <paramref name="body"/> will give; formulas need it beforehand.</param>
    public static Sheet Build(
        string name, string title, string note, IReadOnlyList<TableColumn> columns, int count, IEnumerable<Row> body, IEnumerable<Row> foot, ReportTexts texts)
    {
        var head = new List<Row>
        {
            new([Cell.Of($"{name} · {title}").As(CellLook.Title)], 24),
            new([Cell.Of(note, CellFormat.Wrapped).As(CellLook.Subtitle)], 2 * LineHeight + 4),
            new([.. columns.Select(column => Cell.Of(column.Heading, column.Format).As(CellLook.Header))], 2 * LineHeight + 4),
        };
        var rows = count == 0 ? [Row.Of(Cell.Of(texts.Nothing).As(CellLook.Muted))] : body;
        return new Sheet
        {
            Name = name,
            Columns = [.. columns.Select(column => column.Column)],
            Rows = head.Concat(rows).Concat(foot),
            HeaderRow = HeaderRow,
            LastTableRow = count == 0 ? 0 : FirstRow + count - 1,
            Merges = columns.Count > 1 ? [new Merge(2, 1, columns.Count)] : [],
        };
    }

    /// <summary>A row high enough for its longest wrapped text.</summary>
    public static Row Tall(IReadOnlyList<TableColumn> columns, IReadOnlyList<Cell> cells)
    {
        var lines = 1;
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i].Style.Format == CellFormat.Wrapped && cells[i].Kind == CellKind.Text)
            {
                lines = Math.Max(lines, SheetMeasure.LinesOf(cells[i].Text, columns[i].Column.Widest));
            }
        }

        return new(cells, Height(lines));
    }

    public static int Height(int lines) => Math.Min(400, lines * LineHeight + 3);

    /// <summary>The sum of a column's rows whose other columns say what is asked; quoted words come from us, never from a file.</summary>
    public static string SumIf(string? sheet, int column, int count, params (int Column, string Wanted)[] conditions)
    {
        var tests = conditions.Select(condition => $",{Range(sheet, condition.Column, count)},\"{condition.Wanted.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        return conditions.Length == 0 ? $"SUM({Range(sheet, column, count)})" : $"SUMIFS({Range(sheet, column, count)}{string.Concat(tests)})";
    }

    /// <summary>One row of totals per currency, with a sum under each column named.</summary>
    /// <param name="count">How many rows the table has, where it has others than <paramref name="rows"/>.</param>
    public static IEnumerable<Row> Totals<T>(
        IReadOnlyList<TableColumn> columns, IReadOnlyList<T> rows, int currencyColumn, Func<T, Currency> currency,
        IReadOnlyDictionary<int, Func<T, decimal>> sums, ReportTexts texts, int? count = null)
    {
        foreach (var group in rows.GroupBy(currency).OrderBy(group => group.Key.Code, StringComparer.Ordinal))
        {
            var cells = columns.Select(column => Cell.Blank(column.Format)).ToArray();
            cells[0] = Cell.Of(texts.Fill(texts.Total, group.Key.Code));
            cells[currencyColumn - 1] = Cell.Of(group.Key.Code);
            foreach (var (column, value) in sums)
            {
                cells[column - 1] = Cell.Formula(
                    SumIf(null, column, count ?? rows.Count, (currencyColumn, group.Key.Code)), group.Sum(value), columns[column - 1].Format);
            }

            yield return new([.. cells.Select(cell => cell.As(CellLook.Total))]);
        }
    }

    private static string Range(string? sheet, int column, int count)
    {
        var name = SheetXml.ColumnName(column);
        var prefix = sheet is null ? "" : $"'{sheet}'!";
        return FormattableString.Invariant($"{prefix}${name}${FirstRow}:${name}${FirstRow + count - 1}");
    }
}
