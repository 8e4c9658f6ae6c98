using System.Text.Json;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Mappings;

public sealed class TargetTests
{
    [Fact]
    public void A_target_s_fields_are_read_off_its_record()
    {
        var order = TargetCatalog.Hub.Targets["order"];
        Assert.Equal(["id", "number", "store", "currency", "placedAt"], order.Fields.Take(5).Select(field => field.Name));
        Assert.Equal(typeof(Order).GetProperties().Length, order.Fields.Count);
        var id = order.Find("id")!;
        Assert.Equal((TargetKind.Text, true, false, "The shop's own id: the key. Numbers may change or repeat, ids do not."), (id.Type.Kind, id.IsRequired, id.IsPersonal, id.About));
        Assert.Equal((TargetKind.Instant, false), (order.Find("paidAt")!.Type.Kind, order.Find("paidAt")!.IsRequired));
        Assert.Contains("partiallyShipped", order.Find("status")!.Type.Choices!);
        Assert.True(order.Find("customerNote")!.IsPersonal);
        Assert.True(order.Find("customer")!.Type.Object!.Find("email")!.IsPersonal);
        var lines = order.Find("lines")!.Type;
        Assert.Equal((TargetKind.List, TargetKind.Object, TargetKind.Number), (lines.Kind, lines.Item!.Kind, lines.Item.Object!.Find("net")!.Type.Kind));
    }

    [Fact]
    public void A_target_name_is_taken_once()
    {
        var exception = Assert.Throws<ArgumentException>(() => TargetCatalog.Hub.With("order", typeof(Order)));
        Assert.Contains("order", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Amounts_choices_dates_and_letters_are_written_in_our_form()
    {
        var change = new OrderStatusChange { OrderId = "42", DocumentKey = "order/42", Event = ErpEvent.Delivered, ErpNumber = "Å & <1>", At = new(2026, 10, 25, 3, 30, 0, 500, TimeSpan.FromHours(1)) };
        Assert.Equal("""{"orderId":"42","documentKey":"order/42","event":"delivered","erpNumber":"Å & <1>","at":"2026-10-25T02:30:00.5Z"}""", JsonSerializer.Serialize(change, TargetJson.Options));
        Assert.Equal("\"-0.05 SEK\"", JsonSerializer.Serialize(new Money(-5, Currency.Sek), TargetJson.Options));
        Assert.Equal("\"2026-10-05\"", JsonSerializer.Serialize(new DateOnly(2026, 10, 5), TargetJson.Options));
    }

    [Theory]
    [InlineData("""{"orderId":"42","documentKey":"k","event":"Delivered","at":"2026-10-25T02:30:00Z"}""")]
    [InlineData("""{"orderId":"42","documentKey":"k","event":1,"at":"2026-10-25T02:30:00Z"}""")]
    [InlineData("""{"orderId":"42","documentKey":"k","event":"delivered","at":"2026-10-25T02:30:00+01:00"}""")]
    [InlineData("""{"orderId":42,"documentKey":"k","event":"delivered","at":"2026-10-25T02:30:00Z"}""")]
    [InlineData("""{"orderId":null,"documentKey":"k","event":"delivered","at":"2026-10-25T02:30:00Z"}""")]
    [InlineData("""{"orderId":"42","event":"delivered","at":"2026-10-25T02:30:00Z"}""")]
    [InlineData("""{"orderId":"42","documentKey":"k","event":"delivered","at":"2026-10-25T02:30:00Z","more":1}""")]
    [InlineData("""{"orderId":"42","orderId":"43","documentKey":"k","event":"delivered","at":"2026-10-25T02:30:00Z"}""")]
    public void Anything_but_our_form_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<OrderStatusChange>(json, TargetJson.Options));

    [Theory]
    [InlineData("\"12.5\"")]
    [InlineData("\"12.505 SEK\"")]
    [InlineData("12.5")]
    public void Money_without_currency_or_with_too_many_decimals_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Money>(json, TargetJson.Options));
}
