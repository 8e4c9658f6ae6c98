namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>What a connection can be used for, and the resources that an integration needs for it.</summary>
internal static class Magento2Rights
{
    public static IReadOnlyList<string> Uses { get; } = ["order", "product", "stock", "price", "price-list", "order-status", "shipment", "capture"];
}
