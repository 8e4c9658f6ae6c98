using System.Globalization;
using System.Text;
using System.Xml;

namespace Sharespine.Etl.Connectors.Soap;

/// <summary>Writes envelopes.</summary>
public static class SoapEnvelope
{
    private static readonly XmlWriterSettings Plain = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CloseOutput = false };

    /// <summary>The whole envelope in UTF-8.</summary>
    public static ReadOnlyMemory<byte> Write(SoapDialect dialect, SoapMessage message)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Plain))
        {
            new EnvelopeWriter(dialect, xml).Write(message);
        }

        return bytes.ToArray();
    }

    private sealed class EnvelopeWriter(SoapDialect dialect, XmlWriter xml)
    {
        private const string Service = "ns1";
        private readonly bool _encoded = dialect.Style == SoapStyle.RpcEncoded;
        private readonly string _envelope = dialect.Version == SoapVersion.V11 ? SoapNames.Envelope11 : SoapNames.Envelope12;
        private readonly string _encoding = dialect.Version == SoapVersion.V11 ? SoapNames.Encoding11 : SoapNames.Encoding12;

        public void Write(SoapMessage message)
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("soap", "Envelope", _envelope);
            xml.WriteAttributeString("xmlns", Service, null, dialect.Namespace);
            xml.WriteAttributeString("xmlns", "xsi", null, SoapNames.Instance);
            if (_encoded)
            {
                xml.WriteAttributeString("xmlns", "xsd", null, SoapNames.Schema);
                xml.WriteAttributeString("xmlns", "enc", null, _encoding);
            }

            if (message.Headers.Count > 0)
            {
                xml.WriteStartElement("soap", "Header", _envelope);
                foreach (var header in message.Headers)
                {
                    Element(header, "");
                }

                xml.WriteEndElement();
            }

            xml.WriteStartElement("soap", "Body", _envelope);
            xml.WriteStartElement(Service, message.Operation + dialect.RequestSuffix, dialect.Namespace);
            if (_encoded)
            {
                xml.WriteAttributeString("soap", "encodingStyle", _envelope, _encoding);
            }

            foreach (var part in message.Parts)
            {
                Element(part, dialect.Qualified ? dialect.Namespace : "");
            }

            xml.WriteEndDocument();
        }

        private void Element(SoapField field, string space)
        {
            xml.WriteStartElement(space.Length == 0 ? "" : Service, field.Name, space);
            switch (field.Value)
            {
                case SoapValue.Text text:
                    Type(text.Type);
                    xml.WriteString(Carried(text.Value));
                    break;
                case SoapValue.Nil nil:
                    Type(nil.Type);
                    xml.WriteAttributeString("nil", SoapNames.Instance, "true");
                    break;
                case SoapValue.Fields fields:
                    Type(fields.Type);
                    foreach (var member in fields.Members)
                    {
                        Element(member, space);
                    }

                    break;
                case SoapValue.List list:
                    ListType(list);
                    foreach (var item in list.Items)
                    {
                        Element(new(list.ItemName ?? dialect.ItemName, item), space);
                    }

                    break;
                default:
                    throw new InvalidOperationException($"No way to write a {field.Value.GetType().Name}.");
            }

            xml.WriteEndElement();
        }

        private void Type(string? type)
        {
            if (_encoded && type is not null)
            {
                xml.WriteAttributeString("type", SoapNames.Instance, Prefixed(type));
            }
        }

        private void ListType(SoapValue.List list)
        {
            if (!_encoded)
            {
                return;
            }

            if (dialect.Version == SoapVersion.V11)
            {
                xml.WriteAttributeString("arrayType", _encoding, string.Create(CultureInfo.InvariantCulture, $"{Prefixed(list.ItemType)}[{list.Items.Count}]"));
            }
            else
            {
                xml.WriteAttributeString("itemType", _encoding, Prefixed(list.ItemType));
                xml.WriteAttributeString("arraySize", _encoding, list.Items.Count.ToString(CultureInfo.InvariantCulture));
            }

            Type(list.Type);
        }

        private static string Prefixed(string type) => type.Contains(':', StringComparison.Ordinal) ? type : $"{Service}:{type}";
    }

    /// <summary>Control characters, which XML 1.0 cannot carry, taken off.</summary>
    private static string Carried(string text) =>
        text.All(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))
            ? text
            : new string([.. text.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))]);
}
