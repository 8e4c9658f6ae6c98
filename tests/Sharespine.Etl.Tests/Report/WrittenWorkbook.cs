using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using ClosedXML.Excel;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report;

namespace Sharespine.Etl.Tests.Report;

/// <summary>A report written as a workbook, to be read by ClosedXML and as the XML that readers without calculation see.</summary>
internal sealed class WrittenWorkbook : IDisposable
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private readonly MemoryStream _stream = new();

    public WrittenWorkbook(ReconciliationReport report, ReportLanguage language = ReportLanguage.Swedish)
    {
        ReportWorkbook.Write(report, _stream, language, "name_lines.csv", "name_open-items.csv");
        Bytes = _stream.ToArray();
        _stream.Position = 0;
        Book = new XLWorkbook(_stream);
    }

    public byte[] Bytes { get; }

    public XLWorkbook Book { get; }

    public IXLWorksheet Sheet(string name) => Book.Worksheet(name);

    public string Part(string path)
    {
        using var package = new ZipArchive(new MemoryStream(Bytes));
        using var reader = new StreamReader(package.GetEntry(path)!.Open());
        return reader.ReadToEnd();
    }

    public XDocument SheetXml(int number) => XDocument.Parse(Part($"xl/worksheets/sheet{number}.xml"));

    /// <summary>Every formula of a sheet with the value that is written beside it; null where there is none.</summary>
    public IReadOnlyList<(string Address, string Formula, decimal? Value)> Formulas(int sheet) =>
    [
        .. SheetXml(sheet).Descendants(Main + "c").Where(cell => cell.Element(Main + "f") is not null).Select(cell => (
            cell.Attribute("r")!.Value,
            cell.Element(Main + "f")!.Value,
            cell.Element(Main + "v") is { } value ? decimal.Parse(value.Value, CultureInfo.InvariantCulture) : (decimal?)null)),
    ];

    public void Dispose()
    {
        Book.Dispose();
        _stream.Dispose();
    }
}
