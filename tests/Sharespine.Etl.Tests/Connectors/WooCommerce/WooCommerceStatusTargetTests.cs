using System.Text;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

public sealed class WooCommerceStatusTargetTests : IAsyncLifetime
{
    private const string Received = """{"id":7,"meta_data":[{"key":"_erp_order_number","value":"10025"}]}""";
    private const string Completed = """{"id":7,"status":"completed","meta_data":[{"key":"_erp_order_number","value":"10025"}]}""";
    private FakeWooCommerce _shop = null!;
    private WooCommerceClient _client = null!;
    private WooCommerceStatusTarget _target = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync();
        _shop.Orders.Add(7, "processing");
        _client = _shop.Client();
        _target = new WooCommerceStatusTarget(_client);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task An_ERP_number_is_written_as_meta_and_the_status_stays()
    {
        Assert.Equal(new TargetAnswer.Done("7"), await SendAsync(Received));

        Assert.Equal(("processing", "10025"), (_shop.Orders.StatusOf(7), _shop.Orders.Meta(7, "_erp_order_number")));
        Assert.Equal("""{"meta_data":[{"key":"_erp_order_number","value":"10025"}]}""", Assert.Single(_shop.Puts).Body);
    }

    [Fact]
    public async Task Only_status_and_meta_are_ever_sent()
    {
        Assert.Equal(new TargetAnswer.Done("7"), await SendAsync(Completed));

        Assert.Equal("""{"status":"completed","meta_data":[{"key":"_erp_order_number","value":"10025"}]}""", Assert.Single(_shop.Puts).Body);
        Assert.Equal("completed", _shop.Orders.StatusOf(7));
    }

    [Fact]
    public async Task Finding_tells_what_is_there()
    {
        Assert.Equal("""{"status":"processing"}""", Now(await FindAsync(Completed)));
        await SendAsync("""{"id":7,"meta_data":[{"key":"_erp_order_number","value":"1"}]}""");
        Assert.Equal("""{"status":"processing","meta_data":[{"key":"_erp_order_number","value":"1"}]}""", Now(await FindAsync(Completed)));
        await SendAsync(Completed);
        Assert.Equal(new TargetState.AsWanted("7"), await FindAsync(Completed));
        Assert.Equal(new TargetState.AsWanted("7"), await FindAsync(Received));
    }

    [Fact]
    public async Task Sending_again_what_is_there_writes_nothing()
    {
        await SendAsync(Completed);
        var modified = _shop.Orders[7]["date_modified_gmt"]!.GetValue<string>();
        ((FixedClock)_shop.Time).Advance(TimeSpan.FromHours(1));

        Assert.Equal(new TargetAnswer.Done("7"), await SendAsync(Completed));

        Assert.Single(_shop.Puts);
        Assert.Equal(modified, _shop.Orders[7]["date_modified_gmt"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_number_that_the_shop_keeps_as_a_number_is_the_same_as_text()
    {
        await SendAsync("""{"id":"7","meta_data":[{"key":"_erp_order_number","value":10025}]}""");

        Assert.Equal(new TargetState.AsWanted("7"), await FindAsync(Received));
    }

    [Fact]
    public async Task An_order_that_is_gone_is_absent_and_refused_when_sent()
    {
        _shop.Orders.DeleteForGood(7);

        Assert.IsType<TargetState.Absent>(await FindAsync(Completed));
        Assert.Equal("order-status (order/7): WOO017 The shop has no such order.", Refusal(await SendAsync(Completed)));
        Assert.Empty(_shop.Puts);
    }

    [Fact]
    public async Task An_order_deleted_between_look_and_write_is_refused()
    {
        _shop.BeforeEach = request =>
        {
            if (request.Method == "PUT")
            {
                _shop.Orders.DeleteForGood(7);
            }
        };

        Assert.Equal("order-status (order/7): WOO017 The shop has no such order.", Refusal(await SendAsync(Completed)));
    }

    [Fact]
    public async Task An_order_in_the_trash_is_not_written_to()
    {
        _shop.Orders.Trash(7);
        var at = $"GET {_shop.BaseUrl}/wp-json/wc/v3/orders/7?dp=4 (order/7): WOO018 The order lies in the shop's trash.";

        Assert.Equal(at, Assert.IsType<TargetState.CannotAsk>(await FindAsync(Completed)).Issue.ToString());
        Assert.Equal(at, Refusal(await SendAsync(Completed)));
        Assert.Empty(_shop.Puts);
    }

    [Theory]
    [InlineData("completed", "processing")]
    [InlineData("cancelled", "completed")]
    [InlineData("refunded", "completed")]
    [InlineData("completed", "cancelled")]
    public async Task An_ended_order_is_not_moved(string now, string wanted)
    {
        _shop.Orders.SetStatus(7, now);

        var refusal = Refusal(await SendAsync($$"""{"id":7,"status":"{{wanted}}"}"""));

        Assert.EndsWith($"WOO019 status: The order is {now} in the shop and would become {wanted}.", refusal, StringComparison.Ordinal);
        Assert.Empty(_shop.Puts);
    }

    [Fact]
    public async Task An_ended_order_takes_the_ERP_number_all_the_same()
    {
        _shop.Orders.SetStatus(7, "completed");

        Assert.Equal(new TargetAnswer.Done("7"), await SendAsync(Received));
        Assert.Equal("10025", _shop.Orders.Meta(7, "_erp_order_number"));
    }

    [Fact]
    public async Task An_ended_status_may_be_left_when_configured()
    {
        _shop.Orders.SetStatus(7, "cancelled");
        using var client = _shop.Client(_shop.Settings with { MayLeave = ["cancelled"] });

        Assert.Equal(new TargetAnswer.Done("7"), await new WooCommerceStatusTarget(client).SendAsync(Document(Completed), default));
        Assert.Equal("completed", _shop.Orders.StatusOf(7));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_capture_is_found_whether_or_not_the_answer_shows_it(bool shownInAnswer)
    {
        _shop.Orders.FailCapture(7, shownInAnswer);

        var refusal = Refusal(await SendAsync(Completed));

        Assert.EndsWith("WOO020 status: The order was set to completed and fell back to on-hold.", refusal, StringComparison.Ordinal);
        Assert.Single(_shop.Puts);
    }

    [Fact]
    public async Task Another_status_than_asked_for_is_named()
    {
        _shop.BeforeEach = request =>
        {
            // An extension that moves completed orders on before anybody looks.
            if (request.Method == "GET" && _shop.Orders.StatusOf(7) == "completed")
            {
                _shop.Orders.SetStatus(7, "dellevererad");
            }
        };

        Assert.EndsWith("WOO021 status: The order was set to completed and is dellevererad.", Refusal(await SendAsync(Completed)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_meta_field_that_is_not_stored_is_named()
    {
        var bare = Encoding.UTF8.GetBytes("""{"id":7,"status":"processing","meta_data":[]}""");
        _shop.Faults.Add(Fault.After("drops meta", answer => answer with { Body = bare }) with { Method = "PUT" });

        Assert.EndsWith("WOO022 meta_data: The shop did not store the meta field _erp_order_number.", Refusal(await SendAsync(Received)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_that_the_shop_does_not_know_is_refused_with_its_words_and_nothing_is_changed()
    {
        var before = _shop.Orders[7].ToJsonString();

        var refusal = Refusal(await SendAsync("""{"id":7,"status":"skickad"}"""));

        Assert.EndsWith("(order/7): WOO023 400 rest_invalid_param: Ogiltig(a) parameter(rar): status", refusal, StringComparison.Ordinal);
        Assert.Equal(before, _shop.Orders[7].ToJsonString());
    }

    [Fact]
    public async Task A_read_only_key_stops_the_job()
    {
        _shop.Keys.Permission = FakePermission.Read;

        var error = await Assert.ThrowsAsync<EtlException>(() => SendAsync(Completed));

        Assert.Equal("WOO005", error.Code.Code);
        Assert.False(error.IsTransient);
        Assert.Equal("processing", _shop.Orders.StatusOf(7));
    }

    [Theory]
    [InlineData("""{"status":"completed"}""", "WOO016 id: It has no order id (a whole number).")]
    [InlineData("""{"id":"7/refunds","status":"completed"}""", "WOO016 id: It has no order id (a whole number).")]
    [InlineData("""{"id":7}""", "WOO016 It changes nothing: neither status nor meta_data.")]
    [InlineData("""{"id":7,"status":"wc-completed"}""", "WOO016 status: \"wc-completed\" is not a status: it is written without wc-.")]
    [InlineData("""{"id":7,"line_items":[]}""", "WOO016 line_items: The field line_items is not one that a status change may write.")]
    [InlineData("""{"id":7,"meta_data":[{"key":"a"}]}""", "WOO016 meta_data: The field meta_data is not one that a status change may write.")]
    [InlineData("""[7]""", "WOO016 It is not an object.")]
    [InlineData("""{"id":7""", "WOO016 It is not JSON.")]
    public async Task A_document_that_cannot_be_a_status_change_is_refused_without_a_call(string payload, string expected)
    {
        Assert.Equal($"order-status (order/7): {expected}", Refusal(await SendAsync(payload)));
        Assert.Equal($"order-status (order/7): {expected}", Assert.IsType<TargetState.CannotAsk>(await FindAsync(payload)).Issue.ToString());
        Assert.Empty(_shop.Requests);
    }

    [Fact]
    public async Task The_id_may_come_from_the_link()
    {
        var document = Document("""{"status":"completed"}""") with { TargetKey = "7" };

        Assert.Equal(new TargetAnswer.Done("7"), await _target.SendAsync(document, default));
    }

    [Fact]
    public async Task Our_own_write_makes_the_order_come_again_in_the_next_walk()
    {
        _shop.Orders.Add(8, modifiedGmt: "2026-11-20T10:00:00");
        var start = _shop.Time.GetUtcNow();
        ((FixedClock)_shop.Time).Advance(TimeSpan.FromMinutes(5));
        await SendAsync(Completed);

        Assert.Equal([7], await _client.IdsAsync(start));
    }

    private static OutboxDocument Document(string payload) => new("order-status", "order/7", null, Encoding.UTF8.GetBytes(payload), "hash");

    private static string Now(TargetState state) => Encoding.UTF8.GetString(Assert.IsType<TargetState.Other>(state).Now.Span);

    private static string Refusal(TargetAnswer answer) => Assert.IsType<TargetAnswer.Refused>(answer).Issue.ToString();

    private Task<TargetAnswer> SendAsync(string payload) => _target.SendAsync(Document(payload), default);

    private Task<TargetState> FindAsync(string payload) => _target.FindAsync(Document(payload), default);
}
