using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Report.Cells;

/// <param name="Title">Report name, in the page header.</param>
/// <param name="Company">In the page header.</param>
/// <param name="PageWord">"Sida" or "Page", in the footer.</param>
/// <param name="MadeAt">Becomes the file's creation time, in every place where a workbook keeps one.</param>
internal sealed record WorkbookFacts(string Title, string Company, string PageWord, string Footer, DateTimeOffset MadeAt);

/// <summary>
/// Writes sheets as an Excel workbook in three steps: measure the cells (widths, styles used), let ClosedXML lay out an
/// otherwise empty workbook (styles, panes, printing, lists), and pour the cells into it row by row. The last step keeps
/// memory flat however long a sheet is, writes each formula with its value, and leaves nothing random in the package.
/// </summary>
internal static class WorkbookFile
{
    public const int LongestSheet = 1_048_576;

    public static void Write(Stream target, IReadOnlyList<Sheet> sheets, WorkbookFacts facts)
    {
        var measures = Measure(sheets, out var styles);
        using var layout = new MemoryStream();
        WorkbookLayout.Save(layout, sheets, measures, styles, facts);
        layout.Position = 0;
        WorkbookPackage.Pour(layout, target, sheets, measures, styles, facts);
    }

    private static List<SheetMeasure> Measure(IReadOnlyList<Sheet> sheets, out IReadOnlyList<CellStyle> styles)
    {
        var used = new StyleList();
        var measures = sheets.Select(sheet => SheetMeasure.Of(sheet, used)).ToList();
        for (var i = 0; i < sheets.Count; i++)
        {
            if (measures[i].RowCount > LongestSheet)
            {
                throw new EtlException(new Issue(
                    ReportErrors.SheetTooLong,
                    $"The sheet \"{sheets[i].Name}\" would have {measures[i].RowCount} rows and a sheet holds {LongestSheet}.",
                    Try: "reconcile a shorter period, or read the CSV files beside the workbook"));
            }
        }

        styles = used.InOrder;
        return measures;
    }
}

/// <summary>The styles in the order in which they are first used.</summary>
internal sealed class StyleList
{
    private readonly Dictionary<CellStyle, int> _index = [];

    public IReadOnlyList<CellStyle> InOrder => [.. _index.OrderBy(pair => pair.Value).Select(pair => pair.Key)];

    public void Add(CellStyle style) => _index.TryAdd(style, _index.Count);
}
