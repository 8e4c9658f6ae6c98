using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.Shopify;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>Orders out of the shop: walks, details, and what the shop does on the way.</summary>
public sealed class ShopifySourceTests : IAsyncLifetime
{
    private FakeShopify _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeShopify.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task A_walk_reads_every_order_once_by_rising_id_whatever_changes_meanwhile()
    {
        for (var id = 1; id <= 23; id++)
        {
            _shop.State.AddOrder(id);
        }

        // An order that the walk has passed changes between two pages, and one ahead of it too: by time both would move.
        _shop.BeforeEach = _ =>
        {
            _shop.Time.Advance(TimeSpan.FromSeconds(30));
            _shop.State.Order("gid://shopify/Order/2")!["updatedAt"] = _shop.State.Now;
            _shop.State.Order("gid://shopify/Order/20")!["updatedAt"] = _shop.State.Now;
        };

        var keys = await KeysAsync(FakeShopify.Settings with { PageSize = 5 });

        Assert.Equal(Enumerable.Range(1, 23).Select(id => id.ToString(CultureInfo.InvariantCulture)), keys);
    }

    [Fact]
    public async Task Orders_changed_in_the_same_second_are_all_read()
    {
        for (var id = 1; id <= 12; id++)
        {
            _shop.State.AddOrder(id);
        }

        Assert.Equal(12, (await KeysAsync(FakeShopify.Settings with { PageSize = 4 }, _shop.Time.GetUtcNow())).Count);
    }

    [Fact]
    public async Task Changed_orders_are_asked_for_in_UTC_with_Z_and_quotes_and_before_the_index_lag()
    {
        await KeysAsync(FakeShopify.Settings, new(2026, 11, 20, 11, 0, 0, TimeSpan.FromHours(1)));

        Assert.Equal("updated_at:>='2026-11-20T09:55:00Z' AND test:false", _shop.CallsOf("OrdersPage").Single()["query"]);
    }

    [Fact]
    public async Task A_walk_goes_on_behind_the_last_staged_page()
    {
        for (var id = 1; id <= 6; id++)
        {
            _shop.State.AddOrder(id);
        }

        using var client = _shop.Client(FakeShopify.Settings with { PageSize = 2 });
        string? resume = null;
        await foreach (var page in new ShopifySource(client).ReadAsync(new("order", null, null), default))
        {
            resume = page.ResumeAt;
            break;
        }

        Assert.Equal(["3", "4", "5", "6"], await KeysAsync(FakeShopify.Settings, null, resume));
    }

    [Fact]
    public async Task A_walk_that_fails_half_way_loses_nothing_and_says_that_later_may_help()
    {
        for (var id = 1; id <= 6; id++)
        {
            _shop.State.AddOrder(id);
        }

        var pages = 0;
        _shop.BeforeEach = call =>
        {
            if (call.Operation == "OrdersPage" && ++pages == 2)
            {
                _shop.Faults.Add([.. Enumerable.Repeat(FakeFault.Reply(503, "down", "OrdersPage"), 4)]);
            }
        };
        var (keys, resume) = (new List<string>(), (string?)null);
        using var client = _shop.Client(FakeShopify.Settings with { PageSize = 2 });
        var stopped = await Assert.ThrowsAsync<EtlException>(async () =>
        {
            await foreach (var page in new ShopifySource(client).ReadAsync(new("order", null, null), default))
            {
                keys.AddRange(page.Records.Select(record => record.Key));
                resume = page.ResumeAt;
            }
        });

        Assert.True(stopped.IsTransient);
        Assert.Equal(["1", "2", "3", "4", "5", "6"], keys.Concat(await KeysAsync(FakeShopify.Settings, null, resume)));
    }

    [Theory]
    [InlineData("order", "x")]
    [InlineData("product", "1@2")]
    [InlineData("price", "bulk:1")]
    [InlineData("price-list", "7")]
    public async Task A_resume_position_of_another_program_is_named(string entity, string resumeAt)
    {
        using var client = _shop.Client();

        var stopped = await Assert.ThrowsAsync<EtlException>(async () =>
        {
            await foreach (var page in new ShopifySource(client).ReadAsync(new(entity, null, resumeAt), default))
            {
                Assert.Null(page);
            }
        });

        Assert.Equal(ShopifyErrors.BadResume, stopped.Code);
    }

    [Fact]
    public async Task The_first_page_carries_the_shop_s_clock()
    {
        using var client = _shop.Client();
        await foreach (var page in new ShopifySource(client).ReadAsync(new("order", null, null), default))
        {
            Assert.Equal(_shop.Time.GetUtcNow(), page.ServerTime);
        }
    }

    [Fact]
    public async Task Rows_behind_the_first_page_of_rows_are_joined()
    {
        _shop.State.AddOrder(1, [.. Enumerable.Range(1, 260).Select(i => FakeData.Line(i, $"S-{i}", 1, 10, 2))]);

        var order = (await OrdersAsync()).Single();

        Assert.Equal(260, order["lineItems"]!["nodes"]!.AsArray().Select(line => line!["id"]!.GetValue<string>()).Distinct().Count());
        Assert.False(order["lineItems"]!["pageInfo"]!["hasNextPage"]!.GetValue<bool>());
        Assert.Equal(3, _shop.CallsOf("OrderLines").Count);
    }

    [Fact]
    public async Task Refunds_come_with_all_their_rows()
    {
        var order = _shop.State.AddOrder(1);
        order["refunds"]!.AsArray().Add(Refund(1, 120));

        var details = (await OrdersAsync()).Single()["refund_details"]!.AsArray();

        Assert.Equal(120, details.Single()!["refundLineItems"]!["nodes"]!.AsArray().Count);
        Assert.Equal("OrdersPage OrderRefunds RefundLines", string.Join(' ', _shop.Calls.Select(call => call.Operation).Where(name => name is not ("Scopes" or "DeletedOrders"))));
    }

    [Theory]
    [InlineData(ShopifyMoney.Shop, "SEK", "1150.0")]
    [InlineData(ShopifyMoney.Presentment, "EUR", "100.0")]
    public async Task Amounts_are_the_shop_s_or_the_customer_s_as_configured(ShopifyMoney money, string currency, string amount)
    {
        var order = _shop.State.AddOrder(1);
        order["totalPriceSet"] = FakeData.Bag(100, "EUR", 1150);

        var total = (await OrdersAsync(FakeShopify.Settings with { Money = money })).Single()["totalPriceSet"]!["money"]!;

        Assert.Equal((currency, amount), (total["currencyCode"]!.GetValue<string>(), total["amount"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Test_orders_are_read_only_where_wanted()
    {
        _shop.State.AddOrder(1)["test"] = true;
        _shop.State.AddOrder(2);

        Assert.Equal(["2"], await KeysAsync(FakeShopify.Settings));
        Assert.Equal(["1", "2"], await KeysAsync(FakeShopify.Settings with { TestOrders = true }));
    }

    [Fact]
    public async Task Only_orders_of_the_wanted_sales_channels_are_read()
    {
        _shop.State.AddOrder(1)["sourceName"] = "pos";
        _shop.State.AddOrder(2);
        _shop.State.AddOrder(3)["sourceName"] = "Anna's";

        Assert.Equal(["1", "3"], await KeysAsync(FakeShopify.Settings with { SalesChannels = ["pos", "Anna's"] }));
    }

    [Fact]
    public async Task Deleted_orders_are_told_as_remarks()
    {
        _shop.State.Events.Add(new JsonObject { ["action"] = "destroy", ["subjectType"] = "ORDER", ["subjectId"] = "gid://shopify/Order/41", ["createdAt"] = _shop.State.Now, ["__typename"] = "BasicEvent" });

        using var client = _shop.Client();
        var source = new ShopifySource(client);
        await foreach (var page in source.ReadAsync(new("order", _shop.Time.GetUtcNow(), null), default))
        {
            Assert.Empty(page.Records);
        }

        Assert.Contains(source.Remarks, remark => remark.Contains("SHP016", StringComparison.Ordinal) && remark.Contains("The order 41 was deleted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_right_to_events_deleted_orders_are_a_remark_and_the_walk_is_whole()
    {
        _shop.Faults.Add(FakeFault.Error("ACCESS_DENIED", "DeletedOrders"));
        _shop.State.AddOrder(1);

        using var client = _shop.Client();
        var source = new ShopifySource(client);
        await foreach (var page in source.ReadAsync(new("order", _shop.Time.GetUtcNow(), null), default))
        {
            Assert.Single(page.Records);
        }

        Assert.Contains(source.Remarks, remark => remark.Contains("SHP017", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Asking_for_all_orders_without_the_right_to_old_ones_is_remarked()
    {
        _shop.State.Scopes.Remove("read_all_orders");
        using var client = _shop.Client();
        var source = new ShopifySource(client);
        await foreach (var page in source.ReadAsync(new("order", null, null), default))
        {
            Assert.Empty(page.Records);
        }

        Assert.Contains(source.Remarks, remark => remark.Contains("SHP015", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_sweep_lists_ids_and_days()
    {
        _shop.State.AddOrder(1)["createdAt"] = "2026-11-01T10:00:00Z";
        _shop.State.AddOrder(2);
        using var client = _shop.Client();

        var keys = new List<SourceKey>();
        await foreach (var key in new ShopifySource(client).ListAsync("order", new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero), default))
        {
            keys.Add(key);
        }

        Assert.Equal([new("2", _shop.Time.GetUtcNow())], keys);
    }

    [Fact]
    public async Task One_order_is_fetched_by_its_number_and_a_missing_one_is_none()
    {
        _shop.State.AddOrder(42);
        using var client = _shop.Client();
        var source = new ShopifySource(client);

        Assert.Equal("42", (await source.FetchAsync("order", "42", default))!.Key);
        Assert.Null(await source.FetchAsync("order", "43", default));
    }

    [Fact]
    public async Task A_personal_number_in_an_attribute_is_dropped_and_counted()
    {
        _shop.State.AddOrder(1)["customAttributes"] = new JsonArray(
            new JsonObject { ["key"] = "pnr", ["value"] = "811218-9876" }, new JsonObject { ["key"] = "orgnr", ["value"] = "556677-8899" });
        using var client = _shop.Client();
        var source = new ShopifySource(client);
        var payload = (await source.FetchAsync("order", "1", default))!.Payload;

        var attributes = JsonNode.Parse(payload.Span)!["customAttributes"]!.AsArray();
        Assert.Null(attributes[0]!["value"]);
        Assert.Equal("556677-8899", attributes[1]!["value"]!.GetValue<string>());
        Assert.Contains(source.Remarks, remark => remark.Contains("SHP041", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_is_too_dear_is_halved_until_it_is_not()
    {
        for (var id = 1; id <= 30; id++)
        {
            _shop.State.AddOrder(id);
        }

        _shop.Faults.Add(FakeFault.Error("MAX_COST_EXCEEDED", "OrdersPage"), FakeFault.Error("MAX_COST_EXCEEDED", "OrdersPage"));

        Assert.Equal(30, (await KeysAsync(FakeShopify.Settings with { PageSize = 100 })).Count);
        Assert.Equal([100, 50, 25, 25], _shop.CallsOf("OrdersPage").Select(call => call.Variables.GetProperty("first").GetInt32()));
    }

    [Fact]
    public async Task A_walk_that_is_not_sorted_by_id_stops()
    {
        _shop.State.AddOrder(5);
        _shop.Faults.Add(new FakeFault("OrdersPage", null, reply => reply with
        {
            Body = """{"data":{"orders":{"pageInfo":{"hasNextPage":false},"nodes":[{"id":"gid://shopify/Order/5"},{"id":"gid://shopify/Order/4"}]}}}""",
        }));

        var stopped = await Assert.ThrowsAsync<EtlException>(() => KeysAsync(FakeShopify.Settings));

        Assert.Equal(ShopifyErrors.NotSortedById, stopped.Code);
    }

    [Fact]
    public async Task A_real_looking_order_maps_to_the_hub_and_adds_up()
    {
        _shop.State.AddOrder(1, FakeData.Line(11, "T-1", 2, 125, 45, discount: 25), FakeData.Line(12, null, 1, 500, 0));
        using var client = _shop.Client();
        var payload = (await new ShopifySource(client).FetchAsync("order", "1", default))!.Payload;

        var order = ShopifyMappings.Map("shopify.order", payload);

        Assert.Equal("774.00 SEK", order.GetProperty("total").GetString());
        Assert.Equal(774m, order.GetProperty("lines").EnumerateArray().Sum(line => line.GetProperty("net").GetDecimal() + line.GetProperty("vat").GetDecimal()));
    }

    [Theory]
    [InlineData("GBP", 3, "33.33", "16.67", "0.01")]
    [InlineData("SEK", 1, "199", "39.8", "0")]
    [InlineData("SEK", 7, "0.37", "0.52", "1.11")]
    public async Task An_order_becomes_the_ERP_s_documents_without_an_issue(string currency, int quantity, string price, string tax, string discount)
    {
        decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
        var order = _shop.State.AddOrder(1, FakeData.Line(11, "T-1", quantity, Number(price), Number(tax), Number(discount)));
        order["refunds"]!.AsArray().Add(Refund(1, 1));
        order["lineItems"]![0]!["currentQuantity"] = quantity - 1;
        order["refunds"]![0]!["refundLineItems"]![0]!["lineItem"]!["taxLines"] = FakeData.Taxes(0.2m);
        using var client = _shop.Client();
        var payload = (await new ShopifySource(client).FetchAsync("order", "1", default))!.Payload;
        payload = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(payload.Span).Replace("SEK", currency, StringComparison.Ordinal));

        var hub = JsonSerializer.Deserialize<Sharespine.Etl.Model.Order>(ShopifyMappings.Map("shopify.order", payload), Sharespine.Etl.Mappings.Targets.TargetJson.Options)!;
        var assembled = Sharespine.Etl.Transform.OrderAssembler.Assemble(hub, "shop", new(), TimeZoneInfo.Utc);

        Assert.Empty(assembled.Issues);
        Assert.Empty(assembled.Held);
        Assert.Equal(["customer", "article", "order", "credit"], assembled.Documents.Select(document => document.Entity));
    }

    [Fact]
    public async Task An_order_whose_customer_is_redacted_is_rejected_and_not_taken_for_one_without_address()
    {
        var order = _shop.State.AddOrder(1);
        order["email"] = null;
        order["billingAddress"] = null;
        order["customer"] = new JsonObject { ["id"] = "gid://shopify/Customer/7", ["legacyResourceId"] = "7" };
        using var client = _shop.Client();
        var payload = (await new ShopifySource(client).FetchAsync("order", "1", default))!.Payload;

        var rejected = Assert.Throws<InvalidOperationException>(() => ShopifyMappings.Map("shopify.order", payload));

        Assert.Contains("the shop gives out no customer data", rejected.Message, StringComparison.Ordinal);
    }

    internal static JsonObject Refund(long id, int rows) => new()
    {
        ["id"] = $"gid://shopify/Refund/{id}",
        ["createdAt"] = "2026-11-21T01:00:00Z",
        ["totalRefundedSet"] = FakeData.Bag(rows),
        ["refundShippingLines"] = new JsonArray(),
        ["orderAdjustments"] = new JsonArray(),
        ["transactions"] = new JsonArray(),
        ["refundLineItems"] = new JsonArray([.. Enumerable.Range(1, rows).Select(i => (JsonNode)new JsonObject
        {
            ["id"] = $"gid://shopify/RefundLineItem/{i}", ["quantity"] = 1, ["subtotalSet"] = FakeData.Bag(1), ["totalTaxSet"] = FakeData.Bag(0.2m),
            ["lineItem"] = new JsonObject { ["id"] = "gid://shopify/LineItem/11", ["name"] = "Vara 11", ["taxLines"] = new JsonArray() },
        })]),
    };

    private async Task<List<string>> KeysAsync(ShopifySettings settings, DateTimeOffset? changedAfter = null, string? resumeAt = null)
    {
        using var client = _shop.Client(settings);
        var keys = new List<string>();
        await foreach (var page in new ShopifySource(client).ReadAsync(new("order", changedAfter, resumeAt), default))
        {
            keys.AddRange(page.Records.Select(record => record.Key));
        }

        return keys;
    }

    private async Task<List<JsonNode>> OrdersAsync(ShopifySettings? settings = null)
    {
        using var client = _shop.Client(settings ?? FakeShopify.Settings);
        var orders = new List<JsonNode>();
        await foreach (var page in new ShopifySource(client).ReadAsync(new("order", null, null), default))
        {
            orders.AddRange(page.Records.Select(record => JsonNode.Parse(record.Payload.Span)!));
        }

        return orders;
    }
}
