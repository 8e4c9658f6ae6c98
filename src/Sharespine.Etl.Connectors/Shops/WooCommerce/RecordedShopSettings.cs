using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>A recorded WooCommerce shop: answers from files instead of a network, through the same code. For the demo and for trying a mapping out.</summary>
public sealed record RecordedShopSettings
{
    [About("Folder with orders*.json (arrays as the REST API gives them) and refunds-<order id>.json.")]
    public required string Folder { get; init; }

    [About("Folder where written statuses are kept.")]
    public required string Work { get; init; }
}
