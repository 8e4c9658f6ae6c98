using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Connectors.Transport;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>
/// A WooCommerce shop on 127.0.0.1 that behaves as a running one was measured to, keeps its orders, and can be slow, wrong
/// and lost by script (<see cref="Faults"/>).
/// </summary>
public sealed class FakeWooCommerce : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<FakeRequest> _requests = new();
    private readonly CancellationTokenSource _stopping = new();

    private FakeWooCommerce(WebApplication app, TimeProvider time)
    {
        _app = app;
        Time = time;
        Orders = new FakeOrders(time);
        Products = new FakeProducts(time);
    }

    /// <summary>The shop's clock: Date headers and modification times.</summary>
    public TimeProvider Time { get; }

    public FakeOrders Orders { get; }

    public FakeProducts Products { get; }

    public FakeSettings Settled { get; } = new();

    public FakeDeliveries Deliveries { get; } = new();

    public FakeKeys Keys { get; } = new();

    /// <summary>What goes wrong, in order; each fault befalls one request.</summary>
    public FaultQueue Faults { get; } = new();

    /// <summary>Called before each request is handled: rows that vanish between two pages.</summary>
    public Action<FakeRequest>? BeforeEach { get; set; }

    /// <summary>False: no answer has a Date header.</summary>
    public bool SendsDate { get; set; } = true;

    public string BaseUrl { get; private set; } = "";

    /// <summary>Every request that reached the shop, in order.</summary>
    public IReadOnlyList<FakeRequest> Requests => [.. _requests];

    /// <summary>Changes of what is there among them.</summary>
    public IReadOnlyList<FakeRequest> Puts => [.. _requests.Where(r => r.Method == "PUT")];

    /// <summary>What was made or changed in a batch.</summary>
    public IReadOnlyList<FakeRequest> Posts => [.. _requests.Where(r => r.Method == "POST")];

    /// <summary>Settings that reach this shop: Basic, as behind a proxy that does https, and impatient.</summary>
    public WooCommerceSettings Settings => new()
    {
        Url = BaseUrl,
        ConsumerKey = Keys.Key,
        ConsumerSecret = Keys.Secret,
        Auth = WooCommerceAuth.Basic,
        Transport = new TransportSettings
        {
            AllowHttp = true,
            AttemptTimeout = TimeSpan.FromSeconds(20),
            Retries = 3,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            RetryDelayMax = TimeSpan.FromMilliseconds(5),
        },
    };

    /// <param name="time">The shop's clock; a fixed one for repeatable tests.</param>
    public static async Task<FakeWooCommerce> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var shop = new FakeWooCommerce(app, time ?? new FixedClock("2026-11-21T02:00:00Z"));
        app.Run(shop.HandleAsync);
        await app.StartAsync();
        shop.BaseUrl = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return shop;
    }

    public WooCommerceClient Client(WooCommerceSettings? settings = null, Notes? notes = null) =>
        new(settings ?? Settings, new World(Time, seed: 7), notes);

    /// <summary>Takes the shop off the network; harmless when it is already.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = await FakeRequest.ReadAsync(context.Request);
        _requests.Enqueue(request);
        lock (Orders)
        {
            BeforeEach?.Invoke(request);
        }

        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        var fault = Faults.TakeFor(request);
        try
        {
            var answer = fault is { BeforeHandling: { } before } ? await before(gone.Token) : Answer(request);
            if (fault?.AfterHandling is { } after)
            {
                answer = await after(answer!, gone.Token);
            }

            await WriteAsync(context, answer);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private FakeAnswer Answer(FakeRequest request)
    {
        lock (Orders)
        {
            return Keys.Refusal(request) ?? FakeApi.Answer(this, request);
        }
    }

    /// <summary>Null aborts the connection: the answer is lost.</summary>
    private async Task WriteAsync(HttpContext context, FakeAnswer? answer)
    {
        if (answer is null)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.Headers.Date = SendsDate ? Time.GetUtcNow().ToString("R") : "";
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.ContentLength = answer.PretendedLength ?? answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body);
        if (answer.PretendedLength is not null)
        {
            await context.Response.Body.FlushAsync();
            context.Abort();
        }
    }
}
