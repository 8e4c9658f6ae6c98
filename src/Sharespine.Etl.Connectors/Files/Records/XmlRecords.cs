using System.Text;
using System.Xml;
using System.Xml.Linq;
using Sharespine.Etl.Mappings.Files;

namespace Sharespine.Etl.Connectors.Files.Records;

/// <summary>XML whose records stand at one path; each is read as a whole, the file around it streams by.</summary>
internal sealed class XmlRecords(FileBytes file, RecordFileSettings settings, FieldFilter filter)
{
    private readonly HashSet<string> _lists = [.. settings.Lists];

    public IEnumerable<FileRecord> Read()
    {
        var path = settings.Records?.Split('/')
            ?? throw FileRecordReader.Broken(new(file.Name, 1), "this is XML, and the settings do not say where its records stand.", "write records: Orders/Order.");
        using var reader = Open();
        // How many elements of the path are open here.
        var open = 0;
        var more = Next(reader);
        while (more)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                more = Next(reader);
                continue;
            }

            open = Math.Min(open, reader.Depth);
            if (reader.LocalName != path[open])
            {
                ThrowIfRoot(reader, path[0]);
                more = Skip(reader);
            }
            else if (open < path.Length - 1)
            {
                open += reader.IsEmptyElement ? 0 : 1;
                more = Next(reader);
            }
            else
            {
                var line = Line(reader);
                var record = Element(reader);
                yield return new(Key(record), line, writer => XmlJson.WriteContent(writer, record, _lists, filter));
                more = !reader.EOF;
            }
        }
    }

    private void ThrowIfRoot(XmlReader reader, string wanted)
    {
        if (reader.Depth == 0)
        {
            throw FileRecordReader.Broken(new(file.Name, Line(reader)), $"the root is {reader.LocalName}, not {wanted}.", "correct records.");
        }
    }

    private string Key(XElement record)
    {
        var parts = settings.Key.Select(path => XmlJson.Find(record, path)).ToList();
        return parts.All(string.IsNullOrEmpty) ? "" : string.Join(FileRecordReader.KeySeparator, parts);
    }

    private XElement Element(XmlReader reader)
    {
        try
        {
            return (XElement)XNode.ReadFrom(reader);
        }
        catch (XmlException exception)
        {
            throw Broken(exception);
        }
    }

    private bool Skip(XmlReader reader)
    {
        try
        {
            reader.Skip();
            return !reader.EOF;
        }
        catch (XmlException exception)
        {
            throw Broken(exception);
        }
    }

    private bool Next(XmlReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (XmlException exception)
        {
            throw Broken(exception);
        }
    }

    private Errors.EtlException Broken(XmlException exception) => FileRecordReader.Broken(new(file.Name, exception.LineNumber, exception.LinePosition),
        exception.Message.Contains("DTD", StringComparison.Ordinal) ? "it has a document type (DTD), which is not read." : "the XML is broken or ends here in the middle.", inner: exception);

    private static int Line(XmlReader reader) => reader is IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : 0;

    private XmlReader Open()
    {
        var options = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, CloseInput = true };
        return SaysItsEncoding() || IsUtf8()
            ? XmlReader.Create(file.Open(), options)
            : XmlReader.Create(new StreamReader(file.Open(), TextEncoding.Windows1252.ToEncoding()), options);
    }

    private bool SaysItsEncoding()
    {
        using var stream = file.Open();
        var start = new byte[200];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start[0] >= 0xEF || Encoding.Latin1.GetString(start, 0, length).Split("?>")[0].Contains("encoding", StringComparison.Ordinal);
    }

    private bool IsUtf8()
    {
        using var reader = new StreamReader(file.Open(), new UTF8Encoding(false, throwOnInvalidBytes: true));
        var block = new char[1 << 15];
        try
        {
            while (reader.Read(block, 0, block.Length) > 0)
            {
            }

            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
