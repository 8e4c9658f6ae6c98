using System.Text;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>The write side at the HTTP edge: what did not arrive is sent again, what may have is asked for, and nothing is done twice.</summary>
public sealed class WooCommerceWriteFaultTests : IAsyncLifetime
{
    private const string Completed = """{"id":7,"status":"completed","meta_data":[{"key":"_erp_order_number","value":"10025"}]}""";
    private static readonly OutboxDocument Document = new("order-status", "order/7", "7", Encoding.UTF8.GetBytes(Completed), "hash");
    private FakeWooCommerce _shop = null!;
    private WooCommerceClient? _client;
    private WooCommerceStatusTarget _target = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync();
        _shop.Orders.Add(7, "processing");
        UseTimeout(_shop.Settings.Transport.AttemptTimeout);
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        await _shop.DisposeAsync();
    }

    public static TheoryData<string, string> LostAnswers => new()
    {
        { "reset after handling", "NET005" },
        { "hangs after handling", "NET004" },
        { "500 after handling", "NET008" },
        { "truncated JSON", "NET013" },
        { "cut off", "NET005" },
        { "empty", "NET012" },
    };

    private static Dictionary<string, Fault> Faults => new()
    {
        ["reset after handling"] = Fault.ResetAfterHandling,
        ["hangs after handling"] = Fault.HangAfterHandling,
        ["500 after handling"] = Fault.ServerErrorAfterHandling,
        ["truncated JSON"] = Fault.TruncatedJson,
        ["cut off"] = Fault.CutOff,
        ["empty"] = Fault.Empty,
        ["reset before handling"] = Fault.ResetBeforeHandling,
        ["hangs before handling"] = Fault.HangBeforeHandling,
        ["500"] = Fault.ServerError,
        ["HTML"] = Fault.Html,
    };

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task A_write_whose_answer_is_lost_is_unknown_then_found_done_and_was_done_once(string fault, string code)
    {
        Script(fault);

        var unknown = Assert.IsType<TargetAnswer.Unknown>(await _target.SendAsync(Document, default));
        Assert.Equal(code, unknown.Issue.Code.Code);
        Assert.StartsWith($"PUT {_shop.BaseUrl}/wp-json/wc/v3/orders/7: {code} ", unknown.Issue.ToString(), StringComparison.Ordinal);

        Assert.Equal(new TargetState.AsWanted("7"), await _target.FindAsync(Document, default));
        Assert.Equal(new TargetAnswer.Done("7"), await _target.SendAsync(Document, default));
        Assert.Single(_shop.Puts);
        Assert.Equal(("completed", "10025"), (_shop.Orders.StatusOf(7), _shop.Orders.Meta(7, "_erp_order_number")));
    }

    [Theory]
    [InlineData("reset before handling")]
    [InlineData("hangs before handling")]
    [InlineData("500")]
    [InlineData("HTML")]
    public async Task A_write_that_was_not_handled_is_unknown_then_found_not_done_and_can_be_sent_again(string fault)
    {
        Script(fault);

        Assert.IsType<TargetAnswer.Unknown>(await _target.SendAsync(Document, default));
        Assert.Single(_shop.Puts);
        Assert.IsType<TargetState.Other>(await _target.FindAsync(Document, default));
        Assert.Equal(new TargetAnswer.Done("7"), await _target.SendAsync(Document, default));
        Assert.Equal(2, _shop.Puts.Count);
    }

    [Fact]
    public async Task A_write_on_a_connection_used_before_is_still_sent_once_when_it_breaks()
    {
        // The look before the write has opened the connection: the runtime's own handler must not repeat the write on a new one.
        await _target.FindAsync(Document, default);
        for (var i = 0; i < 5; i++)
        {
            _shop.Faults.Add(Fault.ResetBeforeHandling with { Method = "PUT" });
        }

        await _target.SendAsync(Document, default);

        Assert.Single(_shop.Puts);
    }

    [Fact]
    public async Task A_write_turned_away_at_the_door_is_sent_again_within_the_budget()
    {
        _shop.Faults.Add(Fault.TooMany(0) with { Method = "PUT" }, Fault.Maintenance(0) with { Method = "PUT" });

        Assert.Equal(new TargetAnswer.Done("7"), await _target.SendAsync(Document, default));
        Assert.Equal(3, _shop.Puts.Count);
    }

    [Fact]
    public async Task A_shop_that_stays_closed_for_longer_than_we_wait_leaves_the_write_not_done()
    {
        _shop.Faults.Add(Fault.Maintenance(600) with { Method = "PUT" });

        var answer = Assert.IsType<TargetAnswer.NotDone>(await _target.SendAsync(Document, default));

        Assert.EndsWith("NET007 503: \"Briefly unavailable for scheduled maintenance.\"; it asks us to wait 600 s.", answer.Issue.ToString(), StringComparison.Ordinal);
        Assert.Equal("processing", _shop.Orders.StatusOf(7));
    }

    [Fact]
    public async Task A_look_that_fails_before_the_write_leaves_it_not_done()
    {
        for (var i = 0; i < 4; i++)
        {
            _shop.Faults.Add(Fault.ServerError with { Method = "GET" });
        }

        var answer = Assert.IsType<TargetAnswer.NotDone>(await _target.SendAsync(Document, default));

        Assert.Equal("NET008", answer.Issue.Code.Code);
        Assert.Empty(_shop.Puts);
    }

    [Fact]
    public async Task A_look_that_fails_after_the_write_leaves_it_unknown()
    {
        var written = false;
        _shop.BeforeEach = request =>
        {
            written |= request.Method == "PUT";
            if (written && request.Method == "GET" && _shop.Faults.Left == 0)
            {
                _shop.Faults.Add(Fault.ServerError with { Method = "GET" });
            }
        };

        Assert.IsType<TargetAnswer.Unknown>(await _target.SendAsync(Document, default));

        _shop.BeforeEach = null;
        Assert.Equal(new TargetState.AsWanted("7"), await _target.FindAsync(Document, default));
        Assert.Single(_shop.Puts);
    }

    [Fact]
    public async Task A_shop_that_is_down_leaves_the_write_not_done()
    {
        await _shop.DisposeAsync();

        var answer = Assert.IsType<TargetAnswer.NotDone>(await _target.SendAsync(Document, default));

        Assert.Equal("NET002", answer.Issue.Code.Code);
    }

    private void Script(string fault)
    {
        _shop.Faults.Add(Faults[fault] with { Method = "PUT" });
        if (fault.StartsWith("hangs", StringComparison.Ordinal))
        {
            UseTimeout(TimeSpan.FromMilliseconds(700));
        }
    }

    private void UseTimeout(TimeSpan attempt)
    {
        _client?.Dispose();
        var settings = _shop.Settings;
        _client = _shop.Client(settings with { Transport = settings.Transport with { AttemptTimeout = attempt } });
        _target = new WooCommerceStatusTarget(_client);
    }
}
