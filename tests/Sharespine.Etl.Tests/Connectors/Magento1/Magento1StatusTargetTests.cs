using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

public sealed class Magento1StatusTargetTests : Magento1WriteTests
{
    private IRecordTarget Target => new Magento1StatusTarget(Client);

    [Fact]
    public async Task The_ERPs_number_goes_into_the_history_and_the_status_stays()
    {
        Shop.Add(42)["status"] = "plockas";
        var document = Event(ErpEvent.Received, "10025");

        Assert.Equal(new TargetAnswer.Done("42"), await SendAsync(Target, document));

        var line = Shop.Order(42).List("status_history")[0];
        Assert.Equal(("plockas", "ERP order 10025 [order/se/42 received 10025]", "0"), (line.Text("status"), line.Text("comment"), line.Text("is_customer_notified")));
        Assert.Equal(new TargetState.AsWanted("42"), await FindAsync(Target, document));
    }

    [Fact]
    public async Task A_line_is_never_written_twice_also_when_its_answer_was_lost()
    {
        Shop.Add(42);
        var document = Event(ErpEvent.Received, "10025");
        Server.Fail("salesOrderAddComment", FakeFault.AnswerLost);

        Assert.IsType<TargetAnswer.Unknown>(await SendAsync(Target, document));
        Assert.Equal(new TargetState.AsWanted("42"), await FindAsync(Target, document));
        Assert.Equal(new TargetAnswer.Done("42"), await SendAsync(Target, document));

        Assert.Equal(1, Server.Count("salesOrderAddComment"));
    }

    [Fact]
    public async Task What_never_arrived_is_sent_again_at_once()
    {
        Shop.Add(42);
        Server.Fail("salesOrderAddComment", FakeFault.TooMany);

        Assert.Equal(new TargetAnswer.Done("42"), await SendAsync(Target, Event(ErpEvent.Received, "10025")));

        Assert.Equal(2, Server.Count("salesOrderAddComment"));
        Assert.Equal(2, Shop.Order(42).List("status_history").Count);
    }

    [Fact]
    public async Task Another_references_line_is_not_taken_for_ours()
    {
        Shop.Add(42);
        await SendAsync(Target, Event(ErpEvent.Received, "100251"));

        Assert.IsType<TargetState.Other>(await FindAsync(Target, Event(ErpEvent.Received, "10025")));
    }

    [Fact]
    public async Task Cancelling_ends_the_order_and_not_only_its_status()
    {
        Shop.Add(42);

        Assert.Equal(new TargetAnswer.Done("42"), await SendAsync(Target, Event(ErpEvent.Cancelled, null)));

        Assert.Equal(("canceled", "canceled"), (Shop.Order(42).Text("state"), Shop.Order(42).Text("status")));
    }

    [Fact]
    public async Task A_cancellation_whose_answer_was_lost_is_told_once()
    {
        Shop.Add(42);
        Server.Fail("salesOrderCancel", FakeFault.AnswerLost);
        var document = Event(ErpEvent.Cancelled, null);

        Assert.IsType<TargetAnswer.Unknown>(await SendAsync(Target, document));
        Assert.Equal(new TargetAnswer.Done("42"), await SendAsync(Target, document));

        Assert.Equal((1, 1), (Server.Count("salesOrderCancel"), Server.Count("salesOrderAddComment")));
    }

    [Fact]
    public async Task An_ended_order_is_not_moved_unless_the_site_says_so()
    {
        Shop.Add(42, state: "complete");
        var document = Document("order-status", """{"id":"42","reference":"r","status":"processing"}""");

        AssertRefused(await SendAsync(Target, document), Magento1Errors.WouldMoveBack);

        using var client = Server.Client(Server.Settings with { MayLeave = ["complete"] });
        Assert.Equal(new TargetAnswer.Done("42"), await SendAsync(new Magento1StatusTarget(client), document));
    }

    [Fact]
    public async Task A_comment_alone_goes_onto_an_ended_order_too()
    {
        Shop.Add(42, state: "complete");

        Assert.Equal(new TargetAnswer.Done("42"), await SendAsync(Target, Event(ErpEvent.Invoiced, "F-1")));
    }

    [Fact]
    public async Task An_order_that_the_shop_does_not_have_is_waited_for()
    {
        Assert.Equal("order 42", Assert.IsType<TargetState.WaitsFor>(await FindAsync(Target, Event(ErpEvent.Received, "1"))).What);
    }

    [Theory]
    [InlineData("""{"id":"42"}""")]
    [InlineData("""{"id":"42","reference":"r","grid":1}""")]
    [InlineData("""{"reference":"r"}""")]
    [InlineData("""{"id":"W-1","reference":"r"}""")]
    public async Task What_is_not_a_status_change_is_refused_by_name(string json) =>
        AssertCannotAsk(await FindAsync(Target, Document("order-status", json)), Magento1Errors.BadPayload);

    [Fact]
    public async Task An_order_number_in_place_of_an_id_is_not_looked_up_as_something_else()
    {
        AssertRefused((await Target.SendAsync([new(Document("order-status", """{"id":"W-1","reference":"r"}"""), new TargetState.Absent())], default))[0], Magento1Errors.BadPayload);
    }

    private static OutboxDocument Event(ErpEvent happened, string? number) => Mapped("order-status", "magento1.order-status",
        new OrderStatusChange { OrderId = "42", DocumentKey = "order/se/42", Event = happened, ErpNumber = number, At = new(2026, 11, 2, 2, 0, 0, TimeSpan.Zero) });
}
