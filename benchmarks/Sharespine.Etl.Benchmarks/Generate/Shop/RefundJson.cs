using System.Text.Json;

namespace Sharespine.Etl.Benchmarks.Generate.Shop;

/// <summary>The answer to <c>/orders/{id}/refunds</c>: newest first, lines negative, the amount positive.</summary>
public static class RefundJson
{
    public static void Write(Utf8JsonWriter json, ShopOrder order, ShopRefund refund)
    {
        json.WriteStartObject();
        json.WriteNumber("id", refund.Id);
        json.WriteString("date_created", SwedishTime.LocalText(refund.Created));
        json.WriteString("date_created_gmt", SwedishTime.GmtText(refund.Created));
        json.WriteString("amount", Amounts.Text(refund.Amount));
        json.WriteString("reason", refund.Reason);
        json.WriteNumber("refunded_by", 1);
        json.WriteBoolean("refunded_payment", order.Request.IsKlarna);
        OrderJsonParts.Meta(json, []);
        json.WriteStartArray("line_items");
        foreach (var line in refund.Lines)
        {
            OrderJsonParts.Line(json, line.Original, line.ItemId, line.Quantity, [line.Total, line.Tax, line.Total, line.Tax], [line.RefundedItem]);
        }

        json.WriteEndArray();
        OrderJsonParts.Shipping(json, refund.Shipping is null ? [] : [refund.Shipping]);
        OrderJsonParts.TaxLines(json, refund.TaxLines);
        OrderJsonParts.Fees(json, []);
        WriteLinks(json, $"{OrderJson.Address}/orders/{order.Number}", Amounts.Number(refund.Id));
        json.WriteEndObject();
    }

    private static void WriteLinks(Utf8JsonWriter json, string order, string refund)
    {
        json.WriteStartObject("_links");
        OrderJsonParts.SelfLink(json, $"{order}/refunds/{refund}", "GET", "DELETE");
        OrderJsonParts.Link(json, "collection", $"{order}/refunds");
        OrderJsonParts.Link(json, "up", order);
        json.WriteEndObject();
    }
}
