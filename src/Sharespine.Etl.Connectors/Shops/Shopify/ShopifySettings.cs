using System.Text.RegularExpressions;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>One Shopify shop. Secrets come in resolved; they are shown nowhere.</summary>
public sealed partial record ShopifySettings
{
    [About("The shop's own domain: name.myshopify.com.")]
    public required string Shop { get; init; }

    [Secret]
    [About("Admin API token (shpat_…), by reference to a secret. Else give client-id and client-secret.")]
    public string? AccessToken { get; init; }

    [About("Client id of an app of the shop's own organisation; a token is asked for with it every day.")]
    public string? ClientId { get; init; }

    [Secret]
    [About("The app's client secret, by reference to a secret.")]
    public string? ClientSecret { get; init; }

    [About("Version of the Admin API.")]
    public string ApiVersion { get; init; } = "2026-10";

    [About("Orders per page, 1 to 250. Halved by itself where a page costs more than Shopify allows.")]
    public int PageSize { get; init; } = 25;

    [About("The amounts of orders: shop (the shop's own currency) or presentment (what the customer saw and paid).")]
    public ShopifyMoney Money { get; init; } = ShopifyMoney.Shop;

    [About("Read test orders too.")]
    public bool TestOrders { get; init; }

    [About("Only orders of these sales channels, by the names that the shop's search knows (sales_channel). Empty: all.")]
    public IReadOnlyList<string> SalesChannels { get; init; } = [];

    [About("Further condition in Shopify's search syntax that orders have to meet.")]
    public string? OrderFilter { get; init; }

    [About("How long before the wanted time orders are asked for: the shop's search lags behind its orders.")]
    public TimeSpan IndexLag { get; init; } = TimeSpan.FromMinutes(5);

    [About("Locations whose stock is read and written, by name or number; stock that names no location goes to the only one. Empty: all.")]
    public IReadOnlyList<string> Locations { get; init; } = [];

    [About("The stock that the ERP keeps: available (what can be sold) or on-hand (what lies there, promised or not).")]
    public ShopifyStockName Stock { get; init; } = ShopifyStockName.Available;

    [About("Price lists that are read, by name or number. Empty: all.")]
    public IReadOnlyList<string> PriceLists { get; init; } = [];

    [About("Read products, stock and prices as one bulk file: auto (above bulk-above), always, never.")]
    public ShopifyBulk Bulk { get; init; } = ShopifyBulk.Auto;

    [About("Number of variants above which auto takes a bulk file.")]
    public int BulkAbove { get; init; } = 5000;

    [About("Longest wait for a bulk file.")]
    public TimeSpan BulkWait { get; init; } = TimeSpan.FromHours(2);

    [About("New products: draft until somebody has looked at them, or active at once where they have a price.")]
    public ShopifyNew NewProducts { get; init; } = ShopifyNew.Draft;

    [About("What a product that is not sold any more becomes: archived or draft.")]
    public ShopifyInactive InactiveProducts { get; init; } = ShopifyInactive.Archived;

    [About("Archive (close) an order whose status change says so.")]
    public bool CloseOrders { get; init; }

    [About("Orders paid outside the shop (invoice, bank transfer): leave, or mark-paid when a capture is asked for.")]
    public ShopifyOffline OfflinePayments { get; init; } = ShopifyOffline.Leave;

    [About("Entities whose rights doctor asks for: order, product, stock, price, price-list, order-status, shipment, capture. Empty: all.")]
    public IReadOnlyList<string> UsedFor { get; init; } = [];

    [About("Keep personal numbers found in an order's own fields instead of dropping them. Needs a legal ground.")]
    public bool AllowPersonalNumbers { get; init; }

    [About("How patient the connection is with the shop.")]
    public TransportSettings Transport { get; init; } = new();

    /// <summary>Everything wrong with the settings, at once.</summary>
    public IReadOnlyList<Issue> Check()
    {
        var issues = new List<Issue>();
        void Wrong(string field, string message, string? hint = null) => issues.Add(new(ShopifyErrors.BadSettings, message, Field: field, Try: hint));

        if (!Domain().IsMatch(Shop))
        {
            Wrong("shop", "It is not a shop's own domain.", "name.myshopify.com");
        }

        if (!VersionName().IsMatch(ApiVersion))
        {
            Wrong("api-version", $"\"{ApiVersion}\" is not a version.", "2026-10");
        }

        var client = !string.IsNullOrEmpty(ClientId) || !string.IsNullOrEmpty(ClientSecret);
        if (client == !string.IsNullOrEmpty(AccessToken) || (client && (string.IsNullOrEmpty(ClientId) || string.IsNullOrEmpty(ClientSecret))))
        {
            Wrong("access-token", "Either access-token, or both client-id and client-secret are wanted.");
        }

        foreach (var entity in UsedFor.Where(entity => !ShopifyProbe.Scopes.ContainsKey(entity)))
        {
            Wrong("used-for", $"\"{entity}\" is no entity of the connection.", string.Join(", ", ShopifyProbe.Scopes.Keys));
        }

        if (PageSize is < 1 or > 250)
        {
            Wrong("page-size", FormattableString.Invariant($"{PageSize} is outside 1 to 250."));
        }

        if (BulkAbove < 0 || IndexLag < TimeSpan.Zero || BulkWait <= TimeSpan.Zero)
        {
            Wrong(BulkAbove < 0 ? "bulk-above" : IndexLag < TimeSpan.Zero ? "index-lag" : "bulk-wait", "It is below zero.");
        }

        return issues;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]*\\.myshopify\\.com$", RegexOptions.IgnoreCase)]
    private static partial Regex Domain();

    [GeneratedRegex("^20[0-9]{2}-(01|04|07|10)$")]
    private static partial Regex VersionName();
}

public enum ShopifyMoney
{
    Shop,
    Presentment,
}

public enum ShopifyStockName
{
    Available,
    OnHand,
}

public enum ShopifyBulk
{
    Auto,
    Always,
    Never,
}

public enum ShopifyOffline
{
    Leave,
    MarkPaid,
}

public enum ShopifyNew
{
    Draft,
    Active,
}

public enum ShopifyInactive
{
    Archived,
    Draft,
}
