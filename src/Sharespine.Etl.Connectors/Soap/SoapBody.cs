using System.Runtime.InteropServices;
using System.Text;
using System.Xml;

namespace Sharespine.Etl.Connectors.Soap;

/// <summary>The part of an answer that counts: a fault, or the element in the envelope's body.</summary>
/// <param name="Fault">Null for none.</param>
/// <param name="Json">The body's element; "{}" for an empty body.</param>
/// <param name="Noise">What stood before the envelope, in bytes.</param>
internal sealed record SoapBody(SoapFault? Fault, ReadOnlyMemory<byte> Json, int Noise)
{
    private const int LongestNoise = 64 * 1024;

    // Shops let control characters through that XML 1.0 has no place for; they are kept, JSON has one.
    private static readonly XmlReaderSettings Safe = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CheckCharacters = false,
    };

    /// <summary>Null when the answer holds no envelope.</summary>
    /// <exception cref="XmlException">There is one, and it is broken or cut off.</exception>
    public static SoapBody? Find(ReadOnlyMemory<byte> answer, SoapShape? shape = null)
    {
        if (Start(answer.Span) is not { } start)
        {
            return null;
        }

        using var bytes = Stream(answer[start..]);
        using var xml = XmlReader.Create(bytes, Safe);
        xml.MoveToContent();
        if (xml.LocalName != "Envelope" || xml.NamespaceURI is not (SoapNames.Envelope11 or SoapNames.Envelope12))
        {
            return null;
        }

        var envelope = xml.NamespaceURI;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.Element && xml.LocalName == "Body" && xml.NamespaceURI == envelope))
        {
        }

        var (fault, json) = Content(xml, envelope, shape ?? new SoapShape());
        while (xml.Depth > 0 || xml.NodeType != XmlNodeType.EndElement)
        {
            if (!xml.Read())
            {
                break;
            }
        }

        return new(fault, json, start);
    }

    /// <summary>Without a copy: answers may be large.</summary>
    private static MemoryStream Stream(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);

    private static (SoapFault? Fault, ReadOnlyMemory<byte> Json) Content(XmlReader xml, string envelope, SoapShape shape)
    {
        var empty = xml.IsEmptyElement;
        while (!empty && xml.Read() && xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                return xml.LocalName == "Fault" && xml.NamespaceURI == envelope
                    ? (SoapFault.Read(xml), "{}"u8.ToArray())
                    : (null, new SoapJson(shape).Convert(xml));
            }
        }

        return (null, "{}"u8.ToArray());
    }

    /// <summary>Where the XML begins: its declaration or the envelope, behind a byte order mark and what PHP printed.</summary>
    private static int? Start(ReadOnlySpan<byte> answer)
    {
        var head = answer[..Math.Min(answer.Length, LongestNoise)];
        var declaration = head.IndexOf("<?xml "u8);
        var envelope = EnvelopeTag(head);
        return declaration >= 0 && (envelope is null || declaration < envelope) ? declaration : envelope;
    }

    private static int? EnvelopeTag(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Envelope"u8);
        var tag = at < 0 ? -1 : head[..at].LastIndexOf((byte)'<');
        return tag >= 0 && Encoding.ASCII.GetString(head[(tag + 1)..at]) is var prefix && (prefix.Length == 0 || prefix[^1] == ':') ? tag : null;
    }
}
