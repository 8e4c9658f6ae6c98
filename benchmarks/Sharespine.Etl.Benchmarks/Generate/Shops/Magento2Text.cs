using static Sharespine.Etl.Benchmarks.Generate.Shops.Wire;

namespace Sharespine.Etl.Benchmarks.Generate.Shops;

/// <summary>A paid, unshipped order and its invoice as REST V1 writes them: amounts as numbers, in the shop's currency and once more in the order's.</summary>
internal static class Magento2Text
{
    public static string Order(DrawnOrder order)
    {
        var (customer, freight) = (order.Customer, order.Freight);
        var subtotal = order.Rows.Sum(row => row.NetBefore);
        var gross = order.Rows.Sum(row => row.Gross);
        var compensation = order.Rows.Sum(row => row.DiscountVat);
        var rows = string.Join(',', order.Rows.Select(Row));
        var amounts = string.Concat(new[] { "base_", "" }.Select(of => $"""
            "{of}discount_amount":{Short(-order.Discount)},"{of}discount_invoiced":{Short(-order.Discount)},"{of}grand_total":{Short(order.Total)},
            "{of}discount_tax_compensation_amount":{Short(compensation)},"{of}discount_tax_compensation_invoiced":{Short(compensation)},"{of}shipping_invoiced":{Short(freight.Net)},
            "{of}subtotal":{Short(subtotal)},"{of}subtotal_incl_tax":{Short(gross)},"{of}subtotal_invoiced":{Short(subtotal)},"{of}tax_amount":{Short(order.Vat)},
            "{of}tax_invoiced":{Short(order.Vat)},"{of}total_due":0,"{of}total_invoiced":{Short(order.Total)},"{of}total_paid":{Short(order.Total)},
            """)) + Freight(freight);
        return $$"""
            {"applied_rule_ids":"","base_currency_code":"SEK",{{amounts}}"base_to_global_rate":1,"base_to_order_rate":1,"billing_address_id":«row:91»,"created_at":"«utc»",
            "customer_email":{{Json(customer.Email)}},"customer_firstname":{{Json(customer.FirstName)}},"customer_group_id":{{(customer.Id == 0 ? 0 : 1)}},
            {{(customer.Id == 0 ? "" : $"\"customer_id\":{Whole(customer.Id)},")}}"customer_is_guest":{{(customer.Id == 0 ? 1 : 0)}},"customer_lastname":{{Json(customer.LastName)}},
            "customer_note_notify":1,"email_sent":1,"entity_id":«id»,"global_currency_code":"SEK","increment_id":"10«id»","is_virtual":0,"order_currency_code":"SEK",
            "protect_code":"2895b3538031e03235b51b16ca359543","quote_id":«id»,"remote_ip":"192.0.2.17","shipping_description":{{Json(freight.Name)}},"state":"processing",
            "status":"processing","store_currency_code":"SEK","store_id":1,"store_name":"Main Website\nMain Website Store\nSvenska","store_to_base_rate":0,"store_to_order_rate":0,
            "total_item_count":{{order.Rows.Count}},"total_qty_ordered":{{order.Rows.Sum(row => row.Quantity)}},"updated_at":"«utc»","weight":1.5,
            "items":[{{rows}}],"billing_address":{{Address(order, "billing", 91)}},
            "payment":{"account_status":null,"additional_information":["Klarna","{{order.PaymentId}}"],"amount_authorized":{{Short(order.Total)}},
            "amount_ordered":{{Short(order.Total)}},"amount_paid":{{Short(order.Total)}},"base_amount_authorized":{{Short(order.Total)}},"base_amount_ordered":{{Short(order.Total)}},
            "base_amount_paid":{{Short(order.Total)}},"base_shipping_amount":{{Short(freight.Net)}},"base_shipping_captured":{{Short(freight.Net)}},"cc_last4":null,"entity_id":«id»,
            "last_trans_id":"{{order.PaymentId}}-capture","method":"klarna_kp","parent_id":«id»,"shipping_amount":{{Short(freight.Net)}},"shipping_captured":{{Short(freight.Net)}}},
            "status_histories":[{"comment":"Captured amount of {{Short(order.Total)}} kr online.","created_at":"«utc»","entity_id":«row:93»,"entity_name":"invoice",
            "is_customer_notified":0,"is_visible_on_front":0,"parent_id":«id»,"status":"processing"}],
            "extension_attributes":{"shipping_assignments":[{"shipping":{"address":{{Address(order, "shipping", 92)}},"method":"flatrate_flatrate",
            "total":{ {{Freight(freight).TrimEnd(',')}} } },"items":[{{rows}}]}],"payment_additional_info":[{"key":"method_title","value":"Klarna"},{"key":"klarna_order_id",
            "value":"{{order.PaymentId}}"}],"applied_taxes":[{{string.Join(',', order.VatByRate.Select(rate => Tax(rate.Percent, rate.Vat)))}}],
            "item_applied_taxes":[{{string.Join(',', order.Rows.Select(RowTax))}},{"type":"shipping","applied_taxes":[{{Tax(freight.Percent, freight.Vat)}}]}],
            "converting_from_quote":true} }
            """;
    }

    public static string Invoice(DrawnOrder order) => $$"""
        {"base_currency_code":"SEK","base_grand_total":{{Short(order.Total)}},"base_subtotal":{{Short(order.Rows.Sum(row => row.NetBefore))}},"base_tax_amount":{{Short(order.Vat)}},
        "base_to_global_rate":1,"base_to_order_rate":1,"billing_address_id":«row:91»,"can_void_flag":0,"created_at":"«utc»","discount_amount":{{Short(-order.Discount)}},
        "entity_id":«id»,"global_currency_code":"SEK","grand_total":{{Short(order.Total)}},"increment_id":"10«id»","order_currency_code":"SEK","order_id":«id»,
        "shipping_address_id":«row:92»,{{Freight(order.Freight)}}"state":2,"store_currency_code":"SEK","store_id":1,"subtotal":{{Short(order.Rows.Sum(row => row.NetBefore))}},
        "tax_amount":{{Short(order.Vat)}},"total_qty":{{order.Rows.Sum(row => row.Quantity)}},"transaction_id":"{{order.PaymentId}}-capture","updated_at":"«utc»",
        "items":[{{string.Join(',', order.Rows.Select(InvoiceRow))}}],"comments":[]}
        """;

    private static string Row(DrawnRow row)
    {
        var (net, vat, price) = (Short(row.NetBefore), Short(row.Vat), Short(row.NetBefore / row.Quantity));
        var amounts = string.Concat(new[] { "base_", "" }.Select(of => $"""
            "{of}amount_refunded":0,"{of}discount_amount":{Short(row.Discount)},"{of}discount_invoiced":{Short(row.Discount)},
            "{of}discount_tax_compensation_amount":{Short(row.DiscountVat)},"{of}discount_tax_compensation_invoiced":{Short(row.DiscountVat)},"{of}original_price":{Short(row.Price)},
            "{of}price":{price},"{of}price_incl_tax":{Short(row.Price)},"{of}row_invoiced":{net},"{of}row_total":{net},"{of}row_total_incl_tax":{Short(row.Gross)},
            "{of}tax_amount":{vat},"{of}tax_invoiced":{vat},
            """));
        return $$"""
            { {{amounts}}"created_at":"«utc»","discount_percent":{{(row.Discount == 0 ? 0 : 10)}},"free_shipping":0,"is_qty_decimal":0,"is_virtual":0,"item_id":«row:{{row.Index}}»,
            "name":{{Json(row.Name)}},"no_discount":0,"order_id":«id»,"product_id":{{100 + row.Index}},"product_type":"simple","qty_canceled":0,"qty_invoiced":{{row.Quantity}},
            "qty_ordered":{{row.Quantity}},"qty_refunded":0,"qty_shipped":0,"quote_item_id":«row:{{row.Index}}»,"row_weight":1.5,"sku":{{Json(row.Sku)}},"store_id":1,
            "tax_percent":{{row.Percent}},"updated_at":"«utc»","weee_tax_applied":"[]","weight":0.5}
            """;
    }

    private static string InvoiceRow(DrawnRow row) => $$"""
        {"base_price":{{Short(row.NetBefore / row.Quantity)}},"base_price_incl_tax":{{Short(row.Price)}},"base_row_total":{{Short(row.NetBefore)}},
        "base_row_total_incl_tax":{{Short(row.Gross)}},"base_tax_amount":{{Short(row.Vat)}},"entity_id":«row:{{row.Index + 10}}»,
        "discount_tax_compensation_amount":{{Short(row.DiscountVat)}},"name":{{Json(row.Name)}},"parent_id":«id»,"price":{{Short(row.NetBefore / row.Quantity)}},
        "price_incl_tax":{{Short(row.Price)}},"product_id":{{100 + row.Index}},"row_total":{{Short(row.NetBefore)}},"row_total_incl_tax":{{Short(row.Gross)}},"sku":{{Json(row.Sku)}},
        "tax_amount":{{Short(row.Vat)}},"order_item_id":«row:{{row.Index}}»,"qty":{{row.Quantity}}}
        """;

    private static string Freight(DrawnRow freight) => string.Concat(new[] { "base_", "" }.Select(of => $"""
        "{of}shipping_amount":{Short(freight.Net)},"{of}shipping_discount_amount":0,"{of}shipping_discount_tax_compensation_am{(of.Length > 0 ? "" : "ou")}nt":0,
        "{of}shipping_incl_tax":{Short(freight.Charged)},"{of}shipping_tax_amount":{Short(freight.Vat)},
        """));

    private static string Tax(int percent, long vat) => $$"""{"code":"SE-{{percent}}","title":"Moms {{percent}}%","percent":{{percent}},"amount":{{Short(vat)}},"base_amount":{{Short(vat)}}}""";

    private static string RowTax(DrawnRow row) => $$"""{"type":"product","item_id":«row:{{row.Index}}»,"applied_taxes":[{{Tax(row.Percent, row.Vat)}}]}""";

    private static string Address(DrawnOrder order, string type, int row)
    {
        var customer = order.Customer;
        return $$"""
            {"address_type":"{{type}}","city":{{Json(customer.City)}},{{(customer.Company.Length == 0 ? "" : $"\"company\":{Json(customer.Company)},")}}"country_id":"SE",
            "email":{{Json(customer.Email)}},"entity_id":«row:{{row}}»,"firstname":{{Json(customer.FirstName)}},"lastname":{{Json(customer.LastName)}},"parent_id":«id»,
            "postcode":{{Json(customer.Postcode)}},"street":[{{Json(customer.Street)}}],"telephone":{{Json(customer.Phone)}}}
            """;
    }
}
