using System.Text;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>What a running shop was measured to do with products, asked of the fake over plain HTTP: the tests of the targets rest on it.</summary>
public sealed class MeasuredProductTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _http = new();
    private FakeWooCommerce _shop = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync();
        var credentials = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{_shop.Keys.Key}:{_shop.Keys.Secret}"));
        _http.DefaultRequestHeaders.Add("Authorization", $"Basic {credentials}");
        _shop.Products.Add(12, "MUGG", modifiedGmt: "2026-01-01T00:00:00");
        _shop.Products.Add(37, "TS", "variable", modifiedGmt: "2026-01-01T00:00:00");
        _shop.Products.AddVariation(37, 38, "TS-S");
        _shop.Products.AddVariation(37, 39, "");
    }

    public void Dispose() => _http.Dispose();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Past_the_end_products_keep_their_true_totals()
    {
        using var response = await _http.GetAsync(Address("products?page=9&per_page=10"));

        Assert.Equal(("[]", "2"), (await response.Content.ReadAsStringAsync(), response.Headers.GetValues("X-WP-Total").Single()));
    }

    [Fact]
    public async Task SKUs_find_products_and_variations_whatever_their_capitals()
    {
        var found = (await GetAsync("products?sku=mugg,ts-s")).AsArray();

        Assert.Equal(["12 simple 0", "38 variation 37"], found.Select(row => $"{row!["id"]} {row["type"]} {row["parent_id"]}"));
    }

    [Fact]
    public async Task A_variation_without_a_SKU_answers_with_its_products()
    {
        Assert.Equal("TS", (await GetAsync("products/39"))["sku"]!.ToString());
        Assert.Equal("", (await GetAsync("products/39?context=edit"))["sku"]!.ToString());
    }

    [Theory]
    [InlineData("\"322\"", 200, "322", "instock")]
    [InlineData("10.7", 400, "5", "instock")]
    [InlineData("null", 200, "0", "outofstock")]
    public async Task A_stock_is_taken_as_text_refused_with_decimals_and_emptied_by_null(string value, int status, string quantity, string stockStatus)
    {
        Assert.Equal(status, (await SendAsync(HttpMethod.Put, "products/12", $$"""{"stock_quantity":{{value}}}""")).Status);
        Assert.Equal((quantity, stockStatus), (_shop.Products[12]["stock_quantity"]!.ToString(), _shop.Products[12]["stock_status"]!.ToString()));
    }

    [Fact]
    public async Task A_stock_that_is_not_counted_is_ignored_without_a_word()
    {
        _shop.Products[12]["manage_stock"] = false;
        _shop.Products[12]["stock_quantity"] = null;
        _shop.Products[38]["manage_stock"] = "parent";

        var simple = await SendAsync(HttpMethod.Put, "products/12", """{"stock_quantity":7}""");
        var variation = await SendAsync(HttpMethod.Put, "products/37/variations/38", """{"stock_quantity":7}""");

        Assert.Equal((200, null), (simple.Status, simple.Json["stock_quantity"]));
        Assert.Equal((200, "5"), (variation.Status, variation.Json["stock_quantity"]!.ToString()));
    }

    [Fact]
    public async Task A_batch_takes_any_text_for_a_stock_and_makes_it_0()
    {
        var answer = await SendAsync(HttpMethod.Post, "products/batch", """{"update":[{"id":12,"stock_quantity":"x"},{"id":99,"stock_quantity":1}]}""");

        Assert.Equal((200, "0"), (answer.Status, answer.Json["update"]![0]!["stock_quantity"]!.ToString()));
        Assert.Equal("woocommerce_rest_product_invalid_id", answer.Json["update"]![1]!["error"]!["code"]!.ToString());
    }

    [Fact]
    public async Task More_than_100_in_a_batch_are_too_many()
    {
        var items = string.Join(',', Enumerable.Range(1, 101).Select(id => $$"""{"id":{{id}}}"""));

        var answer = await SendAsync(HttpMethod.Post, "products/batch", $$"""{"update":[{{items}}]}""");

        Assert.Equal((413, "woocommerce_rest_request_entity_too_large"), (answer.Status, answer.Json["code"]!.ToString()));
    }

    [Fact]
    public async Task A_variation_is_written_under_its_product_only_and_moves_both()
    {
        Assert.Equal("woocommerce_rest_invalid_product_id", (await SendAsync(HttpMethod.Put, "products/38", """{"stock_quantity":7}""")).Json["code"]!.ToString());
        Assert.Equal("38", (await GetAsync("products/38"))["id"]!.ToString());

        await SendAsync(HttpMethod.Put, "products/37/variations/38", """{"stock_quantity":7}""");

        Assert.Equal(["2026-11-21T02:00:00", "2026-11-21T02:00:00"], new[] { 37, 38 }.Select(id => _shop.Products[id]["date_modified_gmt"]!.ToString()));
    }

    [Fact]
    public async Task A_SKU_that_is_taken_is_refused()
    {
        var answer = await SendAsync(HttpMethod.Post, "products", """{"sku":"mugg","type":"simple","name":"Mugg"}""");

        Assert.Equal((400, "product_invalid_sku"), (answer.Status, answer.Json["code"]!.ToString()));
        Assert.Equal(4, _shop.Products.All.Count);
    }

    private Uri Address(string path) => new($"{_shop.BaseUrl}/wp-json/wc/v3/{path}");

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _http.GetStringAsync(Address(path)))!;

    private async Task<(int Status, JsonNode Json)> SendAsync(HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, Address(path)) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
