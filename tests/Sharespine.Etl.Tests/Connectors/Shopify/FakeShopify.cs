using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sharespine.Etl.Connectors.Shops.Shopify;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Tests.Connectors.WooCommerce;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>
/// A shop on 127.0.0.1 that takes Shopify's GraphQL: it validates every document and its variables against the published
/// schema where that is at hand, answers exactly the fields that were asked for, keeps its state, and can be full, slow,
/// wrong and lost by script (<see cref="Faults"/>).
/// </summary>
internal sealed class FakeShopify : IAsyncDisposable
{
    public const string Domain = "butik.myshopify.com";
    public const string Token = "shpat_0123456789";
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<FakeCall> _calls = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();

    private FakeShopify(WebApplication app, FixedClock time)
    {
        _app = app;
        Time = time;
        State = new FakeState(time);
    }

    public FixedClock Time { get; }

    public FakeState State { get; }

    /// <summary>What goes wrong, in order; each befalls one call.</summary>
    public FakeFaults Faults { get; } = new();

    /// <summary>Every GraphQL call that reached the shop, in order.</summary>
    public IReadOnlyList<FakeCall> Calls => [.. _calls];

    /// <summary>The tokens that are accepted; a client credentials grant adds one.</summary>
    public HashSet<string> Tokens { get; } = [Token];

    /// <summary>Grants made so far.</summary>
    public int Grants { get; private set; }

    /// <summary>The version that answers.</summary>
    public string Version { get; set; } = "2026-10";

    /// <summary>Called before each call is handled.</summary>
    public Action<FakeCall>? BeforeEach { get; set; }

    /// <summary>Headers of downloads from the other host.</summary>
    public List<Dictionary<string, string>> Downloads { get; } = [];

    private Uri Address { get; set; } = null!;

    public static ShopifySettings Settings => new()
    {
        Shop = Domain,
        AccessToken = Token,
        Bulk = ShopifyBulk.Never,
        Transport = new TransportSettings
        {
            AttemptTimeout = TimeSpan.FromSeconds(20),
            Retries = 3,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            RetryDelayMax = TimeSpan.FromMilliseconds(5),
        },
    };

    /// <summary>Settings that do not wait for an answer that is late.</summary>
    public static ShopifySettings Impatient => Settings with { Transport = Settings.Transport with { AttemptTimeout = TimeSpan.FromMilliseconds(700), Retries = 1 } };

    public static async Task<FakeShopify> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var shop = new FakeShopify(app, new FixedClock("2026-11-21T02:00:00Z"));
        app.Run(shop.HandleAsync);
        await app.StartAsync();
        shop.Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return shop;
    }

    public ShopifyClient Client(ShopifySettings? settings = null, Notes? notes = null) =>
        new(settings ?? Settings, new World(Time, seed: 7), notes, new ToThisMachine(Address));

    public IReadOnlyList<FakeCall> CallsOf(string operation) => [.. Calls.Where(call => call.Operation == operation)];

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
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Response.Headers.Date = Time.GetUtcNow().ToString("R");
        if (context.Request.Headers["X-Host"] != Domain)
        {
            await DownloadAsync(context);
            return;
        }

        if (context.Request.Path == "/admin/oauth/access_token")
        {
            await GrantAsync(context, Encoding.UTF8.GetString(body.ToArray()));
            return;
        }

        if (!Tokens.Contains(context.Request.Headers["X-Shopify-Access-Token"].ToString()))
        {
            await WriteAsync(context, new(401, """{"errors":"[API] Invalid API key or access token (unrecognized login or wrong password)"}"""));
            return;
        }

        if (!context.Request.Path.ToString().StartsWith("/admin/api/20", StringComparison.Ordinal))
        {
            await WriteAsync(context, new(404, """{"errors":"Not Found"}"""));
            return;
        }

        var call = FakeCall.Read(body.ToArray());
        _calls.Enqueue(call);
        BeforeEach?.Invoke(call);
        var fault = Faults.TakeFor(call);
        var reply = fault is { Before: { } before } ? before : Answer(call);
        if (fault is { After: { } after })
        {
            reply = after(reply);
        }

        if (fault is { IsLate: true })
        {
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
            try
            {
                await Task.Delay(Timeout.Infinite, gone.Token);
            }
            catch (OperationCanceledException)
            {
                context.Abort();
                return;
            }
        }

        await WriteAsync(context, reply);
    }

    private FakeReply Answer(FakeCall call)
    {
        lock (_gate)
        {
            if (AdminSchema.Find("2026-10") is { } schema && GraphQlValidation.Findings(schema, call.Text, call.Variables) is { Count: > 0 } findings)
            {
                var errors = findings.Select(finding => (JsonNode)new JsonObject { ["message"] = finding, ["extensions"] = new JsonObject { ["code"] = "INVALID" } });
                return new(200, new JsonObject { ["errors"] = new JsonArray([.. errors]) }.ToJsonString());
            }

            (JsonObject Data, JsonArray? Errors) data;
            try
            {
                data = new FakeExecution(State, call).Run();
            }
            catch (Exception e) when (e is InvalidOperationException or NullReferenceException or ArgumentException or KeyNotFoundException)
            {
                // Seen by the test as the server's own failure, with its words.
                return new(500, $"{e.GetType().Name}: {e.Message}");
            }

            var answer = new JsonObject { ["data"] = data.Data, ["extensions"] = FakeReply.Cost(20, 1980) };
            if (data.Errors is { } failed)
            {
                answer["errors"] = failed;
            }

            return new(200, answer.ToJsonString());
        }
    }

    private async Task GrantAsync(HttpContext context, string form)
    {
        if (!form.Contains("grant_type=client_credentials", StringComparison.Ordinal) || !form.Contains("client_secret=right", StringComparison.Ordinal))
        {
            await WriteAsync(context, new(400, """{"error":"invalid_client"}"""));
            return;
        }

        Grants++;
        var token = $"granted-{Grants}";
        Tokens.Add(token);
        await WriteAsync(context, new(200, $$"""{"access_token":"{{token}}","scope":"read_orders","expires_in":86399}"""));
    }

    /// <summary>The host of bulk results: ranges of a file.</summary>
    private async Task DownloadAsync(HttpContext context)
    {
        Downloads.Add(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        var file = Encoding.UTF8.GetBytes(State.BulkFile);
        var range = context.Request.GetTypedHeaders().Range!.Ranges.Single();
        var from = (int)range.From!.Value;
        var to = (int)Math.Min(range.To!.Value, file.Length - 1);
        context.Response.StatusCode = 206;
        context.Response.ContentType = "application/jsonl";
        context.Response.Headers.ContentRange = FormattableString.Invariant($"bytes {from}-{to}/{file.Length}");
        await context.Response.Body.WriteAsync(file.AsMemory(from, to - from + 1));
    }

    private async Task WriteAsync(HttpContext context, FakeReply reply)
    {
        if (reply.Status == 0)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        context.Response.Headers["X-Shopify-API-Version"] = Version;
        if (reply.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds;
        }

        await context.Response.WriteAsync(reply.Body);
    }

    /// <summary>Brings calls to the shop's names to this machine; which host was meant goes along in a header.</summary>
    private sealed class ToThisMachine(Uri address) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("X-Host", request.RequestUri!.Host);
            request.RequestUri = new UriBuilder(request.RequestUri) { Scheme = "http", Host = address.Host, Port = address.Port }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}

/// <param name="Operation">The operation's name.</param>
/// <param name="Text">The document.</param>
/// <param name="Variables">As sent.</param>
internal sealed record FakeCall(string Operation, string Text, JsonElement Variables)
{
    public static FakeCall Read(byte[] body)
    {
        var json = JsonDocument.Parse(body).RootElement;
        var text = json.GetProperty("query").GetString()!;
        var name = text.Split(['(', '{'], 2)[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(name.Length > 1 ? name[1] : "", text, json.GetProperty("variables"));
    }

    public bool IsMutation => Text.StartsWith("mutation", StringComparison.Ordinal);

    public string? this[string variable] => Variables.TryGetProperty(variable, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <param name="Status">0 breaks the connection.</param>
internal sealed record FakeReply(int Status, string Body, string ContentType = "application/json; charset=utf-8", string? RetryAfter = null)
{
    public static JsonObject Cost(int asked, int available, int rate = 100) => new()
    {
        ["cost"] = new JsonObject
        {
            ["requestedQueryCost"] = asked,
            ["actualQueryCost"] = null,
            ["throttleStatus"] = new JsonObject { ["maximumAvailable"] = 2000, ["currentlyAvailable"] = available, ["restoreRate"] = rate },
        },
    };
}

/// <summary>One thing that goes wrong with one call: before it is handled, or with its answer.</summary>
internal sealed record FakeFault(string? Operation, FakeReply? Before, Func<FakeReply, FakeReply>? After = null)
{
    /// <summary>The ways in which the answer to something that was done can be lost.</summary>
    public static string[] Losses { get; } = ["reset", "late", "500", "truncated", "html", "inner error"];

    /// <summary>Answers only when the caller has gone.</summary>
    public bool IsLate { get; init; }

    /// <summary>The shop acts, and its answer is lost in this way.</summary>
    public static FakeFault Lost(string how, string operation) => how switch
    {
        "reset" => ResetAfter(operation),
        "late" => new(operation, null, reply => reply) { IsLate = true },
        "500" => new(operation, null, _ => new(500, "oops")),
        "truncated" => new(operation, null, reply => reply with { Body = reply.Body[..(reply.Body.Length / 2)] }),
        "html" => new(operation, null, _ => Html().Before!),
        _ => new(operation, null, _ => Error("INTERNAL_SERVER_ERROR").Before!),
    };

    public static FakeFault ResetBefore(string? operation = null) => new(operation, new(0, ""));

    /// <summary>The shop acts, the answer is lost.</summary>
    public static FakeFault ResetAfter(string? operation = null) => new(operation, null, _ => new(0, ""));

    public static FakeFault Reply(int status, string body, string? operation = null, string? retryAfter = null, string type = "application/json") =>
        new(operation, new(status, body, type, retryAfter));

    public static FakeFault Throttled(int asked = 60, int available = 10, int rate = 100, string? operation = null) => new(operation, new(200, new JsonObject
    {
        ["errors"] = new JsonArray(new JsonObject { ["message"] = "Throttled", ["extensions"] = new JsonObject { ["code"] = "THROTTLED" } }),
        ["extensions"] = FakeReply.Cost(asked, available, rate),
    }.ToJsonString()));

    public static FakeFault Error(string code, string? operation = null, string? path = null) => new(operation, new(200, new JsonObject
    {
        ["errors"] = new JsonArray(new JsonObject
        {
            ["message"] = $"words of {code}",
            ["extensions"] = new JsonObject { ["code"] = code },
            ["path"] = path is null ? null : new JsonArray(path),
        }),
    }.ToJsonString()));

    public static FakeFault Html(string? operation = null) => Reply(200, "<!DOCTYPE html><html><body>Checking your browser</body></html>", operation, type: "text/html");
}

internal sealed class FakeFaults
{
    private readonly Lock _gate = new();
    private readonly List<FakeFault> _faults = [];

    public void Add(params FakeFault[] faults)
    {
        lock (_gate)
        {
            _faults.AddRange(faults);
        }
    }

    public int Left
    {
        get
        {
            lock (_gate)
            {
                return _faults.Count;
            }
        }
    }

    public FakeFault? TakeFor(FakeCall call)
    {
        lock (_gate)
        {
            var fault = _faults.FirstOrDefault(one => one.Operation is null || one.Operation == call.Operation);
            if (fault is not null)
            {
                _faults.Remove(fault);
            }

            return fault;
        }
    }
}
