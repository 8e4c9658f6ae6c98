using System.Net;
using System.Net.Http.Headers;
using Polly.Timeout;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Transport;

/// <summary>
/// The one way to an HTTP server: bounded, patient within a budget, honest about what it does not know. One per connection;
/// safe to use from several threads.
/// </summary>
public sealed class HttpTransport : IDisposable
{
    private const int MostRedirects = 3;
    private readonly HttpMessageInvoker _http;
    private readonly TransportSettings _settings;
    private readonly World _world;
    private readonly Redactor _redactor;
    private readonly RetryPipelines _pipelines;
    private readonly SemaphoreSlim _slots;
    private readonly AnswerReader _reader;

    /// <param name="handler">What carries requests: <see cref="NetworkHandler"/>, or a recorded shop. Disposed with the transport.</param>
    public HttpTransport(TransportSettings settings, World world, Redactor redactor, Notes notes, HttpMessageHandler handler)
    {
        _settings = settings;
        _world = world;
        _redactor = redactor;
        _http = new HttpMessageInvoker(handler);
        _pipelines = new RetryPipelines(settings, world);
        _slots = new SemaphoreSlim(settings.Concurrency);
        _reader = new AnswerReader(settings, redactor, notes);
    }

    /// <summary>The network: certificates verified, redirects and cookies left to us.</summary>
    public static SocketsHttpHandler NetworkHandler(TransportSettings settings) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = settings.ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseCookies = false,
    };

    /// <summary>Makes the call, repeating it where that is safe, and says how it ended.</summary>
    /// <exception cref="EtlException">Nothing can work on this connection: plain http without leave, an untrusted server, a redirect elsewhere.</exception>
    public async Task<HttpOutcome> SendAsync(HttpCall call, CancellationToken cancellation)
    {
        if (call.Address.Scheme != Uri.UriSchemeHttps && !_settings.AllowHttp)
        {
            throw new EtlException(Problem(TransportErrors.PlainHttp, call, "The address is http."));
        }

        // The last finished attempt; null while one is under way, since a budget that ends it leaves the outcome unknown.
        HttpOutcome? last = null;
        try
        {
            return await (call.SafeToRepeat ? _pipelines.Repeatable : _pipelines.Once).ExecuteAsync(
                async token =>
                {
                    last = null;
                    return last = await AttemptAsync(call, token);
                },
                cancellation);
        }
        catch (TimeoutRejectedException)
        {
            return last ?? TimedOut(call, _settings.Budget);
        }
    }

    /// <summary>Reads: the answer, or an exception that says whether later may help.</summary>
    public async Task<HttpAnswer> ReadAsync(HttpCall call, CancellationToken cancellation) =>
        (await SendAsync(call, cancellation)).AnswerOrThrow();

    public void Dispose()
    {
        _http.Dispose();
        _slots.Dispose();
    }

    private async Task<HttpOutcome> AttemptAsync(HttpCall call, CancellationToken cancellation)
    {
        await _slots.WaitAsync(cancellation);
        try
        {
            return await _pipelines.Attempt.ExecuteAsync(async token => await ExchangeAsync(call, token), cancellation);
        }
        catch (TimeoutRejectedException)
        {
            return TimedOut(call, _settings.AttemptTimeout);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<HttpOutcome> ExchangeAsync(HttpCall call, CancellationToken token)
    {
        var hop = call;
        for (var redirects = 0; ; redirects++)
        {
            var started = _world.Time.GetTimestamp();
            using var request = Request(hop);
            HttpResponseMessage response;
            try
            {
                response = await _http.SendAsync(request, token);
            }
            catch (HttpRequestException e)
            {
                return NetworkFailure.Outcome(e, Address(hop));
            }
            catch (OperationCanceledException e) when (!token.IsCancellationRequested && e.InnerException is TimeoutException)
            {
                return new HttpOutcome.NotArrived(Problem(TransportErrors.NoConnection, hop,
                    FormattableString.Invariant($"No connection within {_settings.ConnectTimeout.TotalSeconds:0.#} s.")));
            }

            using (response)
            {
                if (RedirectTarget(hop, response) is not { } target)
                {
                    return await _reader.ReadAsync(hop, response, Address(hop), () => _world.Time.GetElapsedTime(started), token);
                }

                hop = Follow(hop, target, redirects);
            }
        }
    }

    private static HttpRequestMessage Request(HttpCall call)
    {
        var request = new HttpRequestMessage(call.Method, call.Address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Sharespine.Etl", "0.1"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(call.ExpectsJson ? "application/json" : "*/*"));
        if (call.Body is { } body)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(call.ContentType);
            request.Content.Headers.ContentType.CharSet = "utf-8";
        }

        call.Sign?.Invoke(request);
        return request;
    }

    private static Uri? RedirectTarget(HttpCall call, HttpResponseMessage response) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location
            ? new Uri(call.Address, location)
            : null;

    private HttpCall Follow(HttpCall call, Uri target, int redirects)
    {
        var sameHost = string.Equals(call.Address.Host, target.Host, StringComparison.OrdinalIgnoreCase);
        var samePlace = target.Scheme == call.Address.Scheme
            ? target.Port == call.Address.Port
            : target.Scheme == Uri.UriSchemeHttps && target.IsDefaultPort;
        return call.SafeToRepeat && sameHost && samePlace && redirects < MostRedirects
            ? call with { Address = target }
            : throw new EtlException(Problem(TransportErrors.RedirectedElsewhere, call, $"The server sends us to {_redactor.Address(target)}."));
    }

    private HttpOutcome.Unknown TimedOut(HttpCall call, TimeSpan limit) =>
        new(Problem(TransportErrors.TimedOut, call, FormattableString.Invariant($"No whole answer within {limit.TotalSeconds:0.#} s.")));

    private Issue Problem(ErrorCode code, HttpCall call, string message) => new(code, message, new SourcePosition(Address(call)));

    private string Address(HttpCall call) => $"{call.Method} {_redactor.Address(call.Address)}";
}
