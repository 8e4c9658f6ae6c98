namespace Sharespine.Etl.Report.Cells;

/// <summary>Row count and column widths of a sheet, from its content: fonts are not at hand on a server.</summary>
internal sealed record SheetMeasure(int RowCount, int ColumnCount, IReadOnlyList<int> Widths)
{
    public static SheetMeasure Of(Sheet sheet, StyleList styles)
    {
        var widths = sheet.Columns.Select(column => column.Narrowest).ToArray();
        var rows = 0;
        var columns = sheet.Columns.Count;
        foreach (var row in sheet.Rows)
        {
            rows++;
            columns = Math.Max(columns, row.Cells.Count);
            for (var i = 0; i < row.Cells.Count; i++)
            {
                var cell = row.Cells[i];
                styles.Add(cell.Style);
                if (i < widths.Length)
                {
                    widths[i] = Math.Min(sheet.Columns[i].Widest, Math.Max(widths[i], Width(cell)));
                }
            }
        }

        return new(rows, columns, widths);
    }

    /// <summary>How many lines a text takes in a column so wide, broken between words as spreadsheets do.</summary>
    public static int LinesOf(string? text, int columnWidth)
    {
        // A column's width counts digits, and some of it is indent; the letters of a sentence are a little narrower.
        var width = Math.Max(4, (columnWidth - 2) * 11 / 10);
        return (text ?? "").Split('\n').Sum(paragraph => LinesOfParagraph(paragraph, width));
    }

    /// <summary>Lines break after a space or a hyphen, and within a word that is longer than a line.</summary>
    private static int LinesOfParagraph(string paragraph, int width)
    {
        var (lines, used, start) = (1, 0, 0);
        while (start < paragraph.Length)
        {
            var stop = paragraph.AsSpan(start).IndexOfAny(' ', '-');
            var end = stop < 0 ? paragraph.Length : start + stop + 1;
            var length = end - start;
            var visible = length - (paragraph[end - 1] == ' ' ? 1 : 0);
            if (used + visible > width && used > 0)
            {
                lines++;
                used = 0;
            }

            lines += Math.Max(0, visible - 1) / width;
            used = length <= width ? used + length : length % width;
            start = end;
        }

        return lines;
    }

    private static int Width(Cell cell) => cell.Style.Look switch
    {
        CellLook.Title or CellLook.Lead or CellLook.Subtitle or CellLook.Section => 0,
        // Headings break between words; the filter button takes room.
        CellLook.Header => 3 + (cell.Text ?? "").Split(' ').Max(word => word.Length),
        _ => ContentWidth(cell),
    };

    private static int ContentWidth(Cell cell) => cell.Kind switch
    {
        CellKind.Blank => 0,
        CellKind.Date => 12,
        CellKind.Text => 3 + cell.Text!.Split('\n').Max(line => line.Length),
        _ => 2 + NumberWidth(cell),
    };

    private static int NumberWidth(Cell cell)
    {
        var digits = 1;
        for (var rest = decimal.Truncate(Math.Abs(cell.Number)); rest >= 10; rest = decimal.Truncate(rest / 10))
        {
            digits++;
        }

        var decimals = cell.Style.Format == CellFormat.Money ? 3 : 0;
        return digits + (digits - 1) / 3 + decimals + (cell.Number < 0 ? 1 : 0);
    }
}
