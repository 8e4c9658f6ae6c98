using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

/// <summary>From gross sales down to what the provider says it paid, a column per currency, drawn from the payout sheet by formula.</summary>
internal static class SummaryWaterfall
{
    public static void Add(SummaryGrid grid)
    {
        var (report, texts) = (grid.Report, grid.Texts);
        grid.Section(texts.WaterfallSection);
        if (report.Payouts.Count == 0)
        {
            grid.Add(texts.Nothing, []);
            return;
        }

        grid.Header(texts.Step, "", [.. grid.Currencies.Select(currency => currency.Code)], "", "", texts.Comment);
        var first = grid.NextRow;
        Step(grid, texts.GrossSales, 0, payout => payout.Sales);
        Step(grid, texts.Returns, 1, payout => payout.Returns);
        Step(grid, texts.Fees, 2, payout => payout.Fees);
        Step(grid, texts.FeeVat, 3, payout => payout.FeeVat);
        Step(grid, texts.Holdbacks, 4, payout => payout.Holdbacks);
        Step(grid, texts.Other, 5, payout => payout.Other, texts.OtherNote);
        AddNet(grid, first);
        var unstated = report.Payouts.Count(payout => payout.ProviderTotal is null);
        Step(grid, texts.ProviderTotal, 7, payout => payout.ProviderTotal ?? Money.Zero(payout.Currency), unstated == 0 ? null : texts.Fill(texts.NoProviderTotal, unstated));
        Step(grid, texts.Difference, 8, payout => payout.Difference, texts.DifferenceNote, mustBeZero: true);
        Step(grid, texts.Remainder, 9, payout => payout.Remainder, texts.RemainderNote, mustBeZero: true);
        AddBank(grid);
    }

    /// <summary>The waterfall ends in the bank, where its lines are read.</summary>
    private static void AddBank(SummaryGrid grid)
    {
        var (report, texts) = (grid.Report, grid.Texts);
        if (report.Payouts.All(payout => payout.Bank is null))
        {
            return;
        }

        var without = report.Payouts.Count(payout => payout.Bank is null or { Amount: null, Status: not BankStatus.NothingToPay });
        Step(grid, texts.BankAmount, 10, payout => Waterfall.InBank(payout) ?? Money.Zero(payout.Currency), texts.Fill(texts.BankAmountNote, without));
        Step(grid, texts.BankDifference, 11, payout => PayoutSheet.BankDifference(payout) ?? Money.Zero(payout.Currency), mustBeZero: true);
    }

    private static void AddNet(SummaryGrid grid, int first)
    {
        var last = grid.NextRow - 1;
        var cells = grid.Currencies.Select((currency, i) =>
        {
            var column = SummaryGrid.AmountColumn(i);
            return !IsPaidOut(grid, currency) ? Cell.Blank(CellFormat.Money) : Cell.Formula(FormattableString.Invariant($"SUM({column}{first}:{column}{last})"), Sum(grid.Report, currency, payout => payout.Net));
        });
        grid.Add(grid.Texts.Net, [.. cells], grid.Texts.NetNote, CellLook.Total);
    }

    private static void Step(SummaryGrid grid, string label, int offset, Func<PayoutReport, Money> amount, string? comment = null, bool mustBeZero = false) =>
        grid.Add(
            label,
            grid.PerCurrency(currency =>
            {
                if (!IsPaidOut(grid, currency))
                {
                    return Cell.Blank(CellFormat.Money);
                }

                var sum = Sum(grid.Report, currency, amount);
                var formula = TableSheet.SumIf(
                    grid.Texts.PayoutSheet, PayoutSheet.SalesColumn + offset, grid.Report.Payouts.Count, (PayoutSheet.CurrencyColumn, currency.Code));
                var cell = Cell.Formula(formula, sum);
                return !mustBeZero ? cell : cell.As(sum == 0 ? CellLook.Good : CellLook.Bad);
            }),
            comment);

    /// <summary>A currency that only exceptions have says nothing here, not zero.</summary>
    private static bool IsPaidOut(SummaryGrid grid, Currency currency) => grid.Report.Payouts.Any(payout => payout.Currency == currency);

    private static decimal Sum(ReconciliationReport report, Currency currency, Func<PayoutReport, Money> amount) =>
        report.Payouts.Where(payout => payout.Currency == currency).Sum(payout => amount(payout).Major);
}
