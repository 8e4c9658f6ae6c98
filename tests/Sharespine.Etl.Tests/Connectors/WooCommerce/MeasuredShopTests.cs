using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>What a running WooCommerce 10.0.2 was measured to do, asked of the fake over plain HTTP: the other tests rest on it.</summary>
public sealed class MeasuredShopTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _http = new();
    private FakeWooCommerce _shop = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync();
        var credentials = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{_shop.Keys.Key}:{_shop.Keys.Secret}"));
        _http.DefaultRequestHeaders.Add("Authorization", $"Basic {credentials}");
    }

    public void Dispose() => _http.Dispose();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task More_than_100_per_page_is_refused()
    {
        Assert.Equal((400, "rest_invalid_param"), await RefusalAsync("orders?per_page=101"));
    }

    [Fact]
    public async Task Past_the_end_the_page_is_empty_and_the_totals_are_zero()
    {
        AddOrders(5);

        var (rows, total) = await ListAsync("orders?page=9&per_page=2");

        Assert.Empty(rows);
        Assert.Equal("0", total);
        Assert.Equal("5", (await ListAsync("orders?per_page=2")).Total);
    }

    [Theory]
    [InlineData("orderby=date&order=desc")]
    [InlineData("orderby=modified&order=asc")]
    public async Task Sorting_by_time_loses_rows_between_pages(string sort)
    {
        AddOrders(29);

        var ids = await WalkPagesAsync(sort, 20);

        Assert.Equal(29, ids.Count);
        Assert.True(ids.Distinct().Count() < 29, "every row came, so the fake does not do what the shop does");
    }

    [Theory]
    [InlineData("orderby=id&order=asc", 20)]
    [InlineData("orderby=id&order=desc", 7)]
    public async Task Sorting_by_id_loses_nothing(string sort, int size)
    {
        AddOrders(29);

        Assert.Equal(29, (await WalkPagesAsync(sort, size)).Distinct().Count());
    }

    [Fact]
    public async Task Modified_after_leaves_out_the_very_second()
    {
        _shop.Orders.Add(1, modifiedGmt: "2026-11-20T10:00:00");
        _shop.Orders.Add(2, modifiedGmt: "2026-11-20T10:00:01");

        Assert.Equal([2], await IdsAsync("modified_after=2026-11-20T10:00:00&dates_are_gmt=true"));
        Assert.Equal([1], await IdsAsync("modified_before=2026-11-20T10:00:01&dates_are_gmt=true"));
    }

    [Theory]
    [InlineData("2026-07-01T12:00:00", new long[] { 2, 3 })]                          // site time: 10:00 UTC
    [InlineData("2026-07-01T12:00:00&dates_are_gmt=true", new long[] { 3 })]          // UTC
    [InlineData("2026-07-01T12:00:00Z", new long[] { 3 })]                            // UTC
    [InlineData("2026-07-01T14:00:00%2B02:00", new long[] { 3 })]                     // the same
    [InlineData("2026-07-01T12:00:00Z&dates_are_gmt=true", new long[] { })]           // shifted by the site's 2 h: order 3 is lost
    [InlineData("2026-07-01T12:00:00.000Z", new long[] { 3 })]
    public async Task A_limit_is_read_in_the_sites_zone_or_in_UTC_and_shifted_when_told_both_ways(string limit, long[] expected)
    {
        _shop.Orders.Add(1, modifiedGmt: "2026-07-01T09:30:00");
        _shop.Orders.Add(2, modifiedGmt: "2026-07-01T11:00:00");
        _shop.Orders.Add(3, modifiedGmt: "2026-07-01T13:00:00");

        Assert.Equal(expected, await IdsAsync($"modified_after={limit}"));
    }

    [Theory]
    [InlineData("2026-07-01T14:00:00+02:00")]
    [InlineData("2026-10-01")]
    [InlineData("1760000000")]
    [InlineData("yesterday")]
    public async Task Other_forms_of_time_are_refused(string limit)
    {
        Assert.Equal((400, "rest_invalid_param"), await RefusalAsync($"orders?modified_after={limit}"));
    }

    [Fact]
    public async Task A_listing_has_unfinished_checkouts_and_unknown_statuses_but_no_trash()
    {
        _shop.Orders.Add(1, "checkout-draft");
        _shop.Orders.Add(2, "dellevererad");
        _shop.Orders.Add(3);
        _shop.Orders.Trash(3);

        Assert.Equal([1, 2], await IdsAsync("status=any"));
        Assert.Equal("trash", (await GetAsync("orders/3"))["status"]!.GetValue<string>());
        Assert.Equal([3], await IdsAsync("status=trash"));
    }

    [Theory]
    [InlineData("wc-completed")]
    [InlineData("nonsense")]
    public async Task An_unknown_status_is_refused_as_a_filter_and_as_a_value(string status)
    {
        _shop.Orders.Add(1);

        Assert.Equal((400, "rest_invalid_param"), await RefusalAsync($"orders?status={status}"));
        Assert.Equal((400, "rest_invalid_param"), await RefusalAsync("orders/1", $$"""{"status":"{{status}}"}"""));
    }

    [Fact]
    public async Task An_unknown_order_is_404_when_read_and_400_when_written()
    {
        Assert.Equal((404, "woocommerce_rest_shop_order_invalid_id"), await RefusalAsync("orders/77"));
        Assert.Equal((400, "woocommerce_rest_shop_order_invalid_id"), await RefusalAsync("orders/77", "{}"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"status":"processing"}""")]
    public async Task Every_write_moves_the_modification_time_even_one_that_changes_nothing(string change)
    {
        _shop.Orders.Add(1, modifiedGmt: "2026-01-01T00:00:00");

        await PutAsync(1, change);

        Assert.Equal("2026-11-21T02:00:00", _shop.Orders[1]["date_modified_gmt"]!.GetValue<string>());
        Assert.Equal("2026-11-21T03:00:00", _shop.Orders[1]["date_modified"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_known_meta_key_is_changed_in_place()
    {
        _shop.Orders.Add(1);
        await PutAsync(1, """{"meta_data":[{"key":"_erp","value":"1"}]}""");
        var id = _shop.Orders[1]["meta_data"]![0]!["id"]!.GetValue<long>();
        await PutAsync(1, """{"meta_data":[{"key":"_erp","value":"2"}]}""");

        Assert.Equal($$"""[{"id":{{id}},"key":"_erp","value":"2"}]""", _shop.Orders[1]["meta_data"]!.ToJsonString());
    }

    [Fact]
    public async Task A_refund_moves_the_order_and_shows_as_a_negative_total_there()
    {
        _shop.Orders.Add(1, modifiedGmt: "2026-01-01T00:00:00");
        _shop.Orders.AddRefund(1, new JsonObject { ["id"] = 9, ["amount"] = "149.00", ["reason"] = "Fel", ["line_items"] = new JsonArray() });

        var order = await GetAsync("orders/1");
        Assert.Equal("""[{"id":9,"reason":"Fel","total":"-149.00"}]""", order["refunds"]!.ToJsonString());
        Assert.Equal("100.00", order["total"]!.GetValue<string>());
        Assert.Equal("2026-11-21T02:00:00", order["date_modified_gmt"]!.GetValue<string>());
        Assert.Equal([1], await IdsAsync("per_page=10"));
    }

    private void AddOrders(int count)
    {
        for (var id = 1; id <= count; id++)
        {
            _shop.Orders.Add(id);
        }
    }

    private async Task<List<long>> WalkPagesAsync(string sort, int size)
    {
        var ids = new List<long>();
        for (var page = 1; ; page++)
        {
            var (rows, _) = await ListAsync($"orders?{sort}&per_page={size}&page={page}");
            if (rows.Count == 0)
            {
                return ids;
            }

            ids.AddRange(rows);
        }
    }

    private async Task<List<long>> IdsAsync(string query) => (await ListAsync($"orders?{query}&orderby=id&order=asc")).Ids;

    private async Task<(List<long> Ids, string Total)> ListAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri($"{_shop.BaseUrl}/wp-json/wc/v3/{path}"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return ([.. JsonNode.Parse(text)!.AsArray().Select(o => o!["id"]!.GetValue<long>())], response.Headers.GetValues("X-WP-Total").Single());
    }

    private async Task<JsonNode> GetAsync(string path) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri($"{_shop.BaseUrl}/wp-json/wc/v3/{path}")))!;

    private async Task PutAsync(long id, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _http.PutAsync(new Uri($"{_shop.BaseUrl}/wp-json/wc/v3/orders/{id}"), content);
        Assert.Equal(200, (int)response.StatusCode);
    }

    private async Task<(int Status, string Code)> RefusalAsync(string path, string? put = null)
    {
        using var request = new HttpRequestMessage(put is null ? HttpMethod.Get : HttpMethod.Put, $"{_shop.BaseUrl}/wp-json/wc/v3/{path}");
        request.Content = put is null ? null : new StringContent(put, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, json.RootElement.GetProperty("code").GetString()!);
    }
}
