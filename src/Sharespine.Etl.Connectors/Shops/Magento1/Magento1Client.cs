using System.Text.Json;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>
/// The calls to one shop's SOAP v2 interface: in the dialect that its WSDL names, within a session that is begun anew when
/// the shop has ended it. Safe to use from several threads.
/// </summary>
public sealed class Magento1Client : IDisposable
{
    private const string SessionExpired = "5";
    private const string AccessDenied = "2";
    private const string InternalError = "1";

    // In WS-I mode an empty list does not show that it is one.
    private static readonly SoapShape Shape = new()
    {
        Items = new HashSet<string> { "complexObjectArray" },
        Lists = new HashSet<string>
        {
            "items", "status_history", "comments", "tracks", "categories", "websites", "category_ids", "website_ids", "tier_price", "additional_attributes",
        },
    };

    // The same parts go by other names in WS-I mode.
    private static readonly Dictionary<string, string> OtherNames = new() { ["storeView"] = "store", ["product"] = "productId", ["products"] = "productIds", ["tier_price"] = "tierPrices" };

    private readonly HttpTransport _transport;
    private readonly SemaphoreSlim _gate = new(1);
    private Service? _service;
    private string? _session;
    private IReadOnlyList<JsonElement>? _stores;

    /// <param name="handler">Carries the requests; null for the network.</param>
    /// <exception cref="EtlException">The settings cannot work (all findings at once).</exception>
    public Magento1Client(Magento1Settings settings, World world, Notes? notes = null, HttpMessageHandler? handler = null)
    {
        if (settings.Check() is { Count: > 0 } issues)
        {
            throw new EtlException(issues);
        }

        Settings = settings;
        World = world;
        Notes = notes ?? new Notes();
        _transport = new HttpTransport(settings.Transport, world, new Redactor(settings.ApiKey), Notes, handler ?? HttpTransport.NetworkHandler(settings.Transport));
    }

    public Magento1Settings Settings { get; }

    /// <summary>What was noticed on the way, counted.</summary>
    public Notes Notes { get; }

    internal World World { get; }

    /// <summary>What the shop says that it can do.</summary>
    internal async Task<Wsdl> WsdlAsync(CancellationToken cancellation) => (await ServiceAsync(cancellation)).Wsdl;

    /// <summary>Makes a call in the session, and once more in a new one when the shop has ended it: nothing was done then.</summary>
    /// <param name="operation">As the WSDL names it.</param>
    /// <param name="values">Its parts, without the session.</param>
    /// <param name="safeToRepeat">True for reads, and for writes that are the same done twice.</param>
    /// <param name="cancellation">Stops waiting.</param>
    internal async Task<HttpOutcome> CallAsync(string operation, IReadOnlyDictionary<string, object?> values, bool safeToRepeat, CancellationToken cancellation)
    {
        var session = await SessionAsync(null, cancellation);
        var outcome = await SendAsync(operation, values, session, safeToRepeat, cancellation);
        if (SoapFault.Of(outcome)?.Code != SessionExpired)
        {
            return outcome;
        }

        return await SendAsync(operation, values, await SessionAsync(session, cancellation), safeToRepeat, cancellation);
    }

    /// <summary>A read: what the shop gave, or an exception with its refusal explained.</summary>
    internal async Task<Magento1Answer> ReadAsync(string operation, IReadOnlyDictionary<string, object?> values, CancellationToken cancellation)
    {
        var outcome = await CallAsync(operation, values, safeToRepeat: true, cancellation);
        return Magento1Answer.Of(AnswerOrThrow(outcome, operation));
    }

    /// <summary>A read of one thing; null when the shop says that it does not exist.</summary>
    internal async Task<Magento1Answer?> FindAsync(string operation, IReadOnlyDictionary<string, object?> values, CancellationToken cancellation)
    {
        var outcome = await CallAsync(operation, values, safeToRepeat: true, cancellation);
        return SoapFault.Of(outcome)?.Code is "100" or "101" ? null : Magento1Answer.Of(AnswerOrThrow(outcome, operation));
    }

    /// <summary>The answer of a call that was done; else an exception that says what to do.</summary>
    internal static HttpAnswer AnswerOrThrow(HttpOutcome outcome, string operation) => outcome switch
    {
        HttpOutcome.NotAuthorised refused when SoapFault.Of(refused) is not null =>
            throw new EtlException(new Issue(Magento1Errors.NoRights, $"{operation} is denied; the role needs the resource \"{Magento1Rights.Of(operation)}\".", refused.Issue.At)),
        _ => outcome.AnswerOrThrow(),
    };

    /// <summary>All store views, as storeList gives them.</summary>
    internal async Task<IReadOnlyList<JsonElement>> StoresAsync(CancellationToken cancellation) =>
        _stores ??= (await ReadAsync("storeList", Values.None, cancellation)).Rows;

    /// <summary>Looks whether the shop answers and the role has every right; nothing is changed. Empty: all well.</summary>
    public Task<IReadOnlyList<Issue>> ProbeAsync(CancellationToken cancellation) => Magento1Probe.RunAsync(this, cancellation);

    public void Dispose()
    {
        _transport.Dispose();
        _gate.Dispose();
    }

    private async Task<HttpOutcome> SendAsync(string operation, IReadOnlyDictionary<string, object?> values, string session, bool safeToRepeat, CancellationToken cancellation)
    {
        var service = await ServiceAsync(cancellation);
        var message = service.Wsdl.Message(operation, Named(service.Wsdl, operation, new Dictionary<string, object?>(values) { ["sessionId"] = session }));
        var soap = service.Soap with { Redactor = new Redactor(Settings.ApiKey, session) };
        return await _transport.SendAsync(soap.Call(new Uri(Settings.Address, "index/"), message, safeToRepeat), cancellation);
    }

    private static Dictionary<string, object?> Named(Wsdl wsdl, string operation, Dictionary<string, object?> values)
    {
        var parts = wsdl.Operations.GetValueOrDefault(operation)?.Input.Parts.Select(part => part.Name).ToHashSet() ?? [];
        return values.ToDictionary(value => !parts.Contains(value.Key) && OtherNames.TryGetValue(value.Key, out var other) && parts.Contains(other) ? other : value.Key, value => value.Value);
    }

    /// <param name="ended">The session that the shop has ended; null to take the one there is.</param>
    private async Task<string> SessionAsync(string? ended, CancellationToken cancellation)
    {
        if (_session is { } session && session != ended)
        {
            return session;
        }

        var service = await ServiceAsync(cancellation);
        await _gate.WaitAsync(cancellation);
        try
        {
            return _session is { } begun && begun != ended ? begun : _session = await LoginAsync(service, cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<string> LoginAsync(Service service, CancellationToken cancellation)
    {
        var message = service.Wsdl.Message("login", new Dictionary<string, object?> { ["username"] = Settings.User, ["apiKey"] = Settings.ApiKey });
        var outcome = await _transport.SendAsync(service.Soap.Call(new Uri(Settings.Address, "index/"), message, safeToRepeat: true), cancellation);
        if (SoapFault.Of(outcome) is { Code: AccessDenied } && outcome is HttpOutcome.NotAuthorised denied)
        {
            throw new EtlException(new Issue(Magento1Errors.WrongLogin, "The shop denies access to user and key.", denied.Issue.At));
        }

        var answer = outcome.AnswerOrThrow();
        return Magento1Answer.Of(answer).Result is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } id
            ? id
            : throw new EtlException(new Issue(Magento1Errors.BadAnswer, "The login gave no session.", new SourcePosition(answer.Address)));
    }

    private async Task<Service> ServiceAsync(CancellationToken cancellation)
    {
        if (_service is { } known)
        {
            return known;
        }

        await _gate.WaitAsync(cancellation);
        try
        {
            return _service ??= await ReadServiceAsync(cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<Service> ReadServiceAsync(CancellationToken cancellation)
    {
        var answer = await _transport.ReadAsync(HttpCall.Get(new Uri(Settings.Address, "?wsdl=1")) with { ExpectsJson = false }, cancellation);
        var wsdl = Wsdl.Read(answer.Body, answer.Address);
        return new(wsdl, new SoapService(wsdl.Dialect(), new Redactor(Settings.ApiKey), Notes) { Shape = Shape, Meaning = Meaning });
    }

    private static SoapFaultMeaning Meaning(SoapFault fault) => fault.Code switch
    {
        AccessDenied => SoapFaultMeaning.NotAuthorised,
        InternalError or "Server" or "Receiver" => SoapFaultMeaning.Unknown,
        _ => SoapFaultMeaning.Refused,
    };

    private sealed record Service(Wsdl Wsdl, SoapService Soap);
}
