using Sharespine.Etl.Configuration;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Targets;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>Makes connections to WooCommerce shops, and names the records that mappings into them make.</summary>
public static class WooCommerceConnection
{
    public static TargetCatalog AddTargets(TargetCatalog catalog) => catalog
        .With(WooCommerceStatusChange.TargetName, typeof(WooCommerceStatusChange))
        .With(WooCommerceProduct.TargetName, typeof(WooCommerceProduct))
        .With(WooCommerceStock.TargetName, typeof(WooCommerceStock))
        .With(WooCommercePrice.TargetName, typeof(WooCommercePrice))
        .With(WooCommerceShipment.TargetName, typeof(WooCommerceShipment))
        .With(WooCommerceCapture.TargetName, typeof(WooCommerceCapture));

    public static Connection? Create(ConnectionContext context, object settings, ICollection<Issue> issues)
    {
        var woo = (WooCommerceSettings)settings;
        var found = woo.Check();
        foreach (var issue in found)
        {
            issues.Add(issue);
        }

        return found.Count > 0 ? null : Whole(context.Name, new WooCommerceClient(woo, context.World));
    }

    /// <summary>A shop without a server, whose recordings hold orders only.</summary>
    public static Connection Recorded(ConnectionContext context, object settings, ICollection<Issue> issues)
    {
        var recorded = (RecordedShopSettings)settings;
        var shop = new RecordedShop(context.Path(recorded.Folder), context.Path(recorded.Work), context.World);
        var replayed = new WooCommerceSettings { Url = "https://recorded.invalid", ConsumerKey = "ck_recorded", ConsumerSecret = "cs_recorded" };
        var client = new WooCommerceClient(replayed, context.World, handler: shop);
        return new(context.Name, "woocommerce")
        {
            Records = new WooCommerceSource(client, ordersOnly: true),
            Targets = new Dictionary<string, IRecordTarget> { ["order-status"] = new WooCommerceStatusTarget(client) },
            ProbeAsync = cancellation => client.ProbeAsync(willWrite: true, cancellation),
        };
    }

    private static Connection Whole(string name, WooCommerceClient client) => new(name, "woocommerce")
    {
        Records = new WooCommerceSource(client),
        Targets = new Dictionary<string, IRecordTarget>
        {
            ["product"] = new WooCommerceProductTarget(client),
            ["price"] = new WooCommercePriceTarget(client),
            ["stock"] = new WooCommerceStockTarget(client),
            ["order-status"] = new WooCommerceStatusTarget(client),
            ["shipment"] = new WooCommerceShipmentTarget(client),
            ["capture"] = new WooCommerceCaptureTarget(client),
        },
        ProbeAsync = client.ProbeAllAsync,
        StatusesAsync = client.StatusesAsync,
    };
}
