using System.Globalization;
using System.Text.Json.Nodes;
using Sharespine.Etl.Tests.Connectors.WooCommerce;

namespace Sharespine.Etl.Tests.EndToEnd.Feeds.Sides;

internal sealed class WooCommerceSide : IShopSide
{
    private readonly FakeWooCommerce _shop;
    private readonly List<string> _collected = [];
    private long _next = 100;

    private WooCommerceSide(string name, FakeWooCommerce shop, FixedClock clock)
    {
        (Name, _shop, Clock) = (name, shop, clock);
        _shop.Orders.OnCompleted = order => _collected.Add(order["id"]!.ToString());
    }

    public string Name { get; }

    public FixedClock Clock { get; }

    public string Yaml => $$"""
          {{Name}}:
            type: woocommerce
            url: {{_shop.BaseUrl}}
            auth: basic
            consumer-key: ${WOO_KEY}
            consumer-secret: ${WOO_SECRET}
            new-products: publish
            transport: { allow-http: true, retries: 1, retry-delay: 1 ms }

        """;

    public string TaxClass => "standard";

    public bool PricesIncludeVat
    {
        get => _shop.Settled.PricesIncludeTax;
        set => _shop.Settled.PricesIncludeTax = value;
    }

    public bool GivesVariants => true;

    public bool TakesVariants => true;

    public IReadOnlyList<Sold> Sold =>
    [
        .. _shop.Products.All.Where(row => Text(row, "type") is "simple" or "variation" && Text(row, "status") == "publish" && Text(Product(row), "status") == "publish")
            .Select(row => new Sold(Text(row, "sku"), Text(Product(row), "name"), Number(row, "stock_quantity") ?? 0, Number(row, "regular_price") ?? 0, Number(row, "sale_price"))),
    ];

    public IReadOnlyList<string> Writes => [.. _shop.Requests.Where(request => request.Method != "GET").Select(request => request.ToString())];

    public static async Task<IShopSide> StartAsync(string name)
    {
        var clock = new FixedClock("2026-11-28T01:00:00Z");
        return new WooCommerceSide(name, await FakeWooCommerce.StartAsync(clock), clock);
    }

    public string? Secret(string variable) => variable switch { "WOO_KEY" => _shop.Keys.Key, "WOO_SECRET" => _shop.Keys.Secret, _ => null };

    public IEnumerable<(string Path, string Text)> Files(IShopSide? source) => source is null
        ? []
        :
        [
            ("mappings/woocommerce.product-in.yaml", $$"""
                overlays: woocommerce.product-in
                lookups: { tax-class: { inline: { "{{source.TaxClass}}": standard } } }
                """),
        ];

    public void Add(Sold article) => Put(_shop.Products.Add(++_next, article.Sku), article);

    public void AddVariants(string sku, string name, params (string Size, Sold Article)[] variants)
    {
        var product = _shop.Products.Add(++_next, sku, "variable");
        var id = _next;
        (product["name"], product["manage_stock"], product["regular_price"]) = (name, false, "");
        foreach (var (size, article) in variants)
        {
            Put(_shop.Products.AddVariation(id, ++_next, article.Sku, ("Storlek", size)), article);
        }

        _shop.Products.Touch(product);
    }

    public void SetPrice(string sku, decimal regular, decimal? campaign)
    {
        var row = Find(sku);
        (row["regular_price"], row["sale_price"]) = (Amount(regular), campaign is { } price ? Amount(price) : "");
        _shop.Products.Touch(row);
    }

    public void SetStock(string sku, decimal stock)
    {
        var row = Find(sku);
        row["stock_quantity"] = stock;
        _shop.Products.Touch(row);
    }

    public void Rename(string sku, string name)
    {
        var row = Product(Find(sku));
        row["name"] = name;
        _shop.Products.Touch(row);
    }

    public void Describe(string sku, Details details)
    {
        var row = Find(sku);
        (row["description"], row["global_unique_id"], row["weight"]) = (details.Html, details.Ean, details.Kilograms?.ToString(CultureInfo.InvariantCulture));
    }

    public Details DetailsOf(string sku) => new(Text(Find(sku), "description"), Text(Find(sku), "global_unique_id"), Number(Find(sku), "weight"));

    public void SetOnSale(string sku, bool isOnSale)
    {
        var row = Find(sku);
        row["status"] = isOnSale ? "publish" : "private";
        _shop.Products.Touch(row);
    }

    public ExampleOrder AddOrder(int number, int quantity = 2, decimal price = 100)
    {
        var order = _shop.Orders.Add(number, createdGmt: Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        var net = Math.Round(quantity * price / 1.25m, 2);
        var vat = (quantity * price) - net;
        (order["total"], order["total_tax"], order["payment_method"], order["transaction_id"], order["customer_id"]) = (Amount((quantity * price) + 50), Amount(vat + 10), "bacs", "", 0);
        order["billing"] = new JsonObject { ["first_name"] = "Anna", ["last_name"] = "Ek", ["address_1"] = "Gatan 1", ["postcode"] = "352 30", ["city"] = "Växjö", ["country"] = "SE", ["email"] = "anna@example.test" };
        order["line_items"] = JsonNode.Parse($$"""
            [ { "id": 1, "name": "Vas", "sku": "A-1", "quantity": {{quantity}}, "subtotal": "{{Amount(net)}}", "total": "{{Amount(net)}}", "total_tax": "{{Amount(vat)}}", "taxes": [ { "id": 1, "total": "{{Amount(vat)}}" } ] } ]
            """);
        order["shipping_lines"] = JsonNode.Parse("""
            [ { "id": 2, "method_title": "Ombud", "method_id": "flat_rate", "total": "40.00", "total_tax": "10.00", "taxes": [ { "id": 1, "total": "10.00" } ] } ]
            """);
        order["fee_lines"] = new JsonArray();
        order["tax_lines"] = JsonNode.Parse($$"""[ { "rate_id": 1, "rate_percent": 25, "tax_total": "{{Amount(vat)}}", "shipping_tax_total": "10.00" } ]""");
        var id = number.ToString(CultureInfo.InvariantCulture);
        return new(id, id, (quantity * price) + 50, "1", "A-1", quantity);
    }

    public int Shipments(ExampleOrder order) => _shop.Deliveries.Notes.Count(note => note["order"]!.ToString() == order.Id && note["note"]!.ToString().Contains("PostNord", StringComparison.Ordinal));

    public int Captures(ExampleOrder order) => _collected.Count(id => id == order.Id);

    /// <summary>A payment extension collects the whole when the order is completed.</summary>
    public decimal Collected(ExampleOrder order) => Captures(order) * order.Total;

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private void Put(JsonObject row, Sold article)
    {
        (row["name"], row["stock_quantity"], row["tax_class"], row["tax_status"]) = (article.Name, article.Stock, "", "taxable");
        SetPrice(article.Sku, article.Regular, article.Campaign);
    }

    private JsonObject Find(string sku) => Assert.Single(_shop.Products.WithSku(sku));

    private JsonObject Product(JsonObject row) => FakeProducts.ParentOf(row) is > 0 and var parent ? _shop.Products[parent] : row;

    private static string Text(JsonObject row, string field) => FakeProducts.Own(row, field);

    private static decimal? Number(JsonObject row, string field) => decimal.TryParse(Text(row, field), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Amount(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}
