using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Sharespine.Etl.Report.Cells;

/// <summary>
/// Copies a laid-out workbook into its final package: cells poured in, parts in fixed order under fixed names, every time
/// stamp the report's own. The same sheets and facts give the same bytes.
/// </summary>
internal static class WorkbookPackage
{
    private const string Relationships = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string OfficeRelationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string CoreType = "application/vnd.openxmlformats-package.core-properties+xml";
    private const string CorePath = "docProps/core.xml";

    private static readonly XNamespace Types = "http://schemas.openxmlformats.org/package/2006/content-types";

    public static void Pour(
        Stream layout, Stream target, IReadOnlyList<Sheet> sheets, IReadOnlyList<SheetMeasure> measures, IReadOnlyList<CellStyle> styles, WorkbookFacts facts)
    {
        using var source = new ZipArchive(layout, ZipArchiveMode.Read, leaveOpen: true);
        using var package = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        var numbers = StyleNumbers(source, styles);
        WriteText(package, "[Content_Types].xml", ContentTypes(source), facts);
        WriteText(package, "_rels/.rels", RootRelationships, facts);
        WriteText(package, "docProps/app.xml", Load(source, "docProps/app.xml"), facts);
        WriteText(package, CorePath, CoreProperties(facts), facts);
        WriteText(package, "xl/workbook.xml", Workbook(source), facts);
        foreach (var part in new[] { "xl/_rels/workbook.xml.rels", "xl/theme/theme1.xml" })
        {
            WriteText(package, part, Load(source, part), facts);
        }

        WriteText(package, "xl/styles.xml", Styles(source), facts);
        WriteText(package, "xl/sharedStrings.xml", new XDocument(new XElement(SheetXml.Main + "sst")), facts);
        for (var i = 0; i < sheets.Count; i++)
        {
            var path = SheetPath(i);
            using var writer = Open(package, path, facts);
            SheetXml.Write(writer, Load(source, path), sheets[i], measures[i], numbers);
        }
    }

    private static string SheetPath(int index) => string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{index + 1}.xml");

    private static Dictionary<CellStyle, string> StyleNumbers(ZipArchive source, IReadOnlyList<CellStyle> styles)
    {
        var shown = Load(source, SheetPath(0)).Descendants(SheetXml.Main + "c")
            .ToDictionary(cell => cell.Attribute("r")!.Value, cell => cell.Attribute("s")?.Value ?? "0");
        return Enumerable.Range(0, styles.Count)
            .ToDictionary(i => styles[i], i => shown.GetValueOrDefault(SheetXml.Address(WorkbookLayout.PaletteRow, i + 1), "0"));
    }

    private static XDocument ContentTypes(ZipArchive source)
    {
        var types = Load(source, "[Content_Types].xml");
        foreach (var random in types.Root!.Elements().Where(type => type.Attribute("ContentType")?.Value == CoreType).ToList())
        {
            random.Remove();
        }

        types.Root!.Add(new XElement(Types + "Override", new XAttribute("PartName", "/" + CorePath), new XAttribute("ContentType", CoreType)));
        return types;
    }

    private static XDocument RootRelationships => XDocument.Parse(
        $"""
        <Relationships xmlns="{Relationships}">
        <Relationship Id="rId1" Type="{OfficeRelationships}/officeDocument" Target="xl/workbook.xml"/>
        <Relationship Id="rId2" Type="{Relationships}/metadata/core-properties" Target="{CorePath}"/>
        <Relationship Id="rId3" Type="{OfficeRelationships}/extended-properties" Target="docProps/app.xml"/>
        </Relationships>
        """);

    private static XDocument CoreProperties(WorkbookFacts facts)
    {
        XNamespace core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
        XNamespace dc = "http://purl.org/dc/elements/1.1/";
        XNamespace terms = "http://purl.org/dc/terms/";
        XNamespace instance = "http://www.w3.org/2001/XMLSchema-instance";
        var at = facts.MadeAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        XElement Time(string name) => new(terms + name, new XAttribute(instance + "type", "dcterms:W3CDTF"), at);
        return new(new XElement(
            core + "coreProperties",
            new XAttribute(XNamespace.Xmlns + "dc", dc),
            new XAttribute(XNamespace.Xmlns + "dcterms", terms),
            new XAttribute(XNamespace.Xmlns + "xsi", instance),
            new XElement(dc + "title", SheetXml.Clean(facts.Title)),
            new XElement(dc + "creator", "Sharespine.Etl"),
            Time("created"),
            Time("modified")));
    }

    /// <summary>Print titles are written as "3:3"; the format asks for absolute rows.</summary>
    private static XDocument Workbook(ZipArchive source)
    {
        var workbook = Load(source, "xl/workbook.xml");
        foreach (var name in workbook.Descendants(SheetXml.Main + "definedName").Where(name => name.Attribute("name")?.Value == "_xlnm.Print_Titles"))
        {
            var bang = name.Value.LastIndexOf('!') + 1;
            name.Value = name.Value[..bang] + string.Join(':', name.Value[bang..].Split(':').Select(row => "$" + row.TrimStart('$')));
        }

        return workbook;
    }

    /// <summary>
    /// Number format 0 is built in ("General"); an empty redefinition of it has no place in the file. The first font is the
    /// workbook's standard font, in whose digits column widths are counted: it must be the one we write in.
    /// </summary>
    private static XDocument Styles(ZipArchive source)
    {
        var styles = Load(source, "xl/styles.xml");
        var formats = styles.Descendants(SheetXml.Main + "numFmts").Single();
        formats.Elements().Where(format => format.Attribute("numFmtId")?.Value == "0").Remove();
        formats.SetAttributeValue("count", formats.Elements().Count());
        var standard = styles.Descendants(SheetXml.Main + "font").First();
        standard.Element(SheetXml.Main + "name")!.SetAttributeValue("val", StylePalette.FontName);
        standard.Element(SheetXml.Main + "sz")!.SetAttributeValue("val", StylePalette.FontSize);
        return styles;
    }

    private static XDocument Load(ZipArchive archive, string path)
    {
        using var stream = archive.GetEntry(path)!.Open();
        return XDocument.Load(stream);
    }

    private static void WriteText(ZipArchive package, string path, XDocument document, WorkbookFacts facts)
    {
        using var writer = Open(package, path, facts);
        document.Save(writer);
    }

    private static XmlWriter Open(ZipArchive package, string path, WorkbookFacts facts)
    {
        var entry = package.CreateEntry(path, CompressionLevel.Optimal);
        var at = facts.MadeAt.ToUniversalTime();
        // A zip knows no time before 1980 and keeps two-second steps.
        entry.LastWriteTime = at.Year < 1980 ? new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero) : at;
        entry.ExternalAttributes = 0;
        return XmlWriter.Create(entry.Open(), new XmlWriterSettings { CloseOutput = true, Encoding = new UTF8Encoding(false), CheckCharacters = false });
    }
}
