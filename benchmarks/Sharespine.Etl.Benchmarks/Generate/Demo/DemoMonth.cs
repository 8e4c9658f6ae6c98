using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Benchmarks.Generate.Klarna;
using Sharespine.Etl.Benchmarks.Generate.Providers;
using Sharespine.Etl.Benchmarks.Generate.Shop;

namespace Sharespine.Etl.Benchmarks.Generate.Demo;

/// <summary>One invented month of one invented shop, as the shop, the provider and the books tell it.</summary>
public sealed record DemoMonth
{
    public const ulong Seed = 20261031;

    /// <summary>The night that reads it: the ERP's export is from this day and holds vouchers up to <see cref="BookedThrough"/>.</summary>
    public static readonly DateOnly AsOf = new(2026, 11, 2);

    public static readonly DateOnly BookedThrough = new(2026, 10, 31);

    /// <summary>September's too.</summary>
    public required IReadOnlyList<ShopOrder> Orders { get; init; }

    /// <summary>Klarna's, of the shop's orders.</summary>
    public required IReadOnlyList<KlarnaPayout> Payouts { get; init; }

    /// <summary>Svea and Nexi, of sales elsewhere than in the shop.</summary>
    public required IReadOnlyList<ProviderMonth> Providers { get; init; }

    public required IReadOnlyList<SieVoucher> Vouchers { get; init; }

    /// <summary>What the shop's export of October holds.</summary>
    public IReadOnlyList<ShopOrder> Exported => [.. Orders.Where(order => order.Request.Date >= DemoRequests.FirstExported)];

    public static DemoMonth Make(ulong seed)
    {
        var orders = MakeOrders(DemoRequests.All(seed), seed, firstId: 10021);
        var rows = EventsOf(orders, seed);
        var payouts = PayoutPlan.Payouts(orders, [.. rows.Values.SelectMany(events => events)]);
        IReadOnlyList<ProviderMonth> providers = [SveaMonth.Make(seed), NexiMonth.Make(seed)];
        var vouchers = OtherVouchers.Year()
            .Concat(orders.SelectMany(order => SalesJournal.Vouchers(order, rows.GetValueOrDefault(order.Number) ?? [])))
            .Concat(payouts.Where(payout => payout.IsBookedByHand).Select(payout => OtherVouchers.PayoutByHand(payout, payout.Date.AddDays(3))))
            .Concat(BankVouchers.Klarna(payouts))
            .Concat(providers.SelectMany(provider => provider.Vouchers()))
            .Where(voucher => voucher.Date <= BookedThrough);
        return new() { Orders = orders, Payouts = payouts, Providers = providers, Vouchers = SieFile.Number(vouchers) };
    }

    public static IReadOnlyList<ShopOrder> MakeOrders(IReadOnlyList<OrderRequest> requests, ulong seed, int firstId)
    {
        var ids = new ItemIds(firstId);
        var orders = requests.Select((request, index) => OrderFactory.Create(request, SplitMix64.For(seed, (ulong)(100_000 + index)), ids)).ToList();
        return [.. orders.Select((order, index) => RefundFactory.WithRefunds(order, SplitMix64.For(seed, (ulong)(200_000 + index)), ids))];
    }

    /// <summary>By order number: the provider's rows of each order it pays.</summary>
    public static Dictionary<string, IReadOnlyList<KlarnaEvent>> EventsOf(IReadOnlyList<ShopOrder> orders, ulong seed) =>
        orders.Select((order, index) => (order, index))
            .Where(item => item.order.Request is { IsKlarna: true, IsCharged: true })
            .ToDictionary(item => item.order.Number, item => new KlarnaAccount(item.order, SplitMix64.For(seed, (ulong)(300_000 + item.index))).Events());
}
