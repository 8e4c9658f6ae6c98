using System.Net.Http.Headers;
using System.Text;
using Sharespine.Etl.Connectors.Transport;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>
/// Shows the key to the shop: Basic over https, OAuth 1.0a (consumer only) over http. OAuth goes in the query, where no host
/// strips it; it holds a signature, not the secret.
/// </summary>
internal sealed class WooCommerceSigner(WooCommerceSettings settings, World world)
{
    private readonly OAuth1 _oauth = new(new OAuth1Keys(settings.ConsumerKey, settings.ConsumerSecret), world);
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
                request.RequestUri = OAuth1.WithQuery(request.RequestUri!, [("consumer_key", settings.ConsumerKey), ("consumer_secret", settings.ConsumerSecret)]);
                break;
            case WooCommerceAuth.Oauth:
                _oauth.SignQuery(request);
                break;
            default:
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", BasicCredentials(settings.ConsumerKey, settings.ConsumerSecret));
                break;
        }
    }
}
