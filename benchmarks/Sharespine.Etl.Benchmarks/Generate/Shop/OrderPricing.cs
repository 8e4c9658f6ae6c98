using System.Globalization;

namespace Sharespine.Etl.Benchmarks.Generate.Shop;

/// <summary>
/// The shop's arithmetic: prices include Swedish VAT, lines are stored without it, tax is rounded per line, and sums are
/// made of the rounded parts. A Finnish customer pays Finnish VAT on the price without Swedish VAT.
/// </summary>
public static class OrderPricing
{
    public static OrderLine Line(OrderRequest request, int index, ItemIds ids)
    {
        var (product, quantity) = request.Basket[index];
        var rate = TaxRate.Find(request.Country, product.TaxClass);
        var gross = Gross(request, index);
        var before = WithoutTax(gross, product.TaxClass);
        var after = WithoutTax(gross - Discount(request, index), product.TaxClass);
        return new(ids.NextItem(), product, quantity, rate)
        {
            Subtotal = Amounts.Round(before),
            SubtotalTax = Tax(before, rate),
            Total = Amounts.Round(after),
            TotalTax = Tax(after, rate),
            Price = UnitPrice(after, quantity),
            Meta = [.. product.Attributes.Select(attribute => ids.ShownMeta(attribute.Key, attribute.Value, attribute.DisplayKey, attribute.DisplayValue)),
                ids.ShownMeta("_reduced_stock", Amounts.Number(quantity), "_reduced_stock", Amounts.Number(quantity))],
        };
    }

    /// <summary>Shipping is taxed like the highest taxed thing in the basket.</summary>
    public static ShippingLine Shipping(OrderRequest request, IReadOnlyList<OrderLine> lines, ItemIds ids)
    {
        var taxClass = lines.MaxBy(line => line.Rate?.Percent ?? 0m)!.Product.TaxClass;
        var rate = TaxRate.Find(request.Country, taxClass);
        var exact = WithoutTax(request.ShippingPrice, taxClass);
        var items = string.Join(", ", lines.Select(line => $"{line.Product.Name} &times; {line.Quantity.ToString(CultureInfo.InvariantCulture)}"));
        return request.ShippingPrice == 0
            ? new(ids.NextItem(), "Fri frakt", "free_shipping", "3", 0, 0, rate, ids.ShownMeta("Items", items, "Items", items))
            : new(ids.NextItem(), "Hemleverans", "flat_rate", "2", Amounts.Round(exact), Tax(exact, rate), rate, ids.ShownMeta("Items", items, "Items", items));
    }

    public static IReadOnlyList<FeeLine> Fees(OrderRequest request, IReadOnlyList<OrderLine> lines, ItemIds ids)
    {
        var fees = new List<FeeLine>();
        if (request.InvoiceFee > 0)
        {
            var rate = TaxRate.Find(request.Country, TaxRate.Standard)!;
            fees.Add(new(ids.NextItem(), "Fakturaavgift", "taxable", Amounts.Text(request.InvoiceFee), request.InvoiceFee, [new(rate, Tax(request.InvoiceFee, rate))]));
        }

        if (request.GiftCard > 0)
        {
            fees.Add(new(ids.NextItem(), "Presentkort PK-AB12 (inlöst)", "none", "", -request.GiftCard, SpreadTax(-request.GiftCard, lines)));
        }

        return fees;
    }

    public static CouponLine Coupon(Coupon coupon, IReadOnlyList<OrderLine> lines, ItemIds ids)
    {
        var discount = lines.Sum(line => line.Subtotal - line.Total);
        var tax = lines.Sum(line => line.SubtotalTax - line.TotalTax);
        var info = string.Create(CultureInfo.InvariantCulture,
            $"[{coupon.Id},\"{coupon.Code}\",\"{coupon.Type}\",{coupon.Nominal}{(coupon.FreeShipping ? ",true" : "")}]");
        return new(ids.NextItem(), coupon, discount, tax, ids.ShownMeta("coupon_info", info, "coupon_info", info));
    }

    public static IReadOnlyList<TaxLine> TaxLines(IReadOnlyList<OrderLine> lines, IReadOnlyList<FeeLine> fees, ShippingLine? shipping, ItemIds ids) =>
        [.. TaxRate.Table
            .Where(rate => lines.Any(line => line.Rate == rate) || shipping?.Rate == rate || fees.Any(fee => fee.Taxes.Any(part => part.Rate == rate)))
            .Select(rate => new TaxLine(ids.NextItem(), rate,
                lines.Where(line => line.Rate == rate).Sum(line => line.TotalTax) + fees.Sum(fee => fee.Taxes.Where(part => part.Rate == rate).Sum(part => part.Amount)),
                shipping?.Rate == rate ? shipping.Tax : 0))];

    /// <summary>The shop taxes a negative fee although it says "none": each rate takes its share of the basket.</summary>
    private static List<TaxPart> SpreadTax(long fee, IReadOnlyList<OrderLine> lines)
    {
        var basket = lines.Sum(line => line.Total);
        return [.. lines.Where(line => line.Rate is not null && line.Total != 0).GroupBy(line => line.Rate!)
            .Select(group => new TaxPart(group.Key, Tax(Math.Round((decimal)fee * group.Sum(line => line.Total) / basket, 4), group.Key)))];
    }

    /// <summary>In öre with the six decimals of a krona that the shop stores.</summary>
    private static decimal WithoutTax(long gross, string taxClass) =>
        Math.Round(gross / (1m + ((TaxRate.Find("SE", taxClass)?.Percent ?? 0m) / 100m)), 4, MidpointRounding.AwayFromZero);

    private static long Tax(decimal exact, TaxRate? rate) => rate is null ? 0 : Amounts.Percent(exact, rate.Percent);

    private static long Gross(OrderRequest request, int index)
    {
        var (product, quantity) = request.Basket[index];
        return (request.Currency == "EUR" ? product.PriceEur : product.PriceSek) * quantity;
    }

    /// <summary>A percentage of each line, or a fixed amount spread over the basket whose rest falls on the last line.</summary>
    private static long Discount(OrderRequest request, int index)
    {
        if (request.Coupon is not { Type: "fixed_cart" } coupon)
        {
            return Amounts.Percent(Gross(request, index), request.Coupon?.Nominal ?? 0);
        }

        var basket = Enumerable.Range(0, request.Basket.Count).Sum(line => Gross(request, line));
        var discount = Math.Min(coupon.Nominal * 100L, basket);
        long Share(int line) => discount * Gross(request, line) / basket;
        return index < request.Basket.Count - 1 ? Share(index) : discount - Enumerable.Range(0, index).Sum(Share);
    }

    private static string UnitPrice(decimal exact, int quantity)
    {
        var price = exact / 100m / quantity;
        var text = Amounts.Number(Math.Round(price, 8));
        return quantity == 3 && text.Contains('.', StringComparison.Ordinal) && text.Length < 12 ? text.PadRight(text.IndexOf('.', StringComparison.Ordinal) + 7, '0') + "000000003" : text;
    }
}
