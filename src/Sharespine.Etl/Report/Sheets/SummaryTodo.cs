using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

/// <summary>What needs doing: stopped payouts first, then each cause of exceptions with its amounts and its link.</summary>
internal static class SummaryTodo
{
    public static void Add(SummaryGrid grid)
    {
        var (report, texts) = (grid.Report, grid.Texts);
        grid.Section(texts.TodoSection);
        var stopped = report.Payouts.Where(SummaryStatus.IsStopped).ToList();
        if (stopped.Count == 0 && report.Exceptions.Count == 0)
        {
            grid.Add(Cell.Of(texts.NothingToDo).As(CellLook.Good), Cell.Blank(), [], Cell.Blank(), Cell.Blank(), null);
            return;
        }

        grid.Header(texts.Cause, texts.Count, [.. grid.Currencies.Select(currency => currency.Code)], texts.New, texts.Oldest, texts.WhatToDo);
        if (stopped.Count > 0)
        {
            AddStopped(grid, stopped);
        }

        var row = TableSheet.FirstRow;
        foreach (var cause in ExceptionSheet.InOrder(report.Exceptions).GroupBy(exception => exception.Cause))
        {
            AddCause(grid, cause.Key, [.. cause], row);
            row += cause.Count();
        }
    }

    private static void AddStopped(SummaryGrid grid, List<PayoutReport> stopped)
    {
        grid.Add(
            Cell.Of(grid.Texts.PayoutsToCheck).As(CellLook.Link),
            Cell.Of(stopped.Count),
            grid.PerCurrency(currency => stopped.Any(payout => payout.Currency == currency)
                ? Cell.Of(ReportFooting.Sum(stopped.Where(payout => payout.Currency == currency).Select(payout => payout.Net), currency))
                : Cell.Blank(CellFormat.Money)),
            Cell.Blank(),
            Cell.Blank(),
            grid.Texts.PayoutsToCheckAction);
        grid.LinkLast(grid.Texts.PayoutSheet);
    }

    private static void AddCause(SummaryGrid grid, Disposition cause, IReadOnlyList<ExceptionReport> exceptions, int firstRow)
    {
        var texts = grid.Texts;
        var fresh = exceptions.Count(exception => exception.IsNew);
        grid.Add(
            Cell.Of(texts.Dispositions[cause]).As(CellLook.Link),
            Cell.Of(exceptions.Count),
            grid.PerCurrency(currency => exceptions.Any(exception => exception.Amount.Currency == currency)
                ? Cell.Of(ReportFooting.Sum(exceptions.Where(exception => exception.Amount.Currency == currency).Select(exception => exception.Amount), currency))
                : Cell.Blank(CellFormat.Money)),
            fresh == 0 ? Cell.Blank(CellFormat.Integer) : Cell.Of(fresh),
            Cell.Of(exceptions.Max(exception => exception.AgeDays)),
            WhatToDo(cause, exceptions, texts));
        grid.LinkLast(texts.ExceptionSheet, firstRow);
    }

    /// <summary>One cause may ask for one thing, or two; for more, its meaning stands and the sheet of exceptions tells each.</summary>
    private static string WhatToDo(Disposition cause, IReadOnlyList<ExceptionReport> exceptions, ReportTexts texts)
    {
        var actions = exceptions.Select(exception => exception.Action).Distinct().ToList();
        return actions.Count > 2 ? texts.DispositionMeanings[cause] : string.Join(" ", actions);
    }
}
