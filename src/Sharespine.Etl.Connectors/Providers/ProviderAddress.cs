using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Providers;

/// <summary>What all settings of providers have to hold.</summary>
internal static class ProviderAddress
{
    /// <summary>Everything wrong with what every provider's settings have, at once.</summary>
    /// <param name="secrets">By the name of their setting.</param>
    public static List<Issue> Check(string url, TimeSpan overlap, TransportSettings transport, params IEnumerable<(string Field, string Value)> secrets)
    {
        var issues = new List<Issue>();
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp) || address.Query.Length > 0 || address.UserInfo.Length > 0)
        {
            issues.Add(new(ProviderErrors.BadSettings, "it is not an http address without user and query.", Field: "url", Try: "leave it out, for the provider's own."));
        }
        else if (address.Scheme == Uri.UriSchemeHttp && !transport.AllowHttp)
        {
            issues.Add(new(ProviderErrors.BadSettings, "it is http: credentials would cross the network readable.", Field: "url", Try: "https."));
        }

        if (overlap < TimeSpan.Zero || overlap > TimeSpan.FromDays(366))
        {
            issues.Add(new(ProviderErrors.BadSettings, "it is outside 0 to 366 days.", Field: "overlap"));
        }

        issues.AddRange(secrets.Where(secret => secret.Value.Length == 0 || secret.Value.Any(char.IsControl)).Select(secret =>
            new Issue(ProviderErrors.BadSettings, "it is empty or holds line breaks.", Field: secret.Field)));
        return issues;
    }
}
