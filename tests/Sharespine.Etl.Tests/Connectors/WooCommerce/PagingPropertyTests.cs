using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>Whatever happens to a shop between two pages, and wherever the walk is interrupted: what was there all the time is read.</summary>
public sealed class PagingPropertyTests : IAsyncLifetime
{
    private FakeWooCommerce _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeWooCommerce.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public void No_order_that_was_there_throughout_is_lost_and_none_comes_twice()
    {
        var everything = Gen.ArrayOf(Gen.Choose(0, 9999)).ToArbitrary();
        var shops = Gen.Choose(0, 40).SelectMany(count => Gen.Choose(1, 7).Select(size => (count, size))).ToArbitrary();

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60).WithReplay(20261121, 7),
            Prop.ForAll(shops, everything, (shop, happenings) => NothingIsLost(shop.count, shop.size, happenings)));
    }

    [Fact]
    public void The_checked_property_does_not_hold_for_pages_without_overlap()
    {
        // The same shop walked in the usual way, to show that the property can fail.
        Prepare(30);
        var number = 0;
        var deleted = new HashSet<long>();
        _shop.BeforeEach = _ => deleted.UnionWith(++number == 2 ? Remove(3) : []);

        var seen = new List<long>();
        using var http = new HttpClient();
        for (var page = 1; page <= 7; page++)
        {
            var key = $"consumer_key={_shop.Keys.Key}&consumer_secret={_shop.Keys.Secret}";
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{_shop.BaseUrl}/wp-json/wc/v3/orders?orderby=id&order=asc&per_page=5&page={page}&{key}");
            using var response = http.Send(request);
            using var json = System.Text.Json.JsonDocument.Parse(response.Content.ReadAsStream());
            seen.AddRange(json.RootElement.EnumerateArray().Select(o => o.GetProperty("id").GetInt64()));
        }

        Assert.Equal([18L], Enumerable.Range(1, 30).Select(i => i * 3L).Except(deleted).Except(seen));
    }

    private bool NothingIsLost(int count, int pageSize, int[] happenings)
    {
        Prepare(count);
        var throughout = _shop.Orders.Ids.ToHashSet();
        var next = 0;
        _shop.BeforeEach = _ =>
        {
            // Up to three things before each request.
            for (var i = 0; i < 3 && next < happenings.Length; i++)
            {
                throughout.ExceptWith(Happen(happenings[next++]));
            }
        };

        var read = WalkAsync(pageSize, happenings).GetAwaiter().GetResult();
        _shop.BeforeEach = null;
        return throughout.IsSubsetOf(read) && read.Count == read.Distinct().Count();
    }

    /// <summary>Walks; after some pages the process ends and a new one resumes behind the page.</summary>
    private async Task<List<long>> WalkAsync(int pageSize, int[] happenings)
    {
        using var client = _shop.Client(_shop.Settings with { PageSize = pageSize, Statuses = ["processing"] });
        var read = new List<long>();
        string? resumeAt = null;
        for (var walk = 0; ; walk++)
        {
            var interrupted = false;
            await foreach (var page in new WooCommerceSource(client).ReadAsync(new ExtractRequest("order", null, resumeAt), default))
            {
                read.AddRange(page.Records.Select(r => long.Parse(r.Key, CultureInfo.InvariantCulture)));
                resumeAt = page.ResumeAt;
                interrupted = walk < happenings.Length && happenings[walk] % 3 == 0;
                if (interrupted)
                {
                    break;
                }
            }

            if (!interrupted)
            {
                return read;
            }
        }
    }

    private void Prepare(int count)
    {
        foreach (var id in _shop.Orders.Ids)
        {
            _shop.Orders.DeleteForGood(id);
        }

        for (var i = 1; i <= count; i++)
        {
            _shop.Orders.Add(i * 3);
        }
    }

    /// <summary>One change by the shop keeper; gives the orders that left the listing by it.</summary>
    private long[] Happen(int number)
    {
        var ids = _shop.Orders.Ids.ToArray();
        var victim = ids.Length == 0 ? 0 : ids[number / 6 % ids.Length];
        switch (number % 6)
        {
            case 0 when victim > 0:
                return Remove(victim);
            case 1 when victim > 0:
                _shop.Orders.Trash(victim);
                return [victim];
            case 2 when victim > 0:
                _shop.Orders.SetStatus(victim, "on-hold");
                return [victim];
            case 3 when victim > 0:
                _shop.Orders.SetStatus(victim, "processing");
                return [];
            case 4:
                // An older order enters the listing.
                _shop.Orders.Add((number % 40 * 3) + 1);
                return [];
            default:
                _shop.Orders.Add((ids.Length == 0 ? 0 : ids[^1]) + 3);
                return [];
        }
    }

    private long[] Remove(long id)
    {
        _shop.Orders.DeleteForGood(id);
        return [id];
    }
}
