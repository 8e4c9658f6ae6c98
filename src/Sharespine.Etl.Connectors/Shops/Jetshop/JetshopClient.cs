using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Jetshop;

/// <summary>The calls to one shop's web service (asmx, SOAP 1.2): envelope, credentials, and what its faults mean.</summary>
public sealed class JetshopClient : IDisposable
{
    internal const string Namespace = "WebServiceProvider";
    private static readonly SoapDialect Asmx = new() { Version = SoapVersion.V12, Style = SoapStyle.DocumentLiteral, Namespace = Namespace, Qualified = true };
    private static readonly SoapShape Known = new()
    {
        Repeated = new HashSet<string> { "ProductData", "ProductResult", "ArticlePriceListResult", "ProductInCategoryData", DynamicFields.ResultRow },
    };

    private readonly AuthenticationHeaderValue _credentials;
    private readonly HttpTransport _transport;
    private readonly SoapService _service;
    private readonly Uri _address;

    /// <param name="handler">Carries the requests; null for the network.</param>
    /// <exception cref="EtlException">The settings cannot work (all findings at once).</exception>
    public JetshopClient(JetshopSettings settings, World world, Notes? notes = null, HttpMessageHandler? handler = null)
    {
        if (settings.Check() is { Count: > 0 } issues)
        {
            throw new EtlException(issues);
        }

        Settings = settings;
        Notes = notes ?? new Notes();
        World = world;
        _address = new Uri(settings.Url);
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.User}:{settings.Password}"));
        _credentials = new AuthenticationHeaderValue("Basic", basic);
        var redactor = new Redactor(settings.Password, basic);
        _transport = new HttpTransport(settings.Transport, world, redactor, Notes, handler ?? HttpTransport.NetworkHandler(settings.Transport));
        _service = new SoapService(Asmx, redactor, Notes) { Meaning = Meaning, Shape = Known };
    }

    public JetshopSettings Settings { get; }

    /// <summary>What was noticed on the way, counted.</summary>
    public Notes Notes { get; }

    internal World World { get; }

    /// <summary>One of the operations that are known.</summary>
    public Task<HttpOutcome> CallAsync(string operation, IReadOnlyList<SoapField> parameters, bool safeToRepeat, CancellationToken cancellation) =>
        SendAsync(_service, new(operation, parameters), safeToRepeat, cancellation);

    /// <summary>An operation that the site describes.</summary>
    /// <param name="space">Its namespace.</param>
    /// <param name="action">Its SOAP action; empty for none.</param>
    /// <param name="lists">Elements that may come several times.</param>
    public Task<HttpOutcome> CallAsync(
        string operation, string space, string action, IReadOnlySet<string> lists, IReadOnlyList<SoapField> parameters, bool safeToRepeat, CancellationToken cancellation) => SendAsync(
            _service with { Dialect = Asmx with { Namespace = space, Action = _ => action }, Shape = new() { Repeated = lists } }, new(operation, parameters), safeToRepeat, cancellation);

    /// <summary>The article in one culture, or null when the shop does not have it. Null for the culture: the main one.</summary>
    internal async Task<ShopProduct?> FindAsync(string article, CancellationToken cancellation, string? culture = null)
    {
        var answer = await AskAsync(article, culture ?? Settings.Cultures[0], cancellation);
        return Products(answer).FirstOrDefault(product => product.Is(article));
    }

    /// <summary>The answer of Product_Get.</summary>
    internal async Task<HttpAnswer> AskAsync(string article, string culture, CancellationToken cancellation)
    {
        var options = new SoapValue.Fields("ProductOptions", new SoapField("ArticleNumber", article), new SoapField("Culture", culture));
        return (await CallAsync("Product_Get", [new("productOptions", options)], safeToRepeat: true, cancellation)).AnswerOrThrow();
    }

    /// <summary>What an answer of Product_Get holds; nothing when the article is not known, which the shop tells by an empty result.</summary>
    internal static IReadOnlyList<ShopProduct> Products(HttpAnswer answer)
    {
        using var json = JsonDocument.Parse(answer.Body);
        if (!json.RootElement.TryGetProperty("Product_GetResult", out var result))
        {
            // asmx leaves the result out altogether where it is null.
            return json.RootElement.EnumerateObject().Any()
                ? throw new EtlException(new Issue(JetshopErrors.BadAnswer, "Product_Get was answered without Product_GetResult.", new SourcePosition(answer.Address)))
                : [];
        }

        return result.ValueKind == JsonValueKind.Object && result.TryGetProperty("ProductData", out var products)
            ? [.. products.EnumerateArray().Select(product => new ShopProduct(product.Clone()))]
            : [];
    }

    /// <summary>What the service says about itself.</summary>
    /// <exception cref="EtlException">It cannot be had, or is no WSDL.</exception>
    internal async Task<Wsdl> WsdlAsync(CancellationToken cancellation)
    {
        var call = HttpCall.Get(new Uri(_address + "?WSDL"), Sign) with { ExpectsJson = false };
        var answer = await _transport.ReadAsync(call, cancellation);
        return Wsdl.Read(answer.Body, answer.Address, SoapVersion.V12);
    }

    /// <summary>The server's clock when it began to answer: its Date, less the whole seconds that the answer took.</summary>
    internal static DateTimeOffset ServerTime(HttpAnswer answer) => answer.Date is { } date
        ? date - TimeSpan.FromSeconds(Math.Floor(answer.Took.TotalSeconds))
        : throw new EtlException(new Issue(JetshopErrors.NoDate, "The answer has no Date header.", new SourcePosition(answer.Address)));

    public void Dispose() => _transport.Dispose();

    private Task<HttpOutcome> SendAsync(SoapService service, SoapMessage message, bool safeToRepeat, CancellationToken cancellation)
    {
        var headed = Settings.ShopId is { } shop ? message with { Headers = [new("ShopId", shop)] } : message;
        return _transport.SendAsync(service.Call(_address, headed, safeToRepeat, Sign), cancellation);
    }

    private void Sign(HttpRequestMessage request) => request.Headers.Authorization = _credentials;

    /// <summary>
    /// What asmx could not read was not done. Anything else that failed inside the service may have been done in part. A
    /// method outside the role is refused by a fault, not by a status.
    /// </summary>
    private static SoapFaultMeaning Meaning(SoapFault fault) =>
        fault.Message.Contains("AccessViolation", StringComparison.OrdinalIgnoreCase) || fault.Message.Contains("access denied", StringComparison.OrdinalIgnoreCase)
            || fault.Message.Contains("UnauthorizedAccess", StringComparison.OrdinalIgnoreCase) ? SoapFaultMeaning.NotAuthorised
        : fault.Message.Contains("unable to read request", StringComparison.OrdinalIgnoreCase) || fault.Message.Contains("AllXsd", StringComparison.Ordinal) ? SoapFaultMeaning.Refused
        : fault.Code is "Server" or "Receiver" ? SoapFaultMeaning.Unknown
        : SoapFaultMeaning.Refused;
}
