using ClosedXML.Excel;

namespace Sharespine.Etl.Report.Cells;

/// <summary>
/// The workbook without its cells, made by ClosedXML. One row of the first sheet shows every style once, in order; that is
/// where <see cref="WorkbookPackage"/> learns the style numbers before it puts the real rows in their place.
/// </summary>
internal static class WorkbookLayout
{
    /// <summary>Far below the rows that hold merged cells, which would share one style.</summary>
    public const int PaletteRow = 1_000;

    public static void Save(
        Stream target, IReadOnlyList<Sheet> sheets, IReadOnlyList<SheetMeasure> measures, IReadOnlyList<CellStyle> styles, WorkbookFacts facts)
    {
        using var workbook = new XLWorkbook();
        workbook.Style.Font.FontName = StylePalette.FontName;
        workbook.Style.Font.FontSize = StylePalette.FontSize;
        workbook.Properties.Title = facts.Title;
        workbook.Properties.Company = facts.Company;
        for (var i = 0; i < sheets.Count; i++)
        {
            LayOut(workbook.AddWorksheet(sheets[i].Name), sheets[i], measures[i], facts);
        }

        for (var i = 0; i < styles.Count; i++)
        {
            StylePalette.Apply(workbook.Worksheet(1).Cell(PaletteRow, i + 1).Style, styles[i]);
        }

        workbook.SaveAs(target, new SaveOptions { EvaluateFormulasBeforeSaving = false, GenerateCalculationChain = false, ValidatePackage = false });
    }

    private static void LayOut(IXLWorksheet worksheet, Sheet sheet, SheetMeasure measure, WorkbookFacts facts)
    {
        worksheet.ShowGridLines = false;
        if (sheet.HeaderRow > 0)
        {
            worksheet.SheetView.FreezeRows(sheet.HeaderRow);
            worksheet.PageSetup.SetRowsToRepeatAtTop(sheet.HeaderRow, sheet.HeaderRow);
        }

        if (sheet.LastTableRow > sheet.HeaderRow && sheet.HeaderRow > 0)
        {
            worksheet.Range(sheet.HeaderRow, 1, sheet.LastTableRow, measure.ColumnCount).SetAutoFilter();
        }

        foreach (var merge in sheet.Merges)
        {
            worksheet.Range(merge.Row, merge.FirstColumn, merge.Row, merge.LastColumn).Merge();
        }

        foreach (var link in sheet.Links)
        {
            worksheet.Cell(link.Row, link.Column).Hyperlink = new XLHyperlink(FormattableString.Invariant($"'{link.TargetSheet}'!A{link.TargetRow}"));
        }

        foreach (var choice in sheet.Choices)
        {
            Offer(worksheet, choice);
        }

        foreach (var row in sheet.PageBreaks)
        {
            worksheet.PageSetup.AddHorizontalPageBreak(row);
        }

        SetUpPages(worksheet.PageSetup, facts);
    }

    private static void Offer(IXLWorksheet worksheet, Choice choice)
    {
        var validation = worksheet.Range(choice.FirstRow, choice.Column, choice.LastRow, choice.Column).SetDataValidation();
        validation.List($"\"{string.Join(',', choice.Words)}\"", true);
        validation.IgnoreBlanks = true;
        validation.ErrorTitle = choice.Title;
        validation.ErrorMessage = choice.Message;
    }

    private static void SetUpPages(IXLPageSetup pages, WorkbookFacts facts)
    {
        pages.PaperSize = XLPaperSize.A4Paper;
        pages.PageOrientation = XLPageOrientation.Landscape;
        pages.PagesWide = 1;
        pages.PagesTall = 0;
        pages.Margins.SetLeft(0.4).SetRight(0.4).SetTop(0.7).SetBottom(0.6).SetHeader(0.3).SetFooter(0.3);
        pages.Header.Left.AddText(Literal(facts.Company));
        pages.Header.Right.AddText(Literal(facts.Title));
        pages.Footer.Left.AddText(Literal(facts.Footer));
        pages.Footer.Right.AddText($"{facts.PageWord} ");
        pages.Footer.Right.AddText(XLHFPredefinedText.PageNumber);
        pages.Footer.Right.AddText(" / ");
        pages.Footer.Right.AddText(XLHFPredefinedText.NumberOfPages);
    }

    /// <summary>"&amp;" begins a code in headers and footers; a doubled one stands for itself. 255 characters are all a header holds.</summary>
    private static string Literal(string text)
    {
        var shown = text.Length <= 80 ? text : text[..80] + "…";
        return shown.Replace("&", "&&", StringComparison.Ordinal);
    }
}
