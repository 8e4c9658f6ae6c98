using System.Globalization;
using System.Text.Json.Nodes;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors.Shops.Shopify;
using Sharespine.Etl.Tests.Connectors.Shopify;
using Sharespine.Etl.Tests.Connectors.WooCommerce;

namespace Sharespine.Etl.Tests.EndToEnd.Feeds.Sides;

internal sealed class ShopifySide : IShopSide
{
    private readonly FakeShopify _shop;
    private long _next = 100;

    private ShopifySide(string name, FakeShopify shop) => (Name, _shop) = (name, shop);

    public string Name { get; }

    public FixedClock Clock => _shop.Time;

    public string Yaml => $$"""
          {{Name}}:
            type: shopify
            shop: {{FakeShopify.Domain}}
            access-token: ${SHOPIFY_TOKEN}
            locations: [Lagret]
            bulk: never
            new-products: active
            transport: { retries: 1, retry-delay: 1 ms }

        """;

    public string TaxClass => "standard";

    public bool PricesIncludeVat
    {
        get => _shop.State.Shop["taxesIncluded"]!.GetValue<bool>();
        set => _shop.State.Shop["taxesIncluded"] = value;
    }

    public bool GivesVariants => true;

    public bool TakesVariants => true;

    public IReadOnlyList<Sold> Sold =>
    [
        .. _shop.State.Variants.Where(variant => Product(variant)["status"]!.ToString() == "ACTIVE").Select(variant =>
        {
            var (price, compared) = (Number(variant["price"]) ?? 0, Number(variant["compareAtPrice"]));
            return new Sold(variant["sku"]!.ToString(), Product(variant)["title"]!.ToString(), Number(Quantity(variant, "available")?["quantity"]) ?? 0, compared > price ? compared.Value : price, compared > price ? price : null);
        }),
    ];

    public IReadOnlyList<string> Writes => [.. _shop.Calls.Where(call => call.IsMutation).Select(call => call.Operation + " " + call.Variables)];

    public static async Task<IShopSide> StartAsync(string name)
    {
        var shop = await FakeShopify.StartAsync();
        shop.Time.Advance(DateTimeOffset.Parse("2026-11-28T01:00:00Z", CultureInfo.InvariantCulture) - shop.Time.GetUtcNow());
        return new ShopifySide(name, shop);
    }

    public string? Secret(string variable) => variable == "SHOPIFY_TOKEN" ? FakeShopify.Token : null;

    public IEnumerable<(string Path, string Text)> Files(IShopSide? source) => source is null
        ? []
        :
        [
            ("mappings/shopify.product-in.yaml", $$"""
                overlays: shopify.product-in
                lookups: { taxable: { inline: { "{{source.TaxClass}}": "true" } } }
                """),
        ];

    public Connection Open(ConnectionContext context, object settings) => ShopifyConnection.Of(context.Name, _shop.Client((ShopifySettings)settings));

    public void Add(Sold article) => Put(_shop.State.AddProduct(++_next, article.Sku), article.Name, article);

    public void AddVariants(string sku, string name, params (string Size, Sold Article)[] variants)
    {
        var product = _shop.State.AddProduct(++_next, [.. variants.Select(variant => variant.Article.Sku)]);
        product["options"]![0]!["values"] = new JsonArray([.. variants.Select(variant => (JsonNode)variant.Size)]);
        foreach (var (size, article) in variants)
        {
            (Find(article.Sku)["title"], Find(article.Sku)["selectedOptions"]![0]!["value"]) = (size, size);
        }

        Put(product, name, [.. variants.Select(variant => variant.Article)]);
    }

    public void SetPrice(string sku, decimal regular, decimal? campaign)
    {
        var variant = Find(sku);
        (variant["price"], variant["compareAtPrice"]) = (Amount(campaign ?? regular), campaign is null ? null : Amount(regular));
        Touch(variant);
    }

    public void SetStock(string sku, decimal stock)
    {
        foreach (var name in new[] { "available", "on_hand" })
        {
            var quantity = Quantity(Find(sku), name)!;
            (quantity["quantity"], quantity["updatedAt"]) = ((int)stock, _shop.State.Now);
        }
    }

    public void Rename(string sku, string name)
    {
        Product(Find(sku))["title"] = name;
        Product(Find(sku))["updatedAt"] = _shop.State.Now;
    }

    public void Describe(string sku, Details details)
    {
        var variant = Find(sku);
        (Product(variant)["descriptionHtml"], variant["barcode"]) = (details.Html, details.Ean);
        variant["inventoryItem"]!["measurement"]!["weight"] = new JsonObject { ["value"] = details.Kilograms * 1000, ["unit"] = "GRAMS" };
    }

    public Details DetailsOf(string sku)
    {
        var variant = Find(sku);
        var weight = variant["inventoryItem"]!["measurement"]!["weight"];
        return new(Product(variant)["descriptionHtml"]!.ToString(), variant["barcode"]?.ToString(), Number(weight?["value"]) * (weight?["unit"]!.ToString() == "GRAMS" ? 0.001m : 1));
    }

    public void SetOnSale(string sku, bool isOnSale)
    {
        Product(Find(sku))["status"] = isOnSale ? "ACTIVE" : "ARCHIVED";
        Product(Find(sku))["updatedAt"] = _shop.State.Now;
    }

    public ExampleOrder AddOrder(int number, int quantity = 2, decimal price = 100)
    {
        var order = _shop.State.AddOrder(number, FakeData.Line((number * 10) + 1, "T-1", quantity, price, Math.Round(quantity * price * 0.2m, 2)));

        // A reservation that can be collected in parts; of any other the rest would be released.
        order["transactions"]![0]!["multiCapturable"] = true;
        return new(number.ToString(CultureInfo.InvariantCulture), order["name"]!.ToString(), (quantity * price) + 49, order["lineItems"]![0]!["id"]!.ToString().Split('/')[^1], "T-1", quantity);
    }

    public int Shipments(ExampleOrder order) => Order(order)["fulfillments"]!.AsArray().Count;

    public int Captures(ExampleOrder order) => Order(order)["transactions"]!.AsArray().Count(transaction => transaction!["kind"]!.ToString() == "CAPTURE");

    public decimal Collected(ExampleOrder order) =>
        Order(order)["transactions"]!.AsArray().Where(transaction => transaction!["kind"]!.ToString() == "CAPTURE").Sum(transaction => FakeData.Amount(transaction!["amountSet"]));

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private void Put(JsonObject product, string name, params Sold[] articles)
    {
        product["title"] = name;
        foreach (var article in articles)
        {
            SetPrice(article.Sku, article.Regular, article.Campaign);
            SetStock(article.Sku, article.Stock);
        }
    }

    private JsonObject Find(string sku) => _shop.State.Variants.Single(variant => variant["sku"]?.ToString() == sku);

    private JsonObject Order(ExampleOrder order) => _shop.State.Order($"gid://shopify/Order/{order.Id}")!;

    private void Touch(JsonObject variant) => (variant["updatedAt"], Product(variant)["updatedAt"]) = (_shop.State.Now, _shop.State.Now);

    private static JsonObject Product(JsonObject variant) => variant.Parent!.Parent!.AsObject();

    private static JsonObject? Quantity(JsonObject variant, string name) => variant["inventoryItem"]!["inventoryLevels"]!.AsArray()
        .FirstOrDefault(level => level!["location"]!["name"]!.ToString() == "Lagret")?["quantities"]!.AsArray().Single(quantity => quantity!["name"]!.ToString() == name)!.AsObject();

    private static decimal? Number(JsonNode? value) => value is null ? null : decimal.Parse(value.ToString(), CultureInfo.InvariantCulture);

    private static string Amount(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}
