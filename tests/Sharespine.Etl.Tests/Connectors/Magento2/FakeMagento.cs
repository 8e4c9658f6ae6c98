using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sharespine.Etl.Connectors.Shops.Magento2;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Tests.Connectors.WooCommerce;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

/// <summary>A Magento shop on 127.0.0.1 that behaves as a running one was measured to, keeps what it is told, and can be slow, wrong and lost by script.</summary>
public sealed class FakeMagento : IAsyncDisposable
{
    public const string ConsumerSecret = "consumer-secret-0123456789";
    public const string TokenSecret = "token-secret-0123456789";
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<FakeCall> _calls = new();

    private FakeMagento(WebApplication app, TimeProvider time)
    {
        _app = app;
        Time = time;
        Sales = new FakeSales(time);
        Catalog = new FakeCatalog(time);
    }

    public string BaseUrl { get; private set; } = "";

    public TimeProvider Time { get; }

    public FakeSales Sales { get; }

    public FakeCatalog Catalog { get; }

    /// <summary>What goes wrong with the next fitting call, each once.</summary>
    public List<FakeFault> Faults { get; } = [];

    /// <summary>Called before each call is handled, under the shop's lock.</summary>
    public Action<FakeCall>? BeforeEach { get; set; }

    /// <summary>Resources that the integration was not given: any call whose path begins so is refused.</summary>
    public Dictionary<string, string> Forbidden { get; } = [];

    /// <summary>Off in a running shop unless switched on.</summary>
    public bool TakesBearer { get; set; }

    public bool SendsDate { get; set; } = true;

    public IReadOnlyList<FakeCall> Calls => [.. _calls];

    public IReadOnlyList<FakeCall> Writes => [.. _calls.Where(c => c.Method != "GET" && !c.Path.EndsWith("-information", StringComparison.Ordinal))];

    public Magento2Settings Settings => new()
    {
        Url = BaseUrl,
        ConsumerKey = "consumer-key-0123456789",
        ConsumerSecret = ConsumerSecret,
        AccessToken = "access-token-0123456789",
        AccessTokenSecret = TokenSecret,
        PricesIncludeTax = true,
        Transport = new TransportSettings
        {
            AllowHttp = true,
            AttemptTimeout = TimeSpan.FromSeconds(20),
            Retries = 3,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            RetryDelayMax = TimeSpan.FromMilliseconds(5),
        },
    };

    public static async Task<FakeMagento> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var shop = new FakeMagento(app, time ?? new FixedClock("2026-11-21T02:00:00Z"));
        app.Run(shop.HandleAsync);
        await app.StartAsync();
        shop.BaseUrl = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return shop;
    }

    public Magento2Client Client(Magento2Settings? settings = null, Notes? notes = null) => new(settings ?? Settings, new World(Time, seed: 7), notes);

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync();
            await _app.DisposeAsync();
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        var call = await FakeCall.ReadAsync(context.Request);
        _calls.Enqueue(call);
        FakeFault? fault;
        FakeReply? reply = null;
        lock (Sales)
        {
            BeforeEach?.Invoke(call);
            fault = Faults.Find(f => (f.Method is null || f.Method == call.Method) && (f.Path is null || call.Path.Contains(f.Path, StringComparison.Ordinal)));
            if (fault is not null)
            {
                Faults.Remove(fault);
            }

            reply = fault?.Instead ?? (fault is { HandlesFirst: false } ? null : Answer(call));
        }

        if (fault?.Delay is { } delay)
        {
            try
            {
                await Task.Delay(delay, CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token).Token);
            }
            catch (OperationCanceledException)
            {
                context.Abort();
                return;
            }
        }

        reply = fault?.Change is { } change && reply is not null ? change(reply) : reply;
        await WriteAsync(context, fault is { LosesAnswer: true } ? null : reply);
    }

    private FakeReply Answer(FakeCall call) =>
        Refusal(call) ?? Sales.Answer(call) ?? Catalog.Answer(call) ?? FakeReply.Error(404, "Request does not match any route.");

    private FakeReply? Refusal(FakeCall call)
    {
        var denied = Forbidden.FirstOrDefault(f => call.Path.StartsWith(f.Key.Split(' ')[^1], StringComparison.Ordinal) && (!f.Key.Contains(' ', StringComparison.Ordinal) || f.Key.StartsWith(call.Method, StringComparison.Ordinal)));
        if (denied.Key is not null)
        {
            return Unauthorized(denied.Value);
        }

        if (call.Authorization == "Bearer " + Settings.AccessToken && TakesBearer)
        {
            return null;
        }

        return call.Authorization?.StartsWith("OAuth ", StringComparison.Ordinal) != true ? Unauthorized("self")
            : OAuthProblem(call);
    }

    private static FakeReply Unauthorized(string resource) => FakeReply.Json(401, new JsonObject
    {
        ["message"] = "The consumer isn't authorized to access %resources.",
        ["parameters"] = new JsonObject { ["resources"] = resource },
    });

    /// <summary>Written the way Magento checks it: method, address without query and the sorted, twice encoded parameters.</summary>
    private FakeReply? OAuthProblem(FakeCall call)
    {
        var own = call.Authorization![6..].Split(", ").Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1].Trim('"')));
        if (own["oauth_signature_method"] != "HMAC-SHA256")
        {
            return FakeReply.Json(400, new JsonObject { ["message"] = "Signature method %1 is not supported", ["parameters"] = new JsonArray(own["oauth_signature_method"]) });
        }

        var parameters = call.Pairs.Concat(own.Where(p => p.Key != "oauth_signature").Select(p => (p.Key, p.Value)))
            .Select(p => (Name: Uri.EscapeDataString(p.Item1), Value: Uri.EscapeDataString(p.Item2)))
            .OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => $"{p.Name}={p.Value}");
        var text = $"{call.Method}&{Uri.EscapeDataString(BaseUrl + call.RawPath)}&{Uri.EscapeDataString(string.Join('&', parameters))}";
        var expected = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{ConsumerSecret}&{TokenSecret}"), Encoding.UTF8.GetBytes(text)));
        return own["oauth_token"] != Settings.AccessToken || own["oauth_consumer_key"] != Settings.ConsumerKey ? Unauthorized("self")
            : own["oauth_signature"] == expected ? null
            : FakeReply.Error(401, "The signature is invalid. Verify and try again.");
    }

    /// <summary>Null aborts the connection: the answer is lost.</summary>
    private async Task WriteAsync(HttpContext context, FakeReply? reply)
    {
        if (reply is null)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        context.Response.Headers.Date = SendsDate ? Time.GetUtcNow().ToString("R") : "";
        foreach (var (name, value) in reply.Headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.ContentLength = reply.PretendedLength ?? reply.Body.Length;
        await context.Response.Body.WriteAsync(reply.Body);
        if (reply.PretendedLength is not null)
        {
            await context.Response.Body.FlushAsync();
            context.Abort();
        }
    }
}

/// <param name="Scope">The part between rest and V1: all, default …</param>
/// <param name="Path">Behind V1, decoded part by part.</param>
/// <param name="Pairs">The query, decoded.</param>
/// <param name="RawPath">As it stood in the request line, without query.</param>
public sealed record FakeCall(string Method, string Scope, string Path, IReadOnlyList<string> Parts, IReadOnlyList<(string Name, string Value)> Pairs, string RawPath, string Target, string Body, string? Authorization)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public static async Task<FakeCall> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var raw = target.Split('?', 2);
        var parts = raw[0].Trim('/').Split('/');
        var behind = parts.Length > 3 && parts[0] == "rest" && parts[2] == "V1" ? parts[3..] : [];
        var pairs = raw.Length < 2 ? [] : raw[1].Split('&').Select(p => p.Split('=', 2)).Select(p => (Uri.UnescapeDataString(p[0]), Uri.UnescapeDataString(p[1].Replace('+', ' ')))).ToList();
        return new FakeCall(request.Method, parts.Length > 1 ? parts[1] : "", string.Join('/', behind), [.. behind.Select(Uri.UnescapeDataString)], pairs, raw[0], target, Encoding.UTF8.GetString(body.ToArray()), request.Headers.Authorization);
    }

    public override string ToString() => $"{Method} {Path} {Body}";
}

public sealed record FakeReply(int Status, byte[] Body, string ContentType = "application/json; charset=utf-8")
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public long? PretendedLength { get; init; }

    public static FakeReply Json(int status, JsonNode? json) => new(status, JsonSerializer.SerializeToUtf8Bytes(json));

    public static FakeReply Ok(JsonNode? json) => Json(200, json);

    public static FakeReply Error(int status, string message, params string[] parameters) => Json(status, parameters.Length == 0
        ? new JsonObject { ["message"] = message }
        : new JsonObject { ["message"] = message, ["parameters"] = new JsonArray([.. parameters.Select(p => (JsonNode)p)]) });

    public static FakeReply NoSuchEntity(string field, string value) => Json(404, new JsonObject
    {
        ["message"] = "No such entity with %fieldName = %fieldValue",
        ["parameters"] = new JsonObject { ["fieldName"] = field, ["fieldValue"] = value },
    });
}

/// <summary>One thing that goes wrong with one call.</summary>
public sealed record FakeFault
{
    public string? Method { get; init; }

    /// <summary>Part of the path.</summary>
    public string? Path { get; init; }

    public FakeReply? Instead { get; init; }

    public bool HandlesFirst { get; init; } = true;

    public bool LosesAnswer { get; init; }

    public TimeSpan? Delay { get; init; }

    public Func<FakeReply, FakeReply>? Change { get; init; }

    /// <summary>The shop acts, the answer is lost.</summary>
    public static FakeFault Lost(string method, string path) => new() { Method = method, Path = path, LosesAnswer = true };

    public static FakeFault LostBefore(string method, string path) => new() { Method = method, Path = path, LosesAnswer = true, HandlesFirst = false };

    public static FakeFault TooMany => new() { Instead = new FakeReply(429, "Slow down"u8.ToArray(), "text/plain") { Headers = [("Retry-After", "0")] } };

    public static FakeFault ServerError => new() { Instead = new FakeReply(500, "<p>There has been an error processing your request</p>"u8.ToArray(), "text/html") };

    public static FakeFault Html => new() { Instead = new FakeReply(200, "<!DOCTYPE html><html><body><p>Just a moment...</p></body></html>"u8.ToArray(), "text/html") };

    /// <summary>Half of the bytes that were announced, then the connection breaks.</summary>
    public static FakeFault CutOff => new() { Change = reply => reply with { Body = reply.Body[..(reply.Body.Length / 2)], PretendedLength = reply.Body.Length } };

    public static string Now(TimeProvider time) => time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
