namespace Sharespine.Etl.Model;

/// <summary>What happened to a document in the ERP, on its way back to the shop.</summary>
public sealed record OrderStatusChange
{
    [About("The shop's id of the order.")]
    public required string OrderId { get; init; }

    [About("The document's key: order/shop-se/42.")]
    public required string DocumentKey { get; init; }

    public required ErpEvent Event { get; init; }

    [About("The ERP's number of the order or invoice.")]
    public string? ErpNumber { get; init; }

    [About("When it happened, UTC.")]
    public required DateTimeOffset At { get; init; }

    [About("What was sent off, where the event is a delivery.")]
    public Delivery? Delivery { get; init; }
}

public enum ErpEvent
{
    /// <summary>The ERP has taken the order in and given it a number.</summary>
    Received,

    /// <summary>A part was sent off; more follows.</summary>
    PartlyDelivered,
    Delivered,
    Invoiced,
    Paid,
    Cancelled,
}

/// <summary>One dispatch of goods.</summary>
public sealed record Delivery
{
    [About("The ERP's number of the dispatch; the same for ever, so that none is told twice.")]
    public required string Id { get; init; }

    [About("The carrier as the ERP names it.")]
    public string? Carrier { get; init; }

    public IReadOnlyList<string> TrackingNumbers { get; init; } = [];

    public string? TrackingUrl { get; init; }

    [About("What was sent. None: all that the order still waits for.")]
    public IReadOnlyList<DeliveredLine> Lines { get; init; } = [];
}

public sealed record DeliveredLine
{
    [About("The shop's id of the order's row, where the ERP kept it.")]
    public string? LineId { get; init; }

    public required string Sku { get; init; }

    public required decimal Quantity { get; init; }
}

/// <summary>A dispatch for the shop to tell the customer of.</summary>
public sealed record Shipment
{
    [About("Our key: order/shop-se/42/shipment/F-77.")]
    public required string Key { get; init; }

    [About("The shop's id of the order.")]
    public required string OrderId { get; init; }

    public required Delivery Delivery { get; init; }

    [About("Whether the shop writes to the customer.")]
    public required bool NotifyCustomer { get; init; }

    [About("When it was sent off, UTC.")]
    public required DateTimeOffset At { get; init; }
}

/// <summary>The reserved payment of an order, or of a delivered part of it, to be collected by the shop.</summary>
public sealed record Capture
{
    [About("Our key: order/shop-se/42/capture/F-77.")]
    public required string Key { get; init; }

    [About("The shop's id of the order.")]
    public required string OrderId { get; init; }

    [About("True: nothing more will be collected for the order.")]
    public required bool IsFinal { get; init; }

    [About("What was delivered. None: all that the order still waits for.")]
    public IReadOnlyList<DeliveredLine> Lines { get; init; } = [];

    [About("What to collect, VAT included, where the ERP says it; absent: what the delivered rows come to in the shop.")]
    public Money? Amount { get; init; }
}
