using System.Text.Json;
using System.Xml;

namespace Sharespine.Etl.Connectors.Soap;

/// <summary>
/// Turns an answer's XML into JSON: element names kept, every value a string as it came, lists always arrays, a missing
/// element missing, nil null, an empty element "". Attributes are about types only and are left out.
/// </summary>
internal sealed class SoapJson(SoapShape shape)
{
    private readonly Dictionary<string, Node> _byId = new(StringComparer.Ordinal);

    /// <summary>The element that the reader stands on, as one JSON document.</summary>
    public ReadOnlyMemory<byte> Convert(XmlReader xml)
    {
        var root = Read(xml);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            if (root.Children is null && !root.IsList)
            {
                json.WriteStartObject();
                OwnText(json, root);
                json.WriteEndObject();
            }
            else
            {
                Write(json, root);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Reads the element and leaves the reader behind it.</summary>
    private Node Read(XmlReader xml)
    {
        var node = new Node(xml.LocalName)
        {
            IsNil = xml.GetAttribute("nil", SoapNames.Instance) is "true" or "1",
            IsList = shape.Lists.Contains(xml.LocalName) || IsArray(xml),
        };
        var reference = xml.GetAttribute("href") ?? xml.GetAttribute("ref", SoapNames.Encoding12);
        if (reference is not null && xml.IsEmptyElement)
        {
            xml.Read();
            var known = _byId.GetValueOrDefault(reference.TrimStart('#'))
                ?? throw new XmlException($"The element {node.Name} refers to {reference}, which does not stand before it.");
            return known with { Name = node.Name };
        }

        if (xml.GetAttribute("id") is { } id)
        {
            _byId[id] = node;
        }

        Content(xml, node);
        if (node.Children is { } children && children.All(child => shape.Items.Contains(child.Name)))
        {
            node.IsList = true;
        }

        return node;
    }

    private void Content(XmlReader xml, Node node)
    {
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return;
        }

        xml.Read();
        while (xml.NodeType != XmlNodeType.EndElement)
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    (node.Children ??= []).Add(Read(xml));
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    node.Text = node.Text is null ? xml.Value : node.Text + xml.Value;
                    xml.Read();
                    break;
                default:
                    if (!xml.Read())
                    {
                        throw new XmlException($"The element {node.Name} has no end.");
                    }

                    break;
            }
        }

        xml.Read();
    }

    private static bool IsArray(XmlReader xml)
    {
        if (xml.GetAttribute("arrayType", SoapNames.Encoding11) is not null || xml.GetAttribute("itemType", SoapNames.Encoding12) is not null)
        {
            return true;
        }

        return xml.GetAttribute("type", SoapNames.Instance) is { } type
            && type.EndsWith(":Array", StringComparison.Ordinal)
            && xml.LookupNamespace(type[..^":Array".Length]) is SoapNames.Encoding11 or SoapNames.Encoding12;
    }

    private void Write(Utf8JsonWriter json, Node node)
    {
        if (node.IsNil)
        {
            json.WriteNullValue();
        }
        else if (node.IsList)
        {
            json.WriteStartArray();
            foreach (var child in node.Children ?? [])
            {
                Write(json, child);
            }

            json.WriteEndArray();
        }
        else if (node.Children is { } children)
        {
            json.WriteStartObject();
            Members(json, children);
            OwnText(json, node);
            json.WriteEndObject();
        }
        else
        {
            json.WriteStringValue(node.Text ?? "");
        }
    }

    private static void OwnText(Utf8JsonWriter json, Node node)
    {
        if (!string.IsNullOrWhiteSpace(node.Text))
        {
            json.WriteString("#text", node.Text);
        }
    }

    private void Members(Utf8JsonWriter json, List<Node> children)
    {
        var counts = new Dictionary<string, int>(children.Count, StringComparer.Ordinal);
        foreach (var child in children)
        {
            counts[child.Name] = counts.GetValueOrDefault(child.Name) + 1;
        }

        foreach (var (name, count) in counts)
        {
            json.WritePropertyName(name);
            if (count == 1 && !shape.Repeated.Contains(name))
            {
                Write(json, children.Find(child => ReferenceEquals(child.Name, name) || child.Name == name)!);
                continue;
            }

            json.WriteStartArray();
            foreach (var child in children.Where(child => child.Name == name))
            {
                Write(json, child);
            }

            json.WriteEndArray();
        }
    }

    private sealed record Node(string Name)
    {
        public string? Text { get; set; }

        public List<Node>? Children { get; set; }

        public bool IsNil { get; init; }

        public bool IsList { get; set; }
    }
}
