using System.Globalization;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>The shop's products and their variations, and what it makes of the values that are written to them.</summary>
public sealed class FakeProducts(TimeProvider time)
{
    private static readonly string[] TaxClasses = ["", "reduced-rate", "zero-rate", "parent"];
    private readonly SortedDictionary<long, JsonObject> _rows = [];

    /// <summary>False: the key's user has no right to products.</summary>
    public bool MayBeRead { get; set; } = true;

    public bool MayBeWritten { get; set; } = true;

    public bool AttributesMayBeRead { get; set; } = true;

    /// <summary>Called as a SKU is about to be taken by a new product: somebody else was faster.</summary>
    public Action? BeforeCreate { get; set; }

    public long NextId { get; set; } = 5000;

    public JsonObject this[long id] => _rows[id];

    public IReadOnlyCollection<JsonObject> All => _rows.Values;

    public IEnumerable<JsonObject> WithSku(string sku) => _rows.Values.Where(row => string.Equals(Own(row, "sku"), sku, StringComparison.OrdinalIgnoreCase));

    public JsonObject Add(long id, string sku, string type = "simple", string status = "publish", long parent = 0, string modifiedGmt = "2026-11-20T10:00:00")
    {
        var row = new JsonObject
        {
            ["id"] = id,
            ["name"] = $"Sak {id}",
            ["type"] = type,
            ["status"] = status,
            ["sku"] = sku,
            ["parent_id"] = parent,
            ["date_created_gmt"] = modifiedGmt,
            ["date_modified_gmt"] = modifiedGmt,
            ["manage_stock"] = true,
            ["stock_quantity"] = 5,
            ["stock_status"] = "instock",
            ["regular_price"] = "100",
            ["sale_price"] = "",
            ["date_on_sale_from_gmt"] = null,
            ["date_on_sale_to_gmt"] = null,
            ["attributes"] = new JsonArray(),
            ["meta_data"] = new JsonArray(),
        };
        if (type != "variation")
        {
            row["variations"] = new JsonArray();
        }

        Add(row);
        return row;
    }

    public JsonObject AddVariation(long parent, long id, string sku, params (string Name, string Option)[] options)
    {
        var row = Add(id, sku, "variation", parent: parent);
        row["attributes"] = new JsonArray([.. options.Select(o => (JsonNode)new JsonObject { ["id"] = 0, ["name"] = o.Name, ["option"] = o.Option })]);
        return row;
    }

    /// <summary>Takes in recorded products and variations.</summary>
    public void Load(string products, string variations)
    {
        foreach (var product in JsonNode.Parse(products)!.AsArray())
        {
            Add((JsonObject)product!.DeepClone());
        }

        foreach (var (_, list) in JsonNode.Parse(variations)!.AsObject())
        {
            foreach (var variation in list!.AsArray())
            {
                Add((JsonObject)variation!.DeepClone());
            }
        }
    }

    public void Delete(long id) => _rows.Remove(id);

    internal JsonObject? Find(long id) => _rows.GetValueOrDefault(id);

    internal IEnumerable<JsonObject> Of(long parent) => _rows.Values.Where(row => ParentOf(row) == parent);

    internal static long ParentOf(JsonObject row) => row["parent_id"] is { } parent ? long.Parse(parent.ToJsonString(), CultureInfo.InvariantCulture) : 0;

    internal static string Own(JsonObject row, string field) => row[field]?.ToString() ?? "";

    /// <summary>As the API shows it: for whoever edits the bare fields, else a variation with what it takes from its product.</summary>
    internal JsonObject Shown(JsonObject row, bool forEdit)
    {
        var shown = (JsonObject)row.DeepClone();
        if (ParentOf(row) is > 0 and var parent && _rows.TryGetValue(parent, out var product))
        {
            if (forEdit)
            {
                shown["manage_stock"] = row["manage_stock"]!.ToString() == "parent" ? false : row["manage_stock"]!.DeepClone();
                return shown;
            }

            shown["sku"] = Own(row, "sku").Length == 0 ? product["sku"]!.DeepClone() : row["sku"]!.DeepClone();
            shown["stock_quantity"] = row["manage_stock"]!.ToString() == "parent" ? product["stock_quantity"]?.DeepClone() : row["stock_quantity"]?.DeepClone();
        }

        return shown;
    }

    /// <summary>Null, or the code of the refusal.</summary>
    /// <param name="inBatch">Where no type is checked.</param>
    internal string? Change(JsonObject row, JsonObject change, bool inBatch)
    {
        if (change["sku"]?.ToString() is { Length: > 0 } sku && WithSku(sku).Any(other => other != row && Own(other, "status") != "trash"))
        {
            return "product_invalid_sku";
        }

        if (change.ContainsKey("stock_quantity") && Stock(row, change, inBatch) is { } refusal)
        {
            return refusal;
        }

        foreach (var (name, value) in change.Where(field => field.Key is not ("id" or "stock_quantity" or "meta_data" or "attributes")))
        {
            row[name] = value is JsonValue && value.ToString().Length == 0 && name.StartsWith("date_", StringComparison.Ordinal) ? null : value?.DeepClone();
        }

        if (!TaxClasses.Contains(Own(row, "tax_class")))
        {
            row["tax_class"] = "";
        }

        Attributes(row, change);
        Meta(row, change);
        if (decimal.TryParse(Own(row, "sale_price"), CultureInfo.InvariantCulture, out var sale)
            && decimal.TryParse(Own(row, "regular_price"), CultureInfo.InvariantCulture, out var regular) && sale >= regular)
        {
            row["sale_price"] = "";
        }

        Touch(row);
        if (_rows.TryGetValue(ParentOf(row), out var product))
        {
            Touch(product);
        }

        return null;
    }

    internal void Touch(JsonObject row) =>
        row["date_modified_gmt"] = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    internal JsonObject New(JsonObject asked, long parent)
    {
        BeforeCreate?.Invoke();
        BeforeCreate = null;
        var row = Add(NextId++, "", parent == 0 ? asked["type"]?.ToString() ?? "simple" : "variation", "publish", parent);
        row["manage_stock"] = false;
        row["stock_quantity"] = null;
        row["regular_price"] = "";
        return row;
    }

    private void Add(JsonObject row)
    {
        _rows[FakeOrders.IdOf(row)] = row;
        if (ParentOf(row) is > 0 and var parent && _rows.TryGetValue(parent, out var product)
            && !product["variations"]!.AsArray().Any(id => id!.ToJsonString() == row["id"]!.ToJsonString()))
        {
            product["variations"]!.AsArray().Add(FakeOrders.IdOf(row));
        }
    }

    /// <summary>The attributes of a product keep their own numbers; a name is matched by its slug.</summary>
    private static void Attributes(JsonObject row, JsonObject change)
    {
        if (change["attributes"] is not JsonArray attributes)
        {
            return;
        }

        row["attributes"] = new JsonArray([.. attributes.Select(a => (JsonNode)a!.DeepClone())]);
    }

    private static void Meta(JsonObject row, JsonObject change)
    {
        foreach (var entry in change["meta_data"] as JsonArray ?? [])
        {
            var meta = row["meta_data"]!.AsArray();
            if (meta.FirstOrDefault(m => m!["key"]!.ToString() == entry!["key"]!.ToString()) is { } there)
            {
                there["value"] = entry!["value"]?.DeepClone();
            }
            else
            {
                meta.Add(entry!.DeepClone());
            }
        }
    }

    /// <summary>Null empties it, text of digits is a number, in a batch any other text is 0; what is not counted takes nothing.</summary>
    private static string? Stock(JsonObject row, JsonObject change, bool inBatch)
    {
        var counted = (change["manage_stock"] ?? row["manage_stock"])!.ToString();
        if (counted != "true")
        {
            return null;
        }

        var text = change["stock_quantity"]?.ToString() ?? "0";
        var isWhole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var quantity);
        if (!isWhole && !inBatch)
        {
            return "rest_invalid_param";
        }

        if (!isWhole && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var cut))
        {
            quantity = (long)cut;
        }

        row["stock_quantity"] = quantity;
        row["stock_status"] = quantity > 0 ? "instock" : "outofstock";
        return null;
    }
}
