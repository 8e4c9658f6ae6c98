using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

public sealed class Magento1CaptureTargetTests : Magento1WriteTests
{
    private IRecordTarget Target => new Magento1CaptureTarget(Client);

    private Row Made => Assert.Single(Shop.Invoices);

    [Fact]
    public async Task An_invoice_is_made_by_the_orders_number_and_captured()
    {
        Shop.Gateway = true;
        Shop.Add(42);
        var document = Delivered("F-77");

        Assert.IsType<TargetAnswer.Done>(await SendAsync(Target, document));

        Assert.Equal("100000042", Server.Calls.Single(call => call.Operation == "salesOrderInvoiceCreate").Parts.Text("invoiceIncrementId"));
        Assert.Equal("2", Made.Text("state"));
        Assert.Equal(new TargetState.AsWanted(Made.Text("increment_id")), await FindAsync(Target, document));
    }

    [Fact]
    public async Task A_method_without_a_gateway_is_settled_by_the_invoice_itself()
    {
        Shop.Add(42);

        Assert.IsType<TargetAnswer.Done>(await SendAsync(Target, Delivered("F-77")));

        Assert.Equal(0, Server.Count("salesOrderInvoiceCapture"));
    }

    [Fact]
    public async Task A_part_is_invoiced_and_the_rest_later()
    {
        Shop.Gateway = true;
        Shop.Add(42);

        await SendAsync(Target, Delivered("F-77", null, ("TS-M", 1)));
        await SendAsync(Target, Delivered("F-78", null, ("TS-M", 1)));
        AssertRefused(await SendAsync(Target, Delivered("F-79", null, ("TS-M", 1))), Magento1Errors.NotOnOrder);

        Assert.Equal(["2", "2"], Shop.Invoices.Select(invoice => invoice.Text("state")));
    }

    [Fact]
    public async Task An_invoice_whose_answer_was_lost_is_found_and_captured()
    {
        Shop.Gateway = true;
        Shop.Add(42);
        Server.Fail("salesOrderInvoiceCreate", FakeFault.AnswerLost);
        var document = Delivered("F-77");

        Assert.IsType<TargetAnswer.Unknown>(await SendAsync(Target, document));
        Assert.IsType<TargetState.Other>(await FindAsync(Target, document));
        Assert.IsType<TargetAnswer.Done>(await SendAsync(Target, document));

        Assert.Equal((1, 1), (Server.Count("salesOrderInvoiceCreate"), Server.Count("salesOrderInvoiceCapture")));
    }

    [Fact]
    public async Task A_capture_whose_answer_was_lost_is_seen_in_the_invoice()
    {
        Shop.Gateway = true;
        Shop.Add(42);
        Server.Fail("salesOrderInvoiceCapture", FakeFault.AnswerLost);

        Assert.IsType<TargetAnswer.Done>(await SendAsync(Target, Delivered("F-77")));

        Assert.Equal(1, Server.Count("salesOrderInvoiceCapture"));
    }

    [Fact]
    public async Task A_capture_that_shows_no_end_is_left_to_a_person_and_never_begun_again()
    {
        Shop.Gateway = true;
        Shop.Add(42);
        Server.Fail("salesOrderInvoiceCapture", FakeFault.RequestLost);
        var document = Delivered("F-77");

        Assert.IsType<TargetAnswer.Unknown>(await SendAsync(Target, document));
        AssertCannotAsk(await FindAsync(Target, document), Magento1Errors.CaptureUnclear);
        AssertRefused(await SendAsync(Target, document), Magento1Errors.CaptureUnclear);
        Assert.Equal(1, Server.Count("salesOrderInvoiceCapture"));

        // Captured by hand: all is well.
        Made["state"] = "2";
        Assert.IsType<TargetState.AsWanted>(await FindAsync(Target, document));
    }

    [Fact]
    public async Task An_invoice_that_the_shop_makes_after_we_closed_is_found_the_next_time()
    {
        Shop.Gateway = true;
        Shop.Add(42);
        Server.Fail("salesOrderInvoiceCreate", FakeFault.AnswersTooLate);
        using var impatient = Server.Client(Server.Settings with { Transport = Server.Settings.Transport with { AttemptTimeout = TimeSpan.FromMilliseconds(600) } });

        Assert.IsType<TargetAnswer.Unknown>(await SendAsync(new Magento1CaptureTarget(impatient), Delivered("F-77")));
        Assert.IsType<TargetAnswer.Done>(await SendAsync(Target, Delivered("F-77")));

        Assert.Equal(1, Server.Count("salesOrderInvoiceCreate"));
    }

    [Fact]
    public async Task A_gateway_that_refuses_is_told_though_the_shop_masks_why()
    {
        Shop.Gateway = Shop.GatewayRefuses = true;
        Shop.Add(42);

        var refused = Assert.IsType<TargetAnswer.Refused>(await SendAsync(Target, Delivered("F-77")));

        Assert.Equal(Magento1Errors.CaptureFailed, refused.Issue.Code);
        Assert.Contains("Invoice capturing problem.", refused.Issue.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_amount_than_the_ERPs_is_not_captured()
    {
        Shop.Gateway = true;
        Shop.Add(42);

        AssertRefused(await SendAsync(Target, Delivered("F-77", "1.00 SEK")), Magento1Errors.AmountDiffers);

        Assert.Equal("1", Made.Text("state"));
        Assert.Equal(0, Server.Count("salesOrderInvoiceCapture"));
    }

    [Fact]
    public async Task An_order_invoiced_whole_by_hand_is_captured_or_already_paid()
    {
        Shop.Gateway = true;
        Shop.Add(42);
        await SendAsync(Target, Delivered("by-hand"));
        Made["comments"] = new List<Row>();
        Made["state"] = "1";
        var document = Delivered("F-77");

        Assert.IsType<TargetState.Other>(await FindAsync(Target, document));
        Assert.IsType<TargetAnswer.Done>(await SendAsync(Target, document));
        Assert.IsType<TargetState.AsWanted>(await FindAsync(Target, Delivered("F-78")));
        AssertCannotAsk(await FindAsync(Target, Delivered("F-79", null, ("TS-M", 1))), Magento1Errors.AlreadyInvoiced);
    }

    [Fact]
    public async Task A_cancelled_invoice_of_ours_is_left_to_a_person()
    {
        Shop.Add(42);
        await SendAsync(Target, Delivered("F-77"));
        Made["state"] = "3";

        AssertCannotAsk(await FindAsync(Target, Delivered("F-77")), Magento1Errors.AlreadyInvoiced);
    }

    [Fact]
    public async Task A_shop_that_fails_inside_leaves_it_open()
    {
        Shop.Add(42);
        Server.Fail("salesOrderInvoiceCreate", FakeFault.Says(FakeXml.Fault("1", "Internal Error. Please see log for details.")));

        Assert.IsType<TargetAnswer.Unknown>(await SendAsync(Target, Delivered("F-77")));
    }

    private static OutboxDocument Delivered(string id, string? amount = null, params (string Sku, decimal Quantity)[] lines) => Mapped("capture", "magento1.capture", new Capture
    {
        Key = $"order/se/42/capture/{id}",
        OrderId = "42",
        IsFinal = lines.Length == 0,
        Amount = Money.TryParse(amount, out var money) ? money : null,
        Lines = [.. lines.Select(line => new DeliveredLine { Sku = line.Sku, Quantity = line.Quantity })],
    });
}
