using Sharespine.Etl.Model;

namespace Sharespine.Etl.Report.Cells;

internal enum CellKind : byte
{
    Blank,
    Text,
    Number,
    Date,
    Formula,
}

/// <summary>
/// One cell as it will stand in the file. Text is always text: only <see cref="Formula"/>, which takes no text from outside,
/// makes a formula, and it carries its value so that readers that do not calculate show it too.
/// </summary>
internal readonly record struct Cell(CellKind Kind, string? Text, decimal Number, CellStyle Style)
{
    private const int LongestText = 32_000;

    public static Cell Blank(CellFormat format = CellFormat.Text) => new(CellKind.Blank, null, 0, new(format));

    public static Cell Of(string? text, CellFormat format = CellFormat.Text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return Blank(format);
        }

        var shown = text.Length <= LongestText ? text : text[..LongestText] + "…";
        return new(CellKind.Text, shown, 0, new(format) { Quoted = IsLikeFormula(shown) });
    }

    public static Cell Of(Money money) => new(CellKind.Number, null, money.Major, new(CellFormat.Money));

    /// <summary>Blank where there is no amount: an unknown amount is not zero.</summary>
    public static Cell Of(Money? money) => money is { } known ? Of(known) : Blank(CellFormat.Money);

    public static Cell Of(int number) => new(CellKind.Number, null, number, new(CellFormat.Integer));

    public static Cell Percent(decimal? percent) => percent is { } known
        ? new(CellKind.Number, null, known / 100m, new(CellFormat.Percent))
        : Blank(CellFormat.Percent);

    public static Cell Of(DateOnly? date) => date is { } known
        ? new(CellKind.Date, null, known.DayNumber - new DateOnly(1899, 12, 30).DayNumber, new(CellFormat.Date))
        : Blank(CellFormat.Date);

    public static Cell Formula(string formula, decimal value, CellFormat format = CellFormat.Money) =>
        new(CellKind.Formula, formula, value, new(format));

    public Cell As(CellLook look) => this with { Style = Style with { Look = look } };

    public Cell Ruled(bool ruled = true) => this with { Style = Style with { Ruled = ruled } };

    /// <summary>Spreadsheets take text that begins so for a formula once it is edited or pasted: it gets the quote mark.</summary>
    private static bool IsLikeFormula(string text) => text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n';
}
