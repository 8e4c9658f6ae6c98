using System.Globalization;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

/// <summary>The shop's products, stock and tier prices.</summary>
internal sealed partial class FakeShop
{
    public List<Row> Products { get; } = [];

    public List<Row> Groups { get; } =
    [
        new() { ["customer_group_id"] = "0", ["customer_group_code"] = "NOT LOGGED IN" },
        new() { ["customer_group_id"] = "2", ["customer_group_code"] = "Wholesale" },
    ];

    public Row AddProduct(int id, string sku, decimal quantity = 5, string type = "simple", string updated = "2026-11-20 10:00:00")
    {
        var product = new Row
        {
            ["product_id"] = Text(id),
            ["sku"] = sku,
            ["name"] = sku,
            ["set"] = "4",
            ["type"] = type,
            ["status"] = "1",
            ["price"] = "199.0000",
            ["tax_class_id"] = "2",
            ["updated_at"] = updated,
            ["qty"] = Amount(quantity),
            ["is_in_stock"] = quantity > 0 ? "1" : "0",
            ["websites"] = new List<string> { "1" },
            ["tier_price"] = new List<Row>(),
        };
        Products.Add(product);
        return product;
    }

    public Row Product(int id) => Products.Single(product => product.Text("product_id") == Text(id));

    private object? HandleCatalogue(string operation, Row parts) => operation switch
    {
        "catalogProductList" => Filter(Products, parts).Select(row => Only(row, "product_id", "sku", "name", "set", "type")).ToList(),
        "catalogProductInfo" => ProductInfo(parts),
        "catalogProductCreate" => Create(parts),
        "catalogProductUpdate" => Update(ById(parts.Text("product")), (Row)parts["productData"]!),
        "catalogProductAttributeTierPriceInfo" => ById(parts.Text("product")).List("tier_price").Select(row => row.Copy()).ToList(),
        "catalogProductAttributeTierPriceUpdate" => Tiers(parts),
        "catalogInventoryStockItemList" => Stock(parts),
        "catalogInventoryStockItemUpdate" => SetStock(parts.Text("product"), (Row)parts["data"]!),
        "catalogInventoryStockItemMultiUpdate" => SetStocks((List<string>)parts["productIds"]!, parts.List("productData")),
        _ => throw new FakeRefusal("3", "Invalid api path."),
    };

    private Row ById(string id) => Products.Find(product => product.Text("product_id") == id) ?? throw new FakeRefusal("101", "Product not exists.");

    // The SKU is looked for first, an id could be another product's SKU.
    private Row? ByAny(string given) => Products.Find(product => product.Text("sku") == given) ?? Products.Find(product => product.Text("product_id") == given);

    private Row ProductInfo(Row parts)
    {
        var product = ById(parts.Text("productId"));
        var info = Row.Of(product.Where(field => field.Key is not ("qty" or "is_in_stock")));
        if (parts.GetValueOrDefault("attributes") is Row wanted)
        {
            if (wanted.GetValueOrDefault("attributes") is List<string> named)
            {
                info = Row.Of(info.Where(field => field.Key is "product_id" or "sku" or "set" or "type" or "websites" || named.Contains(field.Key)));
            }

            if (wanted.GetValueOrDefault("additional_attributes") is List<string> codes)
            {
                info["additional_attributes"] = codes.Select(code => new Row { ["key"] = code, ["value"] = product.GetValueOrDefault(code) }).ToList();
            }
        }

        return info;
    }

    private string Create(Row parts)
    {
        if (parts.Text("set").Length == 0 || parts.Text("sku").Length == 0)
        {
            throw new FakeRefusal("102", "Data invalid.");
        }

        if (Products.Exists(product => string.Equals(product.Text("sku"), parts.Text("sku"), StringComparison.OrdinalIgnoreCase)))
        {
            throw new FakeRefusal("102", "The value of attribute \"SKU\" must be unique");
        }

        var created = AddProduct(1000 + Products.Count, parts.Text("sku"), 0, parts.Text("type"));
        Update(created, (Row)parts["productData"]!);
        return created.Text("product_id");
    }

    private string Update(Row product, Row data)
    {
        foreach (var (name, value) in data.Where(field => field.Value is not null))
        {
            if (name != "additional_attributes")
            {
                product[name] = value is string { Length: 0 } ? null : value;
                continue;
            }

            foreach (var attribute in ((Row)value!).List("single_data"))
            {
                product[attribute.Text("key")] = attribute["value"];
            }
        }

        Touch(product);
        return "true";
    }

    private string Tiers(Row parts)
    {
        ById(parts.Text("product"))["tier_price"] = parts.List("tier_price").Select(tier => tier.Copy()).ToList();
        return "1";
    }

    private List<Row> Stock(Row parts) =>
    [
        .. (parts.GetValueOrDefault("products") as List<string> ?? []).Select(ByAny).Where(product => product is not null).Distinct()
            .Select(product => Only(product!, "product_id", "sku", "qty", "is_in_stock")),
    ];

    private string SetStock(string given, Row data)
    {
        var product = ByAny(given) ?? throw new FakeRefusal("101", "Product does not exist.");
        product["qty"] = Amount(decimal.Parse(data.Text("qty"), CultureInfo.InvariantCulture));
        product["is_in_stock"] = data.Text("is_in_stock");
        return "1";
    }

    private string SetStocks(List<string> products, List<Row> data)
    {
        for (var i = 0; i < products.Count; i++)
        {
            SetStock(products[i], data[i]);
        }

        return "true";
    }

    private static Row Only(Row row, params string[] names) => Row.Of(row.Where(field => names.Contains(field.Key)));
}
