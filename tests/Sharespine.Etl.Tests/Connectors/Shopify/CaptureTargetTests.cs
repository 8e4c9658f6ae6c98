using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.Shopify;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>Payments collected: once, the right amount, also when answers are lost.</summary>
public sealed class CaptureTargetTests : IAsyncLifetime
{
    private FakeShopify _shop = null!;
    private JsonObject _order = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeShopify.StartAsync();
        _order = _shop.State.AddOrder(42, FakeData.Line(421, "A", 2, 100, 40), FakeData.Line(422, "B", 3, 50, 30, discount: 30));
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Without_rows_all_that_is_reserved_is_collected()
    {
        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Final()));

        Assert.Equal([369m], Captured);
        var input = _shop.CallsOf("OrderCapture").Single().Variables.GetProperty("input");
        Assert.Equal("SEK", input.GetProperty("currency").GetString());
        Assert.False(input.TryGetProperty("finalCapture", out _));
    }

    [Fact]
    public async Task All_rows_delivered_collect_all()
    {
        await LoadAsync(Final((null, "A", 2), ("422", "B", 3)));

        Assert.Equal([369m], Captured);
    }

    [Fact]
    public async Task The_last_delivery_of_less_than_all_collects_its_rows_and_the_freight()
    {
        await LoadAsync(Final(("422", "B", 2)));

        Assert.Equal([(2 * 40m) + 49m], Captured);
    }

    [Fact]
    public async Task A_part_is_collected_only_where_more_can_be_collected_later()
    {
        var cannot = Assert.IsType<TargetState.CannotAsk>(await LoadAsync(Part(("421", "A", 1))));

        Assert.Equal(ShopifyErrors.PartNotPossible, cannot.Issue.Code);
        Assert.Empty(Captured);
    }

    [Fact]
    public async Task When_all_has_left_the_last_delivery_collects_also_what_could_not_be_collected_by_itself()
    {
        Assert.IsType<TargetState.CannotAsk>(await LoadAsync(Part(("421", "A", 2))));
        _order["displayFulfillmentStatus"] = "FULFILLED";

        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Final(("422", "B", 3)) with { Key = "k2" }));

        Assert.Equal([369m], Captured);
    }

    [Fact]
    public async Task Parts_are_collected_one_by_one_the_freight_with_the_first()
    {
        _order["transactions"]![0]!["multiCapturable"] = true;

        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Part(("421", "A", 1))));
        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Final(("421", "A", 1), ("422", "B", 3)) with { Key = "k2" }));

        Assert.Equal([149m, 220m], Captured);
        Assert.Equal([false, true], _shop.CallsOf("OrderCapture").Select(call => call.Variables.GetProperty("input").GetProperty("finalCapture").GetBoolean()));
    }

    [Fact]
    public async Task The_same_capture_again_is_as_wanted()
    {
        await LoadAsync(Final());

        Assert.IsType<TargetState.AsWanted>(await LoadAsync(Final()));
        Assert.Single(Captured);
    }

    public static TheoryData<string> Losses => [.. FakeFault.Losses];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task After_a_lost_answer_the_order_tells_that_it_was_collected(string how)
    {
        _order["transactions"]![0]!["multiCapturable"] = true;
        _shop.Faults.Add(FakeFault.Lost(how, "OrderCapture"));

        Assert.IsType<TargetAnswer.Unknown>(await LoadAsync(Part(("421", "A", 1)), FakeShopify.Impatient));
        Assert.IsType<TargetState.AsWanted>(await LoadAsync(Part(("421", "A", 1))));
        Assert.Equal([149m], Captured);
    }

    [Fact]
    public async Task A_call_that_never_arrived_is_made_in_the_next_run()
    {
        _shop.Faults.Add(FakeFault.ResetBefore("OrderCapture"));

        Assert.IsType<TargetAnswer.Unknown>(await LoadAsync(Final()));
        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Final()));
        Assert.Equal([369m], Captured);
    }

    [Fact]
    public async Task Another_capture_of_the_same_amount_before_ours_is_not_taken_for_ours()
    {
        _order["transactions"]![0]!["multiCapturable"] = true;
        await LoadAsync(Part(("421", "A", 1)));
        _order["totalCapturableSet"] = FakeData.Bag(300);

        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Part() with { Key = "k2", Amount = Money.Exact(149, Currency.Parse("SEK")) }));
        Assert.Equal([149m, 149m], Captured);
    }

    [Fact]
    public async Task A_mark_that_could_not_be_set_collects_nothing()
    {
        _shop.Faults.Add([.. Enumerable.Repeat(FakeFault.ResetAfter("MetafieldsSet"), 4)]);

        Assert.IsType<TargetAnswer.NotDone>(await LoadAsync(Final()));
        Assert.Empty(Captured);
    }

    [Fact]
    public async Task A_provider_that_has_not_answered_is_waited_for()
    {
        _shop.State.CaptureResult = "PENDING";

        Assert.Equal(ShopifyErrors.CapturePending, Assert.IsType<TargetAnswer.Unknown>(await LoadAsync(Final())).Issue.Code);
        Assert.IsType<TargetState.WaitsFor>(await LoadAsync(Final()));

        _order["transactions"]![1]!["status"] = "SUCCESS";
        Assert.IsType<TargetState.AsWanted>(await LoadAsync(Final()));
        Assert.Single(Captured);
    }

    [Fact]
    public async Task A_refusal_of_the_provider_is_told_and_may_be_tried_again()
    {
        _shop.State.CaptureResult = "FAILURE";
        Assert.Equal(ShopifyErrors.CaptureFailed, Assert.IsType<TargetAnswer.Refused>(await LoadAsync(Final())).Issue.Code);

        _shop.State.CaptureResult = "SUCCESS";
        Assert.IsType<TargetAnswer.Done>(await LoadAsync(Final()));
    }

    [Fact]
    public async Task A_reservation_that_ran_out_is_not_collected()
    {
        _order["transactions"]![0]!["authorizationExpiresAt"] = "2026-11-01T00:00:00Z";

        Assert.Equal(ShopifyErrors.NothingReserved, Assert.IsType<TargetState.CannotAsk>(await LoadAsync(Final())).Issue.Code);
    }

    [Fact]
    public async Task More_than_is_reserved_is_not_collected()
    {
        var capture = Final() with { Amount = Money.Exact(400, Currency.Parse("SEK")) };

        Assert.Equal(ShopifyErrors.TooMuch, Assert.IsType<TargetState.CannotAsk>(await LoadAsync(capture)).Issue.Code);
        Assert.Empty(Captured);
    }

    [Fact]
    public async Task What_a_gift_card_paid_is_not_collected_again()
    {
        _order["transactions"]!.AsArray().Add(new JsonObject { ["id"] = "gid://shopify/OrderTransaction/9", ["kind"] = "SALE", ["status"] = "SUCCESS", ["gateway"] = "gift_card", ["amountSet"] = FakeData.Bag(100) });
        _order["transactions"]![0]!["amountSet"] = FakeData.Bag(269);
        _order["totalCapturableSet"] = FakeData.Bag(269);

        await LoadAsync(Final() with { Amount = Money.Exact(369, Currency.Parse("SEK")) });

        Assert.Equal([269m], Captured);
    }

    [Fact]
    public async Task A_foreign_customer_pays_in_her_own_currency()
    {
        _order["presentmentCurrencyCode"] = "EUR";
        _order["totalCapturableSet"] = FakeData.Bag(32, "EUR", 369);
        _order["transactions"]![0]!["amountSet"] = FakeData.Bag(32, "EUR");

        await LoadAsync(Final() with { Amount = Money.Exact(369, Currency.Parse("SEK")) });

        Assert.Equal("EUR", _shop.CallsOf("OrderCapture").Single().Variables.GetProperty("input").GetProperty("currency").GetString());
        Assert.Equal([32m], Captured);
    }

    [Fact]
    public async Task A_part_in_the_shop_s_currency_cannot_be_told_in_the_customer_s()
    {
        _order["presentmentCurrencyCode"] = "EUR";
        _order["totalCapturableSet"] = FakeData.Bag(32, "EUR", 369);

        var cannot = await LoadAsync(Part() with { Amount = Money.Exact(100, Currency.Parse("SEK")) });

        Assert.Equal(ShopifyErrors.OtherCurrency, Assert.IsType<TargetState.CannotAsk>(cannot).Issue.Code);
    }

    [Fact]
    public async Task An_order_that_is_paid_already_is_left_alone()
    {
        _order["totalCapturableSet"] = FakeData.Bag(0);
        _order["displayFinancialStatus"] = "PAID";

        Assert.IsType<TargetState.AsWanted>(await LoadAsync(Final()));
    }

    [Theory]
    [InlineData(ShopifyOffline.Leave, "PENDING")]
    [InlineData(ShopifyOffline.MarkPaid, "PAID")]
    public async Task An_order_paid_outside_the_shop_is_marked_as_paid_only_where_configured(ShopifyOffline offline, string status)
    {
        _order["totalCapturableSet"] = FakeData.Bag(0);
        _order["transactions"] = new JsonArray();
        _order["displayFinancialStatus"] = "PENDING";
        _order["canMarkAsPaid"] = true;

        await LoadAsync(Final(), FakeShopify.Settings with { OfflinePayments = offline });

        Assert.Equal(status, _order["displayFinancialStatus"]!.GetValue<string>());
        Assert.IsType<TargetState.AsWanted>(await LoadAsync(Final(), FakeShopify.Settings with { OfflinePayments = offline }));
    }

    [Fact]
    public async Task A_cancelled_order_is_not_collected()
    {
        _order["cancelledAt"] = _shop.State.Now;

        Assert.Equal(ShopifyErrors.NothingReserved, Assert.IsType<TargetState.CannotAsk>(await LoadAsync(Final())).Issue.Code);
    }

    private IEnumerable<decimal> Captured => _order["transactions"]!.AsArray().Where(one => one!["kind"]!.GetValue<string>() == "CAPTURE").Select(one => FakeData.Amount(one!["amountSet"]));

    private static Capture Final(params (string? LineId, string Sku, int Quantity)[] lines) => Part(lines) with { IsFinal = true };

    private static Capture Part(params (string? LineId, string Sku, int Quantity)[] lines) => new()
    {
        Key = "order/42/capture/F-1",
        OrderId = "42",
        IsFinal = false,
        Lines = [.. lines.Select(line => new DeliveredLine { LineId = line.LineId, Sku = line.Sku, Quantity = line.Quantity })],
    };

    private async Task<object> LoadAsync(Capture capture, ShopifySettings? settings = null)
    {
        using var client = _shop.Client(settings);
        return await new CaptureTarget(client).LoadAsync(new("capture", capture.Key, null, ShopifyMappings.Make("shopify.capture", capture), "hash"));
    }
}
