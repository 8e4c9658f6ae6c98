using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Cells;

namespace Sharespine.Etl.Report.Sheets;

/// <summary>Who decided what, when and why.</summary>
internal static class ResolutionSheet
{
    public static Sheet Build(ReconciliationReport report, ReportTexts texts)
    {
        TableColumn[] columns =
        [
            TableColumn.Text(texts.Decided, 16),
            TableColumn.Text(texts.Subject, 30),
            TableColumn.Money(texts.Amount),
            TableColumn.Text(texts.Currency),
            TableColumn.Folded(texts.Target, 30),
            TableColumn.Wrapped(texts.ReasonHeading, 44),
            TableColumn.Text(texts.DecidedBy, 24),
            TableColumn.Text(texts.DecidedAt, 18),
            TableColumn.Text(texts.Undone),
            TableColumn.Code(texts.IdHeading, 14),
        ];
        return TableSheet.Build(
            texts.ResolutionSheet, report.Name, texts.ResolutionNote, columns, report.Resolutions.Count, report.Resolutions.Select(decision => Row(columns, decision, texts)), [], texts);
    }

    private static Row Row(TableColumn[] columns, ResolutionReport decision, ReportTexts texts) => TableSheet.Tall(
        columns,
        [
            Cell.Of(texts.ResolutionKind(decision.Kind)),
            Cell.Of(decision.Subject),
            Cell.Of(decision.Amount),
            Cell.Of(decision.Amount.Currency.Code),
            Cell.Of(decision.Target, CellFormat.Wrapped),
            Cell.Of(decision.Reason, CellFormat.Wrapped),
            Cell.Of(decision.DecidedBy),
            Cell.Of(SummarySheet.SwedishTime(decision.DecidedAt)),
            decision.IsUndone ? Cell.Of(texts.Undone).As(CellLook.Warn) : Cell.Blank(),
            Cell.Of(decision.ExceptionId, CellFormat.Code),
        ]);
}
