using Sharespine.Etl.Benchmarks.Generate.Shop;

namespace Sharespine.Etl.Benchmarks.Generate.Demo;

/// <summary>
/// What the shop's customers asked for from 17 September to 31 October 2026. September's orders are older than the shop's
/// export and live only in the books and the settlements.
/// </summary>
public static class DemoRequests
{
    public static readonly DateOnly FirstDay = new(2026, 9, 17);
    public static readonly DateOnly FirstExported = new(2026, 10, 1);
    public static readonly DateOnly LastDay = new(2026, 10, 31);

    /// <summary>The planted orders: their role, their day, and what must not be left to chance.</summary>
    private static readonly (Role Role, int Day, string Method, string Currency)[] Planted =
    [
        (Role.PaymentDefault, 2, "kco", "SEK"),
        (Role.LateFee, 3, "kco", "SEK"),
        (Role.NeverSettled, 4, "kco", "SEK"),
        (Role.LateRefund, 5, "kco", "SEK"),
        (Role.MissingInLedger, 6, "kco", "SEK"),
        (Role.UnknownTaxRate, 7, "swish", "SEK"),
        (Role.LineRefund, 7, "kco", "SEK"),
        (Role.BookedTwice, 8, "kco", "SEK"),
        (Role.FullRefund, 8, "kco", "SEK"),
        (Role.OffByOre, 9, "kco", "SEK"),
        (Role.LineRefund, 10, "kco", "SEK"),
        (Role.PrefixedReference, 11, "kco", "SEK"),
        (Role.OffByForty, 12, "kco", "SEK"),
        (Role.PartialTwoPayouts, 12, "kco", "SEK"),
        (Role.PartialSamePayout, 13, "kco", "SEK"),
        (Role.WrongCurrency, 13, "kco", "EUR"),
        (Role.LineRefund, 13, "kco", "EUR"),
        (Role.UnknownCurrency, 14, "swish", "SEK"),
        (Role.TwoRefunds, 14, "kco", "SEK"),
        (Role.AmountOnlyRefund, 15, "kco", "SEK"),
        (Role.FullRefund, 16, "swish", "SEK"),
        (Role.SuffixedReference, 18, "kco", "SEK"),
        (Role.TwoRefunds, 19, "swish", "SEK"),
        (Role.OutOfBalance, 20, "kco", "SEK"),
        (Role.OutOfBalance, 20, "kco", "SEK"),
        (Role.Ambiguous, 20, "kco", "SEK"),
        (Role.Ambiguous, 20, "kco", "SEK"),
        (Role.FullRefund, 21, "kco", "SEK"),
        (Role.LineRefund, 22, "bacs", "SEK"),
        (Role.PartialStillOpen, 26, "kco", "SEK"),
        (Role.JustAfterMidnight, 29, "kco", "SEK"),
    ];

    public static IReadOnlyList<OrderRequest> All(ulong seed)
    {
        var requests = new List<OrderRequest>();
        for (var day = FirstDay; day <= LastDay; day = day.AddDays(1))
        {
            requests.AddRange(Ordinary(SplitMix64.For(seed, (ulong)day.DayNumber), day));
        }

        requests.AddRange(Planted.Select((planted, index) => Plant(planted, SplitMix64.For(seed, (ulong)(9000 + index)))));
        requests.AddRange(SummerTimeEnds());
        return [.. requests.OrderBy(request => request.Created)];
    }

    private static IEnumerable<OrderRequest> Ordinary(SplitMix64 random, DateOnly day)
    {
        var count = day < FirstExported ? 3 : 11 + (day.Day % 3);
        for (var i = 0; i < count; i++)
        {
            var created = SwedishTime.At(day, random.Between(6, 23), random.Next(60), random.Next(60));
            var request = RequestDraw.Draw(random, created, i == 7 && day.Day % 5 != 0 ? "EUR" : "SEK");
            yield return day switch
            {
                _ when day < FirstExported => request with { Method = "kco", Status = "completed", InvoiceFee = 0 },
                _ when day.Day % 6 == 5 && i == 3 => request with { Status = "checkout-draft", Method = "", InvoiceFee = 0 },
                // Nothing of the last day has left the warehouse.
                _ when day == LastDay && request.IsCharged => request with { Status = request.Method == "bacs" ? "on-hold" : "processing" },
                _ => request,
            };
        }
    }

    private static OrderRequest Plant((Role Role, int Day, string Method, string Currency) planted, SplitMix64 random)
    {
        var created = SwedishTime.At(new(2026, 10, planted.Day), random.Between(9, 20), random.Next(60), random.Next(60));
        return new()
        {
            Created = created,
            Currency = planted.Currency,
            Method = planted.Method,
            Status = planted.Role == Role.FullRefund ? "refunded" : "completed",
            Basket = Basket(planted.Role, random),
            ShippingPrice = planted.Role == Role.Ambiguous ? 0 : planted.Currency == "EUR" ? 990 : 7900,
            Role = planted.Role,
        };
    }

    private static IReadOnlyList<(Product, int)> Basket(Role role, SplitMix64 random) => role switch
    {
        Role.Ambiguous => [(Catalogue.Candle, 1)],
        // The first line's rate is the one whose tax line is lost.
        Role.UnknownTaxRate => [(Catalogue.Standard[1], 1), (Catalogue.Food[0], 2)],
        Role.TwoRefunds or Role.LineRefund or Role.LateRefund => [(Catalogue.Standard[0], 2), (random.Pick(Catalogue.Food), 3)],
        _ => [(random.Pick(Catalogue.Standard), 1), (random.Pick(Catalogue.Standard), 2)],
    };

    /// <summary>02:30 happens twice on 25 October: the local times of these two lie in the wrong order.</summary>
    private static IEnumerable<OrderRequest> SummerTimeEnds() =>
    [
        new() { Created = new(2026, 10, 25, 0, 45, 0, TimeSpan.Zero), Basket = [(Catalogue.Standard[3], 1)], ShippingPrice = 4900 },
        new() { Created = new(2026, 10, 25, 1, 30, 0, TimeSpan.Zero), Basket = [(Catalogue.Books[0], 1), (Catalogue.Food[1], 2), (Catalogue.Standard[5], 1), (Catalogue.Deleted, 1)], ShippingPrice = 4900 },
    ];
}
