using System.Collections;
using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Soap;

/// <summary>Writes messages as a WSDL wants them: in its order, with its types, its lists and its names for their entries.</summary>
public static class WsdlMessages
{
    /// <summary>How the service wants its messages written.</summary>
    public static SoapDialect Dialect(this Wsdl wsdl)
    {
        var actions = wsdl.Operations.Values.GroupBy(o => o.Input.Element, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Action, StringComparer.Ordinal);
        return new()
        {
            Version = wsdl.Version,
            Style = wsdl.Style,
            Namespace = wsdl.TargetNamespace,
            Qualified = wsdl.Qualified,
            Action = element => actions.GetValueOrDefault(element) ?? "",
        };
    }

    /// <summary>
    /// A request. Values are texts, numbers, yes/no, dictionaries by field name, and lists of these. What is not given is nil
    /// in rpc, and left out, or empty where the schema insists on it, in a literal message.
    /// </summary>
    /// <exception cref="EtlException">The service has no such operation, or no such field: both are named.</exception>
    public static SoapMessage Message(this Wsdl wsdl, string operation, IReadOnlyDictionary<string, object?> values)
    {
        if (!wsdl.Operations.TryGetValue(operation, out var known))
        {
            throw Missing($"The service has no operation {operation}.", operation);
        }

        return new(known.Input.Element, Fields(wsdl, known.Input.Parts, values, operation, isMessage: true));
    }

    private static List<SoapField> Fields(Wsdl wsdl, IReadOnlyList<WsdlField> known, IReadOnlyDictionary<string, object?> values, string path, bool isMessage)
    {
        if (values.Keys.FirstOrDefault(name => known.All(field => field.Name != name)) is { } unknown)
        {
            throw Missing($"The service's {path} has no field {unknown}.", path);
        }

        var fields = new List<SoapField>(known.Count);
        foreach (var field in known)
        {
            if (values.TryGetValue(field.Name, out var value) && value is not null)
            {
                fields.AddRange(Given(wsdl, field, value, $"{path}/{field.Name}"));
            }
            else if (wsdl.Style == SoapStyle.RpcEncoded ? isMessage : field.Required)
            {
                fields.Add(new(field.Name, Nothing(wsdl, field)));
            }
        }

        return fields;
    }

    private static IEnumerable<SoapField> Given(Wsdl wsdl, WsdlField field, object value, string path) =>
        field.Repeated && value is IEnumerable several and not string
            ? several.Cast<object>().Select(one => new SoapField(field.Name, Value(wsdl, field.Type, one, path)))
            : [new(field.Name, Value(wsdl, field.Type, value, path))];

    private static SoapValue Value(Wsdl wsdl, string type, object value, string path) => value switch
    {
        IReadOnlyDictionary<string, object?> fields => wsdl.Type(type) is { } known
            ? new SoapValue.Fields(type, Fields(wsdl, known.Fields, fields, path, isMessage: false))
            : throw Missing($"The service does not describe {type}, the type of {path}.", path),
        string text => new SoapValue.Text(text, Simple(type)),
        bool flag => new SoapValue.Text(flag ? "true" : "false", Simple(type)),
        decimal number => new SoapValue.Text(number.ToString("0.############################", CultureInfo.InvariantCulture), Simple(type)),
        IEnumerable entries => List(wsdl, type, entries, path),
        IFormattable other => new SoapValue.Text(other.ToString(null, CultureInfo.InvariantCulture), Simple(type)),
        _ => throw new ArgumentException($"{path}: a {value.GetType().Name} cannot be sent."),
    };

    private static SoapValue.List List(Wsdl wsdl, string type, IEnumerable entries, string path)
    {
        var (entry, name) = wsdl.Type(type) switch
        {
            { ListOf: { } of } => (of, null),
            { Fields: [{ Repeated: true } only] } => (only.Type, only.Name),
            _ => throw Missing($"The service does not take a list as {path}.", path),
        };
        return new(type, entry, [.. entries.Cast<object>().Select(one => Value(wsdl, entry, one, path))]) { ItemName = name };
    }

    private static SoapValue Nothing(Wsdl wsdl, WsdlField field) =>
        wsdl.Style == SoapStyle.RpcEncoded ? new SoapValue.Nil(field.Type)
        : field.Nillable ? new SoapValue.Nil()
        : field.Type.StartsWith("xsd:", StringComparison.Ordinal) ? new SoapValue.Text("")
        : new SoapValue.Fields(field.Type);

    private static string Simple(string type) => type == "xsd:anyType" ? "xsd:string" : type;

    private static EtlException Missing(string message, string path) => new(new Issue(SoapErrors.NotInWsdl, message, new SourcePosition("WSDL", Record: path)));
}
