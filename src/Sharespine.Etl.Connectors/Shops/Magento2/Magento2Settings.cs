using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>One Magento 2 installation (Open Source, Adobe Commerce, Mage-OS). Secrets come in resolved; they are shown nowhere.</summary>
public sealed record Magento2Settings
{
    [About("The shop's base address: https://shop.example, without /rest.")]
    public required string Url { get; init; }

    [About("How the integration is shown: oauth (all four credentials, signed) or bearer (the access token alone; off by default since 2.4.4).")]
    public Magento2Auth Auth { get; init; } = Magento2Auth.Oauth;

    [Secret]
    [About("The integration's consumer key, by reference to a secret. Not for bearer.")]
    public string? ConsumerKey { get; init; }

    [Secret]
    [About("The integration's consumer secret, by reference to a secret. Not for bearer.")]
    public string? ConsumerSecret { get; init; }

    [Secret]
    [About("The integration's access token, by reference to a secret.")]
    public required string AccessToken { get; init; }

    [Secret]
    [About("The integration's access token secret, by reference to a secret. Not for bearer.")]
    public string? AccessTokenSecret { get; init; }

    [About("True when catalogue prices include VAT (Stores > Configuration > Sales > Tax > Catalog Prices). The API does not tell.")]
    public required bool PricesIncludeTax { get; init; }

    [About("Website codes whose orders and prices are read. Empty: all.")]
    public IReadOnlyList<string> Websites { get; init; } = [];

    [About("Store view codes whose orders and prices are read. Empty: all of the websites.")]
    public IReadOnlyList<string> Stores { get; init; } = [];

    [About("Store view code whose names and texts of products are read; all: the defaults.")]
    public string ProductStore { get; init; } = "all";

    [About("How stock is kept: msi (sources, since 2.3) or legacy (one stock, MSI modules off).")]
    public Magento2Stock Stock { get; init; } = Magento2Stock.Msi;

    [About("MSI sources whose stock is read. Empty: all.")]
    public IReadOnlyList<string> Sources { get; init; } = [];

    [About("MSI source that a stock level without a location is for, and that shipments leave from.")]
    public string Source { get; init; } = "default";

    [About("Rows per page, 1 to 300. Lower it when the shop runs out of time or memory.")]
    public int PageSize { get; init; } = 100;

    [About("Rows per write of stock and prices, 1 to 100. Adobe's own limit, where it is switched on, is 20.")]
    public int BatchSize { get; init; } = 20;

    [About("Keep personal numbers found in VAT numbers and added fields instead of dropping them. Needs a legal ground.")]
    public bool AllowPersonalNumbers { get; init; }

    [About("What the connection is used for (order, product, stock, price, price-list, order-status, shipment, capture): doctor asks for these rights. Empty: all.")]
    public IReadOnlyList<string> UsedFor { get; init; } = [];

    [About("How patient the connection is with the shop.")]
    public TransportSettings Transport { get; init; } = new();

    /// <summary>Everything wrong with the settings, at once.</summary>
    public IReadOnlyList<Issue> Check()
    {
        var issues = new List<Issue>();
        void Wrong(string field, string message, string? hint = null) => issues.Add(new(Magento2Errors.BadSettings, message, Field: field, Try: hint));

        CheckAddress(Wrong);
        CheckCredentials(Wrong);
        if (PageSize is < 1 or > 300)
        {
            Wrong("page-size", FormattableString.Invariant($"{PageSize} is outside 1 to 300."));
        }

        if (BatchSize is < 1 or > 100)
        {
            Wrong("batch-size", FormattableString.Invariant($"{BatchSize} is outside 1 to 100."));
        }

        foreach (var use in UsedFor.Where(use => !Magento2Rights.Uses.Contains(use)))
        {
            Wrong("used-for", $"\"{use}\" is not an entity.", string.Join(", ", Magento2Rights.Uses));
        }

        if (Stock == Magento2Stock.Msi && Source.Length == 0)
        {
            Wrong("source", "It is empty.", "default");
        }

        return issues;
    }

    private void CheckAddress(Action<string, string, string?> wrong)
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
        {
            wrong("url", "It is not an http address.", "https://shop.example");
            return;
        }

        if (url.Query.Length > 0 || url.UserInfo.Length > 0 || url.AbsolutePath.Contains("/rest", StringComparison.Ordinal))
        {
            wrong("url", "Only the base address is wanted, without user, query or /rest.", $"{url.Scheme}://{url.Authority}");
        }

        if (url.Scheme == Uri.UriSchemeHttp && !Transport.AllowHttp)
        {
            wrong("url", "It is http: orders and credentials would cross the network readable.", "https, or allow-http: true on your own network");
        }
    }

    private void CheckCredentials(Action<string, string, string?> wrong)
    {
        if (AccessToken.Length == 0)
        {
            wrong("access-token", "It is empty.", null);
        }

        foreach (var (field, value) in new[] { ("consumer-key", ConsumerKey), ("consumer-secret", ConsumerSecret), ("access-token-secret", AccessTokenSecret) })
        {
            if (Auth == Magento2Auth.Oauth && string.IsNullOrEmpty(value))
            {
                wrong(field, "It is empty: oauth needs all four credentials of the integration.", "auth: bearer, where the shop allows it");
            }
        }
    }
}

public enum Magento2Auth
{
    Oauth,
    Bearer,
}

public enum Magento2Stock
{
    Msi,
    Legacy,
}
