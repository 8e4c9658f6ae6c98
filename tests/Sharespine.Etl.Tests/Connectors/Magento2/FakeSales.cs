using System.Globalization;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

/// <summary>Orders and what belongs to them, with Magento's own rules: what may be shipped, invoiced, cancelled and commented.</summary>
public sealed class FakeSales(TimeProvider time)
{
    private long _next = 1000;

    public List<JsonObject> Orders { get; } = [];

    public List<JsonObject> Invoices { get; } = [];

    public List<JsonObject> Shipments { get; } = [];

    public List<JsonObject> CreditMemos { get; } = [];

    /// <summary>A payment method that leaves its invoices open although capture was asked for.</summary>
    public bool LeavesInvoicesOpen { get; set; }

    /// <summary>A payment that the provider wants to look at first: the invoice is called paid, and nothing is.</summary>
    public bool ReviewsPayments { get; set; }

    /// <summary>An online capture that the provider declines.</summary>
    public bool DeclinesCapture { get; set; }

    /// <summary>Versions whose listings have no comments: these stand under their own address only.</summary>
    public bool ListsComments { get; set; } = true;

    public JsonObject Add(long id, string state = "processing", string? status = null, long store = 1, params (long Id, string Sku, decimal Quantity, decimal Price)[] rows)
    {
        rows = rows.Length > 0 ? rows : [(id * 10, "A-1", 2, 100)];
        var net = rows.Sum(r => r.Quantity * r.Price);
        var order = new JsonObject
        {
            ["entity_id"] = id,
            ["increment_id"] = id.ToString("000000000", CultureInfo.InvariantCulture),
            ["state"] = state,
            ["status"] = status ?? (state == "new" ? "pending" : state),
            ["store_id"] = store,
            ["created_at"] = FakeFault.Now(time),
            ["updated_at"] = FakeFault.Now(time),
            ["order_currency_code"] = "SEK",
            ["base_currency_code"] = "SEK",
            ["customer_is_guest"] = 1,
            ["customer_email"] = "kund@example.com",
            ["is_virtual"] = 0,
            ["grand_total"] = net * 1.25m,
            ["tax_amount"] = net * 0.25m,
            ["total_due"] = net * 1.25m,
            ["billing_address"] = new JsonObject { ["firstname"] = "Anna", ["lastname"] = "Ek", ["street"] = new JsonArray("Gatan 1"), ["city"] = "Lund", ["postcode"] = "22222", ["country_id"] = "SE" },
            ["payment"] = new JsonObject { ["method"] = "klarna_kp", ["last_trans_id"] = "T-1" },
            ["items"] = new JsonArray([.. rows.Select(r => (JsonNode)Row(r.Id, r.Sku, r.Quantity, r.Price))]),
            ["status_histories"] = new JsonArray(),
            ["extension_attributes"] = new JsonObject { ["applied_taxes"] = new JsonArray(new JsonObject { ["percent"] = 25, ["amount"] = net * 0.25m }) },
        };
        Orders.Add(order);
        return order;
    }

    public static JsonObject Row(long id, string sku, decimal quantity, decimal price, string type = "simple", long? parent = null)
    {
        var row = new JsonObject
        {
            ["item_id"] = id,
            ["sku"] = sku,
            ["name"] = sku,
            ["product_type"] = type,
            ["is_virtual"] = 0,
            ["qty_ordered"] = quantity,
            ["qty_shipped"] = 0,
            ["qty_invoiced"] = 0,
            ["qty_canceled"] = 0,
            ["qty_refunded"] = 0,
            ["price"] = price,
            ["row_total"] = price * quantity,
            ["tax_amount"] = price * quantity * 0.25m,
            ["tax_percent"] = 25,
        };
        if (parent is not null)
        {
            row["parent_item_id"] = parent;
        }

        return row;
    }

    public JsonObject Order(long id) => Orders.First(o => Id(o) == id);

    public JsonObject Refund(long order, decimal amount)
    {
        var memo = new JsonObject
        {
            ["entity_id"] = ++_next,
            ["order_id"] = order,
            ["store_id"] = Order(order)["store_id"]!.DeepClone(),
            ["state"] = 2,
            ["created_at"] = FakeFault.Now(time),
            ["updated_at"] = FakeFault.Now(time),
            ["grand_total"] = amount,
            ["adjustment_positive"] = amount,
            ["items"] = new JsonArray(),
            ["comments"] = new JsonArray(),
        };
        CreditMemos.Add(memo);
        return memo;
    }

    internal FakeReply? Answer(FakeCall call) => (call.Method, call.Parts[0], call.Parts.Count) switch
    {
        ("GET", "orders", 1) => FakeSearch.Answer(call, Orders),
        ("GET", "invoices", 1) => FakeSearch.Answer(call, Listed(Invoices)),
        ("GET", "shipments", 1) => FakeSearch.Answer(call, Listed(Shipments)),
        ("GET", "creditmemos", 1) => FakeSearch.Answer(call, CreditMemos),
        ("GET", "orders", 2) => One(Orders, call.Parts[1]),
        ("GET", "invoices", 2) => One(Invoices, call.Parts[1]),
        ("GET", "shipment", 2) => One(Shipments, call.Parts[1]),
        ("GET", "invoices", 3) => Comments(Invoices, call.Parts[1]),
        ("GET", "shipment", 3) => Comments(Shipments, call.Parts[1]),
        ("POST", "orders", 3) or ("POST", "order", 3) => Find(Orders, call.Parts[1]) is { } order
            ? Act(call, order)
            : FakeReply.NoSuchEntity("orderId", call.Parts[1]),
        ("POST", "invoices", 3) when call.Parts[2] == "capture" => Capture(call.Parts[1]),
        _ => null,
    };

    private FakeReply Act(FakeCall call, JsonObject order) => call.Parts[2] switch
    {
        "comments" => Comment(order, call.Json["statusHistory"]!.AsObject()),
        "ship" => Ship(order, call.Json.AsObject()),
        "invoice" => Invoice(order, call.Json.AsObject()),
        "cancel" => Cancel(order),
        _ => FakeReply.Error(404, "Request does not match any route."),
    };

    /// <summary>Whatever status is given is stored, none empties it; the state stays.</summary>
    private FakeReply Comment(JsonObject order, JsonObject history)
    {
        var row = (JsonObject)history.DeepClone();
        row["entity_id"] = ++_next;
        row["created_at"] = FakeFault.Now(time);
        order["status_histories"]!.AsArray().Add(row);
        order["status"] = history["status"]?.DeepClone();
        order["updated_at"] = FakeFault.Now(time);
        return FakeReply.Ok(true);
    }

    private FakeReply Ship(JsonObject order, JsonObject wanted)
    {
        var rows = Asked(order, wanted, row => Number(row, "qty_ordered") - Number(row, "qty_shipped") - Number(row, "qty_canceled") - Number(row, "qty_refunded"), row => row["is_virtual"]!.ToString() == "0");
        if (rows is null || rows.Count == 0 || State(order) is "canceled" or "closed" or "holded")
        {
            return FakeReply.Error(400, "Shipment Document Validation Error(s):\nThe order does not allow a shipment to be created.");
        }

        var shipment = Document(order, wanted, rows, "qty_shipped");
        shipment["tracks"] = wanted["tracks"]?.DeepClone() ?? new JsonArray();
        Shipments.Add(shipment);
        Settle(order);
        return FakeReply.Ok(Id(shipment).ToString(CultureInfo.InvariantCulture));
    }

    private FakeReply Invoice(JsonObject order, JsonObject wanted)
    {
        var rows = Asked(order, wanted, row => Number(row, "qty_ordered") - Number(row, "qty_invoiced") - Number(row, "qty_canceled"), _ => true);
        if (rows is null || rows.Count == 0 || State(order) is "canceled" or "closed" or "holded" or "payment_review" or "complete")
        {
            return FakeReply.Error(400, "Invoice Document Validation Error(s):\nAn invoice cannot be created when an order has a status of %1", State(order));
        }

        if (DeclinesCapture)
        {
            return FakeReply.Error(400, "The payment was declined.");
        }

        var invoice = Document(order, wanted, rows, "qty_invoiced");
        invoice["grand_total"] = rows.Sum(r => r.Quantity * Number(r.Row, "price") * 1.25m);
        invoice["state"] = wanted["capture"]?.GetValue<bool>() == true && !LeavesInvoicesOpen ? 2 : 1;
        Invoices.Add(invoice);
        if (invoice["state"]!.GetValue<int>() == 2 && !ReviewsPayments)
        {
            Pay(order, invoice);
        }

        order["state"] = ReviewsPayments ? "payment_review" : "processing";
        order["status"] = order["state"]!.DeepClone();
        if (!ReviewsPayments)
        {
            Settle(order);
        }

        return FakeReply.Ok(Id(invoice).ToString(CultureInfo.InvariantCulture));
    }

    private FakeReply Capture(string id)
    {
        if (Find(Invoices, id) is not { } invoice)
        {
            return FakeReply.NoSuchEntity("entity_id", id);
        }

        invoice["state"] = 2;
        Pay(Order(invoice["order_id"]!.GetValue<long>()), invoice);
        return FakeReply.Ok(true);
    }

    private FakeReply Cancel(JsonObject order)
    {
        if (State(order) is "complete" or "closed" or "canceled" || order["items"]!.AsArray().Any(row => Number(row!.AsObject(), "qty_invoiced") > 0))
        {
            return FakeReply.Ok(false);
        }

        order["state"] = "canceled";
        order["status"] = "canceled";
        return FakeReply.Ok(true);
    }

    private void Pay(JsonObject order, JsonObject invoice)
    {
        order["total_paid"] = Number(order, "total_paid") + Number(invoice, "grand_total");
        order["total_due"] = Number(order, "grand_total") - Number(order, "total_paid");
    }

    private void Settle(JsonObject order)
    {
        order["updated_at"] = FakeFault.Now(time);
        if (order["items"]!.AsArray().Select(r => r!.AsObject()).Where(r => r["parent_item_id"] is null)
            .All(r => Number(r, "qty_invoiced") >= Number(r, "qty_ordered") && (r["is_virtual"]!.ToString() == "1" || Number(r, "qty_shipped") >= Number(r, "qty_ordered"))))
        {
            order["state"] = "complete";
            order["status"] = "complete";
        }
    }

    /// <summary>Null when more is asked for than is left, or a row that is not there.</summary>
    private static List<(JsonObject Row, decimal Quantity)>? Asked(JsonObject order, JsonObject wanted, Func<JsonObject, decimal> left, Func<JsonObject, bool> counts)
    {
        var rows = order["items"]!.AsArray().Select(r => r!.AsObject()).Where(r => r["parent_item_id"] is null && counts(r)).ToList();
        if (wanted["items"] is not JsonArray { Count: > 0 } items)
        {
            return [.. rows.Where(r => left(r) > 0).Select(r => (r, left(r)))];
        }

        var asked = items.Select(i => (Row: rows.Find(r => r["item_id"]!.GetValue<long>() == i!["order_item_id"]!.GetValue<long>()), Quantity: i!["qty"]!.GetValue<decimal>())).ToList();
        return asked.Any(a => a.Row is null || a.Quantity > left(a.Row)) ? null : [.. asked.Select(a => (a.Row!, a.Quantity))];
    }

    private JsonObject Document(JsonObject order, JsonObject wanted, List<(JsonObject Row, decimal Quantity)> rows, string counter)
    {
        foreach (var (row, quantity) in rows)
        {
            row[counter] = Number(row, counter) + quantity;
        }

        return new JsonObject
        {
            ["entity_id"] = ++_next,
            ["order_id"] = Id(order),
            ["store_id"] = order["store_id"]!.DeepClone(),
            ["created_at"] = FakeFault.Now(time),
            ["updated_at"] = FakeFault.Now(time),
            ["items"] = new JsonArray([.. rows.Select(r => (JsonNode)new JsonObject { ["order_item_id"] = r.Row["item_id"]!.DeepClone(), ["sku"] = r.Row["sku"]!.DeepClone(), ["qty"] = r.Quantity })]),
            ["comments"] = wanted["comment"] is { } comment ? new JsonArray(comment.DeepClone()) : new JsonArray(),
        };
    }

    private IEnumerable<JsonObject> Listed(List<JsonObject> documents) => ListsComments ? documents : documents.Select(d =>
    {
        var copy = (JsonObject)d.DeepClone();
        copy["comments"] = new JsonArray();
        return copy;
    });

    private static FakeReply Comments(List<JsonObject> of, string id) => Find(of, id) is { } document
        ? FakeReply.Ok(new JsonObject { ["items"] = document["comments"]!.DeepClone(), ["total_count"] = document["comments"]!.AsArray().Count })
        : FakeReply.NoSuchEntity("id", id);

    private static FakeReply One(List<JsonObject> of, string id) => Find(of, id) is { } found
        ? FakeReply.Ok(found.DeepClone())
        : FakeReply.NoSuchEntity("entityId", id);

    private static JsonObject? Find(List<JsonObject> of, string id) => of.Find(o => Id(o).ToString(CultureInfo.InvariantCulture) == id);

    private static long Id(JsonObject of) => of["entity_id"]!.GetValue<long>();

    private static string State(JsonObject order) => order["state"]!.GetValue<string>();

    internal static decimal Number(JsonObject of, string name) => of[name] is { } value ? decimal.Parse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture) : 0;
}
