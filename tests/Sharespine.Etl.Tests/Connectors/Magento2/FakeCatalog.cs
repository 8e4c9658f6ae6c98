using System.Globalization;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

/// <summary>Products, stock and prices. The price calls answer 200 with row errors, and stock for an unknown SKU is taken in silence, as measured.</summary>
public sealed class FakeCatalog(TimeProvider time)
{
    private long _next = 100;

    public List<JsonObject> Products { get; } = [];

    public List<JsonObject> SourceItems { get; } = [];

    public List<string> Sources { get; } = ["default"];

    public Dictionary<string, JsonObject> StockItems { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<JsonObject> BasePrices { get; } = [];

    public List<JsonObject> SpecialPrices { get; } = [];

    public List<JsonObject> TierPrices { get; } = [];

    public List<string> Groups { get; } = ["NOT LOGGED IN", "General", "Wholesale", "Retailer"];

    public List<JsonObject> Attributes { get; } =
    [
        new() { ["attribute_id"] = 93, ["attribute_code"] = "color", ["frontend_input"] = "select", ["options"] = Choices((11, "Blå"), (12, "Röd")) },
        new() { ["attribute_id"] = 137, ["attribute_code"] = "size", ["frontend_input"] = "select", ["options"] = Choices((4, "S"), (5, "M"), (6, "L")) },
    ];

    public List<(long Id, string Code, long Website)> Views { get; } = [(1, "default", 1), (2, "fi", 2), (0, "admin", 0)];

    public List<(long Id, string Code)> Websites { get; } = [(0, "admin"), (1, "base"), (2, "finland")];

    /// <summary>A base price for one store view then becomes that of all, without a word.</summary>
    public bool PricesAreGlobal { get; set; }

    public JsonObject Product(string sku) => Products.First(p => Same(p["sku"], sku));

    public JsonObject Add(string sku, string type = "simple", decimal price = 100, int status = 1, params (string Code, string Value)[] attributes)
    {
        var product = new JsonObject
        {
            ["id"] = ++_next,
            ["sku"] = sku,
            ["name"] = sku,
            ["attribute_set_id"] = 4,
            ["price"] = price,
            ["status"] = status,
            ["visibility"] = 4,
            ["type_id"] = type,
            ["created_at"] = FakeFault.Now(time),
            ["updated_at"] = FakeFault.Now(time),
            ["extension_attributes"] = new JsonObject { ["website_ids"] = new JsonArray(1) },
            ["custom_attributes"] = new JsonArray([.. attributes.Select(a => (JsonNode)new JsonObject { ["attribute_code"] = a.Code, ["value"] = a.Value })]),
        };
        Products.Add(product);
        if (type != "configurable")
        {
            BasePrices.Add(new JsonObject { ["sku"] = sku, ["store_id"] = 0, ["price"] = price });
        }

        return product;
    }

    internal FakeReply? Answer(FakeCall call) => (call.Method, string.Join('/', call.Parts.Take(2)), call.Parts.Count) switch
    {
        ("GET", "store/storeViews", 2) => FakeReply.Ok(new JsonArray([.. Views.Select(v => (JsonNode)new JsonObject { ["id"] = v.Id, ["code"] = v.Code, ["name"] = v.Code, ["website_id"] = v.Website, ["is_active"] = 1 })])),
        ("GET", "store/websites", 2) => FakeReply.Ok(new JsonArray([.. Websites.Select(w => (JsonNode)new JsonObject { ["id"] = w.Id, ["code"] = w.Code })])),
        ("GET", "store/storeConfigs", 2) => FakeReply.Ok(new JsonArray([.. Views.Where(v => v.Id > 0).Select(v => (JsonNode)new JsonObject { ["id"] = v.Id, ["code"] = v.Code, ["website_id"] = v.Website, ["base_currency_code"] = v.Website == 2 ? "EUR" : "SEK", ["weight_unit"] = "kgs" })])),
        ("GET", "customerGroups/search", 2) => FakeSearch.Answer(call, Groups.Select((g, i) => new JsonObject { ["id"] = i, ["code"] = g })),
        ("GET", "products", 1) => FakeSearch.Answer(call, Products, (row, field) => row[field == "entity_id" ? "id" : field]),
        ("GET", "products/attributes", 2) => FakeSearch.Answer(call, Attributes),
        ("GET", "products/attributes", 3) when call.Parts[2] == "price" => FakeReply.Ok(new JsonObject { ["attribute_code"] = "price", ["scope"] = PricesAreGlobal ? "global" : "website" }),
        ("GET", "inventory/sources", 2) => FakeSearch.Answer(call, Sources.Select(s => new JsonObject { ["source_code"] = s })),
        ("GET", "inventory/source-items", 2) => FakeSearch.Answer(call, SourceItems),
        ("POST", "inventory/source-items", 2) => Stock(call.Json["sourceItems"]!.AsArray()),
        ("GET", _, 2) when call.Parts[0] == "stockItems" => StockItems.TryGetValue(call.Parts[1], out var item) ? FakeReply.Ok(item.DeepClone()) : FakeReply.NoSuchEntity("sku", call.Parts[1]),
        ("PUT", _, 4) when call.Parts[2] == "stockItems" => StockItem(call),
        ("POST", "products/base-prices-information", 2) => Information(call, BasePrices),
        ("POST", "products/special-price-information", 2) => Information(call, SpecialPrices),
        ("POST", "products/tier-prices-information", 2) => Information(call, TierPrices),
        ("POST", "products/base-prices", 2) => Prices(call, BasePrices, Upsert, "store_id"),
        ("POST", "products/special-price", 2) => Prices(call, SpecialPrices, Upsert, "store_id"),
        ("POST", "products/special-price-delete", 2) => Prices(call, SpecialPrices, Remove, "store_id"),
        ("POST", "products/tier-prices", 2) => Prices(call, TierPrices, Upsert, "website_id", "customer_group", "quantity"),
        ("POST", "products/tier-prices-delete", 2) => Prices(call, TierPrices, Remove, "website_id", "customer_group", "quantity"),
        ("POST", "products", 1) => call.Json["product"] is JsonObject product ? Save(product) : FakeReply.Error(400, "\"%fieldName\" is required. Enter and try again.", "product"),
        ("POST", _, 4) when call.Path.StartsWith("products/attributes/", StringComparison.Ordinal) => AddChoice(call),
        ("POST", _, 3) when call.Parts[0] == "configurable-products" && call.Parts[2] == "options" => AddOption(call.Parts[1], call.Json["option"]!.AsObject()),
        ("PUT", _, 4) when call.Parts[0] == "configurable-products" && call.Parts[2] == "options" => ChangeOption(call.Parts[1], call.Parts[3], call.Json["option"]!.AsObject()),
        ("POST", _, 3) when call.Parts[0] == "configurable-products" && call.Parts[2] == "child" => AddChild(call.Parts[1], call.Json["childSku"]!.GetValue<string>()),
        _ => null,
    };

    public static JsonArray Choices(params (long Value, string Label)[] choices) =>
        new([new JsonObject { ["label"] = " ", ["value"] = "" }, .. choices.Select(c => (JsonNode)new JsonObject { ["label"] = c.Label, ["value"] = c.Value.ToString(CultureInfo.InvariantCulture) })]);

    /// <summary>An unknown SKU is stored too and nothing said; no product's modification time moves.</summary>
    private FakeReply Stock(JsonArray items)
    {
        if (items.Count == 0)
        {
            return FakeReply.Error(400, "Input data is empty");
        }

        foreach (var item in items.Select(i => i!.AsObject()))
        {
            SourceItems.RemoveAll(s => Same(s["sku"], item["sku"]!.ToString()) && Same(s["source_code"], item["source_code"]!.ToString()));
            SourceItems.Add((JsonObject)item.DeepClone());
        }

        return FakeReply.Ok(new JsonArray());
    }

    private FakeReply StockItem(FakeCall call)
    {
        if (!StockItems.TryGetValue(call.Parts[1], out var item))
        {
            return FakeReply.NoSuchEntity("sku", call.Parts[1]);
        }

        foreach (var (name, value) in call.Json["stockItem"]!.AsObject())
        {
            item[name] = value?.DeepClone();
        }

        return FakeReply.Ok(item["item_id"]!.DeepClone());
    }

    /// <summary>SKUs that do not exist, or have no price of their own, are left out in silence; a special price comes with the dates of every store.</summary>
    private FakeReply Information(FakeCall call, List<JsonObject> prices)
    {
        var skus = call.Json["skus"]!.AsArray().Select(s => s!.ToString()).ToList();
        var found = prices.Where(p => skus.Exists(sku => Same(p["sku"], sku)) && Products.Exists(x => Same(x["sku"], p["sku"]!.ToString()) && x["type_id"]!.ToString() != "configurable")).ToList();
        return FakeReply.Ok(new JsonArray([.. found.SelectMany(p => prices != SpecialPrices ? [p] : found.Where(d => Same(d["sku"], p["sku"]!.ToString())).Select(d =>
        {
            var row = (JsonObject)p.DeepClone();
            row["price_from"] = d["price_from"]!.DeepClone();
            row["price_to"] = d["price_to"]!.DeepClone();
            return row;
        })).Select(p => (JsonNode)p.DeepClone())]));
    }

    private FakeReply Prices(FakeCall call, List<JsonObject> prices, Action<List<JsonObject>, JsonObject, string[]> act, params string[] key)
    {
        var errors = new JsonArray();
        foreach (var price in call.Json["prices"]!.AsArray().Select(p => p!.AsObject()))
        {
            var group = price["customer_group"]?.ToString();
            if (!Products.Exists(p => p["sku"]!.ToString() == price["sku"]!.ToString()))
            {
                errors.Add(RowError("SKU", price["sku"]!.ToString()));
            }
            else if (group is not null && !Same(group, "all groups") && !Groups.Contains(group))
            {
                errors.Add(RowError("Customer Group", group));
            }
            else if (FakeSales.Number(price, "price") < 0)
            {
                errors.Add(RowError("Price", price["price"]!.ToString()));
            }
            else
            {
                if (Same(group, "all groups"))
                {
                    price["customer_group"] = "all groups";
                }

                if (price["store_id"] is not null && PricesAreGlobal && prices == BasePrices)
                {
                    price["store_id"] = 0;
                }

                act(prices, price, key);
            }
        }

        return FakeReply.Ok(errors);
    }

    private static JsonObject RowError(string field, string value) => new()
    {
        ["message"] = "Invalid attribute %fieldName = %fieldValue.",
        ["parameters"] = new JsonArray(field, value),
    };

    private static void Upsert(List<JsonObject> prices, JsonObject price, string[] key)
    {
        Remove(prices, price, key);
        prices.Add((JsonObject)price.DeepClone());
    }

    private static void Remove(List<JsonObject> prices, JsonObject price, string[] key) =>
        prices.RemoveAll(p => Same(p["sku"], price["sku"]!.ToString()) && key.All(k => FakeSearch.Compare(p[k]?.ToString(), price[k]!.ToString()) == 0));

    /// <summary>Made or changed by its SKU; an attribute that is not named stays.</summary>
    private FakeReply Save(JsonObject wanted)
    {
        var sku = wanted["sku"]!.ToString();
        var product = Products.Find(p => Same(p["sku"], sku));
        if (product is null)
        {
            if (wanted["name"] is null || wanted["attribute_set_id"] is null)
            {
                return FakeReply.Error(400, "The \"%1\" attribute value is empty. Set the attribute and try again.", "Product Name");
            }

            var url = Attribute(wanted, "url_key") ?? wanted["name"]!.ToString().ToLowerInvariant();
            if (Products.Exists(p => (Attribute(p, "url_key") ?? p["name"]!.ToString().ToLowerInvariant()) == url))
            {
                return FakeReply.Error(400, "URL key for specified store already exists.");
            }

            product = Add(sku, wanted["type_id"]?.ToString() ?? "simple", wanted["price"] is { } price ? decimal.Parse(price.ToString(), CultureInfo.InvariantCulture) : 0);
        }

        foreach (var (name, value) in wanted.Where(f => f.Key is not ("custom_attributes" or "extension_attributes")))
        {
            product[name] = value?.DeepClone();
        }

        foreach (var attribute in wanted["custom_attributes"]?.AsArray() ?? [])
        {
            var list = product["custom_attributes"]!.AsArray();
            if (list.FirstOrDefault(a => a!["attribute_code"]!.ToString() == attribute!["attribute_code"]!.ToString()) is { } there)
            {
                list.Remove(there);
            }

            list.Add(attribute!.DeepClone());
        }

        if (wanted["extension_attributes"]?["website_ids"] is { } websites)
        {
            product["extension_attributes"]!["website_ids"] = websites.DeepClone();
        }

        product["updated_at"] = FakeFault.Now(time);
        return FakeReply.Ok(product.DeepClone());
    }

    private FakeReply AddChoice(FakeCall call)
    {
        var value = ++_next;
        Attributes.First(a => a["attribute_code"]!.ToString() == call.Parts[2])["options"]!.AsArray()
            .Add(new JsonObject { ["label"] = call.Json["option"]!["label"]!.ToString(), ["value"] = value.ToString(CultureInfo.InvariantCulture) });
        return FakeReply.Ok("id_" + value.ToString(CultureInfo.InvariantCulture));
    }

    private FakeReply AddOption(string sku, JsonObject option)
    {
        var copy = (JsonObject)option.DeepClone();
        copy["id"] = ++_next;
        List(Product(sku), "configurable_product_options").Add(copy);
        return FakeReply.Ok(copy["id"]!.DeepClone());
    }

    private FakeReply ChangeOption(string sku, string id, JsonObject option)
    {
        var there = List(Product(sku), "configurable_product_options").First(o => o!["id"]!.ToString() == id)!;
        there["values"] = option["values"]!.DeepClone();
        return FakeReply.Ok(there["id"]!.DeepClone());
    }

    private FakeReply AddChild(string sku, string child)
    {
        var links = List(Product(sku), "configurable_product_links");
        var id = Product(child)["id"]!.GetValue<long>();
        if (links.Any(l => l!.GetValue<long>() == id))
        {
            return FakeReply.Error(400, "The product is already attached.");
        }

        links.Add(id);
        return FakeReply.Ok(true);
    }

    public void Link(string parent, long attribute, string label, params string[] children)
    {
        var product = Product(parent);
        List(product, "configurable_product_options").Add(new JsonObject { ["id"] = ++_next, ["attribute_id"] = attribute.ToString(CultureInfo.InvariantCulture), ["label"] = label, ["values"] = new JsonArray() });
        foreach (var child in children)
        {
            List(product, "configurable_product_links").Add(Product(child)["id"]!.GetValue<long>());
        }
    }

    private static JsonArray List(JsonObject product, string name)
    {
        var extension = product["extension_attributes"]!.AsObject();
        if (extension[name] is not JsonArray list)
        {
            extension[name] = list = [];
        }

        return list;
    }

    private static string? Attribute(JsonObject product, string code) =>
        product["custom_attributes"]?.AsArray().FirstOrDefault(a => a!["attribute_code"]!.ToString() == code)?["value"]?.ToString();

    private static bool Same(string? there, string value) => string.Equals(there, value, StringComparison.OrdinalIgnoreCase);

    private static bool Same(JsonNode? there, string value) => string.Equals(there?.ToString(), value, StringComparison.OrdinalIgnoreCase);
}
