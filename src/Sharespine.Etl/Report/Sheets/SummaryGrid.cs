using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

/// <summary>
/// The columns that the sections of the summary share: a label, a count, one column per currency (or account), two narrow
/// ones, and a wide comment. Rows are numbered as they are added, so formulas can point at them.
/// </summary>
internal sealed class SummaryGrid
{
    public const int CommentWidth = 70;
    private readonly List<Row> _rows = [];
    private readonly List<Link> _links = [];
    private readonly List<Merge> _merges = [];
    private readonly List<int> _pageBreaks = [];

    public SummaryGrid(ReconciliationReport report, ReportTexts texts)
    {
        Report = report;
        Texts = texts;
        var first = report.Accounts.Select(account => account.Closing.Currency.Code).FirstOrDefault();
        Currencies =
        [
            .. report.Payouts.Select(payout => payout.Currency)
                .Concat(LineTotals.Of(report).Outcomes.Select(total => total.Amount.Currency))
                .Concat(report.Exceptions.Select(exception => exception.Amount.Currency))
                .Distinct()
                .OrderBy(currency => currency.Code != first)
                .ThenBy(currency => currency.Code, StringComparer.Ordinal),
        ];
        AmountColumns = Math.Max(2, Math.Max(Currencies.Count, report.Accounts.Count));
    }

    public ReconciliationReport Report { get; }

    public ReportTexts Texts { get; }

    /// <summary>The company's own currency first.</summary>
    public IReadOnlyList<Currency> Currencies { get; }

    public int AmountColumns { get; }

    public int NextRow => _rows.Count + 1;

    private int Width => 2 + AmountColumns + 3;

    public void Line(string text, CellFormat format, CellLook look, int height)
    {
        _merges.Add(new Merge(NextRow, 1, Width));
        _rows.Add(new([Cell.Of(text, format).As(look)], height));
    }

    public void Section(string heading)
    {
        _rows.Add(Row.Empty);
        _rows.Add(new([.. Enumerable.Range(0, Width).Select(i => (i == 0 ? Cell.Of(heading) : Cell.Blank()).As(CellLook.Section))], 24));
    }

    /// <summary>What follows begins a new printed page.</summary>
    public void BreakPage() => _pageBreaks.Add(_rows.Count);

    public void Header(string label, string count, IReadOnlyList<string> amounts, string third, string fourth, string comment, CellFormat format = CellFormat.Money) =>
        _rows.Add(new(
        [
            .. Cells(
                Cell.Of(label),
                Cell.Of(count, CellFormat.Integer),
                [.. amounts.Select(amount => Cell.Of(amount, format))],
                Cell.Of(third, CellFormat.Integer),
                Cell.Of(fourth, CellFormat.Integer),
                Cell.Of(comment, CellFormat.Wrapped)).Select(cell => cell.As(CellLook.Header)),
        ],
        amounts.Any(amount => amount.Length > 16) ? 42 : 18));

    public int Add(Cell label, Cell count, IReadOnlyList<Cell> amounts, Cell third, Cell fourth, string? comment, CellLook? look = null)
    {
        var cells = Cells(label, count, amounts, third, fourth, Cell.Of(comment, CellFormat.Wrapped));
        if (look is { } all)
        {
            cells = [.. cells.Select(cell => cell.Style.Look == CellLook.Body ? cell.As(all) : cell)];
        }

        _rows.Add(new(cells, TableSheet.Height(SheetMeasure.LinesOf(comment, CommentWidth))));
        return _rows.Count;
    }

    public int Add(string label, IReadOnlyList<Cell> amounts, string? comment = null, CellLook? look = null) =>
        Add(Cell.Of(label), Cell.Blank(CellFormat.Integer), amounts, Cell.Blank(), Cell.Blank(), comment, look);

    public void LinkLast(string sheet, int row = 1) => _links.Add(new Link(_rows.Count, 1, sheet, row));

    /// <summary>One amount per currency column.</summary>
    public IReadOnlyList<Cell> PerCurrency(Func<Currency, Cell> amount) => [.. Currencies.Select(amount)];

    public static string AmountColumn(int index) => SheetXml.ColumnName(3 + index);

    public Sheet Build() => new()
    {
        Name = Texts.SummarySheet,
        Columns =
        [
            new Column(46, 34),
            new Column(14, 9),
            .. Enumerable.Range(0, AmountColumns).Select(_ => new Column(24, 15)),
            new Column(14, 8),
            new Column(14, 14),
            Column.Fixed(CommentWidth),
        ],
        Rows = _rows,
        Links = _links,
        Merges = _merges,
        PageBreaks = _pageBreaks,
    };

    private IReadOnlyList<Cell> Cells(Cell label, Cell count, IReadOnlyList<Cell> amounts, Cell third, Cell fourth, Cell comment) =>
    [
        label,
        count,
        .. amounts,
        .. Enumerable.Repeat(Cell.Blank(CellFormat.Money), AmountColumns - amounts.Count),
        third,
        fourth,
        comment,
    ];
}
