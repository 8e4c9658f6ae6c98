using Sharespine.Etl.Configuration;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Targets;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>The connection type magento2: Magento Open Source, Adobe Commerce and Mage-OS.</summary>
public static class Magento2Connection
{
    public const string TypeName = "magento2";

    public static TargetCatalog AddTo(TargetCatalog catalog) => catalog
        .With(Magento2StatusChange.TargetName, typeof(Magento2StatusChange))
        .With(Magento2Shipment.TargetName, typeof(Magento2Shipment))
        .With(Magento2Capture.TargetName, typeof(Magento2Capture))
        .With(Magento2StockLevel.TargetName, typeof(Magento2StockLevel))
        .With(Magento2Price.TargetName, typeof(Magento2Price))
        .With(Magento2TierPrices.TargetName, typeof(Magento2TierPrices))
        .With(Magento2Product.TargetName, typeof(Magento2Product));

    public static Connection? Open(ConnectionContext context, object settings, ICollection<Issue> issues)
    {
        var magento = (Magento2Settings)settings;
        var found = magento.Check();
        foreach (var issue in found)
        {
            issues.Add(issue);
        }

        return found.Count > 0 ? null : Open(context.Name, new Magento2Client(magento, context.World));
    }

    public static Connection Open(string name, Magento2Client client) => new(name, TypeName)
    {
        Records = new Magento2Source(client),
        Targets = new Dictionary<string, IRecordTarget>
        {
            ["order-status"] = new Magento2StatusTarget(client),
            ["shipment"] = new Magento2ShipmentTarget(client),
            ["capture"] = new Magento2CaptureTarget(client),
            ["product"] = new Magento2ProductTarget(client),
            ["stock"] = client.Settings.Stock == Magento2Stock.Msi ? new Magento2StockTarget(client) : new LegacyStockTarget(client),
            ["price"] = new Magento2PriceTarget(client),
            ["price-list"] = new Magento2PriceListTarget(client),
        },
        ProbeAsync = cancellation => Magento2Probe.RunAsync(client, cancellation),
        StatusesAsync = cancellation => Magento2Statuses.ReadAsync(client, cancellation),
    };
}
