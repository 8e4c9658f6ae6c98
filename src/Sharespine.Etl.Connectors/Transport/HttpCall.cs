namespace Sharespine.Etl.Connectors.Transport;

/// <summary>One request to make, independent of how many attempts it takes.</summary>
public sealed record HttpCall
{
    public required HttpMethod Method { get; init; }

    /// <summary>Absolute, without credentials.</summary>
    public required Uri Address { get; init; }

    /// <summary>In UTF-8; null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The body's media type, with its parameters where it has some besides the charset.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>True when doing it twice is the same as doing it once. Only such a call is repeated after an unknown outcome.</summary>
    public required bool SafeToRepeat { get; init; }

    /// <summary>Adds credentials; called anew for each attempt, since a signature carries a nonce and the time.</summary>
    public Action<HttpRequestMessage>? Sign { get; init; }

    /// <summary>False for a body that is not JSON (a file).</summary>
    public bool ExpectsJson { get; init; } = true;

    /// <summary>
    /// For servers that say in the body how it went (a fault, a full bucket): is shown every whole answer of any status and
    /// gives its outcome, or null to judge it by status and content.
    /// </summary>
    public Func<HttpAnswer, HttpOutcome?>? Judge { get; init; }

    public static HttpCall Get(Uri address, Action<HttpRequestMessage>? sign = null) =>
        new() { Method = HttpMethod.Get, Address = address, Sign = sign, SafeToRepeat = true };

    /// <summary>A write: sent once, and again only when it is proven not to have arrived.</summary>
    public static HttpCall Write(HttpMethod method, Uri address, ReadOnlyMemory<byte> json, Action<HttpRequestMessage>? sign = null) =>
        new() { Method = method, Address = address, Body = json, Sign = sign, SafeToRepeat = false };
}
