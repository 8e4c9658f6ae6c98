using System.Globalization;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.Connectors.WooCommerce;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd.Feeds;

/// <summary>Nights in which an ERP's export files go into a shop.</summary>
public sealed class FeedNightTests : IAsyncLifetime, IDisposable
{
    private const string Stock = "erp-files→shop-se/stock";
    private const string Price = "erp-files→shop-se/price";
    private const string Status = "erp-files→shop-se/order-status";

    private readonly SettableClock _clock = new(new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
    private FakeWooCommerce _shop = null!;
    private FeedSite _site = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync(_clock);
        _site = new(_clock, $$"""
              shop-se:
                type: woocommerce
                url: {{_shop.BaseUrl}}
                consumer-key: ${SHOP_KEY}
                consumer-secret: ${SHOP_SECRET}
                auth: basic
                transport: { allow-http: true, retries: 2, retry-delay: 1 ms, retry-delay-max: 5 ms }
              erp-files:
                type: record-files
                folder: in
                files:
                  stock: { pattern: "stock*.csv", key: [Sku] }
                  price: { pattern: "price*.csv", key: [Sku] }
                  order-status: { pattern: "status*.csv", key: [Document, Event, DeliveryId], grouped: true }
            """, """
              - from: erp-files
                to: shop-se
                entities: [stock, price, order-status]
                capture: on-delivery
                notify-customer: true
                guard: { percent: 20 }
            """, name => name == "SHOP_KEY" ? _shop.Keys.Key : name == "SHOP_SECRET" ? _shop.Keys.Secret : null);
        Directory.CreateDirectory(_site.PathOf("in"));
        for (var number = 1; number <= 30; number++)
        {
            _shop.Products.Add(100 + number, Sku(number));
        }
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    public void Dispose() => _site.Dispose();

    [StoreFact]
    public async Task Stock_of_a_file_reaches_the_shop_and_the_same_file_again_sends_nothing()
    {
        PutStock(number => 7);
        var night = await _site.NightAsync();

        Assert.Equal(new(30, Done: 30), night.Load(Stock));
        Assert.All(Enumerable.Range(1, 30), number => Assert.Equal("7", StockOf(number)));
        Assert.Equal(ExitCodes.Done, night.ExitCode);
        var posts = _shop.Posts.Count;

        PutStock(number => 7, "stock-2.csv");
        var next = await _site.NightAsync();

        Assert.Equal(default, next.Load(Stock));
        Assert.Equal(posts, _shop.Posts.Count);
    }

    [StoreFact]
    public async Task An_article_that_the_shop_does_not_have_waits_by_name_and_its_stock_goes_when_it_is_there()
    {
        _site.Put("in/stock.csv", "Sku;Available\nNY-1;4\n");
        var night = await _site.NightAsync();
        Assert.Equal(1, night.Load(Stock).Held);
        Assert.Equal([$"{Stock} stock/stock/NY-1 WOO0"], _site.Open(Outcome.Held).Select(row => row[..(row.IndexOf("WOO", StringComparison.Ordinal) + 4)]));
        Assert.EndsWith(" waits for article NY-1", _site.Open(Outcome.Held).Single(), StringComparison.Ordinal);

        _shop.Products.Add(900, "NY-1");
        var next = await _site.NightAsync();

        Assert.Equal(1, next.Load(Stock).Done);
        Assert.Equal("4", _shop.Products[900]["stock_quantity"]!.ToString());
        Assert.Empty(_site.Open(Outcome.Held));
    }

    [StoreFact]
    public async Task An_export_that_would_empty_the_shop_stops_before_its_first_call_until_a_person_lets_this_plan_through()
    {
        PutStock(number => 0);
        var night = await _site.NightAsync();

        Assert.Equal("LOD007", night.Of(Stock).ReasonCode);
        Assert.Equal(ExitCodes.Failed, night.ExitCode);
        Assert.Empty(_shop.Posts);
        Assert.All(Enumerable.Range(1, 30), number => Assert.Equal("5", StockOf(number)));
        Assert.Equal(30, _site.Plan(Stock).Count(line => line.EndsWith(": stock to zero", StringComparison.Ordinal)));

        var reason = night.Of(Stock).Reason!;
        var approved = await _site.JobAsync(Stock, reason[(reason.IndexOf("--approve ", StringComparison.Ordinal) + 10)..][..12]);
        Assert.Equal(30, approved.Load(Stock).Done);
        Assert.All(Enumerable.Range(1, 30), number => Assert.Equal("0", StockOf(number)));
    }

    [StoreFact]
    public async Task A_mended_export_takes_the_place_of_the_one_that_was_stopped()
    {
        PutStock(number => 0);
        await _site.NightAsync();
        PutStock(number => number == 1 ? 0 : 6, "stock-2.csv");

        var next = await _site.NightAsync();

        Assert.Equal(30, next.Load(Stock).Done);
        Assert.Equal(("0", "6"), (StockOf(1), StockOf(2)));
    }

    [StoreFact]
    public async Task An_older_file_that_comes_late_does_not_overwrite_a_younger_one()
    {
        _site.Put("in/stock-b.csv", "Sku;Available;Updated\nA-001;3;2026-11-21 06:00:00\n");
        await _site.NightAsync();
        _site.Put("in/stock-a.csv", "Sku;Available;Updated\nA-001;9;2026-11-21 05:00:00\n");
        await _site.NightAsync();
        Assert.Equal("3", StockOf(1));
    }

    [StoreFact]
    public async Task A_price_with_a_campaign_reaches_the_shop_and_one_that_jumps_with_many_others_is_stopped()
    {
        _site.Put("in/price.csv", "Sku;Price;CampaignPrice;CampaignFrom;CampaignTo;Currency;IncludesVat\nA-001;110,00;90,00;2026-11-24;2026-12-24;SEK;true\n");
        Assert.Equal(1, (await _site.NightAsync()).Load(Price).Done);
        Assert.Equal((110m, 90m), (decimal.Parse(Field(1, "regular_price"), CultureInfo.InvariantCulture), decimal.Parse(Field(1, "sale_price"), CultureInfo.InvariantCulture)));

        _site.Put("in/price-2.csv", "Sku;Price;Currency;IncludesVat\n" + string.Concat(Enumerable.Range(1, 30).Select(number => $"{Sku(number)};1,10;SEK;true\n")));
        Assert.Equal("LOD007", (await _site.NightAsync()).Of(Price).ReasonCode);
    }

    [StoreFact]
    public async Task A_delivery_is_collected_shipped_and_told_each_once_whatever_is_read_again()
    {
        _shop.Orders.Add(42);
        _site.Put("in/status.csv", "OrderId;Document;Event;At;DeliveryId;Carrier;TrackingNumber\n42;order/shop-se/42;Delivered;2026-11-21 09:00:00;F-77;PostNord;SE1\n");

        var night = await _site.NightAsync();

        Assert.Equal(ExitCodes.Done, night.ExitCode);
        Assert.Equal("completed", _shop.Orders.StatusOf(42));
        Assert.Equal(3, night.Load(Status).In);
        var requests = _shop.Puts.Count + _shop.Posts.Count;

        _site.Put("in/status-2.csv", "OrderId;Document;Event;At;DeliveryId;Carrier;TrackingNumber\n42;order/shop-se/42;Delivered;2026-11-21 09:00:00;F-77;PostNord;SE1\n");
        var next = await _site.NightAsync();

        Assert.Equal(default, next.Load(Status));
        Assert.Equal(requests, _shop.Puts.Count + _shop.Posts.Count);
    }

    private void PutStock(Func<int, int> quantity, string file = "stock.csv") =>
        _site.Put($"in/{file}", "Sku;Available\n" + string.Concat(Enumerable.Range(1, 30).Select(number => string.Create(CultureInfo.InvariantCulture, $"{Sku(number)};{quantity(number)}\n"))));

    private string StockOf(int number) => Field(number, "stock_quantity");

    private string Field(int number, string name) => _shop.Products[100 + number][name]!.ToString();

    private static string Sku(int number) => string.Create(CultureInfo.InvariantCulture, $"A-{number:000}");
}
