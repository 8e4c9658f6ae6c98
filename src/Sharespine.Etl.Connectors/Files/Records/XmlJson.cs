using System.Text.Json;
using System.Xml.Linq;

namespace Sharespine.Etl.Connectors.Files.Records;

/// <summary>
/// An XML element as JSON, names kept: an element without children is a text (null where xsi:nil says so), one with children
/// an object; what comes several times, or is named as a list, is a list. Attributes are <c>@name</c>, text beside children
/// or attributes <c>#text</c>. Namespaces are left out.
/// </summary>
internal static class XmlJson
{
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Writes the element's attributes and children into the open object.</summary>
    public static void WriteContent(Utf8JsonWriter writer, XElement element, IReadOnlySet<string> lists, FieldFilter filter)
    {
        foreach (var attribute in element.Attributes().Where(IsData).Where(attribute => !filter.Drops(attribute.Name.LocalName)))
        {
            writer.WriteString("@" + attribute.Name.LocalName, attribute.Value);
        }

        foreach (var group in element.Elements().GroupBy(child => child.Name.LocalName).Where(group => !filter.Drops(group.Key)))
        {
            writer.WritePropertyName(group.Key);
            var children = group.ToList();
            if (children.Count > 1 || lists.Contains(group.Key))
            {
                writer.WriteStartArray();
                children.ForEach(child => WriteValue(writer, child, lists, filter));
                writer.WriteEndArray();
            }
            else
            {
                WriteValue(writer, children[0], lists, filter);
            }
        }

        var text = string.Concat(element.Nodes().OfType<XText>().Select(node => node.Value));
        if (!string.IsNullOrWhiteSpace(text))
        {
            writer.WriteString("#text", text);
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, XElement element, IReadOnlySet<string> lists, FieldFilter filter)
    {
        if (!element.HasElements && !element.Attributes().Any(IsData))
        {
            writer.WriteStringValue(IsNil(element) ? null : element.Value);
            return;
        }

        writer.WriteStartObject();
        WriteContent(writer, element, lists, filter);
        writer.WriteEndObject();
    }

    /// <summary>The text at a path of element names below the element (Head/OrderId, @id at the end); null when it is not there, empty or nil.</summary>
    public static string? Find(XElement element, string path)
    {
        var at = element;
        foreach (var part in path.Split('/'))
        {
            if (part.StartsWith('@'))
            {
                return at.Attributes().FirstOrDefault(attribute => attribute.Name.LocalName == part[1..])?.Value;
            }

            if (at.Elements().FirstOrDefault(child => child.Name.LocalName == part) is not { } child)
            {
                return null;
            }

            at = child;
        }

        return at.HasElements || IsNil(at) || at.Value.Trim() is not { Length: > 0 } text ? null : text;
    }

    private static bool IsData(XAttribute attribute) => !attribute.IsNamespaceDeclaration && attribute.Name.Namespace != Instance;

    private static bool IsNil(XElement element) => element.Attribute(Instance + "nil")?.Value is "true" or "1";
}
