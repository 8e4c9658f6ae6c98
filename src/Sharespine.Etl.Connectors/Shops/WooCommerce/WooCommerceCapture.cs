using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>The record that capture mappings of WooCommerce make (target <c>woocommerce.capture</c>): which order's payment to collect.</summary>
public sealed record WooCommerceCapture
{
    /// <summary>The name under which mappings know this record.</summary>
    public const string TargetName = "woocommerce.capture";

    [About("The shop's id of the order (not its number).")]
    public required string Id { get; init; }

    [About("What was delivered, VAT included, where the ERP says it: the shop collects all that the order comes to, and nothing is done where the two differ.")]
    public Money? Amount { get; init; }
}
