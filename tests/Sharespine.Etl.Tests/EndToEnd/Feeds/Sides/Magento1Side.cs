using System.Globalization;
using Sharespine.Etl.Tests.Connectors.Magento1;
using Sharespine.Etl.Tests.Connectors.WooCommerce;

namespace Sharespine.Etl.Tests.EndToEnd.Feeds.Sides;

internal sealed class Magento1Side : IShopSide
{
    private readonly FakeOpenMage _shop;
    private int _next = 20;

    private Magento1Side(string name, FakeOpenMage shop) => (Name, _shop) = (name, shop);

    public string Name { get; }

    public FixedClock Clock => _shop.Clock;

    public string Yaml => $$"""
          {{Name}}:
            type: magento1
            url: {{_shop.BaseUrl}}
            user: {{FakeOpenMage.User}}
            api-key: ${MAGENTO1_KEY}
            prices-include-vat: {{(PricesIncludeVat ? "true" : "false")}}
            transport: { allow-http: true, retries: 1, retry-delay: 1 ms }

        """;

    public string TaxClass => "2";

    public bool PricesIncludeVat { get; set; } = true;

    /// <summary>The API does not tell which simple products belong to a configurable one.</summary>
    public bool GivesVariants => false;

    /// <summary>Each as a simple product.</summary>
    public bool TakesVariants => true;

    public IReadOnlyList<Sold> Sold =>
    [
        .. _shop.Shop.Products.Where(row => row.Text("type") == "simple" && row.Text("status") == "1")
            .Select(row => new Sold(row.Text("sku"), row.Text("name"), row.Number("qty"), row.Number("price"), row.Number("special_price") is > 0 and var price ? price : null)),
    ];

    public IReadOnlyList<string> Writes =>
    [
        .. _shop.Calls.Where(call => !call.Operation.EndsWith("List", StringComparison.Ordinal) && !call.Operation.EndsWith("Info", StringComparison.Ordinal) && call.Operation is not ("login" or "endSession" or "salesOrderShipmentGetCarriers"))
            .Select(call => call.Envelope),
    ];

    public static async Task<IShopSide> StartAsync(string name) => new Magento1Side(name, await FakeOpenMage.StartAsync(now: "2026-11-28T01:00:00Z"));

    public string? Secret(string variable) => variable == "MAGENTO1_KEY" ? FakeOpenMage.Key : null;

    public IEnumerable<(string Path, string Text)> Files(IShopSide? source) => source is null
        ? []
        :
        [
            ("mappings/magento1.product-in.yaml", $$"""
                overlays: magento1.product-in
                lookups: { tax-class: { inline: { "{{source.TaxClass}}": "2" } } }
                """),
            ("mappings/magento1.price-in.yaml", $"overlays: magento1.price-in\nlet: {{ shopIncludesVat: '{(PricesIncludeVat ? "true" : "false")}' }}\n"),
        ];

    public void Add(Sold article)
    {
        _shop.Shop.AddProduct(++_next, article.Sku, article.Stock)["name"] = article.Name;
        SetPrice(article.Sku, article.Regular, article.Campaign);
    }

    public void AddVariants(string sku, string name, params (string Size, Sold Article)[] variants) => throw new NotSupportedException();

    public void SetPrice(string sku, decimal regular, decimal? campaign)
    {
        Find(sku)["price"] = Amount(regular);
        Find(sku)["special_price"] = campaign is { } special ? Amount(special) : null;
        Touch(sku);
    }

    public void SetStock(string sku, decimal stock) => Find(sku)["qty"] = Amount(stock);

    public void Rename(string sku, string name)
    {
        Find(sku)["name"] = name;
        Touch(sku);
    }

    public void Describe(string sku, Details details)
    {
        var product = Find(sku);
        (product["description"], product["ean"], product["weight"]) = (details.Html, details.Ean, Amount(details.Kilograms!.Value));
    }

    public Details DetailsOf(string sku) => new(Find(sku).Text("description"), Find(sku).Text("ean"), Find(sku).Number("weight"));

    public void SetOnSale(string sku, bool isOnSale)
    {
        Find(sku)["status"] = isOnSale ? "1" : "2";
        Touch(sku);
    }

    public ExampleOrder AddOrder(int number, int quantity = 2, decimal price = 100)
    {
        _shop.Shop.Gateway = true;
        var order = _shop.Shop.Add(number, updated: Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), total: quantity * price);
        order.List("items").RemoveAll(item => item.Text("sku") == "MUGG");
        order.List("items").ForEach(item => item["qty_ordered"] = Amount(quantity));
        return new(order.Text("order_id"), order.Text("increment_id"), quantity * price, order.List("items")[0].Text("item_id"), "TS-M", quantity);
    }

    public int Shipments(ExampleOrder order) => _shop.Shop.Shipments.Count(shipment => shipment.Text("order_id") == order.Id);

    public int Captures(ExampleOrder order) => _shop.Shop.Invoices.Count(invoice => invoice.Text("order_id") == order.Id && invoice.Text("state") == "2");

    public decimal Collected(ExampleOrder order) =>
        _shop.Shop.Invoices.Where(invoice => invoice.Text("order_id") == order.Id && invoice.Text("state") == "2").Sum(invoice => invoice.Number("grand_total"));

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private Row Find(string sku) => _shop.Shop.Products.Single(product => product.Text("sku") == sku);

    private void Touch(string sku) => Find(sku)["updated_at"] = Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Amount(decimal amount) => amount.ToString("0.0000", CultureInfo.InvariantCulture);
}
