using System.Text.RegularExpressions;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Tests.Connectors.WooCommerce;

namespace Sharespine.Etl.Tests.Connectors.Transport;

public class OAuth1Tests
{
    [Fact]
    public void TheBaseStringSortsAndEncodesAsTheStandardSays()
    {
        // RFC 5849 §3.4.1.1's own parameters, with HMAC-SHA256; the value was computed with another implementation.
        (string, string)[] parameters =
        [
            ("b5", "=%3D"), ("a3", "a"), ("c@", ""), ("a2", "r b"), ("c2", ""), ("a3", "2 q"),
            ("oauth_consumer_key", "9djdj82h48djs9d2"), ("oauth_token", "kkk9d7dh3k39sjv7"),
            ("oauth_signature_method", "HMAC-SHA256"), ("oauth_timestamp", "137131201"), ("oauth_nonce", "7d8f3e4a"),
        ];

        Assert.Equal("atk87bagPf7rocVclkZ4Km7ZkIidYXjb8GygQpWfHVo=", OAuth1.Signature("POST", "http://example.com/request", parameters, "j49sn3j29djd", "dh893hdasih9"));
    }

    [Fact]
    public void TheHeaderCarriesTokenAndSignatureAndTheAddressStaysAsItWas()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://shop.example/rest/V1/orders?searchCriteria%5BpageSize%5D=2");
        new OAuth1(new("key", "secret", "token", "hidden"), new World(new FixedClock("2026-11-20T02:00:00Z"), 1)).SignHeader(request);

        var header = request.Headers.Authorization!;
        Assert.Equal("OAuth", header.Scheme);
        Assert.Matches(new Regex("oauth_consumer_key=\"key\", oauth_nonce=\"[0-9a-f]+\", .*oauth_token=\"token\", oauth_signature=\"[A-Za-z0-9%]+\""), header.Parameter!);
        Assert.DoesNotContain("hidden", header.Parameter, StringComparison.Ordinal);
        Assert.Equal("?searchCriteria%5BpageSize%5D=2", request.RequestUri!.Query);
    }

    [Fact]
    public void TheKeysAreNotShown() => Assert.DoesNotContain("secret", new OAuth1Keys("key", "secret", "token", "hidden").ToString(), StringComparison.Ordinal);
}
