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
    public static int LinesOf(string? text, int width)
    {
        var lines = 0;
        foreach (var paragraph in (text ?? "").Split('\n'))
        {
            var used = 0;
            lines++;
            foreach (var word in paragraph.Split(' '))
            {
                var needed = used == 0 ? word.Length : used + 1 + word.Length;
                if (needed <= width)
                {
                    used = needed;
                    continue;
                }

                lines += used == 0 ? (word.Length - 1) / width : 1 + (word.Length - 1) / width;
                used = word.Length % width;
            }
        }

        return lines;
    }

    private static int Width(Cell cell) => cell.Style.Look switch
    {
        CellLook.Title or CellLook.Subtitle or CellLook.Section => 0,
        // Headings break between words; the filter button takes room.
        CellLook.Header => 4 + (cell.Text ?? "").Split(' ').Max(word => word.Length),
        _ => ContentWidth(cell),
    };

    private static int ContentWidth(Cell cell) => cell.Kind switch
    {
        CellKind.Blank => 0,
        CellKind.Date => 12,
        CellKind.Text => cell.Style.Format is CellFormat.Wrapped ? 0 : 2 + cell.Text!.Length,
        _ => 3 + NumberWidth(cell),
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
