using System.IO.Compression;
using System.Text;
using Sharespine.Etl.Mappings.Files;

namespace Sharespine.Etl.Tests.Mappings.Files.Tables;

/// <summary>An Excel workbook written part by part, so that tests decide what stands in the XML.</summary>
internal sealed class RawWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private readonly List<(string Name, string Rows, string After, string State)> _sheets = [];

    public string ContentType { get; init; } = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

    public bool From1904 { get; init; }

    public IReadOnlyList<string> SharedStrings { get; init; } = [];

    /// <summary>Style 0 is general, 1 a date by number 14, 2 the code given here, 3 an amount.</summary>
    public string FormatCode { get; init; } = "yyyy\\-mm\\-dd\\ hh:mm:ss";

    public RawWorkbook Sheet(string name, string rows, string after = "", string state = "visible")
    {
        _sheets.Add((name, rows, after, state));
        return this;
    }

    /// <summary>A row of texts and, where a cell begins with "=", of stored numbers.</summary>
    public static string Row(int number, params string[] cells) =>
        $"<row r=\"{number}\">{string.Concat(cells.Select((cell, index) => Cell($"{(char)('A' + index)}{number}", cell)))}</row>";

    public FileBytes ToFile(string name = "file.xlsx") => FileBytes.FromMemory(name, ToBytes());

    public byte[] ToBytes()
    {
        using var target = new MemoryStream();
        using (var package = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(package, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{ContentType}\"/>"
                + "<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>"
                + "<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/>"
                + string.Concat(_sheets.Select((_, index) => $"<Override PartName=\"/xl/worksheets/sheet{index + 1}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>")) + "</Types>");
            Part(package, "_rels/.rels", Relations(("rId1", "officeDocument", "xl/workbook.xml")));
            Part(package, "xl/_rels/workbook.xml.rels", Relations([
                ("rId100", "styles", "styles.xml"), ("rId101", "sharedStrings", "sharedStrings.xml"),
                .. _sheets.Select((_, index) => ($"rId{index + 1}", "worksheet", $"worksheets/sheet{index + 1}.xml")),
            ]));
            Part(package, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><workbookPr date1904=\"{(From1904 ? 1 : 0)}\"/><sheets>"
                + string.Concat(_sheets.Select((sheet, index) => $"<sheet name=\"{sheet.Name}\" sheetId=\"{index + 1}\" state=\"{sheet.State}\" r:id=\"rId{index + 1}\"/>")) + "</sheets></workbook>");
            Part(package, "xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"{FormatCode}\"/><numFmt numFmtId=\"165\" formatCode=\"#,##0.00\\ &quot;SEK&quot;\"/></numFmts>"
                + "<cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>");
            Part(package, "xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{string.Concat(SharedStrings.Select(text => $"<si>{text}</si>"))}</sst>");
            for (var i = 0; i < _sheets.Count; i++)
            {
                Part(package, $"xl/worksheets/sheet{i + 1}.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{_sheets[i].Rows}</sheetData>{_sheets[i].After}</worksheet>");
            }
        }

        return target.ToArray();
    }

    private static string Cell(string reference, string cell) => cell.Length == 0 ? ""
        : cell.StartsWith('=') ? $"<c r=\"{reference}\"><v>{cell[1..]}</v></c>"
        : $"<c r=\"{reference}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>";

    private static string Relations(params (string Id, string Type, string Target)[] relations) =>
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + string.Concat(relations.Select(relation => $"<Relationship Id=\"{relation.Id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{relation.Type}\" Target=\"{relation.Target}\"/>"))
        + "</Relationships>";

    private static void Part(ZipArchive package, string path, string xml)
    {
        using var stream = package.CreateEntry(path).Open();
        stream.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml));
    }
}
