using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sharespine.Etl.Connectors.Transport;

namespace Sharespine.Etl.Tests.Connectors.Providers;

/// <summary>A provider's interface on 127.0.0.1 that answers by a function of the test's.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ProviderRequest> _requests = new();

    private FakeProvider(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    /// <summary>Paths with queries, in order.</summary>
    public IReadOnlyList<string> Requests => [.. _requests.Select(request => request.Target)];

    public IReadOnlyList<ProviderRequest> All => [.. _requests];

    public Func<ProviderRequest, ProviderAnswerOf> Answer { get; set; } = _ => new(404, "{}");

    /// <summary>Impatient, and http.</summary>
    public static TransportSettings Transport { get; } = new()
    {
        AllowHttp = true,
        Retries = 2,
        RetryDelay = TimeSpan.FromMilliseconds(1),
        RetryDelayMax = TimeSpan.FromMilliseconds(5),
        AttemptTimeout = TimeSpan.FromSeconds(20),
    };

    public static async Task<FakeProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new FakeProvider(app);
        app.Run(provider.HandleAsync);
        await app.StartAsync();
        provider.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var request = new ProviderRequest(context.Request.Path.Value!, context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
            context.Request.Path.Value + context.Request.QueryString.Value, context.Request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        _requests.Enqueue(request);
        var answer = Answer(request);
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (answer.Status != 204)
        {
            await context.Response.Body.WriteAsync(answer.Body);
        }
    }
}

/// <param name="Target">Path and query as they came.</param>
internal sealed record ProviderRequest(string Path, IReadOnlyDictionary<string, string> Query, string Target, IReadOnlyDictionary<string, string> Headers)
{
    public int Number(string name) => int.Parse(Query[name], System.Globalization.CultureInfo.InvariantCulture);
}

internal sealed record ProviderAnswerOf(int Status, byte[] Body)
{
    public ProviderAnswerOf(int status, string body, params (string Name, string Value)[] headers)
        : this(status, Encoding.UTF8.GetBytes(body)) => Headers = [("Content-Type", "application/json"), .. headers];

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}
