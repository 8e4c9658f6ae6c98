using System.Globalization;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>The shop's orders and refunds: what a shop keeper does to them between our requests.</summary>
public sealed class FakeOrders(TimeProvider time)
{
    private static readonly TimeZoneInfo Site = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");
    private readonly SortedDictionary<long, JsonObject> _orders = [];
    private readonly Dictionary<long, List<JsonObject>> _refunds = [];
    private readonly Dictionary<long, bool> _failingCaptures = [];
    private readonly Dictionary<long, int> _writes = [];
    private long _nextMetaId = 9000;

    /// <summary>Statuses that the shop knows, an extension's among them.</summary>
    public IList<string> Statuses { get; } =
        ["pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed", "checkout-draft", "dellevererad"];

    /// <summary>What a payment extension does with an order that becomes completed.</summary>
    public Action<JsonObject>? OnCompleted { get; set; }

    public IReadOnlyCollection<long> Ids => [.. _orders.Keys];

    public JsonObject this[long id] => _orders[id];

    /// <summary>How often a PUT of the order was carried out, whatever became of its answer.</summary>
    public int WritesTo(long id) => _writes.GetValueOrDefault(id);

    public string StatusOf(long id) => _orders[id]["status"]!.GetValue<string>();

    /// <summary>The value of an order's meta field, or null.</summary>
    public string? Meta(long id, string key) =>
        _orders[id]["meta_data"]!.AsArray().FirstOrDefault(m => m!["key"]!.GetValue<string>() == key)?["value"]?.ToString();

    /// <summary>Takes in a JSON list of orders, as recorded.</summary>
    public void Load(string json)
    {
        foreach (var order in JsonNode.Parse(json)!.AsArray())
        {
            Add((JsonObject)order!.DeepClone());
        }
    }

    public void Add(JsonObject order) => _orders[IdOf(order)] = order;

    /// <summary>A small order, created and changed at that UTC time.</summary>
    public JsonObject Add(long id, string status = "processing", string createdGmt = "2026-11-20T10:00:00", string? modifiedGmt = null)
    {
        var order = new JsonObject
        {
            ["id"] = id,
            ["number"] = id.ToString(CultureInfo.InvariantCulture),
            ["status"] = status,
            ["currency"] = "SEK",
            ["total"] = "100.00",
            ["billing"] = new JsonObject { ["first_name"] = "  Blank ", ["phone"] = "070-4170296", ["postcode"] = "352 30" },
            ["meta_data"] = new JsonArray(),
            ["refunds"] = new JsonArray(),
        };
        Stamp(order, "date_created", Parse(createdGmt));
        Stamp(order, "date_modified", Parse(modifiedGmt ?? createdGmt));
        _orders[id] = order;
        return order;
    }

    public void AddRefund(long order, JsonObject refund)
    {
        Details(order).Add(refund);
        _orders[order]["refunds"]!.AsArray().Add(new JsonObject
        {
            ["id"] = IdOf(refund),
            ["reason"] = refund["reason"]?.GetValue<string>() ?? "",
            ["total"] = "-" + refund["amount"]!.GetValue<string>(),
        });
        Touch(order);
    }

    public void DeleteRefund(long order, long refund)
    {
        Details(order).RemoveAll(r => IdOf(r) == refund);
        var named = _orders[order]["refunds"]!.AsArray();
        named.Remove(named.First(r => IdOf(r!) == refund));
    }

    /// <summary>Changed now: date_modified moves.</summary>
    public void Touch(long id) => Stamp(_orders[id], "date_modified", time.GetUtcNow());

    public void SetStatus(long id, string status)
    {
        _orders[id]["status"] = status;
        Touch(id);
    }

    /// <summary>DELETE without force.</summary>
    public void Trash(long id) => SetStatus(id, "trash");

    public void DeleteForGood(long id) => _orders.Remove(id);

    /// <summary>When the order becomes completed, the payment extension cannot capture and puts it on hold.</summary>
    /// <param name="shownInAnswer">Whether the PUT's own answer already shows it.</param>
    public void FailCapture(long id, bool shownInAnswer) => _failingCaptures[id] = shownInAnswer;

    /// <summary>Of an order or refund, whether it was parsed or made in code.</summary>
    internal static long IdOf(JsonNode row) => long.Parse(row["id"]!.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture);

    internal IEnumerable<JsonObject> All => _orders.Values;

    internal JsonObject? Find(long id) => _orders.GetValueOrDefault(id);

    internal List<JsonObject> Details(long order) => _refunds.TryGetValue(order, out var list) ? list : _refunds[order] = [];

    /// <summary>Changes an order as PUT does and gives the answer's order.</summary>
    internal JsonObject Put(long id, JsonObject change)
    {
        var order = _orders[id];
        _writes[id] = WritesTo(id) + 1;
        foreach (var entry in (change["meta_data"] as JsonArray ?? []).OfType<JsonObject>())
        {
            PutMeta(order["meta_data"]!.AsArray(), entry);
        }

        Touch(id);
        if (change["status"]?.GetValue<string>() is not { } status)
        {
            return Copy(order);
        }

        var changed = order["status"]!.GetValue<string>() != status;
        order["status"] = status;
        if (changed && status == "completed")
        {
            OnCompleted?.Invoke(order);
        }

        if (!changed || status != "completed" || !_failingCaptures.TryGetValue(id, out var shown))
        {
            return Copy(order);
        }

        var asked = Copy(order);
        order["status"] = "on-hold";
        return shown ? Copy(order) : asked;
    }

    private void PutMeta(JsonArray meta, JsonObject entry)
    {
        var there = meta.FirstOrDefault(m => m!["key"]!.GetValue<string>() == entry["key"]!.GetValue<string>());
        if (there is not null)
        {
            there["value"] = entry["value"]?.DeepClone();
            return;
        }

        meta.Add(new JsonObject { ["id"] = _nextMetaId++, ["key"] = entry["key"]!.DeepClone(), ["value"] = entry["value"]?.DeepClone() });
    }

    private static JsonObject Copy(JsonObject order) => (JsonObject)order.DeepClone();

    /// <summary>The site's local time without offset, and the same in UTC without Z.</summary>
    private static void Stamp(JsonObject order, string field, DateTimeOffset at)
    {
        order[field] = Text(TimeZoneInfo.ConvertTime(at, Site).DateTime);
        order[field + "_gmt"] = Text(at.UtcDateTime);
    }

    private static string Text(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static DateTimeOffset Parse(string gmt) =>
        DateTimeOffset.ParseExact(gmt, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
