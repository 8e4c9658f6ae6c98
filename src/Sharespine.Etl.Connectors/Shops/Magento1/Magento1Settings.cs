using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>One Magento 1 or OpenMage installation. Secrets come in resolved; they are shown nowhere.</summary>
public sealed record Magento1Settings
{
    [About("The shop's site address: https://shop.example, without /index.php.")]
    public required string Url { get; init; }

    [About("User name of the SOAP user (System > Web Services > SOAP/XML-RPC - Users).")]
    public required string User { get; init; }

    [Secret]
    [About("The SOAP user's API key, by reference to a secret.")]
    public required string ApiKey { get; init; }

    [About("Path of the SOAP v2 interface below the site address.")]
    public string Path { get; init; } = "index.php/api/v2_soap/";

    [About("Codes of the store views whose orders are read (storeList). Empty: all.")]
    public IReadOnlyList<string> Stores { get; init; } = [];

    [About("Codes of the store views whose prices are read, where prices are kept per website. Empty: the default scope only.")]
    public IReadOnlyList<string> PriceStores { get; init; } = [];

    [About("Currency of the catalogue's prices (the base currency): the API does not tell it.")]
    public string Currency { get; init; } = "SEK";

    [About("Whether the catalogue's prices are kept with VAT (System > Configuration > Tax): the API does not tell it.")]
    public bool PricesIncludeVat { get; init; } = true;

    [About("Product attributes to read besides those that the API gives by itself.")]
    public IReadOnlyList<string> ExtraAttributes { get; init; } = ["cost", "ean"];

    [About("Orders whose details are fetched for one page, 1 to 500.")]
    public int PageSize { get; init; } = 50;

    [About("Span of time that one question for orders covers at first; it adapts to how many come.")]
    public TimeSpan Slice { get; init; } = TimeSpan.FromDays(1);

    [About("Product ids asked for at once, 1 to 1000.")]
    public int ChunkSize { get; init; } = 200;

    [About("Ended states that a status change may touch all the same: complete, closed, canceled.")]
    public IReadOnlyList<string> MayLeave { get; init; } = [];

    [About("How patient the connection is with the shop.")]
    public TransportSettings Transport { get; init; } = new();

    internal Uri Address => new(new Uri(Url.TrimEnd('/') + "/"), Path.Trim('/') + "/");

    /// <summary>Everything wrong with the settings, at once.</summary>
    public IReadOnlyList<Issue> Check()
    {
        var issues = new List<Issue>();
        void Wrong(string field, string message, string? hint = null) => issues.Add(new(Magento1Errors.BadSettings, message, Field: field, Try: hint));

        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
        {
            Wrong("url", "It is not an http address.", "https://shop.example");
        }
        else if (url.Query.Length > 0 || url.UserInfo.Length > 0 || url.AbsolutePath.Contains("/api/", StringComparison.Ordinal))
        {
            Wrong("url", "Only the site address is wanted, without user, query or /index.php/api.", $"{url.Scheme}://{url.Authority}");
        }
        else if (url.Scheme == Uri.UriSchemeHttp && !Transport.AllowHttp)
        {
            Wrong("url", "It is http: orders and the API key would cross the network readable.", "https, or allow-http: true on your own network");
        }

        if (User.Length == 0 || ApiKey.Length == 0)
        {
            Wrong(User.Length == 0 ? "user" : "api-key", "It is empty.");
        }

        if (PageSize is < 1 or > 500)
        {
            Wrong("page-size", FormattableString.Invariant($"{PageSize} is outside 1 to 500."));
        }

        if (ChunkSize is < 1 or > 1000)
        {
            Wrong("chunk-size", FormattableString.Invariant($"{ChunkSize} is outside 1 to 1000."));
        }

        if (Slice < TimeSpan.FromMinutes(1))
        {
            Wrong("slice", "It is shorter than a minute.", "1.00:00:00");
        }

        if (!Model.Currency.TryParse(Currency, out _))
        {
            Wrong("currency", $"\"{Currency}\" is not an ISO 4217 currency.", "SEK");
        }

        return issues;
    }
}
