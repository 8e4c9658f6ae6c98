using System.Text;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

public sealed class WooCommerceSourceTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Tenth = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private FakeWooCommerce _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeWooCommerce.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Every_order_comes_once_by_rising_id_though_all_have_the_same_time()
    {
        AddOrders(29);
        using var client = _shop.Client(_shop.Settings with { PageSize = 5 });

        Assert.Equal(Enumerable.Range(1, 29).Select(i => (long)i), await client.IdsAsync());
        Assert.All(_shop.Requests, r => Assert.Equal(("id", "asc"), (r.Query["orderby"], r.Query["order"])));
    }

    [Fact]
    public async Task Each_page_starts_at_the_last_row_of_the_one_before()
    {
        AddOrders(8);
        using var client = _shop.Client(_shop.Settings with { PageSize = 4 });

        await client.IdsAsync();

        Assert.Equal(["0", "3", "6"], _shop.Requests.Select(r => r.Query["offset"]));
    }

    [Fact]
    public async Task The_limit_is_sent_as_UTC_without_zone_one_second_earlier()
    {
        using var client = _shop.Client();

        await client.IdsAsync(new DateTimeOffset(2026, 7, 1, 14, 0, 0, TimeSpan.FromHours(2)));

        var query = Assert.Single(_shop.Requests).Query;
        Assert.Equal("2026-07-01T11:59:59", query["modified_after"]);
        Assert.Equal("true", query["dates_are_gmt"]);
    }

    [Fact]
    public async Task An_order_changed_in_the_very_second_of_the_cursor_comes()
    {
        _shop.Orders.Add(1, modifiedGmt: "2026-11-20T09:59:59");
        _shop.Orders.Add(2, modifiedGmt: "2026-11-20T10:00:00");
        _shop.Orders.Add(3, modifiedGmt: "2026-11-20T10:00:01");
        using var client = _shop.Client();

        Assert.Equal([2, 3], await client.IdsAsync(Tenth));
    }

    [Fact]
    public async Task Orders_of_the_hour_that_comes_twice_are_told_apart_by_UTC()
    {
        // 2026-10-25, 03:00 becomes 02:00: both were made at 02:30 local time.
        _shop.Orders.Add(1, createdGmt: "2026-10-25T00:30:00");
        _shop.Orders.Add(2, createdGmt: "2026-10-25T01:30:00");
        Assert.Equal(_shop.Orders[1]["date_modified"]!.ToString(), _shop.Orders[2]["date_modified"]!.ToString());
        using var client = _shop.Client();

        Assert.Equal([2], await client.IdsAsync(new DateTimeOffset(2026, 10, 25, 1, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task The_server_time_is_the_shops_and_not_ours()
    {
        _shop.Orders.Add(1);
        using var client = new WooCommerceClient(_shop.Settings, new World(new FixedClock("2031-01-01T00:00:00Z"), 1));

        var page = Assert.Single(await client.PagesAsync());

        Assert.Equal(new DateTimeOffset(2026, 11, 21, 2, 0, 0, TimeSpan.Zero), page.ServerTime);
    }

    [Fact]
    public async Task A_slow_answer_counts_from_when_it_was_begun()
    {
        _shop.Orders.Add(1);
        _shop.Faults.Add(Fault.Slow(TimeSpan.FromMilliseconds(1100)));
        using var client = _shop.Client();

        Assert.Equal(new DateTimeOffset(2026, 11, 21, 1, 59, 59, TimeSpan.Zero), Assert.Single(await client.PagesAsync()).ServerTime);
    }

    [Fact]
    public async Task Without_a_Date_header_the_read_stops()
    {
        _shop.SendsDate = false;
        using var client = _shop.Client();

        var error = await Assert.ThrowsAsync<EtlException>(() => client.IdsAsync());

        Assert.Equal("WOO012", error.Code.Code);
    }

    [Fact]
    public async Task A_shop_without_changes_gives_one_empty_page_with_its_time()
    {
        using var client = _shop.Client();

        var page = Assert.Single(await client.PagesAsync(Tenth));

        Assert.Empty(page.Records);
        Assert.Equal("0@0", page.ResumeAt);
    }

    [Fact]
    public async Task Unfinished_checkouts_and_unknown_statuses_come_and_trash_does_not()
    {
        _shop.Orders.Add(1, "checkout-draft");
        _shop.Orders.Add(2, "dellevererad");
        _shop.Orders.Add(3);
        _shop.Orders.Trash(3);
        using var client = _shop.Client();

        Assert.Equal([1, 2], await client.IdsAsync());
        Assert.False(_shop.Requests[0].Query.ContainsKey("status"));
    }

    [Fact]
    public async Task Only_the_configured_statuses_are_asked_for()
    {
        _shop.Orders.Add(1, "processing");
        _shop.Orders.Add(2, "completed");
        _shop.Orders.Add(3, "pending");
        using var client = _shop.Client(_shop.Settings with { Statuses = ["completed", "processing"] });

        Assert.Equal([1, 2], await client.IdsAsync());
    }

    [Fact]
    public async Task A_status_that_the_shop_does_not_know_is_a_named_refusal()
    {
        using var client = _shop.Client(_shop.Settings with { Statuses = ["skickad"] });

        var error = await Assert.ThrowsAsync<EtlException>(() => client.IdsAsync());

        Assert.Contains("NET010 400: \"{\"code\":\"rest_invalid_param\"", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task A_payload_is_the_bytes_that_came_and_its_position_has_address_and_row()
    {
        // Odd spacing, odd numbers and escapes: nothing of it may be touched.
        const string order = """{ "id" : 5,"status":"processing", "price":29.017857000000003,"x":1.50 ,"name":"R\u00e4ksm\u00f6rg\u00e5s 😀","meta_data":[],"refunds":[] }""";
        _shop.Faults.Add(Fault.After("odd", answer => answer with { Body = Encoding.UTF8.GetBytes($"[\n {order}\n]") }));
        using var client = _shop.Client();

        var record = Assert.Single(Assert.Single(await client.PagesAsync()).Records);

        Assert.Equal(order, record.Text());
        Assert.Equal("5", record.Key);
        Assert.Equal($"GET {_shop.BaseUrl}/wp-json/wc/v3/orders?dp=4&orderby=id&order=asc&per_page=100&offset=0:1 (5)", record.Position.ToString());
    }

    [Fact]
    public async Task A_position_carries_no_secret_even_when_the_address_did()
    {
        _shop.Orders.Add(1);
        using var client = _shop.Client(_shop.Settings with { Auth = WooCommerceAuth.Query });

        var position = (await client.PagesAsync())[0].Records[0].Position.ToString();

        Assert.Contains(_shop.Keys.Secret, _shop.Requests[0].Target, StringComparison.Ordinal);
        Assert.DoesNotContain(_shop.Keys.Secret, position, StringComparison.Ordinal);
        Assert.DoesNotContain(_shop.Keys.Key, position, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resuming_continues_behind_the_last_staged_order()
    {
        AddOrders(10);
        using var client = _shop.Client(_shop.Settings with { PageSize = 4 });
        var first = (await client.PagesAsync())[0];
        Assert.Equal("4@3", first.ResumeAt);

        Assert.Equal([5, 6, 7, 8, 9, 10], await client.IdsAsync(resumeAt: first.ResumeAt));
    }

    [Fact]
    public async Task Resuming_loses_nothing_when_orders_were_deleted_in_between()
    {
        AddOrders(20);
        using var client = _shop.Client(_shop.Settings with { PageSize = 4 });
        var resumeAt = (await client.PagesAsync())[2].ResumeAt;
        Assert.Equal("10@9", resumeAt);
        foreach (var id in new long[] { 1, 2, 3, 5, 8, 10 })
        {
            _shop.Orders.DeleteForGood(id);
        }

        Assert.Equal([11, 12, 13, 14, 15, 16, 17, 18, 19, 20], await client.IdsAsync(resumeAt: resumeAt));
    }

    [Fact]
    public async Task A_resume_position_far_behind_the_end_steps_back_to_where_we_were()
    {
        AddOrders(12);
        using var client = _shop.Client(_shop.Settings with { PageSize = 4 });

        Assert.Equal([8, 9, 10, 11, 12], await client.IdsAsync(resumeAt: "7@2000000000"));
        Assert.InRange(_shop.Requests.Count, 3, 40);
    }

    [Theory]
    [InlineData("next page please")]
    [InlineData("12")]
    [InlineData("-1@0")]
    public async Task A_resume_position_that_is_not_ours_is_refused(string text)
    {
        using var client = _shop.Client();

        var error = await Assert.ThrowsAsync<EtlException>(() => client.IdsAsync(resumeAt: text));

        Assert.Equal($"WOO013 \"{text}\" is not a resume position such as 282@71.", error.Message);
    }

    [Fact]
    public async Task An_order_deleted_between_two_pages_hides_no_other()
    {
        AddOrders(12);
        using var client = _shop.Client(_shop.Settings with { PageSize = 4 });
        DeleteBeforeRequest(2, 1, 2);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], await client.IdsAsync());
        Assert.Equal(["0", "3", "2", "0", "3", "6", "9"], _shop.Requests.Select(r => r.Query["offset"]));
    }

    [Fact]
    public async Task The_last_row_itself_deleted_between_two_pages_hides_no_other()
    {
        AddOrders(12);
        using var client = _shop.Client(_shop.Settings with { PageSize = 4 });
        DeleteBeforeRequest(2, 4);

        Assert.Equal(Enumerable.Range(1, 12).Select(i => (long)i), await client.IdsAsync());
    }

    [Fact]
    public async Task Everything_deleted_between_two_pages_ends_the_walk()
    {
        AddOrders(12);
        using var client = _shop.Client(_shop.Settings with { PageSize = 4 });
        DeleteBeforeRequest(3, [.. Enumerable.Range(1, 12).Select(i => (long)i)]);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], await client.IdsAsync());
    }

    [Fact]
    public async Task A_shop_that_does_not_sort_by_id_is_refused()
    {
        AddOrders(3);
        _shop.Faults.Add(Fault.After("shuffled", answer => answer with
        {
            Body = Encoding.UTF8.GetBytes(new JsonArray([.. JsonNode.Parse(answer.Body)!.AsArray().Reverse().Select(o => o!.DeepClone())]).ToJsonString()),
        }));
        using var client = _shop.Client();

        var error = await Assert.ThrowsAsync<EtlException>(() => client.IdsAsync());

        Assert.Contains("WOO010 Row 2 comes after 3, though rising ids were asked for.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cache_that_answers_the_same_page_for_ever_is_found()
    {
        AddOrders(12);
        byte[]? cached = null;
        for (var i = 0; i < 20; i++)
        {
            _shop.Faults.Add(Fault.After("cache", answer => answer with { Body = cached ??= answer.Body }));
        }

        using var client = _shop.Client(_shop.Settings with { PageSize = 4 });

        var error = await Assert.ThrowsAsync<EtlException>(() => client.IdsAsync());

        Assert.Contains("WOO011 Offset 3 gave the same 4 rows as offset 0.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_the_shop_counts_but_cannot_show_does_not_end_the_walk()
    {
        AddOrders(12);
        _shop.Faults.Add(Fault.After("one row withheld", answer =>
        {
            var rows = JsonNode.Parse(answer.Body)!.AsArray();
            rows.RemoveAt(1);
            return answer with { Body = Encoding.UTF8.GetBytes(rows.ToJsonString()) };
        }));
        using var client = _shop.Client(_shop.Settings with { PageSize = 4 });

        Assert.Equal([1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], await client.IdsAsync());
    }

    [Fact]
    public async Task A_row_without_id_is_refused_rather_than_dropped()
    {
        _shop.Faults.Add(Fault.After("no id", answer => answer with { Body = Encoding.UTF8.GetBytes("""[{"id":1},{"number":"2"}]""") }));
        using var client = _shop.Client();

        var error = await Assert.ThrowsAsync<EtlException>(() => client.IdsAsync());

        Assert.Contains(":2: WOO009 The row has no id.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listing_gives_ids_and_creation_times_since_a_day_and_little_else()
    {
        _shop.Orders.Add(1, createdGmt: "2026-11-20T09:59:59");
        _shop.Orders.Add(2, createdGmt: "2026-11-20T10:00:00");
        _shop.Orders.Add(3, "pending", createdGmt: "2026-11-20T12:00:00");
        using var client = _shop.Client(_shop.Settings with { Statuses = ["processing"] });

        var keys = new List<SourceKey>();
        await foreach (var key in new WooCommerceSource(client).ListAsync("order", Tenth, default))
        {
            keys.Add(key);
        }

        Assert.Equal([new SourceKey("2", Tenth), new SourceKey("3", Tenth.AddHours(2))], keys);
        Assert.Equal("id,date_created_gmt", _shop.Requests[0].Query["_fields"]);
        Assert.Equal("any", _shop.Requests[0].Query["status"]);
    }

    [Fact]
    public async Task Fetching_gives_the_order_as_it_is_now_also_from_the_trash()
    {
        _shop.Orders.Add(1);
        _shop.Orders.Trash(1);
        using var client = _shop.Client();

        var record = await new WooCommerceSource(client).FetchAsync("order", "1", default);

        Assert.Equal("trash", record!.Json().GetProperty("status").GetString());
    }

    [Fact]
    public async Task Fetching_an_order_that_is_gone_gives_null()
    {
        using var client = _shop.Client();

        Assert.Null(await new WooCommerceSource(client).FetchAsync("order", "77", default));
    }

    [Fact]
    public async Task A_404_that_is_not_the_shops_is_never_taken_for_a_deleted_order()
    {
        _shop.Orders.Add(1);
        _shop.Faults.Add(Fault.Status(404, "<h1>Not Found</h1>", "text/html"));
        using var client = _shop.Client();

        var error = await Assert.ThrowsAsync<EtlException>(() => new WooCommerceSource(client).FetchAsync("order", "1", default));

        Assert.Equal("WOO006", error.Code.Code);
    }

    [Fact]
    public async Task An_entity_that_the_shop_does_not_have_is_refused()
    {
        using var client = _shop.Client();

        var error = await Assert.ThrowsAsync<EtlException>(() => new WooCommerceSource(client).FetchAsync("price-list", "1", default));

        Assert.Equal("WOO008 \"price-list\" is not read from WooCommerce. Try: order, product, stock, price", error.Message);
    }

    [RecordedShopFact]
    public async Task The_recorded_orders_come_through_unchanged()
    {
        var recorded = await File.ReadAllTextAsync(Path.Combine(RecordedShopFactAttribute.Folder!, "orders.json"));
        _shop.Orders.Load(recorded);
        using var client = _shop.Client(_shop.Settings with { PageSize = 20 });

        var records = (await client.PagesAsync()).SelectMany(p => p.Records).ToList();

        var expected = JsonNode.Parse(recorded)!.AsArray();
        Assert.Equal(expected.Count, records.Count);
        Assert.Equal(71, records.Count);
        foreach (var (order, record) in expected.Zip(records))
        {
            Assert.True(JsonNode.DeepEquals(order, JsonNode.Parse(record.Payload.Span)), $"order {record.Key} was changed");
        }
    }

    private void AddOrders(int count)
    {
        for (var id = 1; id <= count; id++)
        {
            _shop.Orders.Add(id);
        }
    }

    private void DeleteBeforeRequest(int number, params long[] ids)
    {
        var seen = 0;
        _shop.BeforeEach = _ =>
        {
            if (++seen == number)
            {
                foreach (var id in ids)
                {
                    _shop.Orders.DeleteForGood(id);
                }
            }
        };
    }
}
