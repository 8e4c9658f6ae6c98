using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

internal static class ExceptionSheet
{
    private const int AmountColumn = 3;
    private const int CurrencyColumn = 4;
    private const int PayoutColumn = 6;
    private const int DecisionColumn = 13;

    public static Sheet Build(ReconciliationReport report, ReportTexts texts)
    {
        var columns = Columns(texts);
        var exceptions = InOrder(report.Exceptions);
        var sheet = TableSheet.Build(
            texts.ExceptionSheet,
            report.Name,
            texts.ExceptionNote,
            columns,
            exceptions.Count,
            exceptions.Select((exception, i) => Row(columns, exception, i == 0 || exceptions[i - 1].Cause != exception.Cause, texts)),
            TableSheet.Totals(
                columns,
                exceptions,
                CurrencyColumn,
                exception => exception.Amount.Currency,
                new Dictionary<int, Func<ExceptionReport, decimal>> { [AmountColumn] = exception => exception.Amount.Major },
                texts),
            texts);
        return exceptions.Count == 0 ? sheet : sheet with { Choices = [Choice(exceptions.Count, texts)], Links = [.. Links(report, exceptions, texts)] };
    }

    /// <summary>From the payout's reference to its row among the payouts.</summary>
    private static IEnumerable<Link> Links(ReconciliationReport report, IReadOnlyList<ExceptionReport> exceptions, ReportTexts texts)
    {
        var payouts = PayoutSheet.FirstRows(report.Payouts.Select(payout => payout.Reference));
        return exceptions.Select((exception, i) => (exception.PayoutReference, Row: TableSheet.FirstRow + i))
            .Where(item => item.PayoutReference is { } reference && payouts.ContainsKey(reference))
            .Select(item => new Link(item.Row, PayoutColumn, texts.PayoutSheet, payouts[item.PayoutReference!]));
    }

    /// <summary>By cause, then by how much is at stake; currencies apart, since their amounts do not compare.</summary>
    public static IReadOnlyList<ExceptionReport> InOrder(IReadOnlyList<ExceptionReport> exceptions) =>
    [
        .. exceptions.OrderBy(exception => exception.Cause)
            .ThenBy(exception => exception.Amount.Currency.Code, StringComparer.Ordinal)
            .ThenByDescending(exception => exception.Amount.Abs().Minor)
            .ThenBy(exception => exception.Id, StringComparer.Ordinal),
    ];

    private static TableColumn[] Columns(ReportTexts texts) =>
    [
        TableColumn.Folded(texts.Cause, 20),
        TableColumn.Text(texts.IsNew),
        TableColumn.Money(texts.Amount),
        TableColumn.Text(texts.Currency),
        TableColumn.Folded(texts.Order, 12),
        TableColumn.Folded(texts.Payout, 24),
        TableColumn.Folded(texts.Voucher, 12),
        TableColumn.Date(texts.Date),
        TableColumn.Count(texts.AgeDays),
        TableColumn.Wrapped(texts.Explanation, 30),
        TableColumn.Wrapped(texts.Evidence, 24),
        TableColumn.Wrapped(texts.Action, 30),
        new(texts.DecisionHeading, CellFormat.Wrapped, Column.Fixed(15)),
        TableColumn.Wrapped(texts.TargetHeading, 12),
        TableColumn.Wrapped(texts.ReasonHeading, 22),
        TableColumn.Code(texts.IdHeading, 14),
        TableColumn.Code(texts.StateHeading, 15),
    ];

    private static Row Row(IReadOnlyList<TableColumn> columns, ExceptionReport exception, bool firstOfCause, ReportTexts texts)
    {
        Cell[] cells =
        [
            firstOfCause ? Cell.Of(texts.Dispositions[exception.Cause], CellFormat.Wrapped).As(CellLook.Strong) : Cell.Of(texts.Dispositions[exception.Cause], CellFormat.Wrapped).As(CellLook.Muted),
            exception.IsNew ? Cell.Of(texts.IsNew).As(CellLook.Warn) : Cell.Blank(),
            Cell.Of(exception.Amount),
            Cell.Of(exception.Amount.Currency.Code),
            Cell.Of(exception.OrderReference, CellFormat.Wrapped),
            Cell.Of(exception.PayoutReference, CellFormat.Wrapped),
            Cell.Of(exception.Voucher, CellFormat.Wrapped),
            Cell.Of(exception.Date),
            Cell.Of(exception.AgeDays),
            Cell.Of(exception.Explanation, CellFormat.Wrapped),
            Cell.Of(exception.Evidence, CellFormat.Wrapped),
            Cell.Of(exception.Action, CellFormat.Wrapped),
            Cell.Blank(CellFormat.Wrapped).As(CellLook.Input),
            Cell.Blank(CellFormat.Wrapped).As(CellLook.Input),
            Cell.Blank(CellFormat.Wrapped).As(CellLook.Input),
            Cell.Of(exception.Id, CellFormat.Code),
            Cell.Of(exception.State, CellFormat.Code),
        ];
        return TableSheet.Tall(columns, [.. cells.Select(cell => cell.Style.Look == CellLook.Input ? cell : cell.Ruled(firstOfCause))]);
    }

    private static Choice Choice(int count, ReportTexts texts) => new(
        TableSheet.FirstRow,
        TableSheet.FirstRow + count - 1,
        DecisionColumn,
        [.. Enum.GetValues<Decision>().Select(decision => texts.Decisions[decision])],
        texts.DecisionTitle,
        texts.DecisionMessage);
}
