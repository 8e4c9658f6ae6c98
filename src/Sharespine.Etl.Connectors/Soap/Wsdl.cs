using System.Xml;
using System.Xml.Linq;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Soap;

/// <summary>What a service says about itself: enough to write its messages and to check which operations and fields it has.</summary>
public sealed record Wsdl
{
    public required string TargetNamespace { get; init; }

    public required SoapVersion Version { get; init; }

    public required SoapStyle Style { get; init; }

    /// <summary>True when elements inside the body's own are in the namespace too.</summary>
    public required bool Qualified { get; init; }

    /// <summary>Where the service listens, as it says itself; null when it does not.</summary>
    public Uri? Address { get; init; }

    /// <summary>By name.</summary>
    public required IReadOnlyDictionary<string, WsdlOperation> Operations { get; init; }

    /// <summary>By name. One that an element describes in place is called after the element ("Parent.Field").</summary>
    public required IReadOnlyDictionary<string, WsdlType> Types { get; init; }

    /// <summary>Reads a WSDL 1.1 document; of several SOAP bindings the given version's, else the first. What it imports is not fetched.</summary>
    /// <exception cref="EtlException">It is none, or has no SOAP binding.</exception>
    public static Wsdl Read(ReadOnlyMemory<byte> document, string source, SoapVersion preferred = SoapVersion.V11)
    {
        var start = Math.Max(0, document.Span.IndexOf((byte)'<'));
        try
        {
            using var bytes = new MemoryStream(document[start..].ToArray(), writable: false);
            using var xml = XmlReader.Create(bytes, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return new WsdlReader(XDocument.Load(xml).Root!).Read(preferred)
                ?? throw new EtlException(new Issue(SoapErrors.WsdlUnreadable, "The document holds no SOAP binding.", new SourcePosition(source)));
        }
        catch (XmlException e)
        {
            throw new EtlException(new Issue(SoapErrors.WsdlUnreadable, $"The document is not XML in line {e.LineNumber}, column {e.LinePosition}.", new SourcePosition(source)), e);
        }
    }

    /// <summary>The service's own type; null for one of XML Schema's, or unknown.</summary>
    public WsdlType? Type(string name) => Types.GetValueOrDefault(name);
}

/// <param name="Name">As it is called.</param>
/// <param name="Action">The SOAP action; "" for none.</param>
/// <param name="Input">What it takes.</param>
/// <param name="Output">What it gives.</param>
public sealed record WsdlOperation(string Name, string Action, WsdlMessage Input, WsdlMessage Output);

/// <param name="Element">The body's element; for rpc the operation's own name.</param>
/// <param name="Parts">The values in it, in order.</param>
public sealed record WsdlMessage(string Element, IReadOnlyList<WsdlField> Parts);

/// <param name="Name">By which messages refer to it.</param>
/// <param name="Fields">In order; empty for a list.</param>
/// <param name="Ordered">True when the fields must come in that order.</param>
/// <param name="ListOf">For a soapenc array: the type of its entries.</param>
public sealed record WsdlType(string Name, IReadOnlyList<WsdlField> Fields, bool Ordered, string? ListOf = null)
{
    public bool Has(string field) => Fields.Any(f => f.Name == field);
}

/// <param name="Name">The element's.</param>
/// <param name="Type">"xsd:…" for XML Schema's own, else the service's.</param>
/// <param name="Required">False when it may be left out.</param>
/// <param name="Repeated">True when it may come several times.</param>
/// <param name="Nillable">True when it may be nil.</param>
public sealed record WsdlField(string Name, string Type, bool Required, bool Repeated, bool Nillable);
