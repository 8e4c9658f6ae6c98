using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Benchmarks.Generate.Demo;
using Sharespine.Etl.Benchmarks.Generate.Klarna;
using Sharespine.Etl.Benchmarks.Generate.Shop;

namespace Sharespine.Etl.Benchmarks.Generate;

/// <summary>
/// The demo in small, for runs that are repeated hundreds of times: some days of orders, one payout, the books. It holds one
/// sale that was never booked, one booked 2 öre too low and one refund.
/// </summary>
public static class NightFolder
{
    public const ulong Seed = 77;

    public static readonly DateOnly AsOf = new(2026, 10, 24);

    private static readonly DateOnly FirstDay = new(2026, 10, 12);

    /// <param name="orders">At least 10.</param>
    public static void Write(string folder, int orders)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(orders, 10);
        var shop = DemoMonth.MakeOrders([.. Enumerable.Range(0, orders).Select(index => Request(index, orders))], Seed, firstId: 501);
        var rows = DemoMonth.EventsOf(shop, Seed);
        var payout = new KlarnaPayout
        {
            Reference = "700000001",
            Currency = "SEK",
            Date = AsOf.AddDays(-1),
            Events = [.. rows.Values.SelectMany(events => events).OrderBy(row => row.At)],
        };
        var vouchers = SieFile.Number(OtherVouchers.Year().Where(voucher => voucher.Date <= AsOf)
            .Concat(shop.SelectMany(order => SalesJournal.Vouchers(order, rows.GetValueOrDefault(order.Number) ?? []))));
        ShopFiles.Write(Path.Combine(folder, "woocommerce.order"), shop);
        var file = PayoutFile.Of(payout, "withVat");
        file.Write(Path.Combine(folder, "klarna.settlement"));
        SieFile.Write(Path.Combine(folder, "sie", "norrsken-2026.se"), vouchers, AsOf);
        TruthJson.Write(Path.Combine(folder, "truth.json"), AsOf, shop, [file], Truth.Of([payout], vouchers), vouchers);
    }

    /// <summary>Spread over four days, in order of time; every fifth is not Klarna's.</summary>
    private static OrderRequest Request(int index, int orders)
    {
        var random = SplitMix64.For(Seed, (ulong)index);
        var day = FirstDay.AddDays(index * 4 / orders);
        return new()
        {
            Created = SwedishTime.At(day, 8).AddSeconds(index * 37_000L / orders),
            Method = index % 5 == 4 ? "swish" : "kco",
            Basket = RequestDraw.Basket(random, isAbroad: false, random.Between(1, 3)),
            ShippingPrice = index % 3 == 0 ? 0 : 4900,
            Role = index switch { 3 => Role.MissingInLedger, 5 => Role.OffByOre, 7 => Role.LineRefund, _ => Role.None },
        };
    }
}
