using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Sharespine.Etl.Connectors.Transport;

/// <summary>
/// Signs requests by OAuth 1.0a (RFC 5849, HMAC-SHA256) with or without an access token. Only the address and its query take
/// part, so a body must not be a form. Every attempt has to be signed anew: a signature carries a nonce and the time.
/// </summary>
public sealed class OAuth1(OAuth1Keys keys, World world)
{
    /// <summary>Puts the signature into the Authorization header.</summary>
    public void SignHeader(HttpRequestMessage request)
    {
        var parameters = Signed(request).Select(p => $"{p.Name}=\"{Uri.EscapeDataString(p.Value)}\"");
        request.Headers.Authorization = new AuthenticationHeaderValue("OAuth", string.Join(", ", parameters));
    }

    /// <summary>Puts the signature into the query, where no host strips it.</summary>
    public void SignQuery(HttpRequestMessage request) => request.RequestUri = WithQuery(request.RequestUri!, Signed(request));

    /// <summary>RFC 5849 §3.4: the signature of a request with these decoded parameters, oauth_signature left out.</summary>
    public static string Signature(
        string method, string url, IEnumerable<(string Name, string Value)> parameters, string consumerSecret, string tokenSecret = "")
    {
        var sorted = parameters
            .Select(p => (Name: Uri.EscapeDataString(p.Name), Value: Uri.EscapeDataString(p.Value)))
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .ThenBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => $"{p.Name}={p.Value}");
        var text = $"{method}&{Uri.EscapeDataString(url)}&{Uri.EscapeDataString(string.Join('&', sorted))}";
        var key = $"{Uri.EscapeDataString(consumerSecret)}&{Uri.EscapeDataString(tokenSecret)}";
        return Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The address with parameters added to its query, encoded.</summary>
    public static Uri WithQuery(Uri address, IEnumerable<(string Name, string Value)> more)
    {
        var added = string.Join('&', more.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
        return new Uri(address.AbsoluteUri + (address.Query.Length == 0 ? "?" : "&") + added);
    }

    /// <summary>The protocol's own parameters, the signature last.</summary>
    private List<(string Name, string Value)> Signed(HttpRequestMessage request)
    {
        var address = request.RequestUri!;
        List<(string Name, string Value)> own =
        [
            ("oauth_consumer_key", keys.ConsumerKey),
            ("oauth_nonce", world.NewId().Replace("-", "", StringComparison.Ordinal)),
            ("oauth_signature_method", "HMAC-SHA256"),
            ("oauth_timestamp", world.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ];
        if (keys.Token is not null)
        {
            own.Add(("oauth_token", keys.Token));
        }

        var all = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => (Uri.UnescapeDataString(pair[0]), pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : ""))
            .Concat(own);
        own.Add(("oauth_signature", Signature(request.Method.Method, address.GetLeftPart(UriPartial.Path), all, keys.ConsumerSecret, keys.TokenSecret)));
        return own;
    }
}

/// <summary>What a signature is made with: the consumer's two parts, and the token's two where the server gives one.</summary>
public sealed record OAuth1Keys(string ConsumerKey, string ConsumerSecret, string? Token = null, string TokenSecret = "")
{
    /// <summary>Without the secrets.</summary>
    public override string ToString() => nameof(OAuth1Keys);
}
