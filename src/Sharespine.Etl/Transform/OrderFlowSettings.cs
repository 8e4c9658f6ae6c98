using Sharespine.Etl.Model;

namespace Sharespine.Etl.Transform;

/// <summary>What becomes of a shop's orders in a flow.</summary>
public sealed record OrderFlowSettings
{
    [About("What an order becomes in the ERP: order or invoice.")]
    public OrderTarget As { get; init; } = OrderTarget.Order;

    [About("Orders in these states are sent; others are skipped and come when they get there.")]
    public IReadOnlyList<OrderStatus> Statuses { get; init; } =
        [OrderStatus.Authorized, OrderStatus.Paid, OrderStatus.PartiallyShipped, OrderStatus.Shipped, OrderStatus.Completed, OrderStatus.PartiallyRefunded, OrderStatus.Refunded];

    [About("Orders placed before this day (company time) are skipped.")]
    public DateOnly? From { get; init; }

    [About("Guests: one collective customer per country and currency, or each a customer of their own.")]
    public GuestHandling Guests { get; init; } = GuestHandling.Collective;

    [About("Refunds: a credit document each, or ignored.")]
    public RefundHandling Refunds { get; init; } = RefundHandling.Credit;

    [About("A refund made as an amount without rows: held for a person, or credited by the order's VAT rate where it has only one.")]
    public AmountOnlyRefunds AmountOnlyRefunds { get; init; } = AmountOnlyRefunds.Hold;

    [About("An order that was edited after it was sent: held for a person, or sent again as an update.")]
    public ChangedAfterSent ChangedAfterSent { get; init; } = ChangedAfterSent.Hold;

    [About("An order that was cancelled in the shop after it was sent: held for a person, or credited whole.")]
    public CancelledAfterSent CancelledAfterSent { get; init; } = CancelledAfterSent.Hold;
}

public enum OrderTarget
{
    Order,
    Invoice,
}

public enum GuestHandling
{
    Collective,
    Each,
}

public enum RefundHandling
{
    Credit,
    Ignore,
}

public enum AmountOnlyRefunds
{
    Hold,
    ByOrderRate,
}

public enum ChangedAfterSent
{
    Hold,
    Update,
}

public enum CancelledAfterSent
{
    Hold,
    Credit,
}
