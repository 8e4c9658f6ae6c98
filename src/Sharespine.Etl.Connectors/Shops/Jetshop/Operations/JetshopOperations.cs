using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Connectors.Shops.Jetshop.Operations;

/// <summary>
/// The operations of a shop that nobody publishes, as a site describes them from its WSDL
/// (<c>mappings/jetshop/operations.yaml</c>): a purpose that is not described is not offered.
/// </summary>
public sealed record JetshopOperations
{
    [About("How times are written to and by the shop.")]
    public DescribedTimes? Times { get; init; }

    [About("Lists the orders changed since a time.")]
    public OrdersOperation? Orders { get; init; }

    [About("Gives one order by its key.")]
    public OrderOperation? Order { get; init; }

    [About("Lists the statuses that an order can have.")]
    public StatusesOperation? Statuses { get; init; }

    [About("Sets an order's status.")]
    public WriteOperation? OrderStatus { get; init; }

    [About("Tells of a dispatch and its tracking numbers.")]
    public WriteOperation? Shipment { get; init; }

    [About("Collects the reserved payment.")]
    public WriteOperation? Capture { get; init; }

    internal static readonly string[] Purposes = ["orders", "order", "order-status", "shipment", "capture"];

    internal IEnumerable<string> NotDescribed()
    {
        DescribedOperation?[] all = [Orders, Order, OrderStatus, Shipment, Capture];
        return Purposes.Where((_, index) => all[index] is null);
    }

    /// <summary>What this one describes, and what it does not from the one below.</summary>
    internal JetshopOperations Over(JetshopOperations below) => new()
    {
        Times = Times ?? below.Times,
        Orders = Orders ?? below.Orders,
        Order = Order ?? below.Order,
        Statuses = Statuses ?? below.Statuses,
        OrderStatus = OrderStatus ?? below.OrderStatus,
        Shipment = Shipment ?? below.Shipment,
        Capture = Capture ?? below.Capture,
    };
}

public sealed record DescribedTimes
{
    [About("utc, or shop for the connection's time-zone.")]
    public TimesIn In { get; init; } = TimesIn.Shop;

    [About("How they are written: yyyy-MM-ddTHH:mm:ss.")]
    public string Format { get; init; } = "yyyy-MM-ddTHH:mm:ss";
}

public enum TimesIn
{
    Shop,
    Utc,
}

public abstract record DescribedOperation
{
    [About("Its name in the WSDL: the element in the envelope's body.")]
    public required string Operation { get; init; }

    public string Namespace { get; init; } = JetshopClient.Namespace;

    [About("The SOAP action; left out: none is sent.")]
    public string Action { get; init; } = "";

    [About("What stands in the operation's element: names with texts or further names, in the WSDL's order. {placeholder} stands for a value; an element whose placeholders have none is left out.")]
    public YamlNode? Parameters { get; init; }

    [About("Names of elements of the answer that may come several times: they are lists also where there is one.")]
    public IReadOnlyList<string> Lists { get; init; } = [];
}

public sealed record OrdersOperation : DescribedOperation
{
    [About("Where the orders stand in the answer: Order_ListResult/OrderData.")]
    public required string Records { get; init; }

    [About("The order's key within a record: OrderId.")]
    public required string Key { get; init; }

    [About("When the order was placed, within a record; needed for the completeness sweep.")]
    public string? Created { get; init; }

    [About("True when the listing has heads only: each order is then fetched by order.")]
    public bool HeadsOnly { get; init; }

    public DescribedPaging Paging { get; init; } = new();

    [About("Fields dropped from an order besides those whose names say that they hold a personal number.")]
    public IReadOnlyList<string> Drop { get; init; } = [];

    [About("Fields never dropped.")]
    public IReadOnlyList<string> Keep { get; init; } = [];
}

public sealed record DescribedPaging
{
    [About("none: one answer has all; page, offset: by {page} or {offset}; after-key: rows behind {afterKey}, sorted by key.")]
    public PagedBy By { get; init; } = PagedBy.None;

    [About("Asked for by {pageSize}.")]
    public int Size { get; init; } = 100;

    [About("The number of the first page.")]
    public int First { get; init; } = 1;

    [About("Where the answer says how many records there are in all.")]
    public string? Total { get; init; }
}

public enum PagedBy
{
    None,
    Page,
    Offset,
    AfterKey,
}

public sealed record OrderOperation : DescribedOperation
{
    [About("Where the order stands in the answer; it is not there where the shop has none.")]
    public required string Record { get; init; }
}

public sealed record StatusesOperation : DescribedOperation
{
    public required string Records { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }
}

/// <summary>A write, guarded: the order is read before and after.</summary>
public sealed record WriteOperation : DescribedOperation
{
    [About("How the order looks when it is done already: all of these. What stands there then is not written again.")]
    public required IReadOnlyList<Condition> Done { get; init; }

    [About("How an order looks that may not be written any more: any of these.")]
    public IReadOnlyList<Condition> Unless { get; init; } = [];

    [About("How the answer looks when all went well: all of these. Left out: what is not a fault.")]
    public IReadOnlyList<Condition> Success { get; init; } = [];

    [About("Where the answer says in words what went wrong.")]
    public string? Message { get; init; }
}

/// <summary>A place and what stands there.</summary>
public sealed record Condition
{
    [About("Names with / between: Rows/Row/Status. Several values: one of them has to be as said.")]
    public required string Path { get; init; }

    [About("A text, a {placeholder}, or a list of them. A {placeholder} of a list: all of it has to stand there.")]
    public required YamlNode Is { get; init; }
}
