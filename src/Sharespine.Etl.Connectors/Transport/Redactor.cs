using System.Text;

namespace Sharespine.Etl.Connectors.Transport;

/// <summary>Keeps a connection's secrets out of every address and text that may be shown.</summary>
public sealed class Redactor
{
    private const string Mask = "***";
    private static readonly string[] SecretWords = ["secret", "key", "token", "password", "signature", "nonce"];
    private readonly string[] _secrets;

    /// <param name="secrets">The values themselves; also recognised URL-encoded and as Basic credentials when given so.</param>
    public Redactor(params IEnumerable<string> secrets) =>
        _secrets = [.. secrets.Where(s => s.Length >= 4).SelectMany(s => new[] { s, Uri.EscapeDataString(s) }).Distinct().OrderByDescending(s => s.Length)];

    /// <summary>The text with every secret replaced by ***.</summary>
    public string Text(string text) => _secrets.Aggregate(text, (t, secret) => t.Replace(secret, Mask, StringComparison.Ordinal));

    /// <summary>The address without user and password, and with the values of secret-like query parameters replaced.</summary>
    public string Address(Uri address)
    {
        var text = new StringBuilder(address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));
        var separator = '?';
        foreach (var pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = pair.Split('=', 2)[0];
            var secret = SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
            text.Append(separator).Append(secret ? $"{name}={Mask}" : pair);
            separator = '&';
        }

        return Text(text.ToString());
    }
}
