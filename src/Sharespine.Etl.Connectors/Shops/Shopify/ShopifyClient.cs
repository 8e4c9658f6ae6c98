using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>The calls to one shop's GraphQL Admin API: address, token, version, and what its answers mean.</summary>
public sealed class ShopifyClient : IDisposable
{
    private readonly HttpTransport _transport;
    private readonly ShopifyToken _token;
    private readonly Uri _address;

    /// <param name="handler">Carries the requests; null for the network.</param>
    /// <exception cref="EtlException">The settings cannot work (all findings at once).</exception>
    public ShopifyClient(ShopifySettings settings, World world, Notes? notes = null, HttpMessageHandler? handler = null)
    {
        if (settings.Check() is { Count: > 0 } issues)
        {
            throw new EtlException(issues);
        }

        Settings = settings;
        World = world;
        Notes = notes ?? new Notes();
        var redactor = new Redactor(new[] { settings.AccessToken, settings.ClientSecret, settings.ClientId }.OfType<string>());
        _transport = new HttpTransport(settings.Transport, world, redactor, Notes, handler ?? HttpTransport.NetworkHandler(settings.Transport));
        _token = new ShopifyToken(settings, world, _transport);
        _address = new($"https://{settings.Shop}/admin/api/{settings.ApiVersion}/graphql.json");
    }

    public ShopifySettings Settings { get; }

    /// <summary>What was noticed on the way, counted.</summary>
    public Notes Notes { get; }

    internal World World { get; }

    /// <summary>The document's answer, whatever comes. A mutation is sent once; a query is repeated.</summary>
    /// <param name="idempotent">The mutation carries a key that makes a repetition the same change.</param>
    public async Task<HttpOutcome> SendAsync(ShopifyDocument document, JsonObject variables, CancellationToken cancellation, bool idempotent = false)
    {
        var body = Encoding.UTF8.GetBytes(new JsonObject { ["query"] = document.Text, ["variables"] = variables.DeepClone() }.ToJsonString());
        var token = await _token.GetAsync(cancellation);
        var outcome = await SendAsync(document, body, token, idempotent, cancellation);
        if (outcome is HttpOutcome.NotAuthorised { Answer.Status: 401 } && _token.CanRenew)
        {
            // Turned away at the door: nothing was done.
            await _token.ForgetAsync(token, cancellation);
            outcome = await SendAsync(document, body, await _token.GetAsync(cancellation), idempotent, cancellation);
        }

        return outcome;
    }

    /// <summary>A query's data, or an exception with the refusal explained.</summary>
    public async Task<ShopifyData> ReadAsync(string document, JsonObject variables, CancellationToken cancellation) =>
        ShopifyData.Of((await SendAsync(ShopifyDocument.Of(document, Settings.Money), variables, cancellation)).AnswerOrThrow());

    /// <summary>A part of a file on another host, which gets no token of ours.</summary>
    internal Task<HttpAnswer> DownloadAsync(Uri address, long from, long to, CancellationToken cancellation) => _transport.ReadAsync(
        new HttpCall
        {
            Method = HttpMethod.Get,
            Address = address,
            SafeToRepeat = true,
            ExpectsJson = false,
            Sign = request => request.Headers.Range = new(from, to),
        },
        cancellation);

    public void Dispose()
    {
        _token.Dispose();
        _transport.Dispose();
    }

    private async Task<HttpOutcome> SendAsync(ShopifyDocument document, byte[] body, string token, bool idempotent, CancellationToken cancellation)
    {
        var call = new HttpCall
        {
            Method = HttpMethod.Post,
            Address = _address,
            Body = body,
            SafeToRepeat = !document.IsMutation || idempotent,
            Sign = request => request.Headers.TryAddWithoutValidation("X-Shopify-Access-Token", token),
            Judge = answer => ShopifyAnswer.Judge(answer, document.IsMutation),
        };
        var outcome = await _transport.SendAsync(call, cancellation);
        if (outcome is HttpOutcome.Done done && done.Answer.Header("X-Shopify-API-Version") is { } version && version != Settings.ApiVersion)
        {
            Notes.Add(new(ShopifyErrors.OtherVersion, $"Asked for {Settings.ApiVersion}, answered by {version}.", new SourcePosition(done.Answer.Address), "api-version"));
        }

        return outcome;
    }
}

/// <summary>The data of an answer.</summary>
/// <param name="Root">What stands under data.</param>
public sealed record ShopifyData(JsonElement Root, HttpAnswer Answer)
{
    public SourcePosition At => new(Answer.Address);

    /// <summary>The shop's clock when it began to answer: its Date, less the whole seconds that the answer took; null without a Date.</summary>
    public DateTimeOffset? ServerTime => Answer.Date is { } date ? date - TimeSpan.FromTicks(Answer.Took.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond) : null;

    public static ShopifyData Of(HttpAnswer answer)
    {
        using var json = JsonDocument.Parse(answer.Body);
        return new(json.RootElement.GetProperty("data").Clone(), answer);
    }

    /// <summary>The named field; an exception when it is not there.</summary>
    public JsonElement this[string name] => Root.TryGetProperty(name, out var value)
        ? value
        : throw new EtlException(new Issue(ShopifyErrors.BadAnswer, $"The answer has no {name}.", At));
}
