using System.Globalization;
using System.Text.Json.Nodes;
using Sharespine.Etl.Tests.Connectors.WooCommerce;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>What the shop holds: every record with all its fields, lists instead of connections.</summary>
internal sealed class FakeState(FixedClock time)
{
    private long _ids = 9000;

    public FixedClock Time { get; } = time;

    public JsonArray Orders { get; } = [];

    public JsonArray Products { get; } = [];

    public JsonArray PriceLists { get; } = [];

    public JsonArray Events { get; } = [];

    public JsonArray Locations { get; } = [Location(71, "Lagret"), Location(72, "Butiken")];

    public HashSet<string> Scopes { get; } =
    [
        "write_orders", "read_all_orders", "read_customers", "write_products", "write_inventory", "read_locations", "write_merchant_managed_fulfillment_orders",
    ];

    public JsonObject Shop { get; } = new()
    {
        ["id"] = "gid://shopify/Shop/1",
        ["name"] = "Butik",
        ["currencyCode"] = "SEK",
        ["taxesIncluded"] = true,
    };

    /// <summary>How many mutations of each kind were carried out.</summary>
    public Dictionary<string, int> Done { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys of idempotent mutations and what they gave.</summary>
    public Dictionary<string, JsonNode> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>What the payment provider says to a capture: SUCCESS, PENDING or FAILURE.</summary>
    public string CaptureResult { get; set; } = "SUCCESS";

    /// <summary>SKUs that the search index does not know yet.</summary>
    public HashSet<string> NotIndexed { get; } = [];

    public JsonObject? Bulk { get; set; }

    public string BulkFile { get; set; } = "";

    public IEnumerable<JsonObject> Variants => Products.SelectMany(product => product!["variants"]!.AsArray()).Select(variant => variant!.AsObject()).OrderBy(variant => Number(variant["id"]));

    public static long Number(JsonNode? gid) => long.Parse(gid!.GetValue<string>().Split('/')[^1], CultureInfo.InvariantCulture);

    public string NewId(string kind) => $"gid://shopify/{kind}/{++_ids}";

    public string Now => Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public JsonObject? Order(string? gid) => Find(Orders, gid);

    public JsonObject? Find(string gid) => Find(Orders, gid) ?? Find(Products, gid) ?? Variants.FirstOrDefault(variant => variant["id"]!.GetValue<string>() == gid);

    public JsonObject? PriceList(string? gid) => Find(PriceLists, gid);

    public JsonNode? Root(string name, JsonObject arguments) => name switch
    {
        "shop" => Shop,
        "locations" => Locations,
        "currentAppInstallation" => new JsonObject { ["accessScopes"] = new JsonArray([.. Scopes.Select(scope => (JsonNode)new JsonObject { ["handle"] = scope })]) },
        "orders" => Filtered(Orders.Select(order => order!.AsObject()), arguments),
        "order" => Order(arguments["id"]!.GetValue<string>()),
        "refund" => Orders.SelectMany(order => order!["refunds"]?.AsArray() ?? []).FirstOrDefault(refund => refund!["id"]!.GetValue<string>() == arguments["id"]!.GetValue<string>()),
        "fulfillmentOrder" => Orders.SelectMany(order => order!["fulfillmentOrders"]!.AsArray()).FirstOrDefault(part => part!["id"]!.GetValue<string>() == arguments["id"]!.GetValue<string>()),
        "events" => Events,
        "products" => Filtered(Products.Select(product => product!.AsObject()), arguments),
        "product" => Find(Products, arguments["id"]!.GetValue<string>()),
        "productByIdentifier" => Products.FirstOrDefault(product => product!["handle"]?.GetValue<string>() == arguments["identifier"]!["handle"]!.GetValue<string>()),
        "productVariants" => Filtered(Variants.Where(variant => !NotIndexed.Contains(variant["sku"]?.GetValue<string>() ?? "")), arguments),
        "productVariant" => Variants.FirstOrDefault(variant => variant["id"]!.GetValue<string>() == arguments["id"]!.GetValue<string>()),
        "inventoryItem" => Variants.Select(variant => variant["inventoryItem"]).FirstOrDefault(item => item!["id"]!.GetValue<string>() == arguments["id"]!.GetValue<string>()),
        "productVariantsCount" => new JsonObject { ["count"] = Variants.Count(), ["precision"] = "EXACT" },
        "productsCount" => new JsonObject { ["count"] = Products.Count, ["precision"] = "EXACT" },
        "priceLists" => PriceLists,
        "priceList" => PriceList(arguments["id"]!.GetValue<string>()),
        "bulkOperation" => FakeMutations.PollBulk(this),
        _ => throw new InvalidOperationException($"The fake does not know {name}."),
    };

    /// <summary>A record's field; those that are computed from their arguments or stand elsewhere are made here.</summary>
    public JsonNode? FieldOf(JsonObject record, string name, JsonObject arguments) => name switch
    {
        "inventoryLevel" when record["inventoryLevels"] is not null => record["inventoryLevels"]!.AsArray().FirstOrDefault(level => level!["location"]!["id"]!.GetValue<string>() == arguments["locationId"]!.GetValue<string>()),
        "product" when record["id"]?.GetValue<string>().Contains("/ProductVariant/", StringComparison.Ordinal) ?? false => record["product"] ?? record.Parent!.Parent,
        "hasOnlyDefaultVariant" => record["variants"]!.AsArray().Count == 1 && record["options"]!.AsArray().Count == 1 && record["options"]![0]!["name"]!.GetValue<string>() == "Title",
        "fixedPricesCount" => record["prices"]!.AsArray().Count,
        _ => record[name],
    };

    public static JsonObject Location(long number, string name) => new() { ["id"] = $"gid://shopify/Location/{number}", ["name"] = name, ["isActive"] = true };

    private static JsonArray Filtered(IEnumerable<JsonObject> records, JsonObject arguments)
    {
        var query = arguments["query"]?.GetValue<string>();
        return new([.. records.Where(record => FakeSearch.Matches(record, query)).OrderBy(record => Number(record["id"])).Select(Copy)]);
    }

    private static JsonObject? Find(JsonArray records, string? gid) =>
        records.Select(record => record!.AsObject()).FirstOrDefault(record => record["id"]!.GetValue<string>() == gid);

    /// <summary>A node has one parent; a listing of the same records holds copies that know their product.</summary>
    private static JsonObject Copy(JsonObject record)
    {
        var copy = record.DeepClone().AsObject();
        if (record["id"]!.GetValue<string>().Contains("/ProductVariant/", StringComparison.Ordinal))
        {
            var product = record.Parent!.Parent!;
            copy["product"] = new JsonObject { ["id"] = product["id"]!.DeepClone(), ["status"] = product["status"]?.DeepClone() };
        }

        return copy;
    }
}
