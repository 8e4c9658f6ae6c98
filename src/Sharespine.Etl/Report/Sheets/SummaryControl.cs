using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

/// <summary>Control (b), a column per account: the movements that lead to the closing balance, and what the balance consists of.</summary>
internal static class SummaryControl
{
    public static void Add(SummaryGrid grid)
    {
        var (report, texts) = (grid.Report, grid.Texts);
        grid.Section(texts.ControlSection);
        if (report.Accounts.Count == 0)
        {
            grid.Add(texts.Nothing, []);
            return;
        }

        grid.Header(texts.Step, "", [.. report.Accounts.Select(account => $"{account.Account} {account.AccountName} {account.Closing.Currency}")], "", "", texts.Comment);
        var first = grid.NextRow;
        Step(grid, texts.Opening, account => account.Opening is { } opening ? Cell.Of(opening) : Cell.Of(texts.Missing, CellFormat.Money).As(CellLook.Warn));
        Step(grid, texts.ControlSales, account => Cell.Of(account.Sales));
        Step(grid, texts.Credits, account => Cell.Of(-account.Credits));
        Step(grid, texts.SettledByUs, account => Cell.Of(-account.SettledByUs));
        Step(grid, texts.SettledByOthers, account => Cell.Of(-account.SettledByOthers));
        Step(grid, texts.OtherMovements, account => Cell.Of(account.Other));
        var closing = AddClosing(grid, first);
        Step(grid, texts.LedgerClosing, account => account.LedgerClosing is { } stated
            ? stated == account.Closing ? Cell.Of(stated) : Cell.Of(stated).As(CellLook.Bad)
            : Cell.Of(texts.Missing, CellFormat.Money).As(CellLook.Muted));
        Step(grid, texts.OpenItemsTotal, account => OpenItems(grid, account));
        Step(grid, texts.ToBeBooked, account => Cell.Of(account.ToBeBooked));
        AddUnexplained(grid, closing);
    }

    private static void Step(SummaryGrid grid, string label, Func<AccountControl, Cell> amount) =>
        grid.Add(label, [.. grid.Report.Accounts.Select(amount)]);

    /// <summary>Without an opening balance the sum proves nothing, so the balance stands as it was given.</summary>
    private static int AddClosing(SummaryGrid grid, int first)
    {
        var last = grid.NextRow - 1;
        var cells = grid.Report.Accounts.Select((account, i) =>
        {
            var column = SummaryGrid.AmountColumn(i);
            return account.Opening is null
                ? Cell.Of(account.Closing)
                : Cell.Formula(FormattableString.Invariant($"SUM({column}{first}:{column}{last})"), account.Closing.Major);
        });
        return grid.Add(grid.Texts.Closing, [.. cells], null, CellLook.Total);
    }

    private static Cell OpenItems(SummaryGrid grid, AccountControl account)
    {
        var count = grid.Report.OpenItems.Count;
        return count == 0 || count > ReportWorkbook.MostRows
            ? Cell.Of(account.OpenItems)
            : Cell.Formula(
                TableSheet.SumIf(
                    grid.Texts.OpenItemSheet,
                    OpenItemSheet.OpenColumn,
                    count,
                    (OpenItemSheet.AccountColumn, account.Account),
                    (OpenItemSheet.CurrencyColumn, account.Closing.Currency.Code)),
                account.OpenItems.Major);
    }

    private static void AddUnexplained(SummaryGrid grid, int closing)
    {
        var cells = grid.Report.Accounts.Select((account, i) =>
        {
            var column = SummaryGrid.AmountColumn(i);
            var formula = FormattableString.Invariant($"{column}{closing}-{column}{closing + 2}-{column}{closing + 3}");
            return Cell.Formula(formula, account.Unexplained.Major).As(account.Unexplained.IsZero ? CellLook.Good : CellLook.Bad);
        });
        var sentences = grid.Report.Accounts.Select(account => $"{account.Account}: {SummaryStatus.OfAccount(account, grid.Texts).Sentence}");
        grid.Add(grid.Texts.Unexplained, [.. cells], string.Join('\n', sentences));
    }
}
