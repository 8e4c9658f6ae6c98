using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Sharespine.Etl.Report.Cells;

/// <summary>Writes one worksheet part: the laid-out sheet as it is, with our columns and rows in place of its own.</summary>
internal static class SheetXml
{
    public static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    public static void Write(XmlWriter writer, XDocument layout, Sheet sheet, SheetMeasure measure, IReadOnlyDictionary<CellStyle, string> styles)
    {
        var root = layout.Root!;
        writer.WriteStartDocument();
        writer.WriteStartElement("worksheet", Main.NamespaceName);
        foreach (var element in root.Elements())
        {
            switch (element.Name.LocalName)
            {
                case "dimension":
                    writer.WriteStartElement("dimension", Main.NamespaceName);
                    writer.WriteAttributeString("ref", $"A1:{Address(Math.Max(1, measure.RowCount), measure.ColumnCount)}");
                    writer.WriteEndElement();
                    break;
                case "cols":
                    break;
                case "sheetData":
                    WriteColumns(writer, measure);
                    WriteRows(writer, sheet, styles);
                    break;
                case "tableParts":
                    WriteIgnoredErrors(writer, measure);
                    break;
                default:
                    element.WriteTo(writer);
                    break;
            }
        }

        writer.WriteEndElement();
        writer.WriteEndDocument();
    }

    public static string ColumnName(int column)
    {
        var name = "";
        for (var rest = column; rest > 0; rest = (rest - 1) / 26)
        {
            name = (char)('A' + (rest - 1) % 26) + name;
        }

        return name;
    }

    public static string Address(int row, int column) => ColumnName(column) + row.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Text as the format wants it: characters that XML cannot carry, and the carriage return that it would lose, become
    /// _xHHHH_, and text that looks like such a code is itself coded.
    /// </summary>
    public static string Clean(string text)
    {
        StringBuilder? clean = null;
        for (var i = 0; i < text.Length; i++)
        {
            var coded = MustBeCoded(text, i);
            if (coded && clean is null)
            {
                clean = new StringBuilder(text, 0, i, text.Length + 32);
            }

            if (!coded)
            {
                clean?.Append(text[i]);
            }
            else if (char.IsSurrogate(text[i]))
            {
                clean!.Append('\uFFFD');
            }
            else
            {
                clean!.Append(CultureInfo.InvariantCulture, $"_x{(int)text[i]:X4}_");
            }
        }

        return clean?.ToString() ?? text;
    }

    private static bool MustBeCoded(string text, int i)
    {
        var c = text[i];
        if (c is >= ' ' and <= '\uD7FF')
        {
            return c == '_' && i + 6 < text.Length && text[i + 1] == 'x' && text[i + 6] == '_'
                && IsHex(text.AsSpan(i + 2, 4));
        }

        return char.IsSurrogate(c) ? !IsPaired(text, i) : c is not ('\t' or '\n') && c is < ' ' or '\uFFFE' or '\uFFFF';
    }

    private static bool IsHex(ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPaired(string text, int i) => char.IsHighSurrogate(text[i])
        ? i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
        : i > 0 && char.IsHighSurrogate(text[i - 1]);

    private static void WriteColumns(XmlWriter writer, SheetMeasure measure)
    {
        writer.WriteStartElement("cols", Main.NamespaceName);
        for (var i = 0; i < measure.Widths.Count; i++)
        {
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            writer.WriteStartElement("col", Main.NamespaceName);
            writer.WriteAttributeString("min", number);
            writer.WriteAttributeString("max", number);
            writer.WriteAttributeString("width", measure.Widths[i].ToString(CultureInfo.InvariantCulture));
            writer.WriteAttributeString("customWidth", "1");
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void WriteRows(XmlWriter writer, Sheet sheet, IReadOnlyDictionary<CellStyle, string> styles)
    {
        var names = Enumerable.Range(1, 200).Select(ColumnName).ToArray();
        var number = 0;
        writer.WriteStartElement("sheetData", Main.NamespaceName);
        foreach (var row in sheet.Rows)
        {
            number++;
            var digits = number.ToString(CultureInfo.InvariantCulture);
            writer.WriteStartElement("row", Main.NamespaceName);
            writer.WriteAttributeString("r", digits);
            if (row.Height > 0)
            {
                writer.WriteAttributeString("ht", row.Height.ToString(CultureInfo.InvariantCulture));
                writer.WriteAttributeString("customHeight", "1");
            }

            for (var i = 0; i < row.Cells.Count; i++)
            {
                WriteCell(writer, names[i] + digits, row.Cells[i], styles);
            }

            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void WriteCell(XmlWriter writer, string address, Cell cell, IReadOnlyDictionary<CellStyle, string> styles)
    {
        writer.WriteStartElement("c", Main.NamespaceName);
        writer.WriteAttributeString("r", address);
        writer.WriteAttributeString("s", styles[cell.Style]);
        switch (cell.Kind)
        {
            case CellKind.Text:
                WriteText(writer, Clean(cell.Text!));
                break;
            case CellKind.Formula:
                writer.WriteElementString("f", Main.NamespaceName, cell.Text!);
                // Sums keep zeros that depend on how they were added up.
                writer.WriteElementString("v", Main.NamespaceName, cell.Number.ToString("0.########", CultureInfo.InvariantCulture));
                break;
            case CellKind.Number or CellKind.Date:
                writer.WriteElementString("v", Main.NamespaceName, cell.Number.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                break;
        }

        writer.WriteEndElement();
    }

    private static void WriteText(XmlWriter writer, string text)
    {
        writer.WriteAttributeString("t", "inlineStr");
        writer.WriteStartElement("is", Main.NamespaceName);
        writer.WriteStartElement("t", Main.NamespaceName);
        writer.WriteAttributeString("xml", "space", null, "preserve");
        writer.WriteString(text);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    /// <summary>Order numbers are text on purpose: no green triangles for them.</summary>
    private static void WriteIgnoredErrors(XmlWriter writer, SheetMeasure measure)
    {
        writer.WriteStartElement("ignoredErrors", Main.NamespaceName);
        writer.WriteStartElement("ignoredError", Main.NamespaceName);
        writer.WriteAttributeString("sqref", $"A1:{Address(Math.Max(1, measure.RowCount), measure.ColumnCount)}");
        writer.WriteAttributeString("numberStoredAsText", "1");
        writer.WriteEndElement();
        writer.WriteEndElement();
    }
}
