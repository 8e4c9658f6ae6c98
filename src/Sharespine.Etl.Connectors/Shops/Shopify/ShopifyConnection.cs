using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Targets;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>A shop as a connection.</summary>
public static class ShopifyConnection
{
    public const string TypeName = "shopify";

    public static Connection? Create(ConnectionContext context, object settings, ICollection<Issue> issues)
    {
        var shopify = (ShopifySettings)settings;
        var found = shopify.Check();
        foreach (var issue in found)
        {
            issues.Add(issue);
        }

        return found.Count > 0 ? null : Of(context.Name, new ShopifyClient(shopify, context.World));
    }

    public static Connection Of(string name, ShopifyClient client) => new(name, TypeName)
    {
        Records = new ShopifySource(client),
        Targets = new Dictionary<string, IRecordTarget>
        {
            ["product"] = new ProductTarget(client),
            ["stock"] = new StockTarget(client),
            ["price"] = new PriceTarget(client),
            ["price-list"] = new ListPriceTarget(client),
            ["order-status"] = new StatusTarget(client),
            ["shipment"] = new ShipmentTarget(client),
            ["capture"] = new CaptureTarget(client),
        },
        ProbeAsync = cancellation => ShopifyProbe.RunAsync(client, cancellation),
        StatusesAsync = _ => Task.FromResult(Statuses),
    };

    /// <summary>The records that mappings make for a shop.</summary>
    public static TargetCatalog AddTo(TargetCatalog catalog) => catalog
        .With(ShopifyProduct.TargetName, typeof(ShopifyProduct))
        .With(ShopifyStock.TargetName, typeof(ShopifyStock))
        .With(ShopifyPrice.TargetName, typeof(ShopifyPrice))
        .With(ShopifyListPrice.TargetName, typeof(ShopifyListPrice))
        .With(ShopifyStatusChange.TargetName, typeof(ShopifyStatusChange))
        .With(ShopifyShipment.TargetName, typeof(ShopifyShipment))
        .With(ShopifyCapture.TargetName, typeof(ShopifyCapture));

    /// <summary>Shopify has no statuses of a shop's own: these are all the words for payment and delivery that an order can have.</summary>
    public static IReadOnlyList<StatusChoice> Statuses { get; } =
    [
        new("PENDING", "Payment pending"), new("AUTHORIZED", "Authorized"), new("PARTIALLY_PAID", "Partially paid"), new("PAID", "Paid"),
        new("PARTIALLY_REFUNDED", "Partially refunded"), new("REFUNDED", "Refunded"), new("VOIDED", "Voided"), new("EXPIRED", "Expired"),
        new("UNFULFILLED", "Unfulfilled"), new("OPEN", "Open"), new("PENDING_FULFILLMENT", "Pending fulfillment"), new("IN_PROGRESS", "In progress"),
        new("ON_HOLD", "On hold"), new("SCHEDULED", "Scheduled"), new("REQUEST_DECLINED", "Request declined"), new("PARTIALLY_FULFILLED", "Partially fulfilled"),
        new("FULFILLED", "Fulfilled"), new("FULFILLMENT_NOT_REQUIRED", "Fulfillment not required"), new("RESTOCKED", "Restocked"),
    ];
}
