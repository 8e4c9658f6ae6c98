using Sharespine.Etl.Benchmarks.Generate.Klarna;
using Sharespine.Etl.Benchmarks.Generate.Shop;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Benchmarks.Generate.Demo;

/// <summary>Divides the provider's rows into payouts: everything up to the day (UTC) before the payout that was not paid yet.</summary>
public static class PayoutPlan
{
    private static readonly (string Reference, string Currency, DateOnly Date)[] Schedule =
    [
        ("412300481", "SEK", new(2026, 9, 25)),
        ("412300517", "SEK", new(2026, 10, 2)),
        ("412300563", "SEK", new(2026, 10, 9)),
        ("412300608", "SEK", new(2026, 10, 16)),
        ("412300611", "EUR", new(2026, 10, 16)),
        ("412300652", "SEK", new(2026, 10, 23)),
        ("412300697", "SEK", new(2026, 10, 30)),
        ("412300699", "EUR", new(2026, 10, 30)),
    ];

    private const string BookedByHand = "412300481";
    private const string OutOfBalance = "412300639";

    /// <summary>By date; the last events of the month are in none of them: they are paid in November.</summary>
    public static IReadOnlyList<KlarnaPayout> Payouts(IReadOnlyList<ShopOrder> orders, IReadOnlyList<KlarnaEvent> events)
    {
        var roles = orders.ToDictionary(order => order.Number, order => order.Request.Role);
        var special = events.Where(row => Is(row, roles, Role.OutOfBalance)).ToList();
        var rest = events.Where(row => !Is(row, roles, Role.OutOfBalance) && !Is(row, roles, Role.NeverSettled)).Concat(Reserve()).ToList();
        var payouts = new List<KlarnaPayout> { new() { Reference = OutOfBalance, Currency = "SEK", Date = new(2026, 10, 22), Events = Sorted(special), Error = 100 } };
        foreach (var (reference, currency, date) in Schedule)
        {
            var due = rest.Where(row => row.Currency == currency && SwedishTime.UtcDate(row.At) < date).ToList();
            rest.RemoveAll(due.Contains);
            var isByHand = reference == BookedByHand;
            payouts.Add(new()
            {
                Reference = reference,
                Currency = currency,
                Date = date,
                Events = Sorted(isByHand ? due.Select(row => row with { Expected = Disposition.AlreadyBooked }) : due),
                IsBookedByHand = isByHand,
            });
        }

        return [.. payouts.OrderBy(payout => payout.Date).ThenBy(payout => payout.Reference, StringComparer.Ordinal)];
    }

    private static bool Is(KlarnaEvent row, Dictionary<string, Role> roles, Role role) => row.Order is { } order && roles[order] == role;

    /// <summary>The provider keeps 500 kronor for two weeks.</summary>
    private static IEnumerable<KlarnaEvent> Reserve()
    {
        yield return Movement("HOLDBACK", -50000, new(2026, 10, 15));
        yield return Movement("RELEASE", 50000, new(2026, 10, 29));
    }

    private static KlarnaEvent Movement(string type, long amount, DateOnly date) => new()
    {
        At = SwedishTime.At(date, 5),
        Type = type,
        DetailedType = "ROLLING_RESERVE",
        Amount = amount,
        Currency = "SEK",
        Expected = Disposition.BalanceMovement,
    };

    private static IReadOnlyList<KlarnaEvent> Sorted(IEnumerable<KlarnaEvent> rows) => [.. rows.OrderBy(row => row.At)];
}
