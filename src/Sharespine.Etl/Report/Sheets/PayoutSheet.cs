using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

/// <summary>A waterfall per row: from gross sales to the bank line, with the payout's status before it.</summary>
internal static class PayoutSheet
{
    public const int CurrencyColumn = 3;
    public const int SalesColumn = 5;
    public const int BankColumn = 15;
    public const int BankDifferenceColumn = 16;

    public static Sheet Build(ReconciliationReport report, ReportTexts texts)
    {
        var columns = Columns(texts);
        var sums = new Dictionary<int, Func<PayoutReport, decimal>>
        {
            [5] = payout => payout.Sales.Major,
            [6] = payout => payout.Returns.Major,
            [7] = payout => payout.Fees.Major,
            [8] = payout => payout.FeeVat.Major,
            [9] = payout => payout.Holdbacks.Major,
            [10] = payout => payout.Other.Major,
            [11] = payout => payout.Net.Major,
            [12] = payout => payout.ProviderTotal?.Major ?? 0,
            [13] = payout => payout.Difference.Major,
            [14] = payout => payout.Remainder.Major,
            [BankColumn] = payout => Waterfall.InBank(payout)?.Major ?? 0,
            [BankDifferenceColumn] = payout => BankDifference(payout)?.Major ?? 0,
            [19] = payout => payout.LineCount,
            [20] = payout => payout.ExceptionCount,
        };
        var sheet = TableSheet.Build(
            texts.PayoutSheet,
            report.Name,
            texts.PayoutNote,
            columns,
            report.Payouts.Count,
            report.Payouts.Select((payout, i) => Row(columns, payout, TableSheet.FirstRow + i, texts)),
            TableSheet.Totals(columns, report.Payouts, CurrencyColumn, payout => payout.Currency, sums, texts),
            texts);
        return sheet with { Links = [.. Links(report, texts)] };
    }

    public static CellLook Look(PayoutStatus status) => status switch
    {
        PayoutStatus.Reconciled or PayoutStatus.AlreadyBooked => CellLook.Good,
        PayoutStatus.ReconciledWithExceptions => CellLook.Warn,
        _ => CellLook.Bad,
    };

    public static CellLook Look(BankStatus status) => status switch
    {
        BankStatus.Paid or BankStatus.NothingToPay => CellLook.Good,
        BankStatus.Waiting => CellLook.Muted,
        _ => CellLook.Bad,
    };

    /// <summary>Null without a bank line, or when the bank has it in another currency.</summary>
    public static Model.Money? BankDifference(PayoutReport payout) => Waterfall.InBank(payout) is null ? null : payout.Bank!.Difference;

    /// <summary>"A 123, 2026-11-03, 25 432,10 SEK": a line in another currency has no column of its own.</summary>
    public static string? BankLine(PayoutReport payout, ReportTexts texts) => payout.Bank is not { } bank ? null
        : string.Join(", ", new[]
        {
            bank.Label,
            bank.Date is { } date ? ReportTexts.Write(date) : null,
            bank.Amount is { } amount && amount.Currency != payout.Currency ? texts.Write(amount) : null,
        }.OfType<string>());

    private static TableColumn[] Columns(ReportTexts texts) =>
    [
        TableColumn.Folded(texts.Payout, 24),
        TableColumn.Date(texts.Date),
        TableColumn.Text(texts.Currency),
        TableColumn.Folded(texts.Status, 16),
        TableColumn.Money(texts.GrossSales),
        TableColumn.Money(texts.Returns),
        TableColumn.Money(texts.Fees),
        TableColumn.Money(texts.FeeVat),
        TableColumn.Money(texts.Holdbacks),
        TableColumn.Money(texts.Other),
        TableColumn.Money(texts.Net),
        TableColumn.Money(texts.ProviderTotal),
        TableColumn.Money(texts.Difference),
        TableColumn.Money(texts.Remainder),
        TableColumn.Money(texts.BankAmount),
        TableColumn.Money(texts.BankDifference),
        TableColumn.Folded(texts.BankStatus, 14),
        TableColumn.Folded(texts.BankReference, 18),
        TableColumn.Count(texts.LineCount),
        TableColumn.Count(texts.ExceptionCount),
        TableColumn.Folded(texts.Voucher, 20),
        TableColumn.Folded(texts.File, 20),
    ];

    private static Row Row(IReadOnlyList<TableColumn> columns, PayoutReport payout, int row, ReportTexts texts) => TableSheet.Tall(
        columns,
        [
        Cell.Of(payout.Reference, CellFormat.Wrapped).As(CellLook.Link),
        Cell.Of(payout.Date),
        Cell.Of(payout.Currency.Code),
        Cell.Of(texts.PayoutStatuses[payout.Status], CellFormat.Wrapped).As(Look(payout.Status)),
        Cell.Of(payout.Sales),
        Cell.Of(payout.Returns),
        Cell.Of(payout.Fees),
        Cell.Of(payout.FeeVat),
        Cell.Of(payout.Holdbacks),
        Cell.Of(payout.Other),
        Cell.Formula(FormattableString.Invariant($"SUM(E{row}:J{row})"), payout.Net.Major),
        Cell.Of(payout.ProviderTotal),
        Difference(payout, row),
        NonZero(payout.Remainder, CellLook.Warn),
        Cell.Of(Waterfall.InBank(payout)),
        BankDifference(payout) is { } difference ? NonZero(difference, CellLook.Bad) : Cell.Blank(CellFormat.Money),
        payout.Bank is { } bank ? Cell.Of(texts.BankStatuses[bank.Status], CellFormat.Wrapped).As(Look(bank.Status)) : Cell.Blank(),
        Cell.Of(BankLine(payout, texts), CellFormat.Wrapped),
        Cell.Of(payout.LineCount),
        payout.ExceptionCount > 0 ? Cell.Of(payout.ExceptionCount).As(CellLook.Link) : Cell.Of(payout.ExceptionCount),
        payout.VoucherReference is null ? Cell.Blank() : Cell.Of(payout.VoucherReference, CellFormat.Wrapped).As(CellLook.Link),
        Cell.Of(payout.FileName, CellFormat.Wrapped),
        ]);

    /// <summary>To the payout's first line, first exception and voucher.</summary>
    private static IEnumerable<Link> Links(ReconciliationReport report, ReportTexts texts)
    {
        var lines = report.Lines.Count > ReportWorkbook.MostRows ? null : LineTotals.Of(report).Places;
        var exceptions = FirstRows(ExceptionSheet.InOrder(report.Exceptions).Select(exception => exception.PayoutReference));
        var vouchers = FirstRows(report.Vouchers.SelectMany(voucher => Enumerable.Repeat(voucher.Reference, voucher.Rows.Count)));
        foreach (var (payout, row) in report.Payouts.Select((payout, i) => (payout, TableSheet.FirstRow + i)))
        {
            yield return new(row, 1, texts.LineSheet, lines is not null && lines.TryGetValue(payout.Reference, out var place) ? TableSheet.FirstRow + place : 1);
            if (payout.ExceptionCount > 0)
            {
                yield return new(row, 20, texts.ExceptionSheet, exceptions.GetValueOrDefault(payout.Reference, 1));
            }

            if (payout.VoucherReference is { } voucher)
            {
                yield return new(row, 21, texts.VoucherSheet, vouchers.GetValueOrDefault(voucher, 1));
            }
        }
    }

    /// <summary>In which row of a table each key stands first.</summary>
    public static Dictionary<string, int> FirstRows(IEnumerable<string?> keys)
    {
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        var row = TableSheet.FirstRow;
        foreach (var key in keys)
        {
            rows.TryAdd(key ?? "", row++);
        }

        return rows;
    }

    private static Cell Difference(PayoutReport payout, int row)
    {
        var cell = payout.ProviderTotal is null
            ? Cell.Of(payout.Difference)
            : Cell.Formula(FormattableString.Invariant($"L{row}-K{row}"), payout.Difference.Major);
        return payout.Difference.IsZero ? cell : cell.As(CellLook.Bad);
    }

    private static Cell NonZero(Model.Money amount, CellLook look) => amount.IsZero ? Cell.Of(amount) : Cell.Of(amount).As(look);
}
