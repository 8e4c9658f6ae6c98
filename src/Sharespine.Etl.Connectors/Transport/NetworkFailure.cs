using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Transport;

/// <summary>Tells a request that never left from one that may have been handled.</summary>
internal static class NetworkFailure
{
    /// <exception cref="EtlException">The server cannot be trusted: nothing on this connection can work.</exception>
    public static HttpOutcome Outcome(HttpRequestException e, string address)
    {
        var at = new SourcePosition(address);
        return e.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => new HttpOutcome.NotArrived(new(TransportErrors.HostNotFound, "The host name is not known.", at)),
            HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError =>
                new HttpOutcome.NotArrived(new(TransportErrors.NoConnection, $"No connection: {e.Message}", at)),

            // A certificate that is refused stays refused; a handshake that merely broke may pass.
            HttpRequestError.SecureConnectionError when e.InnerException is System.Security.Authentication.AuthenticationException inner =>
                throw new EtlException(new Issue(TransportErrors.UntrustedServer, inner.Message, at), e),
            HttpRequestError.SecureConnectionError => new HttpOutcome.NotArrived(new(TransportErrors.NoConnection, $"No secure connection: {e.Message}", at)),
            _ => Lost(at),
        };
    }

    public static HttpOutcome.Unknown Lost(SourcePosition at) =>
        new(new(TransportErrors.ConnectionLost, "The connection broke before the whole answer had come.", at));
}
