using System.Text;
using System.Xml;

namespace Sharespine.Etl.Report.Html;

/// <summary>Writes elements and text. Whatever comes as text is encoded, so that nothing from a file becomes markup.</summary>
internal sealed class HtmlWriter : IDisposable
{
    private readonly XmlWriter _xml;

    /// <param name="target">Is left open.</param>
    public HtmlWriter(Stream target)
    {
        _xml = XmlWriter.Create(target, new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            OmitXmlDeclaration = true,
            ConformanceLevel = ConformanceLevel.Fragment,
            NewLineHandling = NewLineHandling.None,
        });
        _xml.WriteRaw("<!DOCTYPE html>\n");
    }

    public HtmlWriter Open(string element, params (string Name, string Value)[] attributes)
    {
        _xml.WriteStartElement(element);
        foreach (var (name, value) in attributes)
        {
            _xml.WriteAttributeString(name, Clean(value));
        }

        return this;
    }

    /// <summary>Closes the innermost element with an end tag of its own: browsers read a short form as an opening tag.</summary>
    public HtmlWriter Close()
    {
        _xml.WriteFullEndElement();
        return this;
    }

    public HtmlWriter Text(string? text)
    {
        _xml.WriteString(Clean(text ?? ""));
        return this;
    }

    public HtmlWriter Element(string element, string? text, params (string Name, string Value)[] attributes) => Open(element, attributes).Text(text).Close();

    /// <summary>An element without content: meta, rect, line.</summary>
    public HtmlWriter Empty(string element, params (string Name, string Value)[] attributes)
    {
        Open(element, attributes);
        _xml.WriteEndElement();
        return this;
    }

    /// <summary>Our own style sheet, as it is.</summary>
    public HtmlWriter Style(string css)
    {
        Open("style");
        _xml.WriteRaw(css);
        return Close();
    }

    public HtmlWriter NewLine()
    {
        _xml.WriteRaw("\n");
        return this;
    }

    public void Dispose() => _xml.Dispose();

    /// <summary>Characters that the format cannot carry become the replacement character.</summary>
    private static string Clean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!XmlConvert.IsXmlChar(text[i]))
            {
                return string.Concat(text.EnumerateRunes().Select(rune => rune.Utf16SequenceLength == 1 && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString()));
            }
        }

        return text;
    }
}
