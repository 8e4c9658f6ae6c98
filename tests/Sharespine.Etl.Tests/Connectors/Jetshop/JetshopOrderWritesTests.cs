using Sharespine.Etl.Connectors.Shops.Jetshop;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Tests.Connectors.Jetshop;

/// <summary>Status, shipment and capture by operations that only the site's file knows: read before, sent once, read after.</summary>
public sealed class JetshopOrderWritesTests : IAsyncLifetime
{
    private const string Delivered = """{"key":"order/42/delivered","orderId":"42","status":"30"}""";
    private const string Parcel = """{"key":"order/42/shipment/F-77","orderId":"42","deliveryId":"F-77","carrier":"PostNord","trackingNumbers":["SE1","SE2"],"lines":[{"sku":"A-1","quantity":1}]}""";
    private const string Payment = """{"key":"order/42/capture/F-77","orderId":"42","isFinal":true,"amount":100.00,"currency":"SEK"}""";
    private FakeJetshop _shop = null!;
    private Sharespine.Etl.Configuration.Connection _connection = null!;

    public static TheoryData<string, string, string> Writes { get; } = new()
    {
        { "order-status", "Bestallning_SattStatus", Delivered },
        { "shipment", "Utleverans_Anmal", Parcel },
        { "capture", "Betalning_Dra", Payment },
    };

    public async Task InitializeAsync()
    {
        _shop = await FakeJetshop.StartAsync();
        _shop.Orders.Add("42");
        _connection = _shop.Connection();
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_is_done_once_and_found_afterwards(string entity, string operation, string payload)
    {
        Assert.IsType<TargetState.Other>(await _connection.FindAsync(entity, payload));
        Assert.Equal(new TargetAnswer.Done("42"), await _connection.SendAsync(entity, payload));

        Assert.Equal(new TargetState.AsWanted("42"), await _connection.FindAsync(entity, payload));
        Assert.Equal(new TargetAnswer.Done("42"), await _connection.SendAsync(entity, payload));
        Assert.Single(_shop.Calls(operation));
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_whose_answer_is_lost_is_found_and_never_sent_again(string entity, string operation, string payload)
    {
        _shop.Next(JetshopFault.LostAfter, operation);

        Assert.IsType<TargetAnswer.Unknown>(await _connection.SendAsync(entity, payload));

        Assert.Equal(new TargetState.AsWanted("42"), await _connection.FindAsync(entity, payload));
        Assert.Single(_shop.Calls(operation));
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_fault_of_the_server_leaves_it_open_and_the_order_tells(string entity, string operation, string payload)
    {
        _shop.Next(JetshopFault.FaultAfter, operation);

        Assert.Equal(SoapErrors.ServerFault, Assert.IsType<TargetAnswer.Unknown>(await _connection.SendAsync(entity, payload)).Issue.Code);

        Assert.Equal(new TargetState.AsWanted("42"), await _connection.FindAsync(entity, payload));
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_that_never_arrived_was_not_done(string entity, string operation, string payload)
    {
        _shop.Next(JetshopFault.LostBefore, operation);
        Assert.IsType<TargetAnswer.Unknown>(await _connection.SendAsync(entity, payload));
        Assert.IsType<TargetState.Other>(await _connection.FindAsync(entity, payload));

        for (var i = 0; i < 5; i++)
        {
            _shop.Next(JetshopFault.TooMany, operation);
        }

        Assert.IsType<TargetAnswer.NotDone>(await _connection.SendAsync(entity, payload));
        Assert.IsType<TargetState.Other>(await _connection.FindAsync(entity, payload));
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_shop_that_says_no_is_heard_in_its_own_words(string entity, string operation, string payload)
    {
        _shop.Orders.SaysNo = "Betalningen är redan stängd.";

        var refused = Assert.IsType<TargetAnswer.Refused>(await _connection.SendAsync(entity, payload)).Issue;

        Assert.Equal(JetshopErrors.ShopSaysNo, refused.Code);
        Assert.Contains("Betalningen är redan stängd.", refused.Message, StringComparison.Ordinal);
        Assert.Single(_shop.Calls(operation));
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_shop_that_says_yes_and_does_nothing_is_not_believed(string entity, string operation, string payload)
    {
        _shop.Orders.DoesNothing = true;

        Assert.Equal(JetshopErrors.NotTaken, JetshopSite.Refused(await _connection.SendAsync(entity, payload)));
        Assert.Single(_shop.Calls(operation));
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task An_order_that_is_not_there_is_waited_for(string entity, string operation, string payload)
    {
        _shop.Orders.Remove("42");

        Assert.Equal("order 42", Assert.IsType<TargetState.WaitsFor>(await _connection.FindAsync(entity, payload)).What);
        Assert.Equal(JetshopErrors.OrderMissing, JetshopSite.Refused(await _connection.SendAsync(entity, payload)));
        Assert.Empty(_shop.Calls(operation));
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_read_that_fails_before_the_write_leaves_it_unsent(string entity, string operation, string payload)
    {
        var document = JetshopSite.Document(entity, payload);
        var target = _connection.Targets[entity];
        var state = (await target.FindAsync([document], default))[0];
        for (var i = 0; i < 4; i++)
        {
            _shop.Next(JetshopFault.Html, "Bestallning_Hamta");
        }

        Assert.IsType<TargetAnswer.NotDone>((await target.SendAsync([new(document, state)], default))[0]);
        Assert.Empty(_shop.Calls(operation));
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task An_order_that_the_service_only_faults_about_is_a_persons_to_look_at(string entity, string operation, string payload)
    {
        var odd = payload.Replace("\"orderId\":\"42\"", "\"orderId\":\"?\"", StringComparison.Ordinal);

        Assert.Equal(SoapErrors.Fault, Assert.IsType<TargetState.CannotAsk>(await _connection.FindAsync(entity, odd)).Issue.Code);
        Assert.Equal(SoapErrors.Fault, JetshopSite.Refused(await _connection.SendAsync(entity, odd)));
        Assert.Empty(_shop.Calls(operation));
    }

    [Fact]
    public async Task A_payment_is_collected_once_whatever_gets_lost()
    {
        _shop.Next(JetshopFault.LostAfter, "Betalning_Dra");

        await _connection.SendAsync("capture", Payment);
        await _connection.SendAsync("capture", Payment);
        await _connection.SendAsync("capture", Payment);

        Assert.Equal(1, _shop.Orders.Collected["42"]);
    }

    [Fact]
    public async Task Parts_of_a_payment_are_told_apart_by_our_key()
    {
        var first = Payment.Replace("\"isFinal\":true", "\"isFinal\":false", StringComparison.Ordinal);
        var second = Payment.Replace("F-77", "F-78", StringComparison.Ordinal);

        await _connection.SendAsync("capture", first);
        await _connection.SendAsync("capture", second);
        await _connection.SendAsync("capture", first);

        Assert.Equal(2, _shop.Orders.Collected["42"]);
    }

    [Fact]
    public async Task A_part_that_cannot_be_told_from_the_whole_is_a_persons_to_look_at()
    {
        var connection = _shop.Connection(JetshopSite.Operations(JetshopSite.OperationsFile.Replace("{ path: Betalningar/Dragning/Referens, is: \"{key}\" }", "{ path: StatusId, is: \"30\" }", StringComparison.Ordinal)));
        var part = Payment.Replace("\"isFinal\":true", "\"isFinal\":false", StringComparison.Ordinal);

        Assert.Equal(JetshopErrors.PartNotTold, Assert.IsType<TargetState.CannotAsk>(await connection.FindAsync("capture", part)).Issue.Code);
        Assert.Equal(JetshopErrors.PartNotTold, JetshopSite.Refused(await connection.SendAsync("capture", part)));
        Assert.Empty(_shop.Calls("Betalning_Dra"));
    }

    [Fact]
    public async Task The_whole_is_never_collected_for_a_part_that_the_call_cannot_name()
    {
        var part = """{"key":"order/42/capture/F-77","orderId":"42","isFinal":false,"lines":[{"sku":"A-1","quantity":1}]}""";
        const string amount = "belopp: \"{amount}\"";
        var byRows = _shop.Connection(JetshopSite.Operations(JetshopSite.OperationsFile.Replace(amount, "rader: { each: lines, element: DragRad, fields: { Artikel: \"{sku}\", Antal: \"{quantity}\" } }", StringComparison.Ordinal)));

        Assert.Equal(JetshopErrors.PartNotTold, Assert.IsType<TargetState.CannotAsk>(await _connection.FindAsync("capture", part)).Issue.Code);
        Assert.Equal(JetshopErrors.PartNotTold, JetshopSite.Refused(await _connection.SendAsync("capture", part)));
        Assert.Empty(_shop.Calls("Betalning_Dra"));

        Assert.IsType<TargetAnswer.Done>(await byRows.SendAsync("capture", part));
        Assert.Equal("Artikel Antal", Assert.Single(_shop.Calls("Betalning_Dra")).Names("DragRad"));
    }

    [Fact]
    public async Task A_dispatch_without_tracking_number_cannot_be_told_from_one_that_was_told()
    {
        var without = Parcel.Replace("\"SE1\",\"SE2\"", "", StringComparison.Ordinal);

        Assert.Equal(JetshopErrors.CannotTell, Assert.IsType<TargetState.CannotAsk>(await _connection.FindAsync("shipment", without)).Issue.Code);
    }

    [Fact]
    public async Task A_second_dispatch_is_told_beside_the_first()
    {
        await _connection.SendAsync("shipment", Parcel);
        await _connection.SendAsync("shipment", Parcel.Replace("\"SE1\",\"SE2\"", "\"SE3\"", StringComparison.Ordinal));

        Assert.Equal("SE1 SE2 SE3", _shop.Orders.Parcels("42"));
    }

    [Fact]
    public async Task An_order_in_a_state_that_is_not_to_be_left_stays_there()
    {
        _shop.Orders.SetStatus("42", "90");

        Assert.Equal("""{"key":"order/42/delivered","orderId":"42","status":"90"}""", JetshopSite.Text(await _connection.FindAsync("order-status", Delivered)));
        Assert.Equal(JetshopErrors.MayNotChange, JetshopSite.Refused(await _connection.SendAsync("order-status", Delivered)));
        Assert.Equal("90", _shop.Orders.Status("42"));
    }

    [Fact]
    public async Task A_role_without_the_operation_stops_the_connection()
    {
        _shop.OutsideRole.Add("Bestallning_SattStatus");

        var error = await Assert.ThrowsAsync<EtlException>(() => _connection.SendAsync("order-status", Delivered));

        Assert.Equal(SoapErrors.NotAuthorised, error.Code);
        Assert.Contains(error.Code.Code, Sharespine.Etl.Connectors.ConnectorCatalog.NotAuthorised);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"key":"k","orderId":"42","status":"30","rows":[]}""")]
    public async Task What_the_mapping_may_not_make_is_not_sent(string payload)
    {
        Assert.Equal(JetshopErrors.BadPayload, Assert.IsType<TargetState.CannotAsk>(await _connection.FindAsync("order-status", payload)).Issue.Code);
        Assert.Equal(JetshopErrors.BadPayload, JetshopSite.Refused((await _connection.Targets["order-status"].SendAsync([new(JetshopSite.Document("order-status", payload), new TargetState.Absent())], default))[0]));
    }
}
