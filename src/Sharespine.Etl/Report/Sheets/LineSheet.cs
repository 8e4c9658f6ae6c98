using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

/// <summary>Every settlement line; past <see cref="ReportWorkbook.MostRows"/> lines, only their totals.</summary>
internal static class LineSheet
{
    private const int AmountColumn = 8;
    private const int VatColumn = 9;
    private const int CurrencyColumn = 10;
    private const int DifferenceColumn = 14;

    public static Sheet Build(ReconciliationReport report, ReportTexts texts, string csvName) =>
        report.Lines.Count > ReportWorkbook.MostRows ? Totals(report, texts, csvName) : All(report, texts);

    private static Sheet All(ReconciliationReport report, ReportTexts texts)
    {
        var columns = Columns(texts);
        var (lines, totals) = (report.Lines, LineTotals.Of(report));
        var sums = new Dictionary<int, Func<LineTotal, decimal>>
        {
            [AmountColumn] = total => total.Amount.Major,
            [VatColumn] = total => total.Vat.Major,
            [DifferenceColumn] = total => total.Difference.Major,
        };
        var sheet = TableSheet.Build(
            texts.LineSheet,
            report.Name,
            texts.LineNote,
            columns,
            lines.Count,
            Rows(lines, texts),
            TableSheet.Totals(columns, totals.Outcomes, CurrencyColumn, total => total.Amount.Currency, sums, texts, lines.Count),
            texts);
        var payouts = PayoutSheet.FirstRows(report.Payouts.Select(payout => payout.Reference));
        return sheet with
        {
            Links = [.. totals.Places.Select(first => new Link(TableSheet.FirstRow + first.Value, 1, texts.PayoutSheet, payouts.GetValueOrDefault(first.Key, 1)))],
        };
    }

    private static IEnumerable<Row> Rows(IEnumerable<LineReport> lines, ReportTexts texts)
    {
        string? payout = null;
        foreach (var line in lines)
        {
            yield return Row(line, payout is not null && payout != line.PayoutReference, texts);
            payout = line.PayoutReference;
        }
    }

    private static Sheet Totals(ReconciliationReport report, ReportTexts texts, string csvName)
    {
        TableColumn[] columns =
        [
            TableColumn.Text(texts.Disposition),
            TableColumn.Text(texts.Currency),
            TableColumn.Count(texts.Count),
            TableColumn.Money(texts.Amount),
            TableColumn.Money(texts.Vat),
            TableColumn.Money(texts.LineDifference),
        ];
        var groups = LineTotals.Of(report).Outcomes;
        var sums = new Dictionary<int, Func<LineTotal, decimal>>
        {
            [3] = total => total.Count,
            [4] = total => total.Amount.Major,
            [5] = total => total.Vat.Major,
            [6] = total => total.Difference.Major,
        };
        return TableSheet.Build(
            texts.LineSheet,
            report.Name,
            texts.Fill(texts.LinesInCsv, report.Lines.Count.ToString("N0", texts.Numbers), csvName),
            columns,
            groups.Count,
            groups.Select(total => Cells.Row.Of(
                Cell.Of(texts.Dispositions[total.Disposition]),
                Cell.Of(total.Amount.Currency.Code),
                Cell.Of(total.Count),
                Amount(total.Amount.Major),
                Amount(total.Vat.Major),
                Amount(total.Difference.Major))),
            TableSheet.Totals(columns, groups, 2, total => total.Amount.Currency, sums, texts),
            texts);
    }

    private static Cell Amount(decimal amount) => new(CellKind.Number, null, amount, new(CellFormat.Money));

    private static TableColumn[] Columns(ReportTexts texts) =>
    [
        TableColumn.Text(texts.Payout, 24),
        TableColumn.Date(texts.PayoutDate),
        TableColumn.Count(texts.FileLine),
        TableColumn.Text(texts.Type),
        TableColumn.Text(texts.DetailedType, 30),
        TableColumn.Text(texts.Order, 24),
        TableColumn.Date(texts.EventDate),
        TableColumn.Money(texts.Amount),
        TableColumn.Money(texts.Vat),
        TableColumn.Text(texts.Currency),
        TableColumn.Text(texts.Disposition),
        TableColumn.Text(texts.Rule, 26),
        TableColumn.Text(texts.Settles, 40),
        TableColumn.Money(texts.LineDifference),
        TableColumn.Text(texts.Comment, 50),
    ];

    private static Row Row(LineReport line, bool firstOfPayout, ReportTexts texts)
    {
        Cell[] cells =
        [
            Cell.Of(line.PayoutReference),
            Cell.Of(line.PayoutDate),
            line.FileLine == 0 ? Cell.Blank(CellFormat.Integer) : Cell.Of(line.FileLine),
            Cell.Of(texts.LineTypes[line.Type]),
            Cell.Of(line.DetailedType),
            Cell.Of(line.OrderReference),
            Cell.Of(line.EventDate),
            Cell.Of(line.Amount),
            line.Vat.IsZero ? Cell.Blank(CellFormat.Money) : Cell.Of(line.Vat),
            Cell.Of(line.Amount.Currency.Code),
            Cell.Of(texts.Dispositions[line.Disposition]).As(Look(line.Disposition)),
            Cell.Of(line.Rule),
            Cell.Of(Settles(line, texts)),
            line.Difference.IsZero ? Cell.Blank(CellFormat.Money) : Cell.Of(line.Difference),
            Cell.Of(line.Comment),
        ];
        if (firstOfPayout)
        {
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = cells[i].Ruled();
            }
        }

        return new(cells);
    }

    /// <summary>"A 123", and with the amounts where the line settles more than one: "A 123 (100,00), A 124 (50,00)".</summary>
    public static string Settles(LineReport line, ReportTexts texts) => line.Settles.Count == 1
        ? line.Settles[0].Voucher
        : string.Join(", ", line.Settles.Select(part => $"{part.Voucher} ({part.Amount.Major.ToString("N2", texts.Numbers)})"));

    public static CellLook Look(Disposition disposition) => disposition switch
    {
        Disposition.Matched or Disposition.MatchedWithRounding or Disposition.Fee or Disposition.BalanceMovement
            or Disposition.AlreadyBooked or Disposition.Manual => CellLook.Body,
        Disposition.Waiting => CellLook.Muted,
        Disposition.MatchedWithDifference or Disposition.PartiallySettled => CellLook.Warn,
        _ => CellLook.Bad,
    };
}
