using System.Text.Json;

namespace Sharespine.Etl.Benchmarks.Generate.Shop;

/// <summary>The lists inside an order and a refund.</summary>
internal static class OrderJsonParts
{
    public static void Meta(Utf8JsonWriter json, IReadOnlyList<MetaEntry> entries)
    {
        json.WriteStartArray("meta_data");
        foreach (var entry in entries)
        {
            Meta(json, entry);
        }

        json.WriteEndArray();
    }

    public static void Lines(Utf8JsonWriter json, IReadOnlyList<OrderLine> lines)
    {
        json.WriteStartArray("line_items");
        foreach (var line in lines)
        {
            Line(json, line, line.ItemId, line.Quantity, [line.Subtotal, line.SubtotalTax, line.Total, line.TotalTax], line.Meta);
        }

        json.WriteEndArray();
    }

    /// <param name="amounts">Subtotal, subtotal tax, total, total tax.</param>
    public static void Line(Utf8JsonWriter json, OrderLine line, int id, int quantity, long[] amounts, IReadOnlyList<MetaEntry> meta)
    {
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteString("name", line.Product.Name);
        json.WriteNumber("product_id", line.Product.Id);
        json.WriteNumber("variation_id", line.Product.VariationId);
        json.WriteNumber("quantity", quantity);
        json.WriteString("tax_class", line.Product.TaxClass);
        json.WriteString("subtotal", Amounts.Text(amounts[0]));
        json.WriteString("subtotal_tax", Amounts.Text(amounts[1]));
        json.WriteString("total", Amounts.Text(amounts[2]));
        json.WriteString("total_tax", Amounts.Text(amounts[3]));
        Taxes(json, line.Rate is null ? [] : [(line.Rate.Id, amounts[3], amounts[1])]);
        Meta(json, meta);
        json.WriteString("sku", line.Product.Sku);
        json.WritePropertyName("price");
        json.WriteRawValue(line.Price);
        json.WriteStartObject("image");
        json.WriteString("id", "");
        json.WriteString("src", "");
        json.WriteEndObject();
        json.WriteString("parent_name", line.Product.ParentName);
        json.WriteEndObject();
    }

    public static void TaxLines(Utf8JsonWriter json, IReadOnlyList<TaxLine> lines)
    {
        json.WriteStartArray("tax_lines");
        foreach (var line in lines)
        {
            json.WriteStartObject();
            json.WriteNumber("id", line.ItemId);
            json.WriteString("rate_code", line.Rate.Code);
            json.WriteNumber("rate_id", line.Rate.Id);
            json.WriteString("label", line.Rate.Label);
            json.WriteBoolean("compound", false);
            json.WriteString("tax_total", Amounts.Text(line.TaxTotal));
            json.WriteString("shipping_tax_total", Amounts.Text(line.ShippingTax));
            json.WriteNumber("rate_percent", line.Rate.Percent);
            Meta(json, []);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Shipping(Utf8JsonWriter json, IReadOnlyList<ShippingLine> lines)
    {
        json.WriteStartArray("shipping_lines");
        foreach (var line in lines)
        {
            json.WriteStartObject();
            json.WriteNumber("id", line.ItemId);
            json.WriteString("method_title", line.Title);
            json.WriteString("method_id", line.MethodId);
            json.WriteString("instance_id", line.InstanceId);
            json.WriteString("total", Amounts.Text(line.Total));
            json.WriteString("total_tax", Amounts.Text(line.Tax));
            Taxes(json, line.Rate is null ? [] : [(line.Rate.Id, line.Tax, null)]);
            json.WriteString("tax_status", "taxable");
            Meta(json, [line.Items]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Fees(Utf8JsonWriter json, IReadOnlyList<FeeLine> fees)
    {
        json.WriteStartArray("fee_lines");
        foreach (var fee in fees)
        {
            json.WriteStartObject();
            json.WriteNumber("id", fee.ItemId);
            json.WriteString("name", fee.Name);
            json.WriteString("tax_class", "");
            json.WriteString("tax_status", fee.TaxStatus);
            json.WriteString("amount", fee.AmountText);
            json.WriteString("total", Amounts.Text(fee.Total));
            json.WriteString("total_tax", Amounts.Text(fee.Tax));
            Taxes(json, fee.Taxes.Select(part => (part.Rate.Id, part.Amount, (long?)null)));
            Meta(json, []);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Coupons(Utf8JsonWriter json, IReadOnlyList<CouponLine> coupons)
    {
        json.WriteStartArray("coupon_lines");
        foreach (var line in coupons)
        {
            json.WriteStartObject();
            json.WriteNumber("id", line.ItemId);
            json.WriteString("code", line.Coupon.Code);
            json.WriteString("discount", Amounts.Number(line.Discount / 100m));
            json.WriteString("discount_tax", Amounts.Number(line.DiscountTax / 100m));
            Meta(json, [line.Info]);
            json.WriteString("discount_type", line.Coupon.Type);
            json.WriteNumber("nominal_amount", line.Coupon.Nominal);
            json.WriteBoolean("free_shipping", line.Coupon.FreeShipping);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void SelfLink(Utf8JsonWriter json, string address, params string[] methods)
    {
        json.WriteStartArray("self");
        json.WriteStartObject();
        json.WriteString("href", address);
        json.WriteStartObject("targetHints");
        json.WriteStartArray("allow");
        foreach (var method in methods)
        {
            json.WriteStringValue(method);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    public static void Link(Utf8JsonWriter json, string name, string address)
    {
        json.WriteStartArray(name);
        json.WriteStartObject();
        json.WriteString("href", address);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Taxes(Utf8JsonWriter json, IEnumerable<(int Rate, long Total, long? Subtotal)> taxes)
    {
        json.WriteStartArray("taxes");
        foreach (var (rate, total, subtotal) in taxes)
        {
            json.WriteStartObject();
            json.WriteNumber("id", rate);
            json.WriteString("total", Amounts.Text(total));
            json.WriteString("subtotal", subtotal is { } value ? Amounts.Text(value) : "");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Meta(Utf8JsonWriter json, MetaEntry entry)
    {
        json.WriteStartObject();
        json.WriteNumber("id", entry.Id);
        json.WriteString("key", entry.Key);
        json.WritePropertyName("value");
        if (entry.IsJson)
        {
            json.WriteRawValue(entry.Value);
        }
        else
        {
            json.WriteStringValue(entry.Value);
        }

        if (entry.DisplayKey is not null)
        {
            json.WriteString("display_key", entry.DisplayKey);
            json.WriteString("display_value", entry.DisplayValue);
        }

        json.WriteEndObject();
    }
}
