using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>The record that order-status mappings of Magento make: a comment on the order, its status within its state, or its cancellation.</summary>
public sealed record Magento2StatusChange
{
    public const string TargetName = "magento2.order-status";

    [About("The shop's id of the order (entity_id, not its number).")]
    public required string Id { get; init; }

    [About("The comment to add to the order's history. The same words are never added twice.")]
    public string? Comment { get; init; }

    [About("True: the order is cancelled first, where Magento allows it.")]
    public bool Cancel { get; init; }

    [About("The status to set, by the state that the order is in. A status belongs to a state; where none is named, the order keeps its status.")]
    public IReadOnlyList<Magento2StateStatus> Statuses { get; init; } = [];

    [About("Whether the shop writes to the customer.")]
    public bool Notify { get; init; }

    [About("Whether the customer sees the comment among his orders.")]
    public bool Visible { get; init; }
}

public sealed record Magento2StateStatus
{
    public required string State { get; init; }

    public required string Status { get; init; }
}

/// <summary>The record that shipment mappings of Magento make.</summary>
public sealed record Magento2Shipment
{
    public const string TargetName = "magento2.shipment";

    [About("The shop's id of the order.")]
    public required string OrderId { get; init; }

    [About("Our key of the dispatch. It is kept in the shipment's comment, and the dispatch is known by it again.")]
    public required string Reference { get; init; }

    [About("What was sent. None: all that the order still waits for.")]
    public IReadOnlyList<Magento2DeliveredItem> Items { get; init; } = [];

    public IReadOnlyList<Magento2Track> Tracks { get; init; } = [];

    [About("Whether the shop writes to the customer.")]
    public bool Notify { get; init; }

    [About("What the shipment's comment says before the reference; the customer does not see it.")]
    public string? Comment { get; init; }

    [About("MSI source that the goods left from; left out: the connection's.")]
    public string? Source { get; init; }
}

public sealed record Magento2DeliveredItem
{
    [About("The shop's id of the order's row.")]
    public string? LineId { get; init; }

    public required string Sku { get; init; }

    public required decimal Quantity { get; init; }
}

public sealed record Magento2Track
{
    public required string Number { get; init; }

    [About("What the customer reads: PostNord.")]
    public required string Title { get; init; }

    [About("The shop's code of the carrier; custom where it has no module for it.")]
    public required string CarrierCode { get; init; }
}

/// <summary>The record that capture mappings of Magento make: an invoice whose payment is captured.</summary>
public sealed record Magento2Capture
{
    public const string TargetName = "magento2.capture";

    [About("The shop's id of the order.")]
    public required string OrderId { get; init; }

    [About("Our key of the capture. It is kept in the invoice's comment, and the capture is known by it again.")]
    public required string Reference { get; init; }

    [About("What was delivered. None: all that is not invoiced yet.")]
    public IReadOnlyList<Magento2DeliveredItem> Items { get; init; } = [];

    [About("What to collect, VAT included, where the ERP says it.")]
    public Money? Amount { get; init; }

    [About("Whether the shop sends the invoice to the customer.")]
    public bool Notify { get; init; }
}
