using System.Globalization;
using System.IO.Compression;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Report;

/// <param name="ExceptionId">The exception that the decision is about.</param>
/// <param name="State">The state it had in the report: a decision on an older state than the one that holds is to be refused.</param>
/// <param name="Target">Of a link the vouchers, of a write-off the account; else null.</param>
/// <param name="Reason">Never empty.</param>
/// <param name="At">Workbook and row.</param>
public sealed record ExceptionDecision(string ExceptionId, string State, Decision Decision, string? Target, string Reason, SourcePosition At);

/// <param name="Issues">What could not be taken. Where there are any, none of the decisions should be carried out.</param>
public sealed record DecisionFile(IReadOnlyList<ExceptionDecision> Decisions, IReadOnlyList<Issue> Issues);

/// <summary>
/// Reads the decisions that somebody wrote into a report's sheet of exceptions, in either language, also after the workbook
/// has been saved by Excel or LibreOffice. Rows without a decision are passed over.
/// </summary>
public static class ReportDecisions
{
    private const long MostBytes = 1L << 31;
    private const int HeaderWithin = 20;

    private static readonly ReportTexts[] Languages = [.. Enum.GetValues<ReportLanguage>().Select(ReportTexts.For)];

    /// <summary>Never throws for what is in the file: every trouble is an issue, RPT010 to RPT016.</summary>
    public static DecisionFile Read(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            RefuseBombs(stream);
            using var document = SpreadsheetDocument.Open(stream, isEditable: false);
            return ReadExceptions(document.WorkbookPart ?? throw new InvalidDataException("it has no workbook part"), name);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or InvalidDataException or OpenXmlPackageException
            or XmlException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            return new([], [new Issue(ReportErrors.NotAWorkbook, $"The workbook cannot be read: {trouble.Message}", new SourcePosition(name))]);
        }
    }

    private static void RefuseBombs(Stream stream)
    {
        using (var package = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
        {
            if (package.Entries.Sum(entry => entry.Length) > MostBytes)
            {
                throw new InvalidDataException("it unpacks to more than 2 GiB");
            }
        }

        stream.Position = 0;
    }

    private static DecisionFile ReadExceptions(WorkbookPart workbook, string name)
    {
        var strings = new Lazy<string[]>(() => workbook.SharedStringTablePart is { } part ? SharedStrings(part) : []);
        foreach (var sheet in workbook.WorksheetParts)
        {
            var found = ReadSheet(sheet, strings, name);
            if (found is not null)
            {
                return found;
            }
        }

        var headings = string.Join(" / ", Languages.Select(texts => $"{texts.IdHeading}, {texts.StateHeading}, {texts.DecisionHeading}, {texts.TargetHeading}, {texts.ReasonHeading}"));
        return new([], [new Issue(ReportErrors.NoExceptionSheet, $"No sheet has the headings {headings}.", new SourcePosition(name))]);
    }

    /// <summary>Null when the sheet has no headings of ours in its first rows: another sheet, and a long one is not read to its end.</summary>
    private static DecisionFile? ReadSheet(WorksheetPart sheet, Lazy<string[]> strings, string name)
    {
        Columns? columns = null;
        var rows = new DecisionRows(name);
        using var reader = OpenXmlReader.Create(sheet);
        var number = 0;
        while (reader.Read())
        {
            if (reader.ElementType != typeof(Row) || !reader.IsStartElement)
            {
                continue;
            }

            var row = (Row)reader.LoadCurrentElement()!;
            number = row.RowIndex is { } index ? (int)index.Value : number + 1;
            var cells = Cells(row, strings);
            if (columns is not null)
            {
                rows.Add(number, columns, cells);
            }
            else if (number > HeaderWithin)
            {
                return null;
            }
            else
            {
                columns = Columns.Find(cells);
            }
        }

        return columns is null ? null : rows.Result;
    }

    private static Dictionary<int, string> Cells(Row row, Lazy<string[]> strings)
    {
        var cells = new Dictionary<int, string>();
        var column = 0;
        foreach (var cell in row.Elements<Cell>())
        {
            column = cell.CellReference?.Value is { } reference ? ColumnOf(reference) : column + 1;
            cells[column] = TextOf(cell, strings).Trim();
        }

        return cells;
    }

    private static string TextOf(Cell cell, Lazy<string[]> strings)
    {
        var value = cell.CellValue?.Text ?? "";
        if (cell.DataType?.Value == CellValues.SharedString)
        {
            // An empty cell may be marked as text and have no number.
            return value.Length == 0 ? "" : strings.Value[int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture)];
        }

        return cell.DataType?.Value == CellValues.InlineString ? XmlConvert.DecodeName(cell.InlineString?.InnerText ?? "") : value;
    }

    private static string[] SharedStrings(SharedStringTablePart part)
    {
        var strings = new List<string>();
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(SharedStringItem) && reader.IsStartElement)
            {
                strings.Add(XmlConvert.DecodeName(((SharedStringItem)reader.LoadCurrentElement()!).InnerText));
            }
        }

        return [.. strings];
    }

    private static int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var letter in reference.TakeWhile(char.IsAsciiLetterUpper))
        {
            column = column * 26 + (letter - 'A' + 1);
        }

        return column;
    }

    internal sealed record Columns(ReportTexts Texts, int Id, int State, int Decision, int Target, int Reason)
    {
        public static Columns? Find(IReadOnlyDictionary<int, string> cells)
        {
            int At(string heading) => cells.FirstOrDefault(cell => string.Equals(cell.Value, heading, StringComparison.OrdinalIgnoreCase)).Key;
            return Languages
                .Select(texts => new Columns(texts, At(texts.IdHeading), At(texts.StateHeading), At(texts.DecisionHeading), At(texts.TargetHeading), At(texts.ReasonHeading)))
                .FirstOrDefault(columns => columns.Id > 0 && columns.State > 0 && columns.Decision > 0 && columns.Target > 0 && columns.Reason > 0);
        }
    }
}
