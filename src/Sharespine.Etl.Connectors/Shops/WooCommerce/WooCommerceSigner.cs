using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>
/// Shows the key to the shop: Basic over https, OAuth 1.0a (RFC 5849, HMAC-SHA256, consumer only) over http. OAuth goes in
/// the query, where no host strips it; it holds a signature, not the secret.
/// </summary>
internal sealed class WooCommerceSigner(WooCommerceSettings settings, World world)
{
    private readonly WooCommerceAuth _auth = settings.Auth != WooCommerceAuth.Auto ? settings.Auth
        : settings.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? WooCommerceAuth.Basic
        : WooCommerceAuth.Oauth;

    public WooCommerceAuth Auth => _auth;

    public static string BasicCredentials(string key, string secret) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:{secret}"));

    public void Sign(HttpRequestMessage request)
    {
        switch (_auth)
        {
            case WooCommerceAuth.Query:
                request.RequestUri = WithQuery(request.RequestUri!, [("consumer_key", settings.ConsumerKey), ("consumer_secret", settings.ConsumerSecret)]);
                break;
            case WooCommerceAuth.Oauth:
                var nonce = world.NewId().Replace("-", "", StringComparison.Ordinal);
                request.RequestUri = OAuth(request.Method, request.RequestUri!, nonce, world.UtcNow.ToUnixTimeSeconds());
                break;
            default:
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", BasicCredentials(settings.ConsumerKey, settings.ConsumerSecret));
                break;
        }
    }

    private Uri OAuth(HttpMethod method, Uri address, string nonce, long timestamp)
    {
        (string, string)[] own =
        [
            ("oauth_consumer_key", settings.ConsumerKey),
            ("oauth_nonce", nonce),
            ("oauth_signature_method", "HMAC-SHA256"),
            ("oauth_timestamp", timestamp.ToString(CultureInfo.InvariantCulture)),
        ];
        var all = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => (Uri.UnescapeDataString(pair[0]), pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : ""))
            .Concat(own);
        var signature = Signature(method.Method, address.GetLeftPart(UriPartial.Path), all, settings.ConsumerSecret);
        return WithQuery(address, [.. own, ("oauth_signature", signature)]);
    }

    /// <summary>RFC 5849 §3.4 with an empty token secret.</summary>
    internal static string Signature(string method, string url, IEnumerable<(string Name, string Value)> parameters, string secret)
    {
        var sorted = parameters
            .Select(p => (Name: Uri.EscapeDataString(p.Name), Value: Uri.EscapeDataString(p.Value)))
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .ThenBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => $"{p.Name}={p.Value}");
        var text = $"{method}&{Uri.EscapeDataString(url)}&{Uri.EscapeDataString(string.Join('&', sorted))}";
        return Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(secret)}&"), Encoding.UTF8.GetBytes(text)));
    }

    private static Uri WithQuery(Uri address, IEnumerable<(string Name, string Value)> more)
    {
        var added = string.Join('&', more.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
        return new Uri(address.AbsoluteUri + (address.Query.Length == 0 ? "?" : "&") + added);
    }
}
