using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>The calls to one shop's REST API (wc/v3): addresses, credentials, and what its refusals mean.</summary>
public sealed class WooCommerceClient : IDisposable
{
    private const string Json = "/wp-json";
    private const string Api = Json + "/wc/v3/";
    private readonly WooCommerceSigner _signer;
    private readonly HttpTransport _transport;
    private readonly SemaphoreSlim _basisGate = new(1);
    private ShopBasis? _basis;

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

    /// <summary>The product or variation as it is now; null when the shop says that it has none with this id.</summary>
    public async Task<HttpAnswer?> FindProductAsync(string id, WooCommerceQuery query, CancellationToken cancellation)
    {
        if (id.Length is 0 or > 19 || !id.All(char.IsAsciiDigit))
        {
            throw new EtlException(new Issue(WooCommerceErrors.BadPayload, $"\"{(id.Length > 30 ? id[..30] : id)}\" is not a product id: WooCommerce has whole numbers."));
        }

        var outcome = await GetAsync($"products/{id}", query, cancellation);
        return outcome is HttpOutcome.Refused { Answer: { Status: 404 } answer } && WooCommerceRefusal.Code(answer) is "woocommerce_rest_product_invalid_id" or "woocommerce_rest_invalid_product_id"
            ? null
            : AnswerOrThrow(outcome);
    }

    /// <summary>PUT of an order's fields, sent once.</summary>
    public Task<HttpOutcome> PutOrderAsync(string id, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        WriteAsync(HttpMethod.Put, OrderPath(id), new(), json, cancellation);

    /// <summary>A write, sent once.</summary>
    public Task<HttpOutcome> WriteAsync(HttpMethod method, string path, WooCommerceQuery query, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        _transport.SendAsync(HttpCall.Write(method, Address(path, query), json, _signer.Sign), cancellation);

    /// <summary>How the shop reckons its prices: asked once.</summary>
    internal async Task<ShopBasis> BasisAsync(CancellationToken cancellation)
    {
        await _basisGate.WaitAsync(cancellation);
        try
        {
            return _basis ??= await ShopBasis.ReadAsync(this, cancellation);
        }
        finally
        {
            _basisGate.Release();
        }
    }

    /// <summary>The order statuses that the shop knows, its extensions' among them.</summary>
    public async Task<IReadOnlyList<StatusChoice>> StatusesAsync(CancellationToken cancellation)
    {
        var answer = await ReadAsync("reports/orders/totals", new(), cancellation);
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.ValueKind != JsonValueKind.Array
            ? throw new EtlException(new Issue(WooCommerceErrors.BadPage, "A list of statuses was asked for, something else came.", new SourcePosition(answer.Address)))
            : [.. json.RootElement.EnumerateArray().Select(status => new StatusChoice(status.Text("slug") ?? "", status.Text("name") ?? ""))];
    }

    /// <summary>The answer of a call that was done; else an exception that says what to do.</summary>
    public HttpAnswer AnswerOrThrow(HttpOutcome outcome) => outcome switch
    {
        HttpOutcome.NotAuthorised refused => throw new EtlException(WooCommerceRefusal.NotAuthorised(refused, this)),
        HttpOutcome.Refused { Answer.Status: 404 } missing when WooCommerceRefusal.Code(missing.Answer) is null or "rest_no_route" =>
            throw new EtlException(new Issue(WooCommerceErrors.NotAShop, missing.Issue.Message, missing.Issue.At)),
        _ => outcome.AnswerOrThrow(),
    };

    /// <summary>Looks whether orders can be read, and written to when a job will; nothing is changed. Empty: all well.</summary>
    public Task<IReadOnlyList<Issue>> ProbeAsync(bool willWrite, CancellationToken cancellation) =>
        WooCommerceProbe.OrdersAsync(this, willWrite, cancellation);

    /// <summary>The same of all that a shop both ways needs: orders, products, settings and reports, each missing right by name.</summary>
    public Task<IReadOnlyList<Issue>> ProbeAllAsync(CancellationToken cancellation) => WooCommerceProbe.AllAsync(this, cancellation);

    public void Dispose()
    {
        _transport.Dispose();
        _basisGate.Dispose();
    }

    internal WooCommerceQuery Amounts() => new WooCommerceQuery().With("dp", Settings.Decimals.ToString(CultureInfo.InvariantCulture));

    internal static bool IsUnknownOrder(HttpOutcome outcome) =>
        outcome is HttpOutcome.Refused { Answer: { Status: 404 or 400 } answer } && WooCommerceRefusal.Code(answer) == "woocommerce_rest_shop_order_invalid_id";

    /// <exception cref="EtlException">The id is not a number: it never came from a shop.</exception>
    internal static string OrderPath(string id) => id.Length is > 0 and < 20 && id.All(char.IsAsciiDigit)
        ? $"orders/{id}"
        : throw new EtlException(new Issue(WooCommerceErrors.BadStatusPayload, $"\"{(id.Length > 30 ? id[..30] : id)}\" is not an order id: WooCommerce has whole numbers."));

    internal static bool IsNoRoute(HttpOutcome outcome) =>
        outcome is HttpOutcome.Refused { Answer: { Status: 404 } answer } && WooCommerceRefusal.Code(answer) == "rest_no_route";

    /// <param name="path">Below wc/v3; with a slash before it below /wp-json: an extension's own.</param>
    private Uri Address(string path, WooCommerceQuery query) =>
        new(Settings.Url.TrimEnd('/') + (path.StartsWith('/') ? Json + path : Api + path) + query);
}
