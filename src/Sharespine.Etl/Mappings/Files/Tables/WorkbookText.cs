using System.IO.Compression;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Files.Tables;

/// <summary>One sheet of a workbook as delimited text: line 17 is row 17 of the sheet, empty rows are empty lines.</summary>
/// <param name="Name">The sheet's name.</param>
/// <param name="Text">In UTF-8, cells in quotes and separated by semicolons; called as the workbook is.</param>
/// <param name="OtherSheets">Visible sheets that were not read.</param>
/// <param name="Merged">Ranges of cells that stand as one: only the first of them has the value.</param>
public sealed record SheetText(string Name, FileBytes Text, IReadOnlyList<string> OtherSheets, IReadOnlyList<MergedCells> Merged);

/// <param name="Reference">As the sheet says it: A1:B1.</param>
public sealed record MergedCells(string Reference, int FirstRow, int LastRow);

/// <summary>
/// Reads a sheet of an Excel workbook (.xlsx) into delimited text in memory, for every reader of such text. Numbers are the
/// decimal text that the workbook stores, dates ISO 8601 by the cell's format, formulas the value that was saved with them.
/// Throws <see cref="EtlException"/>: FIL013 for what is no workbook, holds macros, unpacks too large or has a formula without
/// its value; FIL014 when it has no such sheet.
/// </summary>
public static class WorkbookText
{
    private const long MostBytes = 1L << 30;

    /// <summary>The sheet of that name, in any case; a hidden one too, since it was asked for.</summary>
    public static SheetText Sheet(FileBytes file, string name, DecimalMark mark = DecimalMark.Point) =>
        Read(file, mark, (sheets, read) => sheets.Find(sheet => string.Equals(sheet.Name, name, StringComparison.OrdinalIgnoreCase)) is { } found ? read(found)
            : throw NoSheet(file, $"the workbook has no sheet \"{name}\"; it has {Names(sheets)}."));

    /// <summary>The first visible sheet whose text is <paramref name="wanted"/>: has the header that is looked for.</summary>
    public static SheetText FirstSheet(FileBytes file, Func<FileBytes, bool> wanted, DecimalMark mark = DecimalMark.Point) =>
        Read(file, mark, (sheets, read) =>
        {
            foreach (var sheet in sheets.Where(sheet => !sheet.IsHidden))
            {
                if (read(sheet) is var text && wanted(text.Text))
                {
                    return text;
                }
            }

            var hidden = sheets.Where(sheet => sheet.IsHidden).FirstOrDefault(sheet => wanted(read(sheet).Text));
            throw NoSheet(file, hidden is null
                ? $"no sheet of {Names(sheets)} has a header that is looked for."
                : $"only the hidden sheet \"{hidden.Name}\" has a header that is looked for, and hidden sheets are not read.");
        });

    private static SheetText Read(FileBytes file, DecimalMark mark, Func<List<SheetEntry>, Func<SheetEntry, SheetText>, SheetText> choose)
    {
        try
        {
            using var stream = file.Open();
            RefuseBombs(stream, file);
            using var document = SpreadsheetDocument.Open(stream, isEditable: false, new OpenSettings { MaxCharactersInPart = MostBytes });
            var workbook = document.WorkbookPart ?? throw Broken(file, "it is a zip archive without a workbook in it");
            if (document.DocumentType != SpreadsheetDocumentType.Workbook || workbook.VbaProjectPart is not null)
            {
                throw new EtlException(new Issue(FileMappingErrors.BadWorkbook, "the workbook can hold macros or is a template, and neither is read.", new(file.Name), Try: "save it as an Excel workbook (.xlsx)."));
            }

            var cells = new CellTexts(workbook, file.Name, mark);
            var sheets = Sheets(workbook);
            return choose(sheets, sheet =>
            {
                var (text, merged) = SheetRows.Read(file.Name, sheet.Part, cells);
                return new(sheet.Name, text, [.. sheets.Where(other => other != sheet && !other.IsHidden).Select(other => other.Name)], merged);
            });
        }
        catch (Exception trouble) when (trouble is IOException or InvalidDataException or OpenXmlPackageException or XmlException or FormatException
            or InvalidOperationException or ArgumentException or KeyNotFoundException or NotSupportedException)
        {
            throw new EtlException(Broken(file, trouble.Message).Issues[0], trouble);
        }
    }

    private static void RefuseBombs(Stream stream, FileBytes file)
    {
        using (var package = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
        {
            if (package.Entries.Sum(entry => entry.Length) > MostBytes)
            {
                throw Broken(file, "it unpacks to more than 1 GiB");
            }
        }

        stream.Position = 0;
    }

    private static List<SheetEntry> Sheets(WorkbookPart workbook) =>
    [
        .. workbook.Workbook.Sheets?.Elements<Sheet>()
            .Select(sheet => (Sheet: sheet, Part: sheet.Id?.Value is { } id ? workbook.GetPartById(id) as WorksheetPart : null))
            .Where(pair => pair.Part is not null)
            .Select(pair => new SheetEntry(pair.Sheet.Name?.Value ?? "", pair.Part!, pair.Sheet.State?.Value is SheetStateValues.Hidden or SheetStateValues.VeryHidden)) ?? [],
    ];

    private static string Names(List<SheetEntry> sheets) =>
        sheets.Count == 0 ? "none" : string.Join(", ", sheets.Select(sheet => $"\"{sheet.Name}\"{(sheet.IsHidden ? " (hidden)" : "")}"));

    private static EtlException NoSheet(FileBytes file, string message) =>
        new(new Issue(FileMappingErrors.NoSheet, message, new(file.Name), Try: "check that the file is of the kind that is expected, or name the sheet."));

    private static EtlException Broken(FileBytes file, string why) =>
        new(new Issue(FileMappingErrors.BadWorkbook, $"the workbook cannot be read: {why.TrimEnd('.')}.", new(file.Name), Try: "fetch the file again, or save it anew as an Excel workbook (.xlsx)."));

    private sealed record SheetEntry(string Name, WorksheetPart Part, bool IsHidden);
}
