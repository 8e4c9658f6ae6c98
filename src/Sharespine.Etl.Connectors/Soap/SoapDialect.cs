namespace Sharespine.Etl.Connectors.Soap;

/// <summary>The envelope's version: decides its namespace and how a fault looks.</summary>
public enum SoapVersion
{
    V11,
    V12,
}

/// <summary>How parameters lie in the body.</summary>
public enum SoapStyle
{
    /// <summary>Each value names its type (xsi:type), a list is a soapenc array of items.</summary>
    RpcEncoded,

    /// <summary>The body is one element of the service's schema; values name no type.</summary>
    DocumentLiteral,
}

/// <summary>How one service wants its messages written. Mostly read from its WSDL.</summary>
public sealed record SoapDialect
{
    public SoapVersion Version { get; init; } = SoapVersion.V11;

    public required SoapStyle Style { get; init; }

    /// <summary>The service's target namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>True when elements inside the operation's own are in the service's namespace too (elementFormDefault="qualified", as asmx writes).</summary>
    public bool Qualified { get; init; }

    /// <summary>What the body's element is called besides the operation's name (WS-I mode of Magento: "RequestParam").</summary>
    public string RequestSuffix { get; init; } = "";

    /// <summary>What one entry of a list is called where the list itself does not say so.</summary>
    public string ItemName { get; init; } = "item";

    /// <summary>The SOAP action for an operation; empty for none.</summary>
    public Func<string, string> Action { get; init; } = _ => "";

    /// <summary>The media type to send.</summary>
    public string ContentType(string operation) => Version == SoapVersion.V11
        ? "text/xml"
        : Action(operation) is { Length: > 0 } action ? $"application/soap+xml; action=\"{action}\"" : "application/soap+xml";
}
