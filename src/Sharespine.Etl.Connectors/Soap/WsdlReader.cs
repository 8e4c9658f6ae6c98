using System.Xml.Linq;

namespace Sharespine.Etl.Connectors.Soap;

/// <summary>Reads one WSDL document.</summary>
internal sealed class WsdlReader(XElement root)
{
    private static readonly XNamespace Wsdls = SoapNames.Wsdl;
    private static readonly XNamespace Schema = SoapNames.Schema;
    private readonly Dictionary<string, WsdlType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, XElement> _named = new(StringComparer.Ordinal);

    /// <summary>Null when there is no SOAP binding.</summary>
    public Wsdl? Read(SoapVersion preferred)
    {
        var bindings = root.Elements(Wsdls + "binding").Select(b => (Element: b, Soap: SoapBinding(b))).Where(b => b.Soap is not null).ToList();
        var wanted = preferred == SoapVersion.V11 ? SoapNames.Binding11 : SoapNames.Binding12;
        var (binding, soap) = bindings.Find(b => b.Soap!.Name.NamespaceName == wanted) is { Element: not null } found ? found : bindings.FirstOrDefault();
        if (binding is null)
        {
            return null;
        }

        var schemas = root.Elements(Wsdls + "types").Elements(Schema + "schema").ToList();
        foreach (var type in schemas.Elements(Schema + "complexType"))
        {
            _named[Name(type)] = type;
        }

        foreach (var (name, type) in _named)
        {
            Complex(name, type);
        }

        var elements = new Dictionary<string, WsdlField>(StringComparer.Ordinal);
        foreach (var element in schemas.Elements(Schema + "element"))
        {
            elements[Name(element)] = Field(element, "");
        }

        var port = root.Elements(Wsdls + "port").Concat(root.Elements(Wsdls + "service").Elements(Wsdls + "port"))
            .FirstOrDefault(p => Local((string?)p.Attribute("binding")) == Name(binding));
        var location = (string?)port?.Elements().FirstOrDefault(e => e.Name.LocalName == "address")?.Attribute("location");
        return new Wsdl
        {
            TargetNamespace = (string?)root.Attribute("targetNamespace") ?? "",
            Version = soap!.Name.NamespaceName == SoapNames.Binding11 ? SoapVersion.V11 : SoapVersion.V12,
            Style = binding.Descendants().Any(e => e.Name.LocalName == "body" && (string?)e.Attribute("use") == "encoded")
                ? SoapStyle.RpcEncoded
                : SoapStyle.DocumentLiteral,
            Qualified = schemas.Any(s => (string?)s.Attribute("elementFormDefault") == "qualified"),
            Address = Uri.TryCreate(location, UriKind.Absolute, out var address) ? address : null,
            Operations = Operations(binding, elements),
            Types = _types,
        };
    }

    private static XElement? SoapBinding(XElement binding) =>
        binding.Elements().FirstOrDefault(e => e.Name.LocalName == "binding" && e.Name.NamespaceName is SoapNames.Binding11 or SoapNames.Binding12);

    private Dictionary<string, WsdlOperation> Operations(XElement binding, Dictionary<string, WsdlField> elements)
    {
        var type = Local((string?)binding.Attribute("type"));
        var messages = root.Elements(Wsdls + "message").ToDictionary(Name, StringComparer.Ordinal);
        var abstractly = root.Elements(Wsdls + "portType").Where(p => Name(p) == type).Elements(Wsdls + "operation")
            .GroupBy(Name, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var operations = new Dictionary<string, WsdlOperation>(StringComparer.Ordinal);
        foreach (var bound in binding.Elements(Wsdls + "operation"))
        {
            var name = Name(bound);
            if (!abstractly.TryGetValue(name, out var operation))
            {
                continue;
            }

            var action = (string?)bound.Elements().FirstOrDefault(e => e.Name.LocalName == "operation")?.Attribute("soapAction") ?? "";
            operations[name] = new(name, action, Message("input", name), Message("output", name + "Response"));

            WsdlMessage Message(string direction, string fallback)
            {
                var message = Local((string?)operation.Element(Wsdls + direction)?.Attribute("message"));
                var parts = messages.TryGetValue(message, out var found) ? found.Elements(Wsdls + "part").ToList() : [];
                if (parts is [var only] && (string?)only.Attribute("element") is { } element)
                {
                    var fields = elements.TryGetValue(Local(element), out var field) ? _types.GetValueOrDefault(field.Type)?.Fields : null;
                    return new(Local(element), fields ?? []);
                }

                return new(fallback, [.. parts.Select(p => new WsdlField(Name(p), TypeName(p, (string?)p.Attribute("type")), Required: true, Repeated: false, Nillable: true))]);
            }
        }

        return operations;
    }

    private void Complex(string name, XElement type)
    {
        var array = type.Descendants(Schema + "restriction").Elements(Schema + "attribute").Attributes()
            .FirstOrDefault(a => a.Name.LocalName == "arrayType");
        if (array is not null)
        {
            var entries = array.Value.Replace("[]", "", StringComparison.Ordinal);
            _types[name] = new(name, [], Ordered: false, TypeName(array.Parent!, entries));
            return;
        }

        // The fields of what it extends come first.
        var extension = type.Elements(Schema + "complexContent").Elements(Schema + "extension").FirstOrDefault();
        var inherited = extension is null ? null : Inherited(Local((string?)extension.Attribute("base")));
        var group = (extension ?? type).Elements().FirstOrDefault(e => e.Name == Schema + "sequence" || e.Name == Schema + "all" || e.Name == Schema + "choice");
        var fields = group?.Elements(Schema + "element").Select(e => Field(e, name + ".")) ?? [];
        _types[name] = new(name, [.. inherited ?? [], .. fields], Ordered: group?.Name == Schema + "sequence");
    }

    private IReadOnlyList<WsdlField>? Inherited(string name)
    {
        // There while it is read, so that one that extends itself ends.
        if (!_types.ContainsKey(name) && _named.GetValueOrDefault(name) is { } type)
        {
            _types[name] = new(name, [], Ordered: false);
            Complex(name, type);
        }

        return _types.GetValueOrDefault(name)?.Fields;
    }

    private WsdlField Field(XElement element, string parent)
    {
        var name = (string?)element.Attribute("name") ?? Local((string?)element.Attribute("ref"));
        var type = (string?)element.Attribute("type");
        string typeName;
        if (type is null && element.Element(Schema + "complexType") is { } inline)
        {
            typeName = parent + name;
            Complex(typeName, inline);
        }
        else
        {
            typeName = TypeName(element, type);
        }

        var most = (string?)element.Attribute("maxOccurs") ?? "1";
        return new(
            name,
            typeName,
            Required: (string?)element.Attribute("minOccurs") != "0" && element.Parent?.Name != Schema + "choice",
            Repeated: most is not ("0" or "1"),
            Nillable: (string?)element.Attribute("nillable") == "true");
    }

    private static string TypeName(XElement at, string? qualified)
    {
        if (qualified is null)
        {
            return "xsd:anyType";
        }

        var colon = qualified.IndexOf(':', StringComparison.Ordinal);
        var space = colon < 0 ? at.GetDefaultNamespace() : at.GetNamespaceOfPrefix(qualified[..colon]);
        return space == Schema ? "xsd:" + qualified[(colon + 1)..] : qualified[(colon + 1)..];
    }

    private static string Name(XElement element) => (string?)element.Attribute("name") ?? "";

    private static string Local(string? qualified) => qualified is null ? "" : qualified[(qualified.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
