namespace Sharespine.Etl.Benchmarks.Generate.Shop;

/// <summary>Turns a request into the order the shop would have stored.</summary>
public static class OrderFactory
{
    public static ShopOrder Create(OrderRequest request, SplitMix64 random, ItemIds ids)
    {
        var lines = request.Basket.Select((_, index) => OrderPricing.Line(request, index, ids)).ToList();
        var shipping = OrderPricing.Shipping(request, lines, ids);
        var fees = OrderPricing.Fees(request, lines, ids);
        var transaction = request is { IsKlarna: true, Role: not Role.Ambiguous } ? random.Uuid() : "";
        var completed = request.Status is "completed" or "refunded" ? request.Created.AddHours(random.Between(19, 23)) : (DateTimeOffset?)null;
        var paid = request.IsCharged && request.Method != "bacs" ? request.Created.AddSeconds(random.Between(10, 90)) : completed;
        var customer = People.Draw(random, request.Country);
        return new()
        {
            Id = ids.NextPost(random.Between(1, 3)),
            Request = request,
            Status = request.Status,
            Currency = request.Role == Role.UnknownCurrency ? "SE" : request.Currency,
            Created = request.Created,
            Modified = completed ?? paid ?? request.Created.AddMinutes(random.Between(1, 9)),
            Paid = paid,
            Completed = completed,
            Customer = customer,
            TransactionId = transaction,
            OrderKey = "wc_order_" + random.Text(13, "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"),
            CartHash = random.Hex(32),
            Lines = lines,
            Shipping = [shipping],
            Fees = fees,
            Coupons = request.Coupon is { } coupon ? [OrderPricing.Coupon(coupon, lines, ids)] : [],
            TaxLines = TaxLines(request, OrderPricing.TaxLines(lines, fees, shipping, ids)),
            Meta = Meta(customer, transaction, ids),
            Note = request.Note,
        };
    }

    private static List<MetaEntry> Meta(Customer customer, string transaction, ItemIds ids)
    {
        var meta = new List<MetaEntry> { ids.Meta("is_vat_exempt", "no"), ids.Meta("_wc_order_attribution_source_type", "organic") };
        if (transaction.Length > 0)
        {
            meta.Add(ids.Meta("_wc_klarna_order_id", transaction));
            meta.Add(ids.Meta("_wc_klarna_environment", "live"));
        }

        if (customer.Id % 9 == 4)
        {
            // Plugins store what they like: the API gives it back as it is.
            meta.Add(ids.Meta("_erp_export", """{"status":"ny","försök":0,"rader":[1,2.5,true,null]}""") with { IsJson = true });
        }

        if (customer.OrganisationNumber is { } number)
        {
            // Where this shop's checkout plugin keeps it.
            meta.Add(ids.Meta("_billing_org_nr", number));
        }

        return meta;
    }

    private static IReadOnlyList<TaxLine> TaxLines(OrderRequest request, IReadOnlyList<TaxLine> computed) =>
        request.Role == Role.UnknownTaxRate ? [.. computed.Skip(1)] : computed;
}
