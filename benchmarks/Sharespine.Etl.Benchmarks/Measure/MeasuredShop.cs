using System.Globalization;
using Sharespine.Etl.Benchmarks.Generate.Shops;
using Sharespine.Etl.Connectors.Shops.Jetshop;
using Sharespine.Etl.Connectors.Shops.Jetshop.Operations;
using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Connectors.Shops.Magento2;
using Sharespine.Etl.Connectors.Shops.Shopify;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>A vendor's own order source, over a shop that answers from memory.</summary>
/// <param name="Name">As connections call it; its order mapping is <c>Name.order</c>.</param>
/// <param name="Pages">The shop of so many orders.</param>
/// <param name="Source">What reads it, and what to dispose of afterwards.</param>
public sealed record MeasuredShop(string Name, Func<int, ShopPages> Pages, Func<HttpMessageHandler, World, (IRecordSource Orders, IDisposable Client)> Source)
{
    private const string Url = "https://shop.example";

    public static readonly IReadOnlyList<MeasuredShop> All =
    [
        new("woocommerce", count => new WooCommercePages(count), WooCommerce),
        new("magento2", count => new Magento2Pages(count), Magento2),
        new("magento1", count => new Magento1Pages(count), Magento1),
        new("shopify", count => new ShopifyPages(count), Shopify),
        new("jetshop", count => new JetshopPages(count), Jetshop),
    ];

    public string Mapping => $"{Name}.order";

    /// <summary>Reads all orders and hands on each payload; fails unless each came, and once.</summary>
    public ShopWalk Walk(int count, World world, Action<ReadOnlyMemory<byte>> take)
    {
        using var pages = Pages(count);
        using var shop = new TimedHandler(pages);
        var (orders, client) = Source(shop, world);
        using (client)
        {
            var (taken, keys, bytes) = ReadAsync(orders, take).GetAwaiter().GetResult();
            var expected = Enumerable.Range(0, count).Sum(ShopPages.IdOf);
            return taken == count && keys == expected
                ? new(pages.Requests, shop.Spent, bytes)
                : throw new InvalidOperationException($"{Name}: {taken} orders came of {count}, and their ids sum to {keys}, not {expected}.");
        }
    }

    private static async Task<(int Taken, long Keys, long Bytes)> ReadAsync(IRecordSource orders, Action<ReadOnlyMemory<byte>> take)
    {
        var (taken, keys, bytes) = (0, 0L, 0L);
        await foreach (var page in orders.ReadAsync(new("order", null, null), CancellationToken.None))
        {
            foreach (var record in page.Records)
            {
                taken++;
                keys += long.Parse(record.Key, NumberStyles.None, CultureInfo.InvariantCulture);
                bytes += record.Payload.Length;
                take(record.Payload);
            }
        }

        return (taken, keys, bytes);
    }

    private static (IRecordSource, IDisposable) WooCommerce(HttpMessageHandler handler, World world)
    {
        var client = new WooCommerceClient(new() { Url = Url, ConsumerKey = "ck_recorded", ConsumerSecret = "cs_recorded" }, world, handler: handler);
        return (new WooCommerceSource(client), client);
    }

    private static (IRecordSource, IDisposable) Magento2(HttpMessageHandler handler, World world)
    {
        var settings = new Magento2Settings { Url = Url, ConsumerKey = "ck", ConsumerSecret = "cs", AccessToken = "at", AccessTokenSecret = "ats", PricesIncludeTax = true };
        var client = new Magento2Client(settings, world, handler: handler);
        return (new Magento2Source(client), client);
    }

    private static (IRecordSource, IDisposable) Magento1(HttpMessageHandler handler, World world)
    {
        var client = new Magento1Client(new() { Url = Url, User = "etl", ApiKey = "recorded" }, world, handler: handler);
        return (new Magento1Source(client), client);
    }

    private static (IRecordSource, IDisposable) Shopify(HttpMessageHandler handler, World world)
    {
        var client = new ShopifyClient(new() { Shop = "norrsken.myshopify.com", AccessToken = "shpat_recorded" }, world, handler: handler);
        return (new ShopifySource(client), client);
    }

    private static (IRecordSource, IDisposable) Jetshop(HttpMessageHandler handler, World world)
    {
        var issues = new List<Issue>();
        var operations = OperationsReader.Read(JetshopPages.Operations, "jetshop/operations.yaml", issues) ?? throw new EtlException(issues);
        var client = new JetshopClient(new() { Url = Url + "/webservice.asmx", User = "etl", Password = "recorded" }, world, handler: handler);
        return (new JetshopSource(client, operations, articleList: null, orderFiles: null), client);
    }
}

/// <param name="Requests">Answered by the shop.</param>
/// <param name="Answering">Time that the shop itself took: not the program's.</param>
/// <param name="Bytes">Of all payloads.</param>
public sealed record ShopWalk(int Requests, TimeSpan Answering, long Bytes);
