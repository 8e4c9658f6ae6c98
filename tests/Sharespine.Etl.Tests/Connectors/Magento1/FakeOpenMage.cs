using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Tests.Connectors.WooCommerce;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

/// <summary>One request that reached the shop.</summary>
internal sealed record FakeCall(string Operation, Row Parts, string Envelope);

/// <summary>
/// An OpenMage shop on 127.0.0.1 over SOAP v2: keeps its orders and products, speaks both of Magento's styles, ends sessions,
/// refuses what the real one refuses, and can be wrong and lost by script.
/// </summary>
internal sealed class FakeOpenMage : IAsyncDisposable
{
    public const string User = "etl";
    public const string Key = "s3cr3t-api-key";
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<FakeCall> _calls = new();
    private int _sessions;
    private string? _session;

    private FakeOpenMage(WebApplication app, FixedClock clock)
    {
        _app = app;
        Clock = clock;
        Shop = new FakeShop(clock);
    }

    public FixedClock Clock { get; }

    public FakeShop Shop { get; }

    public bool Literal { get; init; }

    public string Namespace { get; init; } = "urn:OpenMage";

    /// <summary>The WSDL that is served; null for the fake's own.</summary>
    public string? Wsdl { get; set; }

    /// <summary>Operations that the role may not call.</summary>
    public HashSet<string> Denied { get; } = [];

    /// <summary>Printed before each envelope.</summary>
    public string Noise { get; set; } = "";

    /// <summary>For the next call of an operation: what happens instead of an answer, before or after it was handled.</summary>
    public Dictionary<string, Queue<FakeFault>> Faults { get; } = [];

    /// <summary>Called before each call is handled.</summary>
    public Action<FakeCall>? BeforeEach { get; set; }

    public int Logins => _sessions;

    public string BaseUrl { get; private set; } = "";

    /// <summary>Headers of the last call: what it says to be, and to want.</summary>
    public (string ContentType, string Action) LastHeaders { get; private set; }

    public IReadOnlyList<FakeCall> Calls => [.. _calls];

    public int Count(string operation) => _calls.Count(call => call.Operation == operation);

    public Magento1Settings Settings => new()
    {
        Url = BaseUrl,
        User = User,
        ApiKey = Key,
        Transport = new TransportSettings
        {
            AllowHttp = true,
            AttemptTimeout = TimeSpan.FromSeconds(20),
            Retries = 2,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            RetryDelayMax = TimeSpan.FromMilliseconds(5),
        },
    };

    public static async Task<FakeOpenMage> StartAsync(bool literal = false, string space = "urn:OpenMage", string now = "2026-11-21T02:00:00Z")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var shop = new FakeOpenMage(app, new FixedClock(now)) { Literal = literal, Namespace = space };
        app.Run(shop.HandleAsync);
        await app.StartAsync();
        shop.BaseUrl = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return shop;
    }

    public Magento1Client Client(Magento1Settings? settings = null, Notes? notes = null) => new(settings ?? Settings, new World(Clock, seed: 7), notes);

    public void EndSession() => _session = null;

    /// <summary>Scripts the next call of an operation.</summary>
    public void Fail(string operation, FakeFault fault)
    {
        if (!Faults.TryGetValue(operation, out var queue))
        {
            Faults[operation] = queue = new();
        }

        queue.Enqueue(fault);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.Date = Clock.GetUtcNow().ToString("R");
        if (context.Request.Query.ContainsKey("wsdl"))
        {
            await WriteAsync(context, 200, Wsdl ?? FakeWsdl.Text(Namespace, Literal));
            return;
        }

        LastHeaders = (context.Request.ContentType ?? "", context.Request.Headers["SOAPAction"].ToString());
        using var reader = new StreamReader(context.Request.Body);
        var envelope = await reader.ReadToEndAsync();
        var (operation, parts) = FakeXml.Request(envelope);
        var call = new FakeCall(operation, parts, envelope);
        _calls.Enqueue(call);
        FakeFault? fault;
        string body;
        lock (Shop)
        {
            BeforeEach?.Invoke(call);
            fault = Faults.TryGetValue(operation, out var queue) && queue.Count > 0 ? queue.Dequeue() : null;
            body = fault?.Handled == false ? "" : Answer(call);
        }

        if (fault?.Hangs == true)
        {
            // Until the caller has closed.
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        if (fault?.Lost == true)
        {
            context.Abort();
            return;
        }

        await WriteAsync(context, fault?.Status ?? 200, fault?.Body ?? Noise + body);
    }

    private string Answer(FakeCall call)
    {
        if (call.Operation == "login")
        {
            return call.Parts.Text("username") == User && call.Parts.Text("apiKey") == Key
                ? FakeXml.Answer(Namespace, Literal, "login", _session = $"session-{++_sessions}")
                : FakeXml.Fault("2", "Access denied.");
        }

        if (_session is null || call.Parts.Text("sessionId") != _session)
        {
            return FakeXml.Fault("5", "Session expired. Try to relogin.");
        }

        if (Denied.Contains(call.Operation))
        {
            return FakeXml.Fault("2", "Access denied.");
        }

        try
        {
            return FakeXml.Answer(Namespace, Literal, call.Operation, Shop.Handle(call.Operation, call.Parts));
        }
        catch (FakeRefusal refusal)
        {
            return FakeXml.Fault(refusal.Code, refusal.Message);
        }
    }

    private static async Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/xml; charset=UTF-8";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
    }
}

/// <param name="Handled">False: the shop did nothing.</param>
/// <param name="Lost">True: the connection breaks instead of an answer.</param>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Body">Instead of the answer.</param>
/// <param name="Hangs">True: no answer comes before the caller has closed.</param>
internal sealed record FakeFault(bool Handled, bool Lost = false, int Status = 200, string? Body = null, bool Hangs = false)
{
    /// <summary>Handled, and the answer comes only after the caller has closed.</summary>
    public static FakeFault AnswersTooLate { get; } = new(Handled: true, Hangs: true);

    /// <summary>Handled, and the answer never comes.</summary>
    public static FakeFault AnswerLost { get; } = new(Handled: true, Lost: true);

    /// <summary>The connection breaks before anything was done.</summary>
    public static FakeFault RequestLost { get; } = new(Handled: false, Lost: true);

    public static FakeFault Says(string body, int status = 200) => new(Handled: false, Status: status, Body: body);

    /// <summary>Turned away at the door.</summary>
    public static FakeFault TooMany { get; } = new(Handled: false, Status: 429, Body: "slow down");
}

internal sealed class FakeRefusal(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
