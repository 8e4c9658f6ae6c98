using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Transport;

/// <summary>What can go wrong between us and an HTTP server, whichever system stands behind it.</summary>
public static class TransportErrors
{
    public static readonly ErrorCode HostNotFound = new("NET001", "The host name cannot be resolved.",
        "A misspelt address, or name resolution is down on this machine.", "Correct the connection's url, or restore name resolution; nothing was sent.");

    public static readonly ErrorCode NoConnection = new("NET002", "No connection could be made.",
        "The server is down, or a firewall stands between.", "Check that the server runs and may be reached from here; nothing was sent. Run again.");

    public static readonly ErrorCode UntrustedServer = new("NET003", "The server's certificate was not accepted.",
        "It has expired, is issued for another name, or its issuer is not trusted by this machine.",
        "Let the server's owner renew the certificate, or add its issuer to this machine's trusted roots. The check cannot be switched off.");

    public static readonly ErrorCode TimedOut = new("NET004", "No answer came in time.",
        "The server is slow or overloaded.", "Run again; if it recurs, ask for smaller pages or raise the connection's attempt_timeout.");

    public static readonly ErrorCode ConnectionLost = new("NET005", "The connection broke before the whole answer had come.",
        "The server, or something between, closed it.", "Run again: a read is repeated, a write is asked for before it is sent again.");

    public static readonly ErrorCode TooManyRequests = new("NET006", "The server asks us to slow down (429).",
        "Its rate limit, or that of the firewall in front of it, is reached.", "Run later, or lower the connection's concurrency.");

    public static readonly ErrorCode Unavailable = new("NET007", "The server is down for maintenance (503 with Retry-After).",
        "An update is being installed.", "Run again when it is back.");

    public static readonly ErrorCode ServerError = new("NET008", "The server failed (5xx).",
        "A fault in the server or one of its extensions.", "Run again; if it recurs, look in the server's own error log at this time.");

    public static readonly ErrorCode NotAuthorised = new("NET009", "The server does not accept our credentials for this (401 or 403).",
        "A wrong, withdrawn or too narrow key, or a firewall that refuses us.", "Correct the connection's secrets or its rights; everything for this connection has stopped.");

    public static readonly ErrorCode Refused = new("NET010", "The server refused the request for good (4xx).",
        "The request's content, or its address, is not what the server accepts.", "Read the server's words in the message; correct the record or the connection's url.");

    public static readonly ErrorCode HtmlInsteadOfJson = new("NET011", "A web page came instead of JSON.",
        "A firewall, a login or maintenance page, or an address that is not the API's.", "Open the address in a browser; correct the url or let the API through the firewall.");

    public static readonly ErrorCode NotJson = new("NET012", "The answer is not JSON.",
        "An extension prints into the answer, or the address is not the API's.", "Read the first words in the message; switch off the extension's output on the server.");

    public static readonly ErrorCode TruncatedJson = new("NET013", "The JSON ends in the middle.",
        "The server ran out of time or memory while it answered.", "Run again; if it recurs, ask for smaller pages.");

    public static readonly ErrorCode TooLarge = new("NET014", "The answer is larger than allowed.",
        "Pages are too large, or the address gives something else.", "Ask for smaller pages, or raise the connection's max_answer_bytes.");

    public static readonly ErrorCode RedirectedElsewhere = new("NET015", "The server sends us to another address.",
        "The connection's url is not the one that the server answers on (http for https, or without www).",
        "Write the address it names as the connection's url. Credentials are never sent to another host.");

    public static readonly ErrorCode PlainHttp = new("NET016", "The address is http, which is not allowed.",
        "Passwords and personal data would cross the network readable.", "Use https, or set allow_http: true for a server on your own network.");

    public static readonly ErrorCode NoiseSkipped = new("NET017", "Text before the JSON was skipped.",
        "PHP on the server prints notices, or a byte order mark, into its answers.", "Nothing is lost; switch off display_errors on the server.");

    public static readonly ErrorCode OddContentType = new("NET018", "JSON came labelled as something else.",
        "The server, or something between, sets the wrong content type.", "Nothing is lost; correct the server's setting.");

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        HostNotFound, NoConnection, UntrustedServer, TimedOut, ConnectionLost, TooManyRequests, Unavailable, ServerError, NotAuthorised,
        Refused, HtmlInsteadOfJson, NotJson, TruncatedJson, TooLarge, RedirectedElsewhere, PlainHttp, NoiseSkipped, OddContentType,
    ];
}
