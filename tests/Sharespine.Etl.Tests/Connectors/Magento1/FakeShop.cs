using System.Globalization;
using Sharespine.Etl.Tests.Connectors.WooCommerce;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

/// <summary>What the shop holds and does: orders with their shipments, invoices and credit memos.</summary>
internal sealed partial class FakeShop(FixedClock clock)
{
    private int _numbers = 100;

    public List<Row> Orders { get; } = [];

    public List<Row> Shipments { get; } = [];

    public List<Row> Invoices { get; } = [];

    public List<Row> CreditMemos { get; } = [];

    /// <summary>What lists of orders give besides: not in the order itself.</summary>
    public Dictionary<string, Row> ListOnly { get; } = [];

    public List<string> Mails { get; } = [];

    /// <summary>Of two conditions on one field the later one only, as Magento 1 does.</summary>
    public bool KeepsOneCondition { get; set; }

    /// <summary>True: an invoice stays open until it is captured, as with a payment gateway.</summary>
    public bool Gateway { get; set; }

    /// <summary>Set: the gateway refuses with it, and Magento masks the reason.</summary>
    public bool GatewayRefuses { get; set; }

    public List<Row> Stores { get; } =
    [
        new() { ["store_id"] = "1", ["code"] = "se", ["website_id"] = "1", ["name"] = "Svenska" },
        new() { ["store_id"] = "2", ["code"] = "fi", ["website_id"] = "2", ["name"] = "Suomi" },
    ];

    public Row Add(int id, string state = "processing", string updated = "2026-11-20 10:00:00", string store = "1", decimal total = 125)
    {
        var order = new Row
        {
            ["increment_id"] = Increment(id),
            ["order_id"] = Text(id),
            ["store_id"] = store,
            ["created_at"] = updated,
            ["updated_at"] = updated,
            ["state"] = state,
            ["status"] = state,
            ["grand_total"] = Amount(total),
            ["subtotal"] = Amount(total * 0.8m),
            ["tax_amount"] = Amount(total * 0.2m),
            ["order_currency_code"] = "SEK",
            ["customer_email"] = "kund@example.com",
            ["billing_address"] = new Row { ["lastname"] = "Ek", ["country_id"] = "SE" },
            ["items"] = new List<Row>
            {
                Item(id * 10, "configurable", "TS-M", 2, total * 0.8m, total * 0.2m), Item((id * 10) + 1, "simple", "TS-M", 2, 0, null), Item((id * 10) + 2, "simple", "MUGG", 3, 0.01m, 0),
            },
            ["payment"] = new Row { ["method"] = Gateway ? "dibs_easy" : "banktransfer" },
            ["status_history"] = new List<Row> { new() { ["status"] = state } },
        };
        Orders.Add(order);
        return order;
    }

    public Row Order(int id) => Orders.Single(order => order.Text("order_id") == Text(id));

    public static string Increment(int id) => Text(100000000 + id);

    public object? Handle(string operation, Row parts) => operation switch
    {
        "storeList" => Stores,
        "customerGroupList" => Groups,
        "salesOrderList" => Filter(Orders.Select(ListRow), parts),
        "salesOrderInfo" => Orders.Find(order => order.Text("increment_id") == parts.Text("orderIncrementId"))?.Copy() ?? throw new FakeRefusal("100", "Requested order not exists."),
        "salesOrderAddComment" => AddComment(parts),
        "salesOrderCancel" => Cancel(parts),
        "salesOrderShipmentList" => Filter(Shipments, parts).Select(row => new Row { ["increment_id"] = row["increment_id"], ["created_at"] = row["created_at"] }).ToList(),
        "salesOrderShipmentInfo" => Info(Shipments, parts.Text("shipmentIncrementId")),
        "salesOrderShipmentCreate" => Ship(parts),
        "salesOrderShipmentAddTrack" => Track(parts),
        "salesOrderShipmentSendInfo" => Mail(parts),
        "salesOrderShipmentAddComment" => Comment(Shipments, parts.Text("shipmentIncrementId"), parts.Text("comment")),
        "salesOrderShipmentGetCarriers" => new List<Row> { new() { ["key"] = "custom", ["value"] = "Custom Value" }, new() { ["key"] = "dhl", ["value"] = "DHL" } },
        "salesOrderInvoiceList" => Filter(Invoices, parts).Select(row => Row.Of(row.Where(field => field.Value is string))).ToList(),
        "salesOrderInvoiceInfo" => Info(Invoices, parts.Text("invoiceIncrementId")),
        "salesOrderInvoiceCreate" => Invoice(parts),
        "salesOrderInvoiceAddComment" => Comment(Invoices, parts.Text("invoiceIncrementId"), parts.Text("comment")),
        "salesOrderInvoiceCapture" => Capture(parts),
        "salesOrderCreditmemoList" => Filter(CreditMemos, parts).Select(row => Row.Of(row.Where(field => field.Value is string))).ToList(),
        "salesOrderCreditmemoInfo" => Info(CreditMemos, parts.Text("creditmemoIncrementId")),
        _ => HandleCatalogue(operation, parts),
    };

    private Row ListRow(Row order)
    {
        var row = Row.Of(order.Where(field => field.Value is string));
        foreach (var (name, value) in ListOnly.GetValueOrDefault(order.Text("order_id")) ?? [])
        {
            row[name] = value;
        }

        return row;
    }

    private List<Row> Filter(IEnumerable<Row> rows, Row parts)
    {
        var conditions = new Dictionary<string, Dictionary<string, string>>();
        foreach (var filter in ((parts.GetValueOrDefault("filters") as Row) ?? []).List("complex_filter"))
        {
            var (field, condition) = (filter.Text("key"), (Row)filter["value"]!);
            if (KeepsOneCondition || !conditions.TryGetValue(field, out var known))
            {
                conditions[field] = known = [];
            }

            known.TryAdd(condition.Text("key"), condition.Text("value"));
        }

        return [.. rows.Where(row => conditions.All(field => field.Value.All(condition => Holds(row, field.Key, condition.Key, condition.Value))))];
    }

    private static bool Holds(Row row, string field, string condition, string wanted)
    {
        var value = row.Text(field);
        var compared = long.TryParse(value, CultureInfo.InvariantCulture, out var a) && long.TryParse(wanted, CultureInfo.InvariantCulture, out var b)
            ? a.CompareTo(b)
            : string.Compare(value, wanted, StringComparison.OrdinalIgnoreCase);
        return condition switch
        {
            "eq" => compared == 0,
            "in" => wanted.Split(',').Contains(value, StringComparer.OrdinalIgnoreCase),
            "from" or "gteq" => compared >= 0,
            "to" => compared <= 0,
            _ => throw new FakeRefusal("101", "Invalid filters given."),
        };
    }

    private static Row Item(int id, string type, string sku, decimal quantity, decimal net, decimal? vat) => new()
    {
        ["item_id"] = Text(id),
        ["product_type"] = type,
        ["sku"] = sku,
        ["name"] = sku,
        ["qty_ordered"] = Amount(quantity),
        ["qty_shipped"] = "0.0000",
        ["qty_invoiced"] = "0.0000",
        ["qty_canceled"] = "0.0000",
        ["qty_refunded"] = "0.0000",
        ["price"] = Amount(net / quantity),
        ["row_total"] = Amount(net),
        ["discount_amount"] = "0.0000",
        ["tax_amount"] = vat is { } known ? Amount(known) : null,
        ["tax_percent"] = vat is null ? null : "25.0000",
    };

    private Row ByIncrement(string increment) => Orders.Find(order => order.Text("increment_id") == increment) ?? throw new FakeRefusal("100", "Requested order not exists.");

    private static Row ByNumber(List<Row> rows, string increment) => rows.Find(row => row.Text("increment_id") == increment) ?? throw new FakeRefusal("100", "Requested document not exists.");

    private static Row Info(List<Row> rows, string increment) => ByNumber(rows, increment).Copy();

    private string AddComment(Row parts)
    {
        var order = ByIncrement(parts.Text("orderIncrementId"));
        order["status"] = parts.Text("status");
        order.List("status_history").Insert(0, new() { ["status"] = parts.Text("status"), ["comment"] = parts.Text("comment"), ["is_customer_notified"] = parts.Text("notify") });
        Touch(order);
        return "true";
    }

    private string Cancel(Row parts)
    {
        var order = ByIncrement(parts.Text("orderIncrementId"));
        if (order.Text("state") is "complete" or "closed" or "canceled")
        {
            throw new FakeRefusal("103", "Order status not changed.");
        }

        order["state"] = order["status"] = "canceled";
        Touch(order);
        return "true";
    }

    private static List<(Row Item, decimal Quantity)> Take(Row order, Row parts, string done)
    {
        var rows = order.List("items").Where(item => item.Text("sku") != "TS-M" || item.Text("product_type") == "configurable").ToList();
        var wanted = parts.GetValueOrDefault("itemsQty") is List<Row> { Count: > 0 } given
            ? given.Select(one => (Item: order.List("items").Single(item => item.Text("item_id") == one.Text("order_item_id")), Quantity: one.Number("qty"))).ToList()
            : rows.Select(item => (Item: item, Quantity: item.Number("qty_ordered") - item.Number(done))).ToList();
        wanted.RemoveAll(one => one.Quantity <= 0);
        return wanted;
    }

    private string Ship(Row parts)
    {
        var order = ByIncrement(parts.Text("orderIncrementId"));
        var taken = Take(order, parts, "qty_shipped");
        if (taken.Count == 0 || order.Text("state") is "canceled" or "closed" or "holded")
        {
            throw new FakeRefusal("102", "Cannot do shipment for order.");
        }

        taken.ForEach(one => one.Item["qty_shipped"] = Amount(one.Item.Number("qty_shipped") + one.Quantity));
        var number = Text(100000000 + ++_numbers);
        Shipments.Add(new()
        {
            ["increment_id"] = number,
            ["order_id"] = order["order_id"],
            ["created_at"] = Now(),
            ["tracks"] = new List<Row>(),
            ["comments"] = new List<Row> { new() { ["comment"] = parts.Text("comment") } },
            ["items"] = taken.Select(one => new Row { ["order_item_id"] = one.Item["item_id"], ["qty"] = Amount(one.Quantity) }).ToList(),
        });
        if (parts.Text("email") == "1")
        {
            Mails.Add($"{number} without track");
        }

        Touch(order);
        return number;
    }

    private string Track(Row parts)
    {
        var shipment = ByNumber(Shipments, parts.Text("shipmentIncrementId"));
        if (parts.Text("carrier") is not ("custom" or "dhl"))
        {
            throw new FakeRefusal("102", "Invalid carrier specified.");
        }

        shipment.List("tracks").Add(new() { ["number"] = parts.Text("trackNumber"), ["title"] = parts.Text("title"), ["carrier_code"] = parts.Text("carrier") });
        return Text(++_numbers);
    }

    private string Mail(Row parts)
    {
        var shipment = ByNumber(Shipments, parts.Text("shipmentIncrementId"));
        Mails.Add($"{shipment.Text("increment_id")} {string.Join(",", shipment.List("tracks").Select(track => track.Text("number")))}");
        return "true";
    }

    private static string Comment(List<Row> documents, string increment, string comment)
    {
        ByNumber(documents, increment).List("comments").Add(new() { ["comment"] = comment });
        return "true";
    }

    private string Invoice(Row parts)
    {
        var order = ByIncrement(parts.Text("invoiceIncrementId"));
        var taken = Take(order, parts, "qty_invoiced");
        if (taken.Count == 0)
        {
            throw new FakeRefusal("102", "Cannot do invoice for order.");
        }

        taken.ForEach(one => one.Item["qty_invoiced"] = Amount(one.Item.Number("qty_invoiced") + one.Quantity));
        var number = Text(100000000 + ++_numbers);
        var total = taken.Sum(one => (one.Item.Number("row_total") + one.Item.Number("tax_amount")) * one.Quantity / one.Item.Number("qty_ordered"));
        Invoices.Add(new()
        {
            ["increment_id"] = number,
            ["order_id"] = order["order_id"],
            ["created_at"] = Now(),
            ["state"] = Gateway ? "1" : "2",
            ["grand_total"] = Amount(total),
            ["order_currency_code"] = "SEK",
            ["comments"] = new List<Row> { new() { ["comment"] = parts.Text("comment") } },
        });
        Touch(order);
        return number;
    }

    private string Capture(Row parts)
    {
        var invoice = Invoices.Find(row => row.Text("increment_id") == parts.Text("invoiceIncrementId")) ?? throw new FakeRefusal("100", "Requested invoice does not exist.");
        if (invoice.Text("state") != "1")
        {
            throw new FakeRefusal("103", "Invoice cannot be captured.");
        }

        if (GatewayRefuses)
        {
            throw new FakeRefusal("103", "Invoice capturing problem.");
        }

        invoice["state"] = "2";
        return "true";
    }

    private void Touch(Row row) => row["updated_at"] = Now();

    private string Now() => clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Amount(decimal value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
