using System.Text.Json.Nodes;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.Connectors.WooCommerce;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>Two shops that count their orders alike, into one ERP.</summary>
public sealed class TwoShopsTests
{
    private const string OtherOrders = "shop-no→visma/order";

    [StoreFact]
    public async Task Each_shops_job_awaits_and_receives_its_own_files_only()
    {
        await using var site = await SiteFixture.CreateAsync(new() { Reconciles = false });
        await using var other = await AddShopAsync(site);

        var (night, morning) = await site.NightAndMorningAsync();

        foreach (var job in new[] { SiteFixture.Orders, OtherOrders })
        {
            var documents = (int)site.Count("document", $"flow = '{job.Split('/')[0]}'");
            Assert.Equal(new StageCounts(documents, Done: documents), night.Counts(job, "load"));
            Assert.Equal(new StageCounts(documents, Done: documents), morning.Counts(job, "load"));
        }
    }

    [StoreFact]
    public async Task Each_order_of_each_shop_gets_a_number_of_its_own_in_the_ERP()
    {
        await using var site = await SiteFixture.CreateAsync(new() { Reconciles = false });
        await using var other = await AddShopAsync(site);

        await site.NightAndMorningAsync();
        await site.NightAsync();

        var orders = site.Agent().Documents.Where(document => document.Entity == "order").ToList();
        Assert.Equal((40, 40), (orders.Count, orders.Select(order => order.Number).Distinct().Count()));
        Assert.All(orders, order => Assert.Equal(1, order.Imports));
        foreach (var id in site.Shop.Orders.Ids)
        {
            Assert.Equal(orders.Single(order => order.Key == $"order/shop-se/{id}").Number, site.Shop.Orders.Meta(id, SiteFixture.NumberKey));
            Assert.Equal(orders.Single(order => order.Key == $"order/shop-no/{id}").Number, other.Orders.Meta(id, SiteFixture.NumberKey));
            Assert.Equal((1, 1), (site.Shop.Orders.WritesTo(id), other.Orders.WritesTo(id)));
        }

        Assert.Equal(0, site.Count("outbox", "state <> 'done'"));
        Assert.Equal(0, site.Count("document", "load_state <> 'loaded'"));
    }

    /// <summary>The same order numbers, other customers.</summary>
    private static async Task<FakeWooCommerce> AddShopAsync(SiteFixture site)
    {
        var other = await FakeWooCommerce.StartAsync(site.Clock);
        foreach (var id in site.Shop.Orders.Ids)
        {
            var order = (JsonObject)site.Shop.Orders[id].DeepClone();
            order["refunds"] = new JsonArray();
            order["billing"]!["address_1"] = "Annan gata 1";
            other.Orders.Add(order);
        }

        var yaml = await File.ReadAllTextAsync(site.PathOf("etl.yaml"));
        var (shop, erp, flows) = (yaml.IndexOf("  shop-se:", StringComparison.Ordinal), yaml.IndexOf("  visma:", StringComparison.Ordinal), yaml.IndexOf("  - shop:", StringComparison.Ordinal));
        string Other(string text) => text.Replace("shop-se", "shop-no", StringComparison.Ordinal).Replace(site.Shop.BaseUrl, other.BaseUrl, StringComparison.Ordinal);
        site.Put("etl.yaml", yaml[..erp] + Other(yaml[shop..erp]) + yaml[erp..] + Other(yaml[flows..]));
        return other;
    }
}
