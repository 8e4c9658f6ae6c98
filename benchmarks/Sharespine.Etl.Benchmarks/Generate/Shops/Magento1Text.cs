using static Sharespine.Etl.Benchmarks.Generate.Shops.Wire;

namespace Sharespine.Etl.Benchmarks.Generate.Shops;

/// <summary>A paid, unshipped order as SOAP v2 writes it: its row in the list, itself, its invoice's row. Every value is a typed text.</summary>
internal static class Magento1Text
{
    private const string Text = " xsi:type=\"xsd:string\"";

    public static string ListRow(DrawnOrder order)
    {
        var customer = order.Customer;
        var name = Xml($"{customer.FirstName} {customer.LastName}");
        IReadOnlyList<(string, string)> fields =
        [
            .. Head(order), ("billing_firstname", Xml(customer.FirstName)), ("billing_lastname", Xml(customer.LastName)), ("shipping_firstname", Xml(customer.FirstName)), ("shipping_lastname", Xml(customer.LastName)),
            ("billing_name", name), ("shipping_name", name), ("protect_code", "43502f"), ("base_shipping_tax_amount", Four(order.Freight.Vat)), ("shipping_tax_amount", Four(order.Freight.Vat)),
            ("paypal_ipn_customer_notified", "0"), ("base_shipping_discount_amount", "0.0000"), ("base_subtotal_incl_tax", Four(order.Rows.Sum(row => row.Gross))), ("base_total_due", "0.0000"),
            ("shipping_discount_amount", "0.0000"), ("subtotal_incl_tax", Four(order.Rows.Sum(row => row.Gross))), ("total_due", "0.0000"), ("total_item_count", Whole(order.Rows.Count)),
            ("hidden_tax_amount", Four(order.Rows.Sum(row => row.DiscountVat))), ("base_hidden_tax_amount", Four(order.Rows.Sum(row => row.DiscountVat))), ("shipping_hidden_tax_amount", "0.0000"),
            ("base_shipping_hidden_tax_amount", "0.0000"), ("shipping_incl_tax", Four(order.Freight.Charged)), ("base_shipping_incl_tax", Four(order.Freight.Charged)),
            ("firstname", Xml(customer.FirstName)), ("lastname", Xml(customer.LastName)), ("telephone", Xml(customer.Phone)), ("postcode", Xml(customer.Postcode)),
        ];
        return $"<item xsi:type=\"ns1:salesOrderListEntity\">\n{SoapText.Elements(Text, fields)}</item>\n";
    }

    public static string Info(DrawnOrder order) =>
        "<result xsi:type=\"ns1:salesOrderEntity\">\n" + SoapText.Elements(Text, Head(order))
        + Address(order, "shipping", 92) + Address(order, "billing", 91)
        + $"<items SOAP-ENC:arrayType=\"ns1:salesOrderItemEntity[{Whole(order.Rows.Count)}]\" xsi:type=\"ns1:salesOrderItemEntityArray\">\n{string.Concat(order.Rows.Select(Row))}</items>\n"
        + "<payment xsi:type=\"ns1:salesOrderPaymentEntity\">\n" + SoapText.Elements(Text, ("parent_id", "«id»"), ("amount_ordered", Four(order.Total)), ("shipping_amount", Four(order.Freight.Net)),
            ("base_amount_ordered", Four(order.Total)), ("base_shipping_amount", Four(order.Freight.Net)), ("method", "klarna_checkout"), ("payment_id", "«id»")) + "</payment>\n"
        + "<status_history SOAP-ENC:arrayType=\"ns1:salesOrderStatusHistoryEntity[2]\" xsi:type=\"ns1:salesOrderStatusHistoryEntityArray\">\n"
        + History(("created_at", "«utc»"), ("is_customer_notified", "0"), ("status", "processing"), ("comment", $"Captured amount of {Short(order.Total)} kr online. Transaction ID: \"{order.PaymentId}\"."))
        + History(("created_at", "«utc»"), ("is_customer_notified", "1"), ("status", "pending")) + "</status_history>\n</result>\n";

    public static string Invoice(DrawnOrder order) => "<item xsi:type=\"ns1:salesOrderInvoiceEntity\">\n"
        + SoapText.Elements(Text, ("increment_id", "10«id»"), ("created_at", "«utc»"), ("order_currency_code", "SEK"), ("order_id", "«id»"), ("state", "2"), ("grand_total", Four(order.Total)), ("invoice_id", "«id»")) + "</item>\n";

    private static IReadOnlyList<(string, string)> Head(DrawnOrder order)
    {
        var (customer, subtotal) = (order.Customer, Four(order.Rows.Sum(row => row.NetBefore)));
        return
        [
            ("increment_id", "10«id»"), ("store_id", "1"), ("created_at", "«utc»"), ("updated_at", "«utc»"), ("customer_id", customer.Id == 0 ? "" : Whole(customer.Id)), ("tax_amount", Four(order.Vat)),
            ("shipping_amount", Four(order.Freight.Net)), ("discount_amount", Four(-order.Discount)), ("subtotal", subtotal), ("grand_total", Four(order.Total)), ("total_paid", Four(order.Total)),
            ("total_qty_ordered", Quantity(order.Rows.Sum(row => row.Quantity))), ("total_invoiced", Four(order.Total)), ("base_tax_amount", Four(order.Vat)), ("base_shipping_amount", Four(order.Freight.Net)),
            ("base_discount_amount", Four(-order.Discount)), ("base_subtotal", subtotal), ("base_grand_total", Four(order.Total)), ("base_total_paid", Four(order.Total)), ("base_total_invoiced", Four(order.Total)),
            ("billing_address_id", "«row:91»"), ("shipping_address_id", "«row:92»"), ("store_to_base_rate", "1.0000"), ("store_to_order_rate", "1.0000"), ("base_to_global_rate", "1.0000"), ("base_to_order_rate", "1.0000"),
            ("weight", "2.0000"), ("store_name", "Main Website\nMain Website Store\nSvenska"), ("status", "processing"), ("state", "processing"), ("global_currency_code", "SEK"), ("base_currency_code", "SEK"),
            ("store_currency_code", "SEK"), ("order_currency_code", "SEK"), ("shipping_method", "flatrate_flatrate"), ("shipping_description", order.Freight.Name), ("customer_email", Xml(customer.Email)),
            ("customer_firstname", Xml(customer.FirstName)), ("customer_lastname", Xml(customer.LastName)), ("quote_id", "«id»"), ("is_virtual", "0"),
            ("customer_group_id", customer.Id == 0 ? "0" : "1"), ("order_id", "«id»"),
        ];
    }

    private static string Row(DrawnRow row)
    {
        IReadOnlyList<(string, string)> fields =
        [
            ("item_id", $"«row:{Whole(row.Index)}»"), ("order_id", "«id»"), ("quote_item_id", $"«row:{Whole(row.Index)}»"), ("created_at", "«utc»"), ("updated_at", "«utc»"), ("product_id", Whole(100 + row.Index)),
            ("product_type", "simple"), ("product_options", "a:1:{s:15:\"info_buyRequest\";a:1:{s:3:\"qty\";i:2;}}"), ("weight", "0.5000"), ("is_virtual", "0"), ("sku", Xml(row.Sku)), ("name", Xml(row.Name)),
            ("free_shipping", "0"), ("is_qty_decimal", "0"), ("no_discount", "0"), ("qty_canceled", "0.0000"), ("qty_invoiced", Quantity(row.Quantity)), ("qty_ordered", Quantity(row.Quantity)), ("qty_refunded", "0.0000"),
            ("qty_shipped", "0.0000"), ("price", Four(row.NetBefore / row.Quantity)), ("base_price", Four(row.NetBefore / row.Quantity)), ("original_price", Four(row.Price)), ("base_original_price", Four(row.Price)),
            ("tax_percent", Quantity(row.Percent)), ("tax_amount", Four(row.Vat)), ("base_tax_amount", Four(row.Vat)), ("tax_invoiced", Four(row.Vat)), ("base_tax_invoiced", Four(row.Vat)),
            ("discount_percent", row.Discount == 0 ? "0.0000" : "10.0000"), ("discount_amount", Four(row.Discount)), ("base_discount_amount", Four(row.Discount)), ("discount_invoiced", Four(row.Discount)),
            ("base_discount_invoiced", Four(row.Discount)), ("amount_refunded", "0.0000"), ("base_amount_refunded", "0.0000"), ("row_total", Four(row.NetBefore)), ("base_row_total", Four(row.NetBefore)),
            ("row_invoiced", Four(row.NetBefore)), ("base_row_invoiced", Four(row.NetBefore)), ("row_weight", "1.0000"), ("weee_tax_applied", "a:0:{}"), ("weee_tax_applied_amount", "0.0000"),
            ("weee_tax_applied_row_amount", "0.0000"), ("base_weee_tax_applied_amount", "0.0000"), ("base_weee_tax_applied_row_amount", "0.0000"), ("weee_tax_disposition", "0.0000"), ("weee_tax_row_disposition", "0.0000"),
            ("base_weee_tax_disposition", "0.0000"), ("base_weee_tax_row_disposition", "0.0000"),
        ];
        return $"<item xsi:type=\"ns1:salesOrderItemEntity\">\n{SoapText.Elements(Text, fields)}</item>\n";
    }

    private static string Address(DrawnOrder order, string type, int row)
    {
        var customer = order.Customer;
        return $"<{type}_address xsi:type=\"ns1:salesOrderAddressEntity\">\n" + SoapText.Elements(Text,
            ("parent_id", "«id»"), ("address_type", type), ("firstname", Xml(customer.FirstName)), ("lastname", Xml(customer.LastName)), ("company", Xml(customer.Company)),
            ("street", Xml(customer.Street)), ("city", Xml(customer.City)), ("postcode", Xml(customer.Postcode)), ("country_id", "SE"), ("telephone", Xml(customer.Phone)), ("address_id", $"«row:{Whole(row)}»")) + $"</{type}_address>\n";
    }

    private static string History(params IEnumerable<(string, string)> fields) =>
        "<item xsi:type=\"ns1:salesOrderStatusHistoryEntity\">\n" + SoapText.Elements(Text, [("parent_id", "«id»"), .. fields]) + "</item>\n";

    private static string Quantity(int count) => Whole(count) + ".0000";
}
