using System.Security.Cryptography;
using System.Text;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

public enum FakePermission
{
    Read,
    Write,
    ReadWrite,
}

/// <summary>One key, and the refusals that a wrong one was measured to get.</summary>
public sealed class FakeKeys
{
    public string Key { get; } = "ck_0123456789abcdef0123456789abcdef01234567";

    public string Secret { get; } = "cs_fedcba9876543210fedcba9876543210fedcba98";

    public FakePermission Permission { get; set; } = FakePermission.ReadWrite;

    /// <summary>What PHP sees: true also behind a proxy that does https and says so.</summary>
    public bool SeesHttps { get; set; } = true;

    /// <summary>A host that takes the Authorization header off.</summary>
    public bool StripsAuthorization { get; set; }

    /// <summary>Null when the request may pass.</summary>
    internal FakeAnswer? Refusal(FakeRequest request)
    {
        if (request.Query.TryGetValue("oauth_consumer_key", out var oauthKey))
        {
            return oauthKey != Key ? CannotView
                : request.Query.GetValueOrDefault("oauth_signature") == OAuthSignature(request) ? Rights(request)
                : AuthenticationError;
        }

        if (!SeesHttps || Credentials(request) is not { } credentials || credentials.Key != Key)
        {
            return CannotView;
        }

        return credentials.Secret == Secret ? Rights(request) : AuthenticationError;
    }

    private static FakeAnswer CannotView => FakeAnswer.Error(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.");

    private static FakeAnswer AuthenticationError => FakeAnswer.Error(401, "woocommerce_rest_authentication_error", "Consumer secret is invalid.");

    private FakeAnswer? Rights(FakeRequest request)
    {
        var allowed = Permission == FakePermission.ReadWrite || Permission == (request.Method == "GET" ? FakePermission.Read : FakePermission.Write);
        return allowed ? null
            : FakeAnswer.Error(401, "woocommerce_rest_authentication_error", $"The API key provided does not have {(request.Method == "GET" ? "read" : "write")} permissions.");
    }

    private (string Key, string Secret)? Credentials(FakeRequest request)
    {
        if (request.Query.TryGetValue("consumer_key", out var key))
        {
            return (key, request.Query.GetValueOrDefault("consumer_secret", ""));
        }

        if (StripsAuthorization || request.Authorization?.StartsWith("Basic ", StringComparison.Ordinal) != true)
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(request.Authorization[6..])).Split(':', 2);
        return (parts[0], parts[1]);
    }

    /// <summary>Written the way WooCommerce checks it: joined with already encoded signs.</summary>
    private string OAuthSignature(FakeRequest request)
    {
        var parameters = request.Query.Where(q => q.Key != "oauth_signature").OrderBy(q => q.Key, StringComparer.Ordinal)
            .Select(q => $"{Twice(q.Key)}%3D{Twice(q.Value)}");
        var text = $"{request.Method}&{Uri.EscapeDataString(request.Url)}&{string.Join("%26", parameters)}";
        return Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret + "&"), Encoding.UTF8.GetBytes(text)));
    }

    private static string Twice(string text) => Uri.EscapeDataString(text).Replace("%", "%25", StringComparison.Ordinal);
}
