using System.Net.Http.Headers;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>The calls to one shop's REST API (V1): addresses, credentials, and what its refusals mean.</summary>
public sealed class Magento2Client : IDisposable
{
    /// <summary>The scope that holds for every store view: written to by default, so that no view gets values of its own.</summary>
    internal const string AllStores = "all";

    private readonly OAuth1? _oauth;
    private readonly HttpTransport _transport;

    /// <param name="handler">Carries the requests; null for the network.</param>
    /// <exception cref="EtlException">The settings cannot work (all findings at once).</exception>
    public Magento2Client(Magento2Settings settings, World world, Notes? notes = null, HttpMessageHandler? handler = null)
    {
        if (settings.Check() is { Count: > 0 } issues)
        {
            throw new EtlException(issues);
        }

        Settings = settings;
        World = world;
        Notes = notes ?? new Notes();
        var secrets = new[] { settings.AccessToken, settings.AccessTokenSecret, settings.ConsumerKey, settings.ConsumerSecret };
        var redactor = new Redactor(secrets.OfType<string>());
        _oauth = settings.Auth == Magento2Auth.Oauth
            ? new OAuth1(new(settings.ConsumerKey!, settings.ConsumerSecret!, settings.AccessToken, settings.AccessTokenSecret!), world)
            : null;
        _transport = new HttpTransport(settings.Transport, world, redactor, Notes, handler ?? HttpTransport.NetworkHandler(settings.Transport));
        Directory = new StoreDirectory(this);
    }

    public Magento2Settings Settings { get; }

    /// <summary>What was noticed on the way, counted.</summary>
    public Notes Notes { get; }

    internal World World { get; }

    internal StoreDirectory Directory { get; }

    /// <summary>GET below V1, whatever comes. The path is encoded already.</summary>
    public Task<HttpOutcome> GetAsync(string path, SearchQuery? query, CancellationToken cancellation, string scope = AllStores) =>
        _transport.SendAsync(HttpCall.Get(Address(scope, path, query), Sign), cancellation);

    /// <summary>GET below V1; the answer, or an exception with the shop's refusal explained.</summary>
    public async Task<HttpAnswer> ReadAsync(string path, SearchQuery? query, CancellationToken cancellation, string scope = AllStores) =>
        AnswerOrThrow(await GetAsync(path, query, cancellation, scope));

    /// <summary>One record by id or SKU; null when the shop says that it has none (404 in Magento's own words).</summary>
    public async Task<HttpAnswer?> FindAsync(string path, CancellationToken cancellation)
    {
        var outcome = await GetAsync(path, null, cancellation);
        return IsUnknown(outcome) ? null : AnswerOrThrow(outcome);
    }

    /// <summary>A question asked by POST (prices of these SKUs): changes nothing, so it is repeated like a read.</summary>
    public async Task<HttpAnswer> AskAsync(string path, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        AnswerOrThrow(await _transport.SendAsync(HttpCall.Write(HttpMethod.Post, Address(AllStores, path, null), json, Sign) with { SafeToRepeat = true }, cancellation));

    /// <summary>A write, sent once.</summary>
    public Task<HttpOutcome> WriteAsync(HttpMethod method, string path, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        _transport.SendAsync(HttpCall.Write(method, Address(AllStores, path, null), json, Sign) with { Judge = BareValue }, cancellation);

    /// <summary>The answer of a call that was done; else an exception that says what to do.</summary>
    public static HttpAnswer AnswerOrThrow(HttpOutcome outcome) => outcome switch
    {
        HttpOutcome.NotAuthorised refused => throw new EtlException(Magento2Refusal.NotAuthorised(refused)),
        HttpOutcome.Refused { Answer.Status: 404 } missing when Magento2Refusal.Message(missing.Answer) is null =>
            throw new EtlException(new Issue(Magento2Errors.NotAShop, missing.Issue.Message, missing.Issue.At)),
        HttpOutcome.Refused refused when Magento2Refusal.Message(refused.Answer) is { } words && IsAboutSignature(words) =>
            throw new EtlException(new Issue(Magento2Errors.BadSignature, Magento2Refusal.Words(refused.Answer), refused.Issue.At)),
        HttpOutcome.Refused refused when Magento2Refusal.Message(refused.Answer) is not null =>
            throw new EtlException(new Issue(Magento2Errors.RefusedByShop, Magento2Refusal.Words(refused.Answer), refused.Issue.At)),
        _ => outcome.AnswerOrThrow(),
    };

    public void Dispose() => _transport.Dispose();

    /// <summary>404 in Magento's own words: the record is not there, while the address is right.</summary>
    internal static bool IsUnknown(HttpOutcome outcome) =>
        outcome is HttpOutcome.Refused { Answer: { Status: 404 } answer } && Magento2Refusal.Message(answer) is { } words
        && !words.Contains("does not match any route", StringComparison.OrdinalIgnoreCase);

    /// <summary>A SKU as a part of a path: also / and + are encoded.</summary>
    internal static string Part(string text) => Uri.EscapeDataString(text);

    /// <exception cref="EtlException">The id is not a number: it never came from a shop.</exception>
    internal static string Id(string id) => id.Length is > 0 and < 19 && id.All(char.IsAsciiDigit)
        ? id
        : throw new EtlException(new Issue(Magento2Errors.BadPayload, $"\"{(id.Length > 30 ? id[..30] : id)}\" is not an id of Magento: these are whole numbers."));

    internal static JsonElement Json(HttpAnswer answer)
    {
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.Clone();
    }

    /// <summary>Credentials were shown and not believed, whatever the status.</summary>
    internal static bool IsAboutSignature(string words) =>
        new[] { "oauth", "signature", "nonce", "timestamp" }.Any(word => words.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Magento answers many writes with a bare value: true, 42, "42".</summary>
    private static HttpOutcome.Done? BareValue(HttpAnswer answer)
    {
        var body = answer.Body.Span.Trim(" \t\r\n"u8);
        if (answer.Status is < 200 or > 299 || body.Length is 0 or > 1000 || body[0] is (byte)'{' or (byte)'[')
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(body);
            while (reader.Read())
            {
            }

            return new HttpOutcome.Done(answer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Uri Address(string scope, string path, SearchQuery? query) => new($"{Settings.Url.TrimEnd('/')}/rest/{scope}/V1/{path}{query}");

    private void Sign(HttpRequestMessage request)
    {
        if (_oauth is not null)
        {
            _oauth.SignHeader(request);
        }
        else
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Settings.AccessToken);
        }
    }
}
