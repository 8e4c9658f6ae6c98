using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

/// <summary>Balansspecifikation: what the receivable account's balance consists of, item by item, with the difference named.</summary>
internal static class OpenItemSheet
{
    public const int AccountColumn = 1;
    public const int OpenColumn = 8;
    public const int CurrencyColumn = 9;
    public const int FirstBucket = 11;
    public const int DispositionColumn = 15;

    public static Sheet Build(ReconciliationReport report, ReportTexts texts, string csvName)
    {
        var columns = Columns(texts);
        var tooMany = report.OpenItems.Count > ReportWorkbook.MostRows;
        var note = tooMany
            ? texts.Fill(texts.OpenItemsInCsv, report.OpenItems.Count.ToString("N0", texts.Numbers), csvName)
            : texts.Fill(texts.OpenItemNote, ReportTexts.Write(report.AsOf));
        var shown = tooMany ? [] : report.OpenItems;
        return TableSheet.Build(
            texts.OpenItemSheet, report.Name, note, columns, shown.Count, shown.Select(item => Row(item, texts)), Foot(columns, report, shown.Count, texts), texts);
    }

    private static TableColumn[] Columns(ReportTexts texts) =>
    [
        TableColumn.Text(texts.Account, 12),
        TableColumn.Date(texts.Date),
        TableColumn.Text(texts.Voucher, 16),
        TableColumn.Text(texts.Text, 44),
        TableColumn.Text(texts.Order, 24),
        TableColumn.Money(texts.Amount),
        TableColumn.Money(texts.Settled),
        TableColumn.Money(texts.Open),
        TableColumn.Text(texts.Currency),
        TableColumn.Count(texts.AgeDays),
        TableColumn.Money(texts.Age0To30),
        TableColumn.Money(texts.Age31To60),
        TableColumn.Money(texts.Age61To90),
        TableColumn.Money(texts.AgeOver90),
        TableColumn.Text(texts.Disposition),
    ];

    private static Row Row(OpenItem item, ReportTexts texts)
    {
        var buckets = Enumerable.Range(0, Ageing.BucketCount).Select(bucket => bucket == Ageing.Bucket(item.AgeDays) ? Cell.Of(item.Open) : Cell.Blank(CellFormat.Money));
        return new(
        [
            Cell.Of(item.Account),
            Cell.Of(item.Date),
            Cell.Of(item.Voucher),
            Cell.Of(item.Text),
            Cell.Of(item.OrderReference),
            Cell.Of(item.Amount),
            item.Settled.IsZero ? Cell.Blank(CellFormat.Money) : Cell.Of(item.Settled),
            Cell.Of(item.Open),
            Cell.Of(item.Open.Currency.Code),
            Cell.Of(item.AgeDays),
            .. buckets,
            Cell.Of(texts.Dispositions[item.Disposition]).As(LineSheet.Look(item.Disposition)),
        ]);
    }

    private static IEnumerable<Row> Foot(IReadOnlyList<TableColumn> columns, ReconciliationReport report, int shown, ReportTexts texts)
    {
        var row = TableSheet.FirstRow + Math.Max(1, shown) - 1;
        foreach (var group in report.OpenItems.GroupBy(item => (item.Account, item.Open.Currency)).OrderBy(group => group.Key.Account, StringComparer.Ordinal).ThenBy(group => group.Key.Currency.Code, StringComparer.Ordinal))
        {
            row++;
            yield return Total(columns, group.Key.Account, group.Key.Currency, [.. group], shown, texts);
        }

        foreach (var account in report.Accounts)
        {
            foreach (var line in Balance(account, shown, row, texts))
            {
                row++;
                yield return line;
            }
        }
    }

    private static Row Total(IReadOnlyList<TableColumn> columns, string account, Currency currency, IReadOnlyList<OpenItem> items, int shown, ReportTexts texts)
    {
        var cells = columns.Select(column => Cell.Blank(column.Format)).ToArray();
        cells[0] = Cell.Of(account);
        cells[3] = Cell.Of(texts.Fill(texts.Total, $"{account} {currency.Code}"));
        cells[CurrencyColumn - 1] = Cell.Of(currency.Code);
        Set(6, item => item.Amount);
        Set(7, item => item.Settled);
        Set(OpenColumn, item => item.Open);
        for (var i = 0; i < Ageing.BucketCount; i++)
        {
            var bucket = i;
            Set(FirstBucket + bucket, item => Ageing.Bucket(item.AgeDays) == bucket ? item.Open : Money.Zero(currency));
        }

        return new([.. cells.Select(cell => cell.As(CellLook.Total))]);

        void Set(int column, Func<OpenItem, Money> amount) =>
            cells[column - 1] = SumOrValue(column, account, currency, shown, ReportFooting.Sum(items.Select(amount), currency));
    }

    /// <summary>A formula over the items shown, or the bare sum where they are in the CSV file.</summary>
    private static Cell SumOrValue(int column, string account, Currency currency, int shown, Money sum) => shown == 0
        ? Cell.Of(sum)
        : Cell.Formula(TableSheet.SumIf(null, column, shown, (AccountColumn, account), (CurrencyColumn, currency.Code)), sum.Major);

    private static IEnumerable<Row> Balance(AccountControl account, int shown, int above, ReportTexts texts)
    {
        var open = above + 4;
        yield return Cells.Row.Empty;
        yield return new([.. Enumerable.Repeat(Cell.Blank(), 4).Concat([Cell.Blank(), Cell.Blank(), Cell.Blank(), Cell.Blank(), Cell.Blank()])
            .Select((cell, i) => (i == 0 ? Cell.Of($"{texts.BalanceSection}: {account.Account} {account.AccountName}") : cell).As(CellLook.Section))], 24);
        yield return Line(texts.LedgerClosing, account.LedgerClosing is { } stated ? Cell.Of(stated) : Cell.Of(texts.Missing, CellFormat.Money).As(CellLook.Muted), account);
        yield return Line(texts.OpenItemsTotal, SumOrValue(OpenColumn, account.Account, account.Closing.Currency, shown, account.OpenItems), account);
        yield return Line(texts.ToBeBooked, Cell.Of(account.ToBeBooked), account);
        yield return Line(texts.Unexplained, account.Unexplained.IsZero ? Cell.Of(account.Unexplained).As(CellLook.Good) : Cell.Of(account.Unexplained).As(CellLook.Bad), account);
        var total = Line(texts.Closing, Cell.Formula(FormattableString.Invariant($"SUM(H{open}:H{open + 2})"), account.Closing.Major), account);
        yield return new([.. total.Cells.Select(cell => cell.As(CellLook.Total))]);
    }

    private static Row Line(string label, Cell amount, AccountControl account) => Cells.Row.Of(
        Cell.Of(account.Account),
        Cell.Blank(),
        Cell.Blank(),
        Cell.Of(label),
        Cell.Blank(),
        Cell.Blank(),
        Cell.Blank(),
        amount,
        Cell.Of(account.Closing.Currency.Code));
}
