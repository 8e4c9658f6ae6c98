using System.Text;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>Payments collected by a status, and what shows whether they were.</summary>
public sealed class CaptureTargetTests : IAsyncLifetime
{
    private FakeWooCommerce _shop = null!;
    private WooCommerceClient _client = null!;
    private WooCommerceCaptureTarget _target = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync();
        _shop.Orders.Add(7)["payment_method"] = "kco";
        _client = _shop.Client();
        _target = new WooCommerceCaptureTarget(_client);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task The_status_is_set_and_the_collections_id_is_seen()
    {
        CaptureOnCompleted();

        Assert.IsType<TargetState.Other>(await _target.FindAsync(Document(), default));
        Assert.Equal(new TargetAnswer.Done("7"), await _target.SendAsync(Document(), default));
        Assert.Equal("""{"status":"completed"}""", Assert.Single(_shop.Puts).Body);
        Assert.Equal(new TargetState.AsWanted("7"), await _target.FindAsync(Document(), default));
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("hang")]
    [InlineData("500")]
    public async Task A_collection_whose_answer_is_lost_is_found_done_and_was_done_once(string fault)
    {
        using var client = _shop.Client(_shop.Settings with { Transport = _shop.Settings.Transport with { AttemptTimeout = TimeSpan.FromSeconds(2) } });
        var target = new WooCommerceCaptureTarget(client);
        CaptureOnCompleted();
        _shop.Faults.Add((fault switch { "reset" => Fault.ResetAfterHandling, "hang" => Fault.HangAfterHandling, _ => Fault.ServerErrorAfterHandling }) with { Method = "PUT" });

        Assert.IsType<TargetAnswer.Unknown>(await target.SendAsync(Document(), default));
        Assert.Equal(new TargetState.AsWanted("7"), await target.FindAsync(Document(), default));
        Assert.Equal(new TargetAnswer.Done("7"), await target.SendAsync(Document(), default));
        Assert.Single(_shop.Puts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_order_that_falls_back_to_on_hold_was_not_collected(bool shownInAnswer)
    {
        _shop.Orders.FailCapture(7, shownInAnswer);

        Assert.Equal("WOO020", Refusal(await _target.SendAsync(Document(), default)));
        Assert.Equal("on-hold", _shop.Orders.StatusOf(7));
    }

    [Fact]
    public async Task A_status_without_the_extensions_id_is_no_collection_neither_now_nor_next_time()
    {
        Assert.Equal("WOO046", Refusal(await _target.SendAsync(Document(), default)));

        var issue = Assert.IsType<TargetState.CannotAsk>(await _target.FindAsync(Document(), default)).Issue;
        Assert.EndsWith("WOO046 meta_data: The order is completed, and its meta field _wc_klarna_capture_id is empty.", issue.ToString(), StringComparison.Ordinal);
        Assert.Single(_shop.Puts);
    }

    [Fact]
    public async Task A_collection_made_by_hand_is_seen_by_its_id_whatever_the_status()
    {
        _shop.Orders[7]["meta_data"] = new JsonArray(new JsonObject { ["id"] = 1, ["key"] = "_wc_klarna_capture_id", ["value"] = "c-1" });

        Assert.Equal(new TargetState.AsWanted("7"), await _target.FindAsync(Document(), default));
        Assert.Equal(new TargetAnswer.Done("7"), await _target.SendAsync(Document(), default));
        Assert.Empty(_shop.Puts);
    }

    [Fact]
    public async Task A_method_without_proof_is_judged_by_its_status()
    {
        _shop.Orders[7]["payment_method"] = "bacs";

        Assert.Equal(new TargetAnswer.Done("7"), await _target.SendAsync(Document(), default));
        Assert.Equal(new TargetState.AsWanted("7"), await _target.FindAsync(Document(), default));
    }

    [Fact]
    public async Task Another_status_and_another_proof_may_be_configured()
    {
        _shop.Orders[7]["payment_method"] = "nets_easy";
        using var client = _shop.Client(_shop.Settings with
        {
            CaptureStatus = "dellevererad",
            CaptureProof = new Dictionary<string, string> { ["nets_easy"] = "_charge" },
        });

        Assert.Equal("WOO046", Refusal(await new WooCommerceCaptureTarget(client).SendAsync(Document(), default)));
        Assert.Equal("dellevererad", _shop.Orders.StatusOf(7));
    }

    [Fact]
    public async Task With_none_nothing_is_asked_or_written()
    {
        using var client = _shop.Client(_shop.Settings with { CaptureStatus = "none" });

        Assert.Equal(new TargetState.AsWanted("7"), await new WooCommerceCaptureTarget(client).FindAsync(Document(), default));
        Assert.Empty(_shop.Requests);
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("failed")]
    [InlineData("cancelled")]
    [InlineData("refunded")]
    public async Task There_is_nothing_to_collect_on_an_unpaid_or_ended_order(string status)
    {
        _shop.Orders.SetStatus(7, status);

        Assert.Equal("WOO045", Assert.IsType<TargetState.CannotAsk>(await _target.FindAsync(Document(), default)).Issue.Code.Code);
        Assert.Equal("WOO045", Refusal(await _target.SendAsync(Document(), default)));
        Assert.Empty(_shop.Puts);
    }

    [Theory]
    [InlineData("100.00 SEK", null)]
    [InlineData("60.00 SEK", "60.00 SEK was delivered, the order comes to 100.00 SEK.")]
    [InlineData("100.00 EUR", "100.00 EUR was delivered, the order comes to 100.00 SEK.")]
    public async Task Another_amount_than_was_delivered_is_not_collected(string amount, string? words)
    {
        var state = await _target.FindAsync(Document(amount), default);

        Assert.Equal(words, (state as TargetState.CannotAsk)?.Issue.Message);
    }

    [Fact]
    public async Task What_was_paid_back_is_not_collected()
    {
        _shop.Orders.AddRefund(7, new JsonObject { ["id"] = 9, ["amount"] = "40.00" });

        Assert.IsType<TargetState.Other>(await _target.FindAsync(Document("60.00 SEK"), default));
    }

    [Fact]
    public async Task An_order_that_is_gone_or_in_the_trash_is_told()
    {
        _shop.Orders.Trash(7);
        Assert.Equal("WOO018", Refusal(await _target.SendAsync(Document(), default)));
        _shop.Orders.DeleteForGood(7);
        Assert.Equal("WOO017", Refusal(await _target.SendAsync(Document(), default)));
    }

    [Fact]
    public async Task The_shipped_mapping_collects_with_the_last_delivery_only()
    {
        CaptureOnCompleted();
        var mapping = ShippedMappings.Load("woocommerce.capture");
        var capture = new Capture { Key = "k", OrderId = "7", IsFinal = true, Amount = Money.Exact(100, Currency.Sek) };

        var payload = mapping.Payload(capture);

        Assert.Equal(new TargetAnswer.Done("7"), await _target.SendAsync(new("capture", "k", null, payload, "h"), default));
    }

    private static string Refusal(TargetAnswer answer) => Assert.IsType<TargetAnswer.Refused>(answer).Issue.Code.Code;

    private static OutboxDocument Document(string? amount = null) => new("capture", "order/7/capture/F-77", null,
        Encoding.UTF8.GetBytes(amount is null ? """{"id":"7"}""" : $$"""{"id":"7","amount":"{{amount}}"}"""), "hash");

    /// <summary>As Klarna's extension does it.</summary>
    private void CaptureOnCompleted() => _shop.Orders.OnCompleted = order =>
        order["meta_data"]!.AsArray().Add(new JsonObject { ["id"] = 77, ["key"] = "_wc_klarna_capture_id", ["value"] = "c-1" });
}
