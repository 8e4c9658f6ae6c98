using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

/// <summary>The first sheet: how things stand, what to do, and the figures that prove it.</summary>
internal static class SummarySheet
{
    public static Sheet Build(ReconciliationReport report, ReportTexts texts)
    {
        var grid = new SummaryGrid(report, texts);
        AddHead(grid);
        SummaryStatus.Add(grid);
        SummaryTodo.Add(grid);
        grid.BreakPage();
        SummaryWaterfall.Add(grid);
        AddOutcomes(grid);
        grid.BreakPage();
        SummaryControl.Add(grid);
        AddFiles(grid);
        return grid.Build();
    }

    public static string MadeAt(ReconciliationReport report) => SwedishTime(report.MadeAt);

    public static string SwedishTime(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm")).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static void AddHead(SummaryGrid grid)
    {
        var (report, texts) = (grid.Report, grid.Texts);
        grid.Line(texts.Fill(texts.ReportTitle, report.Name), CellFormat.Text, CellLook.Title, 26);
        grid.Line($"{report.Company} · {report.Provider} · {texts.Fill(texts.AsOf, ReportTexts.Write(report.AsOf))}", CellFormat.Text, CellLook.Lead, 16);
        grid.Line(texts.Fill(texts.Made, MadeAt(report), report.RunId), CellFormat.Text, CellLook.Subtitle, 16);
        if (report.IsDryRun)
        {
            grid.Line(texts.DryRun, CellFormat.Text, CellLook.Warn, 18);
        }
    }

    private static void AddOutcomes(SummaryGrid grid)
    {
        var (report, texts) = (grid.Report, grid.Texts);
        var outcomes = LineTotals.Of(report).Outcomes.GroupBy(total => total.Disposition).ToList();
        grid.Section(texts.OutcomeSection);
        grid.Header(texts.Disposition, texts.LineCount, [.. grid.Currencies.Select(currency => currency.Code)], "", "", texts.Meaning);
        var first = grid.NextRow;
        foreach (var outcome in outcomes)
        {
            var sums = outcome.ToDictionary(total => total.Amount.Currency, total => total.Amount + total.Vat);
            grid.Add(
                Cell.Of(texts.Dispositions[outcome.Key]).As(LineSheet.Look(outcome.Key)),
                Cell.Of(outcome.Sum(total => total.Count)),
                grid.PerCurrency(currency => sums.TryGetValue(currency, out var sum) ? Cell.Of(sum) : Cell.Blank(CellFormat.Money)),
                Cell.Blank(),
                Cell.Blank(),
                texts.DispositionMeanings[outcome.Key]);
        }

        if (outcomes.Count == 0)
        {
            grid.Add(texts.Nothing, []);
            return;
        }

        var last = grid.NextRow - 1;
        var column = -1;
        grid.Add(
            Cell.Of(texts.Net),
            Cell.Formula(FormattableString.Invariant($"SUM(B{first}:B{last})"), report.Lines.Count, CellFormat.Integer),
            grid.PerCurrency(currency =>
            {
                column++;
                var totals = outcomes.SelectMany(outcome => outcome).Where(total => total.Amount.Currency == currency).ToList();
                if (totals.Count == 0)
                {
                    return Cell.Blank(CellFormat.Money);
                }

                var sum = totals.Sum(total => (total.Amount + total.Vat).Major);
                return Cell.Formula(FormattableString.Invariant($"SUM({SummaryGrid.AmountColumn(column)}{first}:{SummaryGrid.AmountColumn(column)}{last})"), sum);
            }),
            Cell.Blank(),
            Cell.Blank(),
            null,
            CellLook.Total);
    }

    private static void AddFiles(SummaryGrid grid)
    {
        var texts = grid.Texts;
        grid.Section(texts.FileSection);
        grid.Header(texts.File, texts.Rows, [texts.FileRole], "", "", texts.Sha256, CellFormat.Text);
        foreach (var file in grid.Report.Files)
        {
            grid.Add(Cell.Of(file.Name), Cell.Of(file.Rows), [Cell.Of(texts.RoleOf(file))], Cell.Blank(), Cell.Blank(), file.Sha256);
        }
    }
}
