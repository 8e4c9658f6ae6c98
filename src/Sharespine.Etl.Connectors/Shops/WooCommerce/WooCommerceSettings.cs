using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>One WooCommerce shop. Secrets come in resolved; they are shown nowhere.</summary>
public sealed record WooCommerceSettings
{
    [About("The shop's site address: https://shop.example, without /wp-json.")]
    public required string Url { get; init; }

    [Secret]
    [About("Consumer key (ck_…), by reference to a secret.")]
    public required string ConsumerKey { get; init; }

    [Secret]
    [About("Consumer secret (cs_…), by reference to a secret.")]
    public required string ConsumerSecret { get; init; }

    [About("How the key is shown: auto (basic on https, oauth on http), basic, oauth, or query (ends up in the host's access logs; last resort).")]
    public WooCommerceAuth Auth { get; init; } = WooCommerceAuth.Auto;

    [About("Orders per page, 1 to 100. Lower it when the shop runs out of time or memory.")]
    public int PageSize { get; init; } = 100;

    [About("Order statuses to read, without wc-. Empty: all there are, trash excepted.")]
    public IReadOnlyList<string> Statuses { get; init; } = [];

    [About("Decimals of amounts, at least 2: shows the parts of an öre that a shop stores per row.")]
    public int Decimals { get; init; } = 4;

    [About("Keep personal numbers found in meta and billing fields instead of dropping them. Needs a legal ground.")]
    public bool AllowPersonalNumbers { get; init; }

    [About("Meta keys whose values are never taken for personal numbers (a payment reference of ten digits).")]
    public IReadOnlyList<string> KeepMeta { get; init; } = [];

    [About("Ended statuses that a status change may leave all the same: completed, cancelled, refunded.")]
    public IReadOnlyList<string> MayLeave { get; init; } = [];

    [About("Where tracking numbers go: auto (the first of these that the shop has), fulfillments, shipment-tracking, ast, note (a note on the order), or none.")]
    public WooCommerceTracking Tracking { get; init; } = WooCommerceTracking.Auto;

    [About("The status, without wc-, that makes the shop's payment extension collect the payment; none: capture jobs write nothing.")]
    public string CaptureStatus { get; init; } = "completed";

    [About("By payment method: the order's meta key that holds the collection's id once the payment was collected. Without one the status is all that is looked at.")]
    public IReadOnlyDictionary<string, string> CaptureProof { get; init; } =
        new Dictionary<string, string> { ["kco"] = "_wc_klarna_capture_id", ["klarna_payments"] = "_wc_klarna_capture_id" };

    [About("The status that products get when they are made: draft, for somebody to look at first, or publish.")]
    public WooCommerceNewProducts NewProducts { get; init; } = WooCommerceNewProducts.Draft;

    [About("The status that products get which are not to be sold any more: draft or private.")]
    public WooCommerceInactiveProducts InactiveProducts { get; init; } = WooCommerceInactiveProducts.Draft;

    [About("Send quantities with decimals: only where an extension makes the shop count them.")]
    public bool DecimalStock { get; init; }

    [About("How patient the connection is with the shop.")]
    public TransportSettings Transport { get; init; } = new();

    /// <summary>Everything wrong with the settings, at once.</summary>
    public IReadOnlyList<Issue> Check()
    {
        var issues = new List<Issue>();
        void Wrong(string field, string message, string? hint = null) => issues.Add(new(WooCommerceErrors.BadSettings, message, Field: field, Try: hint));

        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
        {
            Wrong("url", "It is not an http address.", "https://shop.example");
        }
        else
        {
            CheckAddress(url, Wrong);
        }

        if (ConsumerKey.Length == 0 || ConsumerSecret.Length == 0)
        {
            Wrong(ConsumerKey.Length == 0 ? "consumer-key" : "consumer-secret", "It is empty.");
        }

        if (PageSize is < 1 or > 100)
        {
            Wrong("page-size", FormattableString.Invariant($"{PageSize} is outside 1 to 100."));
        }

        if (Decimals is < 2 or > 6)
        {
            Wrong("decimals", FormattableString.Invariant($"{Decimals} is outside 2 to 6."));
        }

        foreach (var status in Statuses.Where(s => s.StartsWith("wc-", StringComparison.Ordinal)))
        {
            Wrong("statuses", $"\"{status}\" is refused by the shop.", status[3..]);
        }

        if (CaptureStatus.Length == 0 || CaptureStatus.StartsWith("wc-", StringComparison.Ordinal))
        {
            Wrong("capture-status", $"\"{CaptureStatus}\" is not a status: it is written without wc-.", CaptureStatus.Length == 0 ? "none" : CaptureStatus[3..]);
        }

        return issues;
    }

    private void CheckAddress(Uri url, Action<string, string, string?> wrong)
    {
        if (url.Query.Length > 0 || url.UserInfo.Length > 0 || url.AbsolutePath.Contains("wp-json", StringComparison.Ordinal))
        {
            wrong("url", "Only the site address is wanted, without user, query or /wp-json.", $"{url.Scheme}://{url.Authority}");
        }

        if (url.Scheme == Uri.UriSchemeHttp && !Transport.AllowHttp)
        {
            wrong("url", "It is http: orders and credentials would cross the network readable.", "https, or allow-http: true on your own network");
        }
    }
}

public enum WooCommerceAuth
{
    Auto,
    Basic,
    Oauth,
    Query,
}

public enum WooCommerceTracking
{
    Auto,

    /// <summary>WooCommerce's own, a feature that has to be switched on.</summary>
    Fulfillments,

    /// <summary>The extension Shipment Tracking.</summary>
    ShipmentTracking,

    /// <summary>The extension Advanced Shipment Tracking.</summary>
    Ast,

    /// <summary>A note on the order.</summary>
    Note,
    None,
}

public enum WooCommerceNewProducts
{
    Draft,
    Publish,
}

public enum WooCommerceInactiveProducts
{
    Draft,
    Private,
}
