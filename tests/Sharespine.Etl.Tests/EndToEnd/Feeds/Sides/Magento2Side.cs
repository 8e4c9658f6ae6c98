using System.Globalization;
using System.Text.Json.Nodes;
using Sharespine.Etl.Tests.Connectors.Magento2;
using Sharespine.Etl.Tests.Connectors.WooCommerce;
using FakeFault = Sharespine.Etl.Tests.Connectors.Magento2.FakeFault;

namespace Sharespine.Etl.Tests.EndToEnd.Feeds.Sides;

internal sealed class Magento2Side : IShopSide
{
    private readonly FakeMagento _shop;

    private Magento2Side(string name, FakeMagento shop, FixedClock clock) => (Name, _shop, Clock) = (name, shop, clock);

    public string Name { get; }

    public FixedClock Clock { get; }

    public string Yaml => $$"""
          {{Name}}:
            type: magento2
            url: {{_shop.BaseUrl}}
            consumer-key: ${MAGENTO_KEY}
            consumer-secret: ${MAGENTO_SECRET}
            access-token: ${MAGENTO_TOKEN}
            access-token-secret: ${MAGENTO_TOKEN_SECRET}
            prices-include-tax: {{(PricesIncludeVat ? "true" : "false")}}
            websites: [base]
            transport: { allow-http: true, retries: 1, retry-delay: 1 ms }

        """;

    public string TaxClass => "2";

    public bool PricesIncludeVat { get; set; } = true;

    public bool GivesVariants => true;

    public bool TakesVariants => true;

    public IReadOnlyList<Sold> Sold =>
    [
        .. _shop.Catalog.Products.Where(row => row["type_id"]!.ToString() == "simple" && row["status"]!.ToString() == "1").Select(row => row["sku"]!.ToString()).Select(sku => new Sold(
            sku,
            _shop.Catalog.Product(sku)["name"]!.ToString(),
            _shop.Catalog.SourceItems.Where(item => Is(item, sku)).Sum(item => Number(item, "quantity")),
            Number(Price(sku), "price"),
            _shop.Catalog.SpecialPrices.Find(price => Is(price, sku)) is { } special ? Number(special, "price") : null)),
    ];

    public IReadOnlyList<string> Writes => [.. _shop.Writes.Select(call => call.ToString())];

    public static async Task<IShopSide> StartAsync(string name)
    {
        var clock = new FixedClock("2026-11-28T01:00:00Z");
        return new Magento2Side(name, await FakeMagento.StartAsync(clock), clock);
    }

    public string? Secret(string variable) => variable switch
    {
        "MAGENTO_KEY" => _shop.Settings.ConsumerKey,
        "MAGENTO_SECRET" => _shop.Settings.ConsumerSecret,
        "MAGENTO_TOKEN" => _shop.Settings.AccessToken,
        "MAGENTO_TOKEN_SECRET" => _shop.Settings.AccessTokenSecret,
        _ => null,
    };

    public IEnumerable<(string Path, string Text)> Files(IShopSide? source) => source is null
        ? []
        :
        [
            ("mappings/magento2.product-in.yaml", $$"""
                overlays: magento2.product-in
                lookups: { tax-class: { inline: { "{{source.TaxClass}}": "2" } } }
                """),
        ];

    public void Add(Sold article) => Put(article);

    public void AddVariants(string sku, string name, params (string Size, Sold Article)[] variants)
    {
        _shop.Catalog.Add(sku, "configurable", 0, 1, ("tax_class_id", "2"))["name"] = name;
        foreach (var (size, article) in variants)
        {
            Put(article with { Name = $"{name} {size}" }, ("size", size switch { "S" => "4", "M" => "5", _ => "6" }));
        }

        _shop.Catalog.Link(sku, 137, "Storlek", [.. variants.Select(variant => variant.Article.Sku)]);
    }

    public void SetPrice(string sku, decimal regular, decimal? campaign)
    {
        Price(sku)["price"] = regular;
        _shop.Catalog.Product(sku)["price"] = regular;
        _shop.Catalog.SpecialPrices.RemoveAll(price => Is(price, sku));
        if (campaign is { } special)
        {
            _shop.Catalog.SpecialPrices.Add(new JsonObject { ["sku"] = sku, ["store_id"] = 0, ["price"] = special, ["price_from"] = "2026-01-01 00:00:00", ["price_to"] = "2099-12-31 23:59:59" });
        }
    }

    public void SetStock(string sku, decimal stock) => _shop.Catalog.SourceItems.Single(item => Is(item, sku))["quantity"] = stock;

    public void Rename(string sku, string name)
    {
        _shop.Catalog.Product(sku)["name"] = name;
        _shop.Catalog.Product(sku)["updated_at"] = FakeFault.Now(Clock);
    }

    public void Describe(string sku, Details details)
    {
        var product = _shop.Catalog.Product(sku);
        product["weight"] = details.Kilograms;
        foreach (var (code, value) in new[] { ("description", details.Html), ("ean", details.Ean) })
        {
            product["custom_attributes"]!.AsArray().Add(new JsonObject { ["attribute_code"] = code, ["value"] = value });
        }
    }

    public Details DetailsOf(string sku)
    {
        var product = _shop.Catalog.Product(sku);
        string? Attribute(string code) => product["custom_attributes"]!.AsArray().SingleOrDefault(attribute => attribute!["attribute_code"]!.ToString() == code)?["value"]?.ToString();
        return new(Attribute("description") ?? "", Attribute("ean"), product["weight"] is null ? null : Number(product, "weight"));
    }

    public void SetOnSale(string sku, bool isOnSale)
    {
        _shop.Catalog.Product(sku)["status"] = isOnSale ? 1 : 2;
        _shop.Catalog.Product(sku)["updated_at"] = FakeFault.Now(Clock);
    }

    public ExampleOrder AddOrder(int number, int quantity = 2, decimal price = 100)
    {
        var order = _shop.Sales.Add(number, "processing", null, 1, (number * 10, "A-1", quantity, price / 1.25m));
        return new(order["entity_id"]!.ToString(), order["increment_id"]!.ToString(), quantity * price, (number * 10).ToString(CultureInfo.InvariantCulture), "A-1", quantity);
    }

    public int Shipments(ExampleOrder order) => _shop.Sales.Shipments.Count(shipment => shipment["order_id"]!.ToString() == order.Id);

    public int Captures(ExampleOrder order) => _shop.Sales.Invoices.Count(invoice => invoice["order_id"]!.ToString() == order.Id && invoice["state"]!.ToString() == "2");

    public decimal Collected(ExampleOrder order) =>
        _shop.Sales.Invoices.Where(invoice => invoice["order_id"]!.ToString() == order.Id && invoice["state"]!.ToString() == "2").Sum(invoice => Number(invoice, "grand_total"));

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private void Put(Sold article, params (string Code, string Value)[] attributes)
    {
        _shop.Catalog.Add(article.Sku, "simple", article.Regular, 1, [("tax_class_id", "2"), .. attributes])["name"] = article.Name;
        _shop.Catalog.SourceItems.Add(new JsonObject { ["sku"] = article.Sku, ["source_code"] = "default", ["quantity"] = article.Stock, ["status"] = 1 });
        SetPrice(article.Sku, article.Regular, article.Campaign);
    }

    private JsonObject Price(string sku) => _shop.Catalog.BasePrices.Single(price => Is(price, sku) && price["store_id"]!.ToString() == "0");

    private static bool Is(JsonObject row, string sku) => string.Equals(row["sku"]!.ToString(), sku, StringComparison.OrdinalIgnoreCase);

    private static decimal Number(JsonObject row, string field) => decimal.Parse(row[field]!.ToString(), CultureInfo.InvariantCulture);
}
