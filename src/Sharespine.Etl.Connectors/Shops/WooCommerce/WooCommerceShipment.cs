using System.Text.Json.Serialization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>The record that shipment mappings of WooCommerce make (target <c>woocommerce.shipment</c>).</summary>
public sealed record WooCommerceShipment
{
    /// <summary>The name under which mappings know this record.</summary>
    public const string TargetName = "woocommerce.shipment";

    [About("The shop's id of the order (not its number).")]
    public required string Id { get; init; }

    [JsonPropertyName("delivery_id")]
    [About("The ERP's number of the dispatch: by it the delivery is known again.")]
    public required string DeliveryId { get; init; }

    [About("Whether the shop writes to the customer.")]
    public bool Notify { get; init; }

    [About("The carrier as the shop names it.")]
    public string? Carrier { get; init; }

    [JsonPropertyName("tracking_numbers")]
    public IReadOnlyList<string> TrackingNumbers { get; init; } = [];

    [JsonPropertyName("tracking_url")]
    public string? TrackingUrl { get; init; }

    [JsonPropertyName("shipped_on")]
    [About("The day on which it was sent off.")]
    public required DateOnly ShippedOn { get; init; }

    [About("The words of the note, where the shop has no place for tracking numbers. The delivery's id is added.")]
    public required string Note { get; init; }

    [About("What was sent. None: all that the order still waits for.")]
    public IReadOnlyList<WooCommerceShippedItem> Items { get; init; } = [];
}

public sealed record WooCommerceShippedItem
{
    [JsonPropertyName("line_id")]
    [About("The shop's id of the order's row.")]
    public string? LineId { get; init; }

    public required string Sku { get; init; }

    public required decimal Quantity { get; init; }
}
