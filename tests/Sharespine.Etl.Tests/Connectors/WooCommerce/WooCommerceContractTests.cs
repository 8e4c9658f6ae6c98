using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Load;
using Sharespine.Etl.Tests.Support;
using Sharespine.Etl.Tests.Support.OpenApi;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>Every kind of request that the connector sends, held against the API's own description.</summary>
public sealed class WooCommerceContractTests : IAsyncLifetime
{
    private const string Description = "specs/shops/woocommerce/wc-v3-derived.openapi.json";
    private const string Samples = "samples/shops/woocommerce";
    private const string Api = "/wp-json/wc/v3";

    // Known to every route of WordPress, or (dp) to every route of an order.
    private static readonly string[] Beside = ["_fields", "dp", "context", "consumer_key", "consumer_secret"];

    // Described elsewhere or nowhere: said on the connector's page.
    private static readonly string[] NotDescribed = ["/reports/orders/totals", "/orders/7/fulfillments"];

    private FakeWooCommerce _shop = null!;
    private WooCommerceClient _client = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync();
        var order = _shop.Orders.Add(7);
        order["line_items"] = new JsonArray(new JsonObject { ["id"] = 101, ["sku"] = "MUGG", ["quantity"] = 3 });
        _shop.Orders.AddRefund(7, new JsonObject { ["id"] = 9, ["amount"] = "10.00", ["line_items"] = new JsonArray() });
        _shop.Products.Add(12, "MUGG");
        _shop.Products.Add(37, "TS", "variable");
        _shop.Products.AddVariation(37, 38, "TS-S", ("Storlek", "S"));
        _shop.Products[12]["manage_stock"] = false;
        _client = _shop.Client();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _shop.DisposeAsync();
    }

    [Mappings.SharedSampleFact(Description)]
    public async Task Every_request_is_one_that_the_API_describes()
    {
        await ReadAllAsync();
        await WriteAllAsync();
        await _client.ProbeAllAsync(default);
        var api = OpenApiDocument.Load(Path.Combine(Mappings.Repository.Shared, Description));

        var requests = _shop.Requests.Where(request => request.Target.StartsWith(Api, StringComparison.Ordinal))
            .Select(request => (request.Method, Path: request.Target[Api.Length..], Body: request.Body.Length == 0 ? null : request.Body))
            .Where(request => !NotDescribed.Contains(request.Path.Split('?')[0]))
            .ToList();

        Assert.Equal("", string.Join(Environment.NewLine, requests.SelectMany(request => api.Problems(request.Method, request.Path, request.Body, Beside).Select(problem => $"{request}: {problem}")).Distinct()));
        Assert.Superset(
            new HashSet<string>
            {
                "GET orders", "GET orders/7", "GET orders/7/refunds", "GET products", "GET products/12", "GET products/37/variations", "GET products/attributes", "GET settings/tax",
                "GET orders/7/notes", "PUT orders/7", "POST orders/7/notes", "POST products", "PUT products/37", "POST products/batch", "POST products/37/variations/batch",
            },
            _shop.Requests.Select(request => $"{request.Method} {request.Path}").ToHashSet());
    }

    [Mappings.SharedSampleFact(Samples + "/products.json")]
    public void Nothing_with_meaning_in_a_recorded_product_is_dropped_unnoticed() =>
        AssertRead("products.json", ["product", "stock", "price"],
            // The shop's own pages and search, or said in another field.
            "slug", "permalink", "featured", "catalog_visibility", "price", "price_html", "on_sale", "purchasable", "total_sales", "virtual", "downloadable", "downloads",
            "download_limit", "download_expiry", "external_url", "button_text", "backorders", "backorders_allowed", "backordered", "low_stock_amount", "sold_individually",
            "dimensions", "shipping_required", "shipping_taxable", "shipping_class", "shipping_class_id", "reviews_allowed", "average_rating", "rating_count", "upsell_ids",
            "cross_sell_ids", "parent_id", "purchase_note", "tags", "images", "default_attributes", "grouped_products", "menu_order", "related_ids", "has_options", "post_password",
            "_links", "date_created", "date_created_gmt", "date_modified", "date_on_sale_from", "date_on_sale_to");

    [Mappings.SharedSampleFact(Samples + "/orders.json")]
    public void Nothing_with_meaning_in_a_recorded_order_is_dropped_unnoticed() =>
        AssertRead("orders.json", ["order"],
            // Sums of what the rows say, local twins of times in UTC, and what concerns the shop's own pages.
            "parent_id", "version", "date_created", "date_modified", "date_modified_gmt", "date_completed", "date_completed_gmt", "date_paid", "discount_total", "discount_tax",
            "shipping_total", "shipping_tax", "cart_tax", "order_key", "payment_method_title", "customer_ip_address", "customer_user_agent", "created_via", "cart_hash", "payment_url",
            "is_editable", "needs_payment", "needs_processing", "currency_symbol", "_links", "coupon_lines");

    private async Task ReadAllAsync()
    {
        var source = new WooCommerceSource(_client);
        foreach (var entity in source.Entities)
        {
            await foreach (var page in source.ReadAsync(new(entity, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), null), default))
            {
                Assert.NotEmpty(page.Records);
            }

            await foreach (var key in source.ListAsync(entity, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), default))
            {
                Assert.NotEmpty(key.Key);
            }

            Assert.NotNull(await source.FetchAsync(entity, entity == "order" ? "7" : "12", default));
        }
    }

    private async Task WriteAllAsync()
    {
        await WriteAsync(new WooCommerceProductTarget(_client), """
            {"sku":"TS","type":"variable","name":"T-shirt","short_description":"Kort","active":false,"tax_class":"reduced-rate","categories":[19],"meta_data":[{"key":"_erp","value":"1"}],
             "attributes":[{"name":"Material","options":["Bomull"]}],
             "variations":[{"sku":"TS-S","options":[{"name":"Storlek","option":"S"}],"active":false,"weight":0.2},{"sku":"TS-M","options":[{"name":"Storlek","option":"M"}],"first_price":99}]}
            """);
        await WriteAsync(new WooCommerceProductTarget(_client), """
            {"sku":"NY","type":"simple","name":"Ny","description":"<p>Ny</p>","active":true,"weight":1.5,"global_unique_id":"7310100000018","first_price":10,"manage_stock":true}
            """);
        await WriteAsync(new WooCommerceStockTarget(_client), """{"sku":"MUGG","stock_quantity":7,"uncounted":"count"}""");
        await WriteAsync(new WooCommerceStockTarget(_client), """{"sku":"TS-M","stock_quantity":1,"stock_status":"outofstock"}""");
        await WriteAsync(new WooCommercePriceTarget(_client), """
            {"sku":"MUGG","currency":"SEK","includes_vat":true,"regular_price":90.5,"has_campaign":true,"sale_price":80,"date_on_sale_from_gmt":"2026-11-26T23:00:00Z"}
            """);
        await WriteAsync(new WooCommercePriceTarget(_client), """{"sku":"TS-S","currency":"SEK","includes_vat":true,"regular_price":50,"has_campaign":false}""");
        await WriteAsync(new WooCommerceShipmentTarget(_client), """{"id":"7","delivery_id":"F-77","notify":true,"shipped_on":"2026-11-04","note":"Skickad."}""");
        await WriteAsync(new WooCommerceStatusTarget(_client), """{"id":"7","meta_data":[{"key":"_erp_order_number","value":"1"}]}""");
        await WriteAsync(new WooCommerceCaptureTarget(_client), """{"id":"7"}""");
    }

    private static async Task WriteAsync(IRecordTarget target, string payload)
    {
        var document = new OutboxDocument("x", "x", null, Encoding.UTF8.GetBytes(payload), "h");
        var state = Assert.Single(await target.FindAsync([document], default));
        Assert.True(state is TargetState.Other or TargetState.Absent, state.ToString());
        Assert.IsType<TargetAnswer.Done>(Assert.Single(await target.SendAsync([new(document, state)], default)));
    }

    /// <summary>Each field of the recorded rows is named by a mapping or listed as one that is left out on purpose.</summary>
    private static void AssertRead(string sample, string[] entities, params string[] leftOut)
    {
        var mappings = string.Concat(entities.Select(entity => File.ReadAllText(Path.Combine(Repository.Mappings, $"woocommerce.{entity}.yaml")).Split("examples:", 2)[0]));
        using var rows = JsonDocument.Parse(File.ReadAllText(Path.Combine(Mappings.Repository.Shared, Samples, sample)));
        var fields = rows.RootElement.EnumerateArray().SelectMany(row => row.EnumerateObject()).Select(field => field.Name).Distinct().ToList();

        Assert.Equal([], fields.Where(field => !leftOut.Contains(field) && !System.Text.RegularExpressions.Regex.IsMatch(mappings, $@"\b{field}\b")));
        Assert.Equal([], leftOut.Where(field => !fields.Contains(field)));
    }
}
