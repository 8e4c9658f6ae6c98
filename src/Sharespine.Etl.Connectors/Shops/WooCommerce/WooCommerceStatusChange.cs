using System.Text.Json.Serialization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>The record that order-status mappings of WooCommerce make (target <c>woocommerce.order-status</c>): all that may be sent.</summary>
public sealed record WooCommerceStatusChange
{
    /// <summary>The name under which mappings know this record.</summary>
    public const string TargetName = "woocommerce.order-status";

    [About("The shop's id of the order (not its number).")]
    public required string Id { get; init; }

    [About("The status to set, without wc-; left out, the status stays.")]
    public string? Status { get; init; }

    [JsonPropertyName("meta_data")]
    [About("Meta fields to set; a known key is changed in place.")]
    public IReadOnlyList<WooCommerceMeta> MetaData { get; init; } = [];
}

public sealed record WooCommerceMeta
{
    [About("A key that begins with _ is not shown to customers.")]
    public required string Key { get; init; }

    public required string Value { get; init; }
}
