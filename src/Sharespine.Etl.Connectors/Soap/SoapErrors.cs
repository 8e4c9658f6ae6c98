using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Soap;

/// <summary>What can go wrong between us and a SOAP service, whichever system stands behind it.</summary>
public static class SoapErrors
{
    public static readonly ErrorCode Fault = new("SOP001", "The service refused the call (a SOAP fault).",
        "What was asked for does not exist, or its state does not allow it.", "Read the service's words in the message; correct the record or the document there. Nothing was done.");

    public static readonly ErrorCode ServerFault = new("SOP002", "The service failed on the way (a SOAP fault of the server).",
        "A fault in the service or in one of its extensions.", "Run again: a write is asked for before it is sent again. If it recurs, look in the server's own error log at this time.");

    public static readonly ErrorCode NotAuthorised = new("SOP003", "The service does not accept our login or its rights (a SOAP fault).",
        "A wrong or withdrawn password, or a role without this right.", "Correct the connection's secrets or the role's rights in the shop; everything for this connection has stopped.");

    public static readonly ErrorCode Later = new("SOP004", "The service turned the call away for now (a SOAP fault).",
        "It is busy or being maintained.", "Run again later; nothing was done.");

    public static readonly ErrorCode HtmlInsteadOfXml = new("SOP005", "A web page came instead of a SOAP envelope.",
        "A firewall, a login or maintenance page, or an address that is not the API's.", "Open the address in a browser; correct the url or let the API through the firewall.");

    public static readonly ErrorCode NoEnvelope = new("SOP006", "The answer holds no SOAP envelope.",
        "PHP ended with an error, or the address is not the API's.", "Read the first words in the message; look in the server's error log.");

    public static readonly ErrorCode BrokenXml = new("SOP007", "The XML of the answer is broken.",
        "An extension prints into the answer, or a text in the shop holds bytes that are not its encoding.", "Look at the record in the shop at the place named; switch off the extension's output.");

    public static readonly ErrorCode TruncatedXml = new("SOP008", "The XML ends in the middle.",
        "The server ran out of time or memory while it answered.", "Run again; if it recurs, ask for less at a time.");

    public static readonly ErrorCode NoiseSkipped = new("SOP009", "Text before the XML was skipped.",
        "PHP on the server prints notices, or a byte order mark, into its answers.", "Nothing is lost; switch off display_errors on the server.");

    public static readonly ErrorCode WsdlUnreadable = new("SOP010", "The service's WSDL cannot be read.",
        "The address gives something else than a WSDL, or one without a SOAP binding.", "Open the address in a browser; correct the connection's url.");

    public static readonly ErrorCode NotInWsdl = new("SOP011", "The service does not have an operation or field that is needed.",
        "An old version, an extension that replaces the API, or a wrong name in the connection's settings.", "Open the service's WSDL and look for what the message names; update the shop, or take the job away that needs it.");

    public static IReadOnlyList<ErrorCode> All { get; } =
        [Fault, ServerFault, NotAuthorised, Later, HtmlInsteadOfXml, NoEnvelope, BrokenXml, TruncatedXml, NoiseSkipped, WsdlUnreadable, NotInWsdl];
}
