using System.Globalization;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Connectors.Erps.VismaAdministration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.EndToEnd.Feeds.Sides;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd.Feeds;

/// <summary>Every shop into every other, by configuration alone, through whole nights.</summary>
public sealed class ShopMatrixTests
{
    private const string Erp = """
          erp:
            type: record-files
            folder: in
            files:
              order-status: { pattern: events*.csv, key: [Document, Event, DeliveryId], grouped: true }

        """;

    private const string Deliveries = "  - { from: erp, to: to, entities: [order-status], capture: on-delivery, notify-customer: true }";

    private static readonly DateTimeOffset Start = new(2026, 11, 28, 1, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var from in ShopSides.All)
        {
            foreach (var to in ShopSides.All)
            {
                pairs.Add(from, to);
            }
        }

        return pairs;
    }

    public static TheoryData<string> Shops() => [.. ShopSides.All];

    [StoreTheory]
    [MemberData(nameof(Pairs))]
    public async Task What_one_shop_sells_the_other_sells_and_what_changes_there_changes_here_and_nothing_else(string fromType, string toType)
    {
        await using var from = await ShopSides.StartAsync(fromType, "from");
        await using var to = await ShopSides.StartAsync(toType, "to");
        to.PricesIncludeVat = from.PricesIncludeVat;
        Fill(from, withVariants: from.GivesVariants && to.TakesVariants);
        var details = new Details("<p>Munblåst, <b>grön</b> &amp; tung</p>", "7330026113402", 1.25m);
        from.Describe("A-1", details);
        using var site = Site(from, to);

        await NightAsync(site, from, to);
        AssertSame(from, to);
        var there = to.DetailsOf("A-1");
        Assert.Equal(details with { Ean = from.GivesEan ? details.Ean : there.Ean, Kilograms = to.TakesWeight ? details.Kilograms : there.Kilograms }, there);
        Assert.Empty(from.Writes);
        var before = to.Writes.Count;

        from.SetPrice("A-1", 259, null);
        from.SetStock("A-2", 9);
        from.Rename("A-3", "Karaff");
        var second = await NightAsync(site, from, to);
        AssertSame(from, to);
        Assert.Equal((259, 9, "Karaff"), (Of(to, "A-1").Regular, Of(to, "A-2").Stock, Of(to, "A-3").Name));
        Assert.All(["product", "price", "stock"], (string entity) => Assert.Equal(1, second.Load($"from→to/{entity}").Done));
        Assert.True(to.Writes.Count == before + 3, string.Join(Environment.NewLine, to.Writes.Skip(before)));

        await NightAsync(site, from, to);
        Assert.Equal(before + 3, to.Writes.Count);
        AssertSame(from, to);
    }

    [StoreTheory]
    [MemberData(nameof(Pairs))]
    public async Task What_ends_in_one_shop_ends_in_the_other_and_comes_back_with_it(string fromType, string toType)
    {
        await using var from = await ShopSides.StartAsync(fromType, "from");
        await using var to = await ShopSides.StartAsync(toType, "to");
        to.PricesIncludeVat = from.PricesIncludeVat;
        Fill(from, withVariants: from.GivesVariants && to.TakesVariants);
        using var site = Site(from, to);
        await NightAsync(site, from, to);

        from.SetOnSale("A-1", false);
        from.SetStock("A-2", 0);
        from.SetPrice("A-3", 180, null);
        from.Add(new("A-4", "Skål", 3, 59.90m, Campaign: 49.90m));
        PutFiles(site, from.Files(null));
        await NightAsync(site, from, to);
        Assert.Equal(["A-2", "A-3", "A-4"], to.Sold.Select(article => article.Sku).Where(sku => sku.StartsWith("A-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        AssertSame(from, to);

        from.SetOnSale("A-1", true);
        from.SetStock("A-2", 2);
        from.SetPrice("A-4", 59.90m, 39.90m);
        await NightAsync(site, from, to);
        AssertSame(from, to);
        var writes = to.Writes.Count;

        await NightAsync(site, from, to);
        Assert.Equal(writes, to.Writes.Count);
    }

    [StoreTheory]
    [MemberData(nameof(Shops))]
    public async Task A_price_without_VAT_is_never_taken_for_one_with_it(string type)
    {
        await using var from = await ShopSides.StartAsync("woocommerce", "from");
        await using var to = await ShopSides.StartAsync(type, "to");
        to.PricesIncludeVat = true;
        from.PricesIncludeVat = false;
        from.Add(new("A-1", "Vas", 12, 200));
        to.Add(new("A-1", "Vas", 12, 240));
        using var site = Site(from, to, "price");
        var before = Of(to, "A-1").Regular;

        await RunAsync(site, from, to);

        // Where the rate of the article is known the price becomes one with VAT; else a person is told.
        var isTurned = type == "jetshop";
        Assert.Equal(isTurned ? 250 : before, Of(to, "A-1").Regular);
        Assert.Equal(isTurned ? 0 : 1, site.Open(Outcome.Rejected).Count + site.Open(Outcome.Held).Count);
        Assert.Equal(isTurned ? 1 : 0, to.Writes.Count);
    }

    [StoreTheory]
    [MemberData(nameof(Shops))]
    public async Task A_delivery_is_told_and_collected_once_however_often_the_erp_tells_it(string type)
    {
        await using var shop = await ShopSides.StartAsync(type, "to");
        var (order, other) = (shop.AddOrder(41), shop.AddOrder(42));
        using var site = new FeedSite(new(Start), shop.Yaml + Erp, Deliveries, shop.Secret, Types(shop));
        PutFiles(site, shop.Files(null));
        var events = Event(order, "Delivered", "F-77", "SE1", order.Quantity);
        site.Put("in/events.csv", events);

        var night = await NightAsync(site, shop);
        Assert.Equal((1, 1, 0, 0), (shop.Shipments(order), shop.Captures(order), shop.Shipments(other), shop.Captures(other)));
        Assert.InRange(night.Load("erp→to/order-status").In, 2, 3);
        var writes = shop.Writes.Count;

        site.Put("in/events-2.csv", events);
        await NightAsync(site, shop);
        Assert.Equal((1, 1), (shop.Shipments(order), shop.Captures(order)));
        Assert.Equal(writes, shop.Writes.Count);
    }

    [StoreTheory]
    [MemberData(nameof(Shops))]
    public async Task An_order_that_leaves_in_two_parts_is_told_twice_and_collected_whole(string type)
    {
        await using var shop = await ShopSides.StartAsync(type, "to");
        var order = shop.AddOrder(41);
        using var site = new FeedSite(new(Start), shop.Yaml + Erp, Deliveries, shop.Secret, Types(shop));
        PutFiles(site, shop.Files(null));

        site.Put("in/events.csv", Event(order, "PartlyDelivered", "F-77", "SE1", 1));
        await NightAsync(site, shop);
        Assert.Equal(1, shop.Shipments(order));
        Assert.InRange(shop.Collected(order), 0, order.Total - 0.01m);

        var last = Event(order, "Delivered", "F-78", "SE2", 1);
        site.Put("in/events-2.csv", last);
        await NightAsync(site, shop);
        Assert.Equal((2, order.Total), (shop.Shipments(order), shop.Collected(order)));
        var writes = shop.Writes.Count;

        site.Put("in/events-3.csv", last);
        await NightAsync(site, shop);
        Assert.Equal(writes, shop.Writes.Count);
    }

    [StoreTheory]
    [MemberData(nameof(Shops))]
    public async Task Every_order_is_with_the_erp_once_with_what_the_customer_pays(string type)
    {
        await using var shop = await ShopSides.StartAsync(type, "shop");
        List<ExampleOrder> orders = [shop.AddOrder(41), shop.AddOrder(42, quantity: 3, price: 33.33m)];
        using var site = new FeedSite(new(Start), shop.Yaml + """
              visma: { type: visma-administration, exchange: exchange, unknown-characters: replace }

            """, "  - { shop: shop, erp: visma, orders: { as: order } }", shop.Secret, Types(shop), "flows");
        PutFiles(site, shop.Files(null));

        await NightAsync(site, shop);
        Assert.Single(Sent(site), name => name.StartsWith("orders_", StringComparison.Ordinal) && name.EndsWith(".csv", StringComparison.Ordinal));
        new DemoAgent(site.PathOf("exchange")).Run();
        Assert.Empty(Sent(site));

        await NightAsync(site, shop);
        Assert.Empty(Sent(site));
        Assert.Equal(
            orders.Select(order => (order.Number, order.Total, 1)),
            new DemoAgent(site.PathOf("exchange")).Documents.Where(document => document.Entity == "order").Select(document => (document.CustomerOrderNumber, decimal.Parse(document.Total, CultureInfo.InvariantCulture), document.Imports)));
        Assert.Empty(shop.Writes);
    }

    /// <summary>A file of one event.</summary>
    private static string Event(ExampleOrder order, string what, string delivery, string tracking, decimal quantity) =>
        "Document;OrderId;Event;At;DeliveryId;Carrier;TrackingNumber;LineId;Sku;Quantity\n"
        + string.Create(CultureInfo.InvariantCulture, $"order/to/{order.Id};{order.Id};{what};2026-11-28 09:00:00;{delivery};PostNord;{tracking};{order.LineId};{order.Sku};{quantity}\n");

    /// <summary>What waits for the ERP, by name.</summary>
    private static List<string> Sent(FeedSite site) => [.. Directory.GetFiles(site.PathOf("exchange/out")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static void PutFiles(FeedSite site, IEnumerable<(string Path, string Text)> files)
    {
        foreach (var (path, text) in files)
        {
            site.Put(path, text);
        }
    }

    private static void Fill(IShopSide side, bool withVariants)
    {
        side.Add(new("A-1", "Vas", 12, 249));
        side.Add(new("A-2", "Kruka", 4, 99.50m));
        side.Add(new("A-3", "Kanna", 7, 180, Campaign: 150));
        if (withVariants)
        {
            side.AddVariants("T", "Tröja", ("S", new("T-S", "Tröja", 3, 399)), ("M", new("T-M", "Tröja", 5, 399)));
        }
    }

    private static FeedSite Site(IShopSide from, IShopSide to, string entities = "product, price, stock")
    {
        var site = new FeedSite(new(Start), from.Yaml + to.Yaml, $$"""  - { from: from, to: to, entities: [{{entities}}] }""", variable => from.Secret(variable) ?? to.Secret(variable), Types(from, to));
        PutFiles(site, from.Files(null).Concat(to.Files(from)));
        return site;
    }

    /// <summary>The program's own; a vendor with one address for all shops is led to its fake.</summary>
    private static List<Etl.Configuration.ConnectionType> Types(params IShopSide[] sides) =>
    [
        .. ConnectorCatalog.Types.Select(type => type with
        {
            Create = (context, settings, issues) => sides.FirstOrDefault(side => side.Name == context.Name)?.Open(context, settings) ?? type.Create(context, settings, issues),
        }),
    ];

    /// <summary>A night in which nothing stays behind, and every stage's account adds up.</summary>
    private static async Task<RunResult> NightAsync(FeedSite site, params IShopSide[] sides)
    {
        var night = await RunAsync(site, sides);
        List<string> open = [.. night.OpenMatters.Select(matter => matter.ToString()), .. night.Jobs.Where(job => job.State == JobState.Failed).Select(job => $"{job.Job}: {job.Reason}"), .. site.Open(Outcome.Held), .. site.Open(Outcome.Rejected)];
        Assert.True(open.Count == 0, string.Join(Environment.NewLine, open));
        Assert.Equal(ExitCodes.Done, night.ExitCode);
        Assert.All(night.Jobs.SelectMany(job => job.Stages), stage => Assert.True(stage.Counts.Adds, stage.Counts.ToString()));
        return night;
    }

    private static Task<RunResult> RunAsync(FeedSite site, params IShopSide[] sides)
    {
        foreach (var side in sides)
        {
            side.Clock.Advance(site.Clock.Now + TimeSpan.FromDays(1) - side.Clock.GetUtcNow());
        }

        return site.NightAsync();
    }

    private static void AssertSame(IShopSide from, IShopSide to) => Assert.Equal(
        from.Sold.OrderBy(article => article.Sku, StringComparer.Ordinal),
        to.Sold.OrderBy(article => article.Sku, StringComparer.Ordinal).Select(article => article with { Name = NameOf(from, article) }));

    /// <summary>A variant's name begins with its product's on both sides.</summary>
    private static string NameOf(IShopSide from, Sold article) =>
        from.Sold.FirstOrDefault(other => other.Sku == article.Sku) is { } there && article.Sku.StartsWith("T-", StringComparison.Ordinal) && article.Name.StartsWith("Tröja", StringComparison.Ordinal) ? there.Name : article.Name;

    private static Sold Of(IShopSide side, string sku) => Assert.Single(side.Sold, article => article.Sku == sku);
}
