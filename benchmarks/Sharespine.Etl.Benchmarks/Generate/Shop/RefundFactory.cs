namespace Sharespine.Etl.Benchmarks.Generate.Shop;

/// <summary>Gives an order the refunds its role asks for.</summary>
public static class RefundFactory
{
    public static ShopOrder WithRefunds(ShopOrder order, SplitMix64 random, ItemIds ids)
    {
        var first = order.Created.AddDays(random.Between(3, 6));
        IReadOnlyList<ShopRefund> refunds = order.Request.Role switch
        {
            Role.FullRefund => [Whole(order, first, ids)],
            Role.LineRefund => [OneOfFirstLine(order, first, "Fel storlek", ids)],
            Role.LateRefund => [OneOfFirstLine(order, SwedishTime.At(new(2026, 10, 20), 14, 5), "Ångrat köp", ids)],
            Role.TwoRefunds => [OneOfFirstLine(order, first, "Trasig 😢", ids), AmountOnly(order, first.AddDays(1), 500, "Andra återbetalningen", ids)],
            Role.AmountOnlyRefund => [AmountOnly(order, first, 5000, "Prutat & klart", ids)],
            _ => [],
        };
        return refunds.Count == 0 ? order : order with { Refunds = refunds, Modified = refunds[^1].Created };
    }

    private static ShopRefund AmountOnly(ShopOrder order, DateTimeOffset created, long amount, string reason, ItemIds ids) =>
        new() { Id = ids.NextPost(1), Created = created, Reason = reason, Amount = Math.Min(amount, order.Total) };

    private static ShopRefund OneOfFirstLine(ShopOrder order, DateTimeOffset created, string reason, ItemIds ids) =>
        OfLines(order, created, reason, [Back(order.Lines[0], 1, ids)], null, ids);

    private static ShopRefund Whole(ShopOrder order, DateTimeOffset created, ItemIds ids) =>
        OfLines(order, created, "Retur", [.. order.Lines.Select(line => Back(line, line.Quantity, ids))], BackShipping(order.Shipping[0], ids), ids);

    private static ShopRefund OfLines(ShopOrder order, DateTimeOffset created, string reason, IReadOnlyList<RefundLine> lines, ShippingLine? shipping, ItemIds ids)
    {
        var rates = TaxRate.Table.Where(rate => lines.Any(line => line.Original.Rate == rate) || shipping?.Rate == rate);
        return new()
        {
            Id = ids.NextPost(1),
            Created = created,
            Reason = reason,
            Amount = -(lines.Sum(line => line.Total + line.Tax) + (shipping is null ? 0 : shipping.Total + shipping.Tax)),
            Lines = lines,
            Shipping = shipping is { Total: < 0 } ? shipping : null,
            TaxLines = [.. rates.Select(rate => new TaxLine(ids.NextItem(), rate,
                lines.Where(line => line.Original.Rate == rate).Sum(line => line.Tax), shipping?.Rate == rate ? shipping.Tax : 0))],
        };
    }

    private static RefundLine Back(OrderLine line, int quantity, ItemIds ids)
    {
        var id = Amounts.Number(line.ItemId);
        return new(ids.NextItem(), line, -quantity, -Part(line.Total, quantity, line.Quantity), -Part(line.TotalTax, quantity, line.Quantity),
            ids.ShownMeta("_refunded_item_id", id, "_refunded_item_id", id));
    }

    private static ShippingLine BackShipping(ShippingLine line, ItemIds ids)
    {
        var id = Amounts.Number(line.ItemId);
        return line with
        {
            ItemId = ids.NextItem(),
            Total = -line.Total,
            Tax = -line.Tax,
            Items = ids.ShownMeta("_refunded_item_id", id, "_refunded_item_id", id),
        };
    }

    private static long Part(long amount, int quantity, int of) => Amounts.Round((decimal)amount * quantity / of);
}
