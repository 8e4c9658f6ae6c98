using Sharespine.Etl.Benchmarks.Generate.Shop;

namespace Sharespine.Etl.Benchmarks.Generate.Demo;

/// <summary>Draws ordinary requests: baskets, coupons, payment methods and statuses in an ordinary shop's proportions.</summary>
public static class RequestDraw
{
    private static readonly Coupon[] Coupons =
        [new(62, "valkommen10", "percent", 10, false), new(64, "hösten15", "percent", 15, false), new(63, "50kr", "fixed_cart", 50, false), new(65, "frifrakt", "percent", 0, true)];

    private static readonly string[] Notes = ["Ring på porten!\nTack 🙏", "Lämna hos grannen (\"Öbergs\") & ring", "<b>Slå in</b> den gröna"];

    public static OrderRequest Draw(SplitMix64 random, DateTimeOffset created, string currency)
    {
        var method = Method(random, currency);
        var coupon = random.Chance(14) ? random.Pick(Coupons) : null;
        var basket = Basket(random, currency == "EUR", random.Between(1, 4));
        var isFree = coupon is { FreeShipping: true } || random.Chance(30);
        var price = currency == "EUR" ? 990 : random.Pick([4900L, 7900L, 9900L]);
        return new()
        {
            Created = created,
            Currency = currency,
            Method = method,
            Status = currency == "EUR" ? "completed" : Status(random, method),
            Basket = basket,
            Coupon = coupon,
            ShippingPrice = isFree ? 0 : price,
            GiftCard = currency == "SEK" && random.Chance(4) && basket.Sum(item => item.Product.PriceSek) > 30000 ? 10000 : 0,
            InvoiceFee = method == "bacs" && currency == "SEK" && random.Chance(60) ? 2320 : 0,
            Note = random.Chance(8) ? random.Pick(Notes) : "",
        };
    }

    public static IReadOnlyList<(Product Product, int Quantity)> Basket(SplitMix64 random, bool isAbroad, int count)
    {
        var basket = new List<(Product, int)>();
        for (var i = 0; i < count; i++)
        {
            basket.Add((Article(random, isAbroad), random.Chance(60) ? 1 : random.Between(2, 5)));
        }

        return basket;
    }

    private static Product Article(SplitMix64 random, bool isAbroad) => random.Next(100) switch
    {
        < 62 => random.Pick(Catalogue.Standard),
        < 82 => random.Pick(Catalogue.Food),
        _ when isAbroad => random.Pick(Catalogue.Standard),
        < 94 => random.Pick(Catalogue.Books),
        < 98 => random.Pick(Catalogue.Untaxed),
        _ => Catalogue.Deleted,
    };

    private static string Method(SplitMix64 random, string currency) => random.Next(100) switch
    {
        < 75 => "kco",
        < 85 when currency == "SEK" => "swish",
        >= 97 when currency == "SEK" => "cod",
        _ => "bacs",
    };

    private static string Status(SplitMix64 random, string method) => random.Next(100) switch
    {
        < 4 => "cancelled",
        < 7 => "on-hold",
        < 8 => "failed",
        < 9 => "pending",
        < 13 => "dellevererad",
        < 22 when method != "bacs" => "processing",
        < 22 => "on-hold",
        _ => "completed",
    };
}
