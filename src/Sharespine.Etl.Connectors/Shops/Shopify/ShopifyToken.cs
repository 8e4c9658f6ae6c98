using System.Text;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>The token that calls carry: the one configured, or one asked for with the app's client credentials and renewed in time.</summary>
internal sealed class ShopifyToken(ShopifySettings settings, World world, HttpTransport transport) : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);
    private readonly SemaphoreSlim _gate = new(1);
    private string? _token = string.IsNullOrEmpty(settings.AccessToken) ? null : settings.AccessToken;
    private DateTimeOffset _until = DateTimeOffset.MaxValue;

    public bool CanRenew => string.IsNullOrEmpty(settings.AccessToken);

    /// <summary>The token that holds now.</summary>
    /// <exception cref="EtlException">The shop gives none.</exception>
    public async Task<string> GetAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_token is null || (CanRenew && world.UtcNow >= _until))
            {
                await AskAsync(cancellation);
            }

            return _token!;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The shop no longer accepts this token: the next call asks for another, unless somebody did already.</summary>
    public async Task ForgetAsync(string token, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (CanRenew && _token == token)
            {
                _token = null;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task AskAsync(CancellationToken cancellation)
    {
        var form = $"grant_type=client_credentials&client_id={Uri.EscapeDataString(settings.ClientId!)}&client_secret={Uri.EscapeDataString(settings.ClientSecret!)}";
        var call = new HttpCall
        {
            Method = HttpMethod.Post,
            Address = new($"https://{settings.Shop}/admin/oauth/access_token"),
            Body = Encoding.UTF8.GetBytes(form),
            ContentType = "application/x-www-form-urlencoded",
            SafeToRepeat = true,
            Judge = answer => answer.Status is 400 or 401 or 403
                ? new HttpOutcome.NotAuthorised(new(ShopifyErrors.NotAuthorised, $"{answer.Status}: the client id and secret are not accepted.", new SourcePosition(answer.Address)), answer)
                : null,
        };
        var answer = await transport.ReadAsync(call, cancellation);
        using var json = JsonDocument.Parse(answer.Body);
        if (json.RootElement.ValueKind != JsonValueKind.Object
            || !json.RootElement.TryGetProperty("access_token", out var token) || token.ValueKind != JsonValueKind.String
            || !json.RootElement.TryGetProperty("expires_in", out var seconds) || !seconds.TryGetInt32(out var lifetime))
        {
            throw new EtlException(new Issue(ShopifyErrors.BadAnswer, "A token was asked for, something else came.", new SourcePosition(answer.Address)));
        }

        _token = token.GetString();
        _until = world.UtcNow + TimeSpan.FromSeconds(lifetime) - Margin;
    }
}
