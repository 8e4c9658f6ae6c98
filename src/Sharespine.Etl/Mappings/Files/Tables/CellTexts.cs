using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Files.Tables;

/// <summary>What the cells of one workbook say, as text.</summary>
internal sealed class CellTexts
{
    private const int MostCharacters = 1 << 28;
    private readonly string _file;
    private readonly DecimalMark _mark;
    private readonly bool _from1904;
    private readonly DateFormats _dates;
    private readonly Lazy<string[]> _strings;

    internal CellTexts(WorkbookPart workbook, string file, DecimalMark mark)
    {
        (_file, _mark) = (file, mark);
        _from1904 = workbook.Workbook.WorkbookProperties?.Date1904?.Value ?? false;
        _dates = new(workbook.WorkbookStylesPart);
        _strings = new(() => workbook.SharedStringTablePart is { } part ? SharedStrings(part) : []);
    }

    /// <summary>Empty for an empty cell. Throws <see cref="EtlException"/> for a formula whose value was not saved with it.</summary>
    internal string Of(Cell cell, int row)
    {
        var value = cell.CellValue?.Text ?? "";
        if (cell.CellFormula is not null && value.Length == 0 && cell.DataType?.Value != CellValues.String)
        {
            throw new EtlException(new Issue(FileMappingErrors.BadWorkbook, $"the cell {cell.CellReference?.Value} is a formula without the value that it had.", new(_file, row),
                Try: "open the workbook in Excel and save it, or write the value in place of the formula."));
        }

        return cell.DataType?.Value switch
        {
            // An empty cell may be marked as text and have no number.
            CellValues.SharedString => value.Length == 0 ? "" : Shared(value, row),
            CellValues.InlineString => cell.InlineString is { } inline ? Words(inline) : "",
            CellValues.String => XmlConvert.DecodeName(value) ?? "",
            CellValues.Boolean => value == "1" ? "true" : value == "0" ? "false" : value,
            CellValues.Error or CellValues.Date => value,
            _ => value.Length == 0 ? "" : Number(cell, value, row),
        };
    }

    private string Number(Cell cell, string stored, int row)
    {
        if (_dates.IsDate(cell.StyleIndex?.Value ?? 0) && StoredNumber.Value(stored) is { } serial && SerialDate.Text(serial, _from1904) is { } date)
        {
            return date;
        }

        return StoredNumber.Plain(stored, _mark) ?? throw new EtlException(new Issue(FileMappingErrors.BadWorkbook,
            $"the cell {cell.CellReference?.Value} is stored as a number and holds \"{(stored.Length > 40 ? stored[..40] + "…" : stored)}\".", new(_file, row), Try: "fetch the file again."));
    }

    private string Shared(string number, int row) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < _strings.Value.Length
            ? _strings.Value[index]
            : throw new EtlException(new Issue(FileMappingErrors.BadWorkbook, $"the workbook has no text number {number}.", new(_file, row), Try: "fetch the file again."));

    private string[] SharedStrings(SharedStringTablePart part)
    {
        var strings = new List<string>();
        var characters = 0L;
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(SharedStringItem) && reader.IsStartElement)
            {
                strings.Add(Words((SharedStringItem)reader.LoadCurrentElement()!));
                characters += strings[^1].Length;
                if (characters > MostCharacters)
                {
                    throw new EtlException(new Issue(FileMappingErrors.TooLarge, "the workbook's texts unpack to more than 256 MiB.", new(_file)));
                }
            }
        }

        return [.. strings];
    }

    /// <summary>The text and its runs; how it is spoken (phonetic runs) is left out.</summary>
    private static string Words(RstType text) =>
        XmlConvert.DecodeName(string.Concat(text.ChildElements.Select(child => child switch
        {
            Text plain => plain.Text,
            Run run => run.Text?.Text ?? "",
            _ => "",
        }))) ?? "";
}
