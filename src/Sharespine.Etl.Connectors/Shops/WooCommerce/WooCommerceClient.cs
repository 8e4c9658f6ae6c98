using System.Globalization;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>The calls to one shop's REST API (wc/v3): addresses, credentials, and what its refusals mean.</summary>
public sealed class WooCommerceClient : IDisposable
{
    private const string Api = "/wp-json/wc/v3/";
    private readonly WooCommerceSigner _signer;
    private readonly HttpTransport _transport;

    /// <param name="handler">Carries the requests; null for the network.</param>
    /// <exception cref="EtlException">The settings cannot work (all findings at once).</exception>
    public WooCommerceClient(WooCommerceSettings settings, World world, Notes? notes = null, HttpMessageHandler? handler = null)
    {
        if (settings.Check() is { Count: > 0 } issues)
        {
            throw new EtlException(issues);
        }

        Settings = settings;
        World = world;
        Notes = notes ?? new Notes();
        var redactor = new Redactor(settings.ConsumerSecret, settings.ConsumerKey, WooCommerceSigner.BasicCredentials(settings.ConsumerKey, settings.ConsumerSecret));
        _signer = new WooCommerceSigner(settings, world);
        _transport = new HttpTransport(settings.Transport, world, redactor, Notes, handler ?? HttpTransport.NetworkHandler(settings.Transport));
    }

    public WooCommerceSettings Settings { get; }

    /// <summary>What was noticed on the way, counted.</summary>
    public Notes Notes { get; }

    internal World World { get; }

    internal WooCommerceAuth Auth => _signer.Auth;

    /// <summary>GET below wc/v3, whatever comes.</summary>
    public Task<HttpOutcome> GetAsync(string path, WooCommerceQuery query, CancellationToken cancellation) =>
        _transport.SendAsync(HttpCall.Get(Address(path, query), _signer.Sign), cancellation);

    /// <summary>GET below wc/v3; the answer, or an exception with the shop's refusal explained.</summary>
    public async Task<HttpAnswer> ReadAsync(string path, WooCommerceQuery query, CancellationToken cancellation) =>
        AnswerOrThrow(await GetAsync(path, query, cancellation));

    /// <summary>The order as it is now; null when the shop says that it has none with this id (a wrong address throws instead).</summary>
    public async Task<HttpAnswer?> FindOrderAsync(string id, CancellationToken cancellation)
    {
        var outcome = await GetAsync(OrderPath(id), Amounts(), cancellation);
        return IsUnknownOrder(outcome) ? null : AnswerOrThrow(outcome);
    }

    /// <summary>PUT of an order's fields, sent once.</summary>
    public Task<HttpOutcome> PutOrderAsync(string id, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        _transport.SendAsync(HttpCall.Write(HttpMethod.Put, Address(OrderPath(id), new()), json, _signer.Sign), cancellation);

    /// <summary>The answer of a call that was done; else an exception that says what to do.</summary>
    public HttpAnswer AnswerOrThrow(HttpOutcome outcome) => outcome switch
    {
        HttpOutcome.NotAuthorised refused => throw new EtlException(WooCommerceRefusal.NotAuthorised(refused, this)),
        HttpOutcome.Refused { Answer.Status: 404 } missing when WooCommerceRefusal.Code(missing.Answer) is null or "rest_no_route" =>
            throw new EtlException(new Issue(WooCommerceErrors.NotAShop, missing.Issue.Message, missing.Issue.At)),
        _ => outcome.AnswerOrThrow(),
    };

    /// <summary>Looks whether the shop can be read, and written to when a job will; nothing is changed. Empty: all well.</summary>
    public Task<IReadOnlyList<Issue>> ProbeAsync(bool willWrite, CancellationToken cancellation) =>
        WooCommerceProbe.RunAsync(this, willWrite, cancellation);

    public void Dispose() => _transport.Dispose();

    internal WooCommerceQuery Amounts() => new WooCommerceQuery().With("dp", Settings.Decimals.ToString(CultureInfo.InvariantCulture));

    internal static bool IsUnknownOrder(HttpOutcome outcome) =>
        outcome is HttpOutcome.Refused { Answer: { Status: 404 or 400 } answer } && WooCommerceRefusal.Code(answer) == "woocommerce_rest_shop_order_invalid_id";

    /// <exception cref="EtlException">The id is not a number: it never came from a shop.</exception>
    internal static string OrderPath(string id) => id.Length is > 0 and < 20 && id.All(char.IsAsciiDigit)
        ? $"orders/{id}"
        : throw new EtlException(new Issue(WooCommerceErrors.BadStatusPayload, $"\"{(id.Length > 30 ? id[..30] : id)}\" is not an order id: WooCommerce has whole numbers."));

    private Uri Address(string path, WooCommerceQuery query) => new(Settings.Url.TrimEnd('/') + Api + path + query);
}
