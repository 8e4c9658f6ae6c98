using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

public sealed class RefundDetailsTests : IAsyncLifetime
{
    private readonly Notes _notes = new();
    private FakeWooCommerce _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeWooCommerce.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task An_order_with_refunds_carries_their_details_behind_everything_else()
    {
        _shop.Orders.Add(1);
        var plain = _shop.Orders.Add(2);
        _shop.Orders.AddRefund(2, Refund(31, "5.00"));
        _shop.Orders.AddRefund(2, Refund(30, "699.00"));
        using var client = _shop.Client();

        var records = (await client.PagesAsync()).Single().Records;

        Assert.False(records[0].Json().TryGetProperty("refund_details", out _));
        Assert.Equal(["30", "31"], Details(records[1].Json()));
        Assert.StartsWith(plain.ToJsonString()[..^1], records[1].Text(), StringComparison.Ordinal);
        Assert.Single(_shop.Requests, r => r.Path == "orders/2/refunds");
        Assert.DoesNotContain(_shop.Requests, r => r.Path == "orders/1/refunds");
    }

    [Fact]
    public async Task More_refunds_than_a_page_holds_all_come()
    {
        _shop.Orders.Add(1);
        for (var id = 1; id <= 130; id++)
        {
            _shop.Orders.AddRefund(1, Refund(id, "0.01"));
        }

        using var client = _shop.Client();

        Assert.Equal(130, Details((await client.PagesAsync()).Single().Records[0].Json()).Count);
    }

    [Fact]
    public async Task A_refund_deleted_while_we_read_makes_the_order_be_read_anew()
    {
        _shop.Orders.Add(1);
        _shop.Orders.AddRefund(1, Refund(8, "1.00"));
        _shop.Orders.AddRefund(1, Refund(9, "2.00"));
        _shop.BeforeEach = request =>
        {
            if (request.Path == "orders/1/refunds" && _shop.Orders[1]["refunds"]!.AsArray().Count == 2)
            {
                _shop.Orders.DeleteRefund(1, 8);
            }
        };
        using var client = _shop.Client(notes: _notes);

        var order = (await client.PagesAsync()).Single().Records[0].Json();

        Assert.Equal("9", Assert.Single(Details(order)));
        Assert.Equal(1, order.GetProperty("refunds").GetArrayLength());
        Assert.Empty(_notes.All);
    }

    [Fact]
    public async Task A_refund_made_while_we_read_makes_the_order_be_read_anew()
    {
        _shop.Orders.Add(1);
        _shop.Orders.AddRefund(1, Refund(8, "1.00"));
        _shop.BeforeEach = request =>
        {
            if (request.Path == "orders/1/refunds" && _shop.Orders[1]["refunds"]!.AsArray().Count == 1)
            {
                _shop.Orders.AddRefund(1, Refund(9, "2.00"));
            }
        };
        using var client = _shop.Client(notes: _notes);

        var order = (await client.PagesAsync()).Single().Records[0].Json();

        Assert.Equal(["8", "9"], Details(order));
        Assert.Equal(2, order.GetProperty("refunds").GetArrayLength());
        Assert.Empty(_notes.All);
    }

    [Fact]
    public async Task An_order_deleted_while_we_read_its_refunds_still_comes_and_that_is_noted()
    {
        _shop.Orders.Add(1);
        _shop.Orders.AddRefund(1, Refund(8, "1.00"));
        _shop.BeforeEach = request =>
        {
            if (request.Path == "orders/1/refunds")
            {
                _shop.Orders.DeleteForGood(1);
            }
        };
        using var client = _shop.Client(notes: _notes);

        Assert.Empty(Details((await client.PagesAsync()).Single().Records[0].Json()));
        Assert.Equal("WOO015 The order and its refunds do not agree.",
            (Assert.Single(_notes.All).First with { At = null }).ToString());
    }

    [Fact]
    public async Task A_refusal_of_the_refunds_of_an_order_that_is_there_stops_the_read()
    {
        _shop.Orders.Add(1);
        _shop.Orders.AddRefund(1, Refund(8, "1.00"));
        _shop.Faults.Add(Fault.Status(400, """{"code":"rest_invalid_param","message":"x"}""", "application/json") with { Path = "refunds" });
        using var client = _shop.Client();

        var error = await Assert.ThrowsAsync<EtlException>(() => client.IdsAsync());

        Assert.Equal("NET010", error.Code.Code);
    }

    [RecordedShopFact]
    public async Task The_recorded_refunds_of_order_272_are_put_in_whole()
    {
        var recorded = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(RecordedShopFactAttribute.Folder!, "order-272-refunds.json")))!.AsArray();
        _shop.Orders.Add(272);
        foreach (var refund in recorded)
        {
            _shop.Orders.AddRefund(272, (JsonObject)refund!.DeepClone());
        }

        using var client = _shop.Client();

        var record = await new WooCommerceSource(client).FetchAsync("order", "272", default);

        var details = JsonNode.Parse(record!.Payload.Span)!["refund_details"]!.AsArray();
        Assert.True(JsonNode.DeepEquals(new JsonArray([.. recorded.OrderBy(r => r!["id"]!.GetValue<long>()).Select(r => r!.DeepClone())]), details));
        Assert.Equal("1096", details[0]!["line_items"]![0]!["meta_data"]![0]!["value"]!.GetValue<string>());
    }

    private static JsonObject Refund(int id, string amount) => new() { ["id"] = id, ["amount"] = amount, ["reason"] = "", ["line_items"] = new JsonArray() };

    private static List<string> Details(JsonElement order) =>
        [.. order.GetProperty("refund_details").EnumerateArray().Select(r => r.GetProperty("id").ToString())];
}
