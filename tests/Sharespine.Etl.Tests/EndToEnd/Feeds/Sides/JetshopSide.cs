using System.Globalization;
using Sharespine.Etl.Tests.Connectors.Jetshop;
using Sharespine.Etl.Tests.Connectors.WooCommerce;

namespace Sharespine.Etl.Tests.EndToEnd.Feeds.Sides;

/// <summary>The shop lists no articles: the site has a list of their numbers. Prices come out of it without VAT and go in with it.</summary>
internal sealed class JetshopSide : IShopSide
{
    private const decimal Vat = 1.25m;
    private readonly FakeJetshop _shop;
    private readonly Dictionary<string, Sold> _added = [];
    private readonly Dictionary<string, Details> _details = [];
    private readonly HashSet<string> _hidden = [];

    private JetshopSide(string name, FakeJetshop shop) => (Name, _shop) = (name, shop);

    public string Name { get; }

    public FixedClock Clock => (FixedClock)_shop.Time;

    public string Yaml => $$"""
          {{Name}}:
            type: jetshop
            url: {{_shop.Settings.Url}}
            user: api
            password: ${JETSHOP_PASSWORD}
            article-list: in/{{Name}}-articles.txt
            transport: { allow-http: true, retries: 1, retry-delay: 1 ms }

        """;

    public string TaxClass => "0.25000000";

    public bool PricesIncludeVat { get; set; }

    public bool GivesVariants => false;

    public bool TakesVariants => false;

    public bool GivesEan => false;

    public bool TakesWeight => false;

    public IReadOnlyList<Sold> Sold =>
    [
        .. _shop.Articles.Numbers.Where(sku => _shop.Articles[sku, "HideProduct"] == "false").Select(sku => new Sold(
            sku, _shop.Articles[sku, "Name"]!, Number(sku, "Stock.NewStockCount"), Price(Number(sku, "Price")), Number(sku, "DiscountedPrice") is >= 0 and var campaign ? Price(campaign) : null)),
    ];

    public IReadOnlyList<string> Writes => [.. _shop.Requests.Where(request => request.Operation is not ("Product_Get" or "Bestallning_Hamta" or "Bestallning_Lista")).Select(request => request.Body.ToString())];

    public static async Task<IShopSide> StartAsync(string name) => new JetshopSide(name, await FakeJetshop.StartAsync());

    public string? Secret(string variable) => variable == "JETSHOP_PASSWORD" ? "s3cret-word" : null;

    public IEnumerable<(string Path, string Text)> Files(IShopSide? source) =>
    [
        ($"in/{Name}-articles.txt", string.Join('\n', _added.Keys) + "\n"),
        ("mappings/jetshop/operations.yaml", JetshopSite.OperationsFile.Replace("belopp: \"{amount}\"", "rader: { each: lines, element: DragRad, fields: { Artikel: \"{sku}\", Antal: \"{quantity}\" } }", StringComparison.Ordinal)),
        ("mappings/jetshop.order-status.yaml", "overlays: jetshop.order-status\nlookups: { shop-status: { inline: { delivered: \"30\" } } }\n"),
        ("mappings/visma-administration.order.yaml", "overlays: visma-administration.order\nlookups: { terms-of-payment: { inline: { KlarnaCheckout: KL } } }\n"),
        .. source is null ? Array.Empty<(string, string)>() :
            [("mappings/jetshop.product-in.yaml", $"overlays: jetshop.product-in\nlet: {{ withVat: '{(source.PricesIncludeVat ? "true" : "false")}' }}\n")],
    ];

    public void Add(Sold article) => Put(article);

    public void AddVariants(string sku, string name, params (string Size, Sold Article)[] variants) => throw new NotSupportedException();

    public void SetPrice(string sku, decimal regular, decimal? campaign) => Put(_added[sku] with { Regular = regular, Campaign = campaign });

    public void SetStock(string sku, decimal stock) => Put(_added[sku] with { Stock = stock });

    public void Rename(string sku, string name) => Put(_added[sku] with { Name = name });

    public void Describe(string sku, Details details)
    {
        _details[sku] = details;
        Put(_added[sku]);
    }

    public Details DetailsOf(string sku) => new(_shop.Articles[sku, "ProductDescription"] ?? "", _shop.Articles[sku, "EanCode"], Number(sku, "Weight"));

    public void SetOnSale(string sku, bool isOnSale)
    {
        (isOnSale ? _hidden.Remove : (Func<string, bool>)_hidden.Add)(sku);
        Put(_added[sku]);
    }

    public ExampleOrder AddOrder(int number, int quantity = 2, decimal price = 100)
    {
        var id = number.ToString(CultureInfo.InvariantCulture);
        _shop.Orders.Add(id, quantity: quantity, total: quantity * price);
        return new(id, "W-" + id, quantity * price, "1", "A-1", quantity);
    }

    public int Shipments(ExampleOrder order) => _shop.Orders.Parcels(order.Id).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    public int Captures(ExampleOrder order) => _shop.Orders.Collected.GetValueOrDefault(order.Id);

    public decimal Collected(ExampleOrder order) => _shop.Calls("Betalning_Dra").Where(call => call.Text("nummer") == order.Id)
        .Sum(call => call.Body.Descendants(FakeJetshop.Space + "Antal").Sum(quantity => decimal.Parse(quantity.Value, CultureInfo.InvariantCulture)) * order.Total / order.Quantity);

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private void Put(Sold article)
    {
        _added[article.Sku] = article;
        var id = _shop.Articles[article.Sku, "ProductId"];
        _shop.Articles.Add(article.Sku, "sv-SE",
        [
            ("Name", article.Name), ("Price", Amount(article.Regular)), ("DiscountedPrice", Amount(article.Campaign ?? -1)), ("HideProduct", _hidden.Contains(article.Sku) ? "true" : "false"),
            ("Stock.NewStockCount", article.Stock.ToString("0", CultureInfo.InvariantCulture)),
            ("ModifiedDate", TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm")).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)),
            .. _details.TryGetValue(article.Sku, out var details)
                ? [("ProductDescription", details.Html), ("EanCode", details.Ean ?? ""), ("Weight", Amount(details.Kilograms ?? 0))]
                : Array.Empty<(string, string)>(),
            .. id is null ? Array.Empty<(string, string)>() : [("ProductId", id)],
        ]);
    }

    private decimal Price(decimal price) => PricesIncludeVat ? Math.Round(price * Vat, 2) : price;

    private decimal Number(string sku, string field) => decimal.Parse(_shop.Articles[sku, field]!, CultureInfo.InvariantCulture);

    private static string Amount(decimal amount) => amount.ToString("F4", CultureInfo.InvariantCulture);
}
