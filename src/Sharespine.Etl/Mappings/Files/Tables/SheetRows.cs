using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Sharespine.Etl.Errors;
using SheetRow = DocumentFormat.OpenXml.Spreadsheet.Row;

namespace Sharespine.Etl.Mappings.Files.Tables;

/// <summary>Walks a sheet cell by cell; nothing of it is held but the text made.</summary>
internal static class SheetRows
{
    private const int MostRows = 1_048_576;

    internal static (FileBytes Text, IReadOnlyList<MergedCells> Merged) Read(string file, WorksheetPart sheet, CellTexts cells)
    {
        var text = new DelimitedText(file);
        var merged = new List<MergedCells>();
        using var reader = OpenXmlReader.Create(sheet);
        var (row, column) = (0, 0);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(SheetRow))
            {
                if (reader.IsStartElement)
                {
                    (row, column) = (NextRow(reader, row, file), 0);
                    Fill(text, row - 1);
                }
            }
            else if (reader.ElementType == typeof(Cell) && reader.IsStartElement)
            {
                var cell = (Cell)reader.LoadCurrentElement()!;
                column = NextColumn(cell, row, column, file);
                if (cells.Of(cell, row) is { Length: > 0 } value)
                {
                    text.SkipTo(column);
                    text.Cell(value);
                }
            }
            else if (reader.ElementType == typeof(MergeCell) && reader.IsStartElement && (reader.LoadCurrentElement() as MergeCell)?.Reference?.Value is { } reference)
            {
                merged.Add(Range(reference));
            }
        }

        Fill(text, row);
        return (text.ToEvenFile(), merged);
    }

    /// <summary>Ends the row at hand and leaves empty lines for rows that the sheet leaves out.</summary>
    private static void Fill(DelimitedText text, int upTo)
    {
        while (text.Rows < upTo)
        {
            text.EndRow();
        }
    }

    private static int NextRow(OpenXmlReader reader, int before, string file)
    {
        var given = reader.Attributes.FirstOrDefault(attribute => attribute.LocalName == "r").Value;
        var row = given is null ? before + 1 : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return row > before && row <= MostRows ? row
            : throw new EtlException(new Issue(FileMappingErrors.BadWorkbook, $"row {given} comes after row {before}.", new(file, before), Try: "fetch the file again."));
    }

    private static int NextColumn(Cell cell, int row, int before, string file)
    {
        var column = cell.CellReference?.Value is { } reference ? ColumnOf(reference) : before + 1;
        return column <= before ? throw new EtlException(new Issue(FileMappingErrors.BadWorkbook, $"the cell {cell.CellReference?.Value} stands out of order.", new(file, row), Try: "fetch the file again."))
            : column <= FileSniffer.ColumnsMax ? column
            : throw new EtlException(new Issue(FileMappingErrors.TooLarge, $"the cell {cell.CellReference?.Value} is beyond column {FileSniffer.ColumnsMax}.", new(file, row)));
    }

    private static MergedCells Range(string reference)
    {
        var rows = reference.Split(':').Select(RowOf).ToList();
        return new(reference, rows[0], rows[^1]);
    }

    private static int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var letter in reference.TakeWhile(char.IsAsciiLetterUpper).Take(4))
        {
            column = (column * 26) + (letter - 'A' + 1);
        }

        return column;
    }

    private static int RowOf(string reference) => int.Parse(reference.AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZ$"), NumberStyles.None, CultureInfo.InvariantCulture);
}
