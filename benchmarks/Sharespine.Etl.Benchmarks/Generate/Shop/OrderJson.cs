using System.Text.Json;

namespace Sharespine.Etl.Benchmarks.Generate.Shop;

/// <summary>Writes an order with every field of the shop's REST API (wc/v3), in its order and with its odd types.</summary>
public static class OrderJson
{
    public const string Address = "https://norrsken.example/wp-json/wc/v3";

    public static void Write(Utf8JsonWriter json, ShopOrder order)
    {
        json.WriteStartObject();
        WriteHead(json, order);
        WriteParties(json, order);
        WritePayment(json, order);
        OrderJsonParts.Meta(json, order.Meta);
        OrderJsonParts.Lines(json, order.Lines);
        OrderJsonParts.TaxLines(json, order.TaxLines);
        OrderJsonParts.Shipping(json, order.Shipping);
        OrderJsonParts.Fees(json, order.Fees);
        OrderJsonParts.Coupons(json, order.Coupons);
        WriteRefunds(json, order);
        WriteTail(json, order);
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, ShopOrder order)
    {
        json.WriteNumber("id", order.Id);
        json.WriteNumber("parent_id", 0);
        json.WriteString("status", order.Status);
        json.WriteString("currency", order.Currency);
        json.WriteString("version", "10.0.2");
        json.WriteBoolean("prices_include_tax", true);
        json.WriteString("date_created", SwedishTime.LocalText(order.Created));
        json.WriteString("date_modified", SwedishTime.LocalText(order.Modified));
        Money(json, "discount_total", order.Lines.Sum(line => line.Subtotal - line.Total));
        Money(json, "discount_tax", order.Lines.Sum(line => line.SubtotalTax - line.TotalTax));
        Money(json, "shipping_total", order.ShippingTotal);
        Money(json, "shipping_tax", order.ShippingTax);
        Money(json, "cart_tax", order.CartTax);
        Money(json, "total", order.Total);
        Money(json, "total_tax", order.TotalTax);
        json.WriteNumber("customer_id", order.Customer.Id);
        json.WriteString("order_key", order.OrderKey);
    }

    private static void WriteParties(Utf8JsonWriter json, ShopOrder order)
    {
        var isDraft = order.Status == "checkout-draft";
        json.WriteStartObject("billing");
        WriteAddress(json, order.Customer);
        json.WriteString("email", isDraft ? "" : order.Customer.Email);
        json.WriteString("phone", order.Customer.Phone);
        json.WriteEndObject();
        json.WriteStartObject("shipping");
        WriteAddress(json, order.Customer);
        json.WriteString("phone", order.Customer.Phone);
        json.WriteEndObject();
    }

    private static void WriteAddress(Utf8JsonWriter json, Customer customer)
    {
        json.WriteString("first_name", customer.FirstName);
        json.WriteString("last_name", customer.LastName);
        json.WriteString("company", customer.Company);
        json.WriteString("address_1", customer.Street);
        json.WriteString("address_2", "");
        json.WriteString("city", customer.City);
        json.WriteString("state", "");
        json.WriteString("postcode", customer.Postcode);
        json.WriteString("country", customer.Country);
    }

    private static void WritePayment(Utf8JsonWriter json, ShopOrder order)
    {
        var request = order.Request;
        json.WriteString("payment_method", request.Method);
        json.WriteString("payment_method_title", request.Method switch
        {
            "kco" => "Klarna",
            "swish" => "Swish",
            "bacs" => "Faktura / banköverföring",
            "cod" => "Betala i butiken",
            _ => "",
        });
        json.WriteString("transaction_id", order.TransactionId);
        json.WriteString("customer_ip_address", "192.0.2.17");
        json.WriteString("customer_user_agent", "");
        json.WriteString("created_via", request.Method switch { "" => "store-api", "cod" => "admin", _ => "checkout" });
        json.WriteString("customer_note", order.Note);
        Instant(json, "date_completed", order.Completed, gmt: false);
        Instant(json, "date_paid", order.Paid, gmt: false);
        json.WriteString("cart_hash", order.CartHash);
        json.WriteString("number", order.Number);
    }

    private static void WriteRefunds(Utf8JsonWriter json, ShopOrder order)
    {
        json.WriteStartArray("refunds");
        foreach (var refund in order.Refunds.Reverse())
        {
            json.WriteStartObject();
            json.WriteNumber("id", refund.Id);
            json.WriteString("reason", refund.Reason);
            Money(json, "total", -refund.Amount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTail(Utf8JsonWriter json, ShopOrder order)
    {
        json.WriteString("payment_url", $"https://norrsken.example/kassa/order-pay/{order.Number}/?pay_for_order=true&key={order.OrderKey}");
        json.WriteBoolean("is_editable", order.Status is "on-hold" or "pending" or "checkout-draft");
        json.WriteBoolean("needs_payment", order.Status is "pending" or "failed");
        json.WriteBoolean("needs_processing", true);
        Instant(json, "date_created_gmt", order.Created, gmt: true);
        Instant(json, "date_modified_gmt", order.Modified, gmt: true);
        Instant(json, "date_completed_gmt", order.Completed, gmt: true);
        Instant(json, "date_paid_gmt", order.Paid, gmt: true);
        json.WriteString("currency_symbol", order.Currency switch { "SEK" => "kr", "EUR" => "€", _ => "" });
        WriteLinks(json, order);
    }

    private static void WriteLinks(Utf8JsonWriter json, ShopOrder order)
    {
        var self = $"{Address}/orders/{order.Number}";
        json.WriteStartObject("_links");
        OrderJsonParts.SelfLink(json, self, "GET", "POST", "PUT", "PATCH", "DELETE");
        OrderJsonParts.Link(json, "collection", $"{Address}/orders");
        json.WriteStartArray("email_templates");
        json.WriteStartObject();
        json.WriteBoolean("embeddable", true);
        json.WriteString("href", $"{self}/actions/email_templates");
        json.WriteEndObject();
        json.WriteEndArray();
        if (order.Customer.Id != 0)
        {
            OrderJsonParts.Link(json, "customer", $"{Address}/customers/{Amounts.Number(order.Customer.Id)}");
        }

        json.WriteEndObject();
    }

    private static void Money(Utf8JsonWriter json, string name, long minor) => json.WriteString(name, Amounts.Text(minor));

    private static void Instant(Utf8JsonWriter json, string name, DateTimeOffset? instant, bool gmt)
    {
        if (instant is { } value)
        {
            json.WriteString(name, gmt ? SwedishTime.GmtText(value) : SwedishTime.LocalText(value));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
