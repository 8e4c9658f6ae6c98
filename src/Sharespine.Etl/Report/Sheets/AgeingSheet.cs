using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

/// <summary>How old the open items are, by account and outcome, summed by formula over the sheet of open items.</summary>
internal static class AgeingSheet
{
    private const int CurrencyColumn = 2;
    private const int CountColumn = 4;
    private const int TotalColumn = CountColumn + Ageing.BucketCount + 1;

    public static Sheet Build(ReconciliationReport report, ReportTexts texts)
    {
        TableColumn[] columns =
        [
            TableColumn.Text(texts.Account, 16),
            TableColumn.Text(texts.Currency),
            TableColumn.Text(texts.Disposition),
            TableColumn.Count(texts.Count),
            .. Ageing.Headings(texts).Select(TableColumn.Money),
            TableColumn.Money(texts.Open),
        ];
        var rows = Ageing.Of(report.OpenItems);
        var sums = new Dictionary<int, Func<AgeingRow, decimal>> { [CountColumn] = row => row.Count, [TotalColumn] = row => row.Total.Major };
        for (var i = 0; i < Ageing.BucketCount; i++)
        {
            var bucket = i;
            sums[CountColumn + 1 + bucket] = row => row.Amounts[bucket].Major;
        }

        return TableSheet.Build(
            texts.AgeingSheet,
            report.Name,
            texts.Fill(texts.AgeingNote, ReportTexts.Write(report.AsOf)),
            columns,
            rows.Count,
            rows.Select((row, i) => Row(report, row, TableSheet.FirstRow + i, texts)),
            TableSheet.Totals(columns, rows, CurrencyColumn, row => row.Currency, sums, texts),
            texts);
    }

    private static Row Row(ReconciliationReport report, AgeingRow row, int number, ReportTexts texts) => new(
    [
        Cell.Of(row.Account),
        Cell.Of(row.Currency.Code),
        Cell.Of(texts.Dispositions[row.Disposition]).As(LineSheet.Look(row.Disposition)),
        Cell.Of(row.Count),
        .. row.Amounts.Select((amount, bucket) => Amount(report, row, bucket, amount.Major, texts)),
        Cell.Formula(FormattableString.Invariant($"SUM(E{number}:H{number})"), row.Total.Major),
    ]);

    /// <summary>The items stand in their sheet, or are too many for it and in the CSV file.</summary>
    private static Cell Amount(ReconciliationReport report, AgeingRow row, int bucket, decimal amount, ReportTexts texts) => report.OpenItems.Count > ReportWorkbook.MostRows
        ? Cell.Of(row.Amounts[bucket])
        : Cell.Formula(
            TableSheet.SumIf(
                texts.OpenItemSheet,
                OpenItemSheet.FirstBucket + bucket,
                report.OpenItems.Count,
                (OpenItemSheet.AccountColumn, row.Account),
                (OpenItemSheet.CurrencyColumn, row.Currency.Code),
                (OpenItemSheet.DispositionColumn, texts.Dispositions[row.Disposition])),
            amount);
}
