using ClosedXML.Excel;

namespace Sharespine.Etl.Report.Cells;

/// <summary>What each <see cref="CellStyle"/> looks like: quiet colours, one accent, and colour never the only sign of a status.</summary>
internal static class StylePalette
{
    public const string FontName = "Arial";
    public const int FontSize = 9;

    private static readonly XLColor Ink = XLColor.FromHtml("#1F2933");
    private static readonly XLColor Accent = XLColor.FromHtml("#1F4E79");
    private static readonly XLColor Grey = XLColor.FromHtml("#6B7780");
    private static readonly XLColor Rule = XLColor.FromHtml("#B8C2CC");
    private static readonly XLColor HeaderFill = XLColor.FromHtml("#E4EAF1");
    private static readonly XLColor TotalFill = XLColor.FromHtml("#F3F5F8");
    private static readonly XLColor InputFill = XLColor.FromHtml("#FFFBE6");

    public static void Apply(IXLStyle target, CellStyle style)
    {
        target.Font.FontName = FontName;
        target.Font.FontSize = FontSize;
        target.Font.FontColor = Ink;
        target.Alignment.Vertical = XLAlignmentVerticalValues.Center;
        ApplyFormat(target, style);
        ApplyLook(target, style.Look);
        if (style.Ruled)
        {
            TopRule(target, XLBorderStyleValues.Thin, Rule);
        }

        if (style.Quoted)
        {
            target.IncludeQuotePrefix = true;
        }
    }

    private static void ApplyFormat(IXLStyle target, CellStyle style)
    {
        switch (style.Format)
        {
            case CellFormat.Money:
                target.NumberFormat.Format = "#,##0.00";
                break;
            case CellFormat.Integer:
                target.NumberFormat.Format = "#,##0";
                break;
            case CellFormat.Percent:
                target.NumberFormat.Format = "0.##%";
                break;
            case CellFormat.Date:
                target.NumberFormat.Format = "yyyy-mm-dd";
                break;
            case CellFormat.Wrapped:
                target.Alignment.WrapText = true;
                break;
            case CellFormat.Code:
                target.Font.FontSize = FontSize - 1;
                target.Font.FontColor = Grey;
                break;
            default:
                break;
        }

        if (style.Format is CellFormat.Money or CellFormat.Integer or CellFormat.Percent)
        {
            target.Alignment.Horizontal = XLAlignmentHorizontalValues.Right;
        }
        else if (style.Look is not (CellLook.Title or CellLook.Lead or CellLook.Subtitle or CellLook.Section))
        {
            // Keeps text off the number in the column before it.
            target.Alignment.Horizontal = XLAlignmentHorizontalValues.Left;
            target.Alignment.Indent = 1;
        }
    }

    private static void ApplyLook(IXLStyle target, CellLook look)
    {
        switch (look)
        {
            case CellLook.Title:
                target.Font.FontSize = 15;
                target.Font.Bold = true;
                target.Font.FontColor = Accent;
                break;
            case CellLook.Subtitle:
            case CellLook.Muted:
                target.Font.FontColor = Grey;
                break;
            case CellLook.Section:
                target.Font.FontSize = 11;
                target.Font.Bold = true;
                target.Font.FontColor = Accent;
                target.Alignment.Vertical = XLAlignmentVerticalValues.Bottom;
                BottomRule(target, XLBorderStyleValues.Medium, Accent);
                break;
            case CellLook.Header:
                target.Font.Bold = true;
                target.Alignment.WrapText = true;
                target.Fill.BackgroundColor = HeaderFill;
                BottomRule(target, XLBorderStyleValues.Thin, Accent);
                break;
            case CellLook.Total:
                target.Font.Bold = true;
                target.Fill.BackgroundColor = TotalFill;
                TopRule(target, XLBorderStyleValues.Thin, Ink);
                break;
            case CellLook.Strong or CellLook.Lead:
                target.Font.Bold = true;
                break;
            case CellLook.Link:
                target.Font.FontColor = Accent;
                target.Font.Underline = XLFontUnderlineValues.Single;
                break;
            case CellLook.Input:
                target.Fill.BackgroundColor = InputFill;
                target.Border.OutsideBorder = XLBorderStyleValues.Thin;
                target.Border.OutsideBorderColor = Rule;
                break;
            case CellLook.Good:
                Tone(target, "#E3F1E5", "#1E5A2A");
                break;
            case CellLook.Warn:
                Tone(target, "#FCF0D4", "#7A4F01");
                break;
            case CellLook.Bad:
                Tone(target, "#F8DEDC", "#8C1D18");
                break;
            default:
                break;
        }
    }

    private static void Tone(IXLStyle target, string fill, string ink)
    {
        target.Fill.BackgroundColor = XLColor.FromHtml(fill);
        target.Font.FontColor = XLColor.FromHtml(ink);
    }

    private static void TopRule(IXLStyle target, XLBorderStyleValues kind, XLColor colour)
    {
        target.Border.TopBorder = kind;
        target.Border.TopBorderColor = colour;
    }

    private static void BottomRule(IXLStyle target, XLBorderStyleValues kind, XLColor colour)
    {
        target.Border.BottomBorder = kind;
        target.Border.BottomBorderColor = colour;
    }
}
