using Sharespine.Etl.Configuration;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Targets;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>Makes the connection to a Magento 1 or OpenMage shop.</summary>
public static class Magento1Connection
{
    /// <summary>Null, with everything wrong about the settings added to the issues, when they cannot work.</summary>
    public static Connection? Create(ConnectionContext context, object settings, ICollection<Issue> issues)
    {
        var shop = (Magento1Settings)settings;
        var found = shop.Check();
        foreach (var issue in found)
        {
            issues.Add(issue);
        }

        return found.Count > 0 ? null : Of(context.Name, new(shop, context.World));
    }

    /// <summary>The records that mappings into this kind of shop make.</summary>
    public static TargetCatalog AddTargets(TargetCatalog catalog) => catalog
        .With(Magento1StatusChange.TargetName, typeof(Magento1StatusChange))
        .With(Magento1Shipment.TargetName, typeof(Magento1Shipment))
        .With(Magento1Capture.TargetName, typeof(Magento1Capture))
        .With(Magento1Stock.TargetName, typeof(Magento1Stock))
        .With(Magento1Price.TargetName, typeof(Magento1Price))
        .With(Magento1TierPrices.TargetName, typeof(Magento1TierPrices))
        .With(Magento1Product.TargetName, typeof(Magento1Product));

    internal static Connection Of(string name, Magento1Client client) => new(name, "magento1")
    {
        Records = new Magento1Source(client),
        Targets = new Dictionary<string, IRecordTarget>
        {
            ["order-status"] = new EachAlone(new Magento1StatusTarget(client), 10),
            ["shipment"] = new EachAlone(new Magento1ShipmentTarget(client), 10),
            ["capture"] = new EachAlone(new Magento1CaptureTarget(client), 10),
            ["product"] = new EachAlone(new Magento1ProductTarget(client), 20),
            ["stock"] = new Magento1StockTarget(client),
            ["price"] = new EachAlone(new Magento1PriceTarget(client), 50),
            ["price-list"] = new EachAlone(new Magento1PriceListTarget(client), 50),
        },
        ProbeAsync = client.ProbeAsync,
    };
}
