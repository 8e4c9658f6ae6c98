using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Sharespine.Etl.Connectors.Soap;

namespace Sharespine.Etl.Tests.Support.Soap;

/// <summary>Holds a written envelope against a service's WSDL: what a strict server would object to.</summary>
public sealed class WsdlCheck(Wsdl wsdl)
{
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";
    private readonly List<string> _findings = [];

    /// <summary>Everything wrong with a request; empty when the WSDL allows it.</summary>
    public static IReadOnlyList<string> Request(Wsdl wsdl, ReadOnlySpan<byte> envelope) => new WsdlCheck(wsdl).Check(XDocument.Parse(System.Text.Encoding.UTF8.GetString(envelope)), input: true);

    /// <summary>Everything wrong with an answer.</summary>
    public static IReadOnlyList<string> Answer(Wsdl wsdl, ReadOnlySpan<byte> envelope) => new WsdlCheck(wsdl).Check(XDocument.Parse(System.Text.Encoding.UTF8.GetString(envelope)), input: false);

    private List<string> Check(XDocument envelope, bool input)
    {
        var space = wsdl.Version == SoapVersion.V11 ? "http://schemas.xmlsoap.org/soap/envelope/" : "http://www.w3.org/2003/05/soap-envelope";
        var body = envelope.Root!.Element(XName.Get("Body", space));
        if (body?.Elements().ToList() is not [var element])
        {
            _findings.Add("the envelope holds not exactly one element in its body");
            return _findings;
        }

        var operation = wsdl.Operations.Values.FirstOrDefault(o => (input ? o.Input : o.Output).Element == element.Name.LocalName);
        if (operation is null || element.Name.NamespaceName != wsdl.TargetNamespace)
        {
            _findings.Add($"no operation takes {element.Name}");
            return _findings;
        }

        var rpc = wsdl.Style == SoapStyle.RpcEncoded;
        Fields(element, (input ? operation.Input : operation.Output).Parts, ordered: !rpc || input, operation.Name);
        return _findings;
    }

    private void Fields(XElement parent, IReadOnlyList<WsdlField> fields, bool ordered, string path)
    {
        var last = -1;
        foreach (var child in parent.Elements())
        {
            var at = $"{path}/{child.Name.LocalName}";
            var index = fields.ToList().FindIndex(f => f.Name == child.Name.LocalName);
            if (index < 0)
            {
                _findings.Add($"{at}: the WSDL has no such field");
                continue;
            }

            if (child.Name.NamespaceName != (wsdl.Qualified ? wsdl.TargetNamespace : ""))
            {
                _findings.Add($"{at}: is in the namespace \"{child.Name.NamespaceName}\"");
            }

            if (ordered && index < last)
            {
                _findings.Add($"{at}: stands after {fields[last].Name}");
            }

            if (!fields[index].Repeated && parent.Elements(child.Name).Skip(1).Any())
            {
                _findings.Add($"{at}: comes more than once");
            }

            last = index;
            Value(child, fields[index], at);
        }

        // PHP reads an rpc structure by name and leaves out what is missing; parts of a message, and a schema, have to be whole.
        var lenient = wsdl.Style == SoapStyle.RpcEncoded && path.Contains('/', StringComparison.Ordinal);
        foreach (var missing in fields.Where(f => f.Required && !lenient && !parent.Elements().Any(e => e.Name.LocalName == f.Name)))
        {
            _findings.Add($"{path}/{missing.Name}: is missing");
        }
    }

    private void Value(XElement element, WsdlField field, string at)
    {
        if ((string?)element.Attribute(Instance + "nil") is "true" or "1")
        {
            if (!field.Nillable)
            {
                _findings.Add($"{at}: is nil");
            }

            return;
        }

        Named(element, field.Type, at);
        Typed(element, field.Type, at);
    }

    /// <summary>An xsi:type has to be the WSDL's own.</summary>
    private void Named(XElement element, string wanted, string at)
    {
        if ((string?)element.Attribute(Instance + "type") is not { } type || wanted == "xsd:anyType")
        {
            return;
        }

        var parts = type.Split(':');
        var space = element.GetNamespaceOfPrefix(parts[0])?.NamespaceName;
        var named = space == "http://www.w3.org/2001/XMLSchema" ? $"xsd:{parts[1]}" : parts[1];
        if (named != wanted)
        {
            _findings.Add($"{at}: calls itself {named}, the WSDL says {wanted}");
        }
    }

    private void Typed(XElement element, string type, string at)
    {
        if (type.StartsWith("xsd:", StringComparison.Ordinal))
        {
            if (element.HasElements || !Lexical(element.Value, type[4..]))
            {
                _findings.Add($"{at}: \"{element.Value}\" is no {type}");
            }
        }
        else if (wsdl.Type(type) is not { } known)
        {
            _findings.Add($"{at}: the WSDL does not describe {type}");
        }
        else if (known.ListOf is { } entries)
        {
            foreach (var (item, i) in element.Elements().Select((item, i) => (item, i)))
            {
                Named(item, entries, $"{at}[{i}]");
                Typed(item, entries, string.Create(CultureInfo.InvariantCulture, $"{at}[{i}]"));
            }
        }
        else
        {
            Fields(element, known.Fields, known.Ordered, at);
        }
    }

    private static bool Lexical(string value, string type)
    {
        try
        {
            switch (type)
            {
                case "int":
                    XmlConvert.ToInt32(value);
                    break;
                case "long" or "integer":
                    XmlConvert.ToInt64(value);
                    break;
                case "decimal" or "double" or "float":
                    XmlConvert.ToDecimal(value);
                    break;
                case "boolean":
                    XmlConvert.ToBoolean(value);
                    break;
                case "dateTime":
                    XmlConvert.ToDateTimeOffset(value);
                    break;
                default:
                    return true;
            }

            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
